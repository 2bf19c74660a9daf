import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { listed } from './testing.ts'

const say = (app: TestApp, message: string, more: object = {}) =>
  app.rest('POST', '/api/chat', { message, runner: 'guide', ...more }).then(({ body }) => String(body))
const rule = (app: TestApp, change: object) =>
  app.rest('POST', '/api/rules', { type: 'bash', folder: app.vault, ...change })

test('a chat asks in the same list, and the first answer wins wherever it is given', async () => {
  await using app = await createTestApp()
  const told = say(app, '/run touch made')
  await expect.poll(async () => (await listed(app)).length).toBe(1)
  const [request] = await listed(app)
  expect(request).toMatchObject({
    source: 'chat',
    kind: 'permission',
    tool: 'Bash',
    text: 'touch made',
    state: 'waiting',
  })
  const { name: chatId, suggestedGrants } = request as unknown as {
    name: string
    suggestedGrants: { pattern: string }[]
  }
  expect(suggestedGrants.map(({ pattern }) => pattern)).toContain('touch')
  const path = `/api/approvals/${request?.id}`
  expect((await app.rest('POST', path, {})).status).toBe(422)
  const other = 'f'.repeat(64)
  expect((await app.rest('POST', path, { decision: 'allow', inputHash: other })).status).toBe(409)
  const answers = await Promise.all([
    app.rest('POST', path, { decision: 'allow', inputHash: request?.inputHash }),
    app.rest('POST', `/api/chat/${chatId}/answer`, { request_id: request?.id, decision: 'allow' }),
    app.rest('POST', path, { decision: 'allow' }),
  ])
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409, 409])
  await told
  expect(existsSync(join(app.vault, 'made'))).toBe(true)
  expect(await listed(app)).toEqual([])
  const late = await app.rest('POST', path, { decision: 'deny' })
  expect([late.status, late.body.code]).toEqual([409, 'already_answered'])
  const { entries } = (await app.rest('GET', '/api/audit?event=approval.*')).body
  expect(entries.map(({ event }: { event: string }) => event)).toEqual(['approval.allow', 'approval.asked'])
  expect(entries[0]).toMatchObject({
    actor: 'owner',
    session: chatId,
    facts: { id: request?.id, tool: 'Bash' },
  })
})

test('a question of a chat is answered from the list', async () => {
  await using app = await createTestApp()
  const told = say(app, '/ask Which bed?')
  await expect.poll(async () => (await listed(app)).length).toBe(1)
  const [request] = (await app.rest('GET', '/api/approvals')).body.approvals
  expect(request.kind).toBe('question')
  const path = `/api/approvals/${request.id}`
  expect((await app.rest('POST', path, { decision: 'allow' })).status).toBe(422)
  const answers = { [request.questions[0].question]: 'the raised one' }
  expect((await app.rest('POST', path, { decision: 'allow', answers })).status).toBe(200)
  expect(await told).toContain('the raised one')
})

test('standing rules answer for chats too: what is allowed is not asked, what is refused no trust lifts', async () => {
  await using app = await createTestApp()
  await rule(app, { behavior: 'allow', pattern: 'touch' })
  await rule(app, { behavior: 'deny', pattern: 'touch refused', note: 'ask Ada' })
  await rule(app, { behavior: 'ask', pattern: 'mkdir' })
  await say(app, '/run touch allowed')
  expect(existsSync(join(app.vault, 'allowed'))).toBe(true)
  for (const line of ['/run touch refused', '/run true; touch refused']) {
    expect(await say(app, line, { trust_level: 'full' })).toContain('ask Ada')
    expect(existsSync(join(app.vault, 'refused'))).toBe(false)
  }
  const told = say(app, '/run mkdir asked', { trust_level: 'full' })
  await expect.poll(async () => (await listed(app)).length).toBe(1)
  const [request] = await listed(app)
  await app.rest('POST', `/api/approvals/${request?.id}`, { decision: 'deny' })
  await told
  expect(existsSync(join(app.vault, 'asked'))).toBe(false)
  const { entries } = (await app.rest('GET', '/api/audit?event=approval.rule-*')).body
  expect(entries.map(({ event }: { event: string }) => event)).toEqual([
    'approval.rule-deny',
    'approval.rule-deny',
    'approval.rule-allow',
  ])
})

test('a one-time code answers a chat as well, and only its own request', async () => {
  await using app = await createTestApp()
  const codes = new Map<string, string>()
  app.app.events.on('chat.request.opened', ({ id, code }) => codes.set(id, code))
  const told = say(app, '/run touch by-code')
  await expect.poll(async () => (await listed(app)).length).toBe(1)
  const [request] = await listed(app)
  const id = request?.id ?? ''
  const answer = await app.rest(
    'POST',
    `/api/approvals/${id}?token=${codes.get(id)}`,
    { decision: 'allow' },
    { headers: { authorization: '' } },
  )
  expect(answer.body).toEqual({ ok: true, decision: 'allow' })
  await told
  expect(existsSync(join(app.vault, 'by-code'))).toBe(true)
})

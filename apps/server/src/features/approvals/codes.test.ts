import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestApp, type TestApp } from '../../testing.ts'
import { askFor, listed } from './testing.ts'

const nobody = { headers: { authorization: '' } }
const byCode = (app: TestApp, id: string, code: string, body: object = { decision: 'allow' }) =>
  app.rest('POST', `/api/approvals/${id}?token=${encodeURIComponent(code)}`, body, nobody)

/** The codes as the sender of push messages gets them. */
function codesOf(app: TestApp): Map<string, string> {
  const codes = new Map<string, string>()
  app.app.events.on('approvals.request.opened', ({ id, code }) => codes.set(id, code))
  return codes
}

test('a one-time code answers its own request without any key, once', async () => {
  await using app = await createTestApp()
  const codes = codesOf(app)
  const { answer } = askFor(app)
  const other = askFor(app, { session: 'cc-y' })
  const all = await listed(app)
  const [mine, theirs] = ['cc-x', 'cc-y'].map(
    (name) => all.find((one) => 'name' in one && one.name === name)?.id ?? '',
  )
  const code = codes.get(mine ?? '') ?? ''
  expect(code).toMatch(/^[\w-]{24}$/)
  const refused = await byCode(app, theirs ?? '', code)
  expect([refused.status, refused.body.reason]).toEqual([403, 'bad-token'])
  for (const more of [
    { input: { command: 'x' } },
    { rule: { type: 'bash', pattern: 'ls' } },
    { answers: {} },
  ])
    expect((await byCode(app, mine ?? '', code, { decision: 'allow', ...more })).status).toBe(403)
  expect((await byCode(app, mine ?? '', code, {})).status).toBe(422)
  expect((await byCode(app, mine ?? '', code)).body).toEqual({ ok: true, decision: 'allow' })
  expect(await answer).toEqual({ decision: 'allow', by: 'code' })
  expect((await byCode(app, mine ?? '', code)).status).toBe(403)
  other.leave()
})

test('P7 a code cannot be guessed: a few wrong ones, and there is no more trying', async () => {
  await using app = await createTestApp()
  const codes = codesOf(app)
  const { answer, leave } = askFor(app)
  const [request] = await listed(app)
  const id = request?.id ?? ''
  const statuses = []
  for (let at = 0; at < 14; at++) statuses.push((await byCode(app, id, `${'x'.repeat(23)}${at % 10}`)).status)
  expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(10)
  expect(statuses.at(-1)).toBe(429)
  const unknown = await byCode(app, '00000000-0000-0000-0000-000000000000', codes.get(id) ?? '')
  expect(unknown.status).toBe(429)
  // Over tRPC nothing is public that writes.
  const trpc = await fetch(`${app.url}/trpc/approvals.decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, token: codes.get(id), decision: 'allow' }),
  })
  expect(trpc.status).toBe(401)
  leave()
  expect((await answer).decision).toBe('defer')
})

test('P42 a code is in no list, no frame, no log and no audit line', async () => {
  await using app = await createTestApp()
  const codes = codesOf(app)
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/notifications/events`, [
    `bearer.${app.token}`,
  ])
  const frames: string[] = []
  const heard = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      frames.push(data.toString())
      if (data.toString().includes('tool-approval-resolved')) resolve()
      if (data.toString().includes('hello')) askFor(app)
    }),
  )
  await expect.poll(() => frames.length).toBe(2)
  const [request] = await listed(app)
  const [code = ''] = codes.values()
  expect(JSON.parse(frames[1] ?? '')).toEqual({
    type: 'tool-approval-request',
    id: request?.id,
    name: 'cc-x',
    tool: 'Bash',
    preview: 'rm -rf build',
    at: expect.any(Number),
  })
  const one = await app.rest('GET', `/api/approvals/${request?.id}`)
  await byCode(app, request?.id ?? '', code)
  await heard
  expect(JSON.parse(frames[2] ?? '')).toEqual({
    type: 'tool-approval-resolved',
    id: request?.id,
    name: 'cc-x',
  })
  const audit = await app.rest('GET', '/api/audit')
  const rows = await app.app.db.selectFrom('approval').selectAll().execute()
  expect(code).not.toBe('')
  expect(JSON.stringify([frames, one.body, audit.body, rows])).not.toContain(code)
  socket.close()
})

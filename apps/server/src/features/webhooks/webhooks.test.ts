import { readFile } from 'node:fs/promises'
import { engines } from '@atrium/db/testing'
import { limits, WebhookEvent, webhookEvents } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startReceiver, verified } from '../../../test/webhook-receiver.ts'
import { createTestApp, type TestApp } from '../../testing.ts'

const poll = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20))
}
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => void (receiver = await startReceiver()))
afterAll(() => receiver[Symbol.asyncDispose]())

type Place = ReturnType<(typeof receiver)['place']>
type Made = { id: string; secret: string }
let paths = 0
const place = (): Place => receiver.place(`/hook-${++paths}`)

const create = async (app: TestApp, { url }: Place, more: object = {}): Promise<Made> => {
  const { status, body } = await app.rest('POST', '/api/webhooks', { url, ...more })
  expect({ status, body }).toMatchObject({ status: 201 })
  return { id: body.webhook.id, secret: body.secret }
}
const get = async (app: TestApp, id: string) => (await app.rest('GET', `/api/webhooks/${id}`)).body
const deliveriesOf = async (app: TestApp, id: string, query = '') =>
  (await app.rest('GET', `/api/webhooks/${id}/deliveries${query}`)).body
const say = (app: TestApp, message: string, more: object = {}) =>
  app.rest('POST', '/api/chat', { message, runner: 'guide', ...more })
const chatOf = (body: string): string => /"session_id":"([^"]+)"/.exec(body)?.[1] ?? ''

describe.each(engines)('webhooks on %s', (engine) => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp({
      engine,
      webhookHosts: [receiver.host],
      webhookPausesMs: [20, 20, 20],
    })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('every door is refused without a key and to every scope but admin', async () => {
    const made = await create(app, place(), { enabled: false })
    const { body } = await app.rest('POST', '/api/auth/keys', {
      label: 'narrow',
      scopes: ['chat', 'terminal', 'files', 'hooks', 'bots'],
    })
    const doors = [
      ['GET', '/api/webhooks'],
      ['POST', '/api/webhooks'],
      ['GET', '/api/webhooks/events'],
      ['GET', `/api/webhooks/${made.id}`],
      ['PATCH', `/api/webhooks/${made.id}`],
      ['DELETE', `/api/webhooks/${made.id}`],
      ['POST', `/api/webhooks/${made.id}/test`],
      ['POST', `/api/webhooks/${made.id}/secret`],
      ['GET', `/api/webhooks/${made.id}/deliveries`],
      ['GET', `/api/webhooks/deliveries/${made.id}`],
      ['POST', `/api/webhooks/deliveries/${made.id}/redeliver`],
    ] as const
    for (const [method, path] of doors) {
      const sent = method === 'POST' || method === 'PATCH' ? {} : undefined
      const none = await app.rest(method, path, sent, { headers: { authorization: '' } })
      expect([path, none.status]).toEqual([path, 401])
      const narrow = await app.rest(method, path, sent, { headers: { authorization: `Bearer ${body.key}` } })
      expect([path, narrow.status, narrow.body.code]).toEqual([path, 403, 'scope_missing'])
    }
  })

  test('a message is told as chat and run events whose signature another implementation accepts', async () => {
    const hook = place()
    const { secret, id } = await create(app, hook, { description: 'CI' })
    const chat = chatOf((await say(app, '/read hello-canary.txt')).body)
    await hook.one('run.completed')
    expect(hook.types()).toEqual(expect.arrayContaining(['chat.created', 'run.started', 'run.completed']))
    for (const one of hook.arrived) {
      expect(verified(secret, one)).toEqual(one.payload)
      expect(one.headers['webhook-id']).toBe(one.payload.id)
      expect(one.headers['user-agent']).toMatch(/^Atrium\/\d/)
      expect(WebhookEvent.parse(one.payload)).toEqual(one.payload)
    }
    const { payload } = await hook.one('run.completed')
    expect(payload.data).toMatchObject({ chat_id: chat, response: null, duration_ms: expect.any(Number) })
    expect((await hook.one('chat.created')).payload.data).toMatchObject({
      chat_id: chat,
      title: null,
      source: 'atrium',
    })
    expect(JSON.stringify(hook.arrived)).not.toContain('canary')
    expect(new Set(hook.arrived.map((one) => one.payload.id)).size).toBe(hook.arrived.length)

    await app.rest('PATCH', `/api/chat/${chat}/archive`, {})
    await app.rest('POST', `/api/chat/${chat}/archive`, {})
    await app.rest('DELETE', `/api/chat/${chat}`)
    await hook.one('chat.deleted')
    await poll(async () => (await get(app, id)).waiting === 0)
    expect(await get(app, id)).toMatchObject({
      description: 'CI',
      events: ['*'],
      filter: null,
      enabled: true,
      failing_since: null,
      last_failure: null,
      secret: { set: true, last4: secret.slice(-4) },
    })
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('texts travel only where that was chosen', async () => {
    const open = place()
    const made = await create(app, open, { include_content: true, events: ['run.completed', 'chat.created'] })
    await say(app, '/read daffodil.txt')
    const { payload } = await open.one('run.completed')
    expect(payload.data['response']).toBe('I could not read that file.')
    expect(new Set(open.types())).toEqual(new Set(['chat.created', 'run.completed']))
    await app.rest('DELETE', `/api/webhooks/${made.id}`)
  })

  test('a filter by chat lets only that chat through, and events of no chat not at all', async () => {
    const chat = chatOf((await say(app, '/ls')).body)
    const hook = place()
    const other = place()
    const { id } = await create(app, hook, { filter: { chat_ids: [chat] } })
    const all = await create(app, other)
    await say(app, '/ls')
    await say(app, '/ls', { session_id: chat })
    app.app.events.emit('updates.release.found', { current: '1.0.0', latest: '9.9.9', url: null })
    await other.one('update.available')
    await hook.one('run.completed')
    await poll(async () => (await get(app, id)).waiting === 0)
    expect(new Set(hook.arrived.map(({ payload }) => payload.data['chat_id']))).toEqual(new Set([chat]))
    for (const made of [id, all.id]) await app.rest('DELETE', `/api/webhooks/${made}`)
  })

  test('a permission that is asked and answered is told, without what it wants', async () => {
    const hook = place()
    const { id } = await create(app, hook, { events: ['approval.requested', 'approval.resolved'] })
    const asked = say(app, '/run touch secret-name').catch(() => null)
    const { payload } = await hook.one('approval.requested')
    expect(payload.data).toMatchObject({ source: 'chat', session: null, input: null })
    const answer = { decision: 'deny', request_id: payload.data['approval_id'] }
    await app.rest('POST', `/api/chat/${String(payload.data['chat_id'])}/answer`, answer)
    const resolved = await hook.one('approval.resolved')
    expect(resolved.payload.data).toMatchObject({
      approval_id: payload.data['approval_id'],
      outcome: 'denied',
    })
    expect(JSON.stringify(hook.arrived)).not.toContain('secret-name')
    await asked
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('a 500 is tried again with the same id, and given up after the last pause; then it is delivered again', async () => {
    const hook = place()
    const { id, secret } = await create(app, hook, { events: ['update.available'] })
    hook.answers(500, 503, (_, response) => response.writeHead(500).end('it broke \u202e here'))
    app.app.events.emit('updates.release.found', { current: '1.0.0', latest: '2.0.0', url: null })
    await hook.until(4)
    await poll(async () => (await deliveriesOf(app, id)).deliveries[0]?.state === 'delivered')
    expect(new Set(hook.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(hook.arrived.map(({ body }) => body)).size).toBe(1)
    const [delivery] = (await deliveriesOf(app, id)).deliveries
    const { body: whole } = await app.rest('GET', `/api/webhooks/deliveries/${delivery.id}`)
    expect(whole).toMatchObject({
      state: 'delivered',
      attempt_count: 4,
      request: { url: hook.url, body: hook.arrived[0]?.body },
      attempts: [
        { number: 1, status: 500, failure: 'status', answer: null },
        { number: 2, status: 503, failure: 'status' },
        { number: 3, status: 500, failure: 'status', answer: 'it broke ⟨U+202E⟩ here' },
        { number: 4, status: 204, failure: null },
      ],
    })
    expect(() =>
      verified(secret, { body: whole.request.body, headers: whole.attempts[3].headers }),
    ).not.toThrow()

    hook.always(500)
    const again = await app.rest('POST', `/api/webhooks/deliveries/${delivery.id}/redeliver`)
    expect(again).toMatchObject({ status: 202, body: { state: 'waiting', attempt_count: 4 } })
    await poll(async () => (await deliveriesOf(app, id)).deliveries[0].state === 'failed')
    expect((await deliveriesOf(app, id)).deliveries[0]).toMatchObject({
      attempt_count: 8,
      last_failure: 'status',
    })
    expect(await get(app, id)).toMatchObject({
      failing_since: expect.any(String),
      last_failure: { status: 500 },
    })
    hook.always(null)
    await app.rest('POST', `/api/webhooks/deliveries/${delivery.id}/redeliver`)
    await poll(async () => (await get(app, id)).failing_since === null)
    await app.rest('DELETE', `/api/webhooks/${id}`)
    expect((await app.rest('GET', `/api/webhooks/deliveries/${delivery.id}`)).status).toBe(404)
  })

  test('410 switches the webhook off, which is a problem and in the audit log, until somebody switches it on', async () => {
    const hook = place()
    const { id } = await create(app, hook)
    hook.answers(410)
    await say(app, '/ls')
    await poll(async () => (await get(app, id)).enabled === false)
    expect(await get(app, id)).toMatchObject({
      disabled_reason: 'gone',
      last_failure: { reason: 'gone', status: 410 },
    })
    const problems = async () =>
      (await app.rest('GET', '/api/health?detailed=true')).body.problems.map(
        (one: { code: string }) => one.code,
      )
    expect(await problems()).toContain('webhook_disabled')
    const { body: audit } = await app.rest('GET', '/api/audit?limit=50')
    expect(JSON.stringify(audit)).toContain('webhooks.disabled')
    const count = hook.arrived.length
    await say(app, '/ls')
    expect((await app.rest('PATCH', `/api/webhooks/${id}`, { enabled: true })).body).toMatchObject({
      enabled: true,
      disabled_reason: null,
    })
    expect(await problems()).not.toContain('webhook_disabled')
    await say(app, '/ls')
    await hook.until(count + 1)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P32 P34 a redirect is not followed, an answer that breaks off is no success, and of a huge one the beginning is enough', async () => {
    const inside = place()
    const hook = place()
    const { id } = await create(app, hook, { events: ['update.available'] })
    hook.answers(
      (_, response) => response.writeHead(302, { location: inside.url }).end(),
      (_, response) => response.destroy(),
      (_, response) => {
        response.writeHead(200)
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        }
        response.on('drain', more)
        more()
      },
    )
    app.app.events.emit('updates.release.found', { current: '1.0.0', latest: '3.0.0', url: null })
    await poll(async () => (await deliveriesOf(app, id)).deliveries[0]?.state === 'delivered')
    const [delivery] = (await deliveriesOf(app, id)).deliveries
    const { body } = await app.rest('GET', `/api/webhooks/deliveries/${delivery.id}`)
    expect(body.attempts).toMatchObject([
      { status: 302, failure: 'redirect' },
      { status: null, failure: 'connection' },
      { status: 200, failure: null, answer: 'x'.repeat(limits.webhookAnswerChars) },
    ])
    expect(inside.arrived).toEqual([])
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P32 an address that is not public and not listed is refused, when it is stored and when it is used', async () => {
    for (const url of [
      'http://example.com/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://2130706433/',
      'https://10.0.0.1/x',
      'https://169.254.169.254/latest',
      'https://example.com:8443/x',
      'https://me:secret@example.com/x',
      'http://127.0.0.1:1/x',
      'ftp://example.com',
      'not an address',
    ]) {
      const { status, body } = await app.rest('POST', '/api/webhooks', { url })
      expect([url, status]).toEqual([url, 422])
      expect(body.detail[0]).toMatchObject({ loc: ['body', 'url'], type: 'address_error' })
    }
    // A public name that leads to this computer.
    const { body: made } = await app.rest('POST', '/api/webhooks', { url: 'https://localhost/x' })
    const { body: tested } = await app.rest('POST', `/api/webhooks/${made.webhook.id}/test`)
    expect(tested).toMatchObject({
      state: 'failed',
      attempts: [{ status: null, failure: 'address', answer: null }],
    })
    await app.rest('DELETE', `/api/webhooks/${made.webhook.id}`)
  })

  test('a test is sent once, at once, on or off, and says how it went', async () => {
    const hook = place()
    const { id, secret } = await create(app, hook, { enabled: false, events: ['card.created'] })
    const good = await app.rest('POST', `/api/webhooks/${id}/test`)
    expect(good.body).toMatchObject({
      state: 'delivered',
      event_type: 'webhook.ping',
      attempts: [{ status: 204 }],
    })
    expect(hook.arrived[0] && verified(secret, hook.arrived[0])).toMatchObject({
      type: 'webhook.ping',
      data: { webhook_id: id },
    })
    hook.answers(500)
    expect((await app.rest('POST', `/api/webhooks/${id}/test`)).body).toMatchObject({
      state: 'failed',
      next_attempt_at: null,
      attempts: [{ status: 500 }],
    })
    const failed = (await deliveriesOf(app, id)).deliveries[0].id
    const off = await app.rest('POST', `/api/webhooks/deliveries/${failed}/redeliver`)
    expect(off).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P42 a secret is shown once, signs after a rotation beside the new one, and is nowhere else', async () => {
    const hook = place()
    const { id, secret } = await create(app, hook)
    const { body } = await app.rest('POST', `/api/webhooks/${id}/secret`)
    expect(body.secret).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(body.webhook).toMatchObject({
      secret: { last4: body.secret.slice(-4) },
      old_secret_until: expect.any(String),
    })
    await app.rest('POST', `/api/webhooks/${id}/test`)
    const [both] = hook.arrived
    if (!both) throw new Error('nothing arrived')
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2)
    for (const one of [secret, body.secret]) expect(() => verified(one, both)).not.toThrow()
    const last = (await app.rest('POST', `/api/webhooks/${id}/secret`, { keep_old_seconds: 0 })).body
    await app.rest('POST', `/api/webhooks/${id}/test`)
    const [, only] = hook.arrived
    if (!only) throw new Error('nothing arrived')
    expect(() => verified(last.secret, only)).not.toThrow()
    for (const one of [secret, body.secret]) expect(() => verified(one, only)).toThrow()

    const rows = JSON.stringify(await app.app.db.selectFrom('webhook').selectAll().execute())
    const shown = JSON.stringify([await get(app, id), (await app.rest('GET', '/api/webhooks')).body])
    const audit = JSON.stringify((await app.rest('GET', '/api/audit?limit=100')).body)
    for (const one of [secret, body.secret, last.secret])
      for (const place of [rows, shown, audit]) expect(place).not.toContain(one.slice(6, 40))
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('the log is given in pages, by state and by event', async () => {
    const hook = place()
    const { id } = await create(app, hook, { events: ['update.available'] })
    for (let n = 0; n < 5; n++)
      app.app.events.emit('updates.release.found', { current: '1.0.0', latest: `4.0.${n}`, url: null })
    await hook.until(5)
    await poll(async () => (await get(app, id)).waiting === 0)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await deliveriesOf(app, id, `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.deliveries.map((one: { id: string }) => one.id))
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed())
    expect(seen).toHaveLength(5)
    expect((await deliveriesOf(app, id, '?state=failed')).deliveries).toEqual([])
    expect((await deliveriesOf(app, id, '?event=update.available')).deliveries).toHaveLength(5)
    expect((await app.rest('GET', `/api/webhooks/${id}/deliveries?state=lost`)).status).toBe(422)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('cards, projects, sessions, schedules and imports are told of with documented payloads', async () => {
    const hook = place()
    const { id } = await create(app, hook, { filter: null })
    const { db } = app.app
    const at = '2026-01-02T03:04:05.678Z'
    const card = {
      id: '5c85a1de-6f1c-4b39-9f0a-3f5f2f0f9d11',
      projectId: 'shop',
      title: 'Quiet title',
      priority: null,
      stage: 'idea' as const,
      origin: 'solo' as const,
      theme: null,
      position: 1,
      sessionRef: null,
      brainstormDoc: null,
      notes: null,
      branch: null,
      implementSummary: null,
      worktreePath: null,
      slug: null,
      createdAt: at,
      updatedAt: at,
    }
    await db.insertInto('boardCard').values(card).execute()
    await db.updateTable('boardCard').set({ stage: 'done' }).where('id', '=', card.id).execute()
    await db.deleteFrom('boardCard').where('id', '=', card.id).execute()
    await db
      .insertInto('schedulerRun')
      .values({
        id: 's1',
        agent: 'scout',
        trigger: 'manual',
        status: 'running',
        reason: null,
        date: '2026-01-02',
        outputDate: '2026-01-02',
        plan: '{}',
        outputPath: null,
        chatId: null,
        runId: null,
        dueAt: null,
        missed: 0,
        startedAt: at,
        endedAt: null,
      })
      .execute()
    const pairing = {
      platform: 'telegram' as const,
      userId: '42',
      display: 'Quiet name',
      chatId: '42',
      threadId: '',
      chatKind: 'dm' as const,
      chatTitle: null,
      status: 'pending' as const,
      trustLevel: null,
      createdAt: at,
      expiresAt: at,
      resolvedAt: null,
      resolvedBy: null,
    }
    await db
      .insertInto('botPairing')
      .values({ id: 'p1', ...pairing })
      .execute()
    await db.updateTable('botPairing').set({ status: 'denied' }).where('id', '=', 'p1').execute()
    await db.updateTable('schedulerRun').set({ status: 'completed' }).where('id', '=', 's1').execute()
    await app.rest('POST', '/api/import', {
      data: [
        {
          uuid: 'c1',
          name: 'Trip',
          created_at: '2026-01-02T03:04:05.123456Z',
          chat_messages: [{ uuid: 'm1', sender: 'human', text: 'Hi', created_at: '2026-01-02T03:04:05Z' }],
        },
      ],
    })
    const { body: session } = await app.rest('POST', '/api/sessions', { name: 'told', directory: app.home })
    expect(session).toMatchObject({ name: expect.stringContaining('told') })
    await app.rest('DELETE', `/api/sessions/${session.name}`)
    await app.rest('DELETE', `/api/sessions/${session.name}/known`)
    for (const type of [
      'card.created',
      'card.moved',
      'card.finished',
      'card.deleted',
      'pairing.requested',
      'pairing.resolved',
      'schedule.run.finished',
      'import.finished',
      'session.created',
      'session.ended',
      'session.removed',
    ] as const)
      expect(webhookEvents[type].payload.parse((await hook.one(type)).payload)).toMatchObject({ type })
    expect((await hook.one('card.moved')).payload.data).toMatchObject({
      from: 'idea',
      to: 'done',
      title: null,
    })
    expect(hook.types()).not.toContain('chat.created')
    expect(JSON.stringify(hook.arrived)).not.toContain('Quiet')
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('the same Idempotency-Key makes one webhook', async () => {
    const headers = { 'idempotency-key': `key-${engine}` }
    const { url } = place()
    const before = (await app.rest('GET', '/api/webhooks')).body.webhooks.length
    const first = await app.rest('POST', '/api/webhooks', { url }, { headers })
    const second = await app.rest('POST', '/api/webhooks', { url }, { headers })
    expect(second.body).toEqual(first.body)
    expect((await app.rest('GET', '/api/webhooks')).body.webhooks).toHaveLength(before + 1)
    await app.rest('DELETE', `/api/webhooks/${first.body.webhook.id}`)
  })

  test('what cannot be wanted is refused with its place', async () => {
    const { url } = place()
    for (const [body, field] of [
      [{ url, events: [] }, 'events'],
      [{ url, events: ['no.such'] }, 'events'],
      [{ url, events: ['webhook.ping'] }, 'events'],
      [{ url, filter: {} }, 'filter'],
      [{ url, description: 'two\nlines' }, 'description'],
      [{}, 'url'],
    ] as const) {
      const answer = await app.rest('POST', '/api/webhooks', body)
      expect([answer.status, answer.body.detail?.[0]?.loc?.[1]]).toEqual([422, field])
    }
    for (const path of ['/api/webhooks/', '/api/webhooks/deliveries/'])
      expect((await app.rest('GET', `${path}019aa0c4-d7e8-7f3a-b532-7c2d0e3f4b42`)).status).toBe(404)
  })

  test('docs/webhooks.md names exactly the events, with the pauses between attempts', async () => {
    const page = await readFile(new URL('../../../../../docs/webhooks.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `([a-z]+(?:\.[a-z]+)+)` \| (.+?) \|$/gm)].map(([, name, when]) => [
      name,
      when,
    ])
    const all = Object.entries(webhookEvents).map(([name, { when }]) => [name, when.replace(/\.$/, '')])
    expect(rows).toEqual(all.filter(([name]) => name !== 'webhook.ping'))
    const said = limits.webhookPausesMs.map((ms) =>
      ms < 60_000 ? `${ms / 1_000} s` : ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`,
    )
    expect(page).toContain(`after ${said.slice(0, -1).join(', ')} and ${said.at(-1)}`)
  })

  test('the catalogue has an example of every event that its own schema takes', async () => {
    const { body } = await app.rest('GET', '/api/webhooks/events')
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual(Object.keys(webhookEvents))
    for (const { example } of body.events) expect(WebhookEvent.parse(example)).toEqual(example)
  })
})

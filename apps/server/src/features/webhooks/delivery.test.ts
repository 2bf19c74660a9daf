import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startReceiver } from '../../../test/webhook-receiver.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { createWebhooksStore, type DeliveryRow } from './store.ts'

const poll = async (check: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20))
}
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => void (receiver = await startReceiver()))
afterAll(() => receiver[Symbol.asyncDispose]())
let paths = 0
const place = () => receiver.place(`/line-${++paths}`)

const create = async (app: TestApp, url: string, more: object = {}): Promise<string> =>
  (await app.rest('POST', '/api/webhooks', { url, ...more })).body.webhook.id
const found = (app: TestApp, latest: string): void =>
  app.app.events.emit('updates.release.found', { current: '1.0.0', latest, url: null })

const deliveryTo = (webhookId: string, n: number, more: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  webhookId,
  eventId: `evt_${n}`,
  eventType: 'update.available',
  body: JSON.stringify({ id: `evt_${n}`, type: 'update.available', data: {} }),
  state: 'waiting',
  attemptCount: 0,
  tries: 0,
  nextAttemptAt: '2026-01-02T03:04:05.678Z',
  lastStatus: null,
  lastFailure: null,
  createdAt: new Date().toISOString(),
  endedAt: null,
  ...more,
})

describe.each(engines)('the line of a webhook on %s', (engine) => {
  let app: TestApp
  const start = async () => {
    app = await createTestApp({ engine, webhookHosts: [receiver.host], webhookPausesMs: [20, 20, 20] })
  }
  beforeAll(start, 60_000)
  afterAll(() => app[Symbol.asyncDispose]())

  const insert = async (rows: DeliveryRow[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += 500)
      await app.app.db
        .insertInto('webhookDelivery')
        .values(rows.slice(from, from + 500))
        .execute()
  }

  test('P46 P47 with 10,000 waiting for a receiver that never answers, few are under way and nobody else waits', async () => {
    const stuck = place()
    let open = 0
    let most = 0
    stuck.always((_, response) => {
      most = Math.max(most, ++open)
      response.once('close', () => open--)
    })
    const slow = await create(app, stuck.url, { events: ['card.created'] })
    const before = process.memoryUsage().heapUsed
    await insert(Array.from({ length: 10_000 }, (_, n) => deliveryTo(slow, n)))
    const quick = place()
    const other = await create(app, quick.url, { events: ['update.available'] })
    await stuck.until(limits.webhookAttemptsAtOnceEach)
    const began = performance.now()
    found(app, '5.0.0')
    await quick.until(1)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(most).toBe(limits.webhookAttemptsAtOnceEach)
    expect((await app.rest('GET', `/api/webhooks/${slow}`)).body.waiting).toBe(10_000)
    expect((process.memoryUsage().heapUsed - before) / 1_048_576).toBeLessThan(64)
    for (const id of [slow, other]) await app.rest('DELETE', `/api/webhooks/${id}`)
    stuck.always(null)
  })

  test('a line is worked off whole, each event once', async () => {
    const hook = place()
    const id = await create(app, hook.url, { events: ['card.created'] })
    const count = Number(process.env['WEBHOOK_LINE'] ?? 60)
    await insert(Array.from({ length: count }, (_, n) => deliveryTo(id, 20_000 + n)))
    await poll(async () => (await app.rest('GET', `/api/webhooks/${id}`)).body.waiting === 0)
    expect(hook.arrived).toHaveLength(count)
    expect(new Set(hook.arrived.map(({ payload }) => payload.id)).size).toBe(count)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('what is asked for again while an attempt is under way is sent again after it', async () => {
    const hook = place()
    let answer = (): void => undefined
    hook.always((_, response) => void (answer = () => response.writeHead(204).end()))
    const id = await create(app, hook.url, { events: ['update.available'] })
    found(app, '9.0.0')
    await hook.until(1)
    const line = async () => (await app.rest('GET', `/api/webhooks/${id}/deliveries`)).body.deliveries[0]
    const again = await app.rest('POST', `/api/webhooks/deliveries/${(await line()).id}/redeliver`)
    expect(again.status).toBe(202)
    hook.always(null)
    answer()
    await hook.until(2)
    await poll(async () => (await line()).state === 'delivered')
    expect((await line()).attempt_count).toBe(2)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('one that took nothing for five days is switched off; what waits goes on when it is on again', async () => {
    const hook = place()
    hook.always(500)
    const id = await create(app, hook.url, { events: ['update.available'] })
    const longAgo = new Date(Date.now() - limits.webhookFailingMs - 60_000).toISOString()
    await app.app.db.updateTable('webhook').set({ failingSince: longAgo }).where('id', '=', id).execute()
    found(app, '6.0.0')
    const shown = async () => (await app.rest('GET', `/api/webhooks/${id}`)).body
    await poll(async () => (await shown()).enabled === false)
    expect(await shown()).toMatchObject({ disabled_reason: 'failing', waiting: 1 })
    hook.always(null)
    await app.rest('PATCH', `/api/webhooks/${id}`, { enabled: true })
    await poll(async () => (await shown()).waiting === 0)
    expect(await shown()).toMatchObject({ failing_since: null, last_success_at: expect.any(String) })
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P50 an event and a delivery that cannot be read cost only themselves', async () => {
    const hook = place()
    const id = await create(app, hook.url)
    const at = new Date().toISOString()
    const broken = { at, chatId: null, projectId: null, session: null }
    await app.app.db
      .insertInto('webhookEvent')
      .values([
        { ...broken, id: 'evt_a', type: 'no.such', facts: '{}' },
        { ...broken, id: 'evt_b', type: 'card.created', facts: '{"card' },
        { ...broken, id: 'evt_c', type: 'card.created', facts: '{}' },
        { ...broken, id: 'evt_d', type: 'approval.requested', chatId: 'gone', facts: '{"seq":1}' },
        { ...broken, id: 'evt_e', type: 'constructor', facts: '{}' },
      ])
      .execute()
    found(app, '7.0.0')
    await hook.until(1)
    expect(hook.types()).toEqual(['update.available'])
    expect(await app.app.db.selectFrom('webhookEvent').selectAll().execute()).toEqual([])
    await app.app.db.updateTable('webhook').set({ events: '["*', filter: '{' }).where('id', '=', id).execute()
    expect((await app.rest('GET', `/api/webhooks/${id}`)).body.code).toBe('record_damaged')
    const { body } = await app.rest('GET', '/api/webhooks')
    expect(body.webhooks.map((one: { id: string }) => one.id)).not.toContain(id)
    const health = JSON.stringify((await app.rest('GET', '/api/health?detailed=true')).body)
    expect(health).toContain('record_quarantined')
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P48 an event whose facts the database does not give at the moment is told later, and holds up no other', async () => {
    const hook = place()
    const id = await create(app, hook.url, { events: ['run.completed', 'update.available'] })
    const { db } = app.app
    await sql`alter table chat_event rename to chat_event_away`.execute(db)
    const row = { chatId: 'c', projectId: null, session: null, facts: '{"run_id":"r"}' }
    const at = new Date().toISOString()
    await db
      .insertInto('webhookEvent')
      .values({ ...row, id: 'evt_late', type: 'run.completed', at })
      .execute()
    found(app, '7.5.0')
    await hook.until(1)
    expect(hook.types()).toEqual(['update.available'])
    await sql`alter table chat_event_away rename to chat_event`.execute(db)
    await hook.until(2)
    expect(hook.arrived[1]?.payload).toMatchObject({ id: 'evt_late', type: 'run.completed' })
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('P42 P43 without the key of the secrets nothing is sent, which is said, until the secret is rotated', async () => {
    const hook = place()
    const id = await create(app, hook.url, { events: ['update.available'] })
    await app.app.db.updateTable('webhook').set({ secret: 'b3RoZXI=' }).where('id', '=', id).execute()
    found(app, '8.0.0')
    const shown = async () => (await app.rest('GET', `/api/webhooks/${id}`)).body
    await poll(async () => (await shown()).last_failure !== null)
    expect(await shown()).toMatchObject({ secret: { set: false }, last_failure: { reason: 'secret' } })
    const health = async () => JSON.stringify((await app.rest('GET', '/api/health?detailed=true')).body)
    expect(await health()).toContain('webhook_secret')
    expect(hook.arrived).toEqual([])
    await app.rest('POST', `/api/webhooks/${id}/secret`)
    expect(await health()).not.toContain('webhook_secret')
    const { deliveries } = (await app.rest('GET', `/api/webhooks/${id}/deliveries`)).body
    await app.rest('POST', `/api/webhooks/deliveries/${deliveries[0].id}/redeliver`)
    await hook.until(1)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('the log is bounded by age and by count, and what waits is not what goes', async () => {
    const id = await create(app, place().url, { enabled: false })
    const old = new Date(Date.now() - limits.webhookDeliveryKeptMs - 60_000).toISOString()
    const ended = { state: 'delivered' as const, nextAttemptAt: null }
    await insert([
      deliveryTo(id, 40_000, { ...ended, createdAt: old }),
      deliveryTo(id, 40_001, { createdAt: old }),
      ...Array.from({ length: 4 }, (_, n) => deliveryTo(id, 40_010 + n, ended)),
      deliveryTo(id, 40_009),
    ])
    const store = createWebhooksStore(app.app.db)
    while ((await store.pruneBefore(new Date(Date.now() - limits.webhookDeliveryKeptMs).toISOString())) > 0);
    while ((await store.pruneBeyond(id, 2)) > 0);
    const { deliveries } = (await app.rest('GET', `/api/webhooks/${id}/deliveries`)).body
    expect(deliveries.map((one: { event_id: string }) => one.event_id)).toEqual([
      'evt_40013',
      'evt_40012',
      'evt_40009',
    ])
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('while no webhook is on nothing is noted', async () => {
    const id = await create(app, place().url, { enabled: false })
    await app.rest('POST', '/api/chat', { message: '/ls', runner: 'guide' })
    expect(await app.app.db.selectFrom('webhookEvent').selectAll().execute()).toEqual([])
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })

  test('a hub that is only tried sends nothing, and what was noted waits for the real one', async () => {
    const hook = place()
    const id = await create(app, hook.url, { events: ['update.available'] })
    await app.restart({ trial: true })
    await insert([deliveryTo(id, 30_000)])
    await app.rest('POST', '/api/chat', { message: '/ls', runner: 'guide' })
    expect(hook.arrived).toEqual([])
    await app.restart()
    await hook.until(1)
    await app.rest('DELETE', `/api/webhooks/${id}`)
  })
})

test('P48 after kill -9 every event of what was acknowledged arrives, and each has one id', {
  timeout: 300_000,
}, async () => {
  const hook = receiver.place('/killed')
  await using server = await spawnServer({ ATRIUM_WEBHOOK_HOSTS: receiver.host })
  await server.rest('POST', '/api/webhooks', { url: hook.url, events: ['chat.created', 'run.completed'] })
  const done = new Set<string>()
  for (let round = 0; round < Number(process.env['KILLS'] ?? 2); round++) {
    hook.always(() => undefined) // under way when the hub is killed
    const calls = Array.from({ length: 6 }, async () => {
      const answer = await server
        .rest('POST', '/api/chat', { message: '/ls', runner: 'guide' })
        .catch(() => null)
      const chat = /"session_id":"([^"]+)"/.exec(String(answer?.body))?.[1]
      if (chat === undefined || !String(answer?.body).includes('"type":"result"')) return
      if (done.add(chat).size % 6 === 4) await server.kill('SIGKILL')
    })
    await Promise.all(calls)
    await server.kill('SIGKILL')
    hook.always(null)
    await server.again()
  }
  expect(done.size).toBeGreaterThanOrEqual(4)
  const arrived = (type: string, chat: string) =>
    hook.arrived.filter(({ payload }) => payload.type === type && payload.data['chat_id'] === chat)
  for (const type of ['chat.created', 'run.completed'])
    for (const chat of done) {
      await poll(() => arrived(type, chat).length > 0)
      expect(new Set(arrived(type, chat).map(({ payload }) => payload.id)).size).toBe(1)
    }
})

import { createTestApp } from '@atrium/server/testing'
import { expect, test } from 'vitest'
import { ApiError, createClient, type LiveEvent } from '../src/index.ts'
import { createTrpc } from '../src/trpc.ts'

test('a real hub answers REST calls, refuses strangers and says why', async () => {
  await using app = await createTestApp()
  const client = createClient({ baseUrl: app.url, token: app.token })
  expect(await client.rest('GET /health')).toMatchObject({ status: 'ok' })
  const made = await client.rest('POST /auth/keys', { body: { label: 'phone', scopes: ['chat'] } })
  const phone = createClient({ baseUrl: app.url, token: made.key })
  await expect(phone.rest('GET /auth/keys')).rejects.toMatchObject({ status: 403, code: 'scope_missing' })
  const stranger = createClient({ baseUrl: app.url })
  const error = await stranger.rest('GET /auth/keys').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 401, code: 'unauthorized' })
  await expect(client.rest('POST /auth/keys', { body: { label: '' } })).rejects.toMatchObject({
    status: 422,
    code: 'invalid',
    requestId: expect.any(String),
    detail: [{ loc: ['body', 'label'] }],
  })
})

test('tRPC calls are typed, batched and refused like any other', async () => {
  await using app = await createTestApp()
  const trpc = createTrpc(createClient({ baseUrl: app.url, token: app.token }))
  const [{ keys }, settings, version] = await Promise.all([
    trpc.auth.keys.list.query(),
    trpc.auth.settings.get.query(),
    trpc.updates.version.query(),
  ])
  expect(keys).toEqual([])
  expect(settings.require_auth).toBe('always')
  expect(version.current).toMatch(/^\d/)
  const stranger = createTrpc(createClient({ baseUrl: app.url }))
  await expect(stranger.auth.keys.list.query()).rejects.toMatchObject({
    data: { code: 'unauthorized', httpStatus: 401 },
  })
})

test('live events arrive, over the client and over tRPC, and strangers hear none', async () => {
  await using app = await createTestApp()
  const client = createClient({ baseUrl: app.url, token: app.token })
  const told: Promise<LiveEvent> = new Promise((resolve, reject) => {
    const subscription = createTrpc(client).live.events.subscribe(undefined, {
      onData: (event) => {
        subscription.unsubscribe()
        resolve(event)
      },
      onError: reject,
    })
  })
  const live = client.live({
    onState: (state) => state === 'open' && app.app.events.emit('sessions.session.changed', { name: 'cc-a' }),
  })
  const repeat = setInterval(() => app.app.events.emit('sessions.session.changed', { name: 'cc-a' }), 20)
  try {
    for await (const event of live) {
      expect(event).toEqual({ type: 'session.changed', name: 'cc-a' })
      break
    }
    expect(await told).toEqual({ type: 'session.changed', name: 'cc-a' })
  } finally {
    clearInterval(repeat)
  }
  const stranger = createClient({ baseUrl: app.url }).live()
  await expect(async () => {
    for await (const _ of stranger) break
  }).rejects.toMatchObject({ name: 'ApiError', status: 401, code: 'unauthorized' })
})

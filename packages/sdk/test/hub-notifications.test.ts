import { createTestApp, type TestApp } from '@atrium/server/testing'
import { expect, test } from 'vitest'
import {
  type ConnectionState,
  createClient,
  type NotificationEvent,
  type WebSocketClass,
} from '../src/index.ts'
import { cuttableWire } from './wire.ts'

const clientOf = (app: TestApp, url = app.url) => createClient({ baseUrl: url, token: app.token })
const raise = (app: TestApp, name: string) =>
  app.app.events.emit('sessions.attention.raised', { name, activity: 'idle', at: 1 })
const places = async (app: TestApp) => (await clientOf(app).rest('GET /push/presence')).presence
const until = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('what happens is told as it happens, and leaving the loop closes the wire', async () => {
  await using app = await createTestApp()
  const opened = Promise.withResolvers<void>()
  const notifications = clientOf(app).notifications({
    onState: (state) => state === 'open' && opened.resolve(),
  })
  await opened.promise
  const heard: NotificationEvent[] = []
  setTimeout(() => raise(app, 'cc-a'), 50)
  for await (const event of notifications) {
    heard.push(event)
    if (event.type === 'session-attention') break
  }
  expect(heard).toEqual([{ type: 'session-attention', name: 'cc-a', activity: 'idle', at: 1 }])
  await until(async () => app.server.sockets.size() === 0)
})

test('a wire is open when the hub listens, not before: a list that is read then misses nothing', async () => {
  type Handlers = { onopen(): void; onmessage(event: { data: string }): void; onclose(event: object): void }
  const sockets: Handlers[] = []
  class Slow {
    readonly readyState = 1
    constructor() {
      sockets.push(this as unknown as Handlers)
    }
    send() {}
    close() {}
  }
  const states: ConnectionState[] = []
  const notifications = createClient({
    baseUrl: 'http://127.0.0.1:9',
    token: 'x',
    WebSocket: Slow as unknown as WebSocketClass,
  }).notifications({ onState: (state) => void states.push(state) })
  await until(async () => sockets.length === 1)
  sockets[0]?.onopen()
  expect(states).toEqual(['connecting'])
  sockets[0]?.onmessage({ data: '{"type":"hello"}' })
  expect(states).toEqual(['connecting', 'open'])
  sockets[0]?.onclose({ code: 1006, reason: '' })
  await until(async () => sockets.length === 2)
  sockets[1]?.onopen()
  expect(states).toEqual(['connecting', 'open', 'reconnecting'])
  sockets[1]?.onmessage({ data: '{"type":"hello"}' })
  expect(states.at(-1)).toBe('open')
  notifications.close()
})

test('where a person looks is told, again after the wire was cut, and no more once it is closed', async () => {
  await using app = await createTestApp()
  await using wire = await cuttableWire(app.url)
  const states: ConnectionState[] = []
  const notifications = clientOf(app, wire.url).notifications({
    deviceId: 'desk',
    onState: (state) => void states.push(state),
  })
  notifications.look({ session: 'cc-a', visible: true })
  await until(async () => (await places(app)).length === 1)
  expect(await places(app)).toMatchObject([{ deviceId: 'desk', session: 'cc-a', visible: true }])
  wire.cut()
  await until(async () => (await places(app)).length === 0 || states.includes('reconnecting'))
  await until(async () => (await places(app)).length === 1)
  expect(states).toContain('reconnecting')
  const reading = (async () => {
    for await (const event of notifications) if (event.type === 'session-attention') return event.name
    return null
  })()
  raise(app, 'cc-b')
  expect(await reading).toBe('cc-b')
  await until(async () => (await places(app)).length === 0)
})

test('closing ends the loop, the signal ends it with an error, and a wrong key is refused once', async () => {
  await using app = await createTestApp()
  const notifications = clientOf(app).notifications()
  setTimeout(() => notifications.close(), 100)
  for await (const _ of notifications) throw new Error('nothing happened')
  const stop = new AbortController()
  const stopped = clientOf(app).notifications({ signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await expect(stopped[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'AbortedError' })
  const stranger = createClient({ baseUrl: app.url, token: 'x'.repeat(43) }).notifications()
  await expect(stranger[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    status: 401,
    code: 'unauthorized',
  })
})

import { once } from 'node:events'
import { connect } from 'node:net'
import { limits } from '@atrium/schema'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { createTestApp, spawnServer } from '../testing.ts'
import type { RawRoute, SocketDoor } from './doors.ts'
import { handshake, readStream } from './testing/wire.ts'

const frame = (text: string): Buffer => Buffer.from(`data: ${JSON.stringify({ type: 'x', text })}\n\n`)

/** A stream that says hello and then waits; or, with `flood`, never stops. */
const ticker: RawRoute = {
  method: 'GET',
  path: '/test/ticker',
  access: 'chat',
  summary: 'For tests',
  input: z.object({ flood: z.boolean().default(false).describe('Without end.') }),
  response: { status: 200, contentType: 'text/event-stream', description: 'Frames.' },
  handle({ ctx, input, request, reply }) {
    const { flood } = input as { flood: boolean } // parsed by the schema above
    return request.server.streams.send({ ctx, reply }, 'group', (signal) =>
      (async function* () {
        yield frame('hello')
        const large = frame('a'.repeat(100_000))
        while (flood && !signal.aborted) {
          sent += large.length
          yield large
        }
        if (!signal.aborted) await once(signal, 'abort')
      })(),
    )
  },
}
let sent = 0

const echo: SocketDoor = {
  path: '/test/echo/{name}',
  access: 'terminal',
  summary: 'For tests',
  open({ socket, params, actor }) {
    socket.on('message', (data: Buffer) => socket.send(data))
    socket.send(JSON.stringify({ name: params['name'], actor: actor.id }))
    return Promise.resolve()
  },
}
const doors = { rawRoutes: [ticker], socketDoors: [echo] }
const echoUrl = (url: string, name = 'a') => `${url}/api/test/echo/${name}`

describe('event streams', () => {
  test('P6 revoking a key ends its streams with a last word and its sockets with 4001', async () => {
    await using app = await createTestApp({ doors })
    const { key, id } = (
      await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat', 'terminal'] })
    ).body
    const stream = await fetch(`${app.url}/api/test/ticker`, { headers: { authorization: `Bearer ${key}` } })
    const socket = (await handshake(echoUrl(app.url), { protocols: [`bearer.${key}`] })).socket
    const closed = once(socket, 'close')
    await app.rest('DELETE', `/api/auth/keys/${id}`)
    const text = await readStream(stream)
    expect(text).toContain('"text":"hello"')
    expect(text.trim().split('\n').at(-1)).toContain('"code":"credential_revoked"')
    expect((await closed)[0]).toBe(4001)
  })

  test('P6 revoking a key ends its live subscription too', async () => {
    await using app = await createTestApp()
    const { key, id } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const stream = await fetch(`${app.url}/trpc/live.events?input={}`, {
      headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
    })
    expect(stream.status).toBe(200)
    await expect.poll(() => app.server.streams.size()).toBe(1)
    await app.rest('DELETE', `/api/auth/keys/${id}`)
    await readStream(stream).catch(() => 'cut')
    await expect.poll(() => app.server.streams.size()).toBe(0)
  })

  test('P45 streams per key are bounded, and the place is free again when a viewer leaves', async () => {
    await using app = await createTestApp({ doors })
    const open = () =>
      fetch(`${app.url}/api/test/ticker`, { headers: { authorization: `Bearer ${app.token}` } })
    const streams = await Promise.all(Array.from({ length: limits.sseStreamsPerKey }, open))
    expect(streams.every(({ status }) => status === 200)).toBe(true)
    const over = await open()
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '5'])
    await streams[0]?.body?.cancel()
    await expect.poll(() => app.server.streams.size()).toBe(limits.sseStreamsPerKey - 1)
    const again = await open()
    expect(again.status).toBe(200)
    for (const stream of [again, ...streams.slice(1)]) await stream.body?.cancel()
    await expect.poll(() => app.server.streams.size()).toBe(0)
  })

  test('P54 a reader that does not read holds back only itself', async () => {
    await using app = await createTestApp({ doors })
    sent = 0
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    socket.write(
      `GET /api/test/ticker?flood=true HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${app.token}\r\n\r\n`,
    )
    socket.pause()
    await expect.poll(() => sent).toBeGreaterThan(0)
    let before = -1
    await expect
      .poll(() => {
        const stalled = before === sent
        before = sent
        return stalled
      })
      .toBe(true)
    expect(sent).toBeLessThan(2 * limits.sseUnsentBytes)
    const other = await fetch(`${app.url}/api/test/ticker`, {
      headers: { authorization: `Bearer ${app.token}` },
    })
    expect(await readStream(other, (text) => text.includes('hello'))).toContain('hello')
    socket.destroy()
    await expect.poll(() => app.server.streams.size()).toBe(0)
  })

  test('P52 a viewer that speaks HTTP/1.0 reads the same events, without chunks', async () => {
    await using app = await createTestApp({ doors })
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.write(
      `GET /api/test/ticker HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer ${app.token}\r\n\r\n`,
    )
    await expect.poll(() => text).toContain('hello')
    expect(text.split('\r\n\r\n')[1]).toMatch(/^retry: 1000\n\n/)
    socket.destroy()
  })

  test('P13 a stream carries the security headers and is never cached', async () => {
    await using app = await createTestApp({ doors })
    const stream = await fetch(`${app.url}/api/test/ticker`, {
      headers: { authorization: `Bearer ${app.token}` },
    })
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(stream.headers.get('cache-control')).toContain('no-store')
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff')
    expect(stream.headers.get('content-security-policy')).toContain("default-src 'none'")
    await stream.body?.cancel()
  })
})

describe('sockets', () => {
  test('P1 a socket without a valid credential closes with 4001 before any byte', async () => {
    await using app = await createTestApp({ doors })
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    for (const options of [
      {},
      { protocols: ['bearer.nope'] },
      { headers: { authorization: 'Bearer nope' } },
      { protocols: ['other'] },
    ]) {
      const answer = await handshake(echoUrl(app.url), options)
      expect(answer.close?.code, JSON.stringify(options)).toBe(4001)
    }
    const lacking = await handshake(echoUrl(app.url), { protocols: [`bearer.${key}`] })
    expect(lacking.close).toEqual({ code: 4001, reason: "This key lacks the 'terminal' permission" })
  })

  test('P1 a key is taken from a header, a subprotocol or our own page, and the neutral name is echoed', async () => {
    await using app = await createTestApp({ doors })
    const bearer = `bearer.${app.token}`
    const ways = [
      { options: { protocols: [bearer] }, protocol: bearer },
      { options: { protocols: [bearer, 'atrium'] }, protocol: 'atrium' },
      { options: { headers: { authorization: `Bearer ${app.token}` } }, protocol: '' },
      { options: { headers: { 'x-api-key': app.token } }, protocol: '' },
    ]
    for (const { options, protocol } of ways) {
      const { socket, close, protocol: echoed } = await handshake(echoUrl(app.url, 'a%20b'), options)
      expect([close, echoed]).toEqual([null, protocol])
      socket.terminate()
    }
    const signIn = await app.rest(
      'POST',
      '/api/auth/session',
      { token: app.token },
      { headers: { authorization: '' } },
    )
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await handshake(echoUrl(app.url), { headers: { cookie } })).status).toBe(403)
    const ours = await handshake(echoUrl(app.url), { headers: { cookie }, origin: app.url })
    expect([ours.status, ours.close]).toEqual([101, null])
    ours.socket.terminate()
  })

  test('P1 a token in the query string opens a socket only where that is switched on', async () => {
    await using usual = await createTestApp({ doors })
    const refused = await handshake(`${echoUrl(usual.url)}?token=${usual.token}`, {})
    expect(refused.close?.code).toBe(4001)
    await using lenient = await createTestApp({ doors, socketQueryToken: true })
    const opened = await handshake(`${echoUrl(lenient.url)}?token=${lenient.token}`, {})
    expect([opened.status, opened.close]).toEqual([101, null])
    opened.socket.terminate()
    const wrong = await handshake(`${echoUrl(lenient.url)}?token=nope`, {})
    expect(wrong.close?.code).toBe(4001)
  })

  test('P45 a message over the limit closes with 1009, and connections per key are bounded with 4029', async () => {
    await using app = await createTestApp({ doors })
    const protocols = [`bearer.${app.token}`]
    const { socket } = await handshake(echoUrl(app.url), { protocols })
    const closed = once(socket, 'close')
    socket.send(Buffer.alloc(limits.websocketMessageBytes + 1))
    expect((await closed)[0]).toBe(1009)
    await expect.poll(() => app.server.sockets.size()).toBe(0)
    const open = await Promise.all(
      Array.from({ length: limits.websocketsPerKey }, () => handshake(echoUrl(app.url), { protocols })),
    )
    expect(open.every(({ close }) => close === null)).toBe(true)
    expect((await handshake(echoUrl(app.url), { protocols })).close?.code).toBe(4029)
    for (const { socket: each } of open) each.terminate()
  })

  test('P54 a burst of messages is slowed, never lost', async () => {
    await using app = await createTestApp({ doors })
    const { socket } = await handshake(echoUrl(app.url), { protocols: [`bearer.${app.token}`] })
    const count = limits.websocketBurst + 100
    let received = 0
    const all = new Promise<void>((resolve) => socket.on('message', () => ++received === count && resolve()))
    for (let i = 0; i < count; i++) socket.send(String(i))
    await all
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })
})

describe('P47 leaving', () => {
  test('P47 work stops when its caller leaves', async () => {
    const left = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const patient: RawRoute = {
      method: 'GET',
      path: '/test/patient',
      access: 'chat',
      summary: 'For tests',
      input: z.object({}),
      response: { status: 200, contentType: 'application/json', description: 'Never.' },
      async handle({ ctx }) {
        begun.resolve()
        await once(ctx.signal, 'abort')
        left.resolve()
      },
    }
    await using app = await createTestApp({ doors: { rawRoutes: [patient] } })
    const leave = new AbortController()
    const call = app.rest('GET', '/api/test/patient', undefined, { signal: leave.signal }).catch(() => 'left')
    await begun.promise
    leave.abort()
    await left.promise
    expect(await call).toBe('left')
  })
})

describe('P56 stopping', () => {
  test('P56 streams are told, sockets close with 1001, and everything has gone', async () => {
    const app = await createTestApp({ doors })
    const authorization = `Bearer ${app.token}`
    const streams = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${app.url}/api/test/ticker`, { headers: { authorization } })),
    )
    const sockets = await Promise.all(
      Array.from({ length: 10 }, () => handshake(echoUrl(app.url), { headers: { authorization } })),
    )
    const codes = sockets.map(async ({ socket }) => ((await once(socket, 'close')) as [number])[0])
    const before = performance.now()
    await app[Symbol.asyncDispose]()
    expect(performance.now() - before).toBeLessThan(15_000)
    for (const stream of streams)
      expect(await readStream(stream)).toMatch(/retry: 3000\ndata: {"type":"server_restarting"}\n\n$/)
    expect(new Set(await Promise.all(codes))).toEqual(new Set([1001]))
  })

  test('P56 a request that runs is finished, a new one is told to wait', async () => {
    let release: () => void = () => undefined
    const slow: RawRoute = {
      method: 'GET',
      path: '/test/slow',
      access: 'chat',
      summary: 'For tests',
      input: z.object({}),
      response: { status: 200, contentType: 'application/json', description: 'Late.' },
      async handle() {
        await new Promise<void>((resolve) => (release = resolve))
        return { done: true }
      },
    }
    const app = await createTestApp({ doors: { rawRoutes: [slow] } })
    const running = app.rest('GET', '/api/test/slow')
    await expect.poll(() => app.server.connections.running()).toBe(1)
    const stopping = app[Symbol.asyncDispose]()
    const refused = await app.rest('GET', '/api/health')
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'draining',
      '5',
    ])
    release()
    expect((await running).body).toEqual({ done: true })
    await stopping
  })

  test('P56 the process ends with 0, prints one line, and a taken port or folder is 75', async () => {
    await using server = await spawnServer()
    expect((await server.rest('GET', '/api/health')).status).toBe(200)
    const { port } = new URL(server.url)
    await expect(spawnServer({ PORT: port })).rejects.toThrow('status 75')
    await expect(spawnServer({ ATRIUM_HOME: server.home })).rejects.toThrow('status 75')
    await expect(spawnServer({ ATRIUM_NONSENSE: '1' })).rejects.toThrow('status 78')
    const stream = await fetch(`${server.url}/trpc/live.events?input={}`, {
      headers: { authorization: `Bearer ${server.token}`, accept: 'text/event-stream' },
    })
    expect(stream.status).toBe(200)
    const before = performance.now()
    expect(await server.kill('SIGTERM')).toBe(0)
    expect(performance.now() - before).toBeLessThan(15_000)
    expect(server.lines).toEqual([`${server.url}/#token=${server.token}`])
    await readStream(stream).catch(() => undefined)
  })

  test('P56 a second signal stops at once', async () => {
    await using server = await spawnServer()
    const sender = connect(Number(new URL(server.url).port), '127.0.0.1')
    sender.on('error', () => undefined)
    sender.write(
      `POST /api/auth/keys HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    )
    await expect.poll(async () => (await server.rest('GET', '/api/health')).status).toBe(200)
    const gone = once(server.child, 'exit')
    server.child.kill('SIGTERM')
    await expect.poll(async () => (await server.rest('GET', '/api/health')).status).toBe(503)
    const before = performance.now()
    server.child.kill('SIGTERM')
    await gone
    expect(performance.now() - before).toBeLessThan(limits.drainMs)
    sender.destroy()
  })
})

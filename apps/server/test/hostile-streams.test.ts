import { once } from 'node:events'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTerminal } from '../src/features/terminal/testing.ts'
import { proceduresOf } from '../src/http/rest.ts'
import { handshake } from '../src/http/testing/wire.ts'
import { appRouter } from '../src/router.ts'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { chatIdOf, collect, type Frame, send, types, watch } from './chat-client.ts'
import { hostileValues, traversals, tricks } from './hostile.ts'

const runs = (usual: number): number => Number(process.env['FUZZ_RUNS'] ?? usual)
const text = fc.oneof(
  fc.constantFrom(...traversals, ...tricks),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

let app: TestApp
let chat: string
let whole: Frame[]
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
  const story = await collect(send(app, '/slow 30 1'))
  chat = chatIdOf(story)
  whole = await collect(watch(app, chat, { query: '?until=outcome' }))
})
afterAll(() => app[Symbol.asyncDispose]())

/** Numbers of the events that were sent. */
const idsOf = (list: readonly Frame[]) => list.flatMap(({ id }) => id?.split('~')[0] ?? [])

describe('cursors', () => {
  const digits = fc.bigInt({ min: -10n, max: 10n ** 20n }).map(String)
  const cursor = fc.oneof(
    text,
    digits,
    fc.tuple(digits, digits, digits, digits).map(([a, b, c, d]) => `${a}~${b}.${c}~${d}`),
    fc.tuple(fc.nat(9), fc.nat(9), fc.nat(300)).map(([seq, block, chars]) => `${seq}~${block}.1~${chars}`),
  )

  test('P52 whatever a reader sends as its place, it is told all that follows, or the whole', async () => {
    await fc.assert(
      fc.asyncProperty(cursor, fc.boolean(), async (at, inHeader) => {
        // What no header or query can carry never arrives.
        if (inHeader && !/^[\x20-\x7e]*$/.test(at)) return
        if (!at.isWellFormed()) return
        const asked = `?until=outcome${inHeader ? '' : `&after=${encodeURIComponent(at)}`}`
        const response = await watch(app, chat, { query: asked, ...(inHeader && { lastEventId: at }) })
        const isTooLong = !inHeader && at.length > 64
        expect(response.status).toBe(isTooLong ? 422 : 200)
        if (isTooLong) return
        const list = await collect(response)
        const told = types(list)[0] === 'reset' ? list.slice(1) : list
        const ids = idsOf(told)
        if (told.length < list.length) expect(ids).toEqual(idsOf(whole))
        else expect(idsOf(whole).slice(-ids.length || whole.length)).toEqual(ids)
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('tRPC', () => {
  const procedures = proceduresOf(appRouter).filter(([, { _def }]) => _def.type !== 'subscription')

  test('P45 every procedure with every hostile input answers below 500, in one shape', async () => {
    // Every value meets every kind of input, one in so many every procedure; with FUZZ_RUNS all.
    const step = process.env['FUZZ_RUNS'] === undefined ? 12 : 1
    for (const [offset, [name, { _def }]] of procedures.entries())
      for (const [index, value] of hostileValues.entries()) {
        if ((index + offset) % step !== 0 || name.endsWith('.install')) continue
        const input = JSON.stringify(value)
        const isRead = _def.type === 'query'
        if (isRead && encodeURIComponent(input.toWellFormed()).length > 7_000) continue
        const at = isRead ? `?input=${encodeURIComponent(input.toWellFormed())}` : ''
        const { status, body } = await app.rest(
          isRead ? 'GET' : 'POST',
          `/trpc/${name}${at}`,
          isRead ? undefined : input,
        )
        expect(status, `${name} ${input.slice(0, 80)}`).toBeLessThan(500)
        if (status !== 200) expect(body.error.data, name).toMatchObject({ httpStatus: status })
        expect(JSON.stringify(body)).not.toMatch(/node_modules|"stack"/)
      }
  }, 300_000)

  test('P45 names that are no procedures are not found, whatever JavaScript makes of them', async () => {
    for (const name of [
      '__proto__',
      'constructor',
      'chat.__proto__',
      'toString',
      'chat',
      'chat.',
      '.',
      '%00',
      '%E2%80%AE',
    ])
      for (const method of ['GET', 'POST'])
        expect(
          (await app.rest(method, `/trpc/${name}`, method === 'POST' ? {} : undefined)).status,
          name,
        ).toBe(404)
    expect((await app.rest('GET', '/trpc/chat.remove?input={"session_id":"x"}')).status).toBe(405)
    expect((await app.rest('GET', '/trpc/chat.list?input={broken')).status).toBe(400)
    expect(
      (await app.rest('GET', `/trpc/chat.list,chat.list?batch=1&input={"0":{"limit":-1},"7":[]}`)).status,
    ).toBeLessThan(500)
  })
})

describe('sockets', () => {
  const bearer = () => ({ headers: { authorization: `Bearer ${app.token}` } })

  test('P26 a name that is no session opens nothing, however it is written', async () => {
    for (const name of [...traversals, ...tricks].filter((each) => each.isWellFormed() && each !== '')) {
      const address = `${app.url}/api/terminal/${encodeURIComponent(name)}`
      const { status, socket } = await handshake(address, bearer())
      if (status === 101 && socket.readyState !== socket.CLOSED) {
        const [code] = (await once(socket, 'close')) as [number]
        expect(code, name).toBe(4004)
      } else expect(status === 101 || status === 404 || status === 400, `${name} ${status}`).toBe(true)
    }
    for (const path of [
      '/api/terminal/%',
      '/api/terminal/%ED%A0%80',
      '/api/terminal/a/b',
      '/api/terminal/../chat',
      '/api/terminal/',
    ])
      expect((await handshake(`${app.url}${path}`, bearer())).status, path).toBe(404)
    expect((await app.rest('GET', '/api/sessions')).body).toEqual([])
  })

  test('P26 P45 no frame ends a terminal or reaches its program, up to the limit of a message', async () => {
    const wanted = { name: 'fuzz', directory: app.vault, command: 'stty -echo; cat' }
    await app.rest('POST', '/api/sessions', wanted)
    const terminal = await openTerminal(app, 'cc-fuzz')
    await terminal.shows('cc-fuzz')
    const frame = fc.oneof(
      text,
      fc.json({ maxDepth: 3 }),
      fc
        .record({
          type: fc.constantFrom('input', 'resize', 'ping', 'pong', '__proto__'),
          data: fc.jsonValue(),
        })
        .filter(({ type, data }) => type !== 'ping' && (type !== 'input' || typeof data !== 'string'))
        .map((value) => JSON.stringify(value)),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    )
    await fc.assert(
      fc.asyncProperty(frame, fc.boolean(), async (message, isBinary) => {
        terminal.frames.length = 0
        terminal.send(message, isBinary)
        expect(await terminal.frame('error')).toMatchObject({ type: 'error' })
      }),
      { numRuns: runs(200) },
    )
    terminal.frames.length = 0
    terminal.send(`["${'x'.repeat(limits.websocketMessageBytes - 4)}"]`)
    expect(await terminal.frame('error')).toMatchObject({ type: 'error' })
    terminal.clear()
    terminal.type('end\r')
    await terminal.shows('end')
    const past = await openTerminal(app, 'cc-fuzz')
    past.send('x'.repeat(limits.websocketMessageBytes + 1))
    expect((await past.closed).code).toBe(1009)
    await terminal.close()
    expect((await app.rest('GET', '/api/health')).status).toBe(200)
  })

  test('P45 what a client says on the notifications socket has no effect', async () => {
    const { socket } = await handshake(`${app.url}/api/notifications/events`, bearer())
    for (const value of hostileValues) socket.send(JSON.stringify(value))
    for (const value of [...tricks, ...traversals]) socket.send(Buffer.from(value), { binary: true })
    const alive = new Promise((resolve) => socket.once('pong', resolve))
    socket.ping()
    await alive
    expect(socket.readyState).toBe(socket.OPEN)
    socket.terminate()
  })
})

import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createTestApp, spawnServer, type TestApp } from '../testing.ts'
import type { RawRoute } from './doors.ts'
import { receiveBody, receiveUpload } from './upload.ts'

const maxBytes = 8 * 1024 * 1024
const response = { status: 200, contentType: 'application/json', description: 'Done.' }
const input = z.object({ label: z.string().max(10).optional().describe('x') })

/** What the door has just received, before it is thrown away. */
let seen: { name: string; size: number; text: string; files: string[] } | null = null

const door = (path: '/x-upload' | '/x-body'): RawRoute => ({
  method: 'POST',
  path,
  access: 'admin',
  summary: 'x',
  input,
  ...(path === '/x-upload' ? { upload: true } : { streamed: true }),
  response,
  async handle({ ctx, request, read }) {
    const options = { folder: ctx.app.uploads, maxBytes, assertSpace: () => ctx.app.disk.assertSpace() }
    await using got = await (path === '/x-upload'
      ? receiveUpload(request, options)
      : receiveBody(request, options))
    const { name, size } = got
    const text = size < 1_000 ? readFileSync(got.path, 'utf8') : ''
    seen = { name, size, text, files: readdirSync(ctx.app.uploads) }
    return path === '/x-body' ? read({}) : { name, size }
  },
})

let app: TestApp
const left = () => readdirSync(app.app.uploads)
beforeAll(async () => {
  app = await createTestApp({ doors: { rawRoutes: [door('/x-upload'), door('/x-body')] } })
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(() => {
  seen = null
})

const send = async (body: BodyInit, type?: string, path = '/api/x-upload') => {
  const answer = await fetch(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, ...(type && { 'content-type': type }) },
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const form = (...parts: [field: string, value: string | Blob, name?: string][]) => {
  const data = new FormData()
  for (const [field, value, name] of parts)
    if (typeof value === 'string') data.append(field, value)
    else data.append(field, value, name)
  return data
}
const boundary = 'xyz'
const multipartType = `multipart/form-data; boundary=${boundary}`
const part = (head: string, body: string) => `--${boundary}\r\n${head}\r\n\r\n${body}\r\n`
const filePart = (body: string, name = 'a.txt', field = 'file') =>
  part(
    `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/plain`,
    body,
  )
/** A file that does not end yet. */
const opening = (text = ''): string => filePart(text).slice(0, -2)
const end = `--${boundary}--\r\n`

/** Resolves also when the wire broke, which `once` would throw. */
const closed = (socket: Socket): Promise<void> =>
  socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()))
const drained = (socket: Socket): Promise<void> =>
  Promise.race([closed(socket), new Promise<void>((resolve) => socket.once('drain', resolve))])

/** Opens a request and leaves its body to the caller. */
async function open(
  headers: string[] = [],
  path = '/api/x-upload',
): Promise<Socket & { text: () => string }> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (chunk) => (text += String(chunk)))
  socket.on('error', () => undefined)
  const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${app.token}`, ...headers]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  return Object.assign(socket, { text: () => text })
}
const chunked = ['Transfer-Encoding: chunked', `Content-Type: ${multipartType}`]
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

describe('P29 an upload', () => {
  test('P29 arrives whole, with its name and fields around it, and is gone when it was used', async () => {
    const answer = await send(form(['note', 'x'], ['file', new Blob(['hello']), 'a b.txt'], ['more', 'y']))
    expect(answer).toEqual({ status: 200, body: { name: 'a b.txt', size: 5 } })
    expect(seen).toMatchObject({ text: 'hello', files: [expect.stringMatching(/^upload-/)] })
    expect(left()).toEqual([])
  })

  test.each<[string, () => Promise<{ status: number; body: Record<string, unknown> }>, number, string]>([
    ['no file', () => send(form(['note', 'x'])), 422, 'invalid'],
    ['an empty form', () => send(end, multipartType), 422, 'invalid'],
    ['no body', () => send('', multipartType), 422, 'invalid'],
    ['another field', () => send(form(['other', new Blob(['x']), 'a'])), 422, 'invalid'],
    ['text where the file belongs', () => send(form(['file', 'x'])), 422, 'invalid'],
    [
      'two files',
      () => send(form(['file', new Blob(['x']), 'a'], ['file', new Blob(['y']), 'b'])),
      422,
      'invalid',
    ],
    [
      'three files',
      () => send(form(...(['a', 'b', 'c'].map((n) => ['file', new Blob(['x']), n]) as never[]))),
      422,
      'invalid',
    ],
    [
      'too many fields',
      () =>
        send(
          form(...(Array(limits.uploadFields + 1).fill(['n', 'x']) as never[]), [
            'file',
            new Blob(['x']),
            'a',
          ]),
        ),
      413,
      'payload_too_large',
    ],
    [
      'a field too long',
      () => send(form(['n', 'x'.repeat(limits.uploadFieldBytes + 1)], ['file', new Blob(['x']), 'a'])),
      413,
      'payload_too_large',
    ],
    ['JSON', () => send('{}', 'application/json'), 415, 'unsupported_media_type'],
    ['text', () => send('x', 'text/plain'), 415, 'unsupported_media_type'],
    ['no boundary', () => send(filePart('x') + end, 'multipart/form-data'), 400, 'bad_request'],
    [
      'another boundary',
      () => send(filePart('x') + end, 'multipart/form-data; boundary=abc'),
      400,
      'bad_request',
    ],
    ['no end', () => send(filePart('x'), multipartType), 400, 'bad_request'],
    ['an end inside of the file', () => send(filePart('x').slice(0, -2), multipartType), 400, 'bad_request'],
    ['rubbish', () => send('\0\0\0', multipartType), 400, 'bad_request'],
    [
      'multipart/mixed',
      () => send(filePart('x') + end, `multipart/mixed; boundary=${boundary}`),
      415,
      'unsupported_media_type',
    ],
    ['__proto__', () => send(filePart('x', 'a', '__proto__') + end, multipartType), 400, 'bad_request'],
    [
      'one byte too many',
      () => send(form(['file', new Blob([new Uint8Array(maxBytes + 1)]), 'a'])),
      413,
      'payload_too_large',
    ],
  ])('P29 %s is refused and leaves nothing', async (_, ask, status, code) => {
    const answer = await ask()
    expect([answer.status, answer.body['code']], JSON.stringify(answer.body)).toEqual([status, code])
    await expect.poll(left).toEqual([])
  })

  test('P29 the largest file is accepted', async () => {
    const answer = await send(form(['file', new Blob([new Uint8Array(maxBytes)]), 'a']))
    expect(answer).toMatchObject({ status: 200, body: { size: maxBytes } })
  })

  test('P29 one that says its size is refused before a byte of it is read', async () => {
    const socket = await open([`Content-Length: ${maxBytes * 10}`, `Content-Type: ${multipartType}`])
    await expect.poll(() => socket.text()).toContain('413 Payload Too Large')
    socket.destroy()
  })

  test('P29 whoever goes on sending after a refusal sees it, and is cut off', async () => {
    const socket = await open(chunked)
    socket.write(chunk(opening()))
    const mega = 'x'.repeat(1024 * 1024)
    const gone = closed(socket)
    for (let sent = 0; !socket.destroyed && sent < 100; sent++) {
      if (!socket.write(chunk(mega))) await drained(socket)
      if (socket.text() !== '') await sleep(50)
    }
    await gone
    expect(socket.text()).toContain('"code":"payload_too_large"')
    expect(left()).toEqual([])
  })

  test('P29 a form whose head never ends is cut off too', async () => {
    const socket = await open(chunked)
    const gone = closed(socket)
    const mega = 'x'.repeat(1024 * 1024)
    for (let sent = 0; !socket.destroyed && sent < 100; sent++) {
      if (!socket.write(chunk(mega))) await drained(socket)
      if (socket.text() !== '') await sleep(50)
    }
    await gone
    expect(socket.text()).toMatch(/"code":"(payload_too_large|bad_request)"/)
    expect(left()).toEqual([])
  })

  test('P29 P45 other doors refuse multipart', async () => {
    for (const path of ['/api/auth/keys', '/api/x-body'])
      expect((await send(form(['file', new Blob(['x']), 'a']), undefined, path)).status).toBe(415)
  })

  test('P29 a streamed JSON body lands on the disk unread, and its limit holds', async () => {
    expect((await send('{"a":[', 'application/json', '/api/x-body')).status).toBe(200)
    expect(seen).toMatchObject({ text: '{"a":[' })
    const long = await send('x'.repeat(maxBytes + 1), 'application/json', '/api/x-body')
    expect([long.status, long.body['code']]).toEqual([413, 'payload_too_large'])
    const wrong = await send('{}', 'application/json', '/api/x-body?label=12345678901')
    expect([wrong.status, (wrong.body['detail'] as { loc: unknown }[])[0]?.loc]).toEqual([
      422,
      ['query', 'label'],
    ])
    expect(left()).toEqual([])
  })

  test('P29 a wire that is cut at any place leaves nothing', async () => {
    const body = filePart('x'.repeat(50_000))
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length), fc.boolean(), async (at, sayLength) => {
        const socket = await open(
          sayLength
            ? [`Content-Length: ${body.length + end.length}`, `Content-Type: ${multipartType}`]
            : chunked,
        )
        const text = body.slice(0, at)
        if (at > 0) socket.write(sayLength ? text : chunk(text))
        await sleep(1)
        socket.destroy()
        await closed(socket)
      }),
      { numRuns: 60 },
    )
    await expect.poll(left).toEqual([])
    expect((await send(form(['file', new Blob(['x']), 'a']))).status).toBe(200)
  })

  test('P29 P45 any form is a file or a refusal below 500', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        filePart('x'),
        part('Content-Disposition: form-data; name="n"', 'v'),
        end,
        `--${boundary}`,
        '\r\n',
        'Content-Disposition: form-data',
      ),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.string({ maxLength: 40 }).map((name) => filePart('y', name)),
      fc.string({ maxLength: 40 }).map((name) => filePart('y', 'a', name)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const answer = await send(pieces.join(''), multipartType)
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
      }),
      { numRuns: 300 },
    )
    await expect.poll(left).toEqual([])
  })

  test('P6 ends when its key is revoked', async () => {
    const { key, id } = (await app.rest('POST', '/api/auth/keys', { label: 'up', scopes: ['admin'] })).body
    const socket = await open([...chunked, `X-API-Key: ${key}`].filter((line) => line !== ''))
    socket.destroy()
    const other = connect(Number(new URL(app.url).port), '127.0.0.1')
    let text = ''
    other.on('data', (data) => (text += String(data)))
    other.write(
      ['POST /api/x-upload HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${key}`, ...chunked].join(
        '\r\n',
      ),
    )
    other.write(`\r\n\r\n${chunk(opening('begun'))}`)
    await expect.poll(left).toHaveLength(1)
    await app.rest('DELETE', `/api/auth/keys/${id}`)
    await expect.poll(() => text).toContain('401 Unauthorized')
    await expect.poll(left).toEqual([])
    other.destroy()
  })
})

describe('P47 time', () => {
  test('P47 an ordinary body has 60 s in all, an upload 30 min, both 30 s of silence', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
    try {
      await using slow = await createTestApp({ doors: { rawRoutes: [door('/x-upload')] } })
      const begin = async (path: string, type: string, body: string) => {
        const socket = connect(Number(new URL(slow.url).port), '127.0.0.1')
        let text = ''
        socket.on('data', (data) => (text += String(data)))
        socket.on('error', () => undefined)
        const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${slow.token}`]
        head.push(`Content-Type: ${type}`, 'Transfer-Encoding: chunked', 'Expect: 100-continue')
        socket.write(`${head.join('\r\n')}\r\n\r\n`)
        await expect.poll(() => text).toBe('HTTP/1.1 100 Continue\r\n\r\n')
        text = ''
        socket.write(chunk(body))
        return { socket, text: () => text }
      }
      const json = await begin('/api/auth/keys', 'application/json', '{')
      const upload = await begin('/api/x-upload', multipartType, opening('begun'))
      await expect.poll(() => readdirSync(slow.app.uploads)).toHaveLength(1)
      vi.advanceTimersByTime(limits.bodyTimeoutMs - 5_000)
      await sleep(100)
      expect([json.text(), upload.text()]).toEqual(['', ''])
      vi.advanceTimersByTime(10_000)
      await expect.poll(json.text).toContain('408 Request Timeout')
      expect(json.text()).toContain('"code":"request_timeout"')
      expect(upload.text()).toBe('')
      vi.advanceTimersByTime(limits.uploadMs)
      await expect.poll(upload.text).toContain('408 Request Timeout')
      await expect.poll(() => readdirSync(slow.app.uploads)).toEqual([])
      expect(slow.server.fastify.server.timeout).toBe(limits.bodySilenceMs)
    } finally {
      vi.useRealTimers()
    }
  })

  test('P47 a sender that falls silent is told, and nothing of it stays', async () => {
    await using quiet = await createTestApp({ doors: { rawRoutes: [door('/x-upload')] } })
    quiet.server.fastify.server.timeout = 300
    const socket = connect(Number(new URL(quiet.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (data) => (text += String(data)))
    const head = ['POST /api/x-upload HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${quiet.token}`]
    socket.write([...head, ...chunked, '', ''].join('\r\n'))
    socket.write(chunk(opening('begun')))
    await closed(socket)
    expect(text).toContain('408 Request Timeout')
    await expect.poll(() => readdirSync(quiet.app.uploads)).toEqual([])
  })
})

describe('P29 P48 the process', () => {
  test.skipIf(process.platform !== 'linux')(
    'P29 P47 twenty endless uploads at once stay out of memory',
    async () => {
      await using server = await spawnServer()
      const memoryMb = () => {
        const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8')
        return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
      }
      const head = [
        'POST /api/import/file HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${server.token}`,
        ...chunked,
      ]
      const part = Buffer.from(chunk('x'.repeat(256 * 1024)))
      const endless = (perSecond: number, until: number) => async () => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
        socket.on('error', () => undefined).resume()
        const gone = closed(socket)
        socket.write(`${head.join('\r\n')}\r\n\r\n${chunk(opening())}`)
        while (Date.now() < until && !socket.destroyed) {
          if (!socket.write(part)) await drained(socket)
          await sleep(1_000 / perSecond)
        }
        socket.destroy()
        await gone
      }
      const run = (ms: number) =>
        Promise.all(Array.from({ length: 20 }, () => endless(20, Date.now() + ms)()))
      await run(500)
      const before = memoryMb()
      let most = before
      const watch = setInterval(() => (most = Math.max(most, memoryMb())), 50)
      await run(4_000)
      clearInterval(watch)
      expect(most - before).toBeLessThan(100)
      await expect.poll(() => readdirSync(join(server.home, 'uploads'))).toEqual([])
    },
  )

  test('P29 lives on when a body is refused that still comes', async () => {
    await using server = await spawnServer({ ATRIUM_VOICE_URL: 'http://127.0.0.1:9/v1' })
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    let text = ''
    socket.setEncoding('latin1').on('data', (more: string) => (text += more))
    const head = [
      'POST /api/voice/transcribe HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${server.token}`,
      'Content-Type: audio/wav',
    ]
    socket.write([...head, ...chunked, '', ''].join('\r\n'))
    const part = Buffer.from(chunk('x'.repeat(1024 * 1024)))
    while (!text.includes('HTTP/1.1 ') && socket.write(part) !== undefined) await sleep(5)
    // It looks after late bodies every second.
    for (const until = Date.now() + 2_200; Date.now() < until && !socket.destroyed; await sleep(50))
      socket.write(chunk('x'))
    expect(text).toMatch(/^HTTP\/1.1 4\d\d /)
    expect((await server.rest('GET', '/api/health')).status).toBe(200)
    socket.destroy()
  })

  test('P29 P49 what was arriving when it was killed is gone after the next start', async () => {
    await using server = await spawnServer()
    const folder = join(server.home, 'uploads')
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    const head = [
      'POST /api/import/file HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${server.token}`,
    ]
    socket.write([...head, ...chunked, '', ''].join('\r\n'))
    socket.write(chunk(opening('x'.repeat(100_000))))
    await expect.poll(() => readdirSync(folder)).toHaveLength(1)
    await server.kill('SIGKILL')
    expect(readdirSync(folder)).toHaveLength(1)
    writeFileSync(join(folder, 'stray'), 'x')
    await server.again()
    expect(readdirSync(folder)).toEqual([])
  })

  test('P56 a stop during an upload is orderly', async () => {
    await using server = await spawnServer()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    const head = [
      'POST /api/import/file HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${server.token}`,
    ]
    socket.write([...head, ...chunked, '', ''].join('\r\n'))
    socket.write(chunk(opening('begun')))
    await expect.poll(() => readdirSync(join(server.home, 'uploads'))).toHaveLength(1)
    const begun = performance.now()
    expect(await server.kill('SIGTERM')).toBe(0)
    expect(performance.now() - begun).toBeLessThan(limits.stopMs)
    expect(readdirSync(join(server.home, 'uploads'))).toEqual([])
  })
})

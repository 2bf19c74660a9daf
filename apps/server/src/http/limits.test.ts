import { connect } from 'node:net'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTestApp } from '../testing.ts'
import { type Call, createDeadlines } from './call.ts'
import { parseJson } from './json.ts'
import { createMessageRate } from './message-rate.ts'
import { createRateLimit } from './rate-limit.ts'
import { rawRequest } from './testing/wire.ts'

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

describe('P45 limits of a request', () => {
  test('P45 URL, headers, path parameters and query are bounded, each with its status', async () => {
    await using app = await createTestApp()
    const get = (path: string, headers: Record<string, string> = {}) =>
      app.rest('GET', path, undefined, { headers })
    const status = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).status
    const base = '/api/version?x='
    expect(await status(`${base}${'a'.repeat(2000)}`)).toBe(200)
    expect(await status(`${base}${'a'.repeat(limits.queryValueChars + 1)}`)).toBe(422)
    expect(await status(`/api/version?${'a'.repeat(limits.urlBytes)}`)).toBe(414)
    expect(await status('/api/version', { 'x-large': 'a'.repeat(limits.headerBytes) })).toBe(431)
    const many = (count: number) =>
      `/api/version?${Array.from({ length: count }, (_, i) => `q${i}=1`).join('&')}`
    expect(await status(many(limits.queryParameters))).toBe(200)
    expect(await status(many(limits.queryParameters + 1))).toBe(422)
    expect((await app.rest('DELETE', `/api/auth/keys/${'k'.repeat(64)}`)).status).toBe(404)
    expect((await app.rest('DELETE', `/api/auth/keys/${'k'.repeat(256)}`)).status).toBe(422)
    expect((await app.rest('DELETE', `/api/auth/keys/${'k'.repeat(600)}`)).status).toBe(414)
    expect((await get('/api/version/%E0%A4%A')).status).toBe(400)
  })

  test('a yes or no in a query is understood as clients of every language write it', async () => {
    await using app = await createTestApp()
    const isDetailed = async (value: string) =>
      'uptime' in (await app.rest('GET', `/api/health?detailed=${value}`)).body
    for (const yes of ['true', 'True', '1', 'yes', 'ON']) expect(await isDetailed(yes), yes).toBe(true)
    for (const no of ['false', 'False', '0', 'No', 'off']) expect(await isDetailed(no), no).toBe(false)
  })

  test('P45 a single-valued query parameter given twice, or of the wrong kind, is 422 with its place', async () => {
    await using app = await createTestApp()
    for (const query of [
      'detailed=true&detailed=false',
      'detailed=maybe',
      'detailed=',
      'detailed[]=true&detailed=1&detailed=0',
    ]) {
      const answer = await app.rest('GET', `/api/health?${query}`)
      expect(answer.status, query).toBe(422)
      expect(answer.body.detail[0].loc).toEqual(['query', 'detailed'])
    }
    expect((await app.rest('GET', '/api/health?detailed=false')).body.uptime).toBe(undefined)
    expect((await app.rest('GET', '/api/health?detailed=1')).body.uptime).toBeTypeOf('number')
  })

  test('P45 bodies: size, depth, items, keys, broken JSON, not an object, too short', async () => {
    await using app = await createTestApp()
    const post = async (body: string) => (await app.rest('POST', '/api/auth/keys', body)).status
    expect(await post(`{"label":"x","pad":"${'a'.repeat(limits.jsonBodyBytes - 30)}"}`)).toBe(200)
    expect(await post(`{"label":"x","pad":"${'a'.repeat(limits.jsonBodyBytes)}"}`)).toBe(413)
    expect(await post(`{"label":"x","pad":${nested(limits.jsonDepth - 1)}}`)).toBe(200)
    expect(await post(`{"label":"x","pad":${nested(limits.jsonDepth)}}`)).toBe(422)
    expect(await post(`{"label":"x","pad":${nested(100_000)}}`)).toBe(422)
    expect(
      await post(
        `{"label":"x","pad":[${Array(limits.jsonArrayItems + 1)
          .fill(1)
          .join()}]}`,
      ),
    ).toBe(422)
    const keys = Object.fromEntries(Array.from({ length: limits.jsonObjectKeys + 1 }, (_, i) => [`k${i}`, 1]))
    expect(await post(JSON.stringify({ label: 'x', pad: keys }))).toBe(422)
    for (const broken of ['{', '{"a":}', 'x', '{"label":"x"}}', '\u0000'])
      expect(await post(broken), broken).toBe(400)
    expect(await post('{"label":"x","__proto__":{"scopes":["admin"]}}')).toBe(400)
    for (const other of ['[]', '"x"', '7', 'true']) expect(await post(other), other).toBe(422)
    const short = await rawRequest(app.url, [
      'POST /api/auth/keys HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${app.token}`,
      'Content-Type: application/json',
      'Content-Length: 0',
    ])
    expect(short.status).toBe(422)
    const both = await rawRequest(
      app.url,
      ['POST /api/auth/keys HTTP/1.1', 'Host: localhost', 'Content-Length: 3', 'Transfer-Encoding: chunked'],
      '0\r\n\r\n',
    )
    expect(both.status).toBe(400)
  })

  test('P45 a body of very many small values is refused before it is made into memory', async () => {
    const body = (lists: number) => JSON.stringify({ lists: Array(lists).fill(Array(1_000).fill([])) })
    const most = limits.jsonValues / 1_000
    for (const lists of [1, most / 4, most / 2 - 1])
      expect(parseJson(body(lists))).toEqual(JSON.parse(body(lists)))
    for (const lists of [most / 2 + 1, most * 10]) expect(() => parseJson(body(lists))).toThrow('values')
    for (const unit of ['[', '{"a":', '[],', '{},', '"",', '0,', '\\"', ' ']) {
      const begun = process.cpuUsage()
      expect(() => parseJson(`["",${unit.repeat(8_000_000 / unit.length)}`), unit).toThrow()
      expect(process.cpuUsage(begun).user, unit).toBeLessThan(1e6)
    }
  })

  test('P45 bounds of a body are the same however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.string({ unit: 'binary' }), (value, text) => {
        fc.pre(!JSON.stringify(value).includes('"__proto__"')) // refused by name
        const body = JSON.stringify({ value, text, pad: `${text}${'\\"'.repeat(9_000)}` }, null, 1)
        expect(parseJson(body)).toEqual(JSON.parse(body))
      }),
      { numRuns: 200 },
    )
  })

  test('P45 the body never overrides the path', async () => {
    await using app = await createTestApp()
    const keep = (await app.rest('POST', '/api/auth/keys', { label: 'keep' })).body
    const answer = await app.rest('DELETE', '/api/auth/keys/k_none', { key_id: keep.id })
    expect(answer.status).toBe(404)
    expect(answer.body.message).toContain('k_none')
    expect((await app.rest('GET', '/api/auth/keys')).body.keys.length).toBe(1)
  })

  test('P45 no request, however malformed, is answered 5xx or ends the process', {
    timeout: 90_000,
  }, async () => {
    await using app = await createTestApp()
    const method = fc.constantFrom(
      'GET',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'G\u0000T',
      '',
    )
    const paths = app.server.routes.map(({ path }) => path)
    const path = fc.oneof(
      fc.constantFrom(
        ...paths,
        '/',
        '/api',
        '/trpc',
        '/trpc/x,y',
        '/assets/../../etc/passwd',
        '/api/%00',
        '//',
        '/%2e%2e/%2e%2e/etc/passwd',
      ),
      fc.string({ maxLength: 40 }).map((text) => `/api/${text.replace(/[\r\n ]/g, '')}`),
      fc.string({ maxLength: 20 }).map((text) => `/${encodeURIComponent(text)}`),
    )
    const body = fc.oneof(fc.json(), fc.string(), fc.constant(''), fc.constant('{"label":1e999}'))
    const type = fc.constantFrom('application/json', 'text/plain', 'application/json; charset=x', '')
    await fc.assert(
      fc.asyncProperty(method, path, body, type, async (verb, target, text, contentType) => {
        const bytes = Buffer.byteLength(text)
        const answer = await rawRequest(
          app.url,
          [
            `${verb} ${target.replaceAll(/\{\w+\}/g, 'x')} HTTP/1.1`,
            'Host: localhost',
            `Authorization: Bearer ${app.token}`,
            `Content-Type: ${contentType}`,
            `Content-Length: ${bytes}`,
            'Connection: close',
          ],
          text,
        )
        expect(answer.status === 503 ? answer.body : answer.status).toSatisfy(
          (value: number | string) => typeof value === 'string' || value < 500,
        )
      }),
      { numRuns: 1_500 },
    )
    expect((await app.rest('GET', '/api/health')).status).toBe(200)
  })

  test('P45 the parser is total: it gives a value or a refusal of the client', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          try {
            parseJson(text)
          } catch (error) {
            expect(['bad_request', 'invalid']).toContain((error as { code?: string }).code)
          }
        },
      ),
    )
  })
})

describe('P46 counting', () => {
  test('P46 a limit lets its rate through at once, then evenly, whatever the pattern', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }),
        (perMinute, gaps) => {
          let now = 0
          const limit = createRateLimit(perMinute, () => now)
          const taken: number[] = []
          for (const gap of gaps) {
            now += gap
            const wait = limit.take('k')
            if (wait === 0) taken.push(now)
            else {
              now += wait
              expect(limit.take('k')).toBe(0)
              taken.push(now)
            }
          }
          for (const from of taken)
            expect(taken.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(
              2 * perMinute,
            )
        },
      ),
    )
  })

  test('P46 keys do not share their allowance', () => {
    const limit = createRateLimit(2, () => 0)
    expect([limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([0, 0, 0])
    expect(limit.take('a')).toBeGreaterThan(0)
  })

  test('P54 messages past their rate pause the reading, and only a minute of it is hopeless', () => {
    let now = 0
    const rate = createMessageRate(() => now)
    for (let i = 0; i < limits.websocketBurst; i++) expect(rate.take()).toBe(0)
    expect(rate.take()).toBeGreaterThan(0)
    expect(rate.isHopeless()).toBe(false)
    for (now = 0; now < 61_000; now += 100) for (let i = 0; i < 50; i++) rate.take()
    expect(rate.isHopeless()).toBe(true)
    now += 600_000
    expect(rate.take()).toBe(0)
  })
})

describe('P47 time', () => {
  test('P47 work past its time is given up once, and its signal ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const late: string[] = []
    const deadlines = createDeadlines(({ requestId }) => late.push(requestId))
    const cut: string[] = []
    // what the watch needs of a call; the rest belongs to a real request
    const call = (requestId: string) =>
      ({ requestId, reply: { sent: false }, begun: 0, cut: () => cut.push(requestId) }) as unknown as Call
    const slow = Promise.withResolvers<string>()
    const answer = deadlines.watch(call('slow'), slow.promise)
    expect(await deadlines.watch(call('quick'), Promise.resolve('done'))).toBe('done')
    vi.advanceTimersByTime(limits.handlerTimeoutMs - 1_000)
    expect(late).toEqual([])
    vi.advanceTimersByTime(5_000)
    expect([late, cut]).toEqual([['slow'], ['slow']])
    slow.resolve('at last')
    expect(await answer).toBe('at last')
    deadlines.close()
  })

  test('P47 headers that never end are dropped', { timeout: 30_000 }, async () => {
    await using app = await createTestApp()
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    socket.write('GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    let text = ''
    socket.on('data', (chunk) => (text += String(chunk)))
    await new Promise((resolve) => socket.once('close', resolve))
    expect(text).toContain('408 Request Timeout')
    expect(text).toContain('"code":"request_timeout"')
  })
})

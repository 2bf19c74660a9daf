import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTestApp, type RestAnswer } from '../testing.ts'
import { handshake, rawRequest } from './testing/wire.ts'

const anonymous = { headers: { authorization: '' } }

describe('P10 Host', () => {
  test('P10 a Host that does not name this server is refused everywhere, before anything else', async () => {
    await using app = await createTestApp()
    for (const path of [
      '/',
      '/api/health',
      '/api/version',
      '/trpc/updates.version',
      '/assets/x.js',
      '/nope',
      '/api/%zz/..',
    ]) {
      const answer = await rawRequest(app.url, [
        `GET ${path} HTTP/1.1`,
        'Host: evil.example',
        'Connection: close',
      ])
      if (path.includes('%')) expect([400, 403]).toContain(answer.status)
      else {
        expect(answer.status, path).toBe(403)
        expect(answer.body).toContain('"message":"Host not allowed"')
        expect(answer.body).toContain('"code":"host_not_allowed"')
      }
      expect(answer.headers.toLowerCase()).toContain('content-security-policy')
    }
  })

  test('P10 two Host headers, none, or a whole URL as target is a bad request', async () => {
    await using app = await createTestApp()
    const heads = [
      ['GET /api/health HTTP/1.1', 'Host: localhost', 'Host: evil.example'],
      ['GET /api/health HTTP/1.1', 'Host: localhost', 'host: localhost'],
      ['GET /api/health HTTP/1.1', 'Accept: */*'],
      ['GET /api/health HTTP/1.0', 'Accept: */*'],
      ['GET http://evil.example/api/health HTTP/1.1', 'Host: localhost'],
      ['OPTIONS * HTTP/1.1', 'Host: localhost'],
    ]
    for (const head of heads) {
      const answer = await rawRequest(app.url, head)
      expect(answer.status, head.join(' | ')).toBe(400)
      expect(JSON.parse(answer.body).code).toBe('bad_request')
    }
  })
})

describe('P11 Origin', () => {
  test('P11 a page of another origin changes nothing, with or without a key', async () => {
    await using app = await createTestApp()
    for (const origin of [
      'https://evil.example',
      'null',
      `${app.url}.evil.example`,
      app.url.replace('http:', 'https:'),
      'http://127.0.0.1',
    ]) {
      const answer = await app.rest('POST', '/api/auth/keys', { label: 'x' }, { headers: { origin } })
      expect(answer.status, origin).toBe(403)
      expect(answer.body.code).toBe('origin_not_allowed')
    }
    expect((await app.rest('GET', '/api/auth/keys')).body.keys).toEqual([])
    expect(
      (await app.rest('POST', '/api/auth/keys', { label: 'x' }, { headers: { origin: app.url } })).status,
    ).toBe(200)
  })

  test('P11 the Origin is looked at before the credential', async () => {
    await using app = await createTestApp()
    const answer = await app.rest(
      'POST',
      '/api/auth/keys',
      { label: 'x' },
      { headers: { authorization: '', origin: 'https://evil.example' } },
    )
    expect(answer.status).toBe(403)
  })

  test('P12 a cookie alone changes nothing: the browser must say that the page is ours', async () => {
    await using app = await createTestApp()
    const signIn = await app.rest('POST', '/api/auth/session', { token: app.token }, anonymous)
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const withCookie = (headers: Record<string, string>) =>
      rawRequest(
        app.url,
        [
          'POST /api/auth/keys HTTP/1.1',
          `Host: ${new URL(app.url).host}`,
          `Cookie: ${cookie}`,
          'Content-Type: application/json',
          'Content-Length: 13',
          ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        ],
        '{"label":"x"}',
      )
    expect((await withCookie({})).status).toBe(403)
    expect((await withCookie({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await withCookie({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403)
    expect((await withCookie({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
    expect((await withCookie({ Origin: app.url })).status).toBe(200)
  })

  test('P11 a socket of a foreign page is refused before the upgrade', async () => {
    await using app = await createTestApp()
    const url = `${app.url}/api/terminal/x`
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1']) {
      const answer = await handshake(url, { origin, protocols: [`bearer.${app.token}`] })
      expect(answer.status, origin).toBe(403)
      expect(JSON.parse(answer.body).code).toBe('origin_not_allowed')
    }
    const wrongHost = await handshake(url, { headers: { host: 'evil.example' } })
    expect(wrongHost.status).toBe(403)
    expect(JSON.parse(wrongHost.body).code).toBe('host_not_allowed')
    expect((await handshake(`${app.url}/api/nope`, {})).status).toBe(404)
  })
})

describe('P12 methods and media types', () => {
  test('P12 the wrong method is 405 with Allow, and an unknown path 404, but only with a credential', async () => {
    await using app = await createTestApp()
    const wrong = await app.rest('DELETE', '/api/version')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await app.rest('PATCH', '/api/auth/settings', {})).headers.get('allow')).toBe('GET, HEAD, PUT')
    expect((await app.rest('GET', '/api/nope')).status).toBe(404)
    expect((await app.rest('DELETE', '/api/version', undefined, anonymous)).status).toBe(401)
    expect((await app.rest('GET', '/api/nope', undefined, anonymous)).status).toBe(401)
    expect((await app.rest('DELETE', '/api/health', undefined, anonymous)).status).toBe(405)
  })

  test('P12 a body that is not JSON is refused by its media type', async () => {
    await using app = await createTestApp()
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      '',
    ]) {
      const answer = await app.rest('POST', '/api/auth/keys', '{"label":"x"}', {
        headers: { 'content-type': type },
      })
      expect(answer.status, type).toBe(415)
      expect(answer.body.message).toBe('Send application/json')
    }
    const rpc = await app.rest('POST', '/trpc/auth.keys.create', '{"label":"x"}', {
      headers: { 'content-type': 'text/plain' },
    })
    expect(rpc.status).toBe(415)
    expect((await app.rest('GET', '/trpc/auth.keys.create?input={"label":"x"}')).status).toBe(405)
    expect((await app.rest('GET', '/api/auth/keys')).body.keys).toEqual([])
  })

  test('P12 nobody else may read: no Access-Control header unless the origin is listed', async () => {
    await using app = await createTestApp()
    const foreign = { headers: { origin: 'https://app.example.org' } }
    expect(
      (await app.rest('GET', '/api/version', undefined, foreign)).headers.get('access-control-allow-origin'),
    ).toBe(null)
    await using listed = await createTestApp({ allowedOrigins: ['https://app.example.org'] })
    const read = await listed.rest('GET', '/api/version', undefined, foreign)
    expect(read.headers.get('access-control-allow-origin')).toBe('https://app.example.org')
    const other = await listed.rest('GET', '/api/version', undefined, {
      headers: { origin: 'https://evil.example' },
    })
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example')
    expect(other.headers.get('access-control-allow-origin')).not.toBe('*')
    const preflight = await listed.rest('OPTIONS', '/api/auth/keys', undefined, {
      headers: { ...foreign.headers, authorization: '', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    const names = (from: Response['headers'], name: string) => from.get(name)?.split(', ')
    expect(names(preflight.headers, 'access-control-allow-headers')).toEqual(
      expect.arrayContaining(['if-match', 'if-range', 'range']),
    )
    expect(names(read.headers, 'access-control-expose-headers')).toEqual(
      expect.arrayContaining(['content-disposition', 'content-range', 'etag']),
    )
  })
})

describe('P5 and P7 credentials', () => {
  test('P5 every wrong credential gets the same answer to the byte', async () => {
    await using app = await createTestApp()
    const made = (await app.rest('POST', '/api/auth/keys', { label: 'x' })).body
    await app.rest('DELETE', `/api/auth/keys/${made.id}`)
    const wrong = [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${made.key}`,
      `Bearer para_${'a'.repeat(32)}`,
      'Basic eDp5',
      `Bearer ${app.token}x`,
    ]
    const answers = await Promise.all(
      wrong.map(async (authorization) => {
        const { status, body, headers } = await app.rest('GET', '/api/version', undefined, {
          headers: { authorization },
        })
        return JSON.stringify([status, body, [...headers].filter(([name]) => name !== 'date')])
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('"message":"Valid API key required"')
  })

  test('P7 guesses are limited while a valid key keeps working', async () => {
    await using app = await createTestApp()
    const guess = () =>
      app.rest('GET', '/api/version', undefined, { headers: { authorization: 'Bearer nope' } })
    for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401)
    const eleventh = await guess()
    expect(eleventh.status).toBe(429)
    expect(eleventh.body.message).toMatch(/^Too many failed attempts\. Try again in \d+ seconds\.$/)
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await app.rest('POST', '/api/auth/session', { token: 'nope' }, anonymous)).status).toBe(429)
    expect((await app.rest('GET', '/api/version')).status).toBe(200)
    expect((await app.rest('POST', '/api/auth/session', { token: app.token }, anonymous)).status).toBe(200)
    expect((await app.rest('GET', '/api/version', undefined, anonymous)).status).toBe(401)
  })

  test('P7 whoever guesses on and on takes nothing from those who mistype once', async () => {
    await using app = await createTestApp({ trustedProxies: ['127.0.0.1'] })
    const guess = async (address: string) =>
      (
        await app.rest('GET', '/api/version', undefined, {
          headers: { authorization: 'Bearer wrong', 'x-forwarded-for': address },
        })
      ).status
    const wanted = limits.failedSignInsPerMinuteTotal + limits.failedSignInsPerMinute
    for (let count = 0; count < wanted; count++) await guess('192.0.2.1')
    expect(await guess('192.0.2.1')).toBe(429)
    expect(await guess('198.51.100.7')).toBe(401)
  })

  test('P7 a stale cookie is not a guess', async () => {
    await using app = await createTestApp()
    for (let i = 0; i < 12; i++) {
      const answer = await fetch(`${app.url}/api/auth/session`, {
        headers: { cookie: `atrium_session=${'a'.repeat(43)}` },
      })
      expect(answer.status).toBe(401)
    }
  })

  test('P8 no forwarding header makes a caller more trusted', async () => {
    await using app = await createTestApp({ authMode: 'remote' })
    const local = await rawRequest(app.url, ['GET /api/version HTTP/1.1', 'Host: localhost'])
    expect(local.status).toBe(200)
    const names = [
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'X-Forwarded-Proto',
      'Forwarded',
      'X-Real-IP',
      'CF-Connecting-IP',
      'CF-Ray',
      'Via',
      'True-Client-IP',
    ]
    const header = fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom('127.0.0.1', '::1', 'for=127.0.0.1', 'localhost', 'https'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(header, { minLength: 1, maxLength: 4 }), async (headers) => {
        const answer = await rawRequest(app.url, [
          'GET /api/version HTTP/1.1',
          'Host: localhost',
          ...headers.map(([name, value]) => `${name}: ${value}`),
        ])
        expect(answer.status).toBe(401)
      }),
      { numRuns: 40 },
    )
  })
})

describe('P9 and P46', () => {
  test('P9 a key without the scope is refused, and says which one it lacks', async () => {
    await using app = await createTestApp()
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    const answer = await app.rest('GET', '/api/auth/keys', undefined, { headers })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({
      code: 'scope_missing',
      message: "This key lacks the 'admin' permission",
    })
    const rpc = await app.rest('GET', '/trpc/auth.keys.list?input={}', undefined, { headers })
    expect([rpc.status, rpc.body.error.data.code]).toEqual([403, 'scope_missing'])
    expect((await app.rest('GET', '/api/version', undefined, { headers })).status).toBe(200)
  })

  test('P9 scope comes before the input: a refused caller learns nothing of it', async () => {
    await using app = await createTestApp()
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const answer = await app.rest(
      'POST',
      '/api/auth/keys',
      { label: 7 },
      { headers: { authorization: `Bearer ${key}` } },
    )
    expect(answer.status).toBe(403)
  })

  test('P46 one key at its rate does not slow another, and is told when to come back', async () => {
    await using app = await createTestApp({ readsPerMinute: 300, writesPerMinute: 60 })
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const flood = () =>
      app.rest('GET', '/api/version', undefined, { headers: { authorization: `Bearer ${key}` } })
    const answers: RestAnswer[] = []
    while (!answers.some(({ status }) => status === 429) && answers.length < 3_000)
      answers.push(...(await Promise.all(Array.from({ length: 100 }, flood))))
    expect(answers.slice(0, 300).every(({ status }) => status === 200)).toBe(true)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body).toMatchObject({ error: 'Too Many Requests', code: 'too_many_requests' })
    expect(refused?.headers.get('ratelimit')).toContain('r=0')
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await app.rest('GET', '/api/version')).status).toBe(200)
  })

  test('P46 an address without any key is bounded too, and others do not feel it', async () => {
    await using app = await createTestApp({ readsPerMinute: 300, trustedProxies: ['127.0.0.1'] })
    const from = (address: string) =>
      app.rest('GET', '/api/version', undefined, {
        headers: { authorization: '', 'x-forwarded-for': address },
      })
    const allowed = 300 * limits.addressRateFactor
    const statuses: number[] = []
    while (!statuses.includes(429) && statuses.length < 3 * allowed)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 100 }, () => from('203.0.113.9')))).map(
          (answer) => answer.status,
        ),
      )
    expect(statuses.slice(0, allowed).every((status) => status === 401)).toBe(true)
    expect(statuses).toContain(429)
    expect((await from('203.0.113.10')).status).toBe(401)
  })

  test('P46 every call of a tRPC batch counts, and more than 20 are refused', async () => {
    await using app = await createTestApp({ readsPerMinute: 300 })
    const batch = (calls: number) =>
      app.rest(
        'GET',
        `/trpc/${Array(calls).fill('updates.version').join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: calls }, (_, i) => [i, {}]))))}`,
      )
    const ok = await batch(20)
    expect([ok.status, ok.body.length]).toEqual([200, 20])
    const over = await batch(21)
    expect(over.status).toBe(400)
    expect(over.body[0].error.message).toBe('At most 20 calls per batch')
    let status = 200
    for (let i = 0; i < 200 && status === 200; i++) status = (await batch(20)).status
    expect(status).toBe(429)
  })
})

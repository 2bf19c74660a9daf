import { describe, expect, test } from 'vitest'
import { createTestApp } from '../testing.ts'
import { rawRequest } from './testing/wire.ts'

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}
const strict = ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]

function expectSecure(headers: Headers, where: string): void {
  for (const [name, value] of Object.entries(always))
    expect(headers.get(name), `${where}: ${name}`).toBe(value)
  const policy = headers.get('content-security-policy') ?? ''
  for (const rule of strict) expect(policy, where).toContain(rule)
  expect(policy, where).not.toContain("script-src 'unsafe")
  expect(policy, where).not.toContain('*')
  expect(headers.get('x-penates-boot'), where).toMatch(/^\d{13}$/)
}

const parsed = (text: string): Headers =>
  new Headers(
    text
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(':')),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  )

describe('P13 security headers', () => {
  test('P13 every door answers with them, refused or not, and nothing of the API is stored', async () => {
    await using app = await createTestApp()
    for (const { method, path } of app.server.routes) {
      const target = path.replaceAll(/\{\w+\}/g, 'x')
      const { headers } = await app.rest(method, target, undefined, { headers: { authorization: '' } })
      expectSecure(headers, `${method} ${path}`)
      expect(headers.get('cache-control'), path).toContain('no-store')
    }
  })

  test('P13 404, 405, 413, 415, 422, 500, malformed requests and pages too', async () => {
    await using app = await createTestApp()
    const answers = [
      await app.rest('GET', '/api/nope'),
      await app.rest('GET', '/nope.js'),
      await app.rest('GET', '/', undefined, { headers: { accept: 'text/html' } }),
      await app.rest('GET', '/api/docs'),
      await app.rest('DELETE', '/api/version'),
      await app.rest('POST', '/api/auth/keys', { label: 1 }),
      await app.rest('POST', '/api/auth/keys', 'x', { headers: { 'content-type': 'text/plain' } }),
      await app.rest('POST', '/api/auth/keys', `"${'x'.repeat(2_000_000)}"`),
      await app.rest('GET', '/trpc/nope'),
      await app.rest('GET', '/metrics'),
      await app.rest('GET', '/api/%E0%A4%A'),
    ]
    for (const [i, { headers }] of answers.entries()) expectSecure(headers, String(i))
    const nodes = [
      ['GET /api/version HTTP/1.1', 'Host: a', 'Host: b'],
      ['nonsense'],
      ['GET /api/version HTTP/1.1', 'Host: localhost', `X-Large: ${'x'.repeat(20_000)}`],
      ['GET /api/nope HTTP/1.1', 'Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade'],
    ]
    for (const head of nodes) expectSecure(parsed((await rawRequest(app.url, head)).headers), head[0] ?? '')
  })

  test('P13 the page has a fresh nonce each time and runs only what carries it', async () => {
    await using app = await createTestApp()
    const page = () => app.rest('GET', '/api/docs')
    const [one, two] = [await page(), await page()]
    const nonce = (answer: typeof one) =>
      /script-src 'self' 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    expect(nonce(one)).toBeTruthy()
    expect(nonce(one)).not.toBe(nonce(two))
    expect(one.body).toContain(`nonce="${nonce(one)}"`)
    expect(one.body).not.toMatch(/https?:\/\//)
  })

  test('P13 under TLS, and only then, browsers are told to stay with it', async () => {
    await using plain = await createTestApp()
    expect((await plain.rest('GET', '/api/health')).headers.get('strict-transport-security')).toBe(null)
    await using tls = await createTestApp({ publicUrl: 'https://hub.example.org' })
    expect((await tls.rest('GET', '/api/health')).headers.get('strict-transport-security')).toContain(
      'max-age=',
    )
    await using proxied = await createTestApp({ trustedProxies: ['127.0.0.1', '::1'] })
    const answer = await proxied.rest('GET', '/api/health', undefined, {
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
    const forged = await plain.rest('GET', '/api/health', undefined, {
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(forged.headers.get('strict-transport-security')).toBe(null)
  })

  test('P44 an inner error says nothing inner, over REST and over tRPC', async () => {
    await using app = await createTestApp({
      logLevel: 'silent',
      doors: {
        rawRoutes: [
          {
            method: 'GET',
            path: '/test/broken',
            access: 'chat',
            summary: 'For tests',
            input: (await import('zod')).z.object({}),
            response: { status: 200, contentType: 'text/plain', description: 'Never.' },
            handle: () => Promise.reject(new Error('secret /etc/inner')),
          },
        ],
      },
    })
    const answer = await app.rest('GET', '/api/test/broken')
    expect([answer.status, answer.body.code]).toEqual([500, 'internal'])
    expect(answer.body.message).toBe(`Something went wrong. Reference: ${answer.body.requestId}`)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expectSecure(answer.headers, '500')
    const rpc = await app.rest('GET', '/trpc/nope.nope?input={}')
    expect(JSON.stringify(rpc.body)).not.toMatch(/stack|node_modules|\.ts/)
  })
})

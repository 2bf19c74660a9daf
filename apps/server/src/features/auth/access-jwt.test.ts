import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'

const teamDomain = 'garden.cloudflareaccess.com'
const issuer = `https://${teamDomain}`
const audience = 'f00d'.repeat(16)

/** A key set of our own on loopback, as Cloudflare would serve it. */
async function createKeySet() {
  const pair = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  let isUp = true
  const server = createServer((_request, response) => {
    if (!isUp) return response.writeHead(500).end()
    return response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on TCP
  const now = Math.floor(Date.now() / 1000)
  const sign = (change: Record<string, unknown> = {}, { kid = 'one', key = pair.privateKey } = {}) =>
    new SignJWT({ email: 'ada@example.org', iss: issuer, aud: audience, iat: now, exp: now + 600, ...change })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key)
  return {
    access: { teamDomain, audience, jwksUrl: `http://127.0.0.1:${port}/certs` },
    jwk,
    now,
    sign,
    fail: () => (isUp = false),
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** How a request looks that came through the tunnel; even without the mark of Cloudflare it is not a direct one. */
const tunnelled = { 'x-forwarded-for': '203.0.113.9' }

test('P8 an Access assertion counts only after signature, algorithm, issuer, audience, time and address', async () => {
  await using keys = await createKeySet()
  await using app = await createTestApp({ access: keys.access })
  const signedIn = await app.rest('POST', '/api/auth/session', { token: app.token })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' // wrong keys would count as guesses
  const status = async (assertion: string | null) => {
    const headers = {
      ...tunnelled,
      cookie,
      ...(assertion !== null && { 'cf-access-jwt-assertion': assertion }),
    }
    return (await fetch(`${app.url}/api/auth/keys`, { headers })).status
  }
  expect(await status(await keys.sign())).toBe(200)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { email: 'ada@example.org', iss: issuer, aud: audience, exp: keys.now + 600 }
  const stranger = await generateKeyPair('RS256')
  const symmetric = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(Buffer.from(JSON.stringify(keys.jwk)))
  const corpus: Record<string, string | null> = {
    'no assertion': null,
    empty: '',
    garbage: 'a.b.c',
    'alg none': `${encode({ alg: 'none', kid: 'one' })}.${encode(claims)}.`,
    'symmetric with the public key': symmetric,
    'key of a stranger': await keys.sign({}, { key: stranger.privateKey }),
    'unknown key id': await keys.sign({}, { kid: 'two' }),
    'wrong issuer': await keys.sign({ iss: 'https://other.cloudflareaccess.com' }),
    'wrong audience': await keys.sign({ aud: 'beef' }),
    expired: await keys.sign({ exp: keys.now - 1 }),
    early: await keys.sign({ nbf: keys.now + 600 }),
    'no end': await keys.sign({ exp: undefined }),
    'no address': await keys.sign({ email: undefined }),
    'empty address': await keys.sign({ email: '' }),
  }
  for (const [name, assertion] of Object.entries(corpus))
    expect([name, await status(assertion)]).toEqual([name, 401])
})

test('P8 a good assertion is not a credential, and a direct call needs none', async () => {
  await using keys = await createKeySet()
  await using app = await createTestApp({ access: keys.access })
  const headers = { ...tunnelled, 'cf-access-jwt-assertion': await keys.sign() }
  expect((await fetch(`${app.url}/api/auth/keys`, { headers })).status).toBe(401)
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(200)
})

test('P8 leaving out the mark of Cloudflare does not make a forwarded call direct', async () => {
  await using keys = await createKeySet()
  await using app = await createTestApp({ access: keys.access })
  for (const name of ['cf-ray', 'cf-connecting-ip', 'x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    const answer = await app.rest('GET', '/api/auth/keys', undefined, { headers: { [name]: '127.0.0.1' } })
    expect([name, answer.status]).toEqual([name, 401])
  }
})

test('P8 an unreachable key set refuses', async () => {
  await using keys = await createKeySet()
  keys.fail()
  await using app = await createTestApp({ access: keys.access })
  const answer = await app.rest('GET', '/api/auth/keys', undefined, {
    headers: { ...tunnelled, 'cf-access-jwt-assertion': await keys.sign() },
  })
  expect(answer.status).toBe(401)
})

test('P8 signing in through the tunnel needs the assertion too', async () => {
  await using keys = await createKeySet()
  await using app = await createTestApp({ access: keys.access })
  const signIn = async (headers: Record<string, string>) => {
    const answer = await fetch(`${app.url}/api/auth/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token: app.token }),
    })
    return answer.status
  }
  expect(await signIn(tunnelled)).toBe(401)
  expect(await signIn({ ...tunnelled, 'cf-access-jwt-assertion': await keys.sign() })).toBe(200)
})

test('a key set of one’s own lies on this computer alone', async () => {
  const access = { teamDomain, audience, jwksUrl: 'http://192.0.2.1/certs' }
  await expect(createTestApp({ access })).rejects.toThrow(/must lie on 127/)
})

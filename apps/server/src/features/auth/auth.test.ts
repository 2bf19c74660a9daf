import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup } from '@atrium/db'
import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { replaceOwnerToken } from '../../host/owner-token.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { hashOf, makeKey, sameHash } from './keys.ts'

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
/** A caller who shows nothing. */
const anonymous = { headers: { authorization: '' } }

async function keyOf(app: TestApp, scopes: string[] = ['admin'], label = 'test') {
  const { body } = await app.rest('POST', '/api/auth/keys', { label, scopes })
  return body as { id: string; key: string; prefix: string; last4: string }
}

describe.each(engines)('keys on %s', (engine) => {
  test('every door of sign-in refuses without a key', async () => {
    await using app = await createTestApp({ engine })
    for (const [method, path] of [
      ['GET', '/api/auth/keys'],
      ['POST', '/api/auth/keys'],
      ['DELETE', '/api/auth/keys/k_abcdefghijkl'],
      ['GET', '/api/auth/settings'],
      ['PUT', '/api/auth/settings'],
      ['GET', '/api/auth/session'],
      ['DELETE', '/api/auth/session'],
    ] as const) {
      const answer = await fetch(`${app.url}${path}`, { method })
      expect([method, path, answer.status]).toEqual([method, path, 401])
      expect(await answer.json()).toMatchObject({ error: 'Unauthorized', message: 'Valid API key required' })
    }
  })

  test('P4 a key is shown once and lists give what recognises it', async () => {
    await using app = await createTestApp({ engine })
    const made = await app.rest('POST', '/api/auth/keys', { label: '  Pixel ', scopes: ['chat', 'chat'] })
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({ label: 'Pixel', scopes: ['chat'], last_used_at: null })
    expect(made.body.key).toMatch(/^para_[A-Za-z0-9_-]{32}$/)
    expect(made.body.id).toMatch(/^k_[A-Za-z0-9_-]{12}$/)
    const { key, ...shown } = made.body
    const list = await app.rest('GET', '/api/auth/keys')
    expect(list.body).toEqual({ keys: [shown], auth_mode: 'always' })
    expect(key.startsWith(shown.prefix) && key.endsWith(shown.last4)).toBe(true)
    expect(JSON.stringify(list.body)).not.toContain(key)
  })

  test('a key works as Bearer and as X-API-Key, and its last use is noted once a minute', async () => {
    await using app = await createTestApp({ engine })
    const { key, id } = await keyOf(app)
    expect((await app.rest('GET', '/api/auth/settings', undefined, bearer(key))).body).toEqual({
      require_auth: 'always',
      key_count: 1,
    })
    const plain = await fetch(`${app.url}/api/auth/settings`, { headers: { 'x-api-key': key } })
    expect(plain.status).toBe(200)
    await app.app.tasks.close()
    const { body } = await app.rest('GET', '/api/auth/keys')
    expect(body.keys[0]).toMatchObject({ id, last_used_at: expect.stringMatching(/Z$/) })
  })

  test('P6 the next request of a revoked key is refused, also after a restart', async () => {
    await using app = await createTestApp({ engine })
    const { key, id } = await keyOf(app)
    const actor = await app.app.auth.verify(callerWith(key))
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(key))).status).toBe(200)
    expect((await app.rest('DELETE', `/api/auth/keys/${id}`)).body).toEqual({ status: 'deleted', id })
    expect(actor?.revoked.aborted).toBe(true)
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(key))).status).toBe(401)
    expect((await app.rest('DELETE', `/api/auth/keys/${id}`)).body).toMatchObject({
      code: 'not_found',
      message: `Key not found: ${id}`,
    })
    await app.restart()
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(key))).status).toBe(401)
  })

  test('P50 a key whose scopes are damaged may do nothing, the others work, and health says so', async () => {
    await using app = await createTestApp({ engine })
    const damaged = await keyOf(app, ['admin'], 'damaged')
    const sound = await keyOf(app, ['admin'], 'sound')
    await app.app.database.db
      .updateTable('apiKey')
      .set({ scopes: '["admin"' })
      .where('id', '=', damaged.id)
      .execute()
    await app.restart()
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(damaged.key))).status).toBe(403)
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(sound.key))).status).toBe(200)
    const { body } = await app.rest('GET', '/api/health?detailed=true')
    expect(body.problems).toMatchObject([{ code: 'record_quarantined' }])
    await app.rest('DELETE', `/api/auth/keys/${damaged.id}`)
    expect((await app.rest('GET', '/api/health')).body.status).toBe('ok')
  })

  test('a key outlives a restart', async () => {
    await using app = await createTestApp({ engine })
    const { key } = await keyOf(app)
    await app.restart()
    expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(key))).status).toBe(200)
  })

  test('P13 a browser session is a cookie that scripts cannot read, ended on the server at sign-out', async () => {
    await using app = await createTestApp({ engine })
    const { cookie, header, body } = await signIn(app, app.token)
    expect(body).toMatchObject({ label: 'owner', scopes: expect.arrayContaining(['admin']) })
    expect(header).toMatch(/^atrium_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/)
    const who = () => fetch(`${app.url}/api/auth/session`, { headers: { cookie } })
    expect(await (await who()).json()).toMatchObject({ label: 'owner', expires_at: body.expires_at })
    await app.restart()
    expect((await who()).status).toBe(200)
    const out = await fetch(`${app.url}/api/auth/session`, {
      method: 'DELETE',
      headers: { cookie, origin: app.url },
    })
    expect(out.status).toBe(200)
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await who()).status).toBe(401)
  })

  test('P6 the browser sessions of a key end with it', async () => {
    await using app = await createTestApp({ engine })
    const { key, id } = await keyOf(app, ['chat'], 'phone')
    const { cookie, body } = await signIn(app, key)
    expect(body).toMatchObject({ label: 'phone', scopes: ['chat'] })
    await app.rest('DELETE', `/api/auth/keys/${id}`)
    expect((await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status).toBe(401)
  })

  test('P13 signing in again ends the session the browser had', async () => {
    await using app = await createTestApp({ engine })
    const first = await signIn(app, app.token)
    const second = await signIn(app, app.token, { cookie: first.cookie, origin: app.url })
    expect(second.cookie).not.toBe(first.cookie)
    const status = async (cookie: string) =>
      (await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status
    expect([await status(first.cookie), await status(second.cookie)]).toEqual([401, 200])
  })
})

const callerWith = (token: string | null) => ({
  token,
  cookie: null,
  accessJwt: null,
  address: '127.0.0.1',
  secure: false,
  isDirect: () => false,
})

async function signIn(app: TestApp, token: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${app.url}/api/auth/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  })
  const header = answer.headers.get('set-cookie') ?? ''
  const body = (await answer.json()) as { label: string; expires_at: string }
  return { status: answer.status, header, cookie: header.split(';')[0] ?? '', body }
}

test('P2 generated keys are never equal and have the right alphabet', () => {
  const seen = new Set<string>()
  for (let count = 0; count < 100_000; count++) {
    const { key, id } = makeKey()
    seen.add(key)
    if (!/^para_[A-Za-z0-9_-]{32}$/.test(key) || !/^k_[A-Za-z0-9_-]{12}$/.test(id)) throw new Error(key)
  }
  expect(seen.size).toBe(100_000)
})

test('P2 lists tell fewer than 64 of the 192 random bits of a key', () => {
  const { key, id, prefix, last4 } = makeKey()
  expect(key).not.toContain(id.slice(2))
  expect((prefix.length - 'para_'.length + last4.length) * 6).toBeLessThan(64)
})

test('P5 hashes agree only when the secrets do', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameHash(hashOf(a), hashOf(b))).toBe(a === b)
    }),
  )
})

test('P5 every wrong credential gets the same bytes', async () => {
  await using app = await createTestApp()
  const { key, id } = await keyOf(app)
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  const bodies = new Set<string>()
  for (const authorization of [`Bearer ${key}`, `Bearer ${makeKey().key}`, 'Bearer x', 'Basic eDp5', '']) {
    const answer = await fetch(`${app.url}/api/auth/keys`, { headers: { authorization } })
    const { requestId: _, ...body } = (await answer.json()) as { requestId?: string }
    const headers = [...answer.headers].filter(([name]) => name !== 'date') // fetch gives them sorted
    bodies.add(JSON.stringify([answer.status, body, headers]))
  }
  expect([...bodies]).toHaveLength(1)
})

test('P9 a key reaches only what its scopes cover, and cannot make a wider one', async () => {
  await using app = await createTestApp()
  const { key } = await keyOf(app, ['chat', 'terminal', 'files', 'bots'])
  for (const [method, path, body] of [
    ['GET', '/api/auth/keys', undefined],
    ['POST', '/api/auth/keys', { label: 'wider' }],
    ['PUT', '/api/auth/settings', { require_auth: 'remote' }],
  ] as const) {
    const answer = await app.rest(method, path, body, bearer(key))
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_missing'])
    expect(answer.body.message).toBe("This key lacks the 'admin' permission")
  }
})

test('a key needs a label of 1 to 64 characters and known scopes', async () => {
  await using app = await createTestApp()
  for (const body of [
    {},
    { label: ' ' },
    { label: 'x'.repeat(65) },
    { label: 'x', scopes: [] },
    { label: 'x', scopes: ['root'] },
  ]) {
    const answer = await app.rest('POST', '/api/auth/keys', body)
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid'])
  }
})

test(`P45 there are at most ${limits.apiKeys} keys`, async () => {
  await using app = await createTestApp()
  await Promise.all(Array.from({ length: limits.apiKeys + 5 }, (_, at) => keyOf(app, ['chat'], `k${at}`)))
  expect((await app.rest('GET', '/api/auth/settings')).body.key_count).toBe(limits.apiKeys)
  const answer = await app.rest('POST', '/api/auth/keys', { label: 'one more' })
  expect([answer.status, answer.body.code]).toEqual([409, 'limit_reached'])
})

test('a retried creation gives the same key, another body under the same Idempotency-Key is refused', async () => {
  await using app = await createTestApp()
  const create = (label: string, retry: string, token = app.token) =>
    app.rest(
      'POST',
      '/api/auth/keys',
      { label },
      {
        headers: { 'idempotency-key': retry, authorization: `Bearer ${token}` },
      },
    )
  const [first, second] = await Promise.all([create('a', 'one'), create('a', 'one')])
  expect(first.body).toEqual(second.body)
  expect((await create('a', 'one')).body).toEqual(first.body)
  const other = await create('b', 'one')
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_mismatch'])
  expect((await create('b', 'one', first.body.key)).body.id).not.toBe(first.body.id)
  expect((await create('a', 'two')).body.id).not.toBe(first.body.id)
  expect((await app.rest('GET', '/api/auth/settings')).body.key_count).toBe(3)
})

test('P3 by default nobody beyond this computer can connect', async () => {
  await using app = await createTestApp()
  const { port } = new URL(app.url)
  const addresses = Object.values(networkInterfaces()).flatMap(
    (list) => list?.filter((entry) => !entry.internal) ?? [],
  )
  for (const { address, family } of addresses) {
    const host = family === 'IPv6' ? `[${address}]` : address
    if (address.startsWith('fe80')) continue
    await expect(fetch(`http://${host}:${port}/api/health`)).rejects.toThrow()
  }
  expect((await fetch(`${app.url}/api/health`)).status).toBe(200)
})

test('P5 the time a refusal takes does not depend on how much of the key was right', async () => {
  await using app = await createTestApp()
  const { key } = await keyOf(app)
  await app.app.auth.verify(callerWith(key))
  const last = key.endsWith('A') ? 'B' : 'A'
  const wrong = { early: `para_${'A'.repeat(32)}`, late: key.slice(0, -1) + last }
  const times = { early: [] as number[], late: [] as number[] }
  for (let round = 0; round < 3_000; round++) {
    for (const name of round % 2 ? (['early', 'late'] as const) : (['late', 'early'] as const)) {
      const began = performance.now()
      await app.app.auth.verify(callerWith(wrong[name]))
      times[name].push(performance.now() - began)
    }
  }
  expect(Math.abs(welch(times.early, times.late))).toBeLessThan(4.5)
})

/** Welch's t of two samples, without the slowest tenth of each, which is the machine's own noise. */
function welch(one: number[], two: number[]): number {
  const facts = (sample: number[]) => {
    const kept = sample.toSorted((a, b) => a - b).slice(0, Math.floor(sample.length * 0.9))
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length
    const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1)
    return { mean, error: variance / kept.length }
  }
  const [a, b] = [facts(one), facts(two)]
  return (a.mean - b.mean) / Math.sqrt(a.error + b.error)
}

test('P7 wrong sign-ins are limited while the owner keeps working', async () => {
  await using app = await createTestApp()
  const codes: number[] = []
  for (let at = 0; at < limits.failedSignInsPerMinute + 3; at++)
    codes.push((await signIn(app, `wrong-${at}`)).status)
  expect(codes.slice(0, limits.failedSignInsPerMinute).every((code) => code === 401)).toBe(true)
  expect(codes.slice(limits.failedSignInsPerMinute)).toEqual([429, 429, 429])
  expect((await signIn(app, app.token)).status).toBe(200)
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(200)
})

test('P3 sign-in cannot be switched off while somebody beyond this computer may reach the hub', async () => {
  await using app = await createTestApp({ publicUrl: 'https://atrium.example.org' })
  const answer = await app.rest('PUT', '/api/auth/settings', { require_auth: 'disabled' })
  expect(answer.status).toBe(409)
  expect(answer.body).toMatchObject({
    error: 'Conflict',
    message: 'Authentication cannot be switched off while the server listens beyond this computer',
  })
  expect((await app.rest('GET', '/api/auth/settings')).body.require_auth).toBe('always')
})

describe('P3 every listen address with every mode', () => {
  const addresses = [
    '127.0.0.1',
    '127.0.0.2',
    'localhost',
    '::1',
    '0.0.0.0',
    '::',
    '192.0.2.7',
    'atrium.example.org',
  ]
  const modes = ['always', 'remote', 'disabled'] as const
  let place: string
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'atrium-auth-'))
  })
  afterAll(() => rm(place, { recursive: true, force: true }))
  test.each(addresses.flatMap((host) => modes.map((authMode) => ({ host, authMode }))))(
    '$host with $authMode',
    async ({ host, authMode }) => {
      const config = {
        ...readConfig({ ATRIUM_HOST: host, ATRIUM_AUTH: authMode, ATRIUM_LOG_LEVEL: 'error' }),
        home: join(place, 'home'),
        vault: join(place, 'vault'),
      }
      const isAlone = addresses.slice(0, 4).includes(host)
      if (authMode === 'disabled' && !isAlone) {
        await expect(createApp(config)).rejects.toMatchObject({
          exitCode: 78,
          message: `Refusing to listen on ${host} with authentication off`,
        })
      } else await (await createApp(config)).close()
    },
  )
})

test('P8 only a direct call from this computer is spared the credential, and only in the modes that say so', async () => {
  await using app = await createTestApp()
  const status = async (headers: Record<string, string> = {}) =>
    (await fetch(`${app.url}/api/auth/keys`, { headers })).status
  expect(await status()).toBe(401)
  await app.rest('PUT', '/api/auth/settings', { require_auth: 'remote' })
  expect(await status()).toBe(200)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'x-forwarded-for',
        'x-forwarded-proto',
        'x-forwarded-host',
        'forwarded',
        'x-real-ip',
        'cf-ray',
        'cf-connecting-ip',
        'via',
      ),
      fc.constantFrom('127.0.0.1', '::1', 'localhost', 'for=127.0.0.1', '203.0.113.9', 'https'),
      async (name, value) => {
        expect(await status({ [name]: value })).toBe(401)
      },
    ),
    { numRuns: 40 },
  )
  await app.rest('PUT', '/api/auth/settings', { require_auth: 'always' })
  expect(await status()).toBe(401)
})

test('P6 what is open without a credential ends when the mode asks for one again', async () => {
  await using app = await createTestApp({ authMode: 'remote' })
  const local = await app.app.auth.verify({ ...callerWith(null), isDirect: () => true })
  expect(local?.id).toBe('local')
  await app.rest('PUT', '/api/auth/settings', { require_auth: 'always' })
  expect(local?.revoked.aborted).toBe(true)
})

test('the mode outlives a restart, whatever the environment says', async () => {
  await using app = await createTestApp()
  await app.rest('PUT', '/api/auth/settings', { require_auth: 'remote' })
  await app.restart()
  expect((await app.rest('GET', '/api/auth/settings')).body.require_auth).toBe('remote')
  const answer = await app.rest('PUT', '/api/auth/settings', { require_auth: 'sometimes' })
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid'])
})

test('P4 P42 no byte of a key, cookie or owner token is in the database, its log or a backup', async () => {
  await using app = await createTestApp()
  const { key } = await keyOf(app)
  const { cookie } = await signIn(app, key)
  const secrets = [key, app.token, cookie.split('=')[1] ?? '']
  await backup(app.app.database, join(app.home, 'backups'))
  const files = (await readdir(app.home, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.name !== 'token',
  )
  expect(files.map((file) => file.name)).toEqual(
    expect.arrayContaining(['atrium.db', expect.stringMatching(/^atrium-.*\.db$/)]),
  )
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath, file.name))
    for (const secret of secrets) expect([file.name, bytes.includes(secret)]).toEqual([file.name, false])
  }
})

test('P2 two fresh installs share no secret', async () => {
  await using first = await createTestApp()
  await using second = await createTestApp()
  expect(first.token).not.toBe(second.token)
  expect(first.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect((await first.rest('GET', '/api/auth/keys', undefined, bearer(second.token))).status).toBe(401)
  expect((await first.rest('GET', '/api/auth/keys', undefined, anonymous)).status).toBe(401)
})

test('P13 the oldest browser sessions of a credential go when there are too many', async () => {
  await using app = await createTestApp()
  const first = await signIn(app, app.token)
  const status = async () =>
    (await fetch(`${app.url}/api/auth/session`, { headers: { cookie: first.cookie } })).status
  expect(await status()).toBe(200)
  for (let count = 0; count < limits.browserSessions; count++) await signIn(app, app.token)
  expect(await status()).toBe(401)
})

test('P13 a browser session that was silent for 7 days is over', async () => {
  await using app = await createTestApp()
  const { cookie } = await signIn(app, app.token)
  const status = async () => (await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status
  const { db } = app.app.database
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const age = async (change: { lastSeenAt?: string; expiresAt?: string }) => {
    await db.updateTable('browserSession').set(change).execute()
    await app.restart()
  }
  await db
    .updateTable('browserSession')
    .set({ lastSeenAt: daysAgo(6.9) })
    .execute()
  expect(await status()).toBe(200)
  await age({ lastSeenAt: daysAgo(7.1) })
  expect(await status()).toBe(401)
})

test('P13 a browser session is over after 30 days, however busy it was', async () => {
  await using app = await createTestApp()
  const { cookie, body } = await signIn(app, app.token)
  expect(Date.parse(body.expires_at) - Date.now()).toBeLessThanOrEqual(30 * 86_400_000)
  const past = new Date(Date.now() - 1_000).toISOString()
  await app.app.database.db.updateTable('browserSession').set({ expiresAt: past }).execute()
  await app.restart()
  expect((await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status).toBe(401)
})

test('P13 under TLS the cookie is Secure and bound to the host', async () => {
  await using app = await createTestApp({ publicUrl: 'https://atrium.example.org' })
  const { header, cookie } = await signIn(app, app.token)
  expect(header).toMatch(
    /^__Host-atrium=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
  )
  expect((await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status).toBe(200)
})

test('P6 another owner token signs the old one and its browsers out', async () => {
  await using app = await createTestApp()
  const { cookie } = await signIn(app, app.token)
  const old = await app.app.auth.verify(callerWith(app.token))
  const next = 'another-owner-token-of-43-characters-aaaaaa'
  await app.app.auth.replaceOwnerToken(next)
  expect(old?.revoked.aborted).toBe(true)
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(401)
  expect((await fetch(`${app.url}/api/auth/session`, { headers: { cookie } })).status).toBe(401)
  expect((await app.rest('GET', '/api/auth/keys', undefined, bearer(next))).status).toBe(200)
})

test('P6 open streams and sockets of a key end within 5 s when it is revoked, and say why', async () => {
  await using app = await createTestApp()
  const { key, id } = await keyOf(app, ['chat', 'terminal'])
  const said = await app.rest('POST', '/api/chat', { message: 'hello', runner: 'guide' })
  const chatId = /"type":"session".*?"id":"([^"]+)"/.exec(said.body)?.[1]
  const stream = await fetch(`${app.url}/api/chat/${chatId}/events`, bearer(key))
  expect(stream.status).toBe(200)
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/notifications/events`, [`bearer.${key}`])
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener('close', (event) => resolve(event.code)),
  )
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const began = performance.now()
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  const text = await stream.text()
  expect(text.trimEnd().split('\n').at(-1)).toContain('"code":"credential_revoked"')
  expect(await closed).toBe(4001)
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('P6 what a browser has open ends within 5 s when it signs out, and when the owner token changes', async () => {
  await using app = await createTestApp()
  const said = await app.rest('POST', '/api/chat', { message: 'hello', runner: 'guide' })
  const chatId = /"type":"session".*?"id":"([^"]+)"/.exec(said.body)?.[1]
  const open = async () => {
    const { cookie } = await signIn(app, app.token)
    const stream = await fetch(`${app.url}/api/chat/${chatId}/events`, { headers: { cookie } })
    expect(stream.status).toBe(200)
    return { cookie, last: stream.text().then((text) => text.trimEnd().split('\n').at(-1)) }
  }
  const [signedOut, rotated] = [await open(), await open()]
  const began = performance.now()
  await fetch(`${app.url}/api/auth/session`, {
    method: 'DELETE',
    headers: { cookie: signedOut.cookie, origin: app.url },
  })
  expect(await signedOut.last).toContain('"code":"credential_revoked"')
  await replaceOwnerToken(app.home)
  expect(await rotated.last).toContain('"code":"credential_revoked"')
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('P6 a spoilt file of the owner token changes nothing, is reported, and does not stop the next rotation', async () => {
  await using app = await createTestApp()
  const problems = async () => (await app.rest('GET', '/api/health?detailed=true')).body.problems
  await writeFile(join(app.home, 'token'), 'short\n')
  await expect.poll(problems).toMatchObject([{ code: 'owner_token_refused' }])
  const next = await replaceOwnerToken(app.home)
  const status = async () => (await app.rest('GET', '/api/auth/keys', undefined, bearer(next))).status
  await expect.poll(status).toBe(200)
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(401)
  expect((await app.rest('GET', '/api/health')).body.status).toBe('ok')
})

test('P48 a key that was shown works and one that was revoked does not, however often the hub is killed', {
  timeout: 300_000,
}, async () => {
  await using server = await spawnServer()
  const shown: { id: string; key: string }[] = []
  const revoked: string[] = []
  /** Makes keys, and revokes every third one, until the wire is cut. */
  const write = async (): Promise<void> => {
    for (let count = 0; count < 5; count++) {
      const made = await server.rest('POST', '/api/auth/keys', { label: 'acknowledged', scopes: ['chat'] })
      if (made.status !== 200) return
      if (count % 3 < 2) shown.push(made.body)
      else if ((await server.rest('DELETE', `/api/auth/keys/${made.body.id}`)).status === 200)
        revoked.push(made.body.key)
    }
  }
  const status = async (key: string) =>
    (await server.rest('GET', '/api/version', undefined, bearer(key))).status
  for (let round = 0; round < Number(process.env['KILLS'] ?? 3); round++) {
    const writers = Array.from({ length: 4 }, () => write().catch(() => undefined))
    await Promise.race([Promise.all(writers), new Promise((resolve) => setTimeout(resolve, 15 * round))])
    await server.kill('SIGKILL')
    await Promise.all(writers)
    await server.again()
    for (const { key } of shown) expect(await status(key)).toBe(200)
    for (const key of revoked.splice(0)) expect(await status(key)).toBe(401)
    for (const { id } of shown.splice(0)) await server.rest('DELETE', `/api/auth/keys/${id}`)
  }
})

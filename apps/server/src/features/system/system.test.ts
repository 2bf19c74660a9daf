import { readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '@atrium/db'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { createTestApp, spawnServer } from '../../testing.ts'

test('health is open in its short form and says no more', async () => {
  await using app = await createTestApp()
  const answer = await fetch(`${app.url}/api/health`)
  const body = (await answer.json()) as object
  expect(answer.status).toBe(200)
  expect(body).toEqual({
    status: 'ok',
    timestamp: expect.any(Number),
    version: expect.stringMatching(/^\d+\.\d+/),
  })
  expect((await fetch(`${app.url}/api/health?detailed=true`)).status).toBe(401)
})

test('detailed health names the parts, for any key', async () => {
  await using app = await createTestApp()
  const { body: made } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['files'] })
  const { body } = await app.rest('GET', '/api/health?detailed=true', undefined, {
    headers: { authorization: `Bearer ${made.key}` },
  })
  expect(body).toMatchObject({
    status: 'ok',
    vault: { path: app.vault, status: 'ok' },
    database: { engine: 'sqlite', status: 'ok' },
    tmux: { available: expect.any(Boolean) },
    sandbox: { available: expect.any(Boolean) },
    modules: [
      { name: 'brain', status: 'loaded', hash: expect.any(String) },
      { name: 'daily', status: 'loaded', hash: expect.any(String) },
    ],
    uptime: expect.any(Number),
  })
})

test('the version needs a key', async () => {
  await using app = await createTestApp()
  expect((await fetch(`${app.url}/api/version`)).status).toBe(401)
  expect((await app.rest('GET', '/api/version')).body).toMatchObject({
    isNewer: false,
    latest: null,
    error: null,
  })
})

test('a vault that vanished is reported, never made again, and well once it is back', async () => {
  await using app = await createTestApp()
  const aside = `${app.vault}-aside`
  await rename(app.vault, aside)
  const health = async () => (await app.rest('GET', '/api/health?detailed=true')).body
  expect(await health()).toMatchObject({ vault: { status: 'inaccessible' } })
  expect(await health()).toMatchObject({ status: 'degraded', problems: [{ code: 'vault_missing' }] })
  await expect(app.app.vault.assertThere()).rejects.toMatchObject({ code: 'vault_missing' })
  await app.restart()
  await expect(stat(app.vault)).rejects.toMatchObject({ code: 'ENOENT' })
  await rename(aside, app.vault)
  await app.app.vault.assertThere()
  expect(await health()).toMatchObject({ status: 'ok', vault: { status: 'ok' } })
})

test('a database that does not answer is a problem that health names', async () => {
  await using app = await createTestApp()
  await app.app.database.close()
  expect((await app.rest('GET', '/api/health?detailed=true')).body).toMatchObject({
    status: 'degraded',
    database: { status: 'error' },
    problems: expect.arrayContaining([expect.objectContaining({ code: 'database_unreachable' })]),
  })
})

test('below the floor of free space nothing may be written, and health says so', async () => {
  await using app = await createTestApp({ minFreeMb: 1_000_000_000 })
  await expect(app.app.disk.assertSpace()).rejects.toMatchObject({
    code: 'insufficient_storage',
    status: 507,
  })
  expect((await app.rest('GET', '/api/health')).body.status).toBe('degraded')
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(200)
})

describe('P58 a database that cannot be opened', () => {
  test('starts the server in recovery mode and leaves the data as it is', async () => {
    await using app = await createTestApp({ logLevel: 'silent' })
    const file = join(app.home, 'atrium.db')
    await app.app.settings.update({ actor: await owner(app), requestId: 'test' }, { maxLiveAgents: 3 })
    await app.server.close()
    await app.app.close()
    await truncate(file, 5_000)
    await writeFile(file, 'not a database at all, and long enough to be read as a page header'.repeat(80))
    const before = await readFile(file)
    await app.restart().catch(() => undefined)
    const health = await app.rest('GET', '/api/health?detailed=true')
    expect(health.body).toMatchObject({ status: 'recovery', problems: [{ code: 'database_damaged' }] })
    const other = await app.rest('GET', '/api/auth/keys')
    expect([other.status, other.body.code]).toEqual([503, 'recovery'])
    const signIn = await app.rest('POST', '/api/auth/session', { token: app.token })
    expect([signIn.status, signIn.body.code]).toEqual([503, 'recovery'])
    expect(await readFile(file)).toEqual(before)
  })

  test('a migration that fails is undone, and the hub says so', async () => {
    await using app = await createTestApp({ logLevel: 'silent' })
    await app.rest('POST', '/api/auth/keys', { label: 'kept' })
    const { db } = app.app.database
    const applied = await db.selectFrom('migration').selectAll().execute()
    await db.deleteFrom('migration').execute() // its first step runs again and finds its tables there
    await app.restart()
    const health = await app.rest('GET', '/api/health?detailed=true')
    expect(health.body).toMatchObject({ status: 'recovery', problems: [{ code: 'migration_failed' }] })
    for (const path of ['/api/auth/keys', '/api/chat', '/api/sessions', '/trpc/settings.get'])
      expect([path, (await app.rest('GET', path)).status]).toEqual([path, 503])
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/terminal/a`, [`bearer.${app.token}`])
    await new Promise((resolve) => socket.addEventListener('error', resolve))
    expect(socket.protocol).toBe('')
    const file = join(app.home, 'atrium.db')
    {
      await using data = await openDatabase({ url: file })
      await data.db.insertInto('migration').values(applied).execute()
    }
    await app.restart()
    expect((await app.rest('GET', '/api/auth/keys')).body.keys).toMatchObject([{ label: 'kept' }])
    expect((await app.rest('GET', '/api/health')).body.status).toBe('ok')
  })

  test('data of a newer version stops the start', async () => {
    await using app = await createTestApp()
    await app.app.database.db
      .insertInto('migration')
      .values({ name: '9999-from-the-future', appliedAt: new Date().toISOString() })
      .execute()
    const config = { ...app.app.config }
    await app.server.close()
    await app.app.close()
    await expect(createApp(config)).rejects.toMatchObject({ exitCode: 78 })
    await app.app.close()
    await rm(join(app.home, 'atrium.db'))
    await app.restart()
  })
})

test('P57 a second server on the same folder ends with status 75', async () => {
  await using server = await spawnServer()
  const config = { ...readConfig({ ATRIUM_LOG_LEVEL: 'silent' }), home: server.home, vault: server.vault }
  await expect(createApp(config)).rejects.toMatchObject({ exitCode: 75 })
  expect((await server.rest('GET', '/api/health')).status).toBe(200)
  await server.kill('SIGKILL')
  await server.again()
  expect((await server.rest('GET', '/api/health')).status).toBe(200)
})

async function owner(app: { app: Awaited<ReturnType<typeof createApp>> }) {
  const actor = await app.app.auth.verify({
    token: app.app.ownerToken,
    cookie: null,
    accessJwt: null,
    address: '127.0.0.1',
    secure: false,
    isDirect: () => true,
  })
  if (!actor) throw new Error('the owner is refused')
  return actor
}

test('monitors, and clients of the second system, read version and uptime without a key', async () => {
  await using app = await createTestApp()
  const answer = await fetch(`${app.url}/healthz`)
  expect({ status: answer.status, cache: answer.headers.get('cache-control') }).toEqual({
    status: 200,
    cache: 'no-store',
  })
  const body = (await answer.json()) as Record<string, unknown>
  expect(Object.keys(body).toSorted()).toEqual(['status', 'uptimeSeconds', 'version'])
  expect(body['version']).toBe((await app.rest('GET', '/api/version')).body.current)
})

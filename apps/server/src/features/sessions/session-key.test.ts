import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const engines = ['sqlite', 'postgres'] as const
const show =
  'sh -c \'printf "%s\\n" "$ATRIUM_TOKEN" "$ATRIUM_SESSION" "$ATRIUM_URL" "$PENATES_TOKEN" "$PENATES_SESSION" "$PENATES_URL" > env.txt; sleep 600\''

async function begun(app: TestApp, name = 'shop'): Promise<{ token: string; lines: string[] }> {
  const made = await app.rest('POST', '/api/sessions', { name, directory: app.vault, command: show })
  expect(made.status).toBe(201)
  const lines = readFileSync(join(app.vault, 'env.txt'), 'utf8').trimEnd().split('\n')
  return { token: lines[0] ?? '', lines }
}
const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const who = (app: TestApp, token: string) =>
  app.app.auth.verify({
    token,
    cookie: null,
    accessJwt: null,
    address: '127.0.0.1',
    secure: false,
    isDirect: () => true,
  })

describe.each(engines)('the credential of a session on %s', (engine) => {
  test('P9 a program in a session gets a credential of its own, which no process shows and the hub keeps only as a hash', async () => {
    await using app = await createTestApp({ engine })
    const { token, lines } = await begun(app)
    expect(token).toMatch(/^atrs_/)
    expect(lines).toEqual([token, 'cc-shop', app.url, token, 'cc-shop', app.url])
    expect(await who(app, token)).toMatchObject({
      scopes: ['hooks'],
      within: { session: 'cc-shop', cardId: null, projectId: null },
    })
    if (process.platform === 'linux')
      expect(execFileSync('ps', ['-eo', 'args', '-ww']).toString().includes(token)).toBe(false)
    const rows = await app.app.db.selectFrom('sessionKey').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('P9 it opens nothing that a hook does not need, and is no way to sign in', async () => {
    await using app = await createTestApp({ engine })
    const { token } = await begun(app)
    for (const [method, path] of [
      ['GET', '/api/sessions'],
      ['POST', '/api/sessions'],
      ['DELETE', '/api/sessions/cc-shop'],
      ['GET', '/api/chat'],
      ['GET', '/api/auth/keys'],
      ['GET', '/api/fs/ls'],
    ] as const)
      expect([path, (await app.rest(method, path, undefined, as(token))).status]).toEqual([path, 403])
    expect((await app.rest('POST', '/api/auth/session', { token })).status).toBe(401)
  })

  test('it survives a restart, follows the name and ends with the session', async () => {
    await using app = await createTestApp({ engine })
    const { token } = await begun(app)
    await app.restart()
    expect(await who(app, token)).toMatchObject({ within: { session: 'cc-shop' } })
    await app.rest('PATCH', '/api/sessions/cc-shop', { newName: 'store' })
    expect(await who(app, token)).toMatchObject({ within: { session: 'cc-store' } })
    await app.restart()
    expect(await who(app, token)).toMatchObject({ within: { session: 'cc-store' } })
    await app.rest('DELETE', '/api/sessions/cc-store')
    await expect.poll(() => who(app, token)).toBeNull()
    const restored = await app.rest('POST', '/api/sessions/cc-store/restore')
    expect(restored.status).toBe(201)
    expect(await who(app, token)).toBeNull()
  })

  test('it ends when the session is forgotten, and when the session ended while the hub was away', async () => {
    await using app = await createTestApp({ engine })
    const { token } = await begun(app)
    await app.rest('DELETE', '/api/sessions/cc-shop/known')
    expect(await who(app, token)).toBeNull()
    const other = await begun(app, 'other')
    expect(await who(app, other.token)).not.toBeNull()
    execFileSync('tmux', ['-L', app.tmuxSocket, 'kill-session', '-t', '=cc-other'])
    await app.restart()
    expect(await who(app, other.token)).toBeNull()
  })

  test('what a session was begun for is kept while it is started again', async () => {
    await using app = await createTestApp({ engine })
    const within = { cardId: 'card', projectId: 'shop' }
    await app.app.sessions.create({ name: 'card', directory: app.vault, command: show }, null, { within })
    const token = () => readFileSync(join(app.vault, 'env.txt'), 'utf8').split('\n')[0] ?? ''
    expect(await who(app, token())).toMatchObject({ within: { session: 'cc-card', ...within } })
    await app.rest('DELETE', '/api/sessions/cc-card')
    await app.rest('POST', '/api/sessions/cc-card/restore')
    expect(await who(app, token())).toMatchObject({ within: { session: 'cc-card', ...within } })
  })
})

test('P26 a prompt reaches the program as exactly one argument, whatever is in it, and is no part of the known command', async () => {
  await using app = await createTestApp()
  const prompt = `-it's "$HOME" \`id\` #{pane_id} ~ ; \\ 中\n${'long '.repeat(2_000)}`
  const command = `sh -c 'printf "%s|" "$#" "$@" > args.txt; sleep 600' sh`
  await app.app.sessions.create({ name: 'p', directory: app.vault, command }, null, { prompt })
  expect(readFileSync(join(app.vault, 'args.txt'), 'utf8')).toBe(`1| ${prompt}|`)
  const { body } = await app.rest('GET', '/api/sessions')
  expect(body[0]).toMatchObject({ name: 'cc-p', command })
  expect(app.app.sessions.isLive('cc-p')).toBe(true)
  await expect(
    app.app.sessions.create({ name: 'q', directory: app.vault, command }, null, { prompt: 'a\0b' }),
  ).rejects.toMatchObject({ code: 'invalid' })
})

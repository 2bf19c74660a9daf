import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const everything = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
)
const file = (app: TestApp) => join(app.vault, '.mcp.json')
const write = (app: TestApp, content: unknown) =>
  writeFile(file(app), typeof content === 'string' ? content : JSON.stringify(content))
const read = async (app: TestApp) => JSON.parse(await readFile(file(app), 'utf8'))
const names = async (app: TestApp) =>
  (await app.rest('GET', '/api/mcps')).body.servers.map((server: { name: string }) => server.name)
/** A server that leaves a file behind when it is started. */
const marking = (app: TestApp) => ({ command: 'touch', args: [join(app.vault, 'marker')] })
const isMarked = (app: TestApp) =>
  stat(join(app.vault, 'marker')).then(
    () => true,
    () => false,
  )

async function keyFor(app: TestApp, scopes: string[]) {
  const { body } = await app.rest('POST', '/api/auth/keys', { label: 'test', scopes })
  return { headers: { authorization: `Bearer ${body.key}` } }
}

test('every door of MCP servers refuses without a key, and those that change something without admin', async () => {
  await using app = await createTestApp()
  const chat = await keyFor(app, ['chat', 'files', 'terminal'])
  for (const [method, path, needsAdmin] of [
    ['GET', '/api/mcps', false],
    ['GET', '/api/mcps/atrium', false],
    ['GET', '/api/mcps/atrium/tools', false],
    ['POST', '/api/mcps', true],
    ['DELETE', '/api/mcps/x', true],
    ['POST', '/api/mcps/x/test', true],
    ['POST', '/api/mcps/x/approve', true],
  ] as const) {
    const body = method === 'POST' ? { name: 'x', command: 'true' } : undefined
    const nobody = await app.rest(method, path, body, { headers: { authorization: '' } })
    expect([method, path, nobody.status]).toEqual([method, path, 401])
    const some = await app.rest(method, path, body, chat)
    expect([method, path, some.status]).toEqual([method, path, needsAdmin ? 403 : 200])
  }
})

describe.each(engines)('approvals on %s', (engine) => {
  test('P40 a server found in the file is shown with its command line and neither tested nor run before approval', async () => {
    await using app = await createTestApp({ engine })
    await write(app, { mcpServers: { found: { ...marking(app), env: { TOKEN: 'sk-secret-value-9f3c' } } } })
    const { body } = await app.rest('GET', '/api/mcps/found')
    expect(body).toMatchObject({
      name: 'found',
      builtin: false,
      approval: 'new',
      displayType: 'stdio',
      displayCommand: `touch ${join(app.vault, 'marker')}`,
      env: { TOKEN: '••••9f3c' },
    })
    for (const [method, path] of [
      ['POST', '/api/mcps/found/test'],
      ['GET', '/api/mcps/found/tools'],
    ] as const) {
      const refused = await app.rest(method, path)
      expect([refused.status, refused.body.code]).toEqual([409, 'approval_needed'])
      expect(refused.body.meta).toEqual({ hash: body.hash })
    }
    const run = await app.app.mcps.forRun({ trustLevel: 'full', allowed: 'all' })
    expect(run.servers).toEqual({})
    expect(run.warnings).toEqual(["The MCP server 'found' is not used: it has not been approved yet."])
    expect(await isMarked(app)).toBe(false)

    const other = await app.rest('POST', '/api/mcps/found/approve', { hash: 'of something else' })
    expect(other.status).toBe(409)
    const approved = await app.rest('POST', '/api/mcps/found/approve', { hash: body.hash })
    expect(approved.body.server.approval).toBe('approved')
    await app.restart()
    expect((await app.app.mcps.forRun({ trustLevel: 'full', allowed: 'all' })).servers).toEqual({
      found: { type: 'stdio', ...marking(app), env: { TOKEN: 'sk-secret-value-9f3c' } },
    })
    await app.rest('POST', '/api/mcps/found/test')
    expect(await isMarked(app)).toBe(true)
  })

  test.each([
    ['command', { command: 'other' }],
    ['an argument', { args: ['-n'] }],
    ['a value of the environment', { env: { A: '2' } }],
    ['a name of the environment', { env: { B: '1' } }],
    ['the trust level', { trust_level: 'sandboxed' }],
    ['an address', { type: 'http', url: 'http://127.0.0.1:1' }],
    ['a header', { headers: { a: 'b' } }],
  ])('P40 a change of %s in the file asks again', async (_, change) => {
    await using app = await createTestApp({ engine })
    const config = { command: 'true', args: [], env: { A: '1' } }
    expect((await app.rest('POST', '/api/mcps', { name: 'one', config })).body.server.approval).toBe(
      'approved',
    )
    await write(app, { mcpServers: { one: { ...config, ...change } } })
    expect((await app.rest('GET', '/api/mcps/one')).body.approval).toBe('changed')
    expect((await app.rest('POST', '/api/mcps/one/test')).body.code).toBe('approval_needed')
    await write(app, { mcpServers: { one: config } })
    expect((await app.rest('GET', '/api/mcps/one')).body.approval).toBe('approved')
  })
})

test('a server is added, listed, read, replaced and removed', async () => {
  await using app = await createTestApp()
  const added = await app.rest('POST', '/api/mcps', {
    name: 'notes',
    config: { command: 'node', args: ['a b.js', '--x=1'], env: { KEY: 'short' }, note: 'mine' },
  })
  expect(added.status).toBe(200)
  expect(added.body).toMatchObject({
    success: true,
    server: {
      name: 'notes',
      command: 'node',
      env: { KEY: '••••' },
      note: 'mine',
      displayCommand: "node 'a b.js' --x=1",
      approval: 'approved',
    },
  })
  const flat = await app.rest('POST', '/api/mcps', { name: 'far', url: 'https://mcp.example.org/x' })
  expect(flat.body.server).toMatchObject({
    type: 'http',
    displayType: 'http',
    displayCommand: 'https://mcp.example.org/x',
  })
  expect(await names(app)).toEqual(['atrium', 'notes', 'far'])
  expect(await read(app)).toEqual({
    mcpServers: {
      notes: { command: 'node', args: ['a b.js', '--x=1'], env: { KEY: 'short' }, note: 'mine' },
      far: { type: 'http', url: 'https://mcp.example.org/x' },
    },
  })
  expect((await stat(file(app))).mode & 0o777).toBe(0o600)
  await app.rest('POST', '/api/mcps', { name: 'notes', config: { command: 'python3' } })
  expect((await app.rest('GET', '/api/mcps/notes')).body).toMatchObject({
    command: 'python3',
    approval: 'approved',
  })
  const removed = await app.rest('DELETE', '/api/mcps/notes')
  expect(removed.body).toEqual({ success: true, removed: 'notes' })
  expect(await names(app)).toEqual(['atrium', 'far'])
  for (const path of ['/api/mcps/notes', '/api/mcps/notes/tools'])
    expect((await app.rest('GET', path)).body).toMatchObject({
      code: 'not_found',
      message: 'MCP server not found: notes',
    })
  expect((await app.rest('DELETE', '/api/mcps/notes')).status).toBe(404)
})

test('the built-in server is listed, cannot be removed or replaced, and offers its tools', async () => {
  await using app = await createTestApp()
  const removed = await app.rest('DELETE', '/api/mcps/atrium')
  expect([removed.status, removed.body.message]).toEqual([400, "Cannot remove built-in server 'atrium'"])
  expect((await app.rest('POST', '/api/mcps', { name: 'atrium', command: 'true' })).status).toBe(422)
  const { body } = await app.rest('GET', '/api/mcps/atrium/tools')
  expect(body.tools.map((tool: { name: string }) => tool.name)).toEqual([
    'search_sessions',
    'list_recent_sessions',
    'get_session',
    'search_journals',
    'list_recent_journals',
    'get_journal',
  ])
  expect((await app.rest('POST', '/api/mcps/atrium/test')).body).toMatchObject({
    builtin: true,
    status: 'ok',
    toolCount: 6,
  })
  await write(app, { mcpServers: { atrium: { command: 'true' } } })
  const servers = (await app.rest('GET', '/api/mcps')).body.servers
  expect(servers[1].validationErrors).toEqual(["the name 'atrium' is the hub's own"])
})

test('P42 values of environment and headers never come back, and a mask that is written back keeps them', async () => {
  await using app = await createTestApp()
  const secrets = {
    TOKEN: 'canary-token-of-the-server-1',
    SHORT: 'canary2',
    REF: '${OUTSIDE}',
  }
  const config = {
    url: 'https://example.org/mcp?api_key=canary-in-the-address-3&page=2',
    headers: { Authorization: 'Bearer canary-in-a-header-4' },
    oauth: { clientSecret: 'canary-in-a-strange-place-5', clientId: 'seen' },
  }
  await app.rest('POST', '/api/mcps', { name: 'one', config: { command: 'true', env: secrets } })
  await app.rest('POST', '/api/mcps', { name: 'two', config })
  for (const path of ['/api/mcps', '/api/mcps/one', '/api/mcps/two']) {
    const text = JSON.stringify((await app.rest('GET', path)).body)
    expect(text).not.toContain('canary')
  }
  const one = (await app.rest('GET', '/api/mcps/one')).body
  expect(one.env).toEqual({ TOKEN: '••••er-1', SHORT: '••••', REF: '${OUTSIDE}' })
  // The whole object, as a client has it, with one change.
  await app.rest('POST', '/api/mcps', { ...one, args: ['-x'] })
  const two = (await app.rest('GET', '/api/mcps/two')).body
  expect(two.oauth.clientId).toBe('seen')
  await app.rest('POST', '/api/mcps', { name: 'two', config: { ...two, name: undefined } })
  expect(await read(app)).toEqual({
    mcpServers: { one: { command: 'true', env: secrets, args: ['-x'] }, two: { type: 'http', ...config } },
  })
  const nothing = await app.rest('POST', '/api/mcps', {
    name: 'three',
    config: { command: 'true', env: { TOKEN: one.env.TOKEN } },
  })
  expect([nothing.status, nothing.body.message]).toEqual([422, 'env.TOKEN: give the value, not its mask'])
})

test('what decides which code runs is never masked', async () => {
  await using app = await createTestApp()
  const env = { NODE_OPTIONS: '--require /tmp/evil.js', LD_PRELOAD: '/tmp/evil.so', PATH: '/tmp/evil/bin' }
  await write(app, { mcpServers: { one: { command: 'node', args: ['\u202egnp.js', 'a\u0000b'], env } } })
  const { body } = await app.rest('GET', '/api/mcps/one')
  expect(body.env).toEqual(env)
  expect(body.displayCommand).toBe("node '\\u{202e}gnp.js' 'a\\u{0}b'")
  expect(body.validationErrors).toEqual(['args.1: must not contain NUL'])
})

test('both forms of the file are kept, with everything else in it', async () => {
  await using app = await createTestApp()
  const flat =
    '{\n\t"$schema": "https://x",\n\t"old": {"command": "true", "_private": 1, "odd": [1, {"a": null}]}\n}\n'
  await write(app, flat)
  expect((await app.rest('GET', '/api/mcps/old')).body).not.toHaveProperty('_private')
  await app.rest('POST', '/api/mcps', { name: 'new', command: 'false' })
  expect(await readFile(file(app), 'utf8')).toBe(
    '{\n\t"$schema": "https://x",\n\t"old": {\n\t\t"command": "true",\n\t\t"_private": 1,\n\t\t"odd": [\n\t\t\t1,\n\t\t\t{\n\t\t\t\t"a": null\n\t\t\t}\n\t\t]\n\t},\n\t"new": {\n\t\t"command": "false"\n\t}\n}\n',
  )
  await app.rest('DELETE', '/api/mcps/new')
  expect(await read(app)).toEqual(JSON.parse(flat))
  await app.rest('POST', '/api/mcps', { ...(await app.rest('GET', '/api/mcps/old')).body, args: [] })
  expect((await read(app)).old).toEqual({ ...JSON.parse(flat).old, args: [] })
  const wrapped = { before: 1, mcpServers: { __proto__x: 5, old: { command: 'true' } }, after: [2] }
  await write(app, wrapped)
  await app.rest('POST', '/api/mcps', { name: 'new', command: 'false' })
  expect(Object.keys(await read(app))).toEqual(['before', 'mcpServers', 'after'])
  expect(await read(app)).toEqual({
    ...wrapped,
    mcpServers: { ...wrapped.mcpServers, new: { command: 'false' } },
  })
})

test('a broken file is named, never overwritten, and health says so until it is mended', async () => {
  await using app = await createTestApp()
  for (const broken of [
    '{"mcpServers": {"a": {"env": {"T": "canary-secret"}}',
    '[]',
    '{"mcpServers": 3}',
    'null',
  ]) {
    await write(app, broken)
    const list = await app.rest('GET', '/api/mcps')
    expect(list.body.problems).toMatchObject([
      { file: '.mcp.json', message: expect.stringContaining('cannot be used') },
    ])
    expect(JSON.stringify(list.body)).not.toContain('canary')
    for (const refused of [
      await app.rest('POST', '/api/mcps', { name: 'x', command: 'true' }),
      await app.rest('DELETE', '/api/mcps/a'),
      await app.rest('GET', '/api/mcps/a'),
    ])
      expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    expect(await readFile(file(app), 'utf8')).toBe(broken)
  }
  expect((await app.rest('GET', '/api/health?detailed=true')).body.problems).toMatchObject([
    { code: 'mcp_file_broken' },
  ])
  await write(app, '\uFEFF{"mcpServers": {}}')
  expect((await app.rest('POST', '/api/mcps', { name: 'x', command: 'true' })).status).toBe(200)
  expect((await app.rest('GET', '/api/health?detailed=true')).body.problems).toEqual([])
})

test('fifty servers may be added at once and none is lost; the next one is too many', async () => {
  await using app = await createTestApp()
  const all = Array.from({ length: limits.mcpServers }, (_, index) => `s${index}`)
  const added = await Promise.all(all.map((name) => app.rest('POST', '/api/mcps', { name, command: 'true' })))
  expect(new Set(added.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await names(app)).slice(1).sort()).toEqual(all.sort())
  expect((await app.rest('POST', '/api/mcps', { name: 'more', command: 'true' })).body.code).toBe(
    'limit_reached',
  )
  expect((await app.rest('POST', '/api/mcps', { name: 's1', command: 'false' })).status).toBe(200)
  expect((await readdir(app.vault)).filter((name) => name.startsWith('.atrium-draft'))).toEqual([])
})

test('what cannot be used is listed with the reasons and left out of runs', async () => {
  await using app = await createTestApp()
  await write(app, {
    mcpServers: {
      'My Server': { command: 'true' },
      nothing: {},
      text: 'hello',
      args: { command: 'true', args: 'x' },
      'no-url': { type: 'http' },
      ftp: { url: 'ftp://x' },
      named: { url: 'https://me:pw@example.org' },
      bearer: { url: 'https://x.org', auth: 'bearer' },
      type: { type: 'carrier-pigeon', command: 'true' },
      header: { url: 'https://x.org', headers: { 'a b': 'c' } },
      port: { command: 'true', env: { PORT: 3000, ON: true } },
    },
  })
  const { servers } = (await app.rest('GET', '/api/mcps')).body
  const errors = Object.fromEntries(
    servers.map((one: { name: string; validationErrors?: string[] }) => [one.name, one.validationErrors]),
  )
  expect(errors).toEqual({
    atrium: undefined,
    'My Server': [
      'the name must be 1 to 64 lower-case letters, digits, - or _, beginning with a letter or digit',
    ],
    nothing: ['it has neither command nor url'],
    text: ['it is not a JSON object', 'it has neither command nor url'],
    args: [expect.stringContaining('args: ')],
    'no-url': ['url is missing'],
    ftp: ['url must be an http:// or https:// address'],
    named: ['url must not hold a name or password; use headers'],
    bearer: ['auth bearer needs an Authorization header'],
    type: ['its type is none of stdio, http, sse'],
    header: [expect.stringContaining('is not a name of a header')],
    port: undefined,
  })
  expect(JSON.stringify(servers)).not.toContain('me:pw')
  for (const name of Object.keys(errors))
    await app.rest('POST', `/api/mcps/${encodeURIComponent(name)}/approve`)
  const run = await app.app.mcps.forRun({ trustLevel: 'full', allowed: 'all' })
  expect(run.servers).toEqual({
    port: { type: 'stdio', command: 'true', args: [], env: { PORT: '3000', ON: 'true' } },
  })
  expect(run.warnings).toHaveLength(10)
  expect((await app.rest('POST', '/api/mcps/ftp/test')).body).toMatchObject({
    status: 'error',
    error: expect.stringContaining('url must'),
  })
  expect((await app.rest('DELETE', '/api/mcps/My%20Server')).status).toBe(200)
})

test.each([
  [{ name: 'A', command: 'true' }, ['name']],
  [{ name: '../x', command: 'true' }, ['name']],
  [{ command: 'true' }, ['name']],
  [{ name: 'x' }, ['config']],
  [{ name: 'x', config: 'true' }, ['config']],
  [{ name: 'x', config: { command: 5 } }, ['config', 'command']],
  [{ name: 'x', command: 'a\u0000b' }, ['command']],
  [{ name: 'x', command: 'true', args: ['a\u0000'] }, ['args', 0]],
  [{ name: 'x', command: 'true', env: { 'A=B': 'x' } }, ['env', 'A=B']],
  [{ name: 'x', url: 'https://x', headers: { a: 'b\r\nc: d' } }, ['headers', 'a']],
  [{ name: 'x', command: 'true', trust_level: 'root' }, ['trust_level']],
  [{ name: 'x', command: 'true', args: Array.from({ length: 65 }, () => 'x') }, ['args']],
  [{ name: 'x', url: 'file:///etc/passwd' }, ['url']],
])('P22 %j is refused and nothing is written', async (body, loc) => {
  await using app = await createTestApp()
  const answer = await app.rest('POST', '/api/mcps', body)
  expect(answer.status).toBe(422)
  expect(answer.body.detail[0].loc).toEqual(['body', ...loc])
  expect(await readdir(app.vault)).not.toContain('.mcp.json')
})

test('P17 a file that leads out of the vault is neither read nor written', async () => {
  await using app = await createTestApp()
  await mkdir(join(app.home, 'outside'))
  const outside = join(app.home, 'outside', 'x.json')
  await writeFile(outside, '{"mcpServers":{"x":{"command":"true"}}}')
  await symlink(outside, file(app))
  expect(await names(app)).toEqual(['atrium'])
  expect((await app.rest('POST', '/api/mcps', { name: 'y', command: 'true' })).status).toBe(409)
  expect(await readFile(outside, 'utf8')).toBe('{"mcpServers":{"x":{"command":"true"}}}')
})

test('P40 no other door writes the file, and what an agent writes into it waits for approval', async () => {
  await using app = await createTestApp()
  const content = JSON.stringify({ mcpServers: { evil: marking(app) } })
  for (const path of [
    '.mcp.json',
    './.mcp.json',
    '.MCP.json',
    '.mcp.json ',
    'x/../.mcp.json',
    '.atrium/mcp.json',
  ]) {
    expect((await app.rest('PUT', '/api/fs/write', { path, content })).status).toBeGreaterThanOrEqual(400)
    const pushed = await app.rest('POST', '/api/sync/push', { root: '', files: [{ path, content }] })
    expect(pushed.status).toBeGreaterThanOrEqual(400)
  }
  expect(await names(app)).toEqual(['atrium'])
  await write(app, content)
  expect((await app.rest('GET', '/api/mcps/evil')).body.approval).toBe('new')
  await app.app.mcps.forRun({ trustLevel: 'full', allowed: 'all' })
  expect(await isMarked(app)).toBe(false)
})

test('a run gets the servers that are allowed and at least as strict as its chat, with variables filled in', async () => {
  await using app = await createTestApp({
    hostEnv: { ...process.env, WHO: 'me', ATRIUM_TOKEN: 'canary', DATABASE_URL: 'canary' },
  })
  const add = (name: string, config: unknown) => app.rest('POST', '/api/mcps', { name, config })
  await add('full', {
    command: '${WHO}',
    args: ['$WHO', '${NOBODY}', '${NOBODY:-else}', '${ATRIUM_TOKEN}'],
    env: { A: '${WHO}-$WHO', D: '${DATABASE_URL}' },
    trust_level: 'full',
  })
  await add('vault', { command: 'true', trust_level: 'Vault' })
  await add('usual', { command: 'true' })
  await add('boxed', { url: 'https://${WHO}.org/', headers: { who: '${WHO}' }, trust_level: 'untrusted' })
  const forRun = (trustLevel: 'full' | 'vault' | 'sandboxed', allowed: 'all' | 'none' | string[] = 'all') =>
    app.app.mcps.forRun({ trustLevel, allowed })
  const full = await forRun('full')
  expect(full.servers).toEqual({
    full: {
      type: 'stdio',
      command: 'me',
      args: ['me', '${NOBODY}', 'else', '${ATRIUM_TOKEN}'],
      env: { A: 'me-me', D: '${DATABASE_URL}' },
    },
    vault: { type: 'stdio', command: 'true', args: [], env: {} },
    usual: { type: 'stdio', command: 'true', args: [], env: {} },
    boxed: { type: 'http', url: 'https://me.org/', headers: { who: 'me' } },
  })
  expect(Object.keys(full.hubTools)).toEqual(['atrium'])
  expect(Object.keys((await forRun('vault')).servers)).toEqual(['vault', 'usual', 'boxed'])
  expect(Object.keys((await forRun('sandboxed')).servers)).toEqual(['boxed'])
  expect(await forRun('full', 'none')).toEqual({ servers: {}, hubTools: {}, warnings: [] })
  const some = await forRun('full', ['vault', 'stranger'])
  expect([Object.keys(some.servers), some.hubTools]).toEqual([['vault'], {}])
  expect((await app.rest('GET', '/api/mcps/full')).body.args).toContain('${ATRIUM_TOKEN}')
})

test('a real server is tested and lists its tools', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/mcps', {
    name: 'real',
    command: process.execPath,
    args: [everything, 'stdio'],
  })
  const tested = await app.rest('POST', '/api/mcps/real/test')
  expect(tested.body).toMatchObject({
    name: 'real',
    builtin: false,
    status: 'ok',
    serverInfo: { name: 'mcp-servers/everything' },
  })
  const { body } = await app.rest('GET', '/api/mcps/real/tools')
  expect(body.tools).toContainEqual(
    expect.objectContaining({ name: 'echo', description: 'Echoes back the input string' }),
  )
  expect(body.tools).toHaveLength(tested.body.toolCount)
})

test('P42 a server that prints its secrets does not have them shown', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/mcps', {
    name: 'leaky',
    command: process.execPath,
    args: ['-e', 'console.error("bad token " + process.env.TOKEN); process.exit(1)'],
    env: { TOKEN: 'canary-1234567' },
  })
  const { body } = await app.rest('POST', '/api/mcps/leaky/test')
  expect(body).toMatchObject({ status: 'error', error: 'Server exited with code 1', hint: 'bad token …' })
})

test('P42 nor those that were filled in for a name, or stand where the text is cut', async () => {
  await using app = await createTestApp({
    hostEnv: { ...process.env, NOTES_TOKEN: 'canary-in-the-environment' },
  })
  const said = 'console.error("x".repeat(490) + process.argv[1] + "y".repeat(1000)); process.exit(1)'
  await app.rest('POST', '/api/mcps', {
    name: 'leaky',
    command: process.execPath,
    args: ['-e', said, '${NOTES_TOKEN}'],
  })
  const { body } = await app.rest('POST', '/api/mcps/leaky/test')
  expect(body.hint).toBe(`${'x'.repeat(490)}…${'y'.repeat(9)}`)
})

test('at most ten tests a minute', async () => {
  await using app = await createTestApp({ writesPerMinute: limits.writesPerMinute })
  const statuses: number[] = []
  for (let count = 0; count < limits.mcpTestsPerMinute + 1; count++)
    statuses.push((await app.rest('POST', '/api/mcps/atrium/test')).status)
  expect(statuses.slice(0, -1)).toEqual(Array.from({ length: limits.mcpTestsPerMinute }, () => 200))
  expect(statuses.at(-1)).toBe(429)
})

test('a vault that is not there is said, not taken for one without MCP servers', async () => {
  await using app = await createTestApp()
  await rename(app.vault, `${app.vault}-away`)
  const answer = await app.rest('GET', '/api/mcps')
  expect([answer.status, answer.body.code]).toEqual([503, 'vault_missing'])
  await rename(`${app.vault}-away`, app.vault)
  expect((await app.rest('GET', '/api/mcps')).status).toBe(200)
})

test('P45 words that every object knows are no kind of server', async () => {
  await using app = await createTestApp()
  for (const type of ['constructor', '__proto__', 'hasOwnProperty']) {
    await write(app, `{"mcpServers":{"x":{"command":"a","type":"${type}","constructor":{"__proto__":1}}}}`)
    const { status, body } = await app.rest('GET', '/api/mcps')
    expect([status, body.servers?.[1]?.displayType]).toEqual([200, 'unknown'])
    expect(body.servers[1].validationErrors).toEqual(['its type is none of stdio, http, sse'])
  }
})

test('a server that would make the file too large to be read again is refused, and the others stay', async () => {
  await using app = await createTestApp()
  const env = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`V${index}`, 'x'.repeat(9_999)]))
  const add = (name: string) => app.rest('POST', '/api/mcps', { name, command: 'true', env })
  for (const name of ['one', 'two']) expect((await add(name)).status).toBe(200)
  const refused = await add('three')
  expect([refused.status, refused.body.code]).toEqual([409, 'limit_reached'])
  expect(await names(app)).toEqual(['atrium', 'one', 'two'])
  await write(app, ' '.repeat(limits.mcpFileBytes + 1))
  const [problem] = (await app.rest('GET', '/api/mcps')).body.problems
  expect(problem.message).toMatch(/^\.mcp\.json cannot be used/)
  expect(problem.message).not.toContain(app.vault)
})

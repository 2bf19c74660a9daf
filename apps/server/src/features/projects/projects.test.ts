import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { gitText } from '../../host/git.ts'
import { createTestApp, type TestApp, type TestOptions } from '../../testing.ts'

const plan = `# Shop

## Released: v1.0.0
- [x] Cart
- [ ] Left over

## In Development: v1.1.0
- [ ] Dark mode {priority: p1, theme: ui}
- [x] Faster search

## Backlog
- [ ] Gift cards

## Changelog

### v1.0.0 — 2026-01-01
First.
`

/** A hub that finds projects in a folder of the test alone. */
async function createPlace(options: TestOptions = {}) {
  const root = await mkdtemp(join(tmpdir(), 'atrium-projects-'))
  const roots = join(root, 'found')
  await mkdir(roots)
  const app = await createTestApp({ browseRoots: [root], projectRoots: [roots], ...options })
  const folder = async (path: string, files: Record<string, string> = {}): Promise<string> => {
    await mkdir(join(root, path), { recursive: true })
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, path, name), text)
    return join(root, path)
  }
  return {
    app,
    root,
    roots,
    folder,
    /** A registered project with a plan. */
    async project(name = 'shop', text = plan): Promise<string> {
      const path = await folder(name, { 'CHANGELOG.md': text })
      const { body } = await app.rest('POST', '/api/projects', { displayName: name, path })
      return body.id as string
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await chmod(root, 0o755)
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const listed = async (app: TestApp): Promise<{ id: string }[]> =>
  (await app.rest('GET', '/api/projects')).body.projects
const ids = async (app: TestApp): Promise<string[]> => (await listed(app)).map(({ id }) => id)
const text = (path: string): Promise<string> => readFile(join(path, 'CHANGELOG.md'), 'utf8')

async function hear(app: TestApp, token = app.token) {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/projects/events`, [`bearer.${token}`])
  const frames: { type: string; id?: string; seq?: number }[] = []
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString())))
  const closed = once(socket, 'close').then(([code]) => code as number)
  const hears = (count: number, id: string) =>
    expect.poll(() => frames.filter((frame) => frame.id === id).length).toBeGreaterThanOrEqual(count)
  return { socket, frames, closed, hears }
}

describe.each(engines)('projects on %s', (engine) => {
  test('a folder becomes a project, gets a plan, and is there after a restart', async () => {
    await using place = await createPlace({ engine })
    const { app } = place
    const path = await place.folder('My Shop!')
    const made = await app.rest('POST', '/api/projects', { displayName: ' Shop ', path })
    expect([made.status, made.body]).toEqual([201, { id: 'my-shop', displayName: 'Shop', path }])
    expect(await text(path)).toContain('## In Development: v0.1.0')
    await app.restart()
    const [first] = (await app.rest('GET', '/api/projects')).body.projects
    expect(first).toEqual({
      id: 'my-shop',
      displayName: 'Shop',
      path,
      pinned: false,
      released: { version: '0.0.0', done: 1, total: 1 },
      dev: { version: '0.1.0', done: 0, total: 1 },
      backlogCount: 0,
      missing: false,
      mtimeMs: expect.any(Number) as number,
      discovered: false,
      available: true,
      problem: null,
    })
  })

  test('one that was taken out stays away, also when it is found again, and comes back under its old id', async () => {
    await using place = await createPlace({ engine })
    const { app } = place
    const path = await place.folder('found/shop', { 'CHANGELOG.md': plan })
    await app.restart() // it is looked for at the start
    await expect.poll(() => ids(app)).toEqual(['shop'])
    expect((await app.rest('DELETE', '/api/projects/shop')).body).toEqual({ ok: true })
    await app.restart()
    expect(await ids(app)).toEqual([])
    expect(await text(path)).toBe(plan)
    expect((await app.rest('DELETE', '/api/projects/shop')).status).toBe(404)
    const again = await app.rest('POST', '/api/projects', { name: 'Shop', path })
    expect([again.status, again.body.id]).toEqual([201, 'shop'])
    expect(await text(path)).toBe(plan)
  })
})

test('only folders with a repository or a plan are found, never links or hidden ones', async () => {
  await using place = await createPlace()
  const { app } = place
  await place.folder('found/Repo.X/.git')
  await place.folder('found/plan', { 'ROADMAP.md': '## Backlog\n- [ ] a\n' })
  await place.folder('found/session:evil/.git')
  await place.folder('found/search/.git')
  await place.folder('found/empty')
  await place.folder('found/.hidden/.git')
  await symlink(await place.folder('elsewhere', { 'CHANGELOG.md': plan }), join(place.roots, 'link'))
  await app.restart()
  await expect.poll(() => ids(app)).toHaveLength(4)
  expect((await ids(app)).toSorted()).toEqual(['Repo.X', 'plan', 'search-2', 'session-evil'])
  expect(await listed(app)).toContainEqual(
    expect.objectContaining({ id: 'Repo.X', missing: true, mtimeMs: null, discovered: true }),
  )
})

test('a folder that has a plan already is registered with its file as it is', async () => {
  await using place = await createPlace()
  const { app } = place
  const odd = '\uFEFF# Changes\r\n\r\n## [1.0.0]\r\n- Added things  \r\n'
  const path = await place.folder('kept', { 'CHANGELOG.md': odd })
  expect((await app.rest('POST', '/api/projects', { displayName: 'Kept', path })).status).toBe(201)
  expect(await text(path)).toBe(odd)
  expect((await app.rest('GET', '/api/projects/kept')).body).toMatchObject({
    released: { version: null, items: [] },
    unknown: ['[1.0.0]'],
    file: 'CHANGELOG.md',
  })
  const bare = await place.folder('bare')
  await app.rest('POST', '/api/projects', { displayName: 'Bare', path: bare, plan: false })
  expect(await readdir(bare)).toEqual([])
  expect((await app.rest('GET', '/api/projects/bare')).body).toMatchObject({ missing: true, hash: null })
})

test('P17 a project lies below the allowed folders, by its real path', async () => {
  await using place = await createPlace()
  const { app } = place
  await symlink('/etc', join(place.root, 'out'))
  const post = (body: object) => app.rest('POST', '/api/projects', { displayName: 'X', ...body })
  for (const path of ['/etc', '/nowhere/at/all', join(place.root, 'out'), join(place.root, '..')])
    expect(await post({ path })).toMatchObject({ status: 403, body: { code: 'outside_roots' } })
  for (const path of [join(place.root, 'missing'), 'relative'])
    expect((await post({ path })).status).toBeGreaterThanOrEqual(400)
  await place.folder('file', { 'a.txt': '' })
  expect(await post({ path: join(place.root, 'file', 'a.txt') })).toMatchObject({ status: 422 })
  await symlink(await place.folder('real'), join(place.root, 'alias'))
  expect((await post({ path: join(place.root, 'alias') })).body.path).toBe(join(place.root, 'real'))
  expect(await post({ path: join(place.root, 'real') })).toMatchObject({
    status: 409,
    body: { code: 'already_exists' },
  })
  for (const displayName of ['', ' ', 'a{b', 'a\u0000', 'x'.repeat(81), 7])
    expect(await post({ displayName, path: join(place.root, 'file') })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'displayName'] }] },
    })
  expect((await app.rest('POST', '/api/projects', { path: place.root })).body.detail).toMatchObject([
    { msg: 'displayName required' },
  ])
})

test("the hub's own folder cannot be a project", async () => {
  await using place = await createPlace()
  const { app } = place
  await using other = await createTestApp({ browseRoots: [place.root, app.home] })
  const made = await other.rest('POST', '/api/projects', { displayName: 'X', path: other.home })
  expect(made.status).toBe(403)
})

test('every action changes what it names and answers with the plan', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const patch = async (body: object) => {
    const answer = await app.rest('PATCH', `/api/projects/${id}/items`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body
  }
  const before = (await app.rest('GET', `/api/projects/${id}`)).body
  expect(before).toMatchObject({
    released: { version: '1.0.0' },
    dev: {
      version: '1.1.0',
      items: [
        { done: false, text: 'Dark mode', meta: { priority: 'p1', theme: 'ui' }, line: 8 },
        { done: true, text: 'Faster search', meta: {}, line: 9 },
      ],
    },
    changelog: '### v1.0.0 — 2026-01-01\nFirst.',
    unknown: [],
  })
  expect(before).not.toHaveProperty('missing')
  expect((await patch({ action: 'toggle', section: 'dev', line: 8 })).dev.items[0].done).toBe(true)
  expect(
    (await patch({ action: 'edit', section: 'dev', line: 8, text: ' Darker ' })).dev.items[0],
  ).toMatchObject({
    text: 'Darker',
    done: true,
    meta: { priority: 'p1', theme: 'ui' },
  })
  const added = await patch({ action: 'add', section: 'backlog', text: 'Neu', meta: { z: '1', a: '2' } })
  expect(added.backlog.at(-1)).toMatchObject({ text: 'Neu', meta: { a: '2', z: '1' }, done: false })
  const moved = await patch({ action: 'move', section: 'backlog', line: 12, toSection: 'dev' })
  expect(moved.dev.items.map((item: { text: string }) => item.text)).toEqual([
    'Darker',
    'Faster search',
    'Gift cards',
  ])
  const sorted = await patch({ action: 'reorder', section: 'dev', line: 10, toIndex: 0 })
  expect(sorted.dev.items[0].text).toBe('Gift cards')
  expect((await patch({ action: 'delete', section: 'dev', line: 8 })).dev.items).toHaveLength(2)
  expect((await patch({ action: 'set-version', section: 'dev', version: '2.0.0-rc.1' })).dev.version).toBe(
    '2.0.0-rc.1',
  )
  expect(await text(join(place.root, 'shop'))).toBe(
    plan
      .replace('- [ ] Dark mode', '- [x] Darker')
      .replace('v1.1.0', 'v2.0.0-rc.1')
      .replace('- [ ] Gift cards\n', '- [ ] Neu {a: 2, z: 1}\n'),
  )
})

test('P45 a change that breaks a rule names the first one, and nothing is written', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const refused: [object, string][] = [
    [{}, 'bad-action'],
    [{ action: 'drop', section: 'dev', line: 8 }, 'bad-action'],
    [{ action: 'toggle', section: 'done', line: 8 }, 'bad-section'],
    [{ action: 'toggle', section: 'dev' }, 'bad-line'],
    [{ action: 'toggle', section: 'dev', line: 0 }, 'bad-line'],
    [{ action: 'toggle', section: 'dev', line: 1.5 }, 'bad-line'],
    [{ action: 'toggle', section: 'dev', line: '8' }, 'bad-line'],
    [{ action: 'toggle', section: 'dev', line: 8, hash: 1 }, 'bad-hash'],
    [{ action: 'edit', section: 'dev', line: 8, text: ' ' }, 'bad-text'],
    [{ action: 'add', section: 'dev', text: 'a\nb' }, 'bad-text'],
    [{ action: 'add', section: 'dev', text: 'a}' }, 'bad-text'],
    [{ action: 'add', section: 'dev', text: 'x'.repeat(501) }, 'bad-text'],
    [{ action: 'add', section: 'dev', text: 'a', meta: [] }, 'bad-meta'],
    [{ action: 'add', section: 'dev', text: 'a', meta: { a: 1 } }, 'bad-meta'],
    [{ action: 'add', section: 'dev', text: 'a', meta: { constructor: 'x' } }, 'bad-meta'],
    [{ action: 'add', section: 'dev', text: 'a', meta: { a: 'x'.repeat(61) } }, 'bad-meta'],
    [{ action: 'add', section: 'dev', text: 'a', meta: { a: 'b, c: d' } }, 'bad-meta'],
    [{ action: 'move', section: 'dev', line: 8, toSection: 'x' }, 'bad-toSection'],
    [{ action: 'reorder', section: 'dev', line: 8, toIndex: -1 }, 'bad-toIndex'],
    [{ action: 'set-version', section: 'backlog', version: '1' }, 'bad-section'],
    [{ action: 'set-version', section: 'dev', version: '1 2' }, 'bad-version'],
  ]
  for (const [body, reason] of refused) {
    const answer = await app.rest('PATCH', `/api/projects/${id}/items`, body)
    expect([answer.status, answer.body.reason, answer.body.detail[0].type], reason).toEqual([
      422,
      reason,
      reason,
    ])
  }
  const release = (body: object) => app.rest('POST', `/api/projects/${id}/release`, body)
  expect((await release({ newDevVersion: '2' })).body.reason).toBe('bad-release-version')
  expect((await release({ releaseVersion: '1', newDevVersion: '' })).body.reason).toBe('bad-dev-version')
  for (const narrative of [7, 'a\n## b', '\u0000', 'x'.repeat(20_001)])
    expect((await release({ releaseVersion: '1', newDevVersion: '2', narrative })).body.reason).toBe(
      'bad-narrative',
    )
  expect(await text(join(place.root, 'shop'))).toBe(plan)
  expect((await app.rest('PATCH', `/api/projects/${id}`, { pinned: 'yes' })).status).toBe(422)
  expect((await app.rest('PATCH', `/api/projects/${id}`, {})).status).toBe(422)
  expect((await app.rest('PATCH', '/api/projects/nobody/items', { action: 'toggle' })).status).toBe(404)
})

test('P20 a line that is another one by now is refused, and so is a plan that changed since it was read', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const patch = (body: object, headers = {}) =>
    app.rest('PATCH', `/api/projects/${id}/items`, body, { headers })
  const { hash, dev } = (await app.rest('GET', `/api/projects/${id}`)).body
  expect(await patch({ action: 'toggle', section: 'dev', line: 1 })).toMatchObject({
    status: 409,
    body: { code: 'conflict', reason: 'stale-line' },
  })
  expect((await patch({ action: 'toggle', section: 'backlog', line: 8 })).body.reason).toBe('stale-line')
  const path = join(place.root, 'shop', 'CHANGELOG.md')
  await writeFile(path, plan.replace('Dark mode', 'Light mode'))
  const asSeen = { action: 'toggle', section: 'dev', line: 8, hash: dev.items[0].hash }
  expect((await patch(asSeen)).body.reason).toBe('stale-line')
  const late = await patch({ action: 'toggle', section: 'dev', line: 9 }, { 'if-match': `"${hash}"` })
  expect([late.status, late.body.code]).toEqual([412, 'file_changed'])
  expect(await readFile(path, 'utf8')).toBe(plan.replace('Dark mode', 'Light mode'))
})

test('P20 changes that come together are all made', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const many = Array.from({ length: 20 }, (_, at) => `Thing ${at}`)
  const answers = await Promise.all(
    many.map((said) =>
      app.rest('PATCH', `/api/projects/${id}/items`, { action: 'add', section: 'backlog', text: said }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200))
  const { backlog } = (await app.rest('GET', `/api/projects/${id}`)).body
  expect(backlog.map((item: { text: string }) => item.text).toSorted()).toEqual(
    ['Gift cards', ...many].toSorted(),
  )
})

test('a project that is made again under one Idempotency-Key is the first one', async () => {
  await using place = await createPlace()
  const path = await place.folder('shop')
  const options = { headers: { 'idempotency-key': 'one-project' } }
  const post = () => place.app.rest('POST', '/api/projects', { displayName: 'Shop', path }, options)
  const [first, again] = [await post(), await post()]
  expect([again.status, again.body]).toEqual([201, first.body])
  expect(await ids(place.app)).toEqual([first.body.id])
})

test('a release moves the work of now to what is out; sent twice under one key it is one release', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const body = { releaseVersion: '1.1.0', newDevVersion: '1.2.0', narrative: 'Much faster.' }
  const headers = { 'idempotency-key': 'one-release' }
  const first = await app.rest('POST', `/api/projects/${id}/release`, body, { headers })
  const again = await app.rest('POST', `/api/projects/${id}/release`, body, { headers })
  expect(again.body).toEqual(first.body)
  const twice = await app.rest('POST', `/api/projects/${id}/release`, body)
  expect([twice.status, twice.body.reason]).toEqual([409, 'already-released'])
  expect((await app.rest('GET', `/api/projects/${id}`)).body).toEqual(first.body)
  expect(first.body).toMatchObject({
    released: { version: '1.1.0', items: [{ text: 'Dark mode' }, { text: 'Faster search' }] },
    dev: { version: '1.2.0', items: [] },
    backlog: [{ text: 'Gift cards' }],
  })
  expect(first.body.changelog).toMatch(/^### v1\.1\.0 — \d{4}-\d\d-\d\d\n\nMuch faster\.\n\n### v1\.0\.0/)
  const other = await place.project('other', '## Backlog\n')
  const refused = await app.rest('POST', `/api/projects/${other}/release`, body)
  expect([refused.status, refused.body.reason]).toEqual([409, 'released-section-missing'])
})

test('items are found in what is worked on first, then the backlog, then what is out', async () => {
  await using place = await createPlace()
  const { app } = place
  await place.project('one', '## Released: v1\n- [x] an apple\n## Backlog\n- [ ] Apple pie {theme: food}\n')
  await place.project('two', '## In Development: v2\n- [ ] APPLES\n- [ ] pears\n')
  const search = async (query: string) => (await app.rest('GET', `/api/projects/search?${query}`)).body
  const { matches, truncated } = await search('q=apple')
  expect(
    matches.map((match: { projectId: string; section: string }) => [match.projectId, match.section]),
  ).toEqual([
    ['two', 'dev'],
    ['one', 'backlog'],
    ['one', 'released'],
  ])
  expect(matches[1]).toEqual({
    projectId: 'one',
    projectName: 'one',
    section: 'backlog',
    line: 4,
    text: 'Apple pie',
    meta: { theme: 'food' },
    done: false,
  })
  expect(truncated).toBe(false)
  expect(await search('q=apple&limit=1')).toMatchObject({ matches: [{ projectId: 'two' }], truncated: true })
  expect(await search('q=')).toEqual({ matches: [], truncated: false })
  expect((await app.rest('GET', '/api/projects/search?q=a&limit=0')).status).toBe(422)
  expect((await app.rest('GET', '/api/projects/search?q=a&limit=900')).status).toBe(200)
})

test('P50 a plan that cannot be read costs only itself, and is left as it is', async () => {
  await using place = await createPlace()
  const { app } = place
  const good = await place.project('good')
  const bad = await place.project('bad')
  const path = join(place.root, 'bad', 'CHANGELOG.md')
  for (const [bytes, why] of [
    [Buffer.from([0xff, 0xfe, 0x41]), 'UTF-8'],
    [Buffer.from('## Backlog\n\0'), 'UTF-8'],
    [Buffer.alloc(5_000_001, 'a'), '5 MB'],
    [Buffer.alloc(200_000, '\n'), 'lines'],
  ] as const) {
    await writeFile(path, bytes)
    const all = (await app.rest('GET', '/api/projects')).body.projects as { id: string; problem: string }[]
    expect(all.find(({ id }) => id === bad)?.problem).toContain(why)
    expect(all.find(({ id }) => id === good)?.problem).toBeNull()
    expect((await app.rest('GET', `/api/projects/${bad}`)).body).toMatchObject({
      dev: { items: [] },
      hash: null,
    })
    const add = { action: 'add', section: 'backlog', text: 'x' }
    expect((await app.rest('PATCH', `/api/projects/${bad}/items`, add)).status).toBeGreaterThanOrEqual(400)
    expect((await readFile(path)).equals(bytes)).toBe(true)
  }
  await rm(path)
  await symlink('/etc/passwd', path)
  const detail = (await app.rest('GET', `/api/projects/${bad}`)).body
  expect([detail.problem, detail.unknown]).toEqual([expect.stringContaining('outside'), []])
  await rm(path)
  await mkdir(path)
  expect((await app.rest('GET', `/api/projects/${bad}`)).body.problem).toContain('regular file')
})

test('P17 a folder that became a link to elsewhere is no longer the project; a moved one can be told', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  await rename(join(place.root, 'shop'), join(place.root, 'moved'))
  expect((await listed(app))[0]).toMatchObject({ id, available: false, missing: true })
  await symlink(join(place.root, 'moved'), join(place.root, 'shop'))
  const add = { action: 'add', section: 'backlog', text: 'x' }
  expect(await app.rest('PATCH', `/api/projects/${id}/items`, add)).toMatchObject({
    status: 409,
    body: { reason: 'folder-gone' },
  })
  const told = await app.rest('PATCH', `/api/projects/${id}`, {
    path: join(place.root, 'moved'),
    pinned: true,
    displayName: 'Moved',
  })
  expect(told.body).toMatchObject({
    id,
    displayName: 'Moved',
    pinned: true,
    available: true,
    dev: { version: '1.1.0' },
  })
  expect((await app.rest('PATCH', `/api/projects/${id}/items`, add)).status).toBe(200)
})

test('every client hears of a change, made here or by any other program', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const [one, two] = [await hear(app), await hear(app)]
  await expect.poll(() => [one.frames[0]?.type, two.frames[0]?.type]).toEqual(['hello', 'hello'])
  for (const said of ['{"type":"ping"}', 'rubbish', '{"type":"other"}']) one.socket.send(said)
  await expect.poll(() => one.frames.filter(({ type }) => type === 'pong')).toHaveLength(1)
  await app.rest('PATCH', `/api/projects/${id}/items`, { action: 'toggle', section: 'dev', line: 8 })
  await one.hears(1, id)
  await two.hears(1, id)
  const path = join(place.root, 'shop', 'CHANGELOG.md')
  await writeFile(path, plan)
  await one.hears(2, id)
  // As editors save: beside it, then in its place.
  await writeFile(`${path}.tmp`, `${plan}- [ ] more\n`)
  await rename(`${path}.tmp`, path)
  await one.hears(3, id)
  await rm(path)
  await one.hears(4, id)
  await app.rest('PATCH', `/api/projects/${id}`, { pinned: true })
  await two.hears(5, id)
  const seqs = one.frames.flatMap(({ seq }) => seq ?? [])
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  one.socket.close()
  const key = (await app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })).body.key
  expect(await (await hear(app, key)).closed).toBe(4001)
})

test('P23 P24 the repository of a project is read without running anything of it', async () => {
  await using place = await createPlace()
  const { app } = place
  const id = await place.project()
  const cwd = join(place.root, 'shop')
  expect((await app.rest('GET', `/api/projects/${id}/git`)).body).toEqual({ status: null, commits: [] })
  const run = (...args: string[]) =>
    gitText(['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd, writes: true })
  await run('init', '-q', '-b', 'main')
  expect((await app.rest('GET', `/api/projects/${id}/git`)).body).toMatchObject({
    status: { branch: 'main', dirty: true, ahead: null },
    commits: [],
  })
  await run('add', '.')
  for (let at = 0; at < 7; at++) await run('commit', '-q', '--allow-empty', '-m', `Change ${at}\n\nMore`)
  const marker = join(place.root, 'ran')
  await writeFile(join(cwd, 'trap.sh'), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 })
  for (const [key, value] of [
    ['core.fsmonitor', './trap.sh'],
    ['core.pager', './trap.sh'],
    ['filter.x.clean', './trap.sh'],
    ['log.showSignature', 'true'],
    ['gpg.program', './trap.sh'],
  ] as const)
    await run('config', key, value)
  await writeFile(join(cwd, '.gitattributes'), '* filter=x\n')
  await writeFile(join(cwd, 'CHANGELOG.md'), `${plan}\n`)
  const { body } = await app.rest('GET', `/api/projects/${id}/git`)
  expect(body).toMatchObject({ status: { branch: 'main', dirty: true, ahead: null, behind: null } })
  expect(body.commits.map(({ subject }: { subject: string }) => subject)).toEqual([
    'Change 6',
    'Change 5',
    'Change 4',
    'Change 3',
    'Change 2',
  ])
  expect(body.commits[0]).toEqual({
    hash: expect.stringMatching(/^[0-9a-f]{7,}$/) as string,
    subject: 'Change 6',
    relDate: expect.stringContaining('ago') as string,
  })
  const get = async (path: string) => (await app.rest('GET', `/api/projects/${id}/git/${path}`)).body
  expect(await get('diff')).toMatchObject({ isRepo: true, branch: 'main' })
  const { commits, hasMore } = await get('log?limit=2&skip=1')
  expect([commits.length, commits[0].subject, hasMore]).toEqual([2, 'Change 5', true])
  expect(await get(`commit/${commits[0].sha}`)).toMatchObject({
    subject: 'Change 5',
    body: 'More',
    files: [],
  })
  expect((await get('branches')).local).toMatchObject([{ name: 'main' }])
  for (const bad of ['--output=x', 'HEAD', '@{-1}'])
    expect((await app.rest('GET', `/api/projects/${id}/git/commit/${encodeURIComponent(bad)}`)).status).toBe(
      422,
    )
  expect((await app.rest('GET', '/api/projects/nobody/git/log')).status).toBe(404)
  expect(await readdir(place.root)).not.toContain('ran')
  await app.rest('POST', '/api/sessions', { name: 'x', directory: cwd, command: 'cat' })
  expect((await app.rest('GET', '/api/projects/session:cc-x/git')).body.status.branch).toBe('main')
  expect((await app.rest('GET', '/api/projects/session:cc-nobody/git')).status).toBe(404)
  const key = (await app.rest('POST', '/api/auth/keys', { label: 'files', scopes: ['files'] })).body.key
  const asFiles = { headers: { authorization: `Bearer ${key}` } }
  expect((await app.rest('GET', `/api/projects/${id}/git`, undefined, asFiles)).status).toBe(200)
  expect((await app.rest('GET', '/api/projects/session:cc-x/git', undefined, asFiles)).status).toBe(403)
  expect((await app.rest('POST', `/api/projects/${id}/ideagen`, undefined, asFiles)).status).toBe(403)
})

test('other parts ask which project a folder lies in: the innermost one', async () => {
  await using place = await createPlace()
  const outer = await place.project('outer')
  await place.project('outer/inner')
  const { projects } = place.app.app
  expect(projects.containing(join(place.root, 'outer', 'src', 'deep'))?.id).toBe(outer)
  expect(projects.containing(join(place.root, 'outer', 'inner', 'x'))).toMatchObject({ id: 'inner' })
  expect(projects.containing(join(place.root, 'outer-beside'))).toBeNull()
  expect(projects.containing('/')).toBeNull()
})

test('nothing of it is there without a key', async () => {
  await using place = await createPlace()
  const anonymous = { headers: { authorization: 'Bearer nothing' } }
  for (const [method, path] of [
    ['GET', '/api/projects'],
    ['POST', '/api/projects'],
    ['GET', '/api/projects/search'],
    ['GET', '/api/projects/x'],
    ['PATCH', '/api/projects/x/items'],
    ['POST', '/api/projects/x/release'],
  ] as const)
    expect((await place.app.rest(method, path, undefined, anonymous)).status).toBe(401)
})

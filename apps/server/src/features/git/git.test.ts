import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'
import { createRepository, sessionIn } from './testing.ts'

type File = Record<string, unknown> & { path: string; category: string; diff: string | null }
const byPath = (files: File[], path: string, category?: string): File | undefined =>
  files.find((file) => file.path === path && (category === undefined || file.category === category))

test('every door of git refuses without a key, and for a session that is not there', async () => {
  await using app = await createTestApp()
  for (const path of ['/diff', '/git/log', '/git/branches', '/git/commit/abcd']) {
    const none = await app.rest('GET', `/api/sessions/cc-x${path}`, undefined, {
      headers: { authorization: '' },
    })
    expect([path, none.status]).toEqual([path, 401])
    const missing = await app.rest('GET', `/api/sessions/cc-x${path}`)
    expect([path, missing.status, missing.body.message]).toEqual([path, 404, 'Session not found: cc-x'])
  }
})

test('a folder without a repository has no changes, no history, no branches and no commits', async () => {
  await using app = await createTestApp()
  const session = await sessionIn(app, app.vault)
  expect((await session.get('/diff')).body).toEqual({ isRepo: false })
  expect((await session.get('/git/log')).body).toEqual({ commits: [], hasMore: false })
  expect((await session.get('/git/branches')).body).toEqual({ local: [], remote: [], truncated: false })
  expect((await session.get('/git/commit/abcd')).body.message).toBe('Commit not found: abcd')
})

test('a repository without a commit shows what is staged and what is new', async () => {
  using repository = createRepository()
  repository.write('staged.txt', 'a\n')
  repository.git('add', '-A')
  repository.write('new.txt', 'b')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { body } = await session.get('/diff')
  expect(body).toMatchObject({ isRepo: true, branch: 'main', ahead: null, behind: null, operation: null })
  expect(body.files).toMatchObject([
    { category: 'staged', path: 'staged.txt', status: 'A', additions: 1, deletions: 0 },
    { category: 'untracked', path: 'new.txt', status: '?', additions: 1, deletions: 0 },
  ])
  expect(body.files[1].diff).toBe(
    'diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+b\n\\ No newline at end of file\n',
  )
  expect((await session.get('/git/log')).body).toEqual({ commits: [], hasMore: false })
})

test('each kind of change is told as what it is', async () => {
  using repository = createRepository()
  const { git, write, root } = repository
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n')
  write('both.txt', 'one\ntwo\n')
  write('old name.txt', lines)
  write('gone.txt', 'x\n')
  write('mode.sh', 'x\n')
  write('binary', new Uint8Array([0, 1, 2]))
  write('kind', 'a file\n')
  write('ümläut "quoted".txt', 'a\n')
  write('crlf.txt', 'a\r\nb\r\n')
  repository.commit('one')
  write('both.txt', 'one\nTWO\n')
  git('add', 'both.txt')
  write('both.txt', 'one\nTWO\nthree\n')
  renameSync(join(root, 'old name.txt'), join(root, 'new name.txt'))
  git('add', '-A', '--', 'old name.txt', 'new name.txt')
  write('new name.txt', `${lines}\nmore\n`)
  git('rm', '-q', 'gone.txt')
  chmodSync(join(root, 'mode.sh'), 0o755)
  write('binary', new Uint8Array([0, 3]))
  rmSync(join(root, 'kind'))
  symlinkSync('/etc/passwd', join(root, 'kind'))
  write('ümläut "quoted".txt', 'b\n')
  write('new\tfolder/new\nfile', 'x\n')
  write('empty', '')
  symlinkSync('/etc/passwd', join(root, 'link'))
  write('run.sh', '#!/bin/sh\n')
  chmodSync(join(root, 'run.sh'), 0o755)
  createRepository(join(root, 'inside'))
  await using app = await createTestApp()
  const session = await sessionIn(app, root)
  const { files, root: told } = (await session.get('/diff')).body as { files: File[]; root: string }
  expect(told).toBe(root)
  expect(byPath(files, 'both.txt', 'staged')).toMatchObject({ status: 'M', additions: 1, deletions: 1 })
  expect(byPath(files, 'both.txt', 'unstaged')).toMatchObject({ status: 'M', additions: 1, deletions: 0 })
  expect(byPath(files, 'new name.txt', 'staged')).toMatchObject({
    status: 'R',
    oldPath: 'old name.txt',
    diff: null,
  })
  expect(byPath(files, 'new name.txt', 'unstaged')).toMatchObject({ status: 'M', additions: 2, deletions: 1 })
  expect(byPath(files, 'gone.txt')).toMatchObject({ category: 'staged', status: 'D', deletions: 1 })
  expect(byPath(files, 'mode.sh')).toMatchObject({ oldMode: '100644', newMode: '100755', diff: null })
  expect(byPath(files, 'binary')).toMatchObject({ binary: true, diff: null, oversize: false })
  const kind = byPath(files, 'kind')
  expect(kind).toMatchObject({ status: 'T', additions: 1, deletions: 1 })
  expect(kind?.diff).toContain('-a file\n')
  expect(kind?.diff).toContain('+/etc/passwd\n')
  expect(byPath(files, 'ümläut "quoted".txt')).toMatchObject({ additions: 1, deletions: 1 })
  expect(byPath(files, 'new\tfolder/new\nfile')).toMatchObject({ category: 'untracked', additions: 1 })
  expect(byPath(files, 'empty')).toMatchObject({ additions: 0, diff: null, binary: false })
  // A link is told as what it says, never as what it leads to.
  expect(byPath(files, 'link')).toMatchObject({
    additions: 1,
    diff: expect.stringContaining('+/etc/passwd\n'),
  })
  expect(byPath(files, 'run.sh')?.diff).toContain('new file mode 100755')
  expect(byPath(files, 'inside/')).toMatchObject({ category: 'untracked', diff: null })
  expect(files.map(({ category }) => category)).toEqual(
    files.map(({ category }) => category).toSorted((a, b) => order(a) - order(b)),
  )
  const size = Buffer.byteLength(JSON.stringify(files))
  expect(size).toBeLessThan(20_000)
})

const order = (category: string): number => ['staged', 'unstaged', 'untracked'].indexOf(category)

test('a session in a folder of the repository gets paths from its root, and the content of what is new', async () => {
  using repository = createRepository()
  repository.write('top.txt', 'a\n')
  repository.write('deep/down/file.txt', 'a\n')
  repository.commit('one')
  repository.write('top.txt', 'b\n')
  repository.write('deep/down/file.txt', 'b\n')
  repository.write('deep/down/new.txt', 'new\n')
  await using app = await createTestApp()
  const session = await sessionIn(app, join(repository.root, 'deep/down'))
  const { files } = (await session.get('/diff')).body
  expect(files).toMatchObject([
    { path: 'deep/down/file.txt', additions: 1, deletions: 1 },
    { path: 'top.txt', additions: 1, deletions: 1 },
    { path: 'deep/down/new.txt', additions: 1, binary: false, diff: expect.stringContaining('+new\n') },
  ])
})

test('conflicts are listed with their kind and what the file looks like now', async () => {
  using repository = createRepository()
  const { git, write } = repository
  for (const name of ['both', 'ours-gone', 'theirs-gone']) write(name, 'base\n')
  repository.commit('base')
  git('checkout', '-q', '-b', 'other')
  write('both', 'theirs\n')
  write('ours-gone', 'theirs\n')
  write('added', 'theirs\n')
  git('rm', '-q', 'theirs-gone')
  repository.commit('theirs')
  git('checkout', '-q', 'main')
  write('both', 'ours\n')
  write('theirs-gone', 'ours\n')
  write('added', 'ours\n')
  git('rm', '-q', 'ours-gone')
  repository.commit('ours')
  expect(() => git('merge', '-q', 'other')).toThrow()
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { files, operation } = (await session.get('/diff')).body
  expect(operation).toBe('merge')
  const rows = files.map(({ path, category, status, conflict }: File) => [path, category, status, conflict])
  expect(rows.toSorted()).toEqual([
    ['added', 'unstaged', 'U', 'both_added'],
    ['both', 'unstaged', 'U', 'both_modified'],
    ['ours-gone', 'unstaged', 'U', 'deleted_by_us'],
    ['theirs-gone', 'unstaged', 'U', 'deleted_by_them'],
  ])
  expect(byPath(files, 'both')?.diff).toContain('+<<<<<<< HEAD\n ours\n+=======\n+theirs\n+>>>>>>> other\n')
})

test('submodules are compared by their commit', async () => {
  using repository = createRepository()
  using inner = createRepository()
  inner.write('a', 'a\n')
  inner.commit('one')
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', inner.root, 'sub')
  repository.commit('with submodule')
  const sub = join(repository.root, 'sub')
  inner.write('a', 'b\n')
  inner.commit('two')
  repository.git('-C', sub, 'pull', '-q')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { files } = (await session.get('/diff')).body
  expect(files).toMatchObject([
    { path: 'sub', category: 'unstaged', submodule: true, additions: 1, deletions: 1 },
  ])
  expect(files[0].diff).toContain('+Subproject commit ')
})

test('a change that is too large ends early, and the whole stays within its size', async () => {
  using repository = createRepository()
  const { write } = repository
  for (const name of ['large', 'long', 'huge']) write(name, 'x\n')
  repository.commit('one')
  const line = `${'y'.repeat(99)}\n`
  write('large', line.repeat(5_000))
  write('long', 'z'.repeat(400_000))
  write('huge', line.repeat(180_000))
  write('untracked', line.repeat(5_000))
  for (let at = 0; at < 20; at++) write(`many/${at}`, line.repeat(2_500))
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { body } = await session.get('/diff')
  const large = byPath(body.files, 'large')
  expect(large).toMatchObject({ oversize: true, additions: 5_000, deletions: 1, binary: false })
  expect(large?.diff?.length).toBeLessThanOrEqual(limits.diffFileBytes)
  expect(large?.diff?.length).toBeGreaterThan(limits.diffFileBytes / 2)
  expect(large?.diff?.endsWith(`+${line}`)).toBe(true)
  expect(byPath(body.files, 'long')).toMatchObject({ oversize: true, additions: 1 })
  expect(byPath(body.files, 'huge')).toMatchObject({ oversize: true, diff: null })
  expect(byPath(body.files, 'untracked')).toMatchObject({ oversize: true })
  const text = body.files.map((file: File) => file.diff ?? '').join('')
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limits.diffBytes)
  const left = body.files.filter((file: File) => file.path.startsWith('many/') && file.diff === null)
  expect(left.length).toBeGreaterThan(0)
  for (const file of left) expect(file).toMatchObject({ oversize: true, additions: 2_500 })
})

test('of very many changed files the first are told, and how many there are', async () => {
  using repository = createRepository()
  for (let at = 0; at < 700; at++) repository.write(`f${at}`, 'a\n')
  repository.commit('one')
  for (let at = 0; at < 650; at++) repository.write(`f${at}`, 'b\n')
  repository.git('add', '--', ...Array.from({ length: 10 }, (_, at) => `f${at}`))
  repository.write('new', 'new\n')
  const sha = repository.git('rev-parse', 'HEAD').trim()
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { body } = await session.get('/diff')
  expect(body).toMatchObject({ truncated: true, totalFiles: 651 })
  expect(body.files).toHaveLength(limits.diffFiles)
  expect(body.files.filter((file: File) => file.category === 'staged')).toHaveLength(10)
  for (const file of body.files) expect(file).toMatchObject({ additions: 1, deletions: 1 })
  const commit = (await session.get(`/git/commit/${sha}`)).body
  expect(commit).toMatchObject({ truncated: true })
  expect(commit.files).toHaveLength(limits.diffFiles)
  expect(commit.files.at(-1)).toMatchObject({ additions: 1, status: 'A' })
})

test('history comes page by page, by branch and by date, with the names that point at it', async () => {
  using repository = createRepository()
  const { git } = repository
  const shas = Array.from({ length: 7 }, (_, at) => repository.commit(`commit ${at}\n\nWhy ${at}.`))
  git('tag', 'v0.1', shas[3] ?? '')
  git('branch', 'side', shas[2] ?? '')
  git('update-ref', 'refs/remotes/origin/main', shas[6] ?? '')
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const page = async (query: string) => (await session.get(`/git/log?${query}`)).body
  const first = await page('limit=3')
  expect(first.hasMore).toBe(true)
  expect(first.commits).toHaveLength(3)
  expect(first.commits[0]).toEqual({
    sha: shas[6],
    shortSha: shas[6]?.slice(0, 7),
    subject: 'commit 6',
    authorName: 'Ada',
    isoDate: '2026-01-01T10:00:00+02:00',
    refs: ['main', 'origin/main'],
  })
  const one = (await session.get(`/git/commit/${shas[6]}`)).body
  expect(one.shortSha).toBe(first.commits[0].shortSha)
  const last = await page('limit=3&skip=6')
  expect(last).toMatchObject({ hasMore: false, commits: [{ subject: 'commit 0' }] })
  expect((await page('limit=4&skip=3')).hasMore).toBe(false)
  expect((await page('skip=3&limit=1')).commits[0].refs).toEqual(['v0.1'])
  expect((await page('branch=side')).commits).toHaveLength(3)
  expect((await page('branch=origin%2Fmain')).commits).toHaveLength(7)
  expect((await page('before=2025-12-31')).commits).toEqual([])
  expect((await page(`before=${encodeURIComponent('2026-02-01T00:00:00+00:00')}`)).commits).toHaveLength(7)
  const unknown = await session.get('/git/log?branch=nobody')
  expect([unknown.status, unknown.body.message]).toEqual([404, 'Branch not found: nobody'])
  for (const query of [
    'limit=0',
    'limit=201',
    'limit=ten',
    'skip=-1',
    'skip=100001',
    'before=--all',
    'branch=',
  ])
    expect([query, (await session.get(`/git/log?${query}`)).status]).toEqual([query, 422])
})

test('branches tell where they stand to what they follow', async () => {
  using upstream = createRepository()
  const first = upstream.commit('one')
  upstream.commit('two')
  using repository = createRepository()
  repository.git('-c', 'protocol.file.allow=always', 'remote', 'add', 'origin', upstream.root)
  repository.git('fetch', '-q', 'origin')
  repository.git('reset', '-q', '--hard', first)
  repository.git('branch', '-q', '--set-upstream-to=origin/main')
  repository.commit('mine')
  repository.git('branch', 'lone')
  repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const { local, remote } = (await session.get('/git/branches')).body
  expect(local).toEqual(
    expect.arrayContaining([
      { name: 'main', current: true, upstream: 'origin/main', ahead: 1, behind: 1 },
      { name: 'lone', current: false, upstream: '', ahead: null, behind: null },
    ]),
  )
  expect(remote).toEqual([{ name: 'origin/main' }])
  expect((await session.get('/diff')).body).toMatchObject({ ahead: 1, behind: 1 })
})

test('a commit is told with what it changed: the first one, a rename, and a merge against its first parent', async () => {
  using repository = createRepository()
  const { git, write } = repository
  write('a.txt', `${Array.from({ length: 20 }, (_, at) => at).join('\n')}\n`)
  const first = repository.commit('first\n\nThe reason.\n\nSecond paragraph.')
  git('mv', 'a.txt', 'b.txt')
  const renamed = repository.commit('rename')
  git('checkout', '-q', '-b', 'side')
  write('side.txt', 'side\n')
  repository.commit('side')
  git('checkout', '-q', 'main')
  write('main.txt', 'main\n')
  const parent = repository.commit('main')
  git('merge', '-q', '--no-ff', '-m', 'merge', 'side')
  const merge = git('rev-parse', 'HEAD').trim()
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const commit = async (sha: string) => (await session.get(`/git/commit/${sha}`)).body
  expect(await commit(first)).toMatchObject({
    sha: first,
    subject: 'first',
    body: 'The reason.\n\nSecond paragraph.',
    authorName: 'Ada',
    parents: [],
    files: [{ path: 'a.txt', status: 'A', additions: 20, diff: expect.stringContaining('+19\n') }],
    truncated: false,
  })
  expect((await commit(renamed.slice(0, 7))).files).toMatchObject([
    { path: 'b.txt', oldPath: 'a.txt', status: 'R', diff: null },
  ])
  const merged = await commit(merge)
  expect(merged.parents).toHaveLength(2)
  expect(merged.parents[0]).toBe(parent)
  expect(merged.files).toMatchObject([{ path: 'side.txt', status: 'A', additions: 1 }])
  for (const sha of ['ffff', 'f'.repeat(40)])
    expect([sha, (await session.get(`/git/commit/${sha}`)).status]).toEqual([sha, 404])
  const tree = git('rev-parse', 'HEAD^{tree}').trim()
  expect((await session.get(`/git/commit/${tree}`)).status).toBe(404)
  // A branch that is called like the beginning of an id is no id.
  git('branch', 'abcd')
  expect((await session.get('/git/commit/abcd')).status).toBe(404)
})

test('two states are compared by branch or by id, from where they parted', async () => {
  using repository = createRepository()
  const { git, write } = repository
  write('a', 'a\n')
  const base = repository.commit('base')
  git('checkout', '-q', '-b', 'card/one')
  write('card', 'x\n')
  const head = repository.commit('card')
  git('checkout', '-q', 'main')
  write('a', 'b\n')
  repository.commit('main goes on')
  await using app = await createTestApp()
  const of = (range: { base: string; head: string; mergeBase?: boolean }) =>
    app.app.git.diffOf(repository.root, range)
  expect(await of({ base: 'main', head: 'card/one', mergeBase: true })).toMatchObject({
    files: [{ path: 'card', status: 'A' }],
    truncated: false,
  })
  expect((await of({ base: 'main', head: 'card/one' })).files).toHaveLength(2)
  expect((await of({ base, head })).files).toHaveLength(1)
  await expect(of({ base: 'main', head: 'no' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(of({ base: '--output=x', head: 'main' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(of({ base: '@{-1}', head: 'main' })).rejects.toMatchObject({ code: 'invalid' })
})

test('a lock that was left behind keeps nobody from reading, and is told with its age where something is written', async () => {
  using repository = createRepository()
  repository.write('a', 'a\n')
  repository.commit('one')
  const lock = join(repository.root, '.git/index.lock')
  writeFileSync(lock, '')
  const hourAgo = Date.now() / 1000 - 3600
  utimesSync(lock, hourAgo, hourAgo)
  repository.write('a', 'b\n')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  expect((await session.get('/diff')).body.files).toHaveLength(1)
  const { gitText } = await import('../../host/git.ts')
  await expect(gitText(['add', '-A'], { cwd: repository.root, writes: true })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/its lock is 60 min old\. If none runs, remove .*index\.lock$/),
  })
})

test.skipIf(process.getuid?.() !== 0)(
  'a repository of another user is refused with the next step',
  async () => {
    using repository = createRepository()
    const { chownSync } = await import('node:fs')
    repository.commit('one')
    mkdirSync(join(repository.root, 'sub'))
    for (const path of ['.', '.git']) chownSync(join(repository.root, path), 12_345, 12_345)
    await using app = await createTestApp()
    const session = await sessionIn(app, repository.root)
    for (const path of ['/diff', '/git/log', '/git/branches']) {
      const { status, body } = await session.get(path)
      expect([path, status, body.message]).toEqual([path, 409, expect.stringContaining('safe.directory')])
    }
  },
)

test('what cannot be read is refused with what git said', async () => {
  using repository = createRepository()
  repository.commit('one')
  writeFileSync(join(repository.root, '.git/config'), '[core\n')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  for (const path of ['/diff', '/git/log']) {
    const { status, body } = await session.get(path)
    expect([path, status, body.message]).toEqual([path, 409, expect.stringContaining('bad config')])
  }
})

test('badges come from a cache that renews itself behind the answer', async () => {
  using repository = createRepository()
  repository.write('a', 'a\n')
  repository.commit('one')
  await using app = await createTestApp()
  const session = await sessionIn(app, repository.root)
  const badge = async () => {
    const { body } = await app.rest('GET', '/api/sessions')
    return body.find(({ name }: { name: string }) => name === session.name).git
  }
  /** The list is asked as a console asks it, until it says so. */
  const until = async (dirty: boolean) => {
    for (;;) {
      const now = await badge()
      if (now?.dirty === dirty) return now
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const first = app.app.gitBadges.of(repository.root)
  expect([null, false]).toContain(first && first.dirty)
  expect(await until(false)).toEqual({ branch: 'main', dirty: false, ahead: null, behind: null })
  repository.write('a', 'b\n')
  expect(await until(true)).toEqual({ branch: 'main', dirty: true, ahead: null, behind: null })
})

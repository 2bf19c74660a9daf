// What git itself does not see at a glance must not be lost with a working tree.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import { expect, test, vi } from 'vitest'
import { createRestore } from './restore.ts'
import { takeSnapshot } from './snapshots.ts'
import { createBoardStore } from './store.ts'
import { type BoardLab, gitIn, makeRepository, openBoard } from './testing.ts'

// Real git, tmux and a shell for every step.
vi.setConfig({ testTimeout: 120_000 })

const snapshotsOf = async ({ app }: BoardLab): Promise<{ id: string; ref: string }[]> =>
  (await app.rest('GET', '/api/board/snapshots')).body.snapshots

test('P21 a snapshot has what git takes for unchanged: of the same size and second as the index, or set to be left alone', async () => {
  await using lab = await openBoard()
  const { app, git } = lab
  git('config', 'core.trustctime', 'false')
  const { id, path } = await lab.building('Dark mode')
  const [file, then] = [join(path, 'racy'), new Date(Date.now() - 100_000)]
  writeFileSync(file, 'aaaa')
  utimesSync(file, then, then)
  gitIn(path, 'add', 'racy')
  gitIn(path, 'commit', '--quiet', '-m', 'Racy')
  utimesSync(gitIn(path, 'rev-parse', '--path-format=absolute', '--git-path', 'index'), then, then)
  writeFileSync(file, 'bbbb')
  utimesSync(file, then, then)
  gitIn(path, 'update-index', '--assume-unchanged', 'CHANGELOG.md')
  writeFileSync(join(path, 'CHANGELOG.md'), 'mine')
  gitIn(path, 'update-index', '--skip-worktree', 'spec.md')
  writeFileSync(join(path, 'spec.md'), 'mine too')
  expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
  const [kept] = await snapshotsOf(lab)
  expect(['racy', 'CHANGELOG.md', 'spec.md'].map((name) => git('show', `${kept?.ref}:${name}`))).toEqual([
    'bbbb',
    'mine',
    'mine too',
  ])
  expect((await app.rest('POST', `/api/board/snapshots/${kept?.id}/restore`)).status).toBe(201)
  expect(readFileSync(file, 'utf8')).toBe('bbbb')
  expect(readFileSync(join(path, 'spec.md'), 'utf8')).toBe('mine too')
})

test('P21 P51 a file comes back byte for byte, whatever the attributes of the repository make of line ends', async () => {
  await using lab = await openBoard()
  const { app } = lab
  const { id, path } = await lab.building('Dark mode')
  const text = 'one\r\ntwo\n$Id: mine$\n'
  writeFileSync(
    join(path, '.gitattributes'),
    '*.txt text eol=crlf ident\n*.u16 text working-tree-encoding=UTF-16\n',
  )
  writeFileSync(join(path, 'mixed.txt'), text)
  writeFileSync(join(path, 'wide.u16'), '\uFEFFä', 'utf16le')
  expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
  const [kept] = await snapshotsOf(lab)
  expect((await app.rest('POST', `/api/board/snapshots/${kept?.id}/restore`)).status).toBe(201)
  expect(readFileSync(join(path, 'mixed.txt'), 'utf8')).toBe(text)
  expect(readFileSync(join(path, 'wide.u16'), 'utf16le')).toBe('\uFEFFä')
})

test('P21 a working tree with a name that is no UTF-8, or that git does not know any more, stays with its card', async () => {
  await using lab = await openBoard()
  const { app, top } = lab
  const { id, path } = await lab.building('Dark mode')
  const odd = Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xe9])])
  writeFileSync(odd, 'mine')
  const refused = await app.rest('DELETE', `/api/board/cards/${id}`)
  expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining('UTF-8')])
  expect(readFileSync(odd, 'utf8')).toBe('mine')
  rmSync(odd)
  // As after a fresh clone in the place of the repository, or `git worktree prune` while a disk was away.
  writeFileSync(join(path, 'notes.txt'), 'mine')
  rmSync(join(top, '.git/worktrees'), { recursive: true })
  const unknown = await app.rest('DELETE', `/api/board/cards/${id}`)
  expect([unknown.status, unknown.body.message]).toEqual([409, expect.stringContaining(path)])
  expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('mine')
  expect(await lab.cards()).toHaveLength(1)
  rmSync(path, { recursive: true })
  expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
})

test('P21 P49 a snapshot is never restored over what lies in its place, and a card is never held up by it', async () => {
  await using lab = await openBoard()
  const { app } = lab
  const { id, path } = await lab.building('Dark mode')
  writeFileSync(join(path, 'notes.txt'), 'one')
  await lab.patch(id, { stage: 'done' })
  const [kept] = await snapshotsOf(lab)
  const restore = () => app.rest('POST', `/api/board/snapshots/${kept?.id}/restore`)
  expect((await restore()).body.worktreePath).toBe(path)
  writeFileSync(join(path, 'notes.txt'), 'two')
  await lab.patch(id, { worktreePath: null })
  const again = await restore()
  expect([again.status, again.body.worktreePath]).not.toEqual([201, path])
  expect(again.status).toBe(201)
  expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('two')
  expect(readFileSync(join(again.body.worktreePath, 'notes.txt'), 'utf8')).toBe('one')
  // A folder of somebody else's in every place.
  await lab.patch(id, { worktreePath: null })
  const third = await restore()
  expect(third.status).toBe(409)
  expect((await app.rest('PATCH', `/api/board/cards/${id}`, { title: 'Still mine' })).status).toBe(200)
})

test('P49 a push that arrived is never called refused, also when its answer was lost and others pushed behind it', async () => {
  await using lab = await openBoard()
  const { app, remote, git, root } = lab
  const { id, path } = await lab.building('Dark mode')
  gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', 'Work')
  writeFileSync(join(path, 'dark.css'), 'a')
  gitIn(path, 'add', '.')
  gitIn(path, 'commit', '--quiet', '-m', 'Dark mode')
  await lab.patch(id, { stage: 'review' })
  const hook = join(remote, 'hooks/reference-transaction')
  mkdirSync(join(remote, 'hooks'), { recursive: true })
  writeFileSync(
    hook,
    `#!/bin/sh
[ "$1" = committed ] && [ ! -e '${root}/once' ] || exit 0
touch '${root}/once'
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
git update-ref refs/heads/main $(git commit-tree -p main -m On 'main^{tree}')
kill -9 $PPID
`,
  )
  chmodSync(hook, 0o755)
  const done = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
  expect(existsSync(join(root, 'once'))).toBe(true)
  expect([done.status, done.body.done]).toEqual([200, true])
  expect(gitIn(remote, 'show', 'main:CHANGELOG.md')).toContain('- [x] Dark mode')
  expect(git('show', 'main:CHANGELOG.md')).toContain('- [x] Dark mode')
})

test('P49 whether a push arrived is asked again when the remote is gone; until then nothing is taken back', async () => {
  await using lab = await openBoard()
  const { app, remote, root } = lab
  const { id, path } = await lab.building('Dark mode')
  writeFileSync(join(path, 'dark.css'), 'a')
  gitIn(path, 'add', '.')
  gitIn(path, 'commit', '--quiet', '-m', 'Dark mode')
  await lab.patch(id, { stage: 'review' })
  const hook = join(remote, 'hooks/reference-transaction')
  mkdirSync(join(remote, 'hooks'), { recursive: true })
  const away = `${remote}.away`
  writeFileSync(hook, `#!/bin/sh\n[ "$1" = committed ] || exit 0\nmv '${remote}' '${away}'\nkill -9 $PPID\n`)
  chmodSync(hook, 0o755)
  const unsure = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
  expect([unsure.status, unsure.body.code]).toEqual([504, 'gateway_timeout'])
  expect(existsSync(away) && existsSync(root)).toBe(true)
  rmSync(join(away, 'hooks/reference-transaction'))
  renameSync(away, remote)
  await app.restart()
  await expect.poll(async () => (await lab.cards())[0], { timeout: 60_000 }).toMatchObject({ stage: 'done' })
  expect(gitIn(remote, 'log', '--format=%s', '--first-parent', '-3', 'main')).toBe(
    lab.git('log', '--format=%s', '--first-parent', '-3', 'main'),
  )
})

test('P51 a changelog that is no UTF-8 is not written anew', async () => {
  await using lab = await openBoard()
  const { app, git, top } = lab
  const old = readFileSync(join(top, 'CHANGELOG.md'))
  writeFileSync(join(top, 'CHANGELOG.md'), Buffer.concat([old, Buffer.from([0xe9, 0x0a])]))
  git('commit', '--quiet', '-am', 'Latin')
  git('push', '--quiet', 'origin', 'main')
  const { id, path } = await lab.building('Dark mode')
  writeFileSync(join(path, 'dark.css'), 'a')
  gitIn(path, 'add', '.')
  gitIn(path, 'commit', '--quiet', '-m', 'Dark mode')
  await lab.patch(id, { stage: 'review' })
  const refused = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { reason: 'no-changelog-section', message: expect.stringContaining('UTF-8') },
  ])
})

test('an old snapshot goes once the base holds all of it; a young one and one with more in it stay', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-prune-')))
  const { top, git } = makeRepository(root)
  const database = await openDatabase({ url: join(root, 'atrium.db') })
  await migrate(database, { backup: async () => ({ file: '' }) })
  const store = createBoardStore(database.db)
  const tree = join(root, 'tree')
  git('worktree', 'add', '--quiet', '-b', 'idea/a', tree)
  const keep = async (id: string, createdAt: string) => {
    const ref = `refs/atrium/snapshots/c/${id}`
    const taken = await takeSnapshot(tree, ref, id)
    if (!taken) throw new Error('nothing was kept')
    const { commit: commitId, branch, files } = taken
    const card = { cardId: 'c', projectId: 'shop', card: '{}' }
    await store.snapshots.insert({ id, ...card, ref, commitId, branch, files, createdAt })
  }
  writeFileSync(join(tree, 'a.txt'), 'a')
  await keep('old', '2020-01-01T00:00:00.000Z')
  await keep('young', '2026-01-01T00:00:00.000Z')
  writeFileSync(join(tree, 'b.txt'), 'b')
  await keep('more', '2020-01-01T00:00:00.000Z')
  // Of all that the board shares, what this needs.
  const desk = { store, project: () => ({ id: 'shop', path: top }) } as unknown as Parameters<
    typeof createRestore
  >[0]
  const left = async () => (await store.snapshots.list()).map(({ id }) => id).toSorted()
  await createRestore(desk).prune('2021-01-01T00:00:00.000Z')
  expect(await left()).toEqual(['more', 'old', 'young'])
  writeFileSync(join(top, 'a.txt'), 'a')
  git('add', '.')
  git('commit', '--quiet', '-m', 'By another way')
  await createRestore(desk).prune('2021-01-01T00:00:00.000Z')
  expect(await left()).toEqual(['more', 'young'])
  expect(git('for-each-ref', '--format=%(refname:lstrip=4)', 'refs/atrium').split('\n')).toEqual([
    'more',
    'young',
  ])
  await database.db.destroy()
  rmSync(root, { recursive: true, force: true })
})

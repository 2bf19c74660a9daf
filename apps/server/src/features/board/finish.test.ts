import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type BoardLab, gitIn, openBoard, plan } from './testing.ts'

// Real git, tmux and a shell for every step.
vi.setConfig({ testTimeout: 120_000 })

/** A card in review whose branch has one commit. */
async function inReview(lab: BoardLab, title: string, file = 'dark.css', text = 'a\n') {
  const built = await lab.building(title)
  writeFileSync(join(built.path, file), text)
  gitIn(built.path, 'add', '.')
  gitIn(built.path, 'commit', '--quiet', '-m', title)
  await lab.patch(built.id, { stage: 'review' })
  return built
}
const heads = (lab: BoardLab) => [lab.git('rev-parse', 'main'), gitIn(lab.remote, 'rev-parse', 'main')]

test('everything that stands in the way of a finish is named, and nothing has moved', async () => {
  await using lab = await openBoard()
  const { app, top, remote, git, root } = lab
  const { id, path } = await inReview(lab, 'Dark mode', 'CHANGELOG.md', plan.replace('Something', 'Else'))
  const finish = async (reason: string, undo: () => void) => {
    const before = heads(lab)
    const { status, body } = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
    expect([reason, status, body.code, body.reason]).toEqual([reason, 409, 'conflict', reason])
    expect(heads(lab)).toEqual(before)
    undo()
    expect((await lab.cards())[0]).toMatchObject({ stage: 'review', worktreePath: path, sessionLive: true })
    expect(git('for-each-ref', 'refs/atrium')).toBe('')
  }
  writeFileSync(join(top, 'dirt'), '')
  await finish('dirty-tree', () => rmSync(join(top, 'dirt')))
  writeFileSync(join(top, '.git/index.lock'), '')
  await finish('locked', () => rmSync(join(top, '.git/index.lock')))
  git('remote', 'rename', 'origin', 'upstream')
  await finish('no-remote', () => git('remote', 'rename', 'upstream', 'origin'))
  writeFileSync(join(path, 'more'), '')
  await finish('uncommitted-work', () => rmSync(join(path, 'more')))
  renameSync(remote, `${remote}.away`)
  const { body } = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
  expect(body.reason).toBe('fetch-failed')
  renameSync(`${remote}.away`, remote)

  const other = join(root, 'other')
  gitIn(root, 'clone', '--quiet', remote, other)
  writeFileSync(join(other, 'theirs'), '')
  gitIn(other, 'add', '.')
  gitIn(other, 'commit', '--quiet', '-m', 'Theirs')
  gitIn(other, 'push', '--quiet')
  git('commit', '--quiet', '--allow-empty', '-m', 'Mine')
  await finish('remote-diverged', () => git('reset', '--quiet', '--hard', 'HEAD~1'))
  writeFileSync(join(other, 'CHANGELOG.md'), plan.replace('Something', 'Theirs'))
  gitIn(other, 'commit', '--quiet', '-am', 'Theirs too')
  gitIn(other, 'push', '--quiet')
  await finish('conflict', () => undefined)
  writeFileSync(join(other, 'CHANGELOG.md'), '# Nothing\n')
  gitIn(other, 'commit', '--quiet', '-am', 'No plan')
  gitIn(other, 'push', '--quiet')
  gitIn(path, 'reset', '--quiet', '--hard', 'HEAD~1')
  gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', 'Empty')
  await finish('no-changelog-section', () => undefined)
  gitIn(path, 'checkout', '--quiet', '--detach')
  git('branch', '-D', 'idea/dark-mode')
  await finish('no-branch', () => undefined)
})

test('a push that the remote refuses leaves base, card and working tree as they were, and can be repeated', async () => {
  await using lab = await openBoard()
  const { app, remote, git } = lab
  const { id, path } = await inReview(lab, 'Dark mode')
  const hook = join(remote, 'hooks/pre-receive')
  mkdirSync(join(remote, 'hooks'), { recursive: true })
  writeFileSync(hook, '#!/bin/sh\necho not today >&2\nexit 1\n')
  chmodSync(hook, 0o755)
  const before = heads(lab)
  const refused = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
  expect([refused.status, refused.body]).toMatchObject([
    502,
    { code: 'bad_gateway', reason: 'push-failed', meta: { merged: false } },
  ])
  expect(heads(lab)).toEqual(before)
  expect((await lab.cards())[0]).toMatchObject({ stage: 'review', worktreePath: path, sessionLive: true })
  expect(git('for-each-ref', 'refs/atrium')).toBe('')
  rmSync(hook)
  expect((await app.rest('POST', `/api/board/cards/${id}/finish`, {})).body).toMatchObject({
    done: true,
    pushed: true,
  })
})

test('a remote that has gone on is merged with, and the base here follows both', async () => {
  await using lab = await openBoard()
  const { app, root, remote, top } = lab
  const { id } = await inReview(lab, 'Dark mode')
  const other = join(root, 'other')
  gitIn(root, 'clone', '--quiet', remote, other)
  writeFileSync(join(other, 'theirs'), 'x')
  gitIn(other, 'add', '.')
  gitIn(other, 'commit', '--quiet', '-m', 'Theirs')
  gitIn(other, 'push', '--quiet')
  expect((await app.rest('POST', `/api/board/cards/${id}/finish`, {})).body).toMatchObject({
    done: true,
    note: null,
  })
  const [local, there] = heads(lab)
  expect(local).toBe(there)
  for (const file of ['theirs', 'dark.css']) expect(existsSync(join(top, file))).toBe(true)
})

test('cards that are finished at the same moment come one after the other, both whole', async () => {
  await using lab = await openBoard()
  const { app, top } = lab
  const cards = [
    await inReview(lab, 'One', 'one'),
    await inReview(lab, 'Two', 'two'),
    await inReview(lab, 'Three', 'three'),
  ]
  const done = await Promise.all(cards.map(({ id }) => app.rest('POST', `/api/board/cards/${id}/finish`, {})))
  expect(done.map(({ status, body }) => [status, body.done, body.note])).toEqual(
    cards.map(() => [200, true, null]),
  )
  const text = readFileSync(join(top, 'CHANGELOG.md'), 'utf8')
  for (const title of ['One', 'Two', 'Three']) expect(text.split(`- [x] ${title}\n`)).toHaveLength(2)
  const [local, there] = heads(lab)
  expect(local).toBe(there)
  expect(lab.git('status', '--porcelain')).toBe('')
})

test('work that is not committed is asked for, then kept; a base that is not checked out follows too', async () => {
  await using lab = await openBoard()
  const { app, git } = lab
  const { id, path } = await inReview(lab, 'Dark mode')
  writeFileSync(join(path, 'notes.txt'), 'mine')
  git('checkout', '--quiet', '-b', 'elsewhere')
  const done = await app.rest('POST', `/api/board/cards/${id}/finish`, { uncommitted: 'snapshot' })
  expect(done.body).toMatchObject({ done: true, note: null, cleanup: { snapshot: expect.any(String) } })
  const [local, there] = heads(lab)
  expect(local).toBe(there)
  const { snapshots } = (await app.rest('GET', '/api/board/snapshots')).body
  expect(git('show', `${snapshots[0].ref}:notes.txt`)).toBe('mine')
  expect((await app.rest('DELETE', `/api/board/snapshots/${snapshots[0].id}`)).status).toBe(204)
  expect(git('for-each-ref', 'refs/atrium')).toBe('')
})

test('P21 neither the end of a session nor a start of the hub takes a working tree away, and a repository inside one is left alone', async () => {
  await using lab = await openBoard()
  const { app } = lab
  const { id, session, path } = await lab.building('Dark mode')
  writeFileSync(join(path, 'mine'), 'x')
  expect((await app.rest('DELETE', `/api/sessions/${session}`)).status).toBe(200)
  await app.restart()
  expect(readFileSync(join(path, 'mine'), 'utf8')).toBe('x')
  expect((await lab.cards())[0]).toMatchObject({ worktreePath: path, sessionLive: false })
  // Begun again in the same place.
  expect((await app.rest('POST', `/api/board/cards/${id}/implement`, {})).body).toMatchObject({
    session,
    reused: false,
  })
  mkdirSync(join(path, 'inner'))
  gitIn(join(path, 'inner'), 'init', '--quiet')
  writeFileSync(join(path, 'inner/file'), 'x')
  const refused = await app.rest('DELETE', `/api/board/cards/${id}`)
  expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining('inner')])
  expect(readFileSync(join(path, 'inner/file'), 'utf8')).toBe('x')
  expect(await lab.cards()).toHaveLength(1)
  rmSync(join(path, 'inner'), { recursive: true })
  expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
  expect(existsSync(path)).toBe(false)
})

test('P23 P22 no program that the repository names is run on the whole way from idea to done', async () => {
  await using lab = await openBoard()
  const { app, root, top, git } = lab
  const marks = join(root, 'marks')
  mkdirSync(marks)
  const trap = (name: string, then = 'cat') => {
    const file = join(root, `trap-${name}`)
    writeFileSync(file, `#!/bin/sh\ntouch '${marks}/${name}'\n${then}\n`)
    chmodSync(file, 0o755)
    return file
  }
  writeFileSync(
    join(top, '.gitattributes'),
    '*.css filter=evil diff=evil\nCHANGELOG.md merge=ev=il\n*.txt text eol=crlf\n',
  )
  git('add', '.')
  git('commit', '--quiet', '-m', 'Attributes')
  git('push', '--quiet', 'origin', 'main')
  for (const hook of [
    'post-checkout',
    'pre-commit',
    'commit-msg',
    'post-commit',
    'pre-push',
    'post-merge',
    'pre-merge-commit',
    'reference-transaction',
    'post-index-change',
    'pre-auto-gc',
  ]) {
    const file = join(top, '.git/hooks', hook)
    mkdirSync(join(top, '.git/hooks'), { recursive: true })
    writeFileSync(file, `#!/bin/sh\ntouch '${marks}/hook-${hook}'\n`)
    chmodSync(file, 0o755)
  }
  const config: [string, string][] = [
    ['filter.evil.clean', trap('clean')],
    ['filter.evil.smudge', trap('smudge')],
    ['filter.evil.process', trap('process')],
    ['filter.evil.required', 'true'],
    ['diff.evil.textconv', trap('textconv')],
    ['diff.evil.command', trap('diff')],
    ['diff.external', trap('external')],
    ['merge.ev=il.driver', `${trap('merge')} %A`],
    ['core.fsmonitor', trap('fsmonitor')],
    ['core.sshCommand', trap('ssh')],
    ['core.editor', trap('editor')],
    ['core.pager', trap('pager')],
    ['core.askPass', trap('askpass')],
    ['credential.helper', trap('credential')],
    ['gpg.program', trap('gpg')],
    ['commit.gpgSign', 'true'],
    ['push.gpgSign', 'if-asked'],
    ['merge.verifySignatures', 'true'],
    ['log.showSignature', 'true'],
    ['remote.origin.receivepack', trap('receivepack')],
    ['remote.origin.uploadpack', trap('uploadpack')],
    ['core.alternateRefsCommand', trap('alternates')],
    ['sequence.editor', trap('sequence')],
  ]
  const safe = readFileSync(join(top, '.git/config'), 'utf8')
  for (const [key, value] of config) git('config', key, value)
  const evil = readFileSync(join(top, '.git/config'), 'utf8')
  /** What the person does with git is theirs, and none of this test's matter. */
  const asPerson = (work: () => void) => {
    writeFileSync(join(top, '.git/config'), safe)
    renameSync(join(top, '.git/hooks'), join(top, '.git/hooks-off'))
    work()
    renameSync(join(top, '.git/hooks-off'), join(top, '.git/hooks'))
    writeFileSync(join(top, '.git/config'), evil)
    rmSync(marks, { recursive: true })
    mkdirSync(marks)
  }
  git('status')
  expect(readdirSync(marks), 'the traps work').toContain('fsmonitor')
  asPerson(() => undefined)
  const { id } = await lab.card('Dark mode')
  await lab.patch(id, { brainstormDoc: 'spec.md' })
  expect((await app.rest('POST', `/api/board/cards/${id}/implement`, {})).status).toBe(201)
  const { worktreePath: path } = (await lab.cards())[0]
  writeFileSync(join(path, 'a.css'), 'a\n')
  writeFileSync(join(path, 'CHANGELOG.md'), plan.replace('Begun', 'Begun here'))
  expect(readdirSync(marks)).toEqual([])
  asPerson(() => {
    gitIn(path, 'add', '.')
    gitIn(path, 'commit', '--quiet', '-m', 'Dark')
    // Both sides changed the plan, so that its driver would be asked.
    writeFileSync(join(top, 'CHANGELOG.md'), `${plan}\nMore.\n`)
    git('commit', '--quiet', '-am', 'More')
    git('push', '--quiet', 'origin', 'main')
  })
  writeFileSync(join(path, 'b.css'), 'uncommitted\r\n')
  writeFileSync(join(path, 'c.txt'), 'lf\n')
  expect(await lab.patch(id, { stage: 'review' })).toMatchObject({ branch: 'idea/dark-mode' })
  expect((await app.rest('GET', `/api/board/cards/${id}/branch-diff`)).status).toBe(200)
  const done = await app.rest('POST', `/api/board/cards/${id}/finish`, { uncommitted: 'snapshot' })
  expect(done.body).toMatchObject({ done: true, note: null, cleanup: { kept: null } })
  const { snapshots } = (await app.rest('GET', '/api/board/snapshots')).body
  expect((await app.rest('POST', `/api/board/snapshots/${snapshots[0].id}/restore`, {})).status).toBe(201)
  expect(readFileSync(join(path, 'b.css'), 'utf8')).toBe('uncommitted\r\n')
  expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
  expect(readdirSync(marks)).toEqual([])
  const text = lab.git('show', 'main:CHANGELOG.md')
  for (const part of ['Begun here', '- [x] Dark mode', 'More.']) expect(text).toContain(part)
})

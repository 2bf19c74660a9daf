import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'
import { createRepository, createTraps, sessionIn, type TestRepository } from './testing.ts'

const hooks = [
  'applypatch-msg',
  'fsmonitor-watchman',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'post-rewrite',
  'pre-commit',
  'pre-push',
  'pre-auto-gc',
  'prepare-commit-msg',
  'reference-transaction',
  'update',
]

type Traps = ReturnType<typeof createTraps>

/** A repository with one trap for each way in which its configuration can name a program. */
function boobyTrapped(root: string, traps: Traps): { repository: TestRepository; signed: string } {
  const repository = createRepository(join(root, 'repo'))
  const { git, write } = repository
  write('a.txt', 'one\n')
  write('b.md', 'one\n')
  write('c.inc', 'one\n')
  write('d.wt', 'one\n')
  write('e.proc', 'one\n')
  write('f.info', 'one\n')
  write('g.merge', 'one\n')
  write('lfs.bin', 'one\n')
  const first = repository.commit('one')
  write('a.txt', 'two\n')
  write('lost.txt', 'this blob will be missing\n')
  repository.commit('two')
  git('branch', 'side')
  git('update-ref', 'refs/remotes/origin/main', first)

  // A submodule with a configuration of its own, and changes in it.
  const inner = createRepository(join(root, 'inner'))
  inner.write('s.txt', 'one\n')
  inner.commit('inner')
  git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', inner.root, 'sub')
  repository.commit('submodule')
  const sub = join(repository.root, 'sub')
  const ofSub = (...args: string[]) => execFileSync('git', args, { cwd: sub })
  ofSub('config', 'core.fsmonitor', traps.set('sub-fsmonitor'))
  ofSub('config', 'filter.sub.clean', traps.filter('sub-clean'))
  writeFileSync(join(sub, '.gitattributes'), '*.txt filter=sub\n')
  writeFileSync(join(sub, 's.txt'), 'two\n')

  const attributes = [
    '*.txt diff=evil filter=evil',
    '*.md filter=e.v=il-x',
    '*.inc filter=included',
    '*.wt filter=worktree',
    '*.proc filter=process',
    '*.merge merge=evil',
    '*.bin filter=lfs',
  ]
  write('.gitattributes', `${attributes.join('\n')}\n`)
  writeFileSync(join(repository.root, '.git/info/attributes'), '*.info filter=info\n')
  const config = [
    ['core.fsmonitor', traps.set('fsmonitor')],
    ['core.hooksPath', join(root, 'hooks')],
    ['core.pager', traps.filter('pager')],
    ['core.editor', traps.set('editor')],
    ['core.askPass', traps.set('askpass')],
    ['core.sshCommand', traps.set('ssh')],
    ['core.gitProxy', traps.set('proxy')],
    ['core.alternateRefsCommand', traps.set('alternate-refs')],
    ['core.attributesFile', join(root, 'attributes')],
    ['credential.helper', `!${traps.set('credential')}`],
    ['pager.status', traps.filter('pager-status')],
    ['pager.log', traps.filter('pager-log')],
    ['diff.external', traps.set('external')],
    ['diff.evil.command', traps.set('diff-command')],
    ['diff.evil.textconv', traps.filter('textconv')],
    ['diff.submodule', 'diff'],
    ['diff.ignoreSubmodules', 'none'],
    ['filter.evil.clean', traps.filter('clean')],
    ['filter.evil.smudge', traps.filter('smudge')],
    ['filter.evil.required', 'true'],
    ['filter.e.v=il-x.clean', traps.filter('clean-odd-name')],
    ['filter.process.process', traps.set('process')],
    ['filter.process.required', 'false'],
    ['filter.info.clean', traps.filter('clean-info')],
    ['filter.lfs.clean', traps.filter('clean-lfs')],
    ['lfs.extension.evil.clean', traps.filter('lfs-extension')],
    ['merge.evil.driver', traps.set('merge-driver')],
    ['gpg.program', traps.set('gpg')],
    ['gpg.ssh.program', traps.set('gpg-ssh')],
    ['log.showSignature', 'true'],
    ['commit.gpgSign', 'true'],
    ['status.submoduleSummary', 'true'],
    ['submodule.recurse', 'true'],
    ['submodule.sub.update', `!${traps.set('submodule-update')}`],
    ['submodule.sub.ignore', 'none'],
    ['interactive.diffFilter', traps.filter('interactive')],
    ['uploadpack.packObjectsHook', traps.set('pack-objects')],
    ['hook.evil.command', traps.set('config-hook')],
    ['hook.evil.event', 'post-index-change'],
    ['include.path', 'included'],
    ['extensions.worktreeConfig', 'true'],
    ...[
      'status',
      'diff',
      'log',
      'rev-parse',
      'for-each-ref',
      'show-ref',
      'config',
      'diff-tree',
      'diff-files',
    ].map((name) => [`alias.${name}`, `!${traps.set(`alias-${name}`)}`] as const),
  ] as const
  for (const [key, value] of config) git('config', key, value)
  writeFileSync(
    join(repository.root, '.git/included'),
    `[filter "included"]\n\tclean = ${traps.filter('clean-included')}\n`,
  )
  writeFileSync(
    join(repository.root, '.git/config.worktree'),
    `[filter "worktree"]\n\tclean = ${traps.filter('clean-worktree')}\n`,
  )
  mkdirSync(join(root, 'hooks'))
  for (const folder of [join(root, 'hooks'), join(repository.root, '.git/hooks')])
    for (const hook of hooks) {
      writeFileSync(join(folder, hook), `#!/bin/sh\n: > '${traps.marks}/hook-${hook}'\n`)
      chmodSync(join(folder, hook), 0o755)
    }
  const signed = sign(repository)

  // Every file changes, some only in their times, so that git reads all of them through their filters.
  for (const name of ['a.txt', 'b.md', 'c.inc', 'd.wt', 'e.proc', 'f.info', 'g.merge']) write(name, 'six\n')
  utimesSync(join(repository.root, 'lfs.bin'), 1, 1)
  write('new file.txt', 'new\n')
  return { repository, signed }
}

/** A commit that carries a signature; made by hand, for nobody here can sign. */
function sign({ git, root }: TestRepository): string {
  const [head, body = ''] = git('cat-file', 'commit', 'HEAD').split(/\n\n(.*)/s)
  const text = `${head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\n${body}`
  const id = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { cwd: root, input: text })
  git('-c', 'core.hooksPath=/dev/null', 'update-ref', 'refs/heads/main', id.toString().trim())
  return id.toString().trim()
}

test('P23 nothing that a repository names is run by any call that reads it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'atrium-traps-'))
  try {
    const traps = createTraps(root)
    const { repository, signed } = boobyTrapped(root, traps)
    const sprung = (): string[] => readdirSync(traps.marks).sort()

    // The traps are live: a person who works here as usual springs them.
    const plain = (...args: string[]) =>
      spawnSync('git', args, { cwd: repository.root, env: { PATH: process.env['PATH'], HOME: root } })
    plain('status')
    // Path by path: one of the filters would end git before it reaches the others.
    for (const path of ['a.txt', 'b.md', 'c.inc', 'd.wt', 'e.proc', 'f.info', 'lfs.bin', 'sub'])
      plain('diff', '--', path)
    plain('log', '-p')
    plain('-c', 'diff.external=', '-c', 'diff.evil.command=', 'log', '-p')
    expect(sprung()).toEqual(
      expect.arrayContaining([
        'clean',
        'clean-included',
        'clean-info',
        'clean-lfs',
        'clean-odd-name',
        'clean-worktree',
        'diff-command',
        'external',
        'fsmonitor',
        'gpg',
        'process',
        'sub-clean',
        'sub-fsmonitor',
        'textconv',
      ]),
    )
    for (const mark of sprung()) rmSync(join(traps.marks, mark))

    await using app = await createTestApp()
    const session = await sessionIn(app, repository.root)
    const diff = await session.get('/diff')
    expect(diff.body.files.map((file: { path: string }) => file.path)).toEqual(
      expect.arrayContaining(['a.txt', 'b.md', 'c.inc', 'new file.txt']),
    )
    const log = await session.get('/git/log?before=2030-01-01')
    expect(log.body.commits).toHaveLength(3)
    for (const branch of ['main', 'side', 'origin/main'])
      expect((await session.get(`/git/log?branch=${encodeURIComponent(branch)}`)).status).toBe(200)
    expect((await session.get('/git/branches')).body.local).toHaveLength(2)
    for (const { sha } of log.body.commits) expect((await session.get(`/git/commit/${sha}`)).status).toBe(200)
    expect((await session.get(`/git/commit/${signed}`)).status).toBe(200)
    expect((await session.get('/file-content?path=a.txt')).status).toBe(200)
    const range = { base: 'side', head: 'main', mergeBase: true }
    expect((await app.app.git.diffOf(repository.root, range)).files.length).toBeGreaterThan(0)
    expect(await app.app.git.badge(repository.root)).toMatchObject({ branch: 'main', dirty: true })
    const id = encodeURIComponent(`session:${session.name}`)
    expect((await app.rest('GET', `/api/projects/${id}/files`)).status).toBe(200)
    expect((await app.rest('GET', `/api/projects/${id}/files/git`)).status).toBe(200)
    const form = new FormData()
    form.append('file', new Blob(['x']), 'up.txt')
    await fetch(`${app.url}${session.base}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}` },
      body: form,
    })
    await fetch(`${app.url}${session.base}/image`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}`, 'content-type': 'image/png' },
      body: onePixel,
    })
    expect(sprung()).toEqual([])

    // In a submodule its own configuration counts.
    const inSub = await sessionIn(app, join(repository.root, 'sub'), 'sub')
    expect((await inSub.get('/diff')).body).toMatchObject({ isRepo: true })
    expect((await inSub.get('/git/log')).status).toBe(200)
    expect(sprung()).toEqual([])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('P23 a bare repository that lies in a folder, and one that says its files lie elsewhere, are not read', async () => {
  const root = mkdtempSync(join(tmpdir(), 'atrium-traps-'))
  try {
    const traps = createTraps(root)
    await using app = await createTestApp()
    // As an archive brings it: the inside of a repository as ordinary files.
    const nested = join(root, 'docs')
    execFileSync('git', ['init', '-q', '--bare', nested])
    execFileSync('git', ['config', '-f', join(nested, 'config'), 'core.fsmonitor', traps.set('nested')])
    execFileSync('git', ['config', '-f', join(nested, 'config'), 'core.bare', 'false'])
    execFileSync('git', ['config', '-f', join(nested, 'config'), 'core.worktree', '.'])
    const bare = await sessionIn(app, nested, 'bare')
    expect((await bare.get('/diff')).body).toEqual({ isRepo: false })
    expect((await bare.get('/git/log')).body).toEqual({ commits: [], hasMore: false })

    const secrets = join(root, 'secrets')
    mkdirSync(secrets)
    writeFileSync(join(secrets, 'key'), 'secret\n')
    for (const [name, worktree] of [
      ['beside', secrets],
      ['above', root],
    ] as const) {
      const liar = createRepository(join(root, name))
      liar.git('config', 'core.worktree', worktree)
      const session = await sessionIn(app, liar.root, name)
      const answer = await session.get('/diff')
      expect([name, answer.status, JSON.stringify(answer.body).includes('secret\\n')]).toEqual([
        name,
        409,
        false,
      ])
      expect(answer.body.message).toContain('core.worktree')
    }

    // A repository that is another one's: its configuration is turned off as well.
    const other = createRepository(join(root, 'other'))
    other.write('x.txt', 'x\n')
    other.commit('x')
    other.git('config', 'core.fsmonitor', traps.set('gitdir'))
    const guest = join(root, 'guest')
    mkdirSync(guest)
    writeFileSync(join(guest, '.git'), `gitdir: ${other.root}/.git\n`)
    const session = await sessionIn(app, guest, 'guest')
    expect((await session.get('/diff')).status).toBe(200)
    expect(readdirSync(traps.marks)).toEqual([])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('P23 a partial clone whose parts are missing is fetched from nowhere', async () => {
  const root = mkdtempSync(join(tmpdir(), 'atrium-traps-'))
  try {
    const traps = createTraps(root)
    await using app = await createTestApp()
    const reachable = createRepository(join(root, 'upstream'))
    for (const [at, [url, upload]] of [
      [`ext::${traps.set('ext')} %S`, null],
      [reachable.root, traps.set('upload-pack')],
      ['ssh://example.invalid/x', null],
    ].entries()) {
      const repository = createRepository(join(root, `clone-${at}`))
      repository.write('kept.txt', 'kept\n')
      repository.commit('one')
      repository.write('lost.txt', 'lost\n')
      const sha = repository.commit('two')
      const blob = repository.git('rev-parse', 'HEAD:lost.txt').trim()
      rmSync(join(repository.root, '.git/objects', blob.slice(0, 2), blob.slice(2)))
      for (const [key, value] of [
        ['core.repositoryFormatVersion', '1'],
        ['extensions.partialClone', 'origin'],
        ['remote.origin.url', url],
        ['remote.origin.promisor', 'true'],
        ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
        ['protocol.ext.allow', 'always'],
        ['protocol.allow', 'always'],
        ['core.sshCommand', traps.set('ssh')],
        ...(upload ? [['remote.origin.uploadpack', upload]] : []),
      ] as [string, string][])
        repository.git('config', key, value)
      const plain = spawnSync('git', ['show', sha], { cwd: repository.root })
      expect(plain.status).not.toBe(0)
      expect(readdirSync(traps.marks).length).toBeGreaterThan(0)
      for (const mark of readdirSync(traps.marks)) rmSync(join(traps.marks, mark))

      // Else git would find the lost part in the working tree.
      repository.write('lost.txt', 'changed\n')
      const session = await sessionIn(app, repository.root, `clone-${at}`)
      const commit = await session.get(`/git/commit/${sha}`)
      expect([commit.status, commit.body.message]).toEqual([409, expect.stringContaining('never fetched')])
      await session.get('/diff')
      await session.get('/git/log')
      expect(readdirSync(traps.marks)).toEqual([])
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('P23 what the person configured stays in force beside what the repository names', async () => {
  const { neutralise } = await import('../../host/git-config.ts')
  expect(
    neutralise([
      { scope: 'global', key: 'credential.helper', value: 'store' },
      { scope: 'global', key: 'filter.lfs.clean', value: 'git-lfs clean -- %f' },
      { scope: 'local', key: 'user.name', value: 'Ada' },
    ]),
  ).toEqual([])
  expect(
    neutralise([
      { scope: 'system', key: 'credential.https://a.example.helper', value: 'cache' },
      { scope: 'global', key: 'credential.helper', value: 'store' },
      { scope: 'local', key: 'credential.https://b.helper', value: '!evil' },
      { scope: 'worktree', key: 'remote.a=b.c.uploadpack', value: 'evil' },
    ]),
  ).toEqual([
    ['remote.a=b.c.uploadpack', 'git-upload-pack'],
    ['credential.helper', ''],
    ['credential.https://a.example.helper', 'cache'],
    ['credential.helper', 'store'],
  ])
})

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

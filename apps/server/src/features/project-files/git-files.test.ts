import { execFileSync } from 'node:child_process'
import { renameSync, unlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { badgesOf } from './git-files.ts'
import { createFilesApp } from './testing.ts'

test('what git sees is told by path, of a subfolder too; without a repository there is nothing', async () => {
  await using room = await createFilesApp()
  expect((await room.call('GET', '/files/git')).body).toEqual({ files: {}, truncated: false })
  const git = (...args: string[]) => execFileSync('git', ['-C', room.folder, ...args], { stdio: 'ignore' })
  git('init', '-q')
  git('config', 'user.email', 'a@example.org')
  git('config', 'user.name', 'a')
  for (const name of ['a.txt', 'b c.txt', 'sub/ü.txt', 'gone.txt']) room.put(name, 'one')
  git('add', '.')
  git('commit', '-qm', 'one')
  writeFileSync(room.at('a.txt'), 'two')
  writeFileSync(room.at('b c.txt'), 'two')
  git('add', 'b c.txt')
  unlinkSync(room.at('gone.txt'))
  renameSync(room.at('sub/ü.txt'), room.at('sub/new "x".txt'))
  room.put('fresh/x')
  room.put('staged.txt')
  git('add', 'staged.txt')
  expect((await room.call('GET', '/files/git')).body.files).toEqual({
    'a.txt': 'modified',
    'b c.txt': 'staged',
    'gone.txt': 'deleted',
    'sub/ü.txt': 'deleted',
    'sub/new "x".txt': 'untracked',
    'fresh/': 'untracked',
    'staged.txt': 'added',
  })
  const sub = await room.app.rest('POST', '/api/projects', {
    displayName: 'Sub',
    path: room.at('sub'),
    plan: false,
  })
  expect((await room.app.rest('GET', `/api/projects/${sub.body.id}/files/git`)).body.files).toEqual({
    'ü.txt': 'deleted',
    'new "x".txt': 'untracked',
  })
})

test('P23 no program of the repository runs for a badge', async () => {
  await using room = await createFilesApp()
  execFileSync('git', ['init', '-q', room.folder])
  execFileSync('git', ['-C', room.folder, 'config', 'core.fsmonitor', `touch ${room.base}/pwned; false`])
  execFileSync('git', ['-C', room.folder, 'config', 'filter.evil.clean', `touch ${room.base}/pwned`])
  room.put('.gitattributes', '* filter=evil\n')
  room.put('a')
  await room.call('GET', '/files/git')
  await room.call('GET', '/files')
  expect(execFileSync('ls', [room.base], { encoding: 'utf8' })).not.toContain('pwned')
})

test('any text is read without harm', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, truncated) => {
      const { files } = badgesOf(text, { prefix: '', truncated })
      expect(Object.keys(files).every((path) => path !== '')).toBe(true)
    }),
  )
})

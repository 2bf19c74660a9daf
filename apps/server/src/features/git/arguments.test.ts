import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { createRepository, sessionIn, type TestRepository } from './testing.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 40)

/** What each git was given, one list of arguments a process, in order. */
let recorded: () => string[][]
let repository: TestRepository
let app: TestApp
let session: Awaited<ReturnType<typeof sessionIn>>
const root = mkdtempSync(join(tmpdir(), 'atrium-recorder-'))
const records = join(root, 'records')

beforeAll(async () => {
  const bin = join(root, 'bin')
  mkdirSync(bin)
  mkdirSync(records)
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim()
  // One file a process: they run side by side.
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\nprintf '%s\\0' "$@" > '${records}'/$$.part && mv '${records}'/$$.part '${records}'/$(date +%s%N)-$$\nexec '${real}' "$@"\n`,
  )
  chmodSync(join(bin, 'git'), 0o755)
  recorded = () =>
    readdirSync(records)
      .filter((name) => !name.endsWith('.part'))
      .sort()
      .map((name) => {
        const args = readFileSync(join(records, name), 'utf8').split('\0').slice(0, -1)
        rmSync(join(records, name))
        return args
      })
  repository = createRepository(join(root, 'repo'))
  repository.write('a.txt', 'a\n')
  repository.commit('one')
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`)
  app = await createTestApp()
  session = await sessionIn(app, repository.root)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await app[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

/** Everything but what git itself keeps. */
const files = (): string[] => readdirSync(repository.root).filter((name) => name !== '.git')

const hostile = fc.oneof(
  fc.constantFrom(
    '--output=stolen',
    '-ostolen',
    '--upload-pack=touch stolen',
    '-c',
    '--help',
    '--',
    '--end-of-options',
    '@{-1}',
    '@{u}',
    '@',
    'HEAD',
    ':/one',
    ':(top)a.txt',
    ':!a',
    'main..main',
    'main^{/one}',
    'main:a.txt',
    '^main',
    '../x',
    'refs/heads/main',
    'a\nb',
    'a\u0000b',
    '\u202emain',
    '$(touch stolen)',
    '`touch stolen`',
    ';touch stolen',
    'main.lock',
    '.main',
    'ma in',
  ),
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 20 }).map((text) => `-${text}`),
  fc.string({ minLength: 1, maxLength: 20 }).map((text) => `--output=${text}`),
)

test('P24 no text of a caller is an option, a revision or a path but where it may be one', async () => {
  recorded()
  const before = files()
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (one, two) => {
      const query = new URLSearchParams({ branch: one, before: two })
      const answers = [
        await session.get(`/git/log?branch=${encodeURIComponent(one)}`),
        await session.get(`/git/log?before=${encodeURIComponent(two)}`),
        await session.get(`/git/log?${query}`),
        await session.get(`/git/commit/${encodeURIComponent(one)}`),
      ]
      for (const { status } of answers) expect([200, 400, 404, 422]).toContain(status)
      for (const args of recorded()) {
        const [command = ''] = args
        const end = args.findIndex((arg) => arg === '--end-of-options' || arg === '--')
        for (const [at, arg] of args.entries()) {
          if (at === 0 || (end >= 0 && at >= end)) continue
          // The one place for a date is glued to its option; a name is asked about, and does not begin with a dash.
          if (command === 'check-ref-format' && at === 2) expect(arg.startsWith('-')).toBe(false)
          else if (arg.startsWith('--before=')) expect(arg.slice('--before='.length)).toMatch(/^\w/)
          else expect(ours).toContainEqual(expect.stringContaining(arg.replace(/=.*/s, '')))
        }
        if (command === 'log' && end >= 0)
          for (const arg of args.slice(end + 1))
            expect(arg).toMatch(/^(refs\/(heads|remotes)\/|[0-9a-f]+\^\{commit\}$|--$)/)
      }
      expect(files()).toEqual(before)
    }),
    { numRuns: runs },
  )
})

/** Every option that our calls of git know. */
const ours = [
  '--format',
  '-z',
  '--no-color',
  '--no-show-signature',
  '--no-notes',
  '--no-mailmap',
  '--encoding',
  '--max-count',
  '--skip',
  '--no-walk',
  '--branch',
  '--verify',
  '--quiet',
  '--list',
  '--show-scope',
  '--null',
  '--show-toplevel',
  '--absolute-git-dir',
  '--porcelain',
  '--untracked-files',
  '--find-renames',
  '--ignore-submodules',
  '--version',
]

test('P24 the lists of arguments are what they should be, element by element', async () => {
  recorded()
  await session.get('/git/log?limit=7&skip=3&before=2%20weeks%20ago&branch=main')
  const format = '--format=tformat:%H%x00%h%x00%s%x00%an%x00%aI%x00%D'
  const shown = recorded().filter(
    ([command]) => command !== 'status' && command !== 'config' && command !== 'rev-parse',
  )
  expect(shown).toEqual([
    ['check-ref-format', '--branch', 'main'],
    ['show-ref', '--verify', '--quiet', '--', 'refs/heads/main'],
    [
      'log',
      format,
      '-z',
      '--no-color',
      '--no-show-signature',
      '--no-notes',
      '--no-mailmap',
      '--encoding=UTF-8',
      '--max-count=8',
      '--skip=3',
      '--before=2 weeks ago',
      '--end-of-options',
      'refs/heads/main',
      '--',
    ],
  ])
})

test('P24 names of files that look like options or patterns are only names', async () => {
  const names = ['--output=stolen', '-z', ':(glob)*', ':!x', '*', '@{u}', 'a b', "it's", 'new\nline', '--']
  for (const name of names) repository.write(name, 'one\n')
  repository.commit('odd names')
  for (const name of names) repository.write(name, 'two\n')
  const before = files()
  const { body } = await session.get('/diff')
  expect(body.files.map(({ path }: { path: string }) => path).toSorted()).toEqual(names.toSorted())
  for (const file of body.files) expect(file).toMatchObject({ additions: 1, deletions: 1 })
  for (const args of recorded())
    if (args[0] === 'diff-files') expect(args.indexOf('--')).toBe(args.length - names.length - 1)
  expect(files()).toEqual(before)
})

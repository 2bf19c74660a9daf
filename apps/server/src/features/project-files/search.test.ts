import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type FileMatches, limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFolder } from '../../host/open-folder.ts'
import { hasRipgrep, parseLine } from '../../host/ripgrep.ts'
import { createPlaces } from './places.ts'
import { search } from './search.ts'
import { fits } from './search-names.ts'
import { createFilesApp, type FilesApp, query, refused } from './testing.ts'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 40)

let room: FilesApp
beforeAll(async () => {
  room = await createFilesApp()
  room.put('src/index.ts', 'const garden = 1\n// the Garden\n')
  room.put('src/garden/plan.md', 'a\r\nb garden\r\n')
  room.put('docs/other.md', 'Gärten\n')
  room.put('.hidden/garden.txt', 'garden')
  room.put('node_modules/x/garden.js', 'garden')
  room.put('.gitignore', 'node_modules\n*.log\n')
  room.put('a.log', 'garden')
  room.put('image.png', Buffer.from([0, 1, 2, ...Buffer.from('garden')]))
  room.put('large.txt', `garden${'x'.repeat(limits.searchFileBytes)}`)
  execFileSync('git', ['init', '-q', room.folder])
  symlinkSync('/etc/passwd', room.at('passwd'))
  symlinkSync('/etc', room.at('etc'))
})
afterAll(() => room[Symbol.asyncDispose]())

const find = (values: Record<string, unknown>) => room.call('GET', `/files/search?${query(values)}`)

describe('a search of names', () => {
  test('has the best fit first, and folders too', async () => {
    const { body } = await find({ q: 'garden' })
    expect(body.matches.map(({ path }: { path: string }) => path)).toEqual([
      'src/garden',
      'src/garden/plan.md',
    ])
    expect(body.matches[0]).toEqual({
      path: 'src/garden',
      type: 'dir',
      line: null,
      text: null,
      start: 4,
      end: 10,
    })
    expect((await find({ q: 'idx' })).body.matches).toMatchObject([{ path: 'src/index.ts' }])
    const all = (await find({ q: 'garden', all: 1 })).body.matches.map(({ path }: { path: string }) => path)
    expect(all).toContain('.hidden/garden.txt')
    expect(all).toContain('node_modules/x/garden.js')
    expect((await find({ q: 'GARDEN', caseSensitive: true })).body.matches).toEqual([])
  })

  test('a name is found by its parts in their order, and by nothing else', () => {
    expect(fits('src/features/Board.tsx', 'board', false)).toEqual({ rank: 1, start: 13, end: 18 })
    expect(fits('src/features/Board.tsx', 'feat', false)?.rank).toBe(3)
    expect(fits('src/features/Board.tsx', 'sfb', false)?.rank).toBe(4)
    expect(fits('src/features/Board.tsx', 'bfs', false)).toBeNull()
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (path, wanted) => {
          const fit = fits(path, wanted, false)
          if (fit) expect(fit.start <= fit.end && fit.end <= path.length).toBe(true)
          expect(fits(wanted, wanted, true)).not.toBeNull()
        },
      ),
    )
  })
})

describe('a search of contents', () => {
  test('finds lines, in what git knows and a person can read', async () => {
    const { body } = await find({ q: 'garden', in: 'contents' })
    expect(body).toEqual({
      engine: (await hasRipgrep()) ? 'ripgrep' : 'own',
      truncated: false,
      matches: [
        { path: 'src/garden/plan.md', type: 'file', line: 2, text: 'b garden', start: 2, end: 8 },
        { path: 'src/index.ts', type: 'file', line: 1, text: 'const garden = 1', start: 6, end: 12 },
        { path: 'src/index.ts', type: 'file', line: 2, text: '// the Garden', start: 7, end: 13 },
      ],
    })
    expect((await find({ q: 'gärten', in: 'contents' })).body.matches).toMatchObject([
      { path: 'docs/other.md', start: 0, end: 6 },
    ])
    expect((await find({ q: 'garden', in: 'contents', path: 'src/garden' })).body.matches).toHaveLength(1)
    expect((await find({ q: 'root:', in: 'contents', all: 1 })).body.matches).toEqual([])
    expect((await find({ q: 'garden', in: 'contents', limit: 1 })).body).toMatchObject({
      truncated: true,
      matches: [{}],
    })
  })

  test('P24 takes no pattern for an option, and P47 refuses an expression that cannot be read', async () => {
    room.put('odd.txt', '--pre=touch /tmp/x\n-e (\n')
    for (const q of ['--pre=touch', '-e (', '--', '('])
      expect((await find({ q, in: 'contents' })).status, q).toBe(200)
    expect((await find({ q: '--pre=touch', in: 'contents' })).body.matches).toMatchObject([
      { path: 'odd.txt', line: 1 },
    ])
    expect((await find({ q: 'gar.en|xyz', in: 'contents', regex: true })).body.matches).toHaveLength(3)
    expect(refused(await find({ q: '(', in: 'contents', regex: true })).slice(0, 2)).toEqual([
      400,
      'bad_request',
    ])
    expect((await find({ q: 'x'.repeat(limits.searchPatternChars + 1) })).status).toBe(422)
    expect((await find({ q: 'x', path: '..' })).status).toBe(403)
    for (const where of ['names', 'contents'])
      expect((await find({ q: 'a\0b', in: where })).status, where).toBe(422)
    // A pattern that kills other engines.
    room.put('aaaa.txt', `${'a'.repeat(100_000)}b\n`)
    expect((await find({ q: '(a|a)*(a|a)*(a|a)*c', in: 'contents', regex: true })).status).toBe(200)
  })
})

test('P47 a search that takes too long gives what it has, and one whose caller left ends', async () => {
  for (let index = 0; index < 300; index++) room.put(`many/f${index}.txt`, 'needle\n')
  const places = createPlaces(room.folder, { home: '/nowhere', vault: '/nowhere', person: '/nowhere' })
  const wanted = {
    q: 'needle',
    in: 'contents',
    regex: false,
    caseSensitive: false,
    all: false,
    limit: 200,
  } as const
  await using folder = await openFolder(room.folder, [room.folder])
  const soon = await search(places, folder, wanted, {
    signal: new AbortController().signal,
    own: true,
    ms: 1,
  })
  expect(soon).toMatchObject({ truncated: true, engine: 'own' })
  const gone = new AbortController()
  const left = search(places, folder, wanted, { signal: gone.signal, own: true })
  gone.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
})

test('P47 no rule of a repository stops the hub, and a folder without end is looked into as far as it may', async () => {
  const deep = `bombs/${'a/'.repeat(150)}`
  room.put(`${deep}needle-far.txt`)
  room.put('bombs/a/needle-near.txt')
  room.put(
    'bombs/.gitignore',
    `${'**/a/'.repeat(6)}b\n${'*a'.repeat(20)}b\n${Array.from({ length: 50_000 }, (_, at) => `x${at}*y`).join('\n')}`,
  )
  const begun = performance.now()
  const { status, body } = await find({ q: 'needle-', path: 'bombs' })
  expect([status, body.matches.map(({ path }: { path: string }) => path), body.truncated]).toEqual([
    200,
    ['bombs/a/needle-near.txt'],
    true,
  ])
  expect(performance.now() - begun).toBeLessThan(limits.searchMs)
  rmSync(room.at('bombs'), { recursive: true })
})

const word = fc.constantFrom('alpha', 'Alpha', 'beta', 'gärten', 'x y', '', '\t', 'needle', 'NEEDLE', 'é')
const name = fc.constantFrom('a', 'b', 'c.txt', 'd.md', 'out', 'keep.log', 'x.log', '.dot')
const file = fc.record({
  path: fc.array(name, { minLength: 1, maxLength: 3 }),
  lines: fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 4 }),
  end: fc.constantFrom('', '\n', '\r\n'),
})
const rules = fc.array(
  fc.constantFrom('out', 'out/', '/a', '*.log', '!keep.log', 'b/c.txt', 'a/**/d.md', '#x', ''),
  { maxLength: 4 },
)

test(`both engines find the same, on ${numRuns} trees with rules of what is ignored`, async (context) => {
  if (!(await hasRipgrep())) return context.skip()
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-search-')))
  let round = 0
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 8 }),
        rules,
        rules,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('needle', 'alpha', 'gärten', 'x y'),
        async (files, top, inner, isRepo, all, q) => {
          const root = join(base, `t${round++}`)
          mkdirSync(join(root, 'a'), { recursive: true })
          for (const { path, lines, end } of files) {
            const place = join(root, ...path)
            try {
              mkdirSync(dirname(place), { recursive: true })
              writeFileSync(place, lines.map((words) => words.join(' ')).join('\n') + end)
            } catch {
              // One of the names is a folder, or a file, already.
            }
          }
          writeFileSync(join(root, '.gitignore'), top.join('\n'))
          writeFileSync(join(root, 'a/.gitignore'), inner.join('\n'))
          if (isRepo) mkdirSync(join(root, '.git'))
          const places = createPlaces(root, { home: '/nowhere', vault: '/nowhere', person: '/nowhere' })
          await using folder = await openFolder(root, [root])
          const found = async (own: boolean): Promise<FileMatches['matches']> => {
            const wanted = { q, in: 'contents', regex: false, caseSensitive: false, all, limit: 200 } as const
            return (await search(places, folder, wanted, { signal: new AbortController().signal, own }))
              .matches
          }
          const [ours, theirs] = [await found(true), await found(false)]
          expect(ours).toEqual(theirs)
          rmSync(root, { recursive: true })
        },
      ),
      { numRuns },
    )
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}, 300_000)

test('a line of ripgrep is read, and what is no match is not', () => {
  const line = (data: object) => JSON.stringify({ type: 'match', data })
  const match = {
    path: { text: './ä.txt' },
    lines: { text: 'äb\n' },
    line_number: 3,
    submatches: [{ start: 2, end: 3 }],
  }
  expect(parseLine(line(match))).toEqual({ path: 'ä.txt', line: 3, text: 'äb\n', start: 1, end: 2 })
  expect(parseLine(line({ ...match, path: { bytes: Buffer.from('./x').toString('base64') } }))?.path).toBe(
    'x',
  )
  expect(parseLine(JSON.stringify({ type: 'end', data: {} }))).toBeNull()
})

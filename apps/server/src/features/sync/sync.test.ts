import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const parameters = (values: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, String(each)]),
    ),
  ).toString()
const refused = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

describe.each(engines)('sync on %s', (engine) => {
  let app: TestApp
  let root: string
  let count = 0
  beforeAll(async () => {
    app = await createTestApp({ engine })
    writeFileSync(join(app.vault, 'README.md'), 'never empty')
  })
  afterAll(() => app[Symbol.asyncDispose]())
  beforeEach(() => {
    root = `R${++count}`
  })

  const at = (path: string) => join(app.vault, root, path)
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), content)
  }
  const list = (values: Record<string, unknown> = {}) =>
    app.rest('GET', `/api/sync/manifest?${parameters({ root, ...values })}`)
  const changes = (values: Record<string, unknown>) =>
    app.rest('GET', `/api/sync/changes?${parameters({ root, ...values })}`)
  const push = (files: object[], more: object = {}) =>
    app.rest('POST', '/api/sync/push', { root, files, ...more })
  const pull = (paths: string[]) => app.rest('POST', '/api/sync/pull', { root, paths })
  const remove = (paths: string[], hashes: string[] = []) =>
    app.rest('DELETE', `/api/sync/files?${parameters({ root, paths, hashes })}`)
  const paths = async (values = {}): Promise<string[]> =>
    (await list(values)).body.files.map(({ path }: { path: string }) => path)
  const deleted = async (values = {}): Promise<string[]> =>
    (await list(values)).body.deleted.map(({ path }: { path: string }) => path)
  const kept = () =>
    globSync(`.atrium/trash/files/*/*/${root}/**/*`, { cwd: app.vault })
      .filter((path) => statSync(join(app.vault, path)).isFile())
      .map((path) => readFileSync(join(app.vault, path), 'utf8'))

  describe('a manifest', () => {
    test('lists files with their hashes, as the page has it', async () => {
      put('journals/2026-02-09.md', 'today')
      utimesSync(at('journals/2026-02-09.md'), 1_770_660_000.25, 1_770_660_000.25)
      const { status, body } = await list()
      expect([status, body]).toEqual([
        200,
        {
          root,
          files: [
            {
              path: 'journals/2026-02-09.md',
              hash: sha('today'),
              size: 5,
              modified: expect.closeTo(1_770_660_000.25, 5),
            },
          ],
          deleted: [],
          errors: [],
          generated_at: expect.stringMatching(/^\d{4}-.*Z$/),
          next_cursor: null,
          changes_cursor: expect.any(String),
        },
      ])
      put('journals/new.md', 'x')
      utimesSync(at('journals/new.md'), 5.5, 5.5)
      const quick = (await list({ quick: true })).body.files
      expect(quick.map(({ hash }: { hash: string }) => hash)).toEqual(['1770660000.25', '5.5'])
    })

    test('takes what the pattern says, binaries when asked, hidden and protected files never', async () => {
      for (const path of [
        'a.md',
        'b.txt',
        'c.PNG',
        'd.pdf',
        'e.zip',
        '.h.md',
        '.env',
        '.agents/x.md',
        '.git/y.md',
      ])
        put(path, path)
      symlinkSync('a.md', at('link.md'))
      symlinkSync('.', at('around'))
      expect(await paths()).toEqual(['a.md'])
      expect(await paths({ include_binary: true })).toEqual(['a.md', 'c.PNG', 'd.pdf'])
      expect(await paths({ pattern: '*' })).toEqual(['a.md', 'b.txt', 'c.PNG', 'd.pdf', 'e.zip'])
      expect(await paths({ pattern: '[a-b].*' })).toEqual(['a.md', 'b.txt'])
    })

    test('of a day has exactly what belongs to it', async () => {
      const day = '2026-02-09'
      const mine = [
        `assets/2026-02/${day}-a.png`,
        `assets/${day}/b.wav`,
        `chat-log/${day}.json`,
        `chat-log/${day}.md`,
        `journals/${day}.md`,
        `reflections/${day}.md`,
      ]
      for (const path of mine) put(path, 'x')
      for (const path of [
        'journals/2026-02-10.md',
        'x.md',
        `assets/2026-02/x.png`,
        `assets/${day}/deep/x.md`,
      ])
        put(path, 'x')
      expect(await paths({ date: day })).toEqual(mine.sort())
      expect((await paths({ date: day, pattern: 'nothing' })).length).toBe(6)
      for (const date of ['yesterday', '2026-13-40', '2026-2-9']) {
        const answer = await list({ date })
        expect([answer.status, answer.body.message]).toEqual([400, 'Invalid date format. Use YYYY-MM-DD'])
      }
    })

    test('comes in pages that miss nothing, whatever the names', async () => {
      const names = [
        'a/b.md',
        'a.md',
        'a-b/c.md',
        'a/b/c.md',
        'Z.md',
        '\u{1f600}.md',
        '\ufb00.md',
        'ä.md',
        'b.md',
      ]
      for (const name of names) put(name, name)
      put('gone.md', 'x')
      await list()
      await remove(['gone.md'])
      for (const limit of [1, 2, 3, 100]) {
        const all: string[] = []
        const gone: string[] = []
        let cursor: string | null = null
        do {
          const page: Awaited<ReturnType<typeof list>> = await list({ limit, ...(cursor && { cursor }) })
          all.push(...page.body.files.map(({ path }: { path: string }) => path))
          gone.push(...page.body.deleted.map(({ path }: { path: string }) => path))
          cursor = page.body.next_cursor
        } while (cursor !== null)
        expect(all).toHaveLength(names.length)
        expect(new Set(all)).toEqual(new Set(names))
        expect(gone).toEqual(['gone.md'])
      }
    })

    test('of a root that is not there is empty; one that leads astray is refused', async () => {
      expect((await list()).body).toMatchObject({ files: [], deleted: [] })
      put('file', 'x')
      symlinkSync('..', at('up'))
      symlinkSync('../.atrium', at('ours'))
      const cases: [string, number, string][] = [
        ['../x', 400, 'bad_request'],
        ['a/../b', 400, 'bad_request'],
        ['/etc', 403, 'outside_roots'],
        ['.atrium', 403, 'forbidden'],
        ['.git/x', 403, 'forbidden'],
        [`${root}/ours`, 403, 'forbidden'],
        [`${root}/file`, 400, 'bad_request'],
      ]
      for (const [asked, status, code] of cases)
        for (const answer of [
          await list({ root: asked }),
          await app.rest('POST', '/api/sync/pull', { root: asked, paths: ['x'] }),
          await app.rest('POST', '/api/sync/push', { root: asked, files: [{ path: 'x', content: '' }] }),
          await app.rest('DELETE', `/api/sync/files?${parameters({ root: asked, paths: ['x'] })}`),
        ])
          expect([asked, ...refused(answer)]).toEqual([asked, status, code])
      expect((await list({ root: 'a..b' })).status).toBe(200)
      expect((await list({ root: `${root}/file` })).body.message).toBe(`${root}/file is not a directory`)
    })

    test('names in another Unicode form are one file', async () => {
      put('u\u0308ber.md', 'old')
      expect(await paths()).toEqual(['\u00fcber.md'])
      expect((await pull(['\u00fcber.md'])).body.files[0]).toMatchObject({ content: 'old' })
      await push([{ path: '\u00fcber.md', content: 'new', base_hash: sha('old') }])
      expect(readdirSync(at(''))).toEqual(['u\u0308ber.md'])
      put('\u00fcber.md', 'twin')
      expect((await list()).body.errors).toEqual([
        '\u00fcber.md: there are two files of this name in different Unicode forms',
      ])
    })

    test('sees a change that keeps size and time of change', async () => {
      put('a.md', 'one')
      const { mtime } = statSync(at('a.md'))
      await list()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await list()
      writeFileSync(at('a.md'), 'two')
      utimesSync(at('a.md'), mtime, mtime)
      expect((await list()).body.files[0].hash).toBe(sha('two'))
    })
  })

  describe('a push', () => {
    test('writes what is new or was made from what the hub has', async () => {
      const first = await push([
        { path: 'deep/a.md', content: 'one' },
        { path: 'b.png', content: 'AAH/', is_binary: true, base_hash: null },
      ])
      expect(first.body).toEqual({ pushed: 2, errors: [], conflicts: [] })
      expect([...readFileSync(at('b.png'))]).toEqual([0, 1, 255])
      await push([{ path: 'deep/a.md', content: 'two', base_hash: sha('one') }])
      expect(readFileSync(at('deep/a.md'), 'utf8')).toBe('two')
      expect(kept()).toEqual([])
    })

    test('P20 P51 of something else than the hub has keeps both, once, also when sent again', async () => {
      put('plan.md', 'theirs')
      const file = { path: 'plan.md', content: 'mine', base_hash: sha('old') }
      const day = new Date().toISOString().slice(0, 10)
      const copy = `plan (conflict my phone ${day}).md`
      for (let times = 0; times < 3; times++)
        expect((await push([file], { device: 'my/phone' })).body).toEqual({
          pushed: 0,
          errors: [],
          conflicts: [{ path: 'plan.md', conflict_path: copy, hash: sha('theirs') }],
        })
      await push([{ ...file, base_hash: null, content: 'another' }], { device: 'my phone' })
      expect(readdirSync(at('')).sort()).toEqual(['plan.md', copy, copy.replace(day, `${day} 2`)].sort())
      expect(readFileSync(at('plan.md'), 'utf8')).toBe('theirs')
      expect(readFileSync(at(copy), 'utf8')).toBe('mine')
    })

    test('sent again after somebody went on from it is no conflict', async () => {
      put('a.md', 'old')
      await list()
      const mine = { path: 'a.md', content: 'mine', base_hash: sha('old') }
      await push([mine])
      await push([{ path: 'a.md', content: 'theirs, from mine', base_hash: sha('mine') }])
      expect((await push([mine])).body).toEqual({ pushed: 1, errors: [], conflicts: [] })
      expect(readFileSync(at('a.md'), 'utf8')).toBe('theirs, from mine')
      // Going back to what was there before the base is an edit like any other.
      const back = { path: 'a.md', content: 'old', base_hash: sha('mine') }
      expect((await push([back])).body.conflicts).toHaveLength(1)
    })

    test('without a base replaces, and what was there is kept in the trash', async () => {
      put('a.md', 'old')
      expect((await push([{ path: 'a.md', content: 'new' }])).body.pushed).toBe(1)
      expect((await push([{ path: 'a.md', content: 'new' }])).body.pushed).toBe(1)
      expect(readFileSync(at('a.md'), 'utf8')).toBe('new')
      expect(kept()).toEqual(['old'])
    })

    test('an edit of what was deleted meanwhile brings the file back', async () => {
      put('a.md', 'one')
      await list()
      await remove(['a.md'])
      expect((await push([{ path: 'a.md', content: 'two', base_hash: sha('one') }])).body.pushed).toBe(1)
      expect(await paths()).toEqual(['a.md'])
      expect(await deleted()).toEqual([])
    })

    test('P17 goes nowhere but below its root, and says why file by file', async () => {
      mkdirSync(at(''), { recursive: true })
      symlinkSync('..', at('up'))
      symlinkSync('nothing', at('dangling.md'))
      put('folder.md/kept.txt', 'kept')
      put('file', 'x')
      const bad = [
        '../x.md',
        'a/../../x.md',
        '/etc/x.md',
        '',
        '.',
        'a//b.md',
        './a.md',
        '.atrium/x.md',
        'a/.git/config',
        '.agents/x.md',
        '.env',
        '.hidden.md',
        'up/x.md',
        'dangling.md',
        'folder.md',
        'file/x.md',
        'a\0b',
        `${'x'.repeat(256)}.md`,
        `${'x/'.repeat(600)}y.md`,
        `${'x/'.repeat(64)}y.md`,
      ]
      const { status, body } = await push([
        ...bad.map((path) => ({ path, content: 'evil' })),
        { path: 'a..b.md', content: 'good' },
        { path: 'half.md', content: '\ud800' },
        { path: 'c.png', content: 'no base64', is_binary: true },
      ])
      expect([status, body.pushed, body.errors.length]).toEqual([200, 1, bad.length + 2])
      expect(body.errors[0]).toBe('../x.md: Path traversal not allowed')
      expect(globSync('**/*', { cwd: app.vault }).filter((path) => /evil/.test(path))).toEqual([])
      expect(readdirSync(at('')).sort()).toEqual(['a..b.md', 'dangling.md', 'file', 'folder.md', 'up'])
      expect(existsSync(join(app.vault, 'x.md'))).toBe(false)
      const removed = await remove(bad.filter((path) => path.length < 300))
      expect(removed.body.deleted).toBe(0)
      expect((await pull(bad)).body).toMatchObject({ files: [] })
    })

    test('takes a name that only empty folders have, and no other folder', async () => {
      mkdirSync(at('gone/deep/er'), { recursive: true })
      mkdirSync(at('kept/empty'), { recursive: true })
      put('kept/x.txt', 'x')
      mkdirSync(at('linked'))
      symlinkSync(at('kept'), at('linked/to'))
      const files = ['gone', 'kept', 'linked'].map((path) => ({ path, content: path, base_hash: null }))
      expect((await push(files)).body).toMatchObject({
        pushed: 1,
        errors: [
          'kept: There is a folder of this name: kept',
          'linked: There is a folder of this name: linked',
        ],
      })
      expect(readFileSync(at('gone'), 'utf8')).toBe('gone')
      expect(existsSync(at('kept/empty'))).toBe(true)
    })

    test('P45 of a path that is too long is one line, of one that is no path a refusal, both at once', async () => {
      const began = performance.now()
      const content = ''
      expect((await push([{ path: 'a/'.repeat(600), content }])).body.errors).toEqual([
        `${'a/'.repeat(600)}: The path is too long`,
      ])
      expect(refused(await push([{ path: 'a/'.repeat(10_000_000), content }]))).toEqual([422, 'invalid'])
      expect(performance.now() - began).toBeLessThan(2_000)
    })

    test('P45 takes 500 files and 50 MiB', async () => {
      const files = (n: number) =>
        Array.from({ length: n }, (_, index) => ({ path: `f${index}.md`, content: 'x' }))
      expect((await push(files(limits.syncFiles))).body.pushed).toBe(limits.syncFiles)
      expect(refused(await push(files(limits.syncFiles + 1)))).toEqual([413, 'payload_too_large'])
      const half = { path: 'half', content: 'x'.repeat(limits.syncBytes / 2) }
      expect((await push([half, { ...half, path: 'other' }])).body.pushed).toBe(2)
      const over = [half, { ...half, path: 'other', content: `${half.content}x` }]
      expect(refused(await push(over))).toEqual([413, 'payload_too_large'])
    })

    test('of two at once from one base keeps both contents', async () => {
      put('a.md', 'base')
      const answers = await Promise.all(
        ['one', 'two', 'three'].map((content) =>
          push([{ path: 'a.md', content, base_hash: sha('base') }], { device: content }),
        ),
      )
      expect(answers.filter(({ body }) => body.pushed === 1)).toHaveLength(1)
      const contents = readdirSync(at('')).map((name) => readFileSync(at(name), 'utf8'))
      expect(contents.sort()).toEqual(['one', 'three', 'two'])
    })
  })

  describe('a pull', () => {
    test('gives text as text and bytes in Base64', async () => {
      put('a.md', 'grüße')
      put('b.png', Buffer.from([0, 1, 255]))
      const { body } = await pull(['a.md', 'b.png', 'nope.md', '../x'])
      expect(body).toEqual({
        files: [
          {
            path: 'a.md',
            content: 'grüße',
            hash: sha('grüße'),
            size: 7,
            modified: expect.any(Number),
            is_binary: false,
          },
          {
            path: 'b.png',
            content: 'AAH/',
            hash: sha(Buffer.from([0, 1, 255])),
            size: 3,
            modified: expect.any(Number),
            is_binary: true,
          },
        ],
        errors: ['nope.md: File not found', '../x: Path traversal not allowed'],
        remaining: [],
      })
    })

    test('P45 looks for 500 files at most, there or not', async () => {
      const { body } = await pull(Array.from({ length: 2_000 }, (_, index) => `${index}`))
      expect([body.errors.length, body.remaining.length]).toEqual([500, 1_500])
    })

    test('finds a path whose parts have different Unicode forms', async () => {
      const path = `${'Caf\u00e9'.normalize('NFD')}/r\u00e9sum\u00e9.md`
      put(path, 'a')
      const [told = ''] = await paths()
      expect((await pull([told])).body).toMatchObject({ files: [{ path: told, content: 'a' }], errors: [] })
      await remove([told], [sha('a')])
      expect(existsSync(at(path))).toBe(false)
    })

    test('P45 of more than 500 files or 50 MiB says what to ask for next', async () => {
      for (let index = 0; index < limits.syncFiles + 1; index++) put(`f${index}`, 'x')
      const all = Array.from({ length: limits.syncFiles + 1 }, (_, index) => `f${index}`)
      expect((await pull(all)).body.remaining).toEqual([`f${limits.syncFiles}`])
      put('big', 'x'.repeat(limits.syncBytes - 1))
      put('bigger', 'x'.repeat(limits.syncBytes + 1))
      const { body } = await pull(['big', 'f0', 'f1', 'bigger'])
      expect(body.files).toHaveLength(2)
      expect(body.remaining).toEqual(['f1', 'bigger'])
      expect((await pull(['bigger', 'f1'])).body).toMatchObject({ errors: [/larger than/], files: [{}] })
    })
  })

  describe('a deletion', () => {
    test('puts the file into the trash and is remembered', async () => {
      put('deep/a.md', 'one')
      await list()
      expect((await remove(['deep/a.md', 'never.md'])).body).toEqual({ deleted: 2, errors: [] })
      expect(existsSync(at('deep/a.md'))).toBe(false)
      expect(kept()).toEqual(['one'])
      expect((await list({ accept_empty: true })).body.deleted).toEqual([
        { path: 'deep/a.md', deleted_at: expect.any(String), hash: sha('one') },
      ])
    })

    test('P20 leaves a file that is not what the client knew', async () => {
      put('a.md', 'changed')
      put('b.md', 'same')
      const { body } = await remove(['a.md', 'b.md'], [sha('old'), sha('same')])
      expect(body).toEqual({ deleted: 1, errors: ['a.md: The file changed since it was synced'] })
      expect(readdirSync(at(''))).toEqual(['a.md'])
    })

    test('P21 does not follow a link and takes no folder', async () => {
      put('folder/a.md', 'x')
      symlinkSync('folder/a.md', at('link.md'))
      symlinkSync('folder', at('way'))
      expect((await remove(['link.md', 'folder', 'way/a.md'])).body.deleted).toBe(0)
      expect(readFileSync(at('folder/a.md'), 'utf8')).toBe('x')
      expect(readdirSync(at('')).sort()).toEqual(['folder', 'link.md', 'way'])
    })

    test('by hand is seen as well, but not where nothing can be seen', async () => {
      for (const path of ['a.md', 'sub/b.md', 'c.md']) put(path, path)
      await list()
      rmSync(at('a.md'))
      expect(await deleted()).toEqual(['a.md'])
      if (process.getuid?.() !== 0) {
        chmodSync(at('sub'), 0)
        expect(await deleted()).toEqual(['a.md'])
        chmodSync(at('sub'), 0o755)
      }
      put('a.md', 'again')
      expect(await deleted()).toEqual([])
    })

    test('P51 of everything at once is not believed', async () => {
      for (const path of ['a.md', 'sub/b.md']) put(path, path)
      await list()
      renameSync(at(''), `${at('').replace(/\/$/, '')}-away`)
      for (const asked of [list(), list({ limit: 1 }), changes({ since: 0 })])
        expect(refused(await asked)).toEqual([409, 'conflict'])
      mkdirSync(at(''))
      expect(refused(await list())).toEqual([409, 'conflict'])
      rmSync(at(''), { recursive: true })
      renameSync(`${at('').replace(/\/$/, '')}-away`, at(''))
      expect(await paths()).toEqual(['a.md', 'sub/b.md'])
      expect(await deleted()).toEqual([])
      rmSync(at(''), { recursive: true })
      expect(await deleted({ accept_empty: true })).toEqual(['a.md', 'sub/b.md'])
    })
  })

  describe('changes', () => {
    test('since a time are found by clocks that are a little wrong', async () => {
      put('old.md', 'old')
      utimesSync(at('old.md'), 1_000, 1_000)
      put('new.md', 'new')
      await list()
      const now = Date.now() / 1000
      // The old one was first seen just now: better told once too often.
      expect((await changes({ since: now + 60 })).body.files).toHaveLength(2)
      expect((await changes({ since: now + 600 })).body.files).toEqual([])
      const { body } = await changes({ since: 0 })
      expect(body).toMatchObject({ root, since: 0, next_cursor: null, deleted: [] })
      expect(body.files[1]).toMatchObject({ path: 'old.md', hash: '1000', modified: 1_000 })
      expect((await changes({})).body.detail[0]).toMatchObject({ loc: ['query', 'since'], type: 'missing' })
    })

    test('since a cursor need no clock', async () => {
      put('a.md', 'a')
      put('b.md', 'b')
      const { changes_cursor: start } = (await list()).body
      expect((await changes({ cursor: start })).body).toMatchObject({ files: [], deleted: [], since: null })
      writeFileSync(at('a.md'), 'a2')
      utimesSync(at('a.md'), 1, 1)
      await push([{ path: 'c.md', content: 'c' }])
      rmSync(at('b.md'))
      const first = (await changes({ cursor: start, limit: 2 })).body
      const second = (await changes({ cursor: first.next_cursor, limit: 2 })).body
      expect([...first.files, ...second.files].map(({ path, hash }) => [path, hash])).toEqual([
        ['c.md', sha('c')],
        ['a.md', sha('a2')],
      ])
      expect([...first.deleted, ...second.deleted]).toMatchObject([{ path: 'b.md', hash: sha('b') }])
      expect((await changes({ cursor: second.changes_cursor })).body.files).toEqual([])
    })

    test('since a cursor that nobody gave are refused', async () => {
      expect(refused(await changes({ cursor: 'sAAAAAAAAAAAA.1' }))).toEqual([410, 'gone'])
      for (const cursor of ['x', 's1', '1', '😀']) expect((await changes({ cursor })).status).toBe(422)
    })
  })

  test('a vault that is away or empty stops everything', async () => {
    put('a.md', 'x')
    await list()
    const away = `${app.vault}-away`
    renameSync(app.vault, away)
    for (const asked of [list(), changes({ since: 0 }), push([]), pull(['a.md']), remove(['a.md'])])
      expect(refused(await asked)).toEqual([503, 'vault_missing'])
    expect(existsSync(app.vault)).toBe(false)
    mkdirSync(app.vault)
    expect(refused(await list())).toEqual([503, 'vault_missing'])
    rmSync(app.vault, { recursive: true })
    renameSync(away, app.vault)
    expect(await paths()).toEqual(['a.md'])
    expect(await deleted()).toEqual([])
  })
})

test('needs the files permission, and a full disk is not written to', async () => {
  await using full = await createTestApp({ minFreeMb: 1e9 })
  const { key } = (await full.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })).body
  const headers = { authorization: `Bearer ${key}` }
  expect(refused(await full.rest('GET', '/api/sync/manifest?root=x', undefined, { headers }))).toEqual([
    403,
    'scope_missing',
  ])
  expect(refused(await full.rest('POST', '/api/sync/push', { root: 'x', files: [] }))).toEqual([
    507,
    'insufficient_storage',
  ])
  expect((await full.rest('GET', '/api/sync/manifest?root=x')).status).toBe(200)
})

test('P50 an index that is damaged costs one reading, not a file', async () => {
  await using app = await createTestApp()
  mkdirSync(join(app.vault, 'x'))
  for (const name of ['a.md', 'b.md']) writeFileSync(join(app.vault, 'x', name), name)
  await app.rest('GET', '/api/sync/manifest?root=x')
  const { db } = app.app.database
  await db.updateTable('syncFile').set({ hash: 'nonsense', stamp: 'nonsense', past: ',,' }).execute()
  const { body } = await app.rest('GET', '/api/sync/manifest?root=x')
  expect(body.files.map(({ hash }: { hash: string }) => hash)).toEqual([sha('a.md'), sha('b.md')])
})

test('tells hooks what was pushed', async () => {
  await using app = await createTestApp()
  const place = join(app.vault, '.atrium/hooks')
  mkdirSync(place, { recursive: true })
  const code = `import { writeFileSync } from 'node:fs'
export const config = { events: ['sync.pushed'] }
export async function run(context) { writeFileSync('heard.json', JSON.stringify(context)) }
`
  writeFileSync(join(place, 'listen.mjs'), code)
  expect((await app.rest('POST', '/api/hooks/listen/approve')).status).toBe(200)
  await app.rest('POST', '/api/sync/push', {
    root: 'Daily',
    device: 'phone',
    files: [
      { path: 'a.md', content: 'a' },
      { path: '../b.md', content: 'b' },
    ],
  })
  const heard = join(app.vault, 'heard.json')
  await expect.poll(() => existsSync(heard) && readFileSync(heard, 'utf8')).toBeTruthy()
  expect(JSON.parse(readFileSync(heard, 'utf8'))).toMatchObject({
    event: 'sync.pushed',
    root: 'Daily',
    device: 'phone',
    paths: ['a.md'],
    pushed: 1,
    conflicts: [],
  })
})

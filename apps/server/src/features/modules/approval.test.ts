import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { readFolder } from './folder/catalog.ts'
import { hashFolder, listFolder } from './folder/contents.ts'
import { approveModule, moduleEntry, oneRoute, putModule } from './testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ logLevel: 'silent' })
})
afterAll(() => app[Symbol.asyncDispose]())

const run = (name: string) => app.rest('GET', `/api/${name}/run`)
const marker = () => join(app.vault, 'ran')
const marking = oneRoute(
  'return 1',
  `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify('MARK')}, '')`,
)
const full = { trust_level: 'full' }

describe('P39 only what was approved runs', () => {
  test('P39 P40 listing, calling and asking start nothing that was not approved', async () => {
    putModule(app.vault, 'eager', marking.replace('MARK', marker()), full)
    await app.rest('GET', '/api/modules')
    await app.rest('GET', '/api/health?detailed=true')
    await app.rest('GET', '/api/openapi.json')
    expect((await run('eager')).body.code).toBe('approval_needed')
    expect(await app.app.modules.tools()).not.toHaveProperty('eager')
    await app.restart()
    await app.rest('GET', '/api/modules')
    expect(existsSync(marker())).toBe(false)
    await approveModule(app, 'eager')
    expect((await run('eager')).status).toBe(200)
    expect(existsSync(marker())).toBe(true)
  })

  const edits: [what: string, edit: (folder: string) => void][] = [
    ['one byte flipped', (f) => writeFileSync(join(f, 'lib/a.js'), 'export const a = 2')],
    ['one byte more', (f) => writeFileSync(join(f, 'lib/a.js'), 'export const a = 1 ')],
    ['a file added', (f) => writeFileSync(join(f, 'lib/b.js'), '')],
    ['a hidden file added', (f) => writeFileSync(join(f, '.hidden'), '')],
    ['a file removed', (f) => rmSync(join(f, 'lib/a.js'))],
    ['a file renamed', (f) => renameSync(join(f, 'lib/a.js'), join(f, 'lib/c.js'))],
    [
      'two files swapped',
      (f) => {
        renameSync(join(f, 'lib/a.js'), join(f, 'tmp'))
        renameSync(join(f, 'data.txt'), join(f, 'lib/a.js'))
        renameSync(join(f, 'tmp'), join(f, 'data.txt'))
      },
    ],
    [
      'the manifest changed',
      (f) => writeFileSync(join(f, 'manifest.yaml'), 'name: edited\ntrust_level: full\n'),
    ],
    [
      'a file swapped for a link',
      (f) => {
        rmSync(join(f, 'lib/a.js'))
        symlinkSync(join(f, 'module.js'), join(f, 'lib/a.js'))
      },
    ],
    ['a link added', (f) => symlinkSync('/etc/passwd', join(f, 'extra'))],
    [
      'the folder swapped for a link',
      (f) => {
        renameSync(f, `${f}-real`)
        symlinkSync(`${f}-real`, f)
      },
    ],
    ['the folder gone', (f) => rmSync(f, { recursive: true })],
  ]
  test.each(edits)('P39 %s: it is unloaded with the next call', async (_, edit) => {
    const lib = { 'lib/a.js': 'export const a = 1', 'data.txt': 'data' }
    const folder = putModule(
      app.vault,
      'edited',
      oneRoute('return a', "import { a } from './lib/a.js'"),
      {},
      lib,
    )
    await approveModule(app, 'edited')
    expect((await run('edited')).body).toBe(1)
    edit(folder)
    await expect.poll(async () => (await run('edited')).status).not.toBe(200)
    const { status, body } = await run('edited')
    expect([404, 409]).toContain(status)
    if (status === 409)
      expect(body).toMatchObject({
        code: 'approval_needed',
        message: "Module 'edited' changed since it was approved",
      })
    expect((await moduleEntry(app, 'edited'))?.status).not.toBe('loaded')
    expect(await app.app.modules.tools()).not.toHaveProperty('edited')
    for (const left of readdirSync(dirname(folder)).filter((name) => name.startsWith('edited')))
      rmSync(join(dirname(folder), left), { recursive: true })
    await app.rest('GET', '/api/modules')
  })

  test('P39 the same files again are as they were approved', async () => {
    const folder = putModule(app.vault, 'back', oneRoute('return 1'))
    await approveModule(app, 'back')
    const text = readFileSync(join(folder, 'module.js'), 'utf8')
    writeFileSync(join(folder, 'module.js'), `${text}// more`)
    expect((await run('back')).status).toBe(409)
    expect(await moduleEntry(app, 'back')).toMatchObject({
      status: 'pending_approval',
      approval: 'changed',
      known_hash: expect.stringMatching(/^\w{12}$/),
    })
    writeFileSync(join(folder, 'module.js'), text)
    expect((await moduleEntry(app, 'back')).status).toBe('loaded')
    expect((await run('back')).body).toBe(1)
  })

  test('P39 a change that keeps size and time is seen all the same', async () => {
    const folder = putModule(app.vault, 'sly', oneRoute('return 1'))
    await approveModule(app, 'sly')
    expect((await run('sly')).body).toBe(1)
    const file = join(folder, 'module.js')
    const { atime, mtime } = statSync(file)
    writeFileSync(file, oneRoute('return 2'))
    utimesSync(file, atime, mtime)
    await expect.poll(async () => (await run('sly')).status).toBe(409)
  })

  test('P39 the periodic look unloads what changed though nobody calls it', async () => {
    const folder = putModule(app.vault, 'quiet', oneRoute('return 1'))
    await approveModule(app, 'quiet')
    await run('quiet')
    writeFileSync(join(folder, 'module.js'), 'x')
    await expect
      .poll(async () => (await app.app.modules.health()).some(({ name }) => name === 'quiet'), {
        timeout: 15_000,
        interval: 500,
      })
      .toBe(false)
  })

  test('P39 what changes between the hashing and the loading never runs', async () => {
    const good = oneRoute('return 1')
    const evil = `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(join(app.vault, 'evil'))}, '')\n${oneRoute('return 666')}`
    const folder = putModule(app.vault, 'raced', good, full)
    const { sha256 } = await moduleEntry(app, 'raced')
    const file = join(folder, 'module.js')
    let answers = 0
    for (let round = 0; round < 30; round++) {
      writeFileSync(file, good)
      const approving = approveModule(app, 'raced', { hash: sha256 })
      const calls = [approving, run('raced')]
      for (let i = 0; i < 20; i++) {
        writeFileSync(file, i % 2 ? good : evil)
        await new Promise((done) => setImmediate(done))
      }
      for (const { body } of await Promise.all(calls)) {
        expect(body).not.toBe(666)
        answers++
      }
      writeFileSync(file, evil)
      expect((await run('raced')).body).not.toBe(666)
    }
    expect(answers).toBe(60)
    expect(existsSync(join(app.vault, 'evil'))).toBe(false)
  })

  test('P39 the manifest that counts is the one that was hashed', async () => {
    const folder = putModule(app.vault, 'swapped', oneRoute('return 1'), {}, { 'z.bin': 'x'.repeat(3e7) })
    const file = join(folder, 'manifest.yaml')
    const text = readFileSync(file, 'utf8')
    const { sha256 } = await readFolder(folder, 'vault', app.vault)
    for (const waitMs of [2, 5, 10, 20, 30]) {
      const reading = readFolder(folder, 'vault', app.vault)
      await new Promise((done) => setTimeout(done, waitMs))
      writeFileSync(file, `${text}trust_level: full\n`)
      const found = await reading
      if (found.sha256 === sha256) expect(found.manifest?.trust_level).toBe('vault')
      writeFileSync(file, text)
    }
    rmSync(folder, { recursive: true })
  })

  test('P39 the copy in the hub’s own folder is made anew at each start of the process', async () => {
    putModule(app.vault, 'copied', oneRoute('return 1'))
    await approveModule(app, 'copied')
    await run('copied')
    const { sha256 } = await moduleEntry(app, 'copied')
    const copy = join(app.home, 'runtime/modules', `copied-${sha256}`)
    expect(statSync(join(copy, 'module.js')).mode & 0o077).toBe(0)
    writeFileSync(join(copy, 'module.js'), oneRoute('return 2'))
    await app.restart()
    expect((await run('copied')).body).toBe(1)
  })
})

test('P40 no way to write files into the vault makes a module run', async () => {
  const text = marking.replace('MARK', marker())
  rmSync(marker(), { force: true })
  const body = { path: '.atrium/modules/planted/module.js', content: text }
  expect((await app.rest('PUT', '/api/fs/write', body)).status).toBeGreaterThanOrEqual(400)
  const push = { files: [{ path: '.atrium/modules/planted/module.js', content: text }] }
  expect(JSON.stringify((await app.rest('POST', '/api/sync/push', push)).body)).not.toMatch(/"pushed":1/)
  await app.rest('GET', '/api/modules')
  expect([existsSync(marker()), await moduleEntry(app, 'planted')]).toEqual([false, undefined])
})

describe('the hash', () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/)
  const tree = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 20 }), { minKeys: 1, maxKeys: 5 })

  async function hashOf(files: Record<string, string>): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'atrium-hash-'))
    try {
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
      const listing = await listFolder(folder)
      const copy = `${folder}-copy`
      mkdirSync(copy)
      const { sha256: hash } = await hashFolder(folder, listing.files, copy)
      // What was copied is what was hashed.
      expect((await hashFolder(copy, (await listFolder(copy)).files)).sha256).toBe(hash)
      rmSync(copy, { recursive: true })
      return hash
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('P39 two folders have one hash only when all names and bytes are the same', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, other) => {
        const key = (files: Record<string, string>) =>
          JSON.stringify(
            Object.entries(files)
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')]),
          )
        expect((await hashOf(one)) === (await hashOf(other))).toBe(key(one) === key(other))
      }),
      { numRuns: 150 },
    )
  })

  test('P39 bytes cannot move from one name or file to the next', async () => {
    const pairs: [Record<string, string>, Record<string, string>][] = [
      [{ a: 'bc' }, { ab: 'c' }],
      [
        { a: '', b: 'x' },
        { a: 'x', b: '' },
      ],
      [{ a: '1 b 1 x' }, { a: '', b: 'x' }],
    ]
    for (const [one, other] of pairs) expect(await hashOf(one)).not.toBe(await hashOf(other))
  })
})

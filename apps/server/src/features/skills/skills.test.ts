import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeZip, type ZipEntry } from '../../../test/zip.ts'
import { sleep } from '../../core/clock.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { readSkillText } from './skill-text.ts'

const folder = (app: TestApp, ...parts: string[]) => join(app.vault, '.atrium/skills', ...parts)
async function put(app: TestApp, name: string, content: string, place = folder(app)) {
  await mkdir(join(place, name, '..'), { recursive: true })
  await writeFile(join(place, name), content)
}
const listed = async (app: TestApp) =>
  (await app.rest('GET', '/api/skills')).body.skills.map((skill: { directory: string }) => skill.directory)
const skillText = (description = 'Looks back') =>
  `---\nname: Review\ndescription: ${description}\n---\n\n# Steps\n`

async function upload(
  app: TestApp,
  name: string,
  content: Buffer | readonly ZipEntry[],
  headers: Record<string, string> = {},
) {
  const body = new FormData()
  const bytes = Buffer.isBuffer(content) ? content : makeZip(content)
  body.set('file', new File([new Uint8Array(bytes)], name))
  const answer = await fetch(`${app.url}/api/skills/upload`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${app.token}`, ...headers },
  })
  return { status: answer.status, body: await answer.json() }
}
const file = (name: string, text: string, mode = 0o100644): ZipEntry => ({
  name,
  data: Buffer.from(text),
  mode,
})

test('every door of skills refuses without a key, and those that change something without admin', async () => {
  await using app = await createTestApp()
  const { body } = await app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat', 'files'] })
  for (const [method, path, status] of [
    ['GET', '/api/skills', 200],
    ['GET', '/api/skills/x', 404],
    ['POST', '/api/skills', 403],
    ['DELETE', '/api/skills/x', 403],
    ['POST', '/api/skills/upload', 403],
  ] as const) {
    const call = (key: string) => fetch(app.url + path, { method, headers: { authorization: key } })
    expect([method, path, (await call('')).status]).toEqual([method, path, 401])
    expect([method, path, (await call(`Bearer ${body.key}`)).status]).toEqual([method, path, status])
  }
})

test('a skill is written, listed, read and moved to the trash', async () => {
  await using app = await createTestApp()
  const made = await app.rest('POST', '/api/skills', {
    name: 'weekly-review',
    description: 'Look back: at "the week"',
    content: '# Steps\n\n1. Read',
    allowed_tools: ['Read', 'Bash(git log:*)'],
  })
  const skill = {
    name: 'weekly-review',
    directory: 'weekly-review',
    description: 'Look back: at "the week"',
    content: '# Steps\n\n1. Read',
    version: '1.0.0',
    allowed_tools: ['Read', 'Bash(git log:*)'],
    is_directory: false,
    source: 'custom',
    license: null,
    compatibility: null,
    metadata: {},
  }
  expect(made.status).toBe(200)
  expect(made.body).toMatchObject({ success: true, skill })
  expect(made.body.skill.modified).toMatch(/Z$/)
  expect(made.body.skill).not.toHaveProperty('files')
  expect((await app.rest('GET', '/api/skills')).body).toMatchObject({ skills: [skill] })
  expect((await app.rest('GET', '/api/skills/weekly-review')).body).toMatchObject(skill)
  const again = await app.rest('POST', '/api/skills', { name: 'weekly-review', content: 'x' })
  expect([again.status, again.body.code, again.body.message]).toEqual([
    409,
    'already_exists',
    "Skill 'weekly-review' already exists",
  ])
  const removed = await app.rest('DELETE', '/api/skills/weekly-review')
  expect(removed.body).toMatchObject({ success: true, deleted: 'weekly-review' })
  expect(await listed(app)).toEqual([])
  await rename(join(app.vault, removed.body.trash), folder(app, 'weekly-review.md'))
  expect(await listed(app)).toEqual(['weekly-review'])
})

test('front matter that a text brings itself is kept', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/skills', {
    name: 'pdf',
    content:
      '---\nname: PDF tools\ndescription: About PDF\nlicense: MIT\ncompatibility: needs poppler\nmetadata:\n  author: Ann\n  version: 2.1\nallowed-tools: Bash(pdf tools:*), Read\n---\nBody',
  })
  expect((await app.rest('GET', '/api/skills/pdf')).body).toMatchObject({
    name: 'PDF tools',
    description: 'About PDF',
    content: 'Body',
    license: 'MIT',
    compatibility: 'needs poppler',
    metadata: { author: 'Ann', version: '2.1' },
    version: '2.1',
    allowed_tools: ['Bash(pdf tools:*)', 'Read'],
  })
})

test('every form of skill is found, in the folder of old vaults, too', async () => {
  await using app = await createTestApp()
  for (const [name, main] of [
    ['a', 'SKILL.md'],
    ['b', 'skill.md'],
    ['c', 'index.md'],
    ['d', 'd.md'],
  ] as const) {
    await put(app, `${name}/${main}`, skillText())
    await put(app, `${name}/scripts/run.sh`, '#!/bin/sh')
  }
  await put(app, 'e.md', 'no front matter at all')
  await put(app, 'nothing/readme.txt', 'no skill')
  await put(app, 'notes.txt', 'no skill')
  await put(app, 'broken.md', '---\nname: [\n---\nbody')
  const old = join(app.vault, '.skills')
  await put(app, 'F Old.md', skillText('of old'), old)
  await put(app, 'a/SKILL.md', skillText('hidden behind the newer one'), old)
  await writeFile(folder(app, 'bytes.md'), Buffer.from([0xff, 0xfe, 0]))
  const { skills } = (await app.rest('GET', '/api/skills')).body
  const facts = skills.map((skill: Record<string, unknown>) => [
    skill['directory'],
    skill['source'],
    skill['is_directory'],
  ])
  expect(facts.sort()).toEqual([
    ['F Old', 'vault', false],
    ['a', 'custom', true],
    ['b', 'custom', true],
    ['broken', 'custom', false],
    ['c', 'custom', true],
    ['d', 'custom', true],
    ['e', 'custom', false],
  ])
  expect((await app.rest('GET', '/api/skills/a')).body).toMatchObject({
    description: 'Looks back',
    files: [{ name: 'SKILL.md' }, { name: 'scripts/run.sh', size: 9 }],
  })
  expect((await app.rest('GET', '/api/skills/F%20Old')).body.description).toBe('of old')
  expect((await app.rest('GET', '/api/skills/e')).body).toMatchObject({
    name: 'e',
    description: '',
    content: 'no front matter at all',
  })
})

test('a list of many long skills leaves contents out and says so', async () => {
  await using app = await createTestApp()
  for (let count = 0; count < 60; count++) await put(app, `s${count}.md`, 'x'.repeat(90_000))
  const { skills } = (await app.rest('GET', '/api/skills')).body
  expect(skills.filter((skill: { truncated?: boolean }) => skill.truncated).length).toBeGreaterThan(10)
  expect((await app.rest('GET', '/api/skills/s59')).body.content).toHaveLength(90_000)
})

describe('names of new skills', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test.each(['', '..', '%2e%2e', '../x', 'a/b', 'A', 'ä', '-a', '.a', 'a.md', 'x'.repeat(65), 'a\u0000'])(
    '%j is no name for a new skill',
    async (name) => {
      const answer = await app.rest('POST', '/api/skills', { name, content: 'x' })
      expect([answer.status, answer.body.detail[0].loc]).toEqual([422, ['body', 'name']])
      expect(await readdir(app.vault)).toEqual([])
    },
  )
})

describe('names and limits', () => {
  test('P21 no name of a skill deletes anything but a skill', async () => {
    await using app = await createTestApp()
    await put(app, 'keep.md', skillText())
    await writeFile(join(app.vault, 'note.md'), 'mine')
    for (const name of [
      '%2e%2e',
      '%2e',
      '..%2f..',
      '.%2f',
      '%2e%2e%2fnote',
      '..%5Cnote',
      'note',
      '.atrium',
      'skills',
      '%00',
      'keep.md',
    ])
      expect([400, 404, 405, 422]).toContain((await app.rest('DELETE', `/api/skills/${name}`)).status)
    expect(await listed(app)).toEqual(['keep'])
    expect(await readFile(join(app.vault, 'note.md'), 'utf8')).toBe('mine')
  })

  test('P21 deleting a link removes the link alone', async () => {
    await using app = await createTestApp()
    await put(app, 'real/SKILL.md', skillText())
    await symlink('real', folder(app, 'link'))
    expect(await listed(app)).toEqual(['link', 'real'])
    await app.rest('DELETE', '/api/skills/link')
    expect(await listed(app)).toEqual(['real'])
  })

  test('P17 links that leave the folder of skills show and give away nothing', async () => {
    await using app = await createTestApp()
    const secret = join(app.vault, '.env')
    await writeFile(secret, 'CANARY=1')
    await put(app, 'dir/SKILL.md', skillText())
    await symlink(secret, folder(app, 'file.md'))
    await symlink('/etc', folder(app, 'etc'))
    await symlink(secret, folder(app, 'dir/linked.txt'))
    await mkdir(folder(app, 'main'))
    await symlink(secret, folder(app, 'main/SKILL.md'))
    expect(await listed(app)).toEqual(['dir'])
    expect((await app.rest('GET', '/api/skills/dir')).body.files).toMatchObject([{ name: 'SKILL.md' }])
    const plugin = await app.app.skills.pluginFor('all')
    const names = await readdir(plugin?.folder ?? '', { recursive: true })
    expect(names.filter((name) => name.includes('linked'))).toEqual([])
    await rm(folder(app), { recursive: true })
    await symlink('/etc', folder(app))
    expect(await listed(app)).toEqual([])
    expect((await app.rest('POST', '/api/skills', { name: 'x', content: 'x' })).status).toBe(403)
  })

  test('instructions have at most 100,000 characters, and there are at most 500 skills', async () => {
    await using app = await createTestApp()
    const write = (name: string, content: string) => app.rest('POST', '/api/skills', { name, content })
    expect((await write('a', 'x'.repeat(limits.skillChars + 1))).status).toBe(422)
    expect((await write('a', 'x'.repeat(limits.skillChars))).status).toBe(200)
    await put(app, 'long.md', 'x'.repeat(limits.skillChars + 1))
    const long = (await app.rest('GET', '/api/skills/long')).body
    expect(long.validationErrors).toEqual(['it is longer than 100000 characters'])
    for (let count = 0; count < limits.skills; count++) await put(app, `s${count}.md`, 'x')
    expect(await listed(app)).toHaveLength(limits.skills)
    const more = await write('more', 'x')
    expect([more.status, more.body.code]).toEqual([409, 'limit_reached'])
  })

  test('a call that is repeated under its key makes the skill once', async () => {
    await using app = await createTestApp()
    const options = { headers: { authorization: `Bearer ${app.token}`, 'idempotency-key': 'k1' } }
    const make = (content: string) => app.rest('POST', '/api/skills', { name: 'one', content }, options)
    const first = await make('x')
    expect(await make('x')).toMatchObject({ status: 200, body: first.body })
    expect((await make('y')).body.code).toBe('idempotency_mismatch')
  })

  test('of twenty calls that make one skill, one makes it', async () => {
    await using app = await createTestApp()
    const calls = Array.from({ length: 20 }, (_, index) =>
      app.rest('POST', '/api/skills', { name: 'one', content: `by ${index}` }),
    )
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(19)
  })
})

describe('uploads', () => {
  test.each([
    ['at the root', [file('SKILL.md', skillText()), file('scripts/run.sh', '#!/bin/sh', 0o100755)]],
    ['in one folder', [file('review/SKILL.md', skillText()), file('review/scripts/run.sh', 'x', 0o100755)]],
    ['under another name', [file('old/old.md', skillText()), file('old/scripts/run.sh', 'x')]],
    [
      'with what packers add',
      [
        file('__MACOSX/review/._x', 'x'),
        file('.DS_Store', 'x'),
        file('review/SKILL.md', skillText()),
        file('review/scripts/run.sh', 'x'),
      ],
    ],
  ])('a skill %s is unpacked, with nothing executable', async (_, entries) => {
    await using app = await createTestApp()
    const { status, body } = await upload(app, 'Weekly Review.skill', entries)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      skill: { directory: 'weekly-review', name: 'Review', is_directory: true },
    })
    expect(body.skill.files.map(({ name }: { name: string }) => name)).toEqual(['SKILL.md', 'scripts/run.sh'])
    expect((await lstat(folder(app, 'weekly-review/scripts/run.sh'))).mode & 0o111).toBe(0)
    expect((await upload(app, 'weekly-review.zip', entries)).body.code).toBe('already_exists')
    expect(await readdir(join(app.home, 'uploads'))).toEqual([])
  })

  test('no archive, no skill inside, no name: refused, and nothing is kept', async () => {
    await using app = await createTestApp()
    const text = await upload(app, 'x.zip', Buffer.from('hello'))
    expect([text.status, text.body.message]).toEqual([400, 'Invalid ZIP file'])
    for (const entries of [
      [],
      [file('README.md', 'x')],
      [file('a/SKILL.md', 'x'), file('b/SKILL.md', 'x')],
      [file('a/b/SKILL.md', 'x')],
    ]) {
      const answer = await upload(app, 'x.zip', entries)
      expect([answer.status, answer.body.message]).toEqual([422, 'There is no SKILL.md in the archive'])
    }
    const nameless = await upload(app, '….zip', [file('SKILL.md', 'x')])
    expect(nameless.status).toBe(422)
    const form = await fetch(`${app.url}/api/skills/upload`, {
      method: 'POST',
      body: '{}',
      headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json' },
    })
    expect(form.status).toBe(415)
    expect(await readdir(app.vault)).toEqual([])
    expect(await readdir(join(app.home, 'uploads'))).toEqual([])
  })

  test('P31 a hostile archive is refused with the entry that is to blame', async () => {
    await using app = await createTestApp()
    const { status, body } = await upload(app, 'x.zip', [
      file('SKILL.md', skillText()),
      file('../../evil', 'x'),
      file('link', '/etc/passwd', 0o120777),
    ])
    expect([status, body.detail]).toEqual([
      422,
      [
        {
          loc: ['archive', 'entries', 1],
          msg: "empty, '.' and '..' parts are not allowed",
          type: 'archive_error',
        },
        { loc: ['archive', 'entries', 2], msg: 'links are not allowed', type: 'archive_error' },
      ],
    ])
    expect(await readdir(app.vault)).toEqual([])
  })

  test('P29 an archive over 20 MiB is refused and leaves nothing', async () => {
    await using app = await createTestApp()
    const { status } = await upload(app, 'x.zip', Buffer.alloc(limits.skillArchiveBytes + 1))
    expect(status).toBe(413)
    expect(await readdir(join(app.home, 'uploads'))).toEqual([])
    expect((await upload(app, 'x.zip', Buffer.alloc(limits.skillArchiveBytes))).status).toBe(400)
  })

  test('P31 a hub that is killed while it unpacks leaves all of a skill or none of it', async () => {
    await using hub = await spawnServer()
    const files = Array.from({ length: 900 }, (_, index) =>
      file(`files/${index}.txt`, `${index}`.repeat(500)),
    )
    const bytes = new Uint8Array(makeZip([file('SKILL.md', skillText()), ...files]))
    const skills = join(hub.vault, '.atrium/skills')
    const uploads = join(hub.home, 'uploads')
    const outcomes = new Set<number>()
    for (let index = 0; index < Number(process.env['KILLS'] ?? 3); index++) {
      const body = new FormData()
      body.set('file', new File([bytes], `s${index}.zip`))
      const headers = { authorization: `Bearer ${hub.token}` }
      const sent = fetch(`${hub.url}/api/skills/upload`, { method: 'POST', body, headers }).catch(() => null)
      let answered = false
      void sent.then(() => (answered = true))
      // Once before it came, then at any moment from when it is there.
      while (index > 0 && !answered && (await readdir(uploads)).length === 0) await sleep(1)
      await sleep(index === 0 ? 0 : Math.random() ** 2 * 300)
      await hub.kill()
      await sent
      await hub.again()
      const entries = await readdir(skills).catch((): string[] => [])
      expect(entries.filter((name) => !/^s\d+$/.test(name))).toEqual([])
      const there = await readdir(join(skills, `s${index}`, 'files')).catch((): string[] => [])
      expect([0, 900]).toContain(there.length)
      outcomes.add(there.length)
      expect(await readdir(uploads)).toEqual([])
    }
    expect(outcomes).toContain(0)
  }, 300_000)

  test('P30 whatever an upload is called, it lands under a plain name in the folder of skills', async () => {
    await using app = await createTestApp()
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        '../../x.zip',
        '/etc/x.zip',
        'CON.zip',
        'a\u202Egpj.zip',
        `${'x'.repeat(300)}.zip`,
        '.zip',
        '..zip',
        'C:\\x.zip',
      ),
    )
    await fc.assert(
      fc.asyncProperty(name, async (fileName) => {
        const { status, body } = await upload(app, fileName, [file('SKILL.md', skillText())])
        if (status !== 200) {
          expect(status).toBe(422)
          return
        }
        expect(body.skill.directory).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/)
        expect(await readdir(folder(app))).toEqual([body.skill.directory])
        await rm(folder(app, body.skill.directory), { recursive: true })
      }),
      { numRuns: 40 },
    )
    expect((await readdir(app.vault)).sort()).toEqual(['.atrium'])
  })

  test('at most ten uploads a minute', async () => {
    await using app = await createTestApp({ writesPerMinute: limits.writesPerMinute })
    let status = 0
    for (let count = 0; count <= limits.uploadsPerMinute; count++)
      ({ status } = await upload(app, 'x.zip', Buffer.from('x')))
    expect(status).toBe(429)
  })
})

describe('the plugin for agents', () => {
  test('skills are copied, read-only and without what starts programs; only a change makes another', async () => {
    await using app = await createTestApp()
    expect(await app.app.skills.pluginFor('all')).toBe(null)
    await put(
      app,
      'One Two/SKILL.md',
      '---\nname: X\ndescription: D\nallowed-tools: Bash\nhooks: {}\n---\nDo !`rm -rf x` @/etc/passwd',
    )
    await put(app, 'One Two/data/a.bin', '\0\u0001')
    await chmod(folder(app, 'One Two/data/a.bin'), 0o755)
    await put(app, 'lone.md', '# Lone\n')
    const { skills } = app.app
    const plugin = await skills.pluginFor('all')
    const root = plugin?.folder ?? ''
    expect(root.startsWith(join(app.home, 'runtime/skills/'))).toBe(true)
    const names = (await readdir(root, { recursive: true })).sort()
    expect(names).toEqual([
      '.claude-plugin',
      '.claude-plugin/plugin.json',
      'skills',
      'skills/lone',
      'skills/lone/SKILL.md',
      'skills/one-two',
      'skills/one-two/SKILL.md',
      'skills/one-two/data',
      'skills/one-two/data/a.bin',
    ])
    for (const name of names) {
      const info = await lstat(join(root, name))
      expect(info.mode & 0o777).toBe(info.isDirectory() ? 0o555 : 0o444)
    }
    expect(await readFile(join(root, 'skills/one-two/SKILL.md'), 'utf8')).toBe(
      '---\nname: one-two\ndescription: D\n---\n\nDo ! `rm -rf x` @ /etc/passwd\n',
    )
    expect(await readFile(join(root, 'skills/lone/SKILL.md'), 'utf8')).toContain('description: Lone\n')

    expect(await skills.pluginFor('all')).toEqual(plugin)
    const lone = await skills.pluginFor(['lone'])
    expect(lone?.hash).not.toBe(plugin?.hash)
    expect(await skills.pluginFor('none')).toBe(null)
    expect(await skills.pluginFor(['stranger'])).toBe(null)
    await put(app, 'One Two/data/a.bin', 'xy')
    const changed = await skills.pluginFor('all')
    expect(changed?.hash).not.toBe(plugin?.hash)
    await put(app, 'One Two/data/a.bin', '\0\u0001')
    expect((await skills.pluginFor('all'))?.hash).toBe(plugin?.hash)
  })

  test('old plugins go after a day in which nobody asked for them', async () => {
    await using app = await createTestApp()
    const runtime = join(app.home, 'runtime/skills')
    await put(app, 'a.md', 'one')
    const first = await app.app.skills.pluginFor('all')
    await mkdir(join(runtime, '.draft-of-a-killed-hub'))
    const long = new Date(Date.now() - 25 * 3_600_000)
    await utimes(join(runtime, '.draft-of-a-killed-hub'), long, long)
    await utimes(first?.folder ?? '', long, long)
    expect((await app.app.skills.pluginFor('all'))?.folder).toBe(first?.folder) // asked for: young again
    await utimes(first?.folder ?? '', long, long)
    await app.restart()
    await app.app.skills.prunePlugins()
    expect(await readdir(runtime)).toEqual([])
    expect((await app.app.skills.pluginFor('all'))?.hash).toBe(first?.hash)
  })
})

test('a vault that is not there is said, not taken for one without skills', async () => {
  await using app = await createTestApp()
  await rename(app.vault, `${app.vault}-away`)
  const answer = await app.rest('GET', '/api/skills')
  expect([answer.status, answer.body.code]).toEqual([503, 'vault_missing'])
  await rename(`${app.vault}-away`, app.vault)
  expect((await app.rest('GET', '/api/skills')).status).toBe(200)
})

test('P31 an archive whose main file could not be read again leaves nothing behind', async () => {
  await using app = await createTestApp()
  const refused = await upload(app, 'bad.zip', [{ name: 'SKILL.md', data: Buffer.from([0x61, 0xff, 0xfe]) }])
  expect([refused.status, refused.body.detail[0].type]).toEqual([422, 'archive_error'])
  expect((await upload(app, 'bad.zip', [file('SKILL.md', skillText())])).status).toBe(200)
})

test('a skill with a name as long as a folder can have goes to the trash', async () => {
  await using app = await createTestApp()
  const name = 'd'.repeat(250)
  await put(app, `${name}/SKILL.md`, skillText())
  const { status, body } = await app.rest('DELETE', `/api/skills/${name}`)
  expect([status, body.deleted]).toEqual([200, name])
  expect(await listed(app)).toEqual([])
})

test('P47 tools of nothing but brackets are read at once', () => {
  const began = performance.now()
  readSkillText(`---\nname: a\nallowed-tools: ${'('.repeat(60_000)} Bash(git add:*)\n---\nx`, 'a')
  expect(performance.now() - began).toBeLessThan(1_000)
})

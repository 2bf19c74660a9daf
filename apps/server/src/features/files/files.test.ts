import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const query = (values: Record<string, unknown>) =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString()

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  symlinkSync(join(app.vault, '..'), join(app.vault, 'out'))
  writeFileSync(join(app.vault, '../secret.txt'), 'SECRET')
})
afterAll(() => app[Symbol.asyncDispose]())

let folder: string
let count = 0
beforeEach(() => {
  folder = `t${++count}`
  mkdirSync(join(app.vault, folder))
})

const at = (path: string) => join(app.vault, folder, path)
const put = (path: string, content: string | Buffer) => {
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), content)
}
const list = (values: Record<string, unknown> = {}) =>
  app.rest('GET', `/api/fs/ls?${query({ path: folder, ...values })}`)
const read = (path: string, values: Record<string, unknown> = {}) =>
  app.rest('GET', `/api/fs/read?${query({ path: `${folder}/${path}`, ...values })}`)
const write = (path: string, body: object, headers: Record<string, string> = {}) =>
  app.rest('PUT', '/api/fs/write', { path: `${folder}/${path}`, content: '', ...body }, { headers })
const refused = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

describe('a folder of the vault', () => {
  test('is listed by name, as the page has it', async () => {
    put('garden/AGENTS.md', 'x')
    put('garden/.git/HEAD', 'x')
    put('b.md', 'four')
    symlinkSync('b.md', at('link.md'))
    symlinkSync('nothing', at('broken'))
    const { status, body } = await list()
    expect(status).toBe(200)
    expect(body).toMatchObject({ path: folder, fullPath: at('').replace(/\/$/, ''), nextCursor: null })
    expect(body.entries.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
      ['b.md', 'file'],
      ['broken', 'symlink'],
      ['garden', 'directory'],
      ['link.md', 'file'],
    ])
    const [file, broken, garden, link] = body.entries
    expect(garden).toEqual({
      name: 'garden',
      type: 'directory',
      path: at('garden'),
      relativePath: `${folder}/garden`,
      isDirectory: true,
      isFile: false,
      isSymlink: false,
      isBrokenSymlink: false,
      symlinkTarget: null,
      hasAgentsMd: true,
      hasClaudeMd: false,
      isGitRepo: true,
      size: null,
      lastModified: statSync(at('garden')).mtime.toISOString(),
    })
    expect(file).toMatchObject({ size: 4, isFile: true, hasAgentsMd: false })
    expect(broken).toMatchObject({ isBrokenSymlink: true, symlinkTarget: null, size: null })
    expect(link).toMatchObject({ isSymlink: true, isFile: true, size: 4, symlinkTarget: at('b.md') })
  })

  test('shows hidden names when asked, protected ones and drafts never', async () => {
    for (const name of ['.hidden', '.env', '.env.local', '.atrium-draft-x', 'a']) put(name, 'x')
    for (const name of ['.atrium', '.git', '.Claude', '.parachute', '.dir']) mkdirSync(at(name))
    const names = async (includeHidden: boolean) =>
      (await list({ includeHidden })).body.entries.map(({ name }: { name: string }) => name)
    expect(await names(false)).toEqual(['a'])
    expect(await names(true)).toEqual(['.dir', '.hidden', 'a'])
  })

  test('P17 tells nothing of what lies outside, linked or not', async () => {
    symlinkSync(join(app.vault, '../secret.txt'), at('secret'))
    symlinkSync('/etc', at('etc'))
    symlinkSync('/etc/not-there', at('nowhere'))
    symlinkSync('../.atrium', at('ours'))
    mkdirSync(join(app.vault, '.atrium'), { recursive: true })
    const { entries } = (await list()).body
    for (const { name, path: _, relativePath: __, ...facts } of entries)
      expect([name, facts]).toEqual([name, entries[0] && { ...facts, isBrokenSymlink: true, size: null }])
    expect(JSON.stringify(entries)).not.toContain('"/etc')
    for (const path of ['..', 'out', `${folder}/etc`, '/etc', '/nowhere', `${folder}/../../..`, '~'])
      expect(refused(await list({ path })), path).toEqual(
        path === '~' ? [404, 'not_found'] : [403, 'outside_roots'],
      )
    for (const path of ['.atrium', '.atrium/nothing', '.git', `${folder}/ours`, 'x/.ENV', '.modules'])
      expect(refused(await list({ path })), path).toEqual([403, 'forbidden'])
  })

  test('comes in pages that miss nothing and repeat nothing', async () => {
    for (let index = 0; index < 25; index++) put(`f${String(index).padStart(2, '0')}`, 'x')
    const names: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 10, ...(cursor && { cursor }) })
      names.push(...page.body.entries.map(({ name }: { name: string }) => name))
      cursor = page.body.nextCursor
    } while (cursor !== null)
    expect(names).toEqual(readdirSync(at('')).sort())
    expect((await list({ limit: limits.folderPage + 1 })).status).toBe(422)
  })

  test('of 50,001 files lists 50,000 and says so', async () => {
    for (let index = 0; index < limits.folderEntries + 1; index++) writeFileSync(at(`f${index}`), '')
    const { body } = await list({ limit: 2 })
    expect(body.truncated).toBe(true)
    expect(body.entries).toHaveLength(2)
    execFileSync('rm', ['-r', at('')])
  })

  test('that is a file, or not there, is refused', async () => {
    put('a', 'x')
    expect(refused(await list({ path: `${folder}/a` }))).toEqual([400, 'bad_request'])
    expect(refused(await list({ path: `${folder}/b` }))).toEqual([404, 'not_found'])
    expect((await list({ path: `${folder}/b` })).body.message).toBe(`Path not found: ${folder}/b`)
  })
})

describe('a file of the vault', () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)])

  test('is read as text with its hash', async () => {
    put('a.md', '\ufeffgrüße')
    const { body } = await read('a.md')
    expect(body).toEqual({
      path: `${folder}/a.md`,
      content: '\ufeffgrüße',
      encoding: 'utf8',
      mimeType: 'text/plain',
      size: 10,
      hash: sha('\ufeffgrüße'),
      lastModified: statSync(at('a.md')).mtime.toISOString(),
      offset: 0,
      length: 10,
    })
  })

  test.each([
    ['image.txt', png, 'image/png'],
    ['a.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['paper.pdf', Buffer.from('%PDF-1.7 x'), 'application/pdf'],
  ])('%s is known by its first bytes and comes in Base64', async (name, bytes, mimeType) => {
    put(name, bytes)
    expect((await read(name)).body).toMatchObject({
      mimeType,
      encoding: 'base64',
      content: bytes.toString('base64'),
      hash: sha(bytes),
    })
  })

  test('P14 markup is plain text, whatever its name says', async () => {
    put('x.png', '<svg onload="alert(1)"/>')
    expect((await read('x.png')).body).toMatchObject({ mimeType: 'text/plain', encoding: 'utf8' })
  })

  test('that is neither is refused, and given in Base64 on request', async () => {
    put('a.bin', Buffer.from([0, 1, 255]))
    expect(refused(await read('a.bin'))).toEqual([400, 'bad_request'])
    expect((await read('a.bin', { encoding: 'base64' })).body).toMatchObject({
      content: 'AAH/',
      mimeType: 'application/octet-stream',
    })
    expect(refused(await read('a.bin', { encoding: 'utf8' }))).toEqual([400, 'bad_request'])
  })

  test('is read in parts of any file, the end included', async () => {
    put('big', Buffer.alloc(11_000_000, 'x'))
    writeFileSync(at('big'), 'abc', { flag: 'a' })
    expect((await read('big', { offset: 10_999_999, length: 100 })).body).toMatchObject({
      content: Buffer.from('xabc').toString('base64'),
      encoding: 'base64',
      size: 11_000_003,
      hash: null,
      offset: 10_999_999,
      length: 4,
    })
    expect((await read('big', { offset: 99_000_000 })).body).toMatchObject({ content: '', length: 0 })
    expect((await read('big', { length: limits.mediaFileBytes + 1 })).status).toBe(422)
  })

  test('P45 is refused past its limit: 2 MB of text, 10 MB of an image', async () => {
    put('text', 'x'.repeat(limits.textFileBytes))
    put('text+1', 'x'.repeat(limits.textFileBytes + 1))
    put('image', Buffer.concat([png, Buffer.alloc(limits.mediaFileBytes - png.length)]))
    put('image+1', Buffer.concat([png, Buffer.alloc(limits.mediaFileBytes - png.length + 1)]))
    expect((await read('text')).status).toBe(200)
    expect(refused(await read('text+1'))).toEqual([413, 'payload_too_large'])
    expect((await read('text+1')).body.message).toBe('The file is larger than 2 MB')
    expect((await read('image')).status).toBe(200)
    expect(refused(await read('image+1'))).toEqual([413, 'payload_too_large'])
    expect((await write('w', { content: 'x'.repeat(limits.fileWriteBytes) })).status).toBe(200)
    expect(refused(await write('w', { content: 'x'.repeat(limits.fileWriteBytes + 1) }))).toEqual([
      413,
      'payload_too_large',
    ])
    expect(refused(await write('w', { content: 'x'.repeat(limits.fileWriteBodyBytes) }))).toEqual([
      413,
      'payload_too_large',
    ])
  })

  test('P18 a pipe, a device and a socket are refused at once and hold up nobody', async () => {
    execFileSync('mkfifo', [at('pipe')])
    put('a', 'x')
    const begun = performance.now()
    const pipes = Promise.all(Array.from({ length: 8 }, () => read('pipe')))
    const plain = Promise.all(Array.from({ length: 100 }, () => read('a')))
    expect(new Set((await pipes).map(refused).map(String))).toEqual(new Set(['403,forbidden']))
    expect(new Set((await plain).map(({ status }) => status))).toEqual(new Set([200]))
    expect(performance.now() - begun).toBeLessThan(1_000)
    const alone = performance.now()
    expect((await read('pipe')).body.message).toBe('Not a regular file')
    expect(refused(await write('pipe', { content: 'x' }))).toEqual([403, 'forbidden'])
    expect(performance.now() - alone).toBeLessThan(200)
    expect((await list()).body.entries).toHaveLength(1)
  })
})

describe('writing', () => {
  test('makes folders, keeps the mode, and says what is there now', async () => {
    const { status, body } = await write('deep/er/a.md', { content: 'abc' })
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        path: `${folder}/deep/er/a.md`,
        size: 3,
        hash: sha('abc'),
        lastModified: statSync(at('deep/er/a.md')).mtime.toISOString(),
      },
    ])
    chmodSync(at('deep/er/a.md'), 0o600)
    await write('deep/er/a.md', { content: 'def' })
    expect(readFileSync(at('deep/er/a.md'), 'utf8')).toBe('def')
    expect(statSync(at('deep/er/a.md')).mode & 0o777).toBe(0o600)
    expect(readdirSync(at('deep/er'))).toEqual(['a.md'])
  })

  test('takes bytes in Base64 and refuses what is none', async () => {
    await write('a.png', { content: 'AAH/', encoding: 'base64' })
    expect([...readFileSync(at('a.png'))]).toEqual([0, 1, 255])
    expect((await write('a.png', { content: 'not base64!', encoding: 'base64' })).status).toBe(422)
    expect((await write('a.png', { content: '\ud800' })).status).toBe(422)
  })

  test('through a link writes the file that it leads to', async () => {
    put('real/a', 'old')
    symlinkSync('real/a', at('link'))
    expect((await write('link', { content: 'new' })).body.path).toBe(`${folder}/real/a`)
    expect(readFileSync(at('real/a'), 'utf8')).toBe('new')
  })

  test('P20 is refused when the file is not the one that was read', async () => {
    put('a', 'one')
    const tag = { 'if-match': `"${sha('one')}"` }
    expect((await write('a', { content: 'two' }, tag)).status).toBe(200)
    const stale = await write('a', { content: 'three' }, tag)
    expect([stale.status, stale.body]).toEqual([
      412,
      expect.objectContaining({
        error: 'Precondition Failed',
        message: 'The file changed since you read it',
        code: 'file_changed',
      }),
    ])
    const stalest = { hash: sha('one') }
    expect(refused(await write('a', stalest))).toEqual([412, 'file_changed'])
    expect(refused(await write('new', stalest))).toEqual([412, 'file_changed'])
    expect(refused(await write('new/er', { content: '' }, { 'if-match': '*' }))).toEqual([
      412,
      'file_changed',
    ])
    expect(existsSync(at('new'))).toBe(false)
    const time = statSync(at('a')).mtime.toISOString()
    expect((await write('a', { content: 'four', last_modified: time })).status).toBe(200)
    utimesSync(at('a'), 1, 1)
    expect(refused(await write('a', { last_modified: time }))).toEqual([412, 'file_changed'])
    expect((await write('a', {}, { 'if-match': `"x", "${sha('four')}"` })).status).toBe(200)
  })

  test('P20 can be made to create only', async () => {
    const create = { 'if-none-match': '*' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => write('a', { content: String(index) }, create)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(7)
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(readFileSync(at('a'), 'utf8')).toBe(String(winner))
    expect(refused(await write('a', { hash: null }))).toEqual([412, 'file_changed'])
    expect((await write('b', { hash: null })).status).toBe(200)
    expect((await write('b', {}, { 'if-none-match': '"x"' })).status).toBe(400)
  })

  test('P20 of many at once with the same hash one alone succeeds', async () => {
    put('a', 'start')
    for (let round = 0, hash = sha('start'); round < 20; round++) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) => write('a', { content: `${round}-${index}`, hash })),
      )
      const good = answers.filter(({ status }) => status === 200)
      expect(good).toHaveLength(1)
      hash = good[0]?.body.hash
      expect(sha(readFileSync(at('a')))).toBe(hash)
    }
  })

  test('P17 P21 outside, into protected parts, over a folder or through a file is refused', async () => {
    mkdirSync(at('dir'))
    put('file', 'x')
    symlinkSync(join(app.vault, '../secret.txt'), at('secret'))
    symlinkSync('../../new-outside', at('dangling'))
    const cases: [string, number, string][] = [
      ['../../x', 403, 'outside_roots'],
      ['secret', 403, 'outside_roots'],
      ['dangling', 403, 'outside_roots'],
      ['../out/x', 403, 'outside_roots'],
      ['../.git/hooks/post-commit', 403, 'forbidden'],
      ['../.atrium/modules/x/index.js', 403, 'forbidden'],
      ['sub/.GIT/config', 403, 'forbidden'],
      ['.env', 403, 'forbidden'],
      ['.mcp.json', 403, 'forbidden'],
      ['dir', 409, 'conflict'],
      ['file/x', 409, 'conflict'],
      ['..', 400, 'bad_request'],
    ]
    for (const [path, status, code] of cases)
      expect([path, ...refused(await write(path, { content: 'evil' }))]).toEqual([path, status, code])
    expect((await write(`${'x'.repeat(256)}`, {})).status).toBe(422)
    expect((await write('a\0b', {})).status).toBe(422)
    expect(readFileSync(join(app.vault, '../secret.txt'), 'utf8')).toBe('SECRET')
    expect(existsSync(join(app.vault, '../new-outside'))).toBe(false)
    expect(readdirSync(at('')).sort()).toEqual(['dangling', 'dir', 'file', 'secret'])
  })

  test('needs a key with the files permission and leaves a line in the audit log', async () => {
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    expect(refused(await write('a', {}, headers))).toEqual([403, 'scope_missing'])
    expect(refused(await write('a', {}, { authorization: '' }))).toEqual([401, 'unauthorized'])
  })
})

test('a vault that is away is said to be, and nothing is made in its place', async () => {
  await using other = await createTestApp()
  writeFileSync(join(other.vault, 'a'), 'x')
  renameSync(other.vault, `${other.vault}-away`)
  const gone = [503, 'vault_missing']
  expect(refused(await other.rest('GET', '/api/fs/ls'))).toEqual(gone)
  expect(refused(await other.rest('GET', '/api/fs/read?path=a'))).toEqual(gone)
  expect(refused(await other.rest('PUT', '/api/fs/write', { path: 'a', content: '' }))).toEqual(gone)
  expect(existsSync(other.vault)).toBe(false)
  renameSync(`${other.vault}-away`, other.vault)
  expect((await other.rest('GET', '/api/fs/read?path=a')).body.content).toBe('x')
})

test('a full disk is not written to, and still read', async () => {
  await using full = await createTestApp({ minFreeMb: 1e9 })
  writeFileSync(join(full.vault, 'a'), 'x')
  expect(refused(await full.rest('PUT', '/api/fs/write', { path: 'a', content: '' }))).toEqual([
    507,
    'insufficient_storage',
  ])
  expect((await full.rest('GET', '/api/fs/read?path=a')).status).toBe(200)
})

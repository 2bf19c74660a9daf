import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilesApp, type FilesApp, query, refused } from './testing.ts'

const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

let room: FilesApp
beforeAll(async () => {
  room = await createFilesApp()
  writeFileSync(join(room.base, 'secret.txt'), 'SECRET')
})
afterAll(() => room[Symbol.asyncDispose]())

const list = (values: Record<string, unknown> = {}) => room.call('GET', `/files?${query(values)}`)
const move = (body: object, headers = {}) => room.call('PATCH', '/files', body, headers)
const remove = (...paths: string[]) => room.call('DELETE', '/files', { paths })
const namesOf = (body: { entries: { name: string }[] }) => body.entries.map(({ name }) => name)

test('refuses without a key, without the files permission, and of an unknown project', async () => {
  const { key } = (await room.app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })).body
  for (const [method, path, body] of [
    ['GET', '/files'],
    ['GET', '/files/read?path=a'],
    ['GET', '/files/content?path=a'],
    ['GET', '/files/download'],
    ['POST', '/files/upload'],
    ['DELETE', '/files', { paths: ['a'] }],
  ] as const) {
    expect((await room.call(method, path, body, { authorization: '' })).status).toBe(401)
    expect(refused(await room.call(method, path, body, { authorization: `Bearer ${key}` }))[1]).toBe(
      'scope_missing',
    )
  }
  expect((await room.app.rest('GET', '/api/projects/nothing/files')).status).toBe(404)
})

describe('the folder of a session', () => {
  let sessions = 0
  async function sessionIn(directory: string): Promise<string> {
    const made = await room.app.rest('POST', '/api/sessions', {
      name: `in-${++sessions}`,
      directory,
      command: 'sleep 60',
    })
    expect(made.status).toBe(201)
    return `/api/projects/${encodeURIComponent(`session:${made.body.name}`)}/files`
  }

  test('is listed like a project, with the permission of a terminal', async () => {
    room.put('here/a.txt', 'x')
    const made = await room.app.rest('POST', '/api/sessions', {
      name: 'shop',
      directory: room.at('here'),
      command: 'sleep 60',
    })
    expect(made.status).toBe(201)
    const path = `/api/projects/${encodeURIComponent(`session:${made.body.name}`)}/files`
    expect(namesOf((await room.app.rest('GET', path)).body)).toEqual(['a.txt'])
    const { key } = (await room.app.rest('POST', '/api/auth/keys', { label: 'files', scopes: ['files'] }))
      .body
    const narrow = await room.app.rest('GET', path, undefined, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(refused(narrow)[1]).toBe('scope_missing')
    expect((await room.app.rest('GET', '/api/projects/session:nothing/files')).status).toBe(404)
  })

  test('has the files that a terminal names from the home folder, as far as they lie in it', async () => {
    mkdirSync(join(room.person, 'work'))
    writeFileSync(join(room.person, 'work/notes.md'), 'mine')
    writeFileSync(join(room.person, 'other.md'), 'not here')
    const session = await sessionIn(join(room.person, 'work'))
    const read = (path: string) => room.app.rest('GET', `${session}/read?${query({ path })}`)
    expect((await read('~/work/notes.md')).body).toMatchObject({ path: 'notes.md', content: 'mine' })
    expect(refused(await read('~/other.md'))[1]).toBe('outside_roots')
    mkdirSync(join(room.person, 'work/~'))
    writeFileSync(join(room.person, 'work/~/own.md'), 'own')
    expect((await read('~/own.md')).body).toMatchObject({ path: '~/own.md', content: 'own' })
  })

  test('P21 is not written to when it lies in a .git itself', async () => {
    room.put('store/.git/hooks/sample', 'x')
    const session = await sessionIn(room.at('store/.git/hooks'))
    for (const [method, path, body] of [
      ['POST', '', { name: 'post-checkout' }],
      ['POST', '/mkdir', { name: 'more' }],
      ['PUT', '/content', { path: 'post-checkout', content: 'x' }],
      ['PATCH', '', { op: 'copy', from: 'sample', to: 'post-checkout' }],
      ['DELETE', '', { paths: ['sample'] }],
    ] as const)
      expect(refused(await room.app.rest(method, `${session}${path}`, body))[1], `${method} ${path}`).toBe(
        'forbidden',
      )
    expect(readdirSync(room.at('store/.git/hooks'))).toEqual(['sample'])
  })

  test.runIf(process.platform === 'linux')(
    'P18 shows nothing that the system makes up, where it is the whole machine',
    async () => {
      const session = await sessionIn('/')
      for (const path of ['proc/self/environ', 'sys/kernel/notes', 'dev/zero'])
        expect(refused(await room.app.rest('GET', `${session}/read?${query({ path })}`))[1], path).toBe(
          'forbidden',
        )
      expect((await room.app.rest('GET', `${session}/search?q=x&path=proc`)).status).toBe(403)
      const names = namesOf((await room.app.rest('GET', `${session}?all=true`)).body)
      expect(names).toContain('etc')
      expect(names).not.toContain('proc')
    },
  )
})

describe('a folder', () => {
  test('is listed as the page has it, folders first, hidden names only when asked', async () => {
    for (const name of ['b.txt', 'a.txt', '.env', '.hidden', '.DS_Store']) room.put(`l/${name}`, 'four')
    for (const name of ['z', '.git', 'node_modules', 'dist', 'build']) mkdirSync(room.at(`l/${name}`))
    symlinkSync('a.txt', room.at('l/link'))
    execFileSync('mkfifo', [room.at('l/pipe')])
    const { body } = await list({ path: 'l' })
    expect(body.path).toBe('l')
    expect(namesOf(body)).toEqual(['z', '.env', 'a.txt', 'b.txt', 'link'])
    expect(body.entries[2]).toEqual({
      name: 'a.txt',
      type: 'file',
      size: 4,
      mtime: statSync(room.at('l/a.txt')).mtimeMs,
      isSymlink: false,
      ignored: false,
    })
    expect(body.entries[4]).toMatchObject({ type: 'symlink', isSymlink: true })
    const all = (await list({ path: 'l', all: 1 })).body
    expect(namesOf(all)).toEqual([
      '.git',
      'build',
      'dist',
      'node_modules',
      'z',
      '.DS_Store',
      '.env',
      '.hidden',
      'a.txt',
      'b.txt',
      'link',
    ])
  })

  test('tells what git ignores', async () => {
    room.put('g/.gitignore', 'out/\n*.log\n')
    room.put('g/a.log')
    room.put('g/a.txt')
    room.put('g/out/x')
    execFileSync('git', ['init', '-q', room.at('g')])
    const { entries } = (await list({ path: 'g' })).body
    expect(entries.map(({ name, ignored }: { name: string; ignored: boolean }) => [name, ignored])).toEqual([
      ['out', true],
      ['a.log', true],
      ['a.txt', false],
    ])
  })

  test('comes in pages that miss nothing and repeat nothing', async () => {
    for (let index = 0; index < 25; index++) room.put(`p/f${String(index).padStart(2, '0')}`)
    mkdirSync(room.at('p/zz'))
    const found: string[] = []
    let cursor: string | null = null
    do {
      const { body }: Awaited<ReturnType<typeof list>> = await list({
        path: 'p',
        limit: 10,
        ...(cursor && { cursor }),
      })
      found.push(...namesOf(body))
      cursor = body.next
    } while (cursor !== null)
    expect(found).toEqual(['zz', ...readdirSync(room.at('p')).sort().slice(0, -1)])
    expect((await list({ limit: limits.folderPage + 1 })).status).toBe(422)
  })

  test('that is a file or not there is refused', async () => {
    room.put('file')
    expect(refused(await list({ path: 'file' }))).toEqual([400, 'bad_request', 'not-a-dir'])
    expect(refused(await list({ path: 'nothing' }))).toEqual([404, 'not_found', 'not-found'])
  })
})

describe('P17 P21', () => {
  test('P17 nothing outside is reached, by dots, by links, by the root itself', async () => {
    symlinkSync('..', room.at('out'))
    symlinkSync('../secret.txt', room.at('secret'))
    const paths = [
      '..',
      '../secret.txt',
      'out',
      'out/secret.txt',
      'secret',
      '/etc/passwd',
      `${room.folder}-secrets`,
    ]
    for (const path of paths) {
      expect(refused(await list({ path })).slice(0, 2), path).toEqual([403, 'outside_roots'])
      for (const route of ['read', 'content', 'download'])
        expect(
          (await room.call('GET', `/files/${route}?${query({ path })}`)).status,
          `${route} ${path}`,
        ).toBe(403)
      expect((await room.call('PUT', '/files/content', { path, content: 'evil' })).status, path).toBe(403)
      expect((await room.call('POST', '/files/new', { path, name: 'evil' })).status, path).toBe(403)
    }
    for (const path of ['..', '../secret.txt', 'out/secret.txt', '/etc/passwd']) {
      expect((await remove(path)).status, path).toBe(403)
      expect((await move({ op: 'move', from: path, to: 'mine' })).status, path).toBe(403)
      expect((await move({ op: 'copy', from: path, to: 'mine' })).status, path).toBe(403)
    }
    room.put('mine')
    expect((await move({ op: 'copy', from: 'mine', to: 'out/stolen' })).status).toBe(403)
    expect(readFileSync(join(room.base, 'secret.txt'), 'utf8')).toBe('SECRET')
    expect(readdirSync(room.base).sort()).toEqual(['person', 'secret.txt', 'shop'])
  })

  test('P21 no root goes, nothing in .git is written, and the hub keeps its own folder to itself', async () => {
    for (const path of ['.', './', 'l/..']) expect((await remove(path)).status, path).toBe(409)
    expect((await remove('')).status).toBe(422)
    expect((await remove()).status).toBe(422)
    for (const path of ['.git', 'g/.git', 'g/.GIT/config', 'g/.git/hooks/post-commit'])
      expect(refused(await room.call('PUT', '/files/content', { path, content: '' }))[1], path).toBe(
        'forbidden',
      )
    expect(refused(await remove('g/.git'))[1]).toBe('forbidden')
    expect(refused(await move({ op: 'move', from: 'mine', to: 'g/.git' }))[1]).toBe('forbidden')
    expect(refused(await move({ op: 'rename', from: 'g/.git', to: 'g/git' }))[1]).toBe('forbidden')
    expect((await room.call('GET', '/files/read?path=g/.git/HEAD')).status).toBe(200)
    symlinkSync(room.app.home, room.at('ours'))
    const inside = await createFilesApp({ home: join(room.folder, 'hub') })
    await inside[Symbol.asyncDispose]()
    const { body } = await room.app.rest('POST', '/api/projects', {
      displayName: 'Base',
      path: room.base,
      plan: false,
    })
    expect(
      refused(await room.app.rest('DELETE', `/api/projects/${body.id}/files`, { paths: ['person'] }))[0],
    ).toBe(409)
  })

  test('P18 a pipe is refused at once', async () => {
    execFileSync('mkfifo', [room.at('pipe')])
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => room.call('GET', '/files/read?path=pipe')))
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403])
    room.put('plain', 'still here')
    expect((await room.call('GET', '/files/read?path=plain')).body.content).toBe('still here')
  })
})

describe('reading and writing', () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)])

  test('a text comes with language and hash, an image and a PDF in Base64', async () => {
    room.put('r/a.ts', 'grüße')
    room.put('r/a.txt', png)
    room.put('r/a.pdf', '%PDF-1.7')
    room.put('r/bin', Buffer.from([0, 1, 2]))
    room.put('r/big', Buffer.alloc(limits.textFileBytes + 1, 'x'))
    const read = (path: string) => room.call('GET', `/files/read?path=r/${path}`)
    expect((await read('a.ts')).body).toMatchObject({
      path: 'r/a.ts',
      content: 'grüße',
      encoding: 'utf8',
      mimeType: 'text/plain',
      language: 'typescript',
      size: 7,
      hash: sha('grüße'),
    })
    expect((await read('a.txt')).body).toMatchObject({
      mimeType: 'image/png',
      encoding: 'base64',
      content: png.toString('base64'),
    })
    expect((await read('a.pdf')).body.mimeType).toBe('application/pdf')
    expect(refused(await read('bin'))).toEqual([415, 'unsupported_media_type', 'unsupported'])
    const big = await read('big')
    expect([...refused(big), big.body.meta]).toEqual([
      413,
      'payload_too_large',
      'oversize',
      { size: limits.textFileBytes + 1, limit: limits.textFileBytes },
    ])
    expect(refused(await read('.'))).toEqual([400, 'bad_request', 'not-a-file'])
  })

  test('P14 bytes are attachments of a sandbox, markup is plain text, and no name breaks the header', async () => {
    const name = 'ev"il\n€;.svg'
    room.put(`c/${name}`, '<svg onload="alert(1)"/>')
    const { headers, body } = await room.call('GET', `/files/content?${query({ path: `c/${name}` })}`)
    expect(headers.get('content-type')).toBe('text/plain')
    expect(headers.get('x-file-lang')).toBe('xml')
    expect(headers.get('x-file-size')).toBe('24')
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="ev_il__;.svg"; filename*=UTF-8''ev%22il%0A%E2%82%AC%3B.svg`,
    )
    expect(body).toBe('<svg onload="alert(1)"/>')
  })

  test('ranges, If-Range and tags work on what is shown and on what is too large for that', async () => {
    room.put('ra/a.txt', '0123456789')
    room.put('ra/big', Buffer.alloc(11_000_000, 'x'))
    const get = (route: string, path: string, headers: Record<string, string>) =>
      room.call('GET', `/files/${route}?path=ra/${path}`, undefined, headers)
    for (const route of ['content', 'download']) {
      const whole = await get(route, 'a.txt', {})
      const tag = whole.headers.get('etag') ?? ''
      const part = await get(route, 'a.txt', { range: 'bytes=2-4' })
      expect([part.status, part.body, part.headers.get('content-range')]).toEqual([
        206,
        '234',
        'bytes 2-4/10',
      ])
      expect((await get(route, 'a.txt', { range: 'bytes=-3' })).body).toBe('789')
      expect((await get(route, 'a.txt', { range: 'bytes=3-1' })).body).toBe('0123456789')
      expect((await get(route, 'a.txt', { range: 'bytes=8-', 'if-range': tag })).body).toBe('89')
      expect((await get(route, 'a.txt', { range: 'bytes=8-', 'if-range': '"other"' })).body).toBe(
        '0123456789',
      )
      const beyond = await get(route, 'a.txt', { range: 'bytes=10-' })
      expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
      expect((await get(route, 'big', { range: 'bytes=10999998-' })).body).toBe('xx')
    }
    expect((await get('content', 'big', {})).status).toBe(413)
    expect((await get('download', 'big', {})).body).toHaveLength(11_000_000)
    room.put('ra/empty', '')
    expect((await get('download', 'empty', {})).status).toBe(200)
  })

  test('P19 P20 a write is whole, keeps the mode, and is refused when the file is not the one that was read', async () => {
    room.put('w/a.sh', 'one')
    chmodSync(room.at('w/a.sh'), 0o755)
    const write = (path: string, content: string, headers = {}) =>
      room.call('PUT', '/files/content', { path, content }, headers)
    const two = await write('w/a.sh', 'two', { 'if-match': `"${sha('one')}"` })
    expect(two.body).toMatchObject({ path: 'w/a.sh', size: 3, hash: sha('two') })
    expect(statSync(room.at('w/a.sh')).mode & 0o777).toBe(0o755)
    expect(refused(await write('w/a.sh', 'three', { 'if-match': `"${sha('one')}"` })).slice(0, 2)).toEqual([
      412,
      'file_changed',
    ])
    expect((await write('w/a.sh', '', { 'if-none-match': '*' })).status).toBe(412)
    expect((await write('w/new/deep.txt', 'x', { 'if-none-match': '*' })).status).toBe(200)
    expect(
      refused(
        await move({ op: 'rename', from: 'w/a.sh', to: 'w/b.sh' }, { 'if-match': `"${sha('one')}"` }),
      )[1],
    ).toBe('file_changed')
    expect(
      refused(
        await room.call('DELETE', '/files', { paths: ['w/a.sh'] }, { 'if-match': `"${sha('one')}"` }),
      )[1],
    ).toBe('file_changed')
    expect(readFileSync(room.at('w/a.sh'), 'utf8')).toBe('two')
    expect(readdirSync(room.at('w')).sort()).toEqual(['a.sh', 'new'])
  })
})

describe('making, moving and copying', () => {
  test('files are made once, folders as often as one likes', async () => {
    expect((await room.call('POST', '/files/mkdir', { path: 'm/deep', name: 'er' })).body).toEqual({
      path: 'm/deep/er',
    })
    expect((await room.call('POST', '/files/mkdir', { path: 'm/deep', name: 'er' })).status).toBe(200)
    expect((await room.call('POST', '/files/new', { path: 'm', name: 'a.txt' })).body).toEqual({
      path: 'm/a.txt',
    })
    const again = await room.call('POST', '/files/new', { path: 'm', name: 'a.txt' })
    expect([...refused(again), again.body.meta]).toEqual([
      409,
      'already_exists',
      'exists',
      { suggested: 'a-1.txt' },
    ])
    expect((await room.call('POST', '/files', { path: 'm', name: 'dir', type: 'dir' })).body).toEqual({
      path: 'm/dir',
    })
    expect((await room.call('POST', '/files', { path: 'm', name: 'file' })).body).toEqual({ path: 'm/file' })
    expect(lstatSync(room.at('m/file')).isFile()).toBe(true)
    expect(refused(await room.call('POST', '/files/new', { path: 'gone', name: 'a' }))[2]).toBe('not-found')
    for (const name of ['a/b', '..', '.', 'a\\b', ''])
      expect((await room.call('POST', '/files/new', { path: 'm', name })).status, name).toBe(422)
  })

  test('a name that is taken is refused with a free one, or goes as the caller says', async () => {
    room.put('v/a.txt', 'a')
    room.put('v/b.txt', 'b')
    const taken = await move({ op: 'rename', from: 'v/a.txt', to: 'v/b.txt' })
    expect([...refused(taken), taken.body.meta]).toEqual([
      409,
      'already_exists',
      'exists',
      { suggested: 'b-1.txt' },
    ])
    expect((await move({ op: 'rename', from: 'v/a.txt', to: 'v/b.txt', onConflict: 'go' })).status).toBe(422)
    expect((await move({ op: 'copy', from: 'v/a.txt', to: 'v/b.txt', onConflict: 'rename' })).body).toEqual({
      path: 'v/b-1.txt',
    })
    expect(
      (await move({ op: 'rename', from: 'v/a.txt', to: 'v/b.txt', onConflict: 'overwrite' })).body,
    ).toEqual({ path: 'v/b.txt' })
    expect(readFileSync(room.at('v/b.txt'), 'utf8')).toBe('a')
    expect(readdirSync(room.at('v')).sort()).toEqual(['b-1.txt', 'b.txt'])
    expect(refused(await move({ op: 'move', from: 'v/b.txt', to: 'v' }))[2]).toBe('same-path')
    expect((await move({ op: 'nothing', from: 'v/b.txt', to: 'v' })).status).toBe(422)
  })

  test('a folder goes into a folder, never into itself; a copy has links as links and follows none', async () => {
    rmSync(room.at('t'), { recursive: true, force: true })
    room.put('t/src/one/a.txt', 'a')
    chmodSync(room.at('t/src/one/a.txt'), 0o755)
    symlinkSync('../../../secret.txt', room.at('t/src/one/link'))
    symlinkSync('one', room.at('t/src/dirlink'))
    execFileSync('mkfifo', [room.at('t/src/pipe')])
    mkdirSync(room.at('t/target'))
    expect((await move({ op: 'copy', from: 't/src', to: 't/target' })).body).toEqual({ path: 't/target/src' })
    expect(readlinkSync(room.at('t/target/src/one/link'))).toBe('../../../secret.txt')
    expect(readlinkSync(room.at('t/target/src/dirlink'))).toBe('one')
    expect(statSync(room.at('t/target/src/one/a.txt')).mode & 0o777).toBe(0o755)
    expect(readdirSync(room.at('t/target/src')).sort()).toEqual(['dirlink', 'one'])
    expect(refused(await move({ op: 'move', from: 't/src', to: 't/src/one' }))[2]).toBe('into-self')
    expect(refused(await move({ op: 'copy', from: 't/src', to: 't/src/one/x' }))[2]).toBe('into-self')
    expect((await move({ op: 'move', from: 't/src/dirlink', to: 't/moved' })).body).toEqual({
      path: 't/moved',
    })
    expect(readlinkSync(room.at('t/moved'))).toBe('one')
    expect((await move({ op: 'move', from: 't/src', to: 't/target', onConflict: 'overwrite' })).body).toEqual(
      { path: 't/target/src' },
    )
    expect(existsSync(room.at('t/target/src/pipe'))).toBe(true)
  })

  test('of many moves to one name at once each has its own, and nothing is lost', async () => {
    for (let index = 0; index < 12; index++) room.put(`many/f${index}`, String(index))
    mkdirSync(room.at('many/to'))
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        move({ op: 'move', from: `many/f${index}`, to: 'many/to/same.txt', onConflict: 'rename' }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
    const held = readdirSync(room.at('many/to')).map((name) =>
      readFileSync(room.at(`many/to/${name}`), 'utf8'),
    )
    expect(held.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 12 }, (_, index) => String(index)),
    )
  })
})

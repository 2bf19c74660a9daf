import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** A picture whose header promises this size. */
const pngOf = (width: number, height: number): Buffer => {
  const png = Buffer.from(onePixel)
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

async function place(app: TestApp) {
  const above = mkdtempSync(join(tmpdir(), 'atrium-captures-')) // nobody else writes there
  const root = mkdtempSync(join(above, 'here-'))
  const made = await app.rest('POST', '/api/sessions', { name: 'x', directory: root, command: 'sleep 1000' })
  const base = `/api/sessions/${made.body.name}`
  const call = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.url}${base}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}`, ...headers },
      body,
    })
    return { status: response.status, body: (await response.json()) as Record<string, any> } // oxlint-disable-line typescript/no-explicit-any
  }
  return {
    root,
    base,
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(`${app.url}${base}${path}`, { headers: { authorization: `Bearer ${app.token}`, ...headers } }),
    image: (bytes: Uint8Array, type = 'image/png') =>
      call('/image', bytes as Uint8Array<ArrayBuffer>, { 'content-type': type }),
    upload: (files: [name: string, content: string][], query = '') => {
      const form = new FormData()
      for (const [name, content] of files) form.append('files', new Blob([content]), name)
      return call(`/upload${query}`, form)
    },
    [Symbol.dispose]: () => rmSync(above, { recursive: true, force: true }),
  }
}

test('every door refuses without a key, and for a session that is not there', async () => {
  await using app = await createTestApp()
  for (const [method, path] of [
    ['GET', '/api/sessions/cc-x/file-content?path=a'],
    ['POST', '/api/sessions/cc-x/upload'],
    ['POST', '/api/sessions/cc-x/image'],
    ['POST', '/api/sessions/cc-x/mata-capture'],
    ['GET', '/api/mata/status'],
    ['POST', '/api/mata/control'],
  ] as const) {
    const { status } = await app.rest(method, path, undefined, { headers: { authorization: '' } })
    expect([path, status]).toEqual([path, 401])
  }
  expect((await app.rest('GET', '/api/sessions/cc-x/file-content?path=a')).status).toBe(404)
  const form = new FormData()
  form.append('f', new Blob(['x']), 'x')
  const headers = { authorization: `Bearer ${app.token}` }
  expect(
    (await fetch(`${app.url}/api/sessions/cc-x/upload`, { method: 'POST', headers, body: form })).status,
  ).toBe(404)
})

test('P14 what a terminal names is sent as bytes that a browser keeps apart, with its language and its size', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(session.root, name), content)
  write('main.ts', 'const a = 1\n')
  write('picture.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  write('page.html', '<script>alert(1)</script>')
  write('paper.pdf', '%PDF-1.7 …')
  write('photo.png', onePixel)
  write('odd "name"\u202e.txt', 'x')
  const expected = [
    ['main.ts', 'text/plain', 'typescript'],
    ['picture.svg', 'text/plain', 'xml'],
    ['page.html', 'text/plain', 'html'],
    ['paper.pdf', 'application/pdf', null],
    ['photo.png', 'image/png', null],
    ['odd "name"\u202e.txt', 'text/plain', 'plaintext'],
  ] as const
  for (const [name, type, language] of expected) {
    const answer = await session.get(`/file-content?path=${encodeURIComponent(name)}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([name, answer.status, bytes.equals(readFileSync(join(session.root, name)))]).toEqual([
      name,
      200,
      true,
    ])
    expect([name, answer.headers.get('content-type')?.split(';')[0]]).toEqual([name, type])
    expect(answer.headers.get('x-file-lang')).toBe(language)
    expect(answer.headers.get('x-file-size')).toBe(String(bytes.length))
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.%-]+$/,
    )
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  }
  const part = await session.get('/file-content?path=main.ts', { range: 'bytes=6-6' })
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
    206,
    'a',
    'bytes 6-6/12',
  ])
  const absolute = await session.get(
    `/file-content?path=${encodeURIComponent(join(session.root, 'main.ts'))}`,
  )
  expect(absolute.status).toBe(200)
})

test('only files of the folder where the session is are sent, whatever leads out of it', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const outside = mkdtempSync(join(tmpdir(), 'atrium-outside-'))
  writeFileSync(join(outside, 'secret'), 'secret')
  symlinkSync(join(outside, 'secret'), join(session.root, 'link'))
  symlinkSync(outside, join(session.root, 'folder'))
  symlinkSync(app.home, join(session.root, 'hub'))
  execFileSync('mkfifo', [join(session.root, 'pipe')])
  writeFileSync(join(session.root, 'large.txt'), 'a'.repeat(2_000_001))
  writeFileSync(join(session.root, 'binary'), new Uint8Array([0, 1, 2, 3]))
  mkdirSync(join(session.root, 'sub'))
  for (const [path, status] of [
    ['link', 403],
    ['folder/secret', 403],
    ['hub/token', 403],
    [`../${outside.split('/').at(-1)}/secret`, 403],
    [join(outside, 'secret'), 403],
    [join(outside, 'missing'), 403],
    ['/tmp/anything', 403],
    ['/etc/passwd', 403],
    ['~/.bashrc', 403],
    ['pipe', 403],
    ['missing', 404],
    ['sub', 400],
    ['large.txt', 413],
    ['binary', 415],
    ['a\0b', 400],
  ] as const) {
    const answer = await session.get(`/file-content?path=${encodeURIComponent(path)}`)
    expect([path, answer.status]).toEqual([path, status])
    await answer.body?.cancel()
  }
  expect((await session.get('/file-content')).status).toBe(422)
  rmSync(outside, { recursive: true })
})

test('P30 files are stored under cleaned names, never over others unless asked, and never to be run', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const { root, upload } = session
  expect((await upload([])).body).toEqual({ uploaded: [] })
  const first = await upload([
    ['q.sh', 'one'],
    ['q.sh', 'two'],
    ['../../evil.sh', 'three'],
    ['C:\\temp\\win.txt', 'four'],
    ['\u202egnp.exe', 'five'],
  ])
  expect(first.status).toBe(200)
  expect(first.body.uploaded).toEqual([
    { path: 'q.sh', name: 'q.sh' },
    { path: 'q-1.sh', name: 'q-1.sh' },
    { path: 'evil.sh', name: 'evil.sh' },
    { path: 'win.txt', name: 'win.txt' },
    { path: 'gnp.exe', name: 'gnp.exe' },
  ])
  for (const name of readdirSync(root)) expect(statSync(join(root, name)).mode & 0o111).toBe(0)
  const over = await upload([['q.sh', 'again']], '?onConflict=overwrite')
  expect([over.status, readFileSync(join(root, 'q.sh'), 'utf8')]).toEqual([200, 'again'])
  const before = readdirSync(root)
  const taken = await upload(
    [
      ['fresh.txt', 'x'],
      ['q.sh', 'x'],
    ],
    '?onConflict=error',
  )
  expect([taken.status, taken.body.code, taken.body.meta]).toEqual([
    409,
    'already_exists',
    { suggested: 'q-2.sh' },
  ])
  const twice = await upload(
    [
      ['twin.txt', 'a'],
      ['twin.txt', 'b'],
    ],
    '?onConflict=error',
  )
  expect([twice.status, twice.body.code]).toEqual([409, 'already_exists'])
  expect((await upload([['q.sh', 'x']], '?onConflict=whatever')).status).toBe(422)
  expect(readdirSync(root)).toEqual(before)
  const many = await upload(Array.from({ length: 21 }, (_, at) => [`f${at}`, 'x']))
  expect(many.status).toBe(413)
  expect(readdirSync(root)).toEqual(before)
  const json = await app.rest('POST', `${session.base}/upload`, { a: 1 })
  expect(json.status).toBe(415)
})

test('P30 whatever a file is called, it stays in the folder', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const parent = readdirSync(join(session.root, '..')).length
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ maxLength: 300 }),
        fc.constantFrom('..', '.', '/', 'CON', '.git', 'a'.repeat(300)),
      ),
      async (name) => {
        const form = new FormData()
        form.append('f', new Blob(['x']), name)
        const response = await fetch(`${app.url}${session.base}/upload`, {
          method: 'POST',
          headers: { authorization: `Bearer ${app.token}` },
          body: form,
        })
        const body = (await response.json()) as { uploaded?: { path: string; name: string }[] }
        expect([200, 400, 403]).toContain(response.status)
        for (const { path } of body.uploaded ?? []) {
          expect(path).not.toContain('/')
          expect(readFileSync(join(session.root, path), 'utf8')).toBe('x')
        }
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 40) },
  )
  expect(readdirSync(join(session.root, '..')).length).toBe(parent)
})

test('P29 an upload that is cut off or too large leaves nothing behind', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const { port } = new URL(app.url)
  const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="cut.txt"\r\n\r\n'
  for (const sent of [10, 70_000]) {
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(
      `POST ${session.base}/upload HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${app.token}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n${head}${'x'.repeat(sent)}`,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
  }
  const tooLarge = await fetch(`${app.url}${session.base}/image`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, 'content-type': 'image/png' },
    body: Buffer.concat([onePixel, Buffer.alloc(8 * 1024 * 1024)]),
  })
  expect(tooLarge.status).toBe(413)
  const uploads = join(app.home, 'uploads')
  for (let tries = 0; tries < 100 && readdirSync(uploads).length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(readdirSync(uploads)).toEqual([])
  expect(readdirSync(session.root)).toEqual([])
})

test('P30 a picture is taken by its bytes, named by its time, and kept out of the repository', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const { root, image } = session
  const images = join(root, '.penates-images')
  for (const [bytes, status] of [
    [Buffer.from('not a picture, whatever its type says'), 415],
    [onePixel.subarray(0, 20), 415],
    [pngOf(0, 5), 415],
    [pngOf(50_001, 1_000), 413],
    [pngOf(0xffffffff, 0xffffffff), 413],
    [Buffer.alloc(0), 400],
  ] as const)
    expect([(await image(bytes)).status, bytes.length]).toEqual([status, bytes.length])
  expect((await image(onePixel, 'image/jpeg')).status).toBe(415)
  expect((await image(onePixel, 'application/json')).status).toBe(415)
  expect(existsSync(images)).toBe(false)

  const one = await image(onePixel)
  expect(one).toMatchObject({
    status: 200,
    body: { rel: expect.stringMatching(/^\.penates-images\/\d{4}-\d\d-\d\d-\d{6}\.png$/) },
  })
  expect(readFileSync(join(root, one.body.rel)).equals(onePixel)).toBe(true)
  expect(statSync(join(root, one.body.rel)).mode & 0o111).toBe(0)
  // Outside a repository there is nothing to keep it out of.
  expect(existsSync(join(root, '.gitignore'))).toBe(false)

  execFileSync('git', ['init', '-q'], { cwd: root })
  writeFileSync(join(root, '.gitignore'), 'node_modules')
  const many = await Promise.all(Array.from({ length: 5 }, () => image(onePixel)))
  expect(new Set(many.map(({ body }) => body.rel)).size).toBe(5)
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('node_modules\n.penates-images/\n')
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: root }).toString()).toBe('?? .gitignore\n')

  const old = Date.now() / 1000 - 8 * 24 * 3600
  for (const name of ['2020-01-01-000000.png', '2020-01-01-000000-1.jpg', 'mine.png']) {
    writeFileSync(join(images, name), 'x')
    utimesSync(join(images, name), old, old)
  }
  await image(onePixel)
  const left = readdirSync(images)
  expect(left).toContain('mine.png')
  expect(left.filter((name) => name.startsWith('2020'))).toEqual([])
})

test('P17 pictures go nowhere else, also when the folder for them is a link', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  const outside = mkdtempSync(join(tmpdir(), 'atrium-outside-'))
  symlinkSync(outside, join(session.root, '.penates-images'))
  expect((await session.image(onePixel)).status).toBe(403)
  expect(readdirSync(outside)).toEqual([])
  rmSync(outside, { recursive: true })
})

test('where Mata is not installed each call says so, with what to do', async () => {
  await using app = await createTestApp()
  using session = await place(app)
  expect((await app.rest('GET', '/api/mata/status')).body).toEqual({
    installed: false,
    running: false,
    portOpen: false,
  })
  for (const call of [
    app.rest('POST', '/api/mata/control', { action: 'start' }),
    app.rest('POST', `${session.base}/mata-capture`),
  ])
    expect(await call).toMatchObject({
      status: 409,
      body: {
        code: 'conflict',
        reason: 'mata not installed',
        message: expect.stringMatching(/macOS|ATRIUM_MATA_BIN/),
      },
    })
  expect((await app.rest('POST', '/api/mata/control', { action: 'explode' })).status).toBe(422)
})

test('Mata is asked, steered and gives its picture', async () => {
  const root = mkdtempSync(join(tmpdir(), 'atrium-mata-'))
  const bin = join(root, 'mata')
  writeFileSync(
    bin,
    `#!/bin/sh\ncase "$1" in status) echo 'Running: true'; echo 'PID: 4242'; echo 'version: 1.1.10';; stop) echo no >&2; exit 3;; *) echo "$@" >> '${root}/log';; esac\n`,
  )
  chmodSync(bin, 0o755)
  let answer: { status: number; body: Buffer } = {
    status: 200,
    body: Buffer.from('\xff\xd8\xff\xe0 jpeg', 'latin1'),
  }
  const capture = createServer((request, response) => {
    expect(request.url).toBe('/session/capture')
    response.writeHead(answer.status, { 'content-type': 'image/whatever' }).end(answer.body)
  })
  await new Promise<void>((resolve) => capture.listen(0, '127.0.0.1', resolve))
  const mataUrl = `http://127.0.0.1:${(capture.address() as AddressInfo).port}`
  try {
    await using app = await createTestApp({ mataBin: bin, mataUrl })
    using session = await place(app)
    expect((await app.rest('GET', '/api/mata/status')).body).toEqual({
      installed: true,
      running: true,
      portOpen: true,
      pid: 4242,
      version: '1.1.10',
    })
    expect((await app.rest('POST', '/api/mata/control', { action: 'start' })).body).toEqual({ ok: true })
    expect(readFileSync(join(root, 'log'), 'utf8')).toBe('start\n')
    expect(await app.rest('POST', '/api/mata/control', { action: 'stop' })).toMatchObject({
      status: 502,
      body: { message: 'mata stop failed: no' },
    })
    const take = () => app.rest('POST', `${session.base}/mata-capture`)
    expect((await take()).body.rel).toMatch(/\.jpg$/)
    answer = { status: 200, body: onePixel }
    const png = await take()
    expect(readFileSync(join(session.root, png.body.rel)).equals(onePixel)).toBe(true)
    for (answer of [
      { status: 503, body: Buffer.alloc(0) },
      { status: 200, body: Buffer.from('<html>') },
      { status: 200, body: Buffer.alloc(9 * 1024 * 1024) },
    ])
      expect((await take()).status).toBe(502)
    expect(readdirSync(join(app.home, 'uploads'))).toEqual([])
    expect(readdirSync(join(session.root, '.penates-images'))).toHaveLength(2)
  } finally {
    capture.close()
    rmSync(root, { recursive: true })
  }
})

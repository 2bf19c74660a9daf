import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestApp } from '@atrium/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientOptions, createClient, type Download, type UploadFile } from '../src/index.ts'
import { type Handler, json, misbehave, refuse } from './misbehaving.ts'
import { cuttableWire } from './wire.ts'

const MiB = 1024 * 1024
let base = ''
let app: Awaited<ReturnType<typeof createTestApp>>
let folder = ''
let id = ''
/** Not the same anywhere, so that a byte in the wrong place is seen. */
const bytes = randomBytes(12 * MiB)

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'atrium-sdk-transfer-')))
  folder = join(base, 'shop')
  await mkdir(join(folder, 'two/deep'), { recursive: true })
  await writeFile(join(folder, 'big "ü".bin'), bytes)
  await writeFile(join(folder, 'two/a.txt'), 'A')
  await writeFile(join(folder, 'two/deep/b.txt'), 'B')
  app = await createTestApp({ browseRoots: [base] })
  const made = await hubOf().rest('POST /projects', {
    body: { displayName: 'Shop', path: folder, plan: false },
  })
  id = made.id
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await rm(base, { recursive: true, force: true })
})
const hubOf = (url = app.url, options: ClientOptions = {}) =>
  createClient({ baseUrl: url, token: app.token, ...options })
const big = 'big "ü".bin'

async function rude(handler: Handler, options: ClientOptions = {}) {
  const server = await misbehave(handler)
  return { ...server, client: createClient({ baseUrl: server.url, ...options }) }
}

test('a file comes as a stream, with its name, type, size and progress', async () => {
  const progress: [number, number | undefined][] = []
  const file = await hubOf().files.download(id, big, {
    onProgress: (received, expected) => progress.push([received, expected]),
  })
  expect(file).toMatchObject({ name: big, type: 'application/octet-stream', size: bytes.length, start: 0 })
  expect(file.etag).toMatch(/^".+"$/)
  expect(bytes.equals(await file.bytes())).toBe(true)
  expect(progress.at(-1)).toEqual([bytes.length, bytes.length])
  expect(progress.length).toBeGreaterThan(2)
})

test('a part of a file comes as Blob.slice would give it, and a file that changed comes from its beginning', async () => {
  const hub = hubOf()
  const part = await hub.files.download(id, big, { start: 10, end: 20 })
  expect([part.start, part.size]).toEqual([10, bytes.length])
  expect(bytes.subarray(10, 20).equals(await part.bytes())).toBe(true)
  const tail = await hub.files.download(id, big, { start: bytes.length - 3, etag: part.etag })
  expect(bytes.subarray(-3).equals(await tail.bytes())).toBe(true)
  const other = await hub.files.download(id, big, { start: 10, etag: '"another"' })
  expect(other.start).toBe(0)
  await other.stream.cancel()
  await expect(hub.files.download(id, big, { start: bytes.length })).rejects.toMatchObject({ status: 416 })
})

test('a download that is cut goes on at the next byte by itself', async () => {
  await using wire = await cuttableWire(app.url)
  wire.cutAfter(2 * MiB, 3 * MiB, 100, MiB)
  const file = await hubOf(wire.url).files.download(id, big)
  expect(bytes.equals(await file.bytes())).toBe(true)
  expect(wire.connections).toBe(5)
})

test('a download that cannot go on fails clearly: the file changed, the hub is gone, it is an archive', async () => {
  // A large value in a failed assertion would be printed for ever.
  const sizeOf = async (file: Download) => (await file.bytes()).length
  const path = join(folder, 'changing.bin')
  await writeFile(path, bytes)
  {
    await using wire = await cuttableWire(app.url)
    wire.cutAfter(MiB)
    const changing = await hubOf(wire.url).files.download(id, 'changing.bin')
    await writeFile(`${path}.new`, 'another')
    await rename(`${path}.new`, path)
    await expect(sizeOf(changing)).rejects.toMatchObject({ name: 'ApiError', code: 'file_changed' })
  }
  {
    await using wire = await cuttableWire(app.url)
    wire.cutAfter(MiB, 1, 1)
    const lost = await hubOf(wire.url, { retries: 2 }).files.download(id, big)
    await expect(sizeOf(lost)).rejects.toMatchObject({ name: 'ConnectionError' })
    expect(wire.connections).toBe(3)
  }
  await using wire = await cuttableWire(app.url)
  wire.cutAfter(MiB)
  const archive = await hubOf(wire.url).files.download(id, '')
  expect(archive).toMatchObject({ name: 'shop.zip', type: 'application/zip', size: undefined })
  await expect(sizeOf(archive)).rejects.toThrow('it has to be begun anew')
})

test('a folder comes as a zip archive, text as text, a refusal as an error', async () => {
  const hub = hubOf()
  const archive = await hub.files.download(id, 'two')
  const zip = Buffer.from(await archive.bytes()).toString('latin1')
  expect(archive.name).toBe('two.zip')
  expect(zip).toContain('deep/b.txt')
  const route = 'GET /projects/{id}/files/content'
  const text = await hub.download(route, { path: { id }, query: { path: 'two/a.txt' } })
  expect([text.type.split(';')[0], await text.text()]).toEqual(['text/plain', 'A'])
  await expect(hub.files.download(id, 'nothing')).rejects.toMatchObject({ status: 404, code: 'not_found' })
})

test('leaving the loop, cancelling and a signal end a download and close its connection', async () => {
  const hub = hubOf()
  for await (const _ of await hub.files.download(id, big)) break
  await (await hub.files.download(id, big)).stream.cancel()
  const stop = new AbortController()
  const file = await hub.files.download(id, big, { signal: stop.signal })
  const reading = (async () => {
    for await (const _ of file) stop.abort('enough')
  })()
  await expect(reading).rejects.toMatchObject({ name: 'AbortedError', cause: 'enough' })
  await expect(hub.files.download(id, big, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortedError',
  })
})

test('a slow reader holds back the sender: nothing is read ahead', async () => {
  let sent = 0
  await using hub = await rude((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', etag: '"x"' })
    const chunk = Buffer.alloc(64 * 1024)
    const send = () => {
      if (sent >= 64 * MiB) return response.end()
      sent += chunk.length
      if (response.write(chunk)) setImmediate(send)
      else response.once('drain', send)
    }
    send()
  })
  const file = await hub.client.files.download('x', 'x')
  const reader = file.stream.getReader()
  await reader.read()
  let before = -1
  // The sender stands still while nobody reads: what the wire itself holds is filled.
  while (before !== sent) {
    before = sent
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(sent).toBeLessThan(32 * MiB)
  await reader.cancel()
})

test('a wire that falls silent in a download is taken for dead, and the download goes on', async () => {
  await using hub = await rude(
    ({ headers }, response, number) => {
      if (number === 1) {
        response.writeHead(200, { 'content-length': 6, etag: '"x"' })
        response.write('abc')
      } else if (headers.range === 'bytes=3-' && headers['if-range'] === '"x"')
        response.writeHead(206, { 'content-range': 'bytes 3-5/6', etag: '"x"' }).end('def')
      else refuse(response, 400, 'bad_request')
    },
    { silenceMs: 200 },
  )
  expect(await (await hub.client.files.download('x', 'x')).text()).toBe('abcdef')
})

test('a file of the vault comes in pieces, as one stream, and is not mixed with what it became', async () => {
  const hub = hubOf()
  const content = bytes.subarray(0, 5 * MiB)
  const write = (text: Buffer) =>
    hub.rest('PUT /fs/write', {
      body: { path: 'Notes/big.bin', content: text.toString('base64'), encoding: 'base64' },
    })
  await write(content)
  const download = (options: { start?: number; end?: number; etag?: string } = {}) =>
    hub.download('GET /fs/read', { query: { path: 'Notes/big.bin' }, ...options })
  const file = await download()
  expect(file).toMatchObject({ name: 'big.bin', size: content.length, start: 0 })
  expect(content.equals(await file.bytes())).toBe(true)
  const part = await download({ start: 4 * MiB - 1, end: 4 * MiB + 1 })
  expect(content.subarray(4 * MiB - 1, 4 * MiB + 1).equals(await part.bytes())).toBe(true)
  const changing = await download()
  await write(content.subarray(0, 4 * MiB + 1))
  await expect(changing.bytes()).rejects.toMatchObject({ code: 'file_changed' })
  expect((await download({ start: 1, ...(file.etag !== undefined && { etag: file.etag }) })).start).toBe(0)
})

test('what is uploaded may be a blob, a text, bytes or a stream, and comes as it is', async () => {
  const hub = hubOf()
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += MiB) yield bytes.subarray(at, at + MiB)
  }
  const files: UploadFile[] = [
    { name: 'Grüße, 漢字.txt', data: 'Grüße' },
    { name: 'bytes.bin', data: new Uint8Array([1, 2, 3]) },
    { name: 'blob.txt', data: new Blob(['blob']) },
    new File(['file'], 'file.txt'),
    { name: 'stream.bin', data: new Blob([bytes]).stream() },
    { name: 'pieces.bin', data: pieces() },
  ]
  const uploaded = await hub.files.upload(id, 'in', files)
  expect(uploaded.map(({ name, size }) => [name, size])).toEqual([
    ['Grüße, 漢字.txt', 7],
    ['bytes.bin', 3],
    ['blob.txt', 4],
    ['file.txt', 4],
    ['stream.bin', bytes.length],
    ['pieces.bin', bytes.length],
  ])
  expect(await readFile(join(folder, 'in/Grüße, 漢字.txt'), 'utf8')).toBe('Grüße')
  for (const name of ['stream.bin', 'pieces.bin'])
    expect(bytes.equals(await readFile(join(folder, 'in', name))), name).toBe(true)
})

test('a stream tells its progress where its size is known, and an abort leaves nothing on the hub', async () => {
  const hub = hubOf()
  const shares: number[] = []
  const stop = new AbortController()
  async function* endless() {
    for (;;) {
      yield new Uint8Array(MiB)
      if (shares.length > 4) stop.abort()
    }
  }
  const source = endless()
  const files = { name: 'endless.bin', data: source, size: 50 * MiB }
  await expect(
    hub.files.upload(id, 'aborted', files, {
      signal: stop.signal,
      onProgress: (share) => shares.push(share),
    }),
  ).rejects.toMatchObject({ name: 'AbortedError' })
  expect(shares.length).toBeGreaterThan(4)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(await readdir(folder)).not.toContain('aborted')
  // The source was let go.
  expect(await source.next()).toEqual({ done: true, value: undefined })
})

test('the memory of an upload is that of a few pieces', async () => {
  let written = 0
  await using hub = await rude(() => {})
  hub.server.removeAllListeners('request')
  hub.server.on('request', (request, response) => {
    request.on('data', (chunk: Buffer) => (written += chunk.length))
    request.on('end', () => json(response, 200, { uploaded: [] }))
  })
  let given = 0
  let ahead = 0
  async function* large() {
    for (; given < 96 * MiB; ) {
      given += MiB
      ahead = Math.max(ahead, given - written)
      yield new Uint8Array(MiB)
    }
  }
  await hub.client.files.upload('x', '', { name: 'large', data: large() })
  expect(written).toBeGreaterThan(96 * MiB)
  expect(ahead).toBeLessThan(32 * MiB)
})

test('blobs are sent again where the hub refused them for the moment, streams are not', async () => {
  await using hub = await rude((_, response, number) =>
    number % 2 === 1
      ? refuse(response, 503, 'unavailable', { 'retry-after': '0' })
      : json(response, 200, { uploaded: [] }),
  )
  expect(await hub.client.files.upload('x', '', { name: 'a', data: 'again' })).toEqual([])
  expect(hub.seen.map(({ body }) => body.includes('again'))).toEqual([true, true])
  const stream = { name: 'a', data: new Blob(['once']).stream() }
  await expect(hub.client.files.upload('x', '', stream)).rejects.toMatchObject({ status: 503, retryAfter: 0 })
})

test('a hub that takes nothing more is given up, a source that takes its time is not', async () => {
  await using hub = await rude((_, response) => json(response, 200, { uploaded: [] }))
  async function* slow() {
    yield new Uint8Array(10)
    await new Promise((resolve) => setTimeout(resolve, 400))
    yield new Uint8Array(10)
  }
  const options = { timeoutMs: 200 }
  await hub.client.files.upload('x', '', { name: 'slow', data: slow() }, options)
  await using deaf = await rude(() => {})
  await expect(deaf.client.files.upload('x', '', { name: 'a', data: 'x' }, options)).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

test('a picture of a session is uploaded as the bytes it is', async () => {
  await using hub = await rude((_, response) => json(response, 200, { path: 'x.png' }))
  const path = { name: 'cc-shop' }
  await hub.client.upload('POST /sessions/{name}/image', {
    path,
    files: { name: 'x.png', data: new Blob(['png']) },
  })
  expect(hub.seen[0]).toMatchObject({ path: '/api/sessions/cc-shop/image', body: 'png' })
  expect(hub.seen[0]?.headers['content-type']).toBe('image/png')
})

test('where a request cannot be a stream, a stream is collected and sent as a form', async () => {
  await using hub = await rude((_, response) => json(response, 200, { uploaded: [] }))
  // What workers of browsers have and no other runtime.
  Object.defineProperty(globalThis, 'clients', { value: {}, configurable: true })
  try {
    const data = new Blob(['collected']).stream()
    await hub.client.files.upload('x', '', [
      { name: 'ü.txt', data },
      { name: 'b.txt', data: 'text' },
    ])
    await hub.client.upload('POST /sessions/{name}/image', {
      path: { name: 'cc-a' },
      files: { name: 'x.png', data: new Blob(['png']).stream() },
    })
  } finally {
    Reflect.deleteProperty(globalThis, 'clients')
  }
  expect(hub.seen[0]?.body).toMatch(/name="file"; filename="ü.txt"[^]*collected[^]*filename="b.txt"[^]*text/)
  expect(hub.seen[0]?.headers['content-length']).toMatch(/^\d+$/)
  expect([hub.seen[1]?.headers['content-type'], hub.seen[1]?.body]).toEqual(['image/png', 'png'])
})

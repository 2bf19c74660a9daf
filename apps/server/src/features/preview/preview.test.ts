import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http'
import { type AddressInfo, connect, createServer as createSocketServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createTestApp, type TestApp, type TestOptions } from '../../testing.ts'

/** A program of somebody's that tells every header it got. */
async function startProgram(handle?: Parameters<typeof createServer>[1], address = '127.0.0.1') {
  const server: Server = createServer((request, response) => {
    if (handle) return handle(request, response)
    response.writeHead(200, {
      'content-type': 'application/json',
      'set-cookie': ['own=1; Path=/; Domain=localhost', 'atrium_session=stolen; Path=/', 'atrium_preview=x'],
      'clear-site-data': '"cookies"',
      'alt-svc': 'h3=":443"',
      connection: 'close, x-private',
      'x-private': 'of this wire alone',
    })
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    socket.send(JSON.stringify(request.headers))
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const portOf = (app: TestApp) => Number(new URL(app.url).port)

type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** As a browser would ask: every name below localhost is this computer. */
async function ask(
  app: TestApp,
  host: string,
  path = '/',
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const port = portOf(app)
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method: options.method ?? 'GET',
    agent: false,
    headers: { host: `${host}:${port}`, ...options.headers },
  })
  request.end(options.body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).toString(),
  }
}

const select = (app: TestApp, port: unknown) => app.rest('POST', '/api/preview/select', { port })

/** Comes from the console, as a browser does. */
async function enter(app: TestApp, port: number) {
  const { status, body } = await select(app, port)
  expect(status).toBe(200)
  const url = new URL(body.url)
  const answer = await ask(app, url.hostname, url.pathname + url.search)
  expect(answer.status).toBe(303)
  const cookie = (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  return { host: url.hostname, cookie, url, answer }
}

const withProgram = async (options: TestOptions = {}) => {
  const program = await startProgram()
  const app = await createTestApp(options)
  return {
    program,
    app,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await program[Symbol.asyncDispose]()
    },
  }
}

test('ports that listen are listed with their programs, and never those of the hub', async () => {
  await using place = await withProgram()
  const { app, program } = place
  const { body } = await app.rest('GET', '/api/preview/ports')
  const ports = body.ports.map(({ port }: { port: number }) => port)
  expect(ports).toContain(program.port)
  expect(ports).not.toContain(portOf(app))
  expect(body.ports.find(({ port }: { port: number }) => port === program.port).process).toBe('node')
  expect(ports).toEqual(ports.toSorted((a: number, b: number) => a - b))
  expect((await app.rest('GET', '/api/preview/config')).body).toEqual({
    enabled: true,
    host: 'preview.localhost',
    activePort: null,
    ports: [],
    signIn: true,
  })
})

test('a port is chosen by number or text, cleared, and refused when it is wrong, silent or our own', async () => {
  await using place = await withProgram()
  const { app, program } = place
  expect((await select(app, String(program.port))).body).toMatchObject({
    ok: true,
    port: program.port,
    url: expect.stringContaining(
      `http://${program.port}.preview.localhost:${portOf(app)}/__atrium/enter?ticket=`,
    ),
  })
  expect((await app.rest('GET', '/api/preview/config')).body).toMatchObject({
    activePort: program.port,
    ports: [program.port],
  })
  for (const port of [80, 70_000, 1.5, 'http', -1, [], {}]) expect((await select(app, port)).status).toBe(422)
  const free = await startProgram()
  await free[Symbol.asyncDispose]()
  expect((await select(app, free.port)).body).toMatchObject({
    code: 'conflict',
    message: 'port not listening',
    meta: { port: free.port },
  })
  expect((await app.rest('POST', '/api/preview/select', { source: 'mata' })).status).toBe(409)
  expect((await select(app, portOf(app))).body).toMatchObject({
    error: 'Forbidden',
    message: 'This port is not approved for preview',
  })
  expect((await select(app, null)).body).toEqual({ ok: true, port: null })
  expect((await app.rest('GET', '/api/preview/config')).body).toMatchObject({ activePort: null, ports: [] })
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })
  expect(
    (
      await app.rest(
        'POST',
        '/api/preview/select',
        { port: program.port },
        { headers: { authorization: `Bearer ${key.key}` } },
      )
    ).status,
  ).toBe(403)
})

test('P16 the program gets no cookie, key or token of ours, and what it sets stays its own', async () => {
  await using place = await withProgram()
  const { app, program } = place
  const { host, cookie } = await enter(app, program.port)
  const origin = `http://${host}:${portOf(app)}`
  const { status, headers, text } = await ask(app, host, '/deep/path?x=1', {
    method: 'POST',
    headers: {
      cookie: `theirs=2; ${cookie}; atrium_session=${app.token}; __Host-atrium=${app.token}`,
      authorization: `Bearer ${app.token}`,
      'x-api-key': app.token,
      'cf-access-jwt-assertion': 'jwt',
      'x-forwarded-for': '1.2.3.4',
      connection: 'keep-alive, x-hop',
      'x-hop': 'of this wire alone',
      origin,
      referer: `${origin}/page`,
      'content-type': 'text/plain',
    },
    body: 'hello',
  })
  expect(status).toBe(200)
  expect(text).not.toContain(app.token)
  expect(text).not.toContain(cookie.split('=')[1])
  const got = JSON.parse(text) as { method: string; url: string; headers: Record<string, string> }
  expect(got).toMatchObject({ method: 'POST', url: '/deep/path?x=1' })
  expect(got.headers).toMatchObject({
    host: `localhost:${program.port}`,
    cookie: 'theirs=2',
    origin: `http://localhost:${program.port}`,
    referer: `http://localhost:${program.port}/page`,
    'x-forwarded-host': `${host}:${portOf(app)}`,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '127.0.0.1',
    'content-length': '5',
  })
  for (const name of ['authorization', 'x-api-key', 'cf-access-jwt-assertion', 'x-hop'])
    expect(got.headers).not.toHaveProperty(name)
  expect(headers['set-cookie']).toEqual(['own=1; Path=/'])
  for (const name of ['clear-site-data', 'alt-svc', 'x-private']) expect(headers).not.toHaveProperty(name)
})

test('P16 nothing is seen without coming from the console, and a ticket is good once, for its own name', async () => {
  await using place = await withProgram()
  const { app, program } = place
  const { host, cookie, url, answer } = await enter(app, program.port)
  expect(answer.headers['set-cookie']?.[0]).toMatch(
    /^atrium_preview=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/,
  )
  expect(answer.headers.location).toBe('/')
  expect((await ask(app, host, url.pathname + url.search)).status).toBe(401)
  expect((await ask(app, host, '/__atrium/enter?ticket=guess')).status).toBe(401)
  const plain = await ask(app, host)
  expect({ status: plain.status, code: JSON.parse(plain.text).code }).toEqual({
    status: 401,
    code: 'unauthorized',
  })
  const page = await ask(app, host, '/', { headers: { accept: 'text/html' } })
  expect(page.text).toContain('Sign in to see this preview')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  for (const headers of [
    { authorization: `Bearer ${app.token}` },
    { cookie: `atrium_session=${app.token}` },
    { cookie: 'atrium_preview=guess' },
  ])
    expect((await ask(app, host, '/', { headers })).status).toBe(401)
  expect((await ask(app, host, '/', { headers: { cookie } })).status).toBe(200)
  // Another port is another place.
  await using second = await startProgram()
  await select(app, second.port)
  expect((await ask(app, `${second.port}.preview.localhost`, '/', { headers: { cookie } })).status).toBe(401)
})

test('P16 only chosen ports are shown, and never our own', async () => {
  await using place = await withProgram()
  const { app, program } = place
  await using other = await startProgram()
  const { host, cookie } = await enter(app, program.port)
  const refused = { status: 403, message: 'This port is not approved for preview' }
  for (const port of [other.port, portOf(app), 1, 99_999]) {
    const name = `${port}.preview.localhost`
    const answer = await ask(app, name, '/', { headers: { cookie } })
    expect(answer.status).toBe(401)
    // The same with sign-in: a visit to this very name changes nothing.
    const ticket = app.app.preview
    expect(
      await ticket.target(port).then(
        () => null,
        (error: { status: number; message: string }) => ({ status: error.status, message: error.message }),
      ),
    ).toEqual(refused)
  }
  await select(app, null)
  expect((await ask(app, host, '/', { headers: { cookie } })).status).toBe(403)
})

test('a program that is gone, and no choice, are said in our words', async () => {
  await using app = await createTestApp({ previewSignIn: false })
  const program = await startProgram()
  expect((await ask(app, 'preview.localhost')).status).toBe(503)
  const { body } = await select(app, program.port)
  expect(body.url).toBe(`http://${program.port}.preview.localhost:${portOf(app)}/`)
  expect((await ask(app, 'preview.localhost')).status).toBe(200)
  expect((await ask(app, 'PREVIEW.localhost.')).status).toBe(200)
  await program[Symbol.asyncDispose]()
  await new Promise((resolve) => setTimeout(resolve, 1_100)) // what is known of ports is a second old at most
  const gone = await ask(app, `${program.port}.preview.localhost`, '/', { headers: { accept: 'text/html' } })
  expect(gone.status).toBe(503)
  expect(gone.text).toContain(`Nothing listens on port ${program.port} now`)
  await using rude = await startProgram((_request, response) => response.socket?.destroy())
  await select(app, rude.port)
  const cut = await ask(app, 'preview.localhost')
  expect({ status: cut.status, message: JSON.parse(cut.text).message }).toEqual({
    status: 502,
    message: `The program on port ${rude.port} did not answer`,
  })
})

test('P10 a Host that only looks like a preview is refused like any other', async () => {
  await using place = await withProgram({ previewSignIn: false })
  const { app, program } = place
  await select(app, program.port)
  for (const host of [
    'evilpreview.localhost',
    'preview.localhost.evil.example',
    'x.preview.example',
    'preview',
  ])
    expect((await ask(app, host)).status).toBe(403)
  expect((await ask(app, `x${program.port}.preview.localhost`)).status).toBe(403)
  expect((await ask(app, `${program.port}.preview.localhost`)).status).toBe(200)
  const raw = connect(portOf(app), '127.0.0.1')
  raw.end(`GET / HTTP/1.1\r\nHost: preview.localhost\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
  const [data] = (await once(raw, 'data')) as [Buffer]
  expect(data.toString()).toMatch(/^HTTP\/1\.1 400 /)
})

test('P11 what changes something, and every socket, comes from a page of the preview itself', async () => {
  await using place = await withProgram()
  const { app, program } = place
  const { host, cookie } = await enter(app, program.port)
  const own = `http://${host}:${portOf(app)}`
  for (const origin of [
    app.url,
    'https://evil.example',
    'null',
    `http://${host}`,
    `https://${host}:${portOf(app)}`,
    `http://1.preview.localhost:${portOf(app)}`,
  ])
    expect((await ask(app, host, '/', { method: 'POST', headers: { cookie, origin } })).status).toBe(403)
  expect(
    (await ask(app, host, '/', { method: 'POST', headers: { cookie, 'sec-fetch-site': 'cross-site' } }))
      .status,
  ).toBe(403)
  expect((await ask(app, host, '/', { method: 'POST', headers: { cookie, origin: own } })).status).toBe(200)
  const open = (headers: Record<string, string>) =>
    new Promise<number | string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${portOf(app)}/`, ['bearer.secret', 'theirs'], {
        headers: { host: `${host}:${portOf(app)}`, ...headers },
      })
      socket.once('message', (data: Buffer) => {
        socket.terminate()
        resolve(data.toString())
      })
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.once('error', () => undefined)
    })
  expect(await open({ origin: own })).toBe(401)
  expect(await open({ cookie })).toBe(403)
  expect(await open({ cookie, origin: 'https://evil.example' })).toBe(403)
  const headers = JSON.parse(String(await open({ cookie, origin: own }))) as Record<string, string>
  expect(headers).toMatchObject({ host: `localhost:${program.port}`, 'sec-websocket-protocol': 'theirs' })
  expect(headers).not.toHaveProperty('cookie')
})

test('P6 a visit ends with its credential, open sockets included', async () => {
  await using place = await withProgram()
  const { app, program } = place
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['terminal'] })
  const { body } = await app.rest(
    'POST',
    '/api/preview/select',
    { port: program.port },
    { headers: { authorization: `Bearer ${key.key}` } },
  )
  const url = new URL(body.url)
  const answer = await ask(app, url.hostname, url.pathname + url.search)
  const cookie = (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  const origin = `http://${url.host}`
  const socket = new WebSocket(`ws://127.0.0.1:${portOf(app)}/`, {
    headers: { host: url.host, cookie, origin },
  })
  await once(socket, 'message')
  const closed = once(socket, 'close')
  await app.rest('DELETE', `/api/auth/keys/${key.id}`)
  await closed
  expect((await ask(app, url.hostname, '/', { headers: { cookie } })).status).toBe(401)
})

test('large bodies pass both ways as they come, byte for byte', async () => {
  const size = 64 * 1024 * 1024
  const chunk = Buffer.alloc(1024 * 1024, 'atrium ')
  await using program = await startProgram((request, response) => {
    if (request.method === 'GET') {
      let left = size / chunk.length
      const more = (): void => {
        while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more)
        response.end()
      }
      return more()
    }
    const hash = createHash('sha256')
    request.on('data', (part: Buffer) => hash.update(part))
    request.on('end', () => response.end(hash.digest('hex')))
  })
  await using app = await createTestApp({ previewSignIn: false })
  await select(app, program.port)
  const expected = createHash('sha256')
  for (let i = 0; i < size / chunk.length; i++) expected.update(chunk)
  const digest = expected.digest('hex')

  const port = portOf(app)
  const before = process.memoryUsage().rss
  const upload = httpRequest({
    host: '127.0.0.1',
    port,
    method: 'PUT',
    path: '/',
    headers: { host: 'preview.localhost', 'transfer-encoding': 'chunked' },
  })
  for (let i = 0; i < size / chunk.length; i++) if (!upload.write(chunk)) await once(upload, 'drain')
  upload.end()
  const [uploaded] = (await once(upload, 'response')) as [IncomingMessage]
  expect((await uploaded.setEncoding('utf8').toArray()).join('')).toBe(digest)

  const download = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/',
    headers: { host: 'preview.localhost' },
  }).end()
  const [downloaded] = (await once(download, 'response')) as [IncomingMessage]
  const hash = createHash('sha256')
  for await (const part of downloaded) hash.update(part as Buffer)
  expect(hash.digest('hex')).toBe(digest)
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
})

test('a browser that leaves ends the request at the program, and a program that leaves ends that of the browser', async () => {
  const left = Promise.withResolvers<void>()
  await using program = await startProgram((request, response) => {
    response.write('first')
    if (request.url === '/cut') return void setTimeout(() => response.destroy(), 50)
    request.socket.once('close', () => left.resolve())
  })
  await using app = await createTestApp({ previewSignIn: false })
  await select(app, program.port)
  const port = portOf(app)
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/',
    headers: { host: 'preview.localhost' },
  }).end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await once(response, 'data')
  request.destroy()
  await left.promise
  await expect(ask(app, 'preview.localhost', '/cut')).rejects.toThrow()
})

test('a program that breaks off while it is still sent to costs its own answer alone', async () => {
  await using program = await startRaw('rubbish\r\n\r\n')
  await using app = await createTestApp({ previewSignIn: false })
  await select(app, program.port)
  const host = `${program.port}.preview.localhost:${portOf(app)}`
  const head = ['POST / HTTP/1.1', `Host: ${host}`, `Origin: http://${host}`, 'Transfer-Encoding: chunked']
  const answer = await raw(app, `${head.join('\r\n')}\r\n\r\n5\r\nhello\r\n`)
  expect(answer).toMatch(/^HTTP\/1.1 502 [^]*did not answer/)
})

test('a program that redirects to itself stays in the preview', async () => {
  await using program = await startProgram((request, response) => {
    const own = response.socket?.localPort ?? 0
    response
      .writeHead(302, {
        location: request.url === '/own' ? `http://localhost:${own}/next?x=1` : 'https://example.com/',
      })
      .end()
  })
  await using app = await createTestApp({ previewSignIn: false })
  await select(app, program.port)
  expect((await ask(app, 'preview.localhost', '/own')).headers.location).toBe(
    `http://preview.localhost:${portOf(app)}/next?x=1`,
  )
  expect((await ask(app, 'preview.localhost', '/else')).headers.location).toBe('https://example.com/')
})

test('a program that listens on IPv6 alone is reached', async () => {
  await using program = await startProgram(undefined, '::1')
  await using app = await createTestApp({ previewSignIn: false })
  await select(app, program.port)
  expect((await ask(app, 'preview.localhost')).status).toBe(200)
})

test('where previews are off, their names are nobody’s and nothing can be chosen', async () => {
  await using place = await withProgram({ preview: null })
  const { app, program } = place
  expect((await select(app, program.port)).body).toMatchObject({
    code: 'conflict',
    message: 'preview disabled',
  })
  expect((await app.rest('GET', '/api/preview/config')).body).toMatchObject({
    enabled: false,
    host: null,
    activePort: null,
  })
  expect((await ask(app, 'preview.localhost')).status).toBe(403)
})

test('a real Vite server with its hot updates works through the preview', async () => {
  const { createServer: createVite } = await import('vite')
  const root = await mkdtemp(join(tmpdir(), 'atrium-vite-'))
  await writeFile(
    join(root, 'index.html'),
    '<script type="module" src="/main.js"></script><p>hello from vite</p>',
  )
  await writeFile(
    join(root, 'main.js'),
    'document.title = "one"\nif (import.meta.hot) import.meta.hot.accept()\n',
  )
  const vite = await createVite({
    root,
    configFile: false,
    logLevel: 'silent',
    server: { host: 'localhost', port: 0 },
  })
  try {
    await vite.listen()
    const address = vite.httpServer?.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    await using app = await createTestApp()
    const { host, cookie } = await enter(app, port)
    const origin = `http://${host}:${portOf(app)}`
    const page = await ask(app, host, '/', { headers: { cookie, accept: 'text/html' } })
    expect(page.text).toContain('hello from vite')
    const client = await ask(app, host, '/@vite/client', { headers: { cookie } })
    const token = /const wsToken = "([^"]+)"/.exec(client.text)?.[1] ?? ''
    expect(token).not.toBe('')
    expect((await ask(app, host, '/main.js', { headers: { cookie } })).text).toContain(
      'document.title = "one"',
    )
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(app)}/?token=${token}`, 'vite-hmr', {
      headers: { host: `${host}:${portOf(app)}`, cookie, origin },
    })
    const updates: { type: string }[] = []
    const updated = Promise.withResolvers<void>()
    socket.on('message', (data: Buffer) => {
      const update = JSON.parse(data.toString()) as { type: string }
      updates.push(update)
      if (update.type === 'update' || update.type === 'full-reload') updated.resolve()
    })
    await once(socket, 'message')
    await writeFile(
      join(root, 'main.js'),
      'document.title = "two"\nif (import.meta.hot) import.meta.hot.accept()\n',
    )
    await updated.promise
    expect(updates[0]).toEqual({ type: 'connected' })
    expect((await ask(app, host, '/main.js', { headers: { cookie } })).text).toContain(
      'document.title = "two"',
    )
    socket.terminate()
  } finally {
    await vite.close()
    await rm(root, { recursive: true, force: true })
  }
})

/** A program that speaks bytes: what it got, and what it answers. */
async function startRaw(answer: string) {
  const got: string[] = []
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      got.push(data.toString('latin1'))
      if (answer !== '') socket.write(answer, 'latin1')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    got,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

/** Sends bytes as they are and gives what comes until the connection ends, or enough came. */
async function raw(app: TestApp, text: string, until: RegExp = /$^/): Promise<string> {
  const socket = connect(portOf(app), '127.0.0.1')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) {
    answer += String(chunk)
    if (until.test(answer)) break
  }
  socket.destroy()
  return answer
}

test.each([
  [
    'changes the protocol unasked',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: x\r\n\r\n',
  ],
  ['answers with a status that is none', 'HTTP/1.1 099 No\r\ncontent-length: 0\r\n\r\n'],
  ['answers with no HTTP at all', 'SSH-2.0-OpenSSH\r\n'],
  ['says two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
])('P16 a program that %s is a bad gateway, and nothing of ours waits for it', async (_, answer) => {
  await using program = await startRaw(answer)
  await using app = await createTestApp()
  const { host, cookie } = await enter(app, program.port)
  const { status } = await ask(app, host, '/', { headers: { cookie } })
  expect(status).toBe(502)
})

test('P16 no request hides in the body of another, whatever Connection names and whichever lengths are said', async () => {
  await using program = await startRaw('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok')
  await using app = await createTestApp()
  const { host, cookie } = await enter(app, program.port)
  const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n'
  const head = (method: string, ...lines: string[]) =>
    [`${method} / HTTP/1.1`, `Host: ${host}:${portOf(app)}`, `Cookie: ${cookie}`, ...lines, '', ''].join(
      '\r\n',
    )
  const length = `Content-Length: ${hidden.length}`
  for (const method of ['GET', 'DELETE', 'POST'])
    await raw(app, `${head(method, length, 'Connection: close, content-length')}${hidden}`)
  const sent = program.got.join('')
  expect(sent.match(/^(GET|DELETE|POST) \/ HTTP/gm)).toHaveLength(3)
  // What is in the body is told to be body.
  expect(sent.match(/^(content-length: \d+|transfer-encoding: chunked)\r$/gim)).toHaveLength(3)

  for (const lines of [
    [length, 'Transfer-Encoding: chunked'],
    [length, 'Content-Length: 0'],
    ['Transfer-Encoding: chunked, identity'],
  ])
    expect(await raw(app, `${head('POST', 'Connection: close', ...lines)}${hidden}`)).toMatch(
      /^HTTP\/1.1 400/,
    )
  expect(await raw(app, head('GET', 'Connection: close', 'Host: localhost'))).toMatch(/^HTTP\/1.1 400/)
  const absolute = head('GET', 'Connection: close').replace('GET /', `GET http://${host}/`)
  expect(await raw(app, absolute)).toMatch(/^HTTP\/1.1 400/)
})

test('P16 a handshake carries no body, and so many sockets at once are open or about to be', async () => {
  await using program = await startRaw('')
  await using app = await createTestApp()
  const { host, cookie } = await enter(app, program.port)
  const handshake = [
    'GET /socket HTTP/1.1',
    `Host: ${host}:${portOf(app)}`,
    `Origin: http://${host}:${portOf(app)}`,
    `Cookie: ${cookie}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Content-Length: 5',
    '',
    'abcde',
  ].join('\r\n')
  const waiting = Array.from({ length: limits.previewSockets }, () => {
    const socket = connect(portOf(app), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(handshake)
    return socket
  })
  await expect.poll(() => program.got.length).toBe(limits.previewSockets)
  expect(program.got.join('')).not.toMatch(/content-length/i)
  expect(await raw(app, handshake, /\r\n\r\n/)).toMatch(/^HTTP\/1.1 503/)
  // Those that come to nothing make room.
  await using other = await startProgram()
  const second = await enter(app, other.port)
  await program[Symbol.asyncDispose]()
  await expect
    .poll(() => {
      const name = `${second.host}:${portOf(app)}`
      const there = handshake
        .replaceAll(`${host}:${portOf(app)}`, name)
        .replace(cookie, second.cookie)
        .replace(
          'Content-Length: 5',
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        )
      return raw(app, there, /\r\n\r\n/)
    })
    .toMatch(/^HTTP\/1.1 101/)
  for (const socket of waiting) socket.destroy()
})

test('P16 the port under which the hub is known to others is never a preview', async () => {
  await using program = await startProgram()
  await using app = await createTestApp({ publicUrl: `http://127.0.0.1:${program.port}` })
  expect(await select(app, program.port)).toMatchObject({ status: 403 })
  const { body } = await app.rest('GET', '/api/preview/ports')
  expect((body.ports as { port: number }[]).map(({ port }) => port)).not.toContain(program.port)
})

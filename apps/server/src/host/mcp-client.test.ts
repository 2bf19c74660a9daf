import { once } from 'node:events'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sleep } from '../core/clock.ts'
import { setHostEnv, spawn, stopGroup } from './exec.ts'
import { createMcpClient, type McpAddress, type McpAnswer } from './mcp-client.ts'

const require = createRequire(import.meta.url)
const everything = require.resolve('@modelcontextprotocol/server-everything/dist/index.js')
const filesystem = require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js')

let folder: string
const client = () => createMcpClient({ home: folder, cwd: folder })
const never = new AbortController().signal
const ask = (address: McpAddress, timeoutMs?: number): Promise<McpAnswer> =>
  client().ask(address, never, timeoutMs)
const node = (...args: string[]): McpAddress => ({ type: 'stdio', command: process.execPath, args, env: {} })
const script = (code: string): McpAddress => node('-e', code)

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'atrium-mcp-')))
  setHostEnv({ PATH: process.env['PATH'], HOME: folder })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** What a program has written into a file, once it has. */
async function written(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text !== '') return text
    await sleep(20)
  }
}

/** A server of ours on a free port. */
async function serve(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The everything server on a free port, over HTTP. */
async function serveEverything(mode: 'sse' | 'streamableHttp'): Promise<{ port: number } & AsyncDisposable> {
  await using free = await serve(() => undefined)
  const port = Number(new URL(free.url).port)
  await free[Symbol.asyncDispose]()
  const child = spawn(process.execPath, [everything, mode], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: 'ignore',
  })
  for (let tries = 0; tries < 200; tries++) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answers) break
    await sleep(50)
  }
  return { port, [Symbol.asyncDispose]: () => stopGroup(child, 500) }
}

test('the official everything server answers over stdio', async () => {
  const answer = await ask(node(everything, 'stdio'))
  expect(answer).toMatchObject({ ok: true, serverInfo: { name: 'mcp-servers/everything' } })
  expect(answer.ok && answer.tools.find(({ name }) => name === 'echo')).toMatchObject({
    description: 'Echoes back the input string',
    inputSchema: { type: 'object', required: ['message'] },
  })
})

test('the official filesystem server answers over stdio', async () => {
  const answer = await ask(node(filesystem, folder))
  expect(answer.ok && answer.tools.map(({ name }) => name)).toContain('read_text_file')
})

test('the official everything server answers over streamable HTTP', async () => {
  await using server = await serveEverything('streamableHttp')
  const url = `http://127.0.0.1:${server.port}/mcp`
  expect(await ask({ type: 'http', url, headers: {} })).toMatchObject({
    ok: true,
    serverInfo: { name: 'mcp-servers/everything' },
  })
})

test('the official everything server answers over SSE', async () => {
  await using server = await serveEverything('sse')
  const url = `http://127.0.0.1:${server.port}/sse`
  const answer = await ask({ type: 'sse', url, headers: {} })
  expect(answer.ok && answer.tools.length).toBeGreaterThan(5)
  expect(await ask({ type: 'http', url, headers: {} })).toMatchObject({ ok: false, httpStatus: 404 })
})

test('a server over HTTP is told goodbye', async () => {
  const methods: string[] = []
  await using server = await serve((request, response) => {
    methods.push([request.method, request.headers['mcp-session-id']].join(' '))
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { id } = body === '' ? { id: null } : JSON.parse(body)
      if (id === undefined || request.method !== 'POST')
        return response.writeHead(request.method === 'GET' ? 405 : 202).end()
      const result = {
        protocolVersion: '2025-03-26',
        capabilities: {},
        serverInfo: { name: 'x', version: '1' },
      }
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 's1' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    })
  })
  expect(await ask({ type: 'http', url: server.url, headers: {} })).toEqual({
    ok: true,
    serverInfo: { name: 'x', version: '1' },
    tools: [],
  })
  expect(methods).toContain('DELETE s1')
})

test('a server that ends says with which status, and the beginning of what it complained with', async () => {
  const code = 'process.stderr.write("boom ".repeat(10000)); process.exitCode = 3'
  const answer = await ask(script(code))
  expect(answer).toMatchObject({ ok: false, error: 'Server exited with code 3' })
  expect(!answer.ok && answer.hint).toBe('boom '.repeat(4_000).trim())
})

test('a program that is not there, or may not be started, is named', async () => {
  const plain = join(folder, 'plain.txt')
  await writeFile(plain, 'no program')
  expect(await ask({ type: 'stdio', command: 'no-such-program', args: [], env: {} })).toMatchObject({
    ok: false,
    error: "The program 'no-such-program' was not found",
  })
  expect(await ask({ type: 'stdio', command: plain, args: [], env: {} })).toMatchObject({
    ok: false,
    error: `The program '${plain}' cannot be started (EACCES)`,
  })
})

test('a server that says nothing is given up', async () => {
  const answer = await ask(script('setInterval(() => {}, 1000)'), 400)
  expect(answer).toEqual({ ok: false, error: 'The server did not answer within 0.4 s' })
})

test('a server that prints something else is told so', async () => {
  const answer = await ask(
    script('console.log("Listening on port 3000"); setInterval(() => {}, 1000)'),
    3_000,
  )
  expect(answer).toMatchObject({
    ok: false,
    error: 'The server wrote something else than MCP messages to its standard output',
    hint: expect.stringContaining('Listening on port'),
  })
})

test.each([
  ['with line ends', 'x'.repeat(1000) + '\\n'],
  ['without one', 'x'.repeat(1000)],
])('output without end %s is cut at 5 MB', async (_, text) => {
  const before = process.memoryUsage.rss()
  const code = `const s = "${text}".repeat(100); const more = () => process.stdout.write(s, more); more()`
  expect(await ask(script(code))).toMatchObject({ ok: false, error: 'The server wrote more than 5 MB' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024)
})

test('P27 nothing is left of a server that ignores the end, nor of its children in groups of their own', async () => {
  const pids = join(folder, 'pids')
  const grandchild =
    'process.on("SIGTERM", () => {}); process.on("SIGHUP", () => {}); setInterval(() => {}, 1000)'
  const code = `
    const { spawn } = require('node:child_process')
    process.on('SIGTERM', () => {})
    const options = { stdio: 'ignore' }
    const own = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { ...options, detached: true })
    const same = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], options)
    require('node:fs').writeFileSync(${JSON.stringify(pids)}, [process.pid, own.pid, same.pid].join(' '))
    setInterval(() => {}, 1000)`
  const stop = new AbortController()
  const asking = client().ask(script(code), stop.signal)
  asking.catch(() => undefined)
  const family = (await written(pids)).split(' ').map(Number)
  expect(family).toHaveLength(3)
  expect(family.filter(isAlive)).toEqual(family)
  stop.abort()
  await expect(asking).rejects.toThrow()
  await expect.poll(() => family.filter(isAlive)).toEqual([])
})

test('P27 what a killed hub was asking is ended by the next one', async () => {
  const file = join(folder, 'stray')
  const code = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`
  const stop = new AbortController()
  const asking = client().ask(script(code), stop.signal)
  asking.catch(() => undefined)
  const pid = Number(await written(file))
  const other = createMcpClient({ home: join(folder, 'another'), cwd: folder })
  await other.ask({ type: 'stdio', command: 'no-such-program', args: [], env: {} }, never)
  expect(isAlive(pid)).toBe(true)
  await ask({ type: 'stdio', command: 'no-such-program', args: [], env: {} })
  expect(isAlive(pid)).toBe(false)
  stop.abort()
})

test('whoever leaves ends the server at once', async () => {
  const stop = new AbortController()
  const asking = client().ask(script('setInterval(() => {}, 1000)'), stop.signal)
  setTimeout(() => stop.abort(new Error('left')), 100)
  await expect(asking).rejects.toThrow('left')
})

test('P22 every argument and variable arrives as it was set, and nothing of ours with it', async () => {
  const out = join(folder, 'recorded.json')
  const recorder = join(folder, 'recorder.cjs')
  await writeFile(
    recorder,
    `require('node:fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify([process.argv.slice(2), process.env]))`,
  )
  setHostEnv({ PATH: process.env['PATH'], HOME: folder, ATRIUM_TOKEN: 'canary', DATABASE_URL: 'canary' })
  const word = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((text) => !text.includes('\0') && text.isWellFormed())
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 5 }), word, async (args, value) => {
      const all = [...args, '$(touch x)', '; touch x', '-', '--', '']
      await ask({ type: 'stdio', command: process.execPath, args: [recorder, ...all], env: { VALUE: value } })
      const [seen, env] = JSON.parse(await readFile(out, 'utf8'))
      expect(seen).toEqual(all)
      expect(env.VALUE).toBe(value)
      expect(JSON.stringify(env)).not.toContain('canary')
    }),
    { numRuns: 15 },
  )
})

test('headers are sent, and a server that wants a sign-in says so', async () => {
  const seen: (string | undefined)[] = []
  await using server = await serve((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('internal-looking content')
  })
  const answer = await ask({ type: 'http', url: server.url, headers: { Authorization: 'Bearer t' } })
  expect(answer).toMatchObject({
    ok: false,
    httpStatus: 401,
    error: 'The server asks for a sign-in (status 401)',
  })
  expect(seen).toEqual(['Bearer t'])
})

test.each(['http', 'sse'] as const)('P34 what a %s server answers wrongly is not passed on', async (type) => {
  for (const [status, body, headers] of [
    [500, 'canary: internal stack', {}],
    [200, 'canary <html>', { 'content-type': 'text/html' }],
    [200, '{"canary": true}', { 'content-type': 'application/json' }],
    [200, 'data: canary\n\n', { 'content-type': 'text/event-stream' }],
    [
      200,
      '{"jsonrpc":"2.0","id":0,"error":{"code":-32603,"message":"canary"}}',
      { 'content-type': 'application/json' },
    ],
  ] as const) {
    await using server = await serve((_, response) => void response.writeHead(status, headers).end(body))
    const answer = await ask({ type, url: server.url, headers: {} }, 1_000)
    expect(answer.ok).toBe(false)
    expect(JSON.stringify(answer)).not.toContain('canary')
  }
})

test.each(['http', 'sse'] as const)('P32 a redirect of a %s server is not followed', async (type) => {
  let reached = false
  await using inner = await serve((_, response) => {
    reached = true
    response.end()
  })
  for (const status of [301, 302, 303, 307, 308]) {
    await using server = await serve(
      (_, response) => void response.writeHead(status, { location: inner.url }).end(),
    )
    expect(await ask({ type, url: server.url, headers: {} })).toMatchObject({
      ok: false,
      error: 'The server redirects to another address; redirects are not followed',
      httpStatus: status,
    })
  }
  expect(reached).toBe(false)
})

test('P32 a server that sends without end is cut at 5 MB', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const more = () => {
      while (response.write(`: ${'x'.repeat(64 * 1024)}\n`));
      response.once('drain', more)
    }
    more()
  })
  expect(await ask({ type: 'http', url: server.url, headers: {} })).toMatchObject({
    ok: false,
    error: 'The server sent more than 5 MB',
  })
})

test('a server that cannot be reached, or never answers, is told apart', async () => {
  const closed = await serve(() => undefined)
  await closed[Symbol.asyncDispose]()
  expect(await ask({ type: 'http', url: closed.url, headers: {} })).toMatchObject({
    ok: false,
    error: 'The server cannot be reached (ECONNREFUSED)',
  })
  await using silent = await serve(() => undefined)
  for (const type of ['http', 'sse'] as const)
    expect(await ask({ type, url: silent.url, headers: {} }, 300)).toMatchObject({
      ok: false,
      error: 'The server did not answer within 0.3 s',
    })
})

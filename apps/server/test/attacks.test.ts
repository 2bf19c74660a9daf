import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { sleep } from '../src/core/clock.ts'
import { type SpawnedServer, spawnServer } from '../src/testing.ts'

/** A walk begins anew from its seed; what failed is walked again with ATTACK_SEED. */
const seed = Number(process.env['ATTACK_SEED'] ?? Date.now() % 1_000_000)
const steps = Number(process.env['FUZZ_RUNS'] ?? 400)
const atOnce = 12

let state = seed
/** Mulberry32. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const below = (count: number): number => Math.floor(random() * count)
const often = (share: number): boolean => random() < share
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T // no list here is empty
const junk = (most: number): string =>
  Buffer.from(Array.from({ length: below(most) }, () => below(256))).toString('latin1')

/** What the programs and services that the hub calls may answer: none of it is right to its end. */
const wrongAnswers = [
  '',
  'rubbish\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n\x81\x01',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 413 No\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno',
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[}',
  'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd',
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nevent: endpoint\ndata: /x\n\ndata: {',
  `HTTP/1.1 500 No\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
]

function rogue(socket: Socket): void {
  socket.on('error', () => undefined)
  const answer = one(wrongAnswers)
  const end = one(['reset', 'destroy', 'end'] as const)
  const cut = often(0.3) ? below(answer.length) : answer.length
  const ms = below(60)
  socket.once('data', () => {
    socket.write(answer.slice(0, cut), 'latin1')
    setTimeout(() => (end === 'reset' ? socket.resetAndDestroy() : socket[end]()), ms)
  })
}

/** An agent and an MCP server in one, that ends at any step, also in the middle of a line. */
const roguePrograms = `
import { createInterface } from 'node:readline'
const chance = (share) => Math.random() < share
const one = (list) => list[Math.floor(Math.random() * list.length)]
function say(message) {
  const line = JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n'
  if (!chance(0.1)) return process.stdout.write(line)
  process.stdout.write(line.slice(0, Math.floor(Math.random() * line.length)))
  process.exit(one([0, 1, 3]))
}
const odd = ['null', '[]', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":{},"result":null}', '{"jsonrpc":"2.0","id":99,"error":null}',
  '{"jsonrpc":"2.0","method":5}', '{"jsonrpc":"2.0","method":"session/update","params":null}']
if (chance(0.1)) process.exit(1)
if (chance(0.05)) process.stdin.destroy()
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (chance(0.1)) process.kill(process.pid, one(['SIGKILL', 'SIGSEGV']))
  if (chance(0.1)) process.stdout.write(one(odd) + '\\n')
  const result = { initialize: params?.clientInfo && !params.clientCapabilities
      ? { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } }
      : { protocolVersion: 1, agentCapabilities: {}, authMethods: [] },
    'session/new': { sessionId: 's' }, 'tools/list': { tools: [] }, 'session/prompt': { stopReason: 'end_turn' } }[method]
  if (method === 'session/prompt') for (let i = 0; i < 3; i++)
    say({ method: 'session/update', params: { sessionId: 's', update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'x' } } } })
  if (id !== undefined && method) setTimeout(() => say({ id, result: result ?? {} }), Math.random() * 50)
})
`

const { paths } = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, unknown>>
}
/** Not those that stop the hub, fetch programs from elsewhere, or take away what the walk needs. */
const spared = /restart|updates|install|settings|preview\/|auth\/mode|trash/
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  ['get', 'post', 'put', 'patch']
    .filter((method) => method in methods && !spared.test(path))
    .map((method) => ({ method: method.toUpperCase(), path })),
)

let hub: SpawnedServer
let services: Server
let chat: string
let preview: string
let webhook: string

beforeAll(async () => {
  services = createServer({ allowHalfOpen: true }, rogue).listen(0, '127.0.0.1')
  await new Promise((resolve) => services.once('listening', resolve))
  const { port } = services.address() as AddressInfo
  const address = `http://127.0.0.1:${port}`
  hub = await spawnServer({
    ATRIUM_VOICE_URL: `${address}/v1`,
    ATRIUM_WEBHOOK_HOSTS: `127.0.0.1:${port}`,
    ATRIUM_PREVIEW_SIGN_IN: 'off',
  })
  const script = join(hub.home, 'rogue.mjs')
  writeFileSync(script, roguePrograms)
  const program = { command: process.execPath, args: [script] }
  const post = async (path: string, body: object) => {
    const answer = await hub.rest('POST', path, body)
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  await post('/api/agents', { name: 'rogue', title: 'Rogue', ...program })
  await post('/api/mcps', { name: 'lines', type: 'stdio', ...program })
  await post('/api/mcps', { name: 'http', type: 'http', url: `${address}/mcp` })
  await post('/api/mcps', { name: 'sse', type: 'sse', url: `${address}/sse` })
  await post('/api/sessions', { name: 'walk', directory: '/tmp', command: 'cat' })
  preview = new URL((await post('/api/preview/select', { port })).url).host
  webhook = (await post('/api/webhooks', { url: `${address}/hook`, events: ['*'] })).webhook.id
  const first = await hub.rest('POST', '/api/chat', { message: '/ls', runner: 'guide' })
  chat = /"session_id":"([^"]+)"/.exec(String(first.body))?.[1] ?? ''
}, 60_000)
afterAll(async () => {
  await hub[Symbol.asyncDispose]()
  services.close()
})

const bodies: (() => [type: string, body: string])[] = [
  () => ['application/json', JSON.stringify(one([{}, [], null, { message: junk(500) }, { a: { b: 1 } }]))],
  () => ['application/json', often(0.5) ? junk(200) : '['.repeat(below(2_000))],
  () => [
    'multipart/form-data; boundary=b',
    `--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${junk(2_000)}\r\n--b${one(['--\r\n', '\r\n', ''])}`,
  ],
  () => [one(['multipart/form-data', 'multipart/form-data; boundary=b']), junk(300)],
  () => ['audio/wav', `RIFF${junk(2_000)}`],
  () => [one(['application/zip', 'image/png', 'application/octet-stream', 'text/plain']), junk(1_000)],
]

/** A length, chunks, or one of them that is not true. */
const framings: ((body: string) => [head: string, body: string])[] = [
  (body) => [`Content-Length: ${body.length}\r\n`, body],
  (body) => [`Content-Length: ${body.length + 1 + below(1e6)}\r\n`, body],
  (body) => {
    const chunks = body.match(/[^]{1,97}/g) ?? []
    const extension = often(0.3) ? ';x="y"' : ''
    const text = chunks.map((part) => `${part.length.toString(16)}${extension}\r\n${part}\r\n`).join('')
    return [
      'Transfer-Encoding: chunked\r\n',
      text + one(['0\r\n\r\n', '0\r\nX-Trailer: a\r\n\r\n', 'zz\r\n', '']),
    ]
  },
  (body) => ['', body],
]

const extras: (() => string)[] = [
  () => 'Expect: 100-continue\r\n',
  () => 'Expect: rubbish\r\n',
  () =>
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
  () => 'Connection: Upgrade\r\nUpgrade: h2c\r\n',
  () => Array.from({ length: below(200) }, (_, at) => `X-${at}: ${'y'.repeat(below(100))}\r\n`).join(''),
  () => 'Connection: close\r\n',
  () => 'Range: bytes=5-1\r\n',
  () => 'Accept: text/event-stream\r\n',
  () => 'Idempotency-Key: a\r\n',
]

const oddTargets = [
  '*',
  'http://localhost/api/health',
  '//x',
  '/api/%',
  `/${'a'.repeat(9_000)}`,
  '/metrics',
  '/',
]
const place = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'session_id' ? chat : one(['walk', 'lines', webhook, '%2e%2e', '%00', 'x']),
  )

function request(): string {
  const { method, path } = one(routes)
  const toPreview = often(0.3)
  const [type, body] = often(method === 'GET' ? 0.2 : 0.9) ? one(bodies)() : [null, '']
  const [length, bytes] = type === null ? ['', ''] : one(framings)(body)
  const target = toPreview ? '/' : often(0.05) ? one(oddTargets) : place(path)
  const verb = toPreview
    ? one(['GET', 'POST', 'POST'])
    : often(0.03)
      ? one(['CONNECT', 'TRACE', 'HEAD', 'QUERY'])
      : method
  const host = toPreview ? `Host: ${preview}\r\nOrigin: http://${preview}\r\n` : 'Host: localhost\r\n'
  const token = often(0.95) ? `Authorization: Bearer ${hub.token}\r\n` : ''
  const kind = type === null ? '' : `Content-Type: ${type}\r\n`
  const extra = often(0.25) ? one(extras)() : ''
  return `${verb} ${target} HTTP/1.${often(0.05) ? 0 : 1}\r\n${host}${token}${kind}${extra}${length}\r\n${bytes}`
}

/** Calls that begin something which goes on behind their answer. */
const deeds: (() => [method: string, path: string, body?: unknown])[] = [
  () => ['POST', '/api/chat', { message: 'x', runner: 'rogue' }],
  () => ['POST', '/api/chat', { message: '/slow 20', runner: 'guide' }],
  () => ['POST', '/api/chat', { message: '/run ls', runner: 'guide', session_id: chat }],
  () => ['POST', `/api/chat/${chat}/abort`],
  () => ['POST', `/api/mcps/${one(['lines', 'http', 'sse'])}/test`],
  () => ['POST', `/api/webhooks/${webhook}/test`],
  () => [
    'POST',
    '/api/mcp',
    { jsonrpc: '2.0', id: one([1, {}]), method: one(['tools/list', 'initialize', 5]) },
  ],
  () => ['GET', '/trpc/live.events'],
  () => ['GET', '/api/server/logs'],
  () => ['GET', `/api/chat/${chat}/events`],
]
function deed(): string {
  const [method, path, body] = one(deeds)()
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = text === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${text.length}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${hub.token}\r\nAccept: application/json, text/event-stream\r\n${type}\r\n${text}`
}

/** Sends bytes in pieces, perhaps not all, perhaps reading nothing; then goes in one of three ways. */
async function send(text: string): Promise<void> {
  const socket = connect({
    port: Number(new URL(hub.url).port),
    host: '127.0.0.1',
    allowHalfOpen: often(0.3),
  })
  socket.on('error', () => undefined)
  if (often(0.85)) socket.resume()
  const cut = often(0.4) ? below(text.length) : text.length
  const piece = often(0.2) ? 1 + below(40) : cut
  for (let at = 0; at < cut && !socket.destroyed; at += piece) {
    socket.write(text.slice(at, Math.min(at + piece, cut)), 'latin1')
    if (often(0.05)) await sleep(below(10))
  }
  await sleep(below(150))
  if (often(0.3)) socket.end()
  if (often(0.2)) for (let round = 0; round < 10 && socket.writable; round++) socket.write('x'.repeat(1_024))
  await sleep(below(20))
  socket.resetAndDestroy()
}

const frames: (() => unknown)[] = [
  () => null,
  () => [],
  () => ({ type: 'input', data: junk(2_000) }),
  () => ({ type: 'input', data: `\u001b[200~${junk(50)}\u001b[201~` }),
  () => ({ type: 'resize', cols: 2 + below(400), rows: 1 + below(290) }),
  () => ({ type: 'resize', cols: -1, rows: 1e9 }),
  () => ({ subscribe: one(['x', '../..']) }),
  () => ({ subscribeSession: 'cc-walk' }),
  () => ({ type: 'presence', device: 'd', session: 'cc-walk', focused: true }),
]
const doors = ['files/events', 'terminal/cc-walk', 'notifications/events', 'projects/events', 'terminal/none']

async function talk(): Promise<void> {
  const base = hub.url.replace('http', 'ws')
  const socket = often(0.15)
    ? new WebSocket(base, { headers: { host: preview, origin: `http://${preview}` } })
    : new WebSocket(`${base}/api/${one(doors)}`, [`bearer.${hub.token}`])
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('open', resolve).once('close', resolve))
  for (let left = below(8); left > 0 && socket.readyState === socket.OPEN; left--) {
    const act = one(['frame', 'frame', 'junk', 'ping', 'part', 'long'] as const)
    if (act === 'frame') socket.send(JSON.stringify(one(frames)()))
    if (act === 'junk') socket.send(Buffer.from(junk(100), 'latin1'))
    if (act === 'ping') socket.ping(junk(50).slice(0, 60))
    if (act === 'part') socket.send('a', { fin: false })
    if (act === 'long') socket.send('x'.repeat(1_100_000))
    await sleep(below(20))
  }
  if (often(0.4)) socket.close()
  await sleep(below(30))
  socket.terminate()
}

const handles = (): number => readdirSync(`/proc/${hub.child.pid}/fd`).length
const memoryMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.child.pid}/status`, 'utf8'))?.[1]) / 1_024

test.runIf(process.platform === 'linux')(
  `P47 whatever is sent to it, and whatever it calls, the hub lives and keeps nothing (seed ${seed})`,
  async () => {
    const before = { handles: handles(), memoryMb: memoryMb() }
    let left = steps
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (left-- > 0 && hub.child.exitCode === null) {
          const kind = random()
          if (kind < 0.55) await send(Array.from({ length: often(0.15) ? 4 : 1 }, request).join(''))
          else if (kind < 0.8) await send(deed())
          else await talk()
        }
      }),
    )
    expect(hub.complaints).not.toMatch(/uncaught|unhandled|MaxListeners|TypeError/i)
    expect((await hub.rest('GET', '/api/health')).status).toBe(200)
    const { body } = await hub.rest('GET', '/api/chat?limit=1000')
    for (const { id } of body.sessions) await hub.rest('DELETE', `/api/chat/${id}`)
    // What is given up after half a minute of silence holds a few; what was kept for good would grow with the steps.
    await expect.poll(handles, { timeout: 45_000 }).toBeLessThanOrEqual(before.handles + steps / 16)
    expect(memoryMb()).toBeLessThan(before.memoryMb + 200)
    expect(hub.child.exitCode).toBeNull()
  },
  60_000 + 100 * steps,
)

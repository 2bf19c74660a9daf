import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import xterm from '@xterm/headless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { openTerminal, type TestTerminal } from './testing.ts'

type Server = Pick<TestApp, 'tmuxSocket' | 'rest' | 'url' | 'token'>
const tmux = (app: Pick<TestApp, 'tmuxSocket'>, ...args: string[]): string =>
  execFileSync('tmux', ['-L', app.tmuxSocket, ...args], {
    env: { ...process.env, TMUX: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString()
/** Viewers that tmux has now, those of the hub itself apart. */
const viewers = (app: Pick<TestApp, 'tmuxSocket'>): number =>
  tmux(app, 'list-clients', '-F', '#{client_control_mode}')
    .split('\n')
    .filter((line) => line === '0').length

/** Sessions of hubs in tmux, and processes that are their control clients. */
const ours = (app: Pick<TestApp, 'tmuxSocket'>): number =>
  tmux(app, 'list-sessions', '-F', '#{session_name}')
    .split('\n')
    .filter((name) => name.startsWith('atrium-hub-')).length
const controlClients = (app: Pick<TestApp, 'tmuxSocket'>): number =>
  execFileSync('ps', ['axww', '-o', 'args'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(app.tmuxSocket) && line.includes('-N -C')).length

async function start(app: Server, name: string, command: string): Promise<string> {
  const made = await app.rest('POST', '/api/sessions', { name, directory: '/tmp', command })
  expect(made).toMatchObject({ status: 201 })
  return made.body.name
}

/** What a person would see. */
async function screenOf(terminal: TestTerminal, cols = 120, rows = 40): Promise<string> {
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true })
  await new Promise<void>((done) => screen.write(terminal.bytes(), done))
  const { active } = screen.buffer
  const lines = Array.from(
    { length: rows - 1 },
    (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
  )
  screen.dispose()
  return lines.join('\n')
}

test('a viewer sees the screen, types, and the program answers', async () => {
  await using app = await createTestApp()
  const made = await app.rest('POST', '/api/sessions', { name: 'shop', directory: '/tmp', command: 'cat' })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'cc-shop', status: 'running', windows: 1, path: '/tmp', ephemeral: false },
  })
  const terminal = await openTerminal(app, 'cc-shop')
  terminal.type('hello\r')
  await terminal.shows(/hello[^]*hello/)
  terminal.send({ type: 'input', data: 'binary\r' }, true)
  await terminal.shows(/binary[^]*binary/)
  terminal.send({ type: 'ping' }, true)
  await terminal.frame('pong')
  await terminal.close()
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: 'cc-shop', status: 'running', command: 'cat' },
  ])
  await expect.poll(() => viewers(app)).toBe(0)
})

test('a wrong token is 4001, an unknown session 4004 with an error frame', async () => {
  await using app = await createTestApp()
  const wrong = await openTerminal(app, 'cc-x', { token: 'x'.repeat(43) })
  expect(await wrong.closed).toMatchObject({ code: 4001 })
  const unknown = await openTerminal(app, 'cc-x')
  expect(await unknown.closed).toEqual({ code: 4004, reason: 'Session not found: cc-x' })
  expect(unknown.frames).toEqual([{ type: 'error', message: 'Session not found: cc-x' }])
  await start(app, 'project', 'cat')
  for (const name of ['cc-proj', 'cc-pro*', '=cc-project', '$0', '-t', 'cc-project:0.0'])
    expect([name, (await (await openTerminal(app, name)).closed).code]).toEqual([
      name,
      name === '' ? 1006 : 4004,
    ])
})

test('P26 a message we cannot read is refused and never typed', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(app, await start(app, 'x', 'stty -echo; cat'))
  await terminal.shows('cc-x')
  const junk = [
    'plain',
    'null',
    '5',
    '"text"',
    '[]',
    '{}',
    '{"type":"other"}',
    '{"type":"input"}',
    '{"type":"input","data":5}',
    '{"type":"input","data":null}',
    '\u0000\u001b[A',
  ]
  for (const message of junk) {
    terminal.frames.length = 0
    terminal.send(message, message.length % 2 === 0)
    expect(await terminal.frame('error')).toEqual({ type: 'error', message: 'Unknown message' })
  }
  for (const size of [
    { cols: 1, rows: 10 },
    { cols: 501, rows: 10 },
    { cols: 80, rows: 0 },
    { cols: 80, rows: 301 },
    { cols: 80.5, rows: 10 },
    { cols: '80', rows: 10 },
    { cols: 80 },
  ]) {
    terminal.frames.length = 0
    terminal.send({ type: 'resize', ...size })
    expect(await terminal.frame('error')).toEqual({
      type: 'error',
      message: 'cols must be 2..500, rows 1..300',
    })
  }
  terminal.frames.length = 0
  terminal.type('é'.repeat(131_073))
  expect(await terminal.frame('error')).toEqual({
    type: 'error',
    message: 'Input is limited to 256 KB per message',
  })
  terminal.clear()
  terminal.type('end\r')
  await terminal.shows('end')
  expect(await screenOf(terminal)).not.toMatch(/plain|null|type/)
})

test('the end of the program closes every viewer with how it ended', async () => {
  await using app = await createTestApp()
  const status = await start(app, 'status', 'read x; exit 3')
  const signal = await start(app, 'signal', 'read x; kill -TERM $$')
  const two = await Promise.all([openTerminal(app, status), openTerminal(app, status)])
  const one = await openTerminal(app, signal)
  two[0].type('\r')
  one.type('\r')
  expect(await Promise.all([...two, one].map(({ closed }) => closed))).toEqual([
    { code: 4010, reason: 'exit 3' },
    { code: 4010, reason: 'exit 3' },
    { code: 4010, reason: 'signal SIGTERM' },
  ])
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: signal, status: 'dormant', exit: { code: null, signal: 'SIGTERM' } },
    { name: status, status: 'dormant', exit: { code: 3, signal: null } },
  ])
  expect((await app.rest('POST', `/api/sessions/${status}/restore`)).status).toBe(201)
  expect((await app.rest('GET', '/api/sessions')).body[0]).toMatchObject({ name: status, exit: null })
})

test('a program that ends while its first viewer comes is never left standing as dead, and its last words are seen', async () => {
  await using app = await createTestApp()
  for (let round = 0; round < 8; round++) {
    const terminal = await openTerminal(app, await start(app, `brief${round}`, 'sh'))
    terminal.type('echo "last $((6 * 7))"; exit 7\r')
    expect(await terminal.closed).toEqual({ code: 4010, reason: 'exit 7' })
    expect(terminal.bytes().toString()).toContain('last 42')
  }
})

test('a deleted session and a killed tmux server close with 4010, a detached viewer with 1000', async () => {
  await using app = await createTestApp()
  const name = await start(app, 'x', 'cat')
  const deleted = await openTerminal(app, name)
  await deleted.shows(name)
  await app.rest('DELETE', `/api/sessions/${name}`)
  expect(await deleted.closed).toEqual({ code: 4010, reason: 'The session ended' })
  await app.rest('POST', `/api/sessions/${name}/restore`)
  const left = await openTerminal(app, name)
  await left.shows(name)
  const client = tmux(app, 'list-clients', '-t', `=${name}:`, '-F', '#{client_tty}').trim()
  const stays = await openTerminal(app, name)
  await stays.shows(name)
  tmux(app, 'detach-client', '-t', client)
  expect(await left.closed).toEqual({ code: 1000, reason: 'Detached' })
  tmux(app, 'kill-server')
  expect(await stays.closed).toMatchObject({ code: 4010 })
  await expect.poll(async () => (await app.rest('GET', '/api/sessions')).body[0].status).toBe('dormant')
  expect((await app.rest('POST', `/api/sessions/${name}/restore`)).status).toBe(201)
})

test('a renamed session keeps its viewers', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(app, await start(app, 'old', 'cat'))
  await terminal.shows('cc-old')
  expect((await app.rest('PATCH', '/api/sessions/cc-old', { newName: 'new.name' })).body).toMatchObject({
    name: 'cc-new.name',
  })
  terminal.type('still here\r')
  await terminal.shows(/still here[^]*still here/)
  const again = await openTerminal(app, 'cc-new.name')
  await again.shows('still here')
})

test('two viewers see the same, and the size follows the one who acts', async () => {
  await using app = await createTestApp()
  const name = await start(app, 'x', "trap 'stty size' WINCH; while :; do sleep 0.05; done")
  const small = await openTerminal(app, name, { query: '?cols=60&rows=15' })
  await small.shows('14 60')
  const large = await openTerminal(app, name, { query: '?cols=140&rows=50' })
  await large.shows('49 140')
  await small.shows('49 140')
  small.clear()
  small.type(' ')
  await small.shows('14 60')
  large.clear()
  large.send({ type: 'resize', cols: 100, rows: 30 })
  await large.shows('29 100')
})

test('of many sizes at once the last one counts', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(
    app,
    await start(app, 'x', "trap 'stty size' WINCH; while :; do sleep 0.05; done"),
  )
  await terminal.shows('cc-x')
  for (let cols = 50; cols <= 150; cols++) terminal.send({ type: 'resize', cols, rows: 20 })
  await terminal.shows('19 150')
  const sizes = new Set(terminal.text().match(/19 \d+/g))
  expect(sizes.size).toBeLessThan(10)
})

test('P26 pasted text arrives byte for byte', async () => {
  await using app = await createTestApp()
  const folder = mkdtempSync(join(tmpdir(), 'atrium-p-'))
  const out = join(folder, 'out')
  const recorder = join(folder, 'recorder.mjs')
  writeFileSync(
    recorder,
    `import { appendFileSync } from 'node:fs'
process.stdin.setRawMode(true)
process.stdout.write('READY')
process.stdin.on('data', (data) => { appendFileSync(${JSON.stringify(out)}, data); process.stdout.write('.') })`,
  )
  writeFileSync(out, '')
  const terminal = await openTerminal(app, await start(app, 'rec', `${process.execPath} ${recorder}`))
  await terminal.shows('READY')
  const arrives = async (text: string) => {
    const wanted = Buffer.from(text)
    await expect.poll(() => readFileSync(out).length, { interval: 5 }).toBeGreaterThanOrEqual(wanted.length)
    const got = readFileSync(out)
    expect(got.equals(wanted) || { wanted: wanted.length, got: got.length, text: text.slice(0, 200) }).toBe(
      true,
    )
    writeFileSync(out, '')
  }
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ';',
        '#',
        '{',
        '}',
        '-',
        '\u001b',
        '[',
        'A',
        '\u0002',
        'd',
        '\r',
        '\n',
        '\u0000',
        '~',
        '$',
        "'",
      ),
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code).toWellFormed()),
    ),
    minLength: 1,
    maxLength: 400,
  })
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      terminal.type(`\u001b[200~${text}\u001b[201~`)
      await arrives(text)
    }),
    { numRuns: 40 },
  )
  for (const text of [
    ';',
    '-',
    '--',
    'text;',
    '-l',
    '#{pid}',
    '#(touch /tmp/x)',
    '\u0002d',
    '\u001b',
    '\u0000',
  ]) {
    terminal.type(`\u001b[200~${text}\u001b[201~`)
    await arrives(text)
  }
  const unit = '0123456789abc漢\u001b[A\u0002;#{x}\n'
  const long = unit.repeat(Math.ceil(200_000 / Buffer.byteLength(unit)))
  terminal.type(long)
  await arrives(long)
  const most = unit.repeat(Math.ceil(1_000_000 / Buffer.byteLength(unit)))
  const keys = 'typed'
  for (let at = 0; at < most.length; at += 100_000) terminal.type(most.slice(at, at + 100_000))
  terminal.type(keys)
  await arrives(most + keys)
  rmSync(folder, { recursive: true })
})

test('P54 one stalled reader holds up none of twenty others, and sees a correct screen again', async () => {
  await using app = await createTestApp()
  const name = await start(app, 'x', 'read x; seq 1 400000; echo finished; cat')
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'many', scopes: ['terminal'] })
  const stalled = await openTerminal(app, name)
  await stalled.shows(name)
  stalled.socket.pause()
  const healthy = await Promise.all(
    Array.from({ length: 20 }, () => openTerminal(app, name, { token: key.key })),
  )
  await Promise.all(healthy.map((terminal) => terminal.shows(name)))
  const before = process.memoryUsage().rss
  healthy[0]?.type('\r')
  await Promise.all(healthy.map((terminal) => terminal.shows('finished', 40_000)))
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  const started = performance.now()
  healthy[0]?.type('echo-me')
  await Promise.all(healthy.map((terminal) => terminal.shows('echo-me')))
  expect(performance.now() - started).toBeLessThan(10_000)
  stalled.socket.resume()
  await stalled.shows('echo-me', 20_000)
  const screens = await Promise.all([stalled, ...healthy].map((terminal) => screenOf(terminal)))
  expect(new Set(screens).size).toBe(1)
}, 90_000)

test('an interrupt gets through a flood', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(
    app,
    await start(app, 'x', "trap 'echo stopped; exec cat' INT; yes flood"),
  )
  await terminal.shows('flood')
  terminal.type('\u0003')
  await terminal.shows('stopped')
})

test('P52 the hub is killed in a flood: tmux and the session live, nothing of ours stays, a new viewer sees it', async () => {
  await using hub = await spawnServer()
  const command = 'i=0; while :; do i=$((i+1)); echo line-$i; done'
  expect(
    (await hub.rest('POST', '/api/sessions', { name: 'flood', directory: '/tmp', command })).status,
  ).toBe(201)
  const tmuxServer = tmux(hub, 'display-message', '-p', '#{pid}')
  for (let round = 0; round < 3; round++) {
    const terminal = await openTerminal(hub, 'cc-flood')
    await terminal.shows(/line-\d{4}/)
    await hub.kill('SIGKILL')
    expect((await terminal.closed).code).toBe(1006)
    await expect.poll(() => viewers(hub)).toBe(0)
    await hub.again()
    expect((await hub.rest('GET', '/api/sessions')).body).toMatchObject([
      { name: 'cc-flood', status: 'running', command },
    ])
  }
  const again = await openTerminal(hub, 'cc-flood')
  await again.shows(/line-\d{4}/)
  // The sessions and clients of the dead hubs go by themselves, a few seconds later.
  await expect.poll(() => ours(hub)).toBe(1)
  await expect.poll(() => controlClients(hub)).toBe(1)
  expect(tmux(hub, 'display-message', '-p', '#{pid}')).toBe(tmuxServer)
  await hub.rest('DELETE', '/api/sessions/cc-flood')
  expect((await again.closed).code).toBe(4010)
})

test('a stopped hub leaves its sessions and no viewer', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(app, await start(app, 'x', 'cat'))
  await terminal.shows('cc-x')
  await app.restart()
  expect(await terminal.closed).toMatchObject({ code: 1001 })
  expect(viewers(app)).toBe(0)
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([{ name: 'cc-x', status: 'running' }])
})

test('tmux killed at any moment of create and attach is an answer, never a hang', async () => {
  await using app = await createTestApp()
  for (let round = 0; round < 6; round++) {
    const made = app.rest('POST', '/api/sessions', { name: `k${round}`, directory: '/tmp', command: 'cat' })
    await new Promise((done) => setTimeout(done, round * 2))
    const terminal = openTerminal(app, `cc-k${round}`)
    try {
      tmux(app, 'kill-server')
    } catch {
      // It had not begun.
    }
    expect([201, 409, 422, 503]).toContain((await made).status)
    const viewer = await terminal
    try {
      tmux(app, 'kill-server')
    } catch {
      // It is gone already.
    }
    expect([4004, 4010, 1011]).toContain((await viewer.closed).code)
  }
  expect(
    (await app.rest('POST', '/api/sessions', { name: 'after', directory: '/tmp', command: 'cat' })).status,
  ).toBe(201)
})

test('the hub loses its own session in tmux: nobody notices', async () => {
  await using app = await createTestApp()
  const terminal = await openTerminal(app, await start(app, 'x', 'cat'))
  await terminal.shows('cc-x')
  const ended: string[] = []
  app.app.events.on('sessions.session.ended', ({ name }) => ended.push(name))
  const hubSession = tmux(app, 'list-sessions', '-F', '#{session_name}')
    .split('\n')
    .find((name) => name.startsWith('atrium-hub-'))
  tmux(app, 'kill-session', '-t', `=${hubSession}`)
  await start(app, 'y', 'cat')
  terminal.type('still\r')
  await terminal.shows(/still[^]*still/)
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: 'cc-x', status: 'running', attached: true },
    { name: 'cc-y', status: 'running' },
  ])
  expect(ended).toEqual([])
  expect(ours(app)).toBe(1)
})

test('P6 a revoked key ends its terminals', async () => {
  await using app = await createTestApp()
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['terminal'] })
  const terminal = await openTerminal(app, await start(app, 'x', 'cat'), { token: key.key })
  await terminal.shows('cc-x')
  expect((await app.rest('DELETE', `/api/auth/keys/${key.id}`)).status).toBeLessThan(300)
  expect(await terminal.closed).toMatchObject({ code: 4001 })
  await expect.poll(() => viewers(app)).toBe(0)
})

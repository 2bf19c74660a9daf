import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

/** Folders that nobody else uses, and the environment that names them. */
async function createPlace() {
  const root = await mkdtemp(join(tmpdir(), 'atrium-cli-'))
  const tmuxSocket = `atrium-cli-${randomUUID()}`
  const children = new Set<ChildProcess>()
  const home = join(root, 'home')
  const { PATH, USER, LANG, TERM } = process.env
  const env: NodeJS.ProcessEnv = {
    PATH,
    USER,
    LANG,
    TERM,
    HOME: root,
    PORT: '0',
    ATRIUM_HOME: home,
    ATRIUM_VAULT: join(root, 'vault'),
    ATRIUM_TMUX_SOCKET: tmuxSocket,
    ATRIUM_LOG_LEVEL: 'info',
  }
  const launch = (args: string[], extra: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    return child
  }
  return {
    root,
    home,
    /** Runs the command to its end. */
    async run(args: string[], extra: NodeJS.ProcessEnv = {}) {
      const child = launch(args, extra)
      let out = ''
      let err = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, out, err }
    },
    /** Starts the hub and waits for its sign-in link; `said` grows with everything it prints. */
    async start(extra: NodeJS.ProcessEnv = {}) {
      const child = launch(['start'], extra)
      const said: string[] = []
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
      const link = await new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          said.push(line)
          const found = /http:\/\/\S+#token=\S+/.exec(line)?.[0]
          if (found) resolve(found)
        })
        child.once('exit', (code) => reject(new Error(`ended with status ${code}: ${said.join('')}`)))
      })
      const url = new URL(link)
      return { child, said, link, url: url.origin, port: url.port, token: url.hash.slice('#token='.length) }
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      spawnSync('tmux', ['-L', tmuxSocket, 'kill-server'])
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** One hub for all tests that only look at it, or change what no other looks at. */
let shared: Awaited<ReturnType<typeof createPlace>>
let hub: Awaited<ReturnType<typeof shared.start>>
beforeAll(async () => {
  shared = await createPlace()
  hub = await shared.start({
    ATRIUM_LOG_LEVEL: 'debug',
    ATRIUM_TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
  })
})
afterAll(() => shared[Symbol.asyncDispose]())

const call = (url: string, token: string, path: string, init: RequestInit = {}) =>
  fetch(url + path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })

test('help names every command and shows examples, the version is the package’s', async () => {
  await using place = await createPlace()
  const help = await place.run(['--help'])
  expect(help.code).toBe(0)
  for (const word of ['start', 'doctor', 'token', 'backup', 'restore', 'agents', 'Examples:'])
    expect(help.out).toContain(word)
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string
  }
  expect((await place.run(['--version'])).out.trim()).toBe(version)
})

test('an unknown command is refused with the nearest name', async () => {
  await using place = await createPlace()
  const { code, err } = await place.run(['docter'])
  expect(code).toBe(1)
  expect(err).toContain('Did you mean doctor?')
})

test('a wrong value stops the start with one sentence and status 78', async () => {
  await using place = await createPlace()
  const { code, err, out } = await place.run(['start'], { PORT: 'http' })
  expect([code, err.trim(), out]).toEqual([78, "PORT must be a whole number from 0 to 65535, not 'http'", ''])
  const unknown = await place.run(['start'], { ATRIUM_VALUT: '/tmp' })
  expect([unknown.code, unknown.err.trim()]).toEqual([
    78,
    'Unknown variable ATRIUM_VALUT. Did you mean ATRIUM_VAULT?',
  ])
  const gone = await place.run(['start'], { ATRIUM_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' })
  expect([gone.code, gone.err.trim()]).toEqual([
    1,
    'The database cannot be used: connect ECONNREFUSED 127.0.0.1:1',
  ])
  const open = await place.run(['start'], { ATRIUM_HOST: '0.0.0.0', ATRIUM_AUTH: 'disabled' })
  expect([open.code, open.err.trim()]).toEqual([78, 'Refusing to listen on 0.0.0.0 with authentication off'])
})

test('start prints a link that works, stops with status 0, and comes up with the same token', async () => {
  await using place = await createPlace()
  const first = await place.start()
  expect((await call(first.url, first.token, '/api/version')).status).toBe(200)
  first.child.kill('SIGTERM')
  const [code] = (await once(first.child, 'exit')) as [number]
  expect(code).toBe(0)
  const second = await place.start()
  expect(second.token).toBe(first.token)
})

test('P57 a second start on the same folder ends with status 75 and names the process', async () => {
  const { code, err } = await shared.run(['start'])
  expect([code, err.trim()]).toEqual([
    75,
    `Data folder is in use by process ${hub.child.pid}: ${shared.home}`,
  ])
})

test('a taken port ends the start with status 75, before anything is made', async () => {
  await using place = await createPlace()
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  onTestFinished(() => void blocker.close())
  const { port } = blocker.address() as AddressInfo // it listens on TCP
  const { code, err } = await place.run(['start', '--port', String(port)])
  expect(code).toBe(75)
  expect(err).toContain(`Port ${port} is used by`)
  await expect(stat(place.home)).rejects.toMatchObject({ code: 'ENOENT' })
  const doctor = await place.run(['doctor', '--json'], { PORT: String(port) })
  expect(doctor.code).toBe(1)
  expect(findings(doctor.out)['port']).toMatchObject({ state: 'missing', needed: true })
})

type Report = {
  ok: boolean
  findings: { name: string; state: string; needed: boolean; detail: string; help: string | null }[]
}
const findings = (json: string) =>
  Object.fromEntries((JSON.parse(json) as Report).findings.map((finding) => [finding.name, finding]))

test('doctor says of each thing whether it is here and how to get it, and changes nothing', async () => {
  await using place = await createPlace()
  const json = await place.run(['doctor', '--json'], { PATH: '/nowhere' })
  const found = findings(json.out)
  expect(json.code).toBe(0)
  expect(Object.keys(found)).toEqual([
    'configuration',
    'node',
    'tmux',
    'git',
    'claude',
    'claude credential',
    'other agents',
    'bots',
    'sandbox',
    'port',
    'disk',
    'data folder',
    'database',
    'audit log',
    'vault',
    'console',
  ])
  expect(found['tmux']).toMatchObject({ state: 'missing', help: expect.stringContaining('install tmux') })
  expect(found['claude']).toMatchObject({ help: expect.stringContaining('atrium agents install claude') })
  expect(found['other agents']).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('codex, opencode'),
  })
  expect(found['bots']).toMatchObject({ state: 'ok', detail: 'looked at while the hub runs' })
  await expect(stat(place.home)).rejects.toMatchObject({ code: 'ENOENT' })
  const text = await place.run(['doctor'])
  expect(text.out).toMatch(/^ok +node +\d+/m)
})

test('doctor looks at the claude program that the settings name', async () => {
  await call(hub.url, hub.token, '/trpc/settings.update', {
    method: 'POST',
    body: JSON.stringify({ claudePath: '/opt/chosen/claude' }),
  })
  const { out } = await shared.run(['doctor'], { ATRIUM_CLAUDE_PATH: '/opt/other/claude' })
  expect(out).toMatch(/^missing +claude +\/opt\/chosen\/claude/m)
})

test('doctor says which other agents are here, that a chosen one is not, and how the bots are', async () => {
  const { url, token } = hub
  const bin = join(shared.root, 'bin')
  await mkdir(bin)
  onTestFinished(() => rm(bin, { recursive: true }))
  await writeFile(join(bin, 'gemini'), '', { mode: 0o755 })
  const look = async () => findings((await shared.run(['doctor', '--json'], { PATH: bin })).out)
  const before = await look()
  expect(before['other agents']).toMatchObject({
    detail: expect.stringMatching(/^gemini; not here: codex, /),
  })
  expect(before['bots']).toMatchObject({ state: 'ok', detail: 'none is turned on' })

  await call(url, token, '/trpc/settings.update', {
    method: 'POST',
    body: JSON.stringify({ defaultRunner: 'opencode' }),
  })
  await call(url, token, '/api/bots/config', {
    method: 'PUT',
    body: JSON.stringify({ telegram: { bot_token: '77:nobody', enabled: true } }),
  })
  const after = await look()
  expect(after['other agents']).toMatchObject({
    state: 'missing',
    needed: false,
    help: expect.stringContaining('atrium agents install opencode'),
  })
  expect(after['bots']?.detail).toMatch(/^telegram: (starting|reconnecting)/)
  await call(url, token, '/api/bots/config', {
    method: 'PUT',
    body: JSON.stringify({ telegram: { enabled: false } }),
  })
})

test('P43 doctor finds a data folder that others can read', async () => {
  await using place = await createPlace()
  await mkdir(place.home, { mode: 0o700 })
  await writeFile(join(place.home, 'token'), 'x', { mode: 0o644 })
  const { code, out } = await place.run(['doctor'])
  expect(code).toBe(1)
  expect(out).toContain(`chmod 600 ${join(place.home, 'token')}`)
})

test('P59 a backup made while the hub works is restored into an empty folder; once cut it is refused, and nothing changes', async () => {
  const { url, token, child } = hub
  const key = JSON.stringify({ label: 'kept', scopes: ['chat'] })
  expect((await call(url, token, '/api/auth/keys', { method: 'POST', body: key })).status).toBe(200)
  const made = await shared.run(['backup', join(shared.root, 'copies')])
  expect(made.code).toBe(0)
  const { file, integrity } = JSON.parse(made.out) as { file: string; integrity: string }
  expect(integrity).toBe('ok')
  expect((await stat(file)).mode & 0o077).toBe(0)

  const busy = await shared.run(['restore', file, '--yes'])
  expect([busy.code, busy.err]).toEqual([75, expect.stringContaining(`process ${child.pid}`)])
  expect((await shared.run(['restore', file])).code).toBe(1)

  await using place = await createPlace()
  const restored = await place.run(['restore', file, '--yes'])
  expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('Restored')])
  await writeFile(file, (await readFile(file)).subarray(0, 4_096))
  const { code, err } = await place.run(['restore', file, '--yes'])
  expect([code, err]).toEqual([1, expect.stringContaining('was cut or altered')])
  const second = await place.start()
  const list = await call(second.url, second.token, '/api/auth/keys')
  expect(await list.json()).toMatchObject({ keys: [{ label: 'kept' }] })
})

test('P4 P42 P44 sign-in and keys are in the audit log, and no key, cookie or token is in what the hub prints, stores or backs up', async () => {
  const { url, token, said, link } = hub
  const body = JSON.stringify({ label: 'canary', scopes: ['admin'] })
  const { key, id } = (await (await call(url, token, '/api/auth/keys', { method: 'POST', body })).json()) as {
    key: string
    id: string
  }
  const signIn = await call(url, key, '/api/auth/session', {
    method: 'POST',
    body: JSON.stringify({ token: key }),
  })
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? ''
  expect(cookie).toHaveLength(43)
  await call(url, key, `/api/auth/keys?token=${key}`)
  await call(url, key, `/api/auth/keys/${id}`, { method: 'DELETE' })
  await shared.run(['backup'])
  const printed = said.filter((line) => !line.includes(link)).join('\n')
  for (const event of ['auth.key.created', 'auth.login', 'auth.key.revoked'])
    expect(printed).toMatch(new RegExp(`"event":"${event}","actor":"[\\w-]+","requestId":"[\\w-]+"`))
  for (const secret of [key, cookie, token]) {
    expect(printed).not.toContain(secret)
    for (const entry of await readdir(shared.home, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'token') continue
      const bytes = await readFile(join(entry.parentPath, entry.name))
      expect([entry.name, bytes.includes(secret)]).toEqual([entry.name, false])
    }
  }
})

test('token prints the link of the running hub; another token signs the old one out at once', async () => {
  const before = await shared.run(['token'], { ATRIUM_HOME: join(shared.root, 'none') })
  expect(before.code).toBe(78)
  expect(before.err).toContain('no owner token')
  const { url, token, link } = hub
  expect((await shared.run(['token'])).out.trim()).toBe(link)
  const rotated = (await shared.run(['token', '--rotate'])).out.trim()
  expect(rotated).not.toBe(link)
  const fresh = new URL(rotated).hash.slice('#token='.length)
  await expect.poll(async () => (await call(url, token, '/api/version')).status).toBe(401)
  await expect.poll(async () => (await call(url, fresh, '/api/version')).status).toBe(200)
  hub = { ...hub, token: fresh, link: rotated }
  expect((await shared.run(['token', '--rotate'], { ATRIUM_TOKEN: 'Zq4vT-9mKx_2LwRb7NcYpE0' })).code).toBe(78)
})

test('P44 every change through a door is in the audit log with who made it, and nothing of what was said', async () => {
  const { url, token, said } = hub
  const message = JSON.stringify({ message: 'canary-of-the-message', runner: 'guide' })
  const sent = await call(url, token, '/api/chat', { method: 'POST', body: message })
  await sent.text()
  const id = sent.headers.get('x-chat-id') ?? ''
  await call(url, token, `/api/chat/${id}/archive`, { method: 'POST' })
  await call(url, token, `/api/chat/${id}`, { method: 'DELETE' })
  await call(url, token, `/api/chat/${id}`, { method: 'DELETE' }) // refused: nothing was changed
  const lines = said.flatMap((line) => (line.includes('"audit"') ? [JSON.parse(line) as object] : []))
  const of = (event: string) => lines.filter((line) => 'event' in line && line.event === event)
  for (const event of ['chat.archive', 'chat.remove'])
    expect(of(event)).toMatchObject([{ actor: 'owner', session_id: id, requestId: expect.any(String) }])
  expect(said.join('\n')).not.toContain('canary-of-the-message')
})

test('only agents that can be fetched are offered', async () => {
  await using place = await createPlace()
  const { code, err } = await place.run(['agents', 'install', 'cluade'])
  expect([code, err]).toEqual([78, expect.stringContaining('Did you mean claude?')])
})

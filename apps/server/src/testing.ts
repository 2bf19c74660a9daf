import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createMigratedDatabase, migratedFile } from '@atrium/db/testing'
import { type App, createApp } from './app.ts'
import { type Config, databaseFile, readConfig } from './config.ts'
import { exec } from './host/exec.ts'
import { createServer, type Doors, rawRoutes, type Server, socketDoors } from './server.ts'

export type TestOptions = Partial<Config> & {
  engine?: 'sqlite' | 'postgres'
  /** Doors to serve besides the real ones. */
  doors?: Partial<Doors>
}

export type RestAnswer = {
  status: number
  // tests look into answers of every shape
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
  headers: Headers
}

/** Rates no test reaches by accident; tests of the rates set their own. */
const easyRates = { readsPerMinute: 1_000_000, writesPerMinute: 1_000_000 }

type Place = AsyncDisposable & { home: string; vault: string; env: NodeJS.ProcessEnv; tmuxSocket: string }

/** Folders and a tmux server of one test alone; disposing of it leaves nothing behind. */
async function createPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'atrium-test-'))
  const tmuxSocket = `atrium-test-${randomBytes(6).toString('hex')}`
  const home = join(root, 'home')
  const vault = join(root, 'vault')
  const { PATH, HOME, USER, LANG, TERM } = process.env
  return {
    home,
    vault,
    tmuxSocket,
    env: {
      PATH,
      HOME,
      USER,
      LANG,
      TERM,
      // The person's own sign-in must never answer a test.
      CLAUDE_CONFIG_DIR: join(root, 'claude'),
      PORT: '0',
      ATRIUM_HOME: home,
      ATRIUM_VAULT: vault,
      ATRIUM_PROJECT_ROOTS: join(root, 'projects'),
      ATRIUM_TMUX_SOCKET: tmuxSocket,
      ATRIUM_MIN_FREE_MB: '0',
      ATRIUM_LOG_LEVEL: 'error',
    },
    async [Symbol.asyncDispose]() {
      await endTmux(tmuxSocket)
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A tmux server that ends waits for its clients, and that of a killed hub never answers: clients first. */
async function endTmux(socket: string): Promise<void> {
  const file = join(process.env['TMUX_TMPDIR'] ?? '/tmp', `tmux-${process.getuid?.() ?? 0}`, socket)
  if (!existsSync(file)) return // most tests start none
  const tmux = async (...args: string[]): Promise<string> =>
    (await exec('tmux', ['-L', socket, ...args]).catch(() => null))?.stdout.toString('utf8').trim() ?? ''
  for (let tries = 0; tries < 50; tries++) {
    const clients = await tmux('list-clients', '-F', '#{client_pid}')
    if (clients === '') break
    for (const pid of clients.split('\n')) kill(Number(pid))
  }
  await tmux('kill-server')
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went by itself.
  }
}

async function call(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<RestAnswer> {
  const response = await fetch(new URL(path, url), {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(options.signal && { signal: options.signal }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>

/**
 * A real server on a free port with folders, database and tmux server of its own.
 *
 * @example await using app = await createTestApp()
 */
export async function createTestApp({ engine = 'sqlite', doors: extra, ...overrides }: TestOptions = {}) {
  const doors: Doors = {
    rawRoutes: [...rawRoutes, ...(extra?.rawRoutes ?? [])],
    socketDoors: [...socketDoors, ...(extra?.socketDoors ?? [])],
  }
  const place = await createPlace()
  const database = engine === 'postgres' ? await createMigratedDatabase('postgres') : null
  const config: Config = {
    ...readConfig(place.env),
    ...easyRates,
    ...(database && { databaseUrl: database.url }),
    ...overrides,
  }
  if (config.home === place.home && config.databaseUrl === null) {
    await mkdir(place.home, { mode: 0o700 })
    await writeFile(databaseFile(config), await migratedFile(), { mode: 0o600 })
  }
  let app: App = await createApp(config)
  let server: Server = await createServer(app, doors)
  let { url, port } = await server.listen()
  const stop = async () => {
    await server.close()
    await app.close()
  }
  return {
    /** Base address, without a slash at the end. */
    get url() {
      return url
    },
    get app() {
      return app
    },
    get server() {
      return server
    },
    /** The owner's token. */
    get token() {
      return app.ownerToken
    },
    home: config.home,
    vault: config.vault,
    tmuxSocket: place.tmuxSocket,
    /** One call as the owner, or with the headers given; the path begins with /api. */
    rest: (
      method: string,
      path: string,
      body?: unknown,
      options?: { headers?: Record<string, string>; signal?: AbortSignal },
    ): Promise<RestAnswer> => call(url, app.ownerToken, method, path, body, options),
    /** Closes all and opens it again on the same folders and port. */
    async restart(changes: Partial<Config> = {}): Promise<void> {
      await stop()
      app = await createApp({ ...config, ...changes, port })
      server = await createServer(app, doors)
      ;({ url, port } = await server.listen())
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await database?.[Symbol.asyncDispose]()
      await place[Symbol.asyncDispose]()
    },
  }
}

export type SpawnedServer = Awaited<ReturnType<typeof spawnServer>>

/** The server as a process of its own, for tests that kill it. `again` starts it on the same folders and port. */
export async function spawnServer(env: NodeJS.ProcessEnv = {}) {
  const place = await createPlace()
  const children = new Set<ChildProcess>()
  const main = fileURLToPath(new URL('./main.js', import.meta.url))
  let complaints = ''
  const launch = async (extra: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, [main], {
      env: {
        ...place.env,
        ATRIUM_READS_PER_MINUTE: '1000000',
        ATRIUM_WRITES_PER_MINUTE: '1000000',
        ...env,
        ...extra,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    const lines: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text
      process.stderr.write(text)
    })
    child.once('exit', () => children.delete(child))
    const line = await Promise.race([
      signInLine(child, lines),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the server ended with status ${String(code)} before it was up`)
      }),
    ])
    const link = new URL(line)
    return { child, lines, url: link.origin, token: link.hash.slice('#token='.length), port: link.port }
  }
  let now = await launch({}).catch(async (error: unknown) => {
    await place[Symbol.asyncDispose]()
    throw error
  })
  return {
    get url() {
      return now.url
    },
    get token() {
      return now.token
    },
    get child() {
      return now.child
    },
    /** What it printed on standard output so far. */
    get lines(): readonly string[] {
      return now.lines
    },
    /** What it wrote on standard error so far. */
    get complaints(): string {
      return complaints
    },
    home: place.home,
    vault: place.vault,
    tmuxSocket: place.tmuxSocket,
    rest: (
      method: string,
      path: string,
      body?: unknown,
      options?: { headers?: Record<string, string>; signal?: AbortSignal },
    ): Promise<RestAnswer> => call(now.url, now.token, method, path, body, options),
    /** Ends the process by a signal and waits for it; gives its exit code. */
    async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
      const { child } = now
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      const [code] = (await gone) as [number | null]
      return code
    },
    async again(extra: NodeJS.ProcessEnv = {}): Promise<void> {
      now = await launch({ PORT: now.port, ...extra })
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      await place[Symbol.asyncDispose]()
    },
  }
}

/** Its first line with a sign-in link; all lines are kept. */
function signInLine(child: ChildProcess, lines: string[]): Promise<string> {
  if (!child.stdout) throw new Error('no output to read')
  const reader = createInterface({ input: child.stdout })
  return new Promise((resolve) =>
    reader.on('line', (line) => {
      lines.push(line)
      const link = /https?:\/\/\S+#token=\S+/.exec(line)?.[0]
      if (link) resolve(link)
    }),
  )
}

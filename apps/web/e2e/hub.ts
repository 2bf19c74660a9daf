import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const main = fileURLToPath(new URL('../../server/src/main.js', import.meta.url))

type Env = Record<string, string | undefined>

/**
 * A real hub in a process of its own, with folders and a tmux server of its own. Stopping it leaves nothing behind.
 * `change` adds to its environment, or takes from it what it sets to undefined.
 */
export async function startHub(change: (root: string) => Env = () => ({})) {
  const root = await mkdtemp(join(tmpdir(), 'atrium-e2e-'))
  const socket = `atrium-e2e-${process.pid}-${root.slice(-6)}`
  const { PATH, HOME, USER, LANG } = process.env
  const home = join(root, 'home')
  const vault = join(root, 'vault')
  const env: Env = {
    PATH,
    HOME,
    USER,
    LANG: LANG ?? 'C.UTF-8',
    TERM: 'xterm-256color',
    ATRIUM_HOME: home,
    ATRIUM_VAULT: vault,
    ATRIUM_PROJECT_ROOTS: join(root, 'projects'),
    ATRIUM_TMUX_SOCKET: socket,
    ATRIUM_MIN_FREE_MB: '0',
    ATRIUM_LOG_LEVEL: 'error',
    ATRIUM_READS_PER_MINUTE: '1000000',
    ATRIUM_WRITES_PER_MINUTE: '1000000',
    ATRIUM_CLAUDE_PATH: join(root, 'no-claude-here'),
    ...change(root),
  }
  let child: ChildProcess
  let link: URL
  const start = async (port: string) => {
    child = spawn(process.execPath, [main], {
      env: { ...env, PORT: port },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    link = await signInLink(child)
  }
  await start('0')
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    get url() {
      return link.origin
    },
    get token() {
      return link.hash.slice('#token='.length)
    },
    /** The line that `npm start` prints. */
    get link() {
      return link.href
    },
    home,
    root,
    vault,
    stop,
    /** Starts it again on the same folders and port. */
    again: () => start(link.port),
    async rest(method: string, path: string, body?: unknown) {
      const response = await fetch(`${link.origin}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${link.hash.slice('#token='.length)}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      // Tests look into answers of every shape.
      // oxlint-disable-next-line typescript/no-explicit-any
      return (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as any
    },
    async [Symbol.asyncDispose]() {
      await stop('SIGTERM') // in order: tmux waits for a control client that was killed
      await promisify(execFile)('tmux', ['-L', socket, 'kill-server']).catch(() => undefined)
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
export type Hub = Awaited<ReturnType<typeof startHub>>

async function signInLink(child: ChildProcess): Promise<URL> {
  if (!child.stdout) throw new Error('no output to read')
  const found = Promise.withResolvers<URL>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const link = /https?:\/\/\S+#token=\S+/.exec(line)?.[0]
    if (link) found.resolve(new URL(link))
  })
  child.once('exit', (code) => found.reject(new Error(`the hub ended with status ${code} before it was up`)))
  return found.promise
}

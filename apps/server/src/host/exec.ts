import { type ChildProcess, spawn as nodeSpawn, type StdioOptions } from 'node:child_process'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'

export type ExecOptions = {
  cwd?: string
  /** The whole environment of the child; build it with `childEnv`. */
  env?: NodeJS.ProcessEnv
  input?: string | Uint8Array
  timeoutMs?: number
  maxBytes?: number
  /** Takes what is printed as it comes, in place of `stdout`; `false` ends the program, for enough was heard. */
  onOutput?: (chunk: Buffer) => boolean
  signal?: AbortSignal
}

export type ExecResult = {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: Buffer
  stderr: Buffer
  truncated: boolean
}

/** Ends a whole process group: term, grace, kill. Harmless when it is gone. */
export async function stopGroup(child: ChildProcess, graceMs = 5_000): Promise<void> {
  if (child.pid === undefined) return
  const pid = child.pid
  const kill = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-pid, signal)
    } catch {
      return false
    }
  }
  if (!kill('SIGTERM')) return
  const until = performance.now() + graceMs
  while (kill(0) && performance.now() < until) await new Promise((done) => setTimeout(done, 25))
  kill('SIGKILL')
}

/** Starts a program from an argument list, never a shell, as leader of its own process group. */
export function spawn(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv; stdio?: StdioOptions },
): ChildProcess {
  return nodeSpawn(file, [...args], { shell: false, detached: true, windowsHide: true, ...options })
}

let running = 0
const waiting: (() => void)[] = []

/** One of the places for programs that run at the same time; free again when it is disposed of. */
async function takePlace(): Promise<Disposable> {
  if (running < limits.helperProcesses) running++
  else if (waiting.length >= limits.helperProcessesWaiting)
    throw new AppError('overloaded', 'Too many operations at once', { retryAfterSeconds: 2 })
  else await new Promise<void>((go) => waiting.push(go)) // whoever leaves hands its place over
  return {
    [Symbol.dispose]() {
      const next = waiting.shift()
      if (next) next()
      else running--
    },
  }
}

/**
 * Runs a program to its end and gives what it printed; a non-zero status is a result, not an error.
 * @throws AppError not_implemented when there is no such program, gateway_timeout when it takes too long, overloaded when
 * too many run and wait already
 */
export async function exec(
  file: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const {
    timeoutMs = limits.helperTimeoutMs,
    maxBytes = limits.helperOutputBytes,
    onOutput,
    signal,
  } = options
  using _place = await takePlace()
  signal?.throwIfAborted()
  const child = spawn(file, args, {
    env: options.env ?? childEnv(),
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  let size = 0
  let truncated = false
  // A process that left the group may hold the other ends for ever.
  const stop = () =>
    void stopGroup(child).then(() => [child.stdout, child.stderr].map((end) => end?.destroy()))
  const take = (into: Buffer[]) => (chunk: Buffer) => {
    const room = maxBytes - size
    size += chunk.length
    if (room > 0) into.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    if (chunk.length > room && !truncated) {
      truncated = true
      stop()
    }
  }
  const hand = (chunk: Buffer) => {
    if (truncated || onOutput?.(chunk) !== false) return
    truncated = true
    stop()
  }
  child.stdout?.on('data', onOutput ? hand : take(out))
  child.stderr?.on('data', take(err))
  child.stdin?.on('error', () => undefined) // the program may end without reading its input
  child.stdin?.end(options.input)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    stop()
  }, timeoutMs)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const [code, by] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, by) => resolve([code, by]))
    })
    signal?.throwIfAborted()
    if (timedOut) throw new AppError('gateway_timeout', `${file} did not answer within ${timeoutMs / 1000} s`)
    return { code, signal: by, stdout: Buffer.concat(out), stderr: Buffer.concat(err), truncated }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AppError(
        'not_implemented',
        `The program '${file}' is not installed, or its folder does not exist`,
        { cause: error },
      )
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/** Names a child may inherit; everything else of ours (tokens, npm's variables) stays here. */
const inherited =
  /^(HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TERM|COLORTERM|TMPDIR|TMUX_TMPDIR|XDG_\w+|SSH_AUTH_SOCK|DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|http_proxy|https_proxy|no_proxy|HTTP_PROXY|HTTPS_PROXY|NO_PROXY)$/

/** Environment for a child: the person's own, without what belongs to the hub or to the package manager. */
export function childEnv(
  extra: NodeJS.ProcessEnv = {},
  source: NodeJS.ProcessEnv = hostEnv,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {}
  for (const [name, value] of Object.entries(source)) if (inherited.test(name)) env[name] = value
  env['PATH'] = (source['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')
    .split(':')
    .filter((dir) => !/node_modules\/\.bin$|\/node-gyp-bin$/.test(dir))
    .join(':')
  return { ...env, ...extra }
}

let hostEnv: NodeJS.ProcessEnv = {}
/** `config.ts` alone reads the environment and hands it over here once, before anything is started. */
export function setHostEnv(env: NodeJS.ProcessEnv): void {
  hostEnv = env
}

// Owns one process of a module: its wire, its open calls and its end.
import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { limits } from '@atrium/schema'
import { sleep } from '../../../core/clock.ts'
import { spawn } from '../../../host/exec.ts'
import { endFamily } from '../../../host/strays.ts'
import { openLink } from './link.ts'

/** One piece of work for the module. `given` is what comes with it: the parts of a request, the facts of an event. */
export type Work = {
  kind: 'route' | 'tool' | 'hook' | 'job'
  /** Of a route or a job. */
  index?: number
  /** Of a tool. */
  name?: string
  event?: string
  given?: unknown
}

/** How a piece of work ended. */
export type Done =
  | { kind: 'value'; value: unknown }
  | { kind: 'refusal'; status: number; message: string; fields: Record<string, unknown> }
  | { kind: 'issues'; issues: unknown[] }
  | { kind: 'error'; message: string; stack: string; code: string }
  /** It did not answer in time, and may still be at it. */
  | { kind: 'late' }
  /** The process is no more. */
  | { kind: 'gone'; reason: string }

/** What the module asks of the hub. */
export type Asked = {
  ask(what: string, given: unknown[]): Promise<unknown>
  fire(event: string, facts: Record<string, unknown>): void
  log(level: 'info' | 'warn' | 'error', message: string): void
}

export type Launch = {
  file: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** `NAME=value` by which all its processes are found. */
  tag: string
}

export type ModuleProcess = Awaited<ReturnType<typeof startProcess>>

const asksAtOnce = 32
const stopMs = 3_000
const pongMs = 2_000
const complainMs = 20
const roomMs = 50

/** Starts the process and waits until the module says what it is made of. @throws Error with the reason, all being ended again */
export async function startProcess(launch: Launch, asked: Asked, loadMs: number, stopping: AbortSignal) {
  const child = spawn(launch.file, launch.args, {
    cwd: launch.cwd,
    env: launch.env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const calls = new Map<number, (done: Done) => void>()
  const pongs = new Map<number, () => void>()
  const ready = Promise.withResolvers<unknown>()
  const over = Promise.withResolvers<string>()
  let said: string | null = null
  let count = 0
  let asking = 0
  let isOver = false
  let complained = ''

  const end = (reason: string): void => {
    if (isOver) return
    isOver = true
    ready.reject(new Error(reason))
    over.resolve(reason)
    for (const settle of calls.values()) settle({ kind: 'gone', reason })
    calls.clear()
    for (const heard of pongs.values()) heard()
  }
  ready.promise.catch(() => undefined) // whoever waits hears it; nobody may wait any more

  // Before anything else: where there is no room for another process there are no pipes either.
  child.once('error', (error) => end(`it could not be started: ${error.message}`))
  const link = openLink(child.stdio[3] as Duplex, hear, (reason, isTheirs) => {
    const cut = () => {
      end(said ?? reason)
      void endFamily(child, launch.tag, 0)
    }
    // A process that ends cuts the wire first: its own end says more.
    if (isTheirs) setTimeout(cut, 200).unref()
    else cut()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    complained = (complained + chunk.toString('utf8')).slice(-4_096)
    // Whoever complains without end waits.
    child.stderr?.pause()
    setTimeout(() => child.stderr?.resume(), complainMs).unref()
  })
  child.once('exit', (code, signal) => end(said ?? exitReason(code, signal, complained)))

  function hear(message: Record<string, unknown>): void {
    if (isOver) return
    if ('ready' in message) ready.resolve(message['ready'])
    else if ('failed' in message) said = String(message['failed']).slice(0, 500)
    else if ('pong' in message) pongs.get(Number(message['pong']))?.()
    else if ('done' in message) settle(message)
    else if ('ask' in message) void answer(message)
    else if ('log' in message) {
      const level = message['log'] === 'warn' || message['log'] === 'error' ? message['log'] : 'info'
      asked.log(level, String(message['message']).slice(0, 4_096))
    } else if ('fire' in message) asked.fire(String(message['fire']), record(message['facts']))
  }

  function settle(message: Record<string, unknown>): void {
    const id = Number(message['done'])
    const finish = calls.get(id) // none: it was too late, or is invented
    calls.delete(id)
    finish?.(doneOf(message))
  }

  async function answer({ ask: id, what, given }: Record<string, unknown>): Promise<void> {
    if (asking >= asksAtOnce) {
      link.send({ answer: id, error: { message: 'Too many questions at once', code: 'overloaded' } })
      return
    }
    asking++
    try {
      await deliver({
        answer: id,
        value: (await asked.ask(String(what), Array.isArray(given) ? given : [])) ?? null,
      })
    } catch (error) {
      const { message, code } = error as Error & { code?: unknown }
      await deliver({ answer: id, error: { message, code: typeof code === 'string' ? code : 'internal' } })
    } finally {
      asking--
    }
  }

  /** An answer that is lost would be waited for without end. */
  async function deliver(message: object): Promise<void> {
    while (!isOver && !link.send(message)) await sleep(roomMs)
  }

  async function stop(reason: string): Promise<void> {
    if (!isOver) link.send({ stop: true })
    const late = setTimeout(() => end(reason), stopMs)
    await over.promise
    clearTimeout(late)
    await endFamily(child, launch.tag, 1_000)
  }

  /** Ends it at once. */
  async function kill(reason: string): Promise<void> {
    end(reason)
    await endFamily(child, launch.tag, 0)
  }

  const timer = setTimeout(() => end(`it did not load within ${loadMs / 1_000} s`), loadMs)
  const cancel = () => end('the hub is stopping')
  stopping.addEventListener('abort', cancel, { once: true })
  if (stopping.aborted) cancel()
  let description: unknown
  try {
    description = await ready.promise
  } catch (error) {
    await endFamily(child, launch.tag, 0)
    throw error
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', cancel)
  }

  return {
    description,
    /** Resolves with the reason when it is no more; whatever it left running is ended then. */
    ended: over.promise.then(async (reason) => {
      await endFamily(child, launch.tag, 1_000)
      return reason
    }),
    get busy(): number {
      return calls.size
    },
    /** Whether it still answers at all. */
    async isAlive(): Promise<boolean> {
      if (isOver) return false
      const id = ++count
      const heard = Promise.withResolvers<boolean>()
      pongs.set(id, () => heard.resolve(!isOver))
      const late = setTimeout(() => heard.resolve(false), pongMs)
      link.send({ ping: id })
      const alive = await heard.promise
      clearTimeout(late)
      pongs.delete(id)
      return alive
    },
    call(work: Work, timeoutMs: number, signal?: AbortSignal): Promise<Done> {
      if (isOver) return over.promise.then((reason) => ({ kind: 'gone', reason }))
      const id = ++count
      const done = Promise.withResolvers<Done>()
      calls.set(id, done.resolve)
      const late = setTimeout(() => done.resolve({ kind: 'late' }), timeoutMs)
      const cut = () => done.resolve({ kind: 'late' })
      signal?.addEventListener('abort', cut, { once: true })
      if (!link.send({ id, ...work })) done.resolve({ kind: 'late' })
      return done.promise.finally(() => {
        clearTimeout(late)
        signal?.removeEventListener('abort', cut)
        if (calls.delete(id)) link.send({ cut: id })
      })
    },
    /** Bytes of memory of it and its children; null where that cannot be told. */
    memory: () => memoryOf(child),
    stop,
    kill,
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

function doneOf(message: Record<string, unknown>): Done {
  if (Array.isArray(message['issues'])) return { kind: 'issues', issues: message['issues'] }
  if ('refusal' in message) {
    const { status, message: text, fields } = record(message['refusal'])
    return {
      kind: 'refusal',
      status: Number(status),
      message: String(text).slice(0, 2_000),
      fields: record(fields),
    }
  }
  if ('error' in message)
    return {
      kind: 'error',
      message: String(message['error']).slice(0, 2_000),
      stack: String(message['stack']).slice(0, 4_000),
      code: String(message['code']),
    }
  return { kind: 'value', value: message['value'] }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, complained: string): string {
  if (signal === 'SIGABRT' || /heap out of memory|Allocation failed/.test(complained))
    return `it used more than ${limits.moduleHeapMb} MB of memory`
  return signal === null ? `it ended with status ${code}` : `it was ended by ${signal}`
}

const pageBytes = 4_096

async function memoryOf(child: ChildProcess): Promise<number | null> {
  const of = async (pid: string, depth: number): Promise<number | null> => {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => null)
    const [usage, below] = await Promise.all([read('statm'), read(`task/${pid}/children`)])
    if (usage === null) return null
    const children = depth > 8 ? [] : (below ?? '').trim().split(' ').filter(Boolean)
    const sizes = await Promise.all(children.map((each) => of(each, depth + 1)))
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), Number(usage.split(' ')[1]) * pageBytes)
  }
  return child.pid === undefined ? null : of(String(child.pid), 0)
}

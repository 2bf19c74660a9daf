// Keeps the process of one module: starts it when it is needed, ends it when it misbehaves or rests, and waits longer and
// longer before it tries again.
import { limits } from '@atrium/schema'
import { AppError, messageOf } from '../../../core/errors.ts'
import type { Asked, Done, Launch, ModuleProcess, Work } from './process.ts'
import { startProcess } from './process.ts'

export type Times = {
  loadMs: number
  callMs: number
  quietMs: number
  /** First pause after a failure; doubled with each. */
  backoffMs: number
}

export const usualTimes: Times = {
  loadMs: limits.moduleLoadMs,
  callMs: limits.moduleCallMs,
  quietMs: limits.moduleQuietMs,
  backoffMs: 1_000,
}

const watchMs = 500
const longestPauseMs = 60_000
/** Who has run so long without a failure begins anew. */
const forgivenMs = 60_000

export type SupervisorDeps = {
  name: string
  launch(): Promise<Launch>
  asked: Asked
  times: Times
  /** Checks what the module says it is made of; what it throws is a failure to load. */
  described(description: unknown): void
  /** Whether it must not rest: it does something by itself. */
  isNeeded(): boolean
  failed(reason: string): void
}

export function createSupervisor(deps: SupervisorDeps) {
  const { name, times } = deps
  let starting: Promise<ModuleProcess> | null = null
  let live: ModuleProcess | null = null
  let startedAt = 0
  let usedAt = 0
  let failures = 0
  let problem: string | null = null
  let notBefore = 0
  const closing = new AbortController()
  let watching: NodeJS.Timeout | null = null
  let again: NodeJS.Timeout | null = null

  const notRunning = (reason: string): AppError => {
    const waitMs = Math.max(0, notBefore - performance.now())
    return new AppError('unavailable', `Module '${name}' is not running: ${reason}`, {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    })
  }

  function fail(reason: string): void {
    const now = performance.now()
    if (startedAt > 0 && now - startedAt > forgivenMs) failures = 0
    if (closing.signal.aborted) return // nobody is to hear of what is gone
    problem = reason
    notBefore = now + Math.min(times.backoffMs * 2 ** failures, longestPauseMs)
    failures++
    deps.failed(reason)
    if (!deps.isNeeded()) return
    if (again) clearTimeout(again)
    again = setTimeout(() => void running().catch(() => undefined), notBefore - now + 10)
    again.unref()
  }

  async function start(): Promise<ModuleProcess> {
    startedAt = performance.now()
    const opened = await startProcess(await deps.launch(), deps.asked, times.loadMs, closing.signal)
    try {
      deps.described(opened.description)
    } catch (error) {
      await opened.kill('it was not understood')
      throw error
    }
    void opened.ended.then((reason) => {
      if (live !== opened) return // it was ended on purpose
      live = null
      fail(reason)
    })
    return opened
  }

  /** The process, started if need be. @throws AppError unavailable */
  async function running(): Promise<ModuleProcess> {
    if (closing.signal.aborted) throw notRunning('the hub is stopping')
    usedAt = performance.now()
    if (live) return live
    if (starting) return starting
    if (performance.now() < notBefore) throw notRunning(problem ?? 'it failed')
    starting = start()
      .then(async (opened) => {
        if (closing.signal.aborted) {
          await opened.kill('the hub is stopping')
          throw new Error('the hub is stopping')
        }
        problem = null
        live = opened
        watching ??= setInterval(() => void watch(), watchMs).unref()
        return opened
      })
      .catch((error: unknown) => {
        const reason = messageOf(error)
        fail(reason)
        throw notRunning(reason)
      })
      .finally(() => (starting = null))
    return starting
  }

  /** Takes the process out of service; calls that wait on it hear the reason. */
  async function dismiss(reason: string): Promise<void> {
    const old = live
    live = null
    fail(reason)
    await old?.kill(reason)
  }

  /** While there is a process it is looked at now and then: memory, rest. */
  async function watch(): Promise<void> {
    const opened = live
    if (!opened) {
      if (watching) clearInterval(watching)
      watching = null
      return
    }
    const memory = await opened.memory()
    if (live !== opened) return
    if (memory !== null && memory > limits.moduleMemoryBytes)
      await dismiss(`it used more than ${limits.moduleMemoryBytes / 1024 / 1024} MB of memory`)
    else if (!deps.isNeeded() && opened.busy === 0 && performance.now() - usedAt > times.quietMs) {
      live = null
      await opened.stop('it rests')
    }
  }

  return {
    running,
    get isRunning(): boolean {
      return live !== null
    },
    /** What a caller hears while it is not there. */
    refusal: (): AppError => notRunning(problem ?? 'it is being loaded'),
    /** Why it does not run though it should; null when all is well or it rests. */
    get problem(): string | null {
      return live === null ? problem : null
    },
    memory: async (): Promise<number | null> => (await live?.memory()) ?? null,

    /** @throws AppError unavailable, overloaded */
    async call(work: Work, signal?: AbortSignal): Promise<Done> {
      const opened = await running()
      if (opened.busy >= limits.moduleCallsAtOnce)
        throw new AppError('overloaded', `Too many calls of the module '${name}' at once`, {
          retryAfterSeconds: 1,
        })
      const done = await opened.call(work, times.callMs, signal)
      usedAt = performance.now()
      if (done.kind === 'gone') throw notRunning(done.reason)
      if (done.kind !== 'late' || signal?.aborted) return done
      const reason = `it did not answer within ${times.callMs / 1_000} s`
      // One slow answer costs itself; a process that answers nobody is ended.
      if (live === opened && !(await opened.isAlive())) await dismiss(reason)
      throw notRunning(reason)
    },

    /** Ends it for good. */
    async close(): Promise<void> {
      closing.abort()
      if (watching) clearInterval(watching)
      if (again) clearTimeout(again)
      await starting?.catch(() => undefined)
      const old = live
      live = null
      await old?.stop('the hub is stopping')
    },
  }
}

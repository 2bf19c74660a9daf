import type { ServerRestarting } from '@atrium/schema'
import { limits, type ServerLogs, type ServerLogsQuery } from '@atrium/schema'
import type { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { LogFile } from '../../core/log-file.ts'
import type { ServiceManager } from '../../host/service-manager.ts'

/** The answer reaches its caller before the hub goes. */
const beforeRestartMs = 300
const windowMs = 5 * 60_000
const warning = 40

/** Restart and log of the hub itself. `manager`: who started it, looked up when asked. */
export function createServerControl(deps: {
  log: Log
  logFile: LogFile
  manager(): Promise<ServiceManager | null>
}) {
  const requested = Promise.withResolvers<'self'>()
  const restarts: number[] = []
  let isUnderWay = false
  const isWanted = (stream: ServerLogsQuery['stream']) => (line: string) =>
    stream === 'stdout' || levelOf(line) >= warning

  return {
    /** Resolves when the hub is to take its own place. */
    restartRequested: requested.promise,

    /** @throws AppError too_many_requests, conflict with reason not-managed */
    async restart(): Promise<z.infer<typeof ServerRestarting>> {
      const now = performance.now()
      while (restarts[0] !== undefined && restarts[0] < now - windowMs) restarts.shift()
      if (restarts.length >= limits.restartsPerFiveMinutes) {
        const retryAfterSeconds = Math.ceil(((restarts[0] ?? now) + windowMs - now) / 1000)
        throw new AppError(
          'too_many_requests',
          `The hub was restarted twice in five minutes. Try again in ${retryAfterSeconds} seconds.`,
          {
            retryAfterSeconds,
          },
        )
      }
      restarts.push(now) // before anything is waited for: calls at the same time count, too
      const manager = await deps.manager()
      if (!manager)
        throw new AppError(
          'conflict',
          'Nobody could start the hub again on this system: restart it by hand',
          {
            reason: 'not-managed',
          },
        )
      // One is enough: asked a second time, a manager would restart the hub that just came back.
      if (!isUnderWay) {
        isUnderWay = true
        setTimeout(() => {
          if (!manager.restart) return requested.resolve('self')
          manager.restart().catch((error: unknown) => {
            isUnderWay = false
            deps.log.error(
              { err: error, feature: 'server', target: manager.target },
              'the restart was refused',
            )
          })
        }, beforeRestartMs)
      }
      return { ok: true, restarting: true, target: manager.target }
    },

    async logs({ stream, lines }: ServerLogsQuery): Promise<ServerLogs> {
      const many = Math.min(lines, limits.logLinesMax)
      const found = await deps.logFile.tail(many, isWanted(stream))
      return { stream, lines: many, data: found.map((line) => `${line}\n`).join('') }
    },

    /** The youngest entries, and then each as it is written, until the signal ends. */
    async *follow({ stream, lines }: ServerLogsQuery, signal: AbortSignal): AsyncGenerator<string> {
      const wanted = isWanted(stream)
      const waiting: string[] = []
      let wake = (): void => undefined
      const stop = deps.logFile.follow((line) => {
        if (!wanted(line)) return
        waiting.push(line.trimEnd())
        if (waiting.length > limits.logLinesMax) waiting.shift() // whoever reads slower than that sees the youngest
        wake()
      })
      signal.addEventListener('abort', () => wake(), { once: true })
      try {
        // The tail is of this moment: what is written from now on waits, and nothing is in both.
        yield* await deps.logFile.tail(Math.min(lines, limits.logLinesMax), wanted)
        while (!signal.aborted) {
          const next = waiting.shift()
          if (next !== undefined) yield next
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        stop()
      }
    },
  }
}

const levelOf = (line: string): number => Number(/"level":(\d+)/.exec(line)?.[1] ?? 0)

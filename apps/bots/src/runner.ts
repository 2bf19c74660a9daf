import { runBot } from './bot.ts'
import { createConnector } from './connectors.ts'
import type { Hub } from './hub.ts'
import type { ConnectorConfig, Report } from './lines.ts'
import { type Log, messageOf } from './log.ts'
import { PlatformError, type PlatformName } from './platform.ts'

type Running = { generation: number; stop: AbortController }

/** Owns the connectors: those that are wanted run, each generation once, and a new one begins when the old one has ended. */
export function createRunner({ hub, log, report }: { hub: Hub; log: Log; report: (line: Report) => void }) {
  const running = new Map<PlatformName, Running>()
  /** When the last one of each platform is over; nothing of the next begins before. */
  const ends = new Map<PlatformName, Promise<void>>()

  function start(config: ConnectorConfig): void {
    const { platform, generation } = config
    const before = ends.get(platform)
    const stop = new AbortController()
    const say = (line: Omit<Report & { type: 'state' }, 'type' | 'platform' | 'generation'>) =>
      report({ type: 'state', platform, generation, ...line })
    const done = (async () => {
      await before
      if (stop.signal.aborted) return say({ state: 'stopped' })
      say({ state: 'starting' })
      try {
        const own = log.child({ platform })
        await runBot(
          {
            connector: await createConnector(config, { log: own, memory: hub.memory(platform) }),
            hub,
            config,
            log: own,
            onState: (state) =>
              say(
                state.status === 'running'
                  ? {
                      state: 'running',
                      bot: state.bot,
                      ...(state.note !== undefined && { error: state.note }),
                    }
                  : { state: 'reconnecting', error: state.error.slice(0, 2_000) },
              ),
          },
          stop.signal,
        )
        say({ state: 'stopped' })
      } catch (error) {
        if (stop.signal.aborted) return say({ state: 'stopped' })
        log.error({ platform, error: messageOf(error) }, 'A connector has failed')
        const fatal = error instanceof PlatformError && error.kind === 'unauthorized'
        say({ state: 'failed', error: messageOf(error).slice(0, 2_000), fatal })
      }
    })()
    running.set(platform, { generation, stop })
    ends.set(platform, done)
  }

  function end(platform: PlatformName): void {
    running.get(platform)?.stop.abort(new Error('The connector is stopped'))
    running.delete(platform)
  }

  return {
    /** Everything that has to run; what is not listed is stopped. */
    configure(connectors: readonly ConnectorConfig[]): void {
      const wanted = new Set(connectors.map(({ platform }) => platform))
      for (const platform of running.keys()) if (!wanted.has(platform)) end(platform)
      for (const config of connectors)
        if (running.get(config.platform)?.generation !== config.generation) {
          end(config.platform)
          start(config)
        }
    },
    async close(): Promise<void> {
      for (const platform of running.keys()) end(platform)
      await Promise.all(ends.values())
    },
  }
}

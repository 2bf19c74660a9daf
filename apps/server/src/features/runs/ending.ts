import type { RunState } from '@atrium/db'
import { type LogEvent, outcomeTypes } from '@atrium/schema'
import type { Events } from '../../core/events.ts'
import type { RunsStore } from './store.ts'

/** How a run ended, for whoever began it. */
export type Ending = {
  /** `gone`: its chat was deleted. */
  state: Exclude<RunState, 'queued' | 'running'> | 'gone'
  /** Why it did not complete. */
  message: string | null
  model: string | null
  agentSessionId: string | null
  /** Tools that the agent had. */
  tools: string[]
}
export type Endings = ReturnType<typeof createEndings>

const lookAgainMs = 30_000

export function createEndings({ store, events }: { store: RunsStore; events: Events }) {
  /** Null while it has none. @throws AppError record_damaged */
  async function look(chatId: string, runId: string): Promise<Ending | null> {
    const run = await store.find(runId)
    const ending: Ending = {
      state: 'gone',
      message: 'Its chat was deleted',
      model: null,
      agentSessionId: null,
      tools: [],
    }
    if (!run) return ending
    if (run.state === 'queued' || run.state === 'running') return null
    ending.state = run.state
    ending.message = null
    for (const { data } of await store.eventsOf(chatId, ['init', ...outcomeTypes], runId)) {
      const event = JSON.parse(data) as LogEvent // only the log writes this column
      if (event.type === 'init') ending.tools = event.tools
      if (event.type === 'aborted' || event.type === 'error') ending.message = event.message
      if (event.type !== 'result') continue
      ending.model = event.model
      ending.agentSessionId = event.sdk_session_id
    }
    return ending
  }

  return {
    look,
    /** Waits for it. @throws the signal's reason */
    async wait(chatId: string, runId: string, signal: AbortSignal): Promise<Ending> {
      for (;;) {
        const news = Promise.withResolvers<void>()
        const stop = new AbortController()
        const wake = () => news.resolve()
        events.on('runs.run.changed', (event) => event.chatId === chatId && wake(), stop.signal)
        events.on('chat.chat.removed', ({ id }) => id === chatId && wake(), stop.signal)
        const timer = setTimeout(wake, lookAgainMs)
        signal.addEventListener('abort', wake, { once: true })
        try {
          signal.throwIfAborted()
          const ending = await look(chatId, runId)
          if (ending) return ending
          await news.promise
        } finally {
          clearTimeout(timer)
          stop.abort()
          signal.removeEventListener('abort', wake)
        }
      }
    },
  }
}

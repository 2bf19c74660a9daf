import type { AgentEvent, AgentRunner, AgentSession } from './runner.ts'

export type TimeLimits = {
  /** How long a sandboxed turn of this chat may take, in milliseconds; null sets no bound. */
  limitOf(chatId: string): Promise<number | null>
  /** An agent that does not come to rest this long after its stop is ended. */
  stopMs: number
}

/** The same agent, whose sandboxed turns end when their time is up. */
export function withTimeLimit(runner: AgentRunner, limits: TimeLimits): AgentRunner {
  return {
    name: runner.name,
    title: runner.title,
    steerable: runner.steerable,
    status: () => runner.status(),
    async start(spec, signal) {
      const session = await runner.start(spec, signal)
      return spec.trustLevel === 'sandboxed' ? timed(session, spec.chatId, limits) : session
    },
  }
}

function timed(session: AgentSession, chatId: string, limits: TimeLimits): AgentSession {
  let timer: NodeJS.Timeout | undefined
  /** Seconds that were not enough. */
  let spent: number | null = null

  function stop(ms: number): void {
    spent = ms / 1_000
    timer = setTimeout(() => void session.close().catch(() => undefined), limits.stopMs).unref()
    void session.interrupt().catch(() => undefined)
  }
  const ended = (event: AgentEvent): AgentEvent => {
    if (event.type !== 'turn_ended' || event.outcome !== 'aborted' || spent === null) return event
    const message = `The run was stopped after ${spent} s, the limit of its workspace.`
    return {
      ...event,
      outcome: 'error',
      text: message,
      error: { code: 'interrupted', message, retryDelayMs: null },
    }
  }

  async function* events(): AsyncGenerator<AgentEvent> {
    try {
      for await (const event of session.events) {
        if (event.type === 'turn_started') {
          spent = null
          const ms = await limits.limitOf(chatId).catch(() => null)
          clearTimeout(timer)
          if (ms !== null) timer = setTimeout(stop, ms, ms).unref()
        }
        if (event.type === 'turn_ended') clearTimeout(timer)
        yield ended(event)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    events: events(),
    send: (message) => session.send(message),
    answer: (requestId, answer) => session.answer(requestId, answer),
    interrupt: () => session.interrupt(),
    configure: (change) => session.configure(change),
    close: () => session.close(),
  }
}

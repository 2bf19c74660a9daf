// Owns the agent session of one chat: opened when a run needs it, kept while it may be needed again, closed after that.
import {
  type AgentChange,
  type AgentEvent,
  type AgentRunner,
  type AgentSession,
  type AgentSpec,
  noEquipment,
} from '../../agents/runner.ts'
import { messageOf } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Places } from './places.ts'

type Deps = {
  chatId: string
  places: Places
  log: Log
  quietMs: number
  isBusy(): boolean
  /** In order; the next event waits for it. */
  heard(event: AgentEvent): Promise<void>
  /** The session is over; why, or null when it was closed on purpose. */
  ended(message: string | null): Promise<void>
}

type Open = { session: AgentSession; key: string; over: Promise<void>; spec: AgentSpec; closing: boolean }

/** What cannot change while a session is open. */
const keyOf = (runner: AgentRunner, spec: AgentSpec): string =>
  JSON.stringify([
    runner.name,
    spec.workingDirectory,
    spec.trustLevel,
    spec.systemPrompt,
    spec.appendPrompt,
    spec.equipment.fingerprint,
  ])

export function createAgentDesk(deps: Deps) {
  const { chatId, places } = deps
  let open: Open | null = null
  let timer: NodeJS.Timeout | null = null
  let idleSince: number | null = null

  async function pump(session: AgentSession): Promise<void> {
    let message = 'The agent ended unexpectedly.'
    try {
      for await (const event of session.events) {
        if (event.type === 'closed') message = event.error?.message ?? message
        if (event.type === 'permission_mode' && open?.session === session)
          open.spec.permissionMode = event.mode
        await deps.heard(event)
      }
    } catch (error) {
      deps.log.warn({ err: error, feature: 'runs', chatId }, 'the agent broke off')
      message = `The agent ended unexpectedly: ${messageOf(error)}`
    }
    await session
      .close()
      .catch((error: unknown) => deps.log.error({ err: error, chatId }, 'closing an agent failed'))
    const wanted = open?.session === session && open.closing
    if (open?.session === session) {
      open = null
      places.leave(chatId)
    }
    await deps.ended(wanted ? null : message)
  }

  async function close(): Promise<void> {
    if (timer) clearTimeout(timer)
    const closing = open
    if (!closing) return
    closing.closing = true
    await closing.session
      .close()
      .catch((error: unknown) => deps.log.error({ err: error, chatId }, 'closing an agent failed'))
    await closing.over
  }

  async function configure(change: AgentChange): Promise<void> {
    if (!open) return
    const { session, spec } = open
    await session.configure(change)
    Object.assign(spec, change)
  }

  return {
    /** @throws AppError agent_unavailable, sandbox_unavailable; the signal's reason */
    async open(
      runner: AgentRunner,
      spec: AgentSpec,
      options: { signal: AbortSignal; onWait(): void },
    ): Promise<AgentSession> {
      if (timer) clearTimeout(timer)
      idleSince = null
      const key = keyOf(runner, spec)
      if (open && (open.closing || open.key !== key)) await close()
      if (open) {
        const { model, permissionMode } = spec
        if (open.spec.model !== model || open.spec.permissionMode !== permissionMode)
          await configure({ model, permissionMode })
        return open.session
      }
      await places.take(chatId, { idleSince: () => (deps.isBusy() ? null : idleSince), close }, options)
      try {
        const session = await runner.start(spec, options.signal)
        open = { session, key, spec: { ...spec }, over: Promise.resolve(), closing: false }
        open.over = pump(session)
        if (!options.signal.aborted) return session
      } catch (error) {
        places.leave(chatId)
        throw error
      }
      await close() // nobody waits for it any more, and nobody would close it
      throw options.signal.reason
    },
    configure,
    get session() {
      return open?.session ?? null
    },
    /** What the agent that lives here was given. */
    get equipment() {
      return open?.spec.equipment ?? noEquipment
    },
    /** Whether the agent that lives here is in a sandbox. */
    get confined() {
      return open?.spec.trustLevel === 'sandboxed'
    },
    /** Nothing runs any more: the agent stays for a while, unless another chat needs its place. */
    quiet(): void {
      if (!open) return
      idleSince = performance.now()
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => {
        if (!deps.isBusy()) void close()
      }, deps.quietMs)
      timer.unref()
      places.news()
    },
    close,
  }
}

import { EventEmitter } from 'node:events'
import type { Chat, ImportProgress, SessionActivity } from '@atrium/schema'
import type { z } from 'zod'

/** Every event of the hub: `feature.noun.past`, emitted after the commit. `docs/events.md` is tested against it. */
export type EventMap = {
  'runs.run.changed': { chatId: string }
  'chat.chat.changed': { chat: Chat }
  'chat.chat.removed': { id: string }
  'imports.import.changed': { import: ImportProgress }
  'agents.agent.changed': { name: string }
  'agents.limits.told': { facts: unknown; at: number }
  'settings.settings.changed': { names: string[] }
  'updates.release.found': { current: string; latest: string; url: string | null }
  'git.badge.changed': { cwd: string }
  /** `seq` grows with every change of that project. */
  'projects.project.changed': { id: string; seq: number }
  'projects.project.removed': { id: string }
  'board.card.changed': { id: string; projectId: string }
  'board.card.removed': { id: string; projectId: string }
  'sessions.session.changed': { name: string }
  'sessions.session.removed': { name: string }
  'sessions.session.renamed': { from: string; to: string }
  'sessions.activity.changed': {
    name: string
    activity: z.infer<typeof SessionActivity>
    tool?: string
    at: number
  }
  'sessions.attention.raised': { name: string; activity: z.infer<typeof SessionActivity>; at: number }
  'sessions.session.ended': { name: string; at: number }
  /** The agent in a session has ended; its session may go on. */
  'sessions.agent.ended': { name: string; at: number }
  'chat.request.opened': {
    id: string
    chatId: string
    tool: string
    preview: string
    at: number
    code: string
  }
  'chat.request.resolved': { id: string; chatId: string }
  'approvals.request.opened': {
    id: string
    session: string
    tool: string
    preview: string
    at: number
    code: string
  }
  'approvals.request.resolved': { id: string; session: string }
  /** Somebody asks to be let in, or it was decided. */
  'bots.pairing.changed': Record<string, never>
  /** A connector is in another state, or was set differently. */
  'bots.status.changed': Record<string, never>
  'approvals.rules.changed': Record<string, never>
}

export type Events = {
  emit<Name extends keyof EventMap>(name: Name, payload: EventMap[Name]): void
  /** Listens until the signal ends; the listener must not throw and must not wait. */
  on<Name extends keyof EventMap>(
    name: Name,
    listener: (payload: EventMap[Name]) => void,
    signal?: AbortSignal,
  ): () => void
}

export function createEvents(): Events {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    emit(name, payload) {
      emitter.emit(name, payload)
    },
    on(name, listener, signal) {
      const off = () => void emitter.off(name, listener)
      if (signal?.aborted) return off
      emitter.on(name, listener)
      signal?.addEventListener('abort', off, { once: true })
      return () => {
        off()
        signal?.removeEventListener('abort', off)
      }
    },
  }
}

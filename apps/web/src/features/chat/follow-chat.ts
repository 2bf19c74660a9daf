import type { ChatEvent, ChatHistory } from '@atrium/schema'
import { type ChatView, emptyView, foldEvents } from './fold-events.ts'

/** Where a chat's events come from; the page gives the hub, tests give a script. */
export type ChatSource = {
  history(before: number | null, signal: AbortSignal): Promise<ChatHistory>
  /** Follows the log from a cursor for as long as the signal lets it; reconnects by itself and says so. */
  follow(
    after: string,
    signal: AbortSignal,
    onConnection: (connected: boolean) => void,
  ): AsyncIterable<ChatEvent>
}

export type Followed = {
  view: ChatView
  status: 'loading' | 'live' | 'reconnecting' | 'failed'
  /** Why `status` is failed. */
  error: unknown
  /** Where the page before the oldest one ends; null when the whole chat is here. */
  before: number | null
}

/**
 * Loads the end of a chat's log, follows it, and brings earlier pages when asked. Events are folded once a frame,
 * however many arrive in it.
 */
export function createChatFollower(source: ChatSource, schedule: (flush: () => void) => void = nextFrame) {
  let now: Followed = { view: emptyView, status: 'loading', error: null, before: null }
  const seen: ChatEvent[] = []
  let waiting: ChatEvent[] = []
  let scheduled = false
  let earlier: Promise<void> | null = null
  const listeners = new Set<() => void>()

  const set = (change: Partial<Followed>) => {
    now = { ...now, ...change }
    for (const listener of listeners) listener()
  }

  const flush = () => {
    scheduled = false
    if (waiting.length === 0) return
    const events = waiting
    waiting = []
    for (const event of events) {
      if (event.type === 'reset') seen.length = 0
      seen.push(event)
    }
    set({
      view: foldEvents(now.view, events),
      ...(events.some((event) => event.type === 'reset') && { before: null }),
    })
  }

  async function run(signal: AbortSignal): Promise<void> {
    try {
      const page = await source.history(null, signal)
      if (signal.aborted) return
      const events = page.events.map(({ event }) => event)
      seen.push(...events)
      set({ view: foldEvents(emptyView, events), before: page.before, status: 'live', error: null })
      const onConnection = (connected: boolean) => {
        if (!signal.aborted) set({ status: connected ? 'live' : 'reconnecting' })
      }
      for await (const event of source.follow(page.cursor, signal, onConnection)) {
        if (signal.aborted) return
        waiting.push(event)
        if (!scheduled) {
          scheduled = true
          schedule(flush)
        }
      }
      flush()
    } catch (error) {
      if (signal.aborted) return
      flush()
      set({ status: 'failed', error })
    }
  }

  return {
    get: (): Followed => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Loads and follows until the signal ends it. Called again, it begins afresh. */
    start(signal: AbortSignal): void {
      seen.length = 0
      waiting = []
      now = { view: emptyView, status: 'loading', error: null, before: null }
      void run(signal)
    },
    /** Brings the page before the oldest one here; calls meanwhile share the one fetch. */
    loadEarlier(
      signal: AbortSignal,
      apply: (change: () => void) => void = (change) => change(),
    ): Promise<void> {
      if (now.before === null) return Promise.resolve()
      earlier ??= source
        .history(now.before, signal)
        .then((page) => {
          seen.unshift(...page.events.map(({ event }) => event))
          apply(() => set({ view: foldEvents(emptyView, seen), before: page.before }))
        })
        .finally(() => {
          earlier = null
        })
      return earlier
    },
  }
}
/** A hidden page gets no frames, but its title and marks should still be right. */
function nextFrame(flush: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(flush)
  else setTimeout(flush, 250)
}

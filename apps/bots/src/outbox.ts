import type { Limits, Place } from './platform.ts'

export type Outbox = ReturnType<typeof createOutbox>

type Waiter = {
  chat: string
  isUrgent(): boolean
  go(): void
}

/** How many calls may come at once before the rate counts: bursts and rate together stay below the platform's. */
const burstOf = (perSecond: number): number => Math.max(1, Math.floor(perSecond / 6))

/**
 * Owns the pace of a connector: at most so many calls a second, and a pause between two in one chat. Who waits for a turn
 * looks at what there is to say only when the turn has come, so nothing is ever said that is out of date.
 */
export function createOutbox({
  chatMs,
  groupMs,
  perSecond,
}: Pick<Limits, 'chatMs' | 'groupMs' | 'perSecond'>) {
  const burst = burstOf(perSecond)
  const rate = Math.max(perSecond - burst, perSecond / 2) / 1_000
  /** When each chat may be written to again; those that may at once are left out. */
  const free = new Map<string, number>()
  let waiters: Waiter[] = []
  let tokens = burst
  let counted = performance.now()
  let heldUntil = 0
  let timer: NodeJS.Timeout | undefined

  const pauseOf = ({ kind }: Place) => (kind === 'group' ? groupMs : chatMs)
  const chatOf = ({ chatId }: Place) => chatId

  function count(now: number): void {
    tokens = Math.min(burst, tokens + (now - counted) * rate)
    counted = now
  }

  function next(now: number): Waiter | undefined {
    let first: Waiter | undefined
    for (const waiter of waiters) {
      if ((free.get(waiter.chat) ?? 0) > now) continue
      if (waiter.isUrgent()) return waiter
      first ??= waiter
    }
    return first
  }

  function pump(): void {
    clearTimeout(timer)
    timer = undefined
    for (;;) {
      const now = performance.now()
      count(now)
      if (waiters.length === 0) return
      if (heldUntil > now) return later(heldUntil - now)
      if (tokens < 1) return later((1 - tokens) / rate)
      const waiter = next(now)
      if (!waiter) return later(Math.min(...waiters.map(({ chat }) => free.get(chat) ?? 0)) - now)
      waiters = waiters.filter((one) => one !== waiter)
      tokens--
      waiter.go()
    }
  }

  function later(ms: number): void {
    timer = setTimeout(pump, Math.max(1, Math.ceil(ms)))
  }

  function sweep(now: number): void {
    if (free.size < 1_000) return
    for (const [chat, until] of free) if (until <= now) free.delete(chat)
  }

  return {
    /** Resolves when one call may be made in this chat. What shows progress lets what is urgent go first. */
    turn(place: Place, isUrgent: () => boolean, signal: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const leave = () => {
          waiters = waiters.filter((one) => one !== waiter)
          reject(signal.reason)
        }
        const chat = chatOf(place)
        const waiter: Waiter = {
          chat,
          isUrgent,
          go() {
            signal.removeEventListener('abort', leave)
            const now = performance.now()
            sweep(now)
            free.set(chat, now + pauseOf(place))
            resolve()
          },
        }
        signal.addEventListener('abort', leave, { once: true })
        waiters.push(waiter)
        pump()
      })
    },
    /** Whether there is room for what nobody misses; then it is taken. Nobody waits for that. */
    spare(): boolean {
      count(performance.now())
      if (waiters.length > perSecond || tokens < 2 || heldUntil > performance.now()) return false
      tokens--
      return true
    },
    /** The platform said to wait: this chat does, and for a moment everything. */
    pause(place: Place, ms: number): void {
      const now = performance.now()
      free.set(chatOf(place), Math.max(free.get(chatOf(place)) ?? 0, now + ms))
      heldUntil = Math.max(heldUntil, now + Math.min(ms, 1_000))
    },
    close(): void {
      clearTimeout(timer)
    },
  }
}

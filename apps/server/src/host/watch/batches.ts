import type { Kind } from './tree-watch.ts'

export type Batch = { events: { type: Kind; path: string }[]; overflow: boolean }

export type BatchLimits = { joinMs: number; perSecond: number }

/** More than this at once may be more than the system keeps for us. */
const stormRaw = 4_000
const calmMs = 500

/**
 * Joins what happens to one path within a moment, and tells no more a second than a client can use: past that it says that
 * it was too much, once.
 */
export function createBatches(
  { joinMs, perSecond }: BatchLimits,
  send: (batch: Batch) => void,
  /** Called when it is calm after so much that the system may have kept something back. */
  settle: () => void,
) {
  const pending = new Map<string, Kind>()
  let overflow = false
  let tokens = perSecond
  let filledAt = performance.now()
  let raw = 0
  let rawSince = performance.now()
  let storm = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let calm: ReturnType<typeof setTimeout> | null = null

  function refill(): void {
    const now = performance.now()
    tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond)
    filledAt = now
  }

  function flush(): void {
    timer = null
    refill()
    const tooMany = overflow || pending.size > tokens
    const events = tooMany ? [] : [...pending].map(([path, type]) => ({ type, path }))
    tokens = tooMany ? 0 : tokens - events.length
    pending.clear()
    overflow = false
    if (tooMany || events.length > 0) send({ events, overflow: tooMany })
  }

  /** After too much, the next word comes a second later. */
  const soon = () => {
    timer ??= setTimeout(flush, tokens < 1 ? 1_000 : joinMs)
  }

  function count(): void {
    const now = performance.now()
    if (now - rawSince > 1_000) {
      raw = 0
      rawSince = now
    }
    if (++raw > stormRaw) storm = true
    if (!storm) return
    if (calm) calm.refresh()
    else
      calm = setTimeout(() => {
        calm = null
        storm = false
        settle()
      }, calmMs)
  }

  return {
    add(type: Kind, path: string): void {
      count()
      if (overflow) return
      if (pending.size >= perSecond && !pending.has(path)) {
        overflow = true
        pending.clear()
      } else if (type === 'rename' || !pending.has(path)) pending.set(path, type)
      soon()
    },
    overflow(): void {
      overflow = true
      pending.clear()
      soon()
    },
    close(): void {
      if (timer) clearTimeout(timer)
      if (calm) clearTimeout(calm)
    },
  }
}

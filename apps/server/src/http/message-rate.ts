import { limits } from '@atrium/schema'

/** Over its rate for this long without a calm moment: the client is cut off. */
const hopelessMs = 60_000
/** A calm moment: so long without being over. */
const calmMs = 5_000

/** Messages of one socket: a burst at once, then so many a second. Past that its reading pauses; nothing is lost. */
export function createMessageRate(now: () => number = () => performance.now()) {
  const perMs = limits.websocketMessagesPerSecond / 1000
  let tokens: number = limits.websocketBurst
  let at = now()
  let overSince: number | null = null
  let overAt = 0
  return {
    /** Counts one message; milliseconds to pause when they come too fast, else 0. */
    take(): number {
      const time = now()
      tokens = Math.min(limits.websocketBurst, tokens + (time - at) * perMs)
      at = time
      tokens -= 1
      if (tokens >= 0) return 0
      if (overSince === null || time - overAt > calmMs) overSince = time
      overAt = time
      return Math.ceil(-tokens / perMs) + 100
    },
    isHopeless: (): boolean => overSince !== null && now() - overSince >= hopelessMs,
  }
}

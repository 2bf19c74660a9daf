import { AppError } from '../core/errors.ts'

/** How often something may happen: so often at once, then evenly. */
export type RateLimit = {
  /** Counts `cost` calls of the key; the milliseconds to wait when they are too many, else 0. */
  take(key: string, cost?: number): number
}

/** Keeps one number a key: when its allowance will be whole again (GCRA). */
export function createRateLimit(
  perWindow: number,
  now: () => number = () => performance.now(),
  windowMs = 60_000,
): RateLimit {
  const interval = windowMs / perWindow
  const wholeAt = new Map<string, number>()
  let nextSweep = now() + windowMs
  const sweep = (at: number) => {
    nextSweep = at + windowMs
    for (const [key, time] of wholeAt) if (time <= at) wholeAt.delete(key)
  }
  return {
    take(key, cost = 1) {
      const at = now()
      if (at > nextSweep) sweep(at)
      const until = Math.max(wholeAt.get(key) ?? 0, at) + interval * cost
      const over = until - at - windowMs
      if (over > 0.5) return Math.ceil(over)
      wholeAt.set(key, until)
      return 0
    },
  }
}

export function tooManyRequests(waitMs: number, what = 'Rate limit reached'): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new AppError('too_many_requests', `${what}. Try again in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  })
}

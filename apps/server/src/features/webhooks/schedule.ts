import { limits } from '@atrium/schema'

/**
 * How long to wait after so many failed attempts; null when it is given up. Up to a fifth more or less, so that what failed
 * together does not come back together; never before the time that the receiver asked for.
 */
export function pauseAfter(
  pauses: readonly number[],
  tries: number,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number | null {
  const pause = pauses[tries - 1]
  if (pause === undefined) return null
  const asked = Math.min(retryAfterMs ?? 0, limits.webhookRetryAfterMs)
  return Math.max(Math.round(pause * (0.8 + 0.4 * random())), asked)
}

/** Milliseconds that `Retry-After` asks for; null when it asks for none. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  // Without the zone `Date.parse` makes a date of nearly everything.
  const date = header.endsWith(' GMT') ? Date.parse(header) - now : Number.NaN
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : date
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

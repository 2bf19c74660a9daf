/** Owns what each session does, as far as its output tells; hooks will know better. */
import type { SessionActivity } from '@atrium/schema'
import type { z } from 'zod'

export type Activity = z.infer<typeof SessionActivity>

/** tmux dates output by the second and tells a second later, so quiet is a little longer than both. */
const quietMs = 4_000
/** Work of at least this length calls for attention when it ends. */
const workMs = 10_000

type Seen = { lastOutputMs: number; activity: Activity; since: number; timer: NodeJS.Timeout | null }

export function createActivity(tell: {
  changed(name: string, activity: Activity, at: number): void
  /** Long work has come to rest. */
  rested(name: string, at: number): void
}) {
  const book = new Map<string, Seen>()

  function judge(name: string, seen: Seen): void {
    if (seen.timer) clearTimeout(seen.timer)
    seen.timer = null
    const now = Date.now()
    // tmux dates by the clock of the computer, which may have been set back meanwhile.
    const left = Math.min(seen.lastOutputMs + quietMs - now, quietMs)
    const activity = left > 0 ? 'working' : 'idle'
    if (left > 0) seen.timer = setTimeout(() => judge(name, seen), left).unref()
    if (activity === seen.activity) return
    const rested = seen.activity === 'working' && now - seen.since >= workMs
    seen.activity = activity
    seen.since = now
    tell.changed(name, activity, now)
    if (rested) tell.rested(name, now)
  }

  return {
    of: (name: string): Activity => book.get(name)?.activity ?? 'unknown',
    observe(name: string, lastOutputMs: number | null): void {
      const seen = book.get(name)
      if (lastOutputMs === null || seen?.lastOutputMs === lastOutputMs) return
      if (seen) {
        seen.lastOutputMs = lastOutputMs
        judge(name, seen)
        return
      }
      const fresh: Seen = { lastOutputMs, activity: 'unknown', since: Date.now(), timer: null }
      book.set(name, fresh)
      judge(name, fresh)
    },
    rename(from: string, to: string): void {
      const seen = book.get(from)
      if (!seen) return
      this.drop(from)
      book.set(to, seen)
      judge(to, seen)
    },
    drop(name: string): void {
      const seen = book.get(name)
      if (seen?.timer) clearTimeout(seen.timer)
      book.delete(name)
    },
    close(): void {
      for (const seen of book.values()) if (seen.timer) clearTimeout(seen.timer)
      book.clear()
    },
  }
}

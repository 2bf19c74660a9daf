/** Owns what is known of the repositories where sessions are, renewed behind the answer. */
import type { Session } from '@atrium/schema'

export type GitBadge = NonNullable<Session['git']>
/** A folder is looked at again after this long, or after ten times what looking took. */
const freshMs = 2_000
/** Folders that nobody asked for any more are dropped. */
const keptMs = 60_000
const maxFolders = 500
const atOnce = 2

type Known = { badge: GitBadge | null; askedAt: number; renewAt: number; waits: boolean }

export function createGitBadges(deps: {
  look(cwd: string, signal: AbortSignal): Promise<GitBadge | null>
  /** The badge of a folder is another one now. */
  changed(cwd: string): void
}) {
  const known = new Map<string, Known>()
  const queue: string[] = []
  const ended = new AbortController()
  let running = 0

  function start(): void {
    while (running < atOnce) {
      const cwd = queue.shift()
      if (cwd === undefined) return
      running++
      void renew(cwd).finally(() => {
        running--
        start()
      })
    }
  }

  async function renew(cwd: string): Promise<void> {
    const began = performance.now()
    const badge = await deps.look(cwd, ended.signal).catch(() => null)
    const one = known.get(cwd)
    if (!one || ended.signal.aborted) return
    const now = performance.now()
    one.waits = false
    one.renewAt = now + Math.max(freshMs, 10 * (now - began))
    const before = JSON.stringify(one.badge)
    one.badge = badge
    if (JSON.stringify(badge) !== before) deps.changed(cwd)
  }

  function sweep(now: number): void {
    for (const [cwd, { askedAt }] of known) if (now - askedAt > keptMs) known.delete(cwd)
  }

  return {
    /** What was last seen there; null until it was looked at, and outside repositories. Starts no process itself. */
    of(cwd: string): GitBadge | null {
      const now = performance.now()
      let one = known.get(cwd)
      if (!one) {
        if (known.size >= maxFolders) sweep(now)
        if (known.size >= maxFolders) return null
        one = { badge: null, askedAt: now, renewAt: 0, waits: false }
        known.set(cwd, one)
      }
      one.askedAt = now
      if (!one.waits && now >= one.renewAt && !ended.signal.aborted) {
        one.waits = true
        queue.push(cwd)
        setImmediate(start)
      }
      return one.badge
    },
    close(): void {
      ended.abort()
      queue.length = 0
    },
  }
}

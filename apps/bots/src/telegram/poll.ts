import type { Update } from 'grammy/types'
import { type Log, messageOf } from '../log.ts'
import type { PlatformError } from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import { joinAlbums } from './updates.ts'

/** How long Telegram waits for the next update. */
const longPollSeconds = 25
/** Beside a message that takes long (a large file): how often is looked for others. */
const lookAgainMs = 1_000

export type PollDeps = {
  fetch(offset: number, seconds: number): Promise<Update[]>
  /** Settles when the hub has stored it; rejects when Telegram has to tell it again. */
  handle(updates: Update[]): Promise<void>
  /** What has to be done after the loop was shut out, before it tries again. */
  regain(): Promise<void>
  running(): void
  reconnecting(error: string): void
  failure(error: unknown): PlatformError
  log: Log
}

/**
 * Reads updates for ever. Asking for an offset tells Telegram that everything below it was taken, so it is the lowest that
 * is not stored yet: one that takes long, or failed, keeps its place, and those behind it are known by their ids.
 */
export async function poll(deps: PollDeps, signal: AbortSignal): Promise<never> {
  const { log } = deps
  let offset = 0
  const working = new Map<number, Promise<void>>()
  const stored = new Set<number>()
  let failures = 0

  function begin(updates: Update[]): void {
    const ids = updates.map(({ update_id }) => update_id)
    const work = deps.handle(updates).then(
      () => ids.forEach((id) => stored.add(id)),
      (error: unknown) => {
        if (!signal.aborted)
          log.warn({ updates: ids, error: messageOf(error) }, 'A message was not taken; again soon')
      },
    )
    const done = work.then(() => ids.forEach((id) => working.delete(id)))
    for (const id of ids) working.set(id, done)
  }

  /** Everything below the lowest that is not stored is over. */
  function advance(seen: readonly Update[]): void {
    const ids = [...new Set([...stored, ...working.keys(), ...seen.map(({ update_id }) => update_id)])].sort(
      (a, b) => a - b,
    )
    const first = ids.find((id) => id >= offset && !stored.has(id))
    offset = first ?? (ids.length > 0 ? Math.max(offset, (ids.at(-1) ?? 0) + 1) : offset)
    for (const id of stored) if (id < offset) stored.delete(id)
  }

  for (;;) {
    try {
      const waits = working.size === 0
      const updates = await deps.fetch(offset, waits ? longPollSeconds : 0)
      if (failures > 0) deps.running()
      failures = 0
      const fresh = updates.filter(({ update_id: id }) => id >= offset && !working.has(id) && !stored.has(id))
      for (const group of joinAlbums(fresh)) begin(group)
      if (working.size > 0) await Promise.race([Promise.all(working.values()), sleep(lookAgainMs, signal)])
      advance(updates)
      if (!waits && fresh.length === 0) await Promise.race([...working.values(), sleep(lookAgainMs, signal)])
      // One that failed is asked for again, but not at once.
      if (fresh.some(({ update_id: id }) => id >= offset && !working.has(id) && !stored.has(id)))
        await sleep(lookAgainMs, signal)
    } catch (error) {
      signal.throwIfAborted()
      const failure = deps.failure(error)
      if (failure.kind === 'unauthorized') throw failure
      log.warn({ error: failure.message, cause: failure.cause }, 'Telegram does not answer as it should')
      deps.reconnecting(failure.message)
      await sleep(
        Math.max(failure.retryAfterMs ?? 0, backoff(failures++, { baseMs: 1_000, capMs: 60_000 })),
        signal,
      )
      if (/other getUpdates|webhook/i.test(String(failure.cause))) await deps.regain().catch(() => {})
    }
  }
}

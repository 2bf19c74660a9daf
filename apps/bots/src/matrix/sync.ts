import type { Log } from '../log.ts'
import { type Memory, PlatformError } from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import type { Api, MatrixEvent, SyncAnswer } from './api.ts'
import { failureOf } from './errors.ts'

const longPollMs = 30_000
/** Answers whose messages are still being handed in; then the next is waited with. */
const openAtMost = 20
const pageSize = 100
const pagesAtMost = 20
/** What the bot reads of a room. */
export const types = [
  'm.room.message',
  'm.reaction',
  'm.room.encrypted',
  'm.room.member',
  'm.room.name',
  'm.room.encryption',
]
const filter = JSON.stringify({
  presence: { types: [] },
  account_data: { types: ['m.direct'] },
  room: {
    timeline: { limit: 50, types },
    state: { types: ['m.room.member', 'm.room.name', 'm.room.encryption'], lazy_load_members: true },
    ephemeral: { types: [] },
    account_data: { types: [] },
  },
})

/** Which of several answers are dealt with, so that the token that is kept is never ahead of what the hub has. */
function createBatches() {
  const open: { token: string; done: Promise<void>; over: boolean }[] = []
  return {
    open: (): number => open.length,
    add(token: string, done: Promise<void>): void {
      const batch = { token, done, over: false }
      open.push(batch)
      void done.then(() => {
        batch.over = true
      })
    },
    oldest: (): Promise<void> | undefined => open[0]?.done,
    /** The token up to which everything is stored; null when that is none further than before. */
    settled(): string | null {
      let token: string | null = null
      while (open[0]?.over) token = open.shift()?.token ?? token
      return token
    },
  }
}

export type SyncOptions = {
  api: Api
  memory: Memory
  log: Log
  /** Deals with one answer; settles when the hub has all of it, rejects only when `signal` aborts. */
  take: (answer: SyncAnswer, since: string) => Promise<void>
  first: (answer: SyncAnswer) => Promise<void>
  running: () => void
  lost: (error: string) => void
}

/**
 * Asks the homeserver what is new, for ever. What was written before the first start is not answered.
 * @throws PlatformError unauthorized
 */
export async function follow(
  { api, memory, log, take, first, running, lost }: SyncOptions,
  signal: AbortSignal,
): Promise<void> {
  const batches = createBatches()
  let since = await memory.recall('cursor', signal)
  let failures = 0
  /** The first answer comes at once: it says that the homeserver is there. */
  let isKnown = false
  let saving: Promise<void> = Promise.resolve()
  let kept: string | null = since

  function keep(): void {
    const token = batches.settled()
    if (token === null) return
    kept = token
    saving = saving.then(async () => {
      // Those that came while the one before was written go in one.
      if (token !== kept || signal.aborted) return
      await memory.remember('cursor', token, signal).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ error }, 'How far Matrix was read could not be noted')
      })
    })
  }

  while (!signal.aborted) {
    let answer: SyncAnswer
    try {
      answer = await api.sync(
        {
          filter,
          timeout: isKnown ? longPollMs : 0,
          ...(since !== null && { since }),
        },
        signal,
      )
    } catch (error) {
      if (signal.aborted) break
      const failure = failureOf(error)
      if (failure.kind === 'unauthorized') throw failure
      // A token of another server, or of one that was set up anew.
      if (failure.kind === 'refused' && since !== null && failures > 2) since = null
      isKnown = false
      lost(failure.message)
      await sleep(
        Math.max(failure.retryAfterMs ?? 0, backoff(failures++, { baseMs: 500, capMs: 300_000 })),
        signal,
      ).catch(() => {})
      continue
    }
    failures = 0
    isKnown = true
    running()
    const before = since
    since = answer.next_batch
    const done = (before === null ? first(answer) : take(answer, before)).catch((error: unknown) => {
      // What was not dealt with because we are stopping is asked for again by the next process.
      if (signal.aborted) return new Promise<void>(() => {})
      log.error({ error }, 'An answer of the homeserver could not be dealt with')
      return undefined
    })
    batches.add(since, done)
    void done.then(keep)
    while (batches.open() > openAtMost && !signal.aborted) {
      await Promise.race([
        batches.oldest(),
        new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
      ])
      keep()
    }
  }
  await saving
}

/** What a cut timeline left out, oldest first. */
export async function gapOf(
  api: Api,
  roomId: string,
  { from, to }: { from: string; to: string },
  signal: AbortSignal,
): Promise<MatrixEvent[]> {
  const found: MatrixEvent[] = []
  const page = { dir: 'b', to, limit: pageSize, filter: JSON.stringify({ types }) }
  for (let next: string | undefined = from, pages = 0; next !== undefined && pages < pagesAtMost; pages++) {
    const { chunk, end }: { chunk: MatrixEvent[]; end?: string } = await api.history(
      roomId,
      { ...page, from: next },
      signal,
    )
    found.push(...chunk)
    next = end === next ? undefined : end
  }
  return found.reverse()
}

/** Asks until there is an answer; a refusal is thrown. */
export async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof PlatformError && !['away', 'limited'].includes(error.kind)) throw error
      const asked = error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0
      await sleep(Math.max(asked, backoff(tries, { baseMs: 500, capMs: 60_000 })), signal)
    }
  }
}

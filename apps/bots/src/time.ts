import { setTimeout as wait } from 'node:timers/promises'

/** Throws the signal's reason when it aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw error
  })
}

/** Full jitter, so that many do not come back at once; never less than half the base. */
export const backoff = (tries: number, { baseMs, capMs }: { baseMs: number; capMs: number }): number =>
  baseMs / 2 + Math.random() * Math.min(capMs, baseMs * 2 ** Math.min(tries, 16))

/** So many at once; those who wait come in order. */
export function createSlots(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return {
    /** Gives what has to be called once when it is over. */
    async take(signal: AbortSignal): Promise<() => void> {
      signal.throwIfAborted()
      if (free > 0) free--
      else
        await new Promise<void>((resolve, reject) => {
          const go = () => {
            signal.removeEventListener('abort', leave)
            resolve()
          }
          const leave = () => {
            waiting.splice(waiting.indexOf(go), 1)
            reject(signal.reason)
          }
          waiting.push(go)
          signal.addEventListener('abort', leave, { once: true })
        })
      let over = false
      return () => {
        if (!over) release()
        over = true
      }
    },
  }
}

/** One after the other for each key, in the order they came. */
export function createLanes() {
  const tails = new Map<string, Promise<unknown>>()
  return function lane<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (tails.get(key) ?? Promise.resolve()).then(work, work)
    const tail = result.catch(() => {})
    tails.set(key, tail)
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    return result
  }
}

/** Wakes whoever waits. A ring that nobody waited for is kept for the next. */
export function createBell() {
  let rung = false
  const waiting = new Set<() => void>()
  return {
    ring(): void {
      rung = waiting.size === 0
      for (const wake of waiting) wake()
    },
    /** Resolves with the next ring or after so long; rejects when the signal aborts. */
    wait(ms: number, signal: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (rung) {
          rung = false
          return resolve()
        }
        const end = (settle: () => void) => {
          waiting.delete(wake)
          clearTimeout(timer)
          signal.removeEventListener('abort', stop)
          settle()
        }
        const wake = () => end(resolve)
        const stop = () => end(() => reject(signal.reason))
        const timer = setTimeout(wake, Math.min(ms, 2 ** 31 - 1))
        waiting.add(wake)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}

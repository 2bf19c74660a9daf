import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'

export const nowIso = (): string => new Date().toISOString()

/** Lets what is to be said at once be said before what costs more. */
export const nextTurn = (): Promise<void> => turn()

/** Waits, or throws the signal's reason. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  delay(ms, undefined, { ...(signal && { signal }) })

/** What work comes to, or the signal's reason if that is sooner. The work itself goes on, and nobody waits for it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const left = Promise.withResolvers<never>()
  const leave = () => left.reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  try {
    return await Promise.race([work, left.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

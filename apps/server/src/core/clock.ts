import { setTimeout as delay } from 'node:timers/promises'

export const nowIso = (): string => new Date().toISOString()

/** Waits, or throws the signal's reason. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  delay(ms, undefined, { ...(signal && { signal }) })

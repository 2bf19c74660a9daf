import { AbortedError } from './errors.ts'

/** What a client of a hub does about a failed try: how long to wait, growing from try to try, with jitter. */
export function backoffMs(failures: number, minMs = 250, maxMs = 15_000): number {
  const full = Math.min(maxMs, minMs * 2 ** Math.max(0, failures - 1))
  return full / 2 + (Math.random() * full) / 2
}

/** @throws AbortedError when the signal ends first */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfAborted(signal)
  const page = globalThis.document?.defaultView
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      page?.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
    // A laptop that comes back online should not sit out the rest of a long wait.
    page?.addEventListener('online', done)
  })
  throwIfAborted(signal)
}

/** @throws AbortedError */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortedError('Stopped by the caller', { cause: signal.reason })
}

/** A controller that also ends when `signal` does. `AbortSignal.any` would need Node 20.3 and leaks on some versions. */
export function linkedController(signal: AbortSignal | undefined) {
  const controller = new AbortController()
  const end = () => controller.abort(signal?.reason)
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, { once: true })
  return { controller, release: () => signal?.removeEventListener('abort', end) }
}

/** UUID version 4. `crypto.randomUUID` is missing on pages that are not served over https. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

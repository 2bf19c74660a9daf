import { createValue } from '../stores/value.ts'

/**
 * A part of a page that is fetched beside it, from the start; null until it is there. It is tried until it is had: a cut
 * in the network must not leave a page without it.
 */
export function fetched<T>(load: () => Promise<T>): () => T | null {
  const part = createValue<{ is: T } | null>(null)
  const attempt = async (pauseMs: number): Promise<void> => {
    try {
      part.set({ is: await load() })
    } catch {
      setTimeout(() => void attempt(Math.min(pauseMs * 2, 60_000)), pauseMs)
    }
  }
  void attempt(1_000)
  return () => part.use()?.is ?? null
}

import { useSyncExternalStore } from 'react'

/** A small global value with listeners; the only kind of global state of the console. */
export function createValue<T>(first: T) {
  let now = first
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const get = (): T => now
  return {
    get,
    subscribe,
    set: (next: T): void => {
      if (Object.is(next, now)) return
      now = next
      for (const listener of listeners) listener()
    },
    use: (): T => useSyncExternalStore(subscribe, get),
  }
}

import { useSyncExternalStore } from 'react'

/** Whether a media query holds now, kept up to date. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** Wide enough for the sidebar to stand beside the page. */
export const useWide = (): boolean => useMedia('(min-width: 900px)')

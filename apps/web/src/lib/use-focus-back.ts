import { useEffect, useState } from 'react'
import { isTouch } from './keyboard.ts'

/**
 * Gives the focus back, when this part goes away with it, to where it was before; else to the page. On a touch screen
 * always to the page: a field would bring the keyboard.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return
      const there =
        !isTouch() && before instanceof HTMLElement && before !== document.body && before.isConnected
      const target = there ? before : document.getElementById('main')
      target?.focus({ preventScroll: true })
    },
    [before],
  )
}

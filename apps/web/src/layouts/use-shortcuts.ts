import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { hasMod } from '../lib/keyboard.ts'
import { paths } from '../paths.ts'
import {
  isPaletteOpen,
  setNewTerminal,
  setPalette,
  setShortcutList,
  toggleSidebar,
} from '../stores/layout.ts'

/** Keys that work on every page. A terminal keeps its own: only the palette's is taken from it. */
export function useShortcuts(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      const inTerminal = target instanceof Element && target.closest('.xterm') !== null
      if (event.key === '?' && !ownsKeys(target)) setShortcutList(true)
      if (!hasMod(event)) return
      const key = event.key.toLowerCase()
      // Ctrl+K means something to a shell; there the palette is Ctrl+Shift+K.
      if (key === 'k' && (!inTerminal || event.shiftKey || event.metaKey)) {
        event.preventDefault()
        event.stopPropagation()
        setPalette(!isPaletteOpen())
      } else if (inTerminal) return
      else if (key === 'b') {
        event.preventDefault()
        toggleSidebar()
      } else if (key === 'o' && event.shiftKey) {
        event.preventDefault()
        void navigate({ to: paths.home() })
      } else if (key === 'e' && event.shiftKey) {
        event.preventDefault()
        setNewTerminal(true)
      }
    }
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  }, [navigate])
}

/** What is typed into, or has keys of its own. */
const ownsKeys = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [role=menu], [role=dialog], [role=alertdialog]') !== null

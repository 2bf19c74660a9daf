import { isBoolean, readStored, writeStored } from '../lib/stored.ts'
import { createValue } from './value.ts'

const key = 'atrium.sidebar'
const sidebar = createValue(readStored(key, isBoolean, true))
const drawer = createValue(false)
const palette = createValue(false)

/** Whether the sidebar stands beside the page; wide screens only. */
export const useSidebar = sidebar.use
export function toggleSidebar(): void {
  sidebar.set(!sidebar.get())
  writeStored(key, sidebar.get())
}

/** Whether the sidebar lies over the page; narrow screens only. */
export const useDrawer = drawer.use
export const setDrawer = drawer.set

export const usePalette = palette.use
export const setPalette = palette.set
export const isPaletteOpen = palette.get

/** Whether the dialog for a new terminal is open; the sidebar, the palette and a shortcut open it. */
const newTerminal = createValue(false)
export const useNewTerminal = newTerminal.use
export const setNewTerminal = newTerminal.set

/** Whether the list of shortcuts is open. */
const shortcuts = createValue(false)
export const useShortcutList = shortcuts.use
export const setShortcutList = shortcuts.set

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** How the command key is written on this machine. */
export const modKey = mac ? '⌘' : 'Ctrl'

/** Whether the platform's command key is held, and no other that would make it a different shortcut. */
export const hasMod = (event: KeyboardEvent | React.KeyboardEvent): boolean =>
  mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey

/** True on devices whose main pointer is a finger: there Enter makes a new line, and nothing takes focus by itself. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

import type { TerminalKey } from '@atrium/schema'

/** What is put into a session; `keys` by their names, behind the text. */
export type Typed = { text: string; bracketed: boolean; keys: readonly TerminalKey[] }

const escape = '\u001b'
const named: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: escape,
  Tab: '\t',
  BTab: `${escape}[Z`,
  Space: ' ',
  BSpace: '\u007f',
  Up: `${escape}[A`,
  Down: `${escape}[B`,
  Right: `${escape}[C`,
  Left: `${escape}[D`,
  Home: `${escape}[H`,
  End: `${escape}[F`,
  PageUp: `${escape}[5~`,
  PageDown: `${escape}[6~`,
  Insert: `${escape}[2~`,
  Delete: `${escape}[3~`,
  F1: `${escape}OP`,
  F2: `${escape}OQ`,
  F3: `${escape}OR`,
  F4: `${escape}OS`,
  F5: `${escape}[15~`,
  F6: `${escape}[17~`,
  F7: `${escape}[18~`,
  F8: `${escape}[19~`,
  F9: `${escape}[20~`,
  F10: `${escape}[21~`,
  F11: `${escape}[23~`,
  F12: `${escape}[24~`,
}

/** What a terminal without tmux sends for a key. */
export function bytesOf(key: TerminalKey): string {
  const plain = named[key]
  if (plain !== undefined) return plain
  const letter = key.slice(2)
  return key.startsWith('C-') ? String.fromCharCode(letter.charCodeAt(0) & 0x1f) : escape + letter
}

import type { Flag, IsoText, JsonText } from '../columns.ts'

/** Terminal sessions that were begun here, running or not. */
export interface KnownSessionTable {
  name: string
  tmuxName: string
  directory: string
  command: string | null
  createdAt: IsoText
  lastSeenAt: IsoText
  pinned: Flag
  muted: Flag
  manuallyStopped: Flag
  /** How it ended: exit status and signal. */
  exit: JsonText | null
}

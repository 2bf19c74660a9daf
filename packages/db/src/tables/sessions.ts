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

/** What programs inside a session call the hub with; the key itself is never stored. */
export interface SessionKeyTable {
  session: string
  /** Name of the session when its programs were started: what their environment still says after a rename. */
  envName: string
  keyId: string
  /** Null once the session has ended. */
  keyHash: string | null
  cardId: string | null
  projectId: string | null
  /** Where its agent keeps its note, as its hooks told. */
  agent: JsonText | null
  createdAt: IsoText
}

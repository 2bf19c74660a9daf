import type { CardStage } from '@atrium/schema'
import type { IsoText, JsonText } from '../columns.ts'

/** Cards of the board. */
export interface BoardCardTable {
  id: string
  projectId: string
  title: string
  priority: 'p0' | 'p1' | 'p2' | null
  stage: CardStage
  origin: 'solo' | 'collab'
  theme: string | null
  /** Sort key inside a column. */
  position: number
  sessionRef: string | null
  brainstormDoc: string | null
  notes: string | null
  branch: string | null
  implementSummary: string | null
  worktreePath: string | null
  /** What its session, branch and working tree are called after; chosen once, of no other card. */
  slug: string | null
  createdAt: IsoText
  updatedAt: IsoText
}

/** An operation of several steps that has begun; whatever is still here at a start is finished or undone. */
export interface BoardWorkTable {
  id: string
  kind: string
  /** One operation a card at a time. */
  cardId: string
  facts: JsonText
  startedAt: IsoText
}

/** What was not committed when a working tree was removed; the reference keeps the files. */
export interface BoardSnapshotTable {
  id: string
  cardId: string
  projectId: string
  /** The card as it was, to be put back with its files. */
  card: JsonText
  ref: string
  commitId: string
  branch: string | null
  files: number
  createdAt: IsoText
}

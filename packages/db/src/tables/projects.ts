import type { Flag, IsoText } from '../columns.ts'

/** Folders that are projects; those that were taken out stay as rows, so that discovery does not bring them back. */
export interface ProjectTable {
  id: string
  displayName: string
  /** Links resolved; one project a folder. */
  path: string
  pinned: Flag
  origin: 'added' | 'discovered'
  addedAt: IsoText
  removedAt: IsoText | null
}

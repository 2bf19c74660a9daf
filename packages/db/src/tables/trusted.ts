import type { IsoText } from '../columns.ts'

/** Programs, and what starts them, that an administrator has approved exactly as they were shown. */
export interface TrustedProgramTable {
  kind: 'agent' | 'hook' | 'mcp' | 'module'
  name: string
  /** SHA-256, hexadecimal, over everything that decides what runs. */
  hash: string
  approvedAt: IsoText
  approvedBy: string
}

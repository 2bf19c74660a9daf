import type { GrantType } from '@atrium/schema'
import type { IsoText, JsonText } from '../columns.ts'

/** What an agent in a terminal asked. The input of what was answered is not kept. */
export interface ApprovalTable {
  id: string
  session: string
  tool: string
  input: JsonText
  /** SHA-256 over the input that was shown. */
  inputHash: string
  cwd: string
  suggestions: JsonText
  state: 'waiting' | 'allowed' | 'denied' | 'expired' | 'settled'
  /** How it expired or was settled. */
  reason: string | null
  message: string | null
  decidedBy: string | null
  createdAt: IsoText
  expiresAt: IsoText
  endedAt: IsoText | null
}

/** A rule that answers for a person, in one project, one folder or everywhere. */
export interface StandingRuleTable {
  id: string
  behavior: 'allow' | 'ask' | 'deny'
  type: GrantType
  pattern: string
  projectId: string | null
  /** Real path. */
  folder: string | null
  note: string
  expiresAt: IsoText | null
  createdAt: IsoText
  createdBy: string
}

/** One line of the audit log; `hash` is over the line and the hash of the one before it. Nothing ever changes a row. */
export interface AuditEntryTable {
  seq: number
  at: IsoText
  event: string
  actor: string | null
  label: string | null
  session: string | null
  requestId: string | null
  facts: JsonText
  hash: string
}

/** One row: where the audit log begins and ends, so that what is cut off is missed. */
export interface AuditHeadTable {
  id: number
  firstSeq: number
  /** Hash of the row before the first one; empty at the very beginning. */
  firstPrevious: string
  lastSeq: number
  lastHash: string
}

import { hash } from 'node:crypto'
import type { AuditEntryTable } from '@atrium/db'

export const sha256 = (text: string): string => hash('sha256', text)

/** What ties a line to the one before it. */
export const hashOf = (row: Omit<AuditEntryTable, 'hash'>, previous: string): string => {
  const { seq, at, event, actor, label, session, requestId, facts } = row
  return sha256(JSON.stringify([previous, seq, at, event, actor, label, session, requestId, facts]))
}

import type { IsoText, JsonText } from '../columns.ts'

/** Answers to creating calls, kept so that a retry never doubles. */
export interface IdempotencyTable {
  credentialId: string
  key: string
  requestHash: string
  /** Null while the first call is still at work. */
  response: JsonText | null
  createdAt: IsoText
}

/** Migrations that were applied, oldest first by name. */
export interface MigrationTable {
  name: string
  appliedAt: IsoText
}

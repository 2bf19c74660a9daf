import type { IsoText, JsonText } from '../columns.ts'

/** What one transcript told of answers of models: an index that can be made again while the file is there. */
export interface UsageFileTable {
  path: string
  provider: 'claude' | 'codex'
  size: number
  mtimeMs: number
  inode: number
  /** How far it was read, up to the end of a line. */
  readBytes: number
  /** What later lines need to know of earlier ones. */
  state: JsonText
  /** Answers, packed, as base64; and the names in them. */
  entries: string
  names: JsonText
  count: number
}

/** Days, added up of all transcripts. */
export interface UsageSummaryTable {
  /** Time zone. */
  id: string
  /** Of all that it was made of; another one means that it is old. */
  fingerprint: string
  body: JsonText
}

/** Rate limits of an account as they were last told. */
export interface UsageAccountTable {
  id: string
  at: IsoText
  body: JsonText
}

/** What was used of an account's limits at one time. */
export interface UsagePointTable {
  account: string
  at: IsoText
  label: string | null
  agent: string
  fiveHour: number | null
  sevenDay: number | null
  fiveHourReset: number | null
  sevenDayReset: number | null
}

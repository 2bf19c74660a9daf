import type { Flag, IsoText } from '../columns.ts'

/** What is known of one transcript file of Claude Code: an index that can be made again at any time. */
export interface TranscriptTable {
  /** Absolute path of the file. */
  path: string
  sessionId: string
  /** Name of its folder under `projects`. */
  folder: string
  size: number
  mtimeMs: number
  inode: number
  /** Bytes that were read from the start, up to the end of a line, and the messages in them. */
  scannedBytes: number
  scannedCount: number
  messageCount: number
  /** Whether `messageCount` is no estimate. */
  exact: Flag
  cwd: string | null
  title: string | null
  titleKind: 'custom' | 'ai' | 'summary' | 'first' | null
  firstMessage: string | null
  model: string | null
  createdAt: IsoText
  lastAt: IsoText
}

/** Tokens of one answer of a model, kept longer than the transcript that told of it. */
export interface TranscriptUsageTable {
  /** Id of the message and of its request: one answer has several lines, and copies in other transcripts. */
  id: string
  sessionId: string
  cwd: string | null
  at: IsoText
  model: string
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheCreationTokens: number
}

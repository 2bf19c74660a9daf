import type { ApiKeyTable, BrowserSessionTable } from './tables/auth.ts'
import type {
  ChatBlockTable,
  ChatEventTable,
  ChatGrantTable,
  ChatTable,
  ChatTextTable,
  RunTable,
} from './tables/chat.ts'
import type { ChatContextTable } from './tables/contexts.ts'
import type { IdempotencyTable, MigrationTable } from './tables/core.ts'
import type { ImportedConversationTable } from './tables/imports.ts'
import type { SchedulerRunTable } from './tables/scheduler.ts'
import type { KnownSessionTable } from './tables/sessions.ts'
import type { SettingTable } from './tables/settings.ts'
import type { SyncClockTable, SyncFileTable } from './tables/sync.ts'
import type { TranscriptTable, TranscriptUsageTable } from './tables/transcripts.ts'
import type { TrustedProgramTable } from './tables/trusted.ts'

/** Every table by its name in queries; in the database names are snake_case. */
export interface Database {
  migration: MigrationTable
  setting: SettingTable
  apiKey: ApiKeyTable
  browserSession: BrowserSessionTable
  chat: ChatTable
  run: RunTable
  chatEvent: ChatEventTable
  chatBlock: ChatBlockTable
  chatText: ChatTextTable
  chatGrant: ChatGrantTable
  chatContext: ChatContextTable
  importedConversation: ImportedConversationTable
  idempotency: IdempotencyTable
  knownSession: KnownSessionTable
  trustedProgram: TrustedProgramTable
  transcript: TranscriptTable
  transcriptUsage: TranscriptUsageTable
  schedulerRun: SchedulerRunTable
  syncFile: SyncFileTable
  syncClock: SyncClockTable
}

/** Every table that was ever ours, in an order in which none refers to a later one. */
export const tableNames = [
  'setting',
  'api_key',
  'browser_session',
  'idempotency',
  'known_session',
  'trusted_program',
  'sync_file',
  'sync_clock',
  'transcript',
  'transcript_usage',
  'chat',
  'run',
  'chat_event',
  'chat_block',
  'chat_text',
  'chat_grant',
  'chat_context',
  'imported_conversation',
  'scheduler_run',
] as const

import type { ApprovalTable, AuditEntryTable, AuditHeadTable, StandingRuleTable } from './tables/approvals.ts'
import type { ApiKeyTable, BrowserSessionTable } from './tables/auth.ts'
import type { BoardCardTable, BoardSnapshotTable, BoardWorkTable } from './tables/board.ts'
import type {
  BotClockTable,
  BotConnectorTable,
  BotConversationTable,
  BotDeliveryTable,
  BotNoteTable,
  BotPairingTable,
  BotPersonTable,
  BotUpdateTable,
} from './tables/bots.ts'
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
import type { ProjectTable } from './tables/projects.ts'
import type { PushSubscriptionTable } from './tables/push.ts'
import type { SchedulerRunTable } from './tables/scheduler.ts'
import type { KnownSessionTable, SessionKeyTable } from './tables/sessions.ts'
import type { SettingTable } from './tables/settings.ts'
import type { SyncClockTable, SyncFileTable } from './tables/sync.ts'
import type { TranscriptTable, TranscriptUsageTable } from './tables/transcripts.ts'
import type { TrustedProgramTable } from './tables/trusted.ts'
import type { UsageAccountTable, UsageFileTable, UsagePointTable, UsageSummaryTable } from './tables/usage.ts'
import type {
  WebhookAttemptTable,
  WebhookDeliveryTable,
  WebhookEventTable,
  WebhookTable,
} from './tables/webhooks.ts'

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
  project: ProjectTable
  sessionKey: SessionKeyTable
  trustedProgram: TrustedProgramTable
  transcript: TranscriptTable
  transcriptUsage: TranscriptUsageTable
  usageFile: UsageFileTable
  usageSummary: UsageSummaryTable
  usageAccount: UsageAccountTable
  usagePoint: UsagePointTable
  schedulerRun: SchedulerRunTable
  approval: ApprovalTable
  standingRule: StandingRuleTable
  auditEntry: AuditEntryTable
  auditHead: AuditHeadTable
  boardCard: BoardCardTable
  boardWork: BoardWorkTable
  boardSnapshot: BoardSnapshotTable
  pushSubscription: PushSubscriptionTable
  botConnector: BotConnectorTable
  botPerson: BotPersonTable
  botPairing: BotPairingTable
  botConversation: BotConversationTable
  botUpdate: BotUpdateTable
  botDelivery: BotDeliveryTable
  botClock: BotClockTable
  botNote: BotNoteTable
  webhook: WebhookTable
  webhookEvent: WebhookEventTable
  webhookDelivery: WebhookDeliveryTable
  webhookAttempt: WebhookAttemptTable
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
  'project',
  'session_key',
  'trusted_program',
  'sync_file',
  'sync_clock',
  'transcript',
  'transcript_usage',
  'usage_file',
  'usage_summary',
  'usage_account',
  'usage_point',
  'chat',
  'run',
  'chat_event',
  'chat_block',
  'chat_text',
  'chat_grant',
  'chat_context',
  'imported_conversation',
  'scheduler_run',
  'approval',
  'standing_rule',
  'audit_entry',
  'audit_head',
  'board_card',
  'board_work',
  'board_snapshot',
  'push_subscription',
  'bot_connector',
  'bot_person',
  'bot_pairing',
  'bot_conversation',
  'bot_update',
  'bot_delivery',
  'bot_clock',
  'bot_note',
  // Last: triggers note changes of the others once there is a webhook.
  'webhook',
  'webhook_event',
  'webhook_delivery',
  'webhook_attempt',
] as const

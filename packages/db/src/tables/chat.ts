import type { ChatState, GrantType, PermissionMode, TrustLevel } from '@atrium/schema'
import type { Generated } from 'kysely'
import type { Flag, IsoText, JsonText } from '../columns.ts'

/** A conversation. `nextSeq` is the number that its next event gets. */
export interface ChatTable {
  id: string
  title: string | null
  titleSource: 'default' | 'user'
  module: string
  source: string
  workingDirectory: string | null
  vaultRoot: string | null
  model: string | null
  modelChoice: string | null
  messageCount: number
  archived: Flag
  createdAt: IsoText
  lastAccessed: IsoText
  continuedFrom: string | null
  agentType: string | null
  trustLevel: TrustLevel
  workspaceId: string | null
  linkedBotPlatform: string | null
  linkedBotChatId: string | null
  linkedBotChatType: string | null
  metadata: JsonText | null
  runner: string
  permissionMode: PermissionMode
  state: ChatState
  agentSessionId: string | null
  nextSeq: number
}

export type RunState = 'queued' | 'running' | 'completed' | 'aborted' | 'failed' | 'interrupted'

/** One agent turn. `position` orders the runs of a chat; `request` is what the run needs to start. */
export interface RunTable {
  id: string
  chatId: string
  position: number
  messageId: string | null
  state: RunState
  request: JsonText
  createdAt: IsoText
  startedAt: IsoText | null
  endedAt: IsoText | null
}

/** The append-only log of a chat: gapless `seq` from 1. */
export interface ChatEventTable {
  chatId: string
  seq: number
  runId: string
  type: string
  data: JsonText
  at: IsoText
}

/** Checkpoint of the block that is growing now; gone when the block is a durable event. */
export interface ChatBlockTable {
  chatId: string
  runId: string
  block: string
  kind: 'text' | 'thinking'
  content: string
  at: IsoText
}

/** What full-text search looks through: messages by their event's `seq`, and the title as `seq` 0. */
export interface ChatTextTable {
  id: Generated<number>
  chatId: string
  seq: number
  role: 'user' | 'assistant' | 'title'
  text: string
  at: IsoText
}

/** A standing answer to permission requests of a chat. */
export interface ChatGrantTable {
  id: string
  chatId: string
  behavior: 'allow' | 'deny'
  type: GrantType
  pattern: string
  createdAt: IsoText
}

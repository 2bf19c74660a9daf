import type { TrustLevel } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import type { ChatRow } from './store.ts'

/** A chat that a part of the hub begins before anything is said in it. */
export type Begun = {
  id: string
  title: string
  source: string
  trustLevel: TrustLevel
  /** Of a conversation in a messenger, where its `source` is one. */
  linkedBotChatId: string | null
  linkedBotChatType: string | null
  metadata: Record<string, unknown> | null
}

/** `runner` is the one of a chat whose first message names none. */
export function emptyChat(facts: Begun, runner: string): ChatRow {
  const { linkedBotChatId, linkedBotChatType, metadata, source } = facts
  const at = nowIso()
  return {
    id: facts.id,
    title: facts.title,
    titleSource: 'default',
    module: 'chat',
    source,
    workingDirectory: null,
    vaultRoot: null,
    model: null,
    modelChoice: null,
    messageCount: 0,
    archived: 0,
    createdAt: at,
    lastAccessed: at,
    continuedFrom: null,
    agentType: null,
    trustLevel: facts.trustLevel,
    workspaceId: null,
    linkedBotPlatform: linkedBotChatId === null ? null : source,
    linkedBotChatId,
    linkedBotChatType,
    metadata: metadata && JSON.stringify(metadata),
    runner,
    permissionMode: 'default',
    state: 'idle',
    agentSessionId: null,
    nextSeq: 1,
  }
}

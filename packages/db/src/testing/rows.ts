import type { Insertable } from 'kysely'
import type { ChatTable, RunTable } from '../tables/chat.ts'

/** A time for rows whose time does not matter. */
export const at = '2026-01-02T03:04:05.678Z'

export function aChat(id: string, changes: Partial<Insertable<ChatTable>> = {}): Insertable<ChatTable> {
  return {
    id,
    title: null,
    titleSource: 'default',
    module: 'chat',
    source: 'atrium',
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
    trustLevel: 'vault',
    workspaceId: null,
    linkedBotPlatform: null,
    linkedBotChatId: null,
    linkedBotChatType: null,
    metadata: null,
    runner: 'guide',
    permissionMode: 'default',
    state: 'idle',
    agentSessionId: null,
    nextSeq: 1,
    ...changes,
  }
}

export function aRun(id: string, chatId: string, position: number): Insertable<RunTable> {
  return {
    id,
    chatId,
    position,
    messageId: null,
    state: 'completed',
    request: '{}',
    createdAt: at,
    startedAt: null,
    endedAt: null,
  }
}

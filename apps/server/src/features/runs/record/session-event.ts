import type { LogEvent } from '@atrium/schema'
import type { RunChat } from '../store.ts'

/** What viewers are told about the chat itself, when it was there before. */
export const sessionEvent = (chat: RunChat, runId: string): LogEvent => ({
  type: 'session',
  run_id: runId,
  id: chat.id,
  title: chat.title,
  trust_level: chat.trustLevel,
  working_directory: chat.workingDirectory,
  workspace_id: chat.workspaceId,
  is_new: false,
  runner: chat.runner,
})

// Makes a chat that goes on with a session of Claude Code.
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid } from '../../core/errors.ts'
import type { OpenFile } from '../../host/paths.ts'
import type { ImportedChat } from '../chat/imported.ts'
import { toConversation } from './conversation.ts'
import { readMessages } from './messages.ts'
import type { ListedTranscript, TranscriptStore } from './store.ts'

export type AdoptDeps = {
  store: TranscriptStore
  folders: { resolve(path: string | null): Promise<{ stored: string | null }> }
  importChat: (chat: ImportedChat) => Promise<{ id: string; created: boolean }>
  /** @throws AppError not_found */
  openTranscript: (row: ListedTranscript) => Promise<OpenFile>
}

/** So many of the last messages are shown in an adopted chat; the agent knows all of them. */
const shownMessages = 200

export function createAdopt({ store, folders, importChat, openTranscript }: AdoptDeps) {
  /** @throws AppError outside_roots, invalid */
  async function folderOf(row: ListedTranscript, named: string | null | undefined) {
    const path = named ?? row.cwd
    return folders.resolve(path).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error
      const gone = `The folder of this session is gone: ${path}. Name another one in workingDirectory.`
      throw invalid('workingDirectory', named == null ? gone : `Folder not found: ${named}`)
    })
  }

  /** What was said last, for people to read and to search. */
  async function history(row: ListedTranscript, signal: AbortSignal) {
    await using file = await openTranscript(row)
    const { messages, before } = await readMessages(file.handle, {
      before: file.info.size,
      limit: shownMessages,
      spoken: true,
      signal,
    })
    if (messages.length === 0 && before === null)
      throw new AppError('bad_request', `Could not parse session: ${row.sessionId}`)
    return { messages: toConversation(messages, row.createdAt), cut: before !== null }
  }

  /** @throws AppError outside_roots, invalid, bad_request when nothing in it can be read */
  return async function adopt(
    row: ListedTranscript,
    named: string | null | undefined,
    signal: AbortSignal,
  ): Promise<{ id: string; created: boolean }> {
    const { stored } = await folderOf(row, named)
    const { messages, cut } = await history(row, signal)
    const chat: ImportedChat = {
      id: row.sessionId,
      title: row.title,
      source: 'claude-code',
      workingDirectory: stored,
      createdAt: row.createdAt,
      lastAccessed: nowIso(),
      archived: false,
      runner: 'claude',
      agentSessionId: row.sessionId,
      model: row.model,
      metadata: { original_id: row.sessionId, imported_at: nowIso() },
      messages,
      messageCount: Math.max(row.messageCount, messages.length),
      ...(cut && {
        note: {
          code: 'history_cut',
          title: 'Earlier messages',
          message: 'Only the last part of this session is shown here. The agent knows all of it.',
        },
      }),
    }
    const made = await importChat(chat)
    if (made.created) return made
    // Made by another call in this moment, or the id belongs to some other chat.
    const other = (await store.session(row.sessionId))?.chatId
    if (other != null) return { id: other, created: false }
    const { id: _, ...anonymous } = chat
    return importChat(anonymous)
  }
}

// Finds sessions that the agent held in the vault's `Chat` folder without the hub, and makes chats of them.
import { join } from 'node:path'
import { type ClaudeSession, type ImportSynced, limits } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'

export type SyncDeps = {
  vault: string
  sessions: {
    /** Sessions of a folder as they are at this moment. */
    now(path: string, signal: AbortSignal): Promise<ClaudeSession[]>
    /** @throws AppError when nothing in it can be read */
    adopt(
      call: { sessionId: string; path: string | undefined; workingDirectory: string | null | undefined },
      signal: AbortSignal,
    ): Promise<{ parachuteSessionId: string; alreadyAdopted: boolean }>
  }
  archive: (chatId: string) => Promise<unknown>
  /** True when the chat had not known it. */
  refresh: (chatId: string, facts: { messageCount: number; lastAccessed: string }) => Promise<boolean>
}

export function createSync({ vault, sessions, archive, refresh }: SyncDeps) {
  const path = join(vault, 'Chat')

  /** @throws the reason of the signal */
  return async function sync(
    { archived, force }: { archived: boolean; force: boolean },
    signal: AbortSignal,
  ): Promise<ImportSynced> {
    const found = await sessions.now(path, signal)
    const done: ImportSynced = { discovered: found.length, synced: 0, updated: 0, skipped: 0, errors: [] }
    const one = async (session: ClaudeSession): Promise<'synced' | 'updated' | 'skipped'> => {
      const { sessionId, chatId, messageCount, lastTimestamp } = session
      if (chatId !== null) {
        const facts = { messageCount, lastAccessed: lastTimestamp ?? session.createdAt }
        return force && (await refresh(chatId, facts)) ? 'updated' : 'skipped'
      }
      if (messageCount === 0) return 'skipped'
      const call = { sessionId, path: undefined, workingDirectory: undefined }
      const { parachuteSessionId, alreadyAdopted } = await sessions.adopt(call, signal)
      if (alreadyAdopted) return 'skipped'
      if (archived) await archive(parachuteSessionId)
      return 'synced'
    }
    for (const session of found) {
      signal.throwIfAborted()
      try {
        done[await one(session)]++
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof AppError)) throw error
        if (done.errors.length < limits.importErrors)
          done.errors.push(`${session.sessionId}.jsonl: ${messageOf(error)}`)
      }
    }
    return done
  }
}

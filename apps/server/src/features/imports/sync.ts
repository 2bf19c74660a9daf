// Finds sessions that the agent held in the vault's `Chat` folder without the hub, and makes chats of them.
import { join } from 'node:path'
import { type ClaudeSession, type ClaudeSessionList, type ImportSynced, limits } from '@atrium/schema'
import { sleep } from '../../core/clock.ts'
import { AppError, messageOf } from '../../core/errors.ts'

export type SyncDeps = {
  vault: string
  sessions: {
    /** Sessions of a folder, newest first; `indexing` of all transcripts are not known yet. */
    project(query: { path: string; limit: number; offset: number }): Promise<ClaudeSessionList>
    /** @throws AppError when nothing in it can be read */
    adopt(
      call: { sessionId: string; path: string | undefined; workingDirectory: string | null | undefined },
      signal: AbortSignal,
    ): Promise<{ parachuteSessionId: string; alreadyAdopted: boolean }>
  }
  archive(chatId: string): Promise<unknown>
  /** True when the chat had not known it. */
  refresh(chatId: string, facts: { messageCount: number; lastAccessed: string }): Promise<boolean>
}

const indexWaitMs = 250

export function createSync({ vault, sessions, archive, refresh }: SyncDeps) {
  const path = join(vault, 'Chat')

  async function all(signal: AbortSignal): Promise<ClaudeSession[]> {
    const found: ClaudeSession[] = []
    for (let page: ClaudeSessionList; ; ) {
      page = await sessions.project({ path, limit: limits.transcriptPageMax, offset: found.length })
      if (page.indexing > 0) {
        await sleep(indexWaitMs, signal)
        found.length = 0
        continue
      }
      found.push(...page.sessions)
      if (page.sessions.length < limits.transcriptPageMax) return found
    }
  }

  /** @throws the reason of the signal */
  return async function sync(
    { archived, force }: { archived: boolean; force: boolean },
    signal: AbortSignal,
  ): Promise<ImportSynced> {
    const found = await all(signal)
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

import type { Database } from '@atrium/db'
import type { LogEvent } from '@atrium/schema'
import type { Kysely } from 'kysely'

export type Sources = ReturnType<typeof createSources>

/** What events are about, as it is when they are put in line; null for what is gone by then. */
export function createSources(db: Kysely<Database>) {
  return {
    chat: async (id: string) =>
      (await db
        .selectFrom('chat')
        .select(['workspaceId', 'workingDirectory', 'source', 'title'])
        .where('id', '=', id)
        .executeTakeFirst()) ?? null,
    async logged(chatId: string, seq: number): Promise<LogEvent | null> {
      const row = await db
        .selectFrom('chatEvent')
        .select('data')
        .where('chatId', '=', chatId)
        .where('seq', '=', seq)
        .executeTakeFirst()
      return row ? (JSON.parse(row.data) as LogEvent) : null // only the log writes this column
    },
    async outcome(chatId: string, runId: string, type: 'result' | 'error'): Promise<LogEvent | null> {
      const row = await db
        .selectFrom('chatEvent')
        .select('data')
        .where('chatId', '=', chatId)
        .where('runId', '=', runId)
        .where('type', '=', type)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? (JSON.parse(row.data) as LogEvent) : null // only the log writes this column
    },
    approval: async (id: string) =>
      (await db.selectFrom('approval').select(['tool', 'input']).where('id', '=', id).executeTakeFirst()) ??
      null,
  }
}

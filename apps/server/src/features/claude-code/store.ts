import type { Database, TranscriptTable, TranscriptUsageTable } from '@atrium/db'
import { type Kysely, sql } from 'kysely'

export type TranscriptStore = ReturnType<typeof createTranscriptStore>
export type TranscriptRow = TranscriptTable
export type UsageRow = TranscriptUsageTable
/** A transcript with the chat that goes on with its session. */
export type ListedTranscript = TranscriptTable & { chatId: string | null }

export type ModelTokens = {
  model: string
  messages: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheCreationTokens: number
}

/** Rows of one statement. */
const rowsAtOnce = 50

export function createTranscriptStore(db: Kysely<Database>) {
  /** Those with messages, the newest activity first. */
  const listed = () =>
    db
      .selectFrom('transcript')
      .selectAll()
      .select((eb) =>
        eb
          .selectFrom('chat')
          .select('chat.id')
          .whereRef('chat.agentSessionId', '=', 'transcript.sessionId')
          .orderBy('chat.id')
          .limit(1)
          .as('chatId'),
      )
      .where('messageCount', '>', 0)
      .orderBy('lastAt', 'desc')
      .orderBy('path', 'desc')

  return {
    /** What was known of each file when it was last looked at. */
    async stamps(): Promise<Pick<TranscriptRow, 'path' | 'size' | 'mtimeMs' | 'exact'>[]> {
      return db.selectFrom('transcript').select(['path', 'size', 'mtimeMs', 'exact']).execute()
    },
    async find(path: string): Promise<TranscriptRow | undefined> {
      return db.selectFrom('transcript').selectAll().where('path', '=', path).executeTakeFirst()
    },
    async page(query: { limit: number; offset: number; project?: string }): Promise<ListedTranscript[]> {
      const { limit, offset, project } = query
      let select = listed()
      if (project !== undefined)
        select = select.where((eb) =>
          eb.or([eb('cwd', '=', project), eb('cwd', 'is', null).and('folder', '=', project)]),
        )
      return select.limit(limit).offset(offset).execute()
    },
    /** The newest of that id; there may be one in each of several projects. */
    async session(sessionId: string, project?: string): Promise<ListedTranscript | undefined> {
      let select = listed().where('sessionId', '=', sessionId)
      if (project !== undefined)
        select = select.where((eb) => eb.or([eb('cwd', '=', project), eb('folder', '=', project)]))
      return select.limit(1).executeTakeFirst()
    },
    async projects(): Promise<{ folder: string; path: string; count: number; lastAt: string }[]> {
      const rows = await db
        .selectFrom('transcript')
        .select((eb) => [
          'folder',
          eb.fn.coalesce('cwd', 'folder').as('path'),
          eb.fn.countAll().as('count'),
          eb.fn.max('lastAt').as('lastAt'),
        ])
        .where('messageCount', '>', 0)
        .groupBy(['folder', sql`coalesce(cwd, folder)`])
        .orderBy('path')
        .execute()
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },
    /** Saves what was found in files; the answers of models in them are counted once, however often they are told. */
    async save(rows: readonly TranscriptRow[], usage: readonly UsageRow[]): Promise<void> {
      await db.transaction().execute(async (trx) => {
        for (const part of chunks(rows))
          await trx
            .insertInto('transcript')
            .values(part)
            .onConflict((conflict) =>
              conflict.column('path').doUpdateSet((eb) => ({
                size: eb.ref('excluded.size'),
                mtimeMs: eb.ref('excluded.mtimeMs'),
                inode: eb.ref('excluded.inode'),
                scannedBytes: eb.ref('excluded.scannedBytes'),
                scannedCount: eb.ref('excluded.scannedCount'),
                messageCount: eb.ref('excluded.messageCount'),
                exact: eb.ref('excluded.exact'),
                cwd: eb.ref('excluded.cwd'),
                title: eb.ref('excluded.title'),
                titleKind: eb.ref('excluded.titleKind'),
                firstMessage: eb.ref('excluded.firstMessage'),
                model: eb.ref('excluded.model'),
                createdAt: eb.ref('excluded.createdAt'),
                lastAt: eb.ref('excluded.lastAt'),
              })),
            )
            .execute()
        for (const part of chunks(usage))
          await trx
            .insertInto('transcriptUsage')
            .values(part)
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet((eb) => ({ outputTokens: eb.ref('excluded.outputTokens') }))
                .whereRef('excluded.outputTokens', '>', 'transcriptUsage.outputTokens'),
            )
            .execute()
      })
    },
    async forget(paths: readonly string[]): Promise<void> {
      for (const part of chunks(paths)) await db.deleteFrom('transcript').where('path', 'in', part).execute()
    },
    /** Answers of models since a time, by model. */
    async tokensSince(since: string): Promise<ModelTokens[]> {
      const rows = await db
        .selectFrom('transcriptUsage')
        .select((eb) => [
          'model',
          eb.fn.countAll().as('messages'),
          eb.fn.sum('inputTokens').as('inputTokens'),
          eb.fn.sum('outputTokens').as('outputTokens'),
          eb.fn.sum('cacheReadTokens').as('cacheReadTokens'),
          eb.fn.sum('cacheCreationTokens').as('cacheCreationTokens'),
        ])
        .where('at', '>=', since)
        .groupBy('model')
        .execute()
      return rows.map(({ model, ...sums }) => ({
        model,
        messages: Number(sums.messages),
        inputTokens: Number(sums.inputTokens),
        outputTokens: Number(sums.outputTokens),
        cacheReadTokens: Number(sums.cacheReadTokens),
        cacheCreationTokens: Number(sums.cacheCreationTokens),
      }))
    },
    async forgetUsage(before: string): Promise<void> {
      await db.deleteFrom('transcriptUsage').where('at', '<', before).execute()
    },
  }
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce)
}

import {
  type ChatEventTable,
  type ChatTable,
  type ChatTextTable,
  type Database,
  type Engine,
  matchText,
} from '@atrium/db'
import { Chat, type ChatListQuery, type ChatMessage, type ChatStats, type StoredEvent } from '@atrium/schema'
import { type Insertable, type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely'
import { nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { toStored } from '../../core/event-log.ts'

type Db = Kysely<Database> | Transaction<Database>
export type ChatRow = Selectable<ChatTable>
export type ChatStore = ReturnType<typeof createChatStore>
/** Without `archived`: both kinds. */
export type ChatSelection = Omit<ChatListQuery, 'archived'> & { archived?: boolean | undefined }
/** A conversation from elsewhere, with everything in it. */
export type ImportedRows = {
  chat: ChatRow
  events: Insertable<ChatEventTable>[]
  texts: Insertable<ChatTextTable>[]
}

/** How a chat is kept that nobody has said anything about. */
const defaultModules = ['chat', 'daily', 'build'] as const
const maxMessages = 1_000
/** Rows of one statement: the more of them, the fewer statements; few sizes keep the prepared ones in use. */
const rowsAtOnce = 50
const charsAtOnce = 256 * 1024

export function createChatStore(db: Kysely<Database>, engine: Engine) {
  return {
    async find(id: string, on: Db = db): Promise<ChatRow | undefined> {
      return on.selectFrom('chat').selectAll().where('id', '=', id).executeTakeFirst()
    },
    /** @throws AppError not_found */
    async row(id: string): Promise<ChatRow> {
      const row = await this.find(id)
      if (!row) throw notFound('Session', id)
      return row
    },
    /** @throws AppError not_found, record_damaged */
    async get(id: string): Promise<Chat> {
      return toChat(await this.row(id))
    },
    async insert(trx: Transaction<Database>, row: ChatRow): Promise<void> {
      await trx.insertInto('chat').values(row).execute()
    },
    /** @throws AppError not_found */
    async update(on: Db, id: string, change: Updateable<ChatTable>): Promise<void> {
      const done = await on.updateTable('chat').set(change).where('id', '=', id).executeTakeFirst()
      if (done.numUpdatedRows === 0n) throw notFound('Session', id)
    },
    /** Takes over what is known of a chat from elsewhere; true when it is more than was known. */
    async refresh(id: string, facts: { messageCount: number; lastAccessed: string }): Promise<boolean> {
      const done = await db
        .updateTable('chat')
        .set(facts)
        .where('id', '=', id)
        .where('messageCount', '<', facts.messageCount)
        .executeTakeFirst()
      return done.numUpdatedRows > 0n
    },
    /** True for the caller that really removed it. */
    async remove(id: string): Promise<boolean> {
      const done = await db.deleteFrom('chat').where('id', '=', id).executeTakeFirst()
      return done.numDeletedRows > 0n
    },
    transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> =>
      db.transaction().execute(work),
    /** Whole conversations; one whose id is taken is left out. Gives the ids of those that are new. */
    async insertImported(
      trx: Transaction<Database>,
      imported: readonly ImportedRows[],
    ): Promise<ReadonlySet<string>> {
      const made = new Set<string>()
      for (const rows of chunks(imported)) {
        const done = await trx
          .insertInto('chat')
          .values(rows.map(({ chat }) => chat))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .execute()
        for (const { id } of done) made.add(id)
      }
      const fresh = new Map(imported.filter(({ chat }) => made.has(chat.id)).map((one) => [one.chat.id, one]))
      await this.insertLog(trx, [...fresh.values()])
      return made
    },
    async insertLog(
      trx: Transaction<Database>,
      logs: readonly Pick<ImportedRows, 'events' | 'texts'>[],
    ): Promise<void> {
      for (const rows of chunks(
        logs.flatMap(({ events }) => events),
        ({ data }) => data.length,
      ))
        await trx.insertInto('chatEvent').values(rows).execute()
      for (const rows of chunks(
        logs.flatMap(({ texts }) => texts),
        ({ text }) => text.length,
      ))
        await trx.insertInto('chatText').values(rows).execute()
    },

    /** Newest change first. A damaged record is left out; it costs only itself. */
    async list(query: ChatSelection): Promise<{ chats: Chat[]; damaged: string[] }> {
      let select = db.selectFrom('chat').selectAll()
      if (query.archived !== undefined) select = select.where('archived', '=', query.archived ? 1 : 0)
      if (query.module !== undefined) select = select.where('module', '=', query.module)
      if (query.workspaceId !== undefined) select = select.where('workspaceId', '=', query.workspaceId)
      if (query.search !== undefined && query.search.trim() !== '') {
        const search = query.search
        select = select.where('id', 'in', (eb) =>
          eb.selectFrom('chatText').select('chatText.chatId').where(matchText(engine, search)),
        )
      }
      const rows = await select
        .orderBy('lastAccessed', 'desc')
        .orderBy('id', 'desc')
        .limit(query.limit)
        .offset(query.offset)
        .execute()
      const chats: Chat[] = []
      const damaged: string[] = []
      for (const row of rows) {
        try {
          chats.push(toChat(row))
        } catch {
          damaged.push(row.id)
        }
      }
      return { chats, damaged }
    },
    /** The chats of a workspace that is no more. */
    async leaveWorkspace(slug: string): Promise<ChatRow[]> {
      const left = db.updateTable('chat').set({ workspaceId: null }).where('workspaceId', '=', slug)
      return left.returningAll().execute()
    },
    async stats(): Promise<ChatStats> {
      const rows = await db
        .selectFrom('chat')
        .select(['module', 'archived', sql<number>`count(*)`.as('count')])
        .groupBy(['module', 'archived'])
        .execute()
      const byModule = new Map<string, number>(defaultModules.map((name) => [name, 0]))
      let total = 0
      let archived = 0
      for (const { module, archived: flag, count } of rows) {
        total += Number(count)
        if (flag) archived += Number(count)
        byModule.set(module, (byModule.get(module) ?? 0) + Number(count))
      }
      return { total, active: total - archived, archived, by_module: Object.fromEntries(byModule) }
    },

    /** The conversation as text: the last messages, oldest first. */
    async messages(chatId: string): Promise<ChatMessage[]> {
      const rows = await db
        .selectFrom('chatText')
        .select(['role', 'text', 'at'])
        .where('chatId', '=', chatId)
        .where('seq', '>', 0)
        .orderBy('seq', 'desc')
        .limit(maxMessages)
        .execute()
      return rows
        .reverse()
        .flatMap(({ role, text, at }) => (role === 'title' ? [] : [{ role, content: text, timestamp: at }]))
    },
    /** Messages before a number, newest first. */
    async textsBefore(
      chatId: string,
      before: number,
      limit: number,
    ): Promise<{ seq: number; role: 'user' | 'assistant'; text: string }[]> {
      const rows = await db
        .selectFrom('chatText')
        .select(['seq', 'role', 'text'])
        .where('chatId', '=', chatId)
        .where('seq', '>', 0)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.flatMap(({ seq, role, text }) => (role === 'title' ? [] : [{ seq, role, text }]))
    },
    async addText(
      trx: Transaction<Database>,
      row: { chatId: string; seq: number; role: 'user' | 'title'; text: string; at: string },
    ): Promise<void> {
      await trx
        .insertInto('chatText')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['chatId', 'seq']).doUpdateSet({ text: row.text, at: row.at }),
        )
        .execute()
    },

    /** The whole log, oldest first. */
    async events(chatId: string): Promise<StoredEvent[]> {
      const rows = await eventRows(db, chatId).orderBy('seq').execute()
      return rows.map(toStored)
    },
    /** Paths of all attachments of a chat, relative to the vault. */
    async attachmentPaths(chatId: string): Promise<string[]> {
      const rows = await eventRows(db, chatId).where('type', '=', 'user_message').execute()
      return rows
        .map((row) => toStored(row).event)
        .flatMap((event) => (event.type === 'user_message' ? event.attachments.map(({ path }) => path) : []))
    },

    async findIdempotent(
      credentialId: string,
      key: string,
      on: Db = db,
    ): Promise<{ requestHash: string; response: string | null } | undefined> {
      return on
        .selectFrom('idempotency')
        .select(['requestHash', 'response'])
        .where('credentialId', '=', credentialId)
        .where('key', '=', key)
        .executeTakeFirst()
    },
    /** Keys that no client will send again. */
    async forgetIdempotent(before: string): Promise<void> {
      await db.deleteFrom('idempotency').where('createdAt', '<', before).execute()
    },
    async addIdempotent(
      trx: Transaction<Database>,
      row: { credentialId: string; key: string; requestHash: string; response: string },
    ): Promise<void> {
      await trx
        .insertInto('idempotency')
        .values({ ...row, createdAt: nowIso() })
        .execute()
    },
  }
}

/** @throws AppError record_damaged */
export function toChat(row: ChatRow): Chat {
  const { titleSource: _t, agentSessionId: _a, nextSeq: _n, archived, metadata, ...rest } = row
  try {
    return Chat.parse({
      ...rest,
      archived: archived === 1,
      metadata: metadata === null ? null : JSON.parse(metadata),
    })
  } catch (error) {
    throw new AppError('record_damaged', `Session cannot be read: ${row.id}`, { cause: error })
  }
}

const eventRows = (db: Kysely<Database>, chatId: string) =>
  db.selectFrom('chatEvent').select(['seq', 'at', 'runId', 'data']).where('chatId', '=', chatId)

/** Rows of one statement each: not too many, and not too long, since nothing else happens while it runs. */
function* chunks<Row>(rows: readonly Row[], length: (row: Row) => number = () => 0): Generator<Row[]> {
  let chunk: Row[] = []
  let chars = 0
  for (const row of rows) {
    if (chunk.length === rowsAtOnce || (chunk.length > 0 && chars + length(row) > charsAtOnce)) {
      yield chunk
      chunk = []
      chars = 0
    }
    chunk.push(row)
    chars += length(row)
  }
  if (chunk.length > 0) yield chunk
}

import type { ChatBlockTable, ChatGrantTable, ChatTable, Database, RunState, RunTable } from '@atrium/db'
import type { PermissionMode, StoredEvent, TrustLevel } from '@atrium/schema'
import type { Kysely, Transaction, Updateable } from 'kysely'
import { AppError, notFound } from '../../core/errors.ts'
import { toStored } from '../../core/event-log.ts'

/** What a run needs to start, fixed when its message was taken. */
export type RunRequest = {
  text: string
  images: { mimeType: string; path: string }[]
  delivery: 'queue' | 'steer'
  /** Absolute. */
  workingDirectory: string
  trustLevel: TrustLevel
  runner: string
  model: string | null
  systemPrompt: string | null
  appendPrompt: string
  /** The agent file that `systemPrompt` is from. */
  agentPath?: string | null
  /** What `appendPrompt` was made of; later messages that name nothing else keep it. */
  contexts: { files: string[]; folders: string[]; priorConversation: string | null }
  /** Tells two requests with one message id apart. */
  hash: string
}

export type Run = Omit<RunTable, 'request'> & { request: RunRequest }

/** A run without an outcome, by its place; what it needs may be unreadable. */
export type RunPlace = Pick<RunTable, 'id' | 'chatId' | 'state'>

/** What the run of a chat must know about it. */
export type RunChat = {
  id: string
  title: string | null
  trustLevel: TrustLevel
  permissionMode: PermissionMode
  workspaceId: string | null
  module: string
  source: string
  agentType: string | null
  workingDirectory: string | null
  messageCount: number
  agentSessionId: string | null
  runner: string
  state: string
}

type Db = Kysely<Database> | Transaction<Database>
export type RunsStore = ReturnType<typeof createRunsStore>

export function createRunsStore(db: Kysely<Database>) {
  return {
    async insert(trx: Transaction<Database>, run: Omit<Run, 'position'>): Promise<number> {
      const last = await trx
        .selectFrom('run')
        .select((eb) => eb.fn.max('position').as('position'))
        .where('chatId', '=', run.chatId)
        .executeTakeFirst()
      const position = Number(last?.position ?? 0) + 1
      await trx
        .insertInto('run')
        .values({ ...run, position, request: JSON.stringify(run.request) })
        .execute()
      return position
    },
    async find(id: string): Promise<Run | undefined> {
      return toRun(await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst())
    },
    async findByMessage(messageId: string, on: Db = db): Promise<Run | undefined> {
      return toRun(
        await on.selectFrom('run').selectAll().where('messageId', '=', messageId).executeTakeFirst(),
      )
    },
    /** Runs of one chat, or of all, that have no outcome yet, in order. */
    async unfinished(chatId?: string): Promise<RunPlace[]> {
      let query = db
        .selectFrom('run')
        .select(['id', 'chatId', 'state'])
        .where('state', 'in', ['queued', 'running'])
      if (chatId !== undefined) query = query.where('chatId', '=', chatId)
      return query.orderBy('chatId').orderBy('position').execute()
    },
    async isUnfinished(on: Db, id: string): Promise<boolean> {
      const row = await on.selectFrom('run').select('state').where('id', '=', id).executeTakeFirst()
      return row?.state === 'queued' || row?.state === 'running'
    },
    async countUnfinished(on: Db, chatId?: string): Promise<number> {
      let query = on
        .selectFrom('run')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('state', 'in', ['queued', 'running'])
      if (chatId !== undefined) query = query.where('chatId', '=', chatId)
      return Number((await query.executeTakeFirst())?.count ?? 0)
    },
    /** Takes a run out of the line; false when somebody was faster. */
    async leaveLine(
      trx: Transaction<Database>,
      id: string,
      change: { state: RunState; startedAt?: string; endedAt?: string },
    ): Promise<boolean> {
      const done = await trx
        .updateTable('run')
        .set(change)
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .executeTakeFirst()
      return done.numUpdatedRows > 0n
    },
    /** Waiting messages lose their turn. */
    async dropQueued(chatId: string): Promise<void> {
      await db
        .updateTable('run')
        .set({ state: 'aborted' })
        .where('chatId', '=', chatId)
        .where('state', '=', 'queued')
        .execute()
    },
    async last(chatId: string): Promise<Run | undefined> {
      return toRun(
        await db
          .selectFrom('run')
          .selectAll()
          .where('chatId', '=', chatId)
          .orderBy('position', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
    },
    async setState(
      trx: Transaction<Database>,
      id: string,
      state: RunState,
      times: { startedAt?: string; endedAt?: string } = {},
    ): Promise<void> {
      await trx
        .updateTable('run')
        .set({ state, ...times })
        .where('id', '=', id)
        .execute()
    },

    /** @throws AppError not_found, record_damaged */
    async chat(chatId: string, on: Db = db): Promise<RunChat> {
      const row = await on
        .selectFrom('chat')
        .select([
          'id',
          'title',
          'trustLevel',
          'permissionMode',
          'workspaceId',
          'module',
          'source',
          'agentType',
          'workingDirectory',
          'messageCount',
          'agentSessionId',
          'runner',
          'state',
        ])
        .where('id', '=', chatId)
        .executeTakeFirst()
      if (!row) throw notFound('Session', chatId)
      // Both columns are written from the same schemas.
      return {
        ...row,
        trustLevel: row.trustLevel as TrustLevel,
        permissionMode: row.permissionMode as PermissionMode,
      }
    },
    async updateChat(on: Db, chatId: string, change: Updateable<ChatTable>): Promise<void> {
      await on.updateTable('chat').set(change).where('id', '=', chatId).execute()
    },
    /** Adds to the count of messages and gives it. */
    async countMessages(trx: Transaction<Database>, chatId: string, more: number): Promise<number> {
      const row = await trx
        .updateTable('chat')
        .set((eb) => ({ messageCount: eb('messageCount', '+', more) }))
        .where('id', '=', chatId)
        .returning('messageCount')
        .executeTakeFirst()
      return row?.messageCount ?? 0
    },
    async addText(
      trx: Transaction<Database>,
      row: { chatId: string; seq: number; role: 'user' | 'assistant'; text: string; at: string },
    ): Promise<void> {
      await trx.insertInto('chatText').values(row).execute()
    },

    async saveBlock(trx: Transaction<Database>, row: ChatBlockTable): Promise<void> {
      const { chatId: _, ...change } = row
      await trx
        .insertInto('chatBlock')
        .values(row)
        .onConflict((conflict) => conflict.column('chatId').doUpdateSet(change))
        .execute()
    },
    /** Another block of the chat may grow meanwhile. */
    async removeBlock(trx: Transaction<Database>, chatId: string, block: string): Promise<void> {
      await trx.deleteFrom('chatBlock').where('chatId', '=', chatId).where('block', '=', block).execute()
    },
    async findBlock(chatId: string): Promise<ChatBlockTable | undefined> {
      return db.selectFrom('chatBlock').selectAll().where('chatId', '=', chatId).executeTakeFirst()
    },

    async grants(chatId: string): Promise<ChatGrantTable[]> {
      return db
        .selectFrom('chatGrant')
        .selectAll()
        .where('chatId', '=', chatId)
        .orderBy('createdAt')
        .orderBy('id')
        .execute()
    },
    async addGrant(row: ChatGrantTable): Promise<void> {
      await db.insertInto('chatGrant').values(row).execute()
    },
    async removeGrant(chatId: string, id: string): Promise<boolean> {
      const done = await db
        .deleteFrom('chatGrant')
        .where('chatId', '=', chatId)
        .where('id', '=', id)
        .executeTakeFirst()
      return done.numDeletedRows > 0n
    },
    /** Events before a number, oldest first. */
    async eventsBefore(chatId: string, before: number, limit: number): Promise<StoredEvent[]> {
      const rows = await db
        .selectFrom('chatEvent')
        .select(['seq', 'at', 'runId', 'data'])
        .where('chatId', '=', chatId)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.reverse().map(toStored)
    },
    /** Number of a run's first event. */
    async firstSeqOf(chatId: string, runId: string): Promise<number> {
      const row = await db
        .selectFrom('chatEvent')
        .select((eb) => eb.fn.min('seq').as('seq'))
        .where('chatId', '=', chatId)
        .where('runId', '=', runId)
        .executeTakeFirst()
      return Number(row?.seq ?? 0)
    },
    /**
     * End of the log, and the run without an outcome: the one named, else the first of the chat.
     * @throws AppError not_found
     */
    async place(chatId: string, runId: string | undefined): Promise<{ head: number; live: string | null }> {
      const row = await db
        .selectFrom('chat')
        .select((eb) => {
          let run = eb
            .selectFrom('run')
            .select('run.id')
            .whereRef('run.chatId', '=', 'chat.id')
            .where('run.state', 'in', ['queued', 'running'])
          if (runId !== undefined) run = run.where('run.id', '=', runId)
          return ['chat.nextSeq', run.orderBy('run.position').limit(1).as('live')]
        })
        .where('chat.id', '=', chatId)
        .executeTakeFirst()
      if (!row) throw notFound('Session', chatId)
      return { head: row.nextSeq - 1, live: row.live }
    },
    /** Number of the event that begins a run and is at most `count` events before the end; else that far back. */
    async startOfLast(chatId: string, count: number): Promise<number> {
      const head = await db.selectFrom('chat').select('nextSeq').where('id', '=', chatId).executeTakeFirst()
      const earliest = Math.max(1, (head?.nextSeq ?? 1) - count)
      if (earliest === 1) return 1
      const begin = await db
        .selectFrom('chatEvent')
        .select('seq')
        .where('chatId', '=', chatId)
        .where('seq', '>=', earliest)
        .where('type', '=', 'session')
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return begin?.seq ?? earliest
    },
    /** Stored events of a run of the given types, or of the whole chat. */
    async eventsOf(
      chatId: string,
      types: string[],
      runId?: string,
    ): Promise<{ seq: number; data: string }[]> {
      let query = db
        .selectFrom('chatEvent')
        .select(['seq', 'data'])
        .where('chatId', '=', chatId)
        .where('type', 'in', types)
      if (runId !== undefined) query = query.where('runId', '=', runId)
      return query.orderBy('seq').execute()
    },
  }
}

function toRun(row: RunTable | undefined): Run | undefined {
  if (!row) return undefined
  try {
    return { ...row, request: JSON.parse(row.request) as RunRequest } // only `insert` writes this column
  } catch (error) {
    throw new AppError('record_damaged', `Run cannot be read: ${row.id}`, { cause: error })
  }
}

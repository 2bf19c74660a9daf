import type {
  BotConnectorTable,
  BotConversationTable,
  BotDeliveryTable,
  BotPairingTable,
  BotPersonTable,
  BotUpdateTable,
  Database,
} from '@atrium/db'
import type { BotPlatform } from '@atrium/schema'
import type { Kysely, Transaction } from 'kysely'

export type Db = Kysely<Database> | Transaction<Database>
export type Trx = Transaction<Database>
export type PersonRow = BotPersonTable
export type PairingRow = BotPairingTable
export type ConversationRow = BotConversationTable
export type UpdateRow = BotUpdateTable
export type DeliveryRow = BotDeliveryTable

/** A conversation in a messenger; `threadId` is empty where there is none. */
export type Place = { platform: BotPlatform; chatId: string; threadId: string }

/** What is written at once: alone with the clock, so that two callers never number the same. */
export type Writer = { trx: Trx; next: () => Promise<number> }

export type BotsStore = ReturnType<typeof createBotsStore>

export function createBotsStore(db: Kysely<Database>) {
  const rowsOf = (on: Db) => ({
    pairing: on.selectFrom('botPairing').selectAll(),
    delivery: on.selectFrom('botDelivery').selectAll(),
    update: on.selectFrom('botUpdate').selectAll(),
  })

  return {
    /** One after another, whoever calls; what is numbered becomes visible in its order. */
    write: <T>(work: (writer: Writer) => Promise<T>): Promise<T> =>
      db.transaction().execute(async (trx) => {
        await trx
          .insertInto('botClock')
          .values({ id: 1, seq: 0 })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute()
        const next = async (by = 1): Promise<number> => {
          const row = await trx
            .updateTable('botClock')
            .set((eb) => ({ seq: eb('seq', '+', by) }))
            .where('id', '=', 1)
            .returning('seq')
            .executeTakeFirstOrThrow()
          return Number(row.seq)
        }
        await next(0) // holds the clock from here on
        return work({ trx, next: () => next() })
      }),

    connectors: {
      list: (): Promise<BotConnectorTable[]> => db.selectFrom('botConnector').selectAll().execute(),
      async save(on: Db, row: BotConnectorTable): Promise<void> {
        const { platform: _, ...change } = row
        await on
          .insertInto('botConnector')
          .values(row)
          .onConflict((conflict) => conflict.column('platform').doUpdateSet(change))
          .execute()
      },
    },

    people: {
      list: (platform?: string): Promise<PersonRow[]> => {
        let query = db.selectFrom('botPerson').selectAll()
        if (platform !== undefined) query = query.where('platform', '=', platform)
        return query.orderBy('since', 'desc').orderBy('userId').execute()
      },
      find: (platform: string, userId: string, on: Db = db): Promise<PersonRow | undefined> =>
        on
          .selectFrom('botPerson')
          .selectAll()
          .where('platform', '=', platform)
          .where('userId', '=', userId)
          .executeTakeFirst(),
      async save(on: Db, row: PersonRow): Promise<void> {
        const { display, trustLevel, since } = row
        await on
          .insertInto('botPerson')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['platform', 'userId']).doUpdateSet({ display, trustLevel, since }),
          )
          .execute()
      },
      /** Makes the list of a platform this one; whoever stays keeps what is known of them. */
      async replace(on: Db, platform: string, userIds: readonly string[], since: string): Promise<string[]> {
        const before = await on
          .selectFrom('botPerson')
          .select('userId')
          .where('platform', '=', platform)
          .execute()
        const wanted = new Set(userIds)
        const gone = before.map(({ userId }) => userId).filter((userId) => !wanted.has(userId))
        for (const userId of gone) await this.remove(on, platform, userId)
        for (const userId of wanted)
          await on
            .insertInto('botPerson')
            .values({ platform, userId, display: null, trustLevel: null, since })
            .onConflict((conflict) => conflict.columns(['platform', 'userId']).doNothing())
            .execute()
        return gone
      },
      async remove(on: Db, platform: string, userId: string): Promise<boolean> {
        const done = await on
          .deleteFrom('botPerson')
          .where('platform', '=', platform)
          .where('userId', '=', userId)
          .executeTakeFirst()
        return done.numDeletedRows > 0n
      },
    },

    pairing: {
      pending: (now: string, on: Db = db): Promise<PairingRow[]> =>
        rowsOf(on)
          .pairing.where('status', '=', 'pending')
          .where('expiresAt', '>', now)
          .orderBy('id', 'desc')
          .execute(),
      find: (id: string, on: Db = db): Promise<PairingRow | undefined> =>
        rowsOf(on).pairing.where('id', '=', id).executeTakeFirst(),
      last: (platform: string, userId: string, on: Db = db): Promise<PairingRow | undefined> =>
        rowsOf(on)
          .pairing.where('platform', '=', platform)
          .where('userId', '=', userId)
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      async insert(trx: Trx, row: PairingRow): Promise<void> {
        await trx.insertInto('botPairing').values(row).execute()
      },
      /** False when it waits no more: somebody was faster, or its time is over. */
      async resolve(
        trx: Trx,
        id: string,
        now: string,
        change: Pick<PairingRow, 'status' | 'trustLevel' | 'resolvedBy'>,
      ): Promise<boolean> {
        const done = await trx
          .updateTable('botPairing')
          .set({ ...change, resolvedAt: now })
          .where('id', '=', id)
          .where('status', '=', 'pending')
          .where('expiresAt', '>', now)
          .executeTakeFirst()
        return done.numUpdatedRows > 0n
      },
      /** Those whose time is over say so; gives how many. */
      async expire(on: Db, now: string): Promise<number> {
        const done = await on
          .updateTable('botPairing')
          .set({ status: 'expired', resolvedAt: now })
          .where('status', '=', 'pending')
          .where('expiresAt', '<=', now)
          .executeTakeFirst()
        return Number(done.numUpdatedRows)
      },
      async prune(before: string): Promise<void> {
        await db
          .deleteFrom('botPairing')
          .where('status', '!=', 'pending')
          .where('createdAt', '<', before)
          .execute()
      },
    },

    conversations: {
      find: (place: Place, on: Db = db): Promise<ConversationRow | undefined> =>
        on
          .selectFrom('botConversation')
          .selectAll()
          .where('platform', '=', place.platform)
          .where('chatId', '=', place.chatId)
          .where('threadId', '=', place.threadId)
          .executeTakeFirst(),
      /** Groups that wait for their owner first. */
      list: (limit: number): Promise<ConversationRow[]> =>
        db
          .selectFrom('botConversation')
          .selectAll()
          .orderBy('activated')
          .orderBy('sessionId', 'desc')
          .limit(limit)
          .execute(),
      /** Whether it is, or was, the chat of a conversation in a messenger. */
      async hasSession(sessionId: string): Promise<boolean> {
        const row = await db
          .selectFrom('chat')
          .select('linkedBotPlatform')
          .where('id', '=', sessionId)
          .executeTakeFirst()
        return row !== undefined && row.linkedBotPlatform !== null
      },
      async save(on: Db, row: ConversationRow): Promise<void> {
        const { kind, title, sessionId, activated } = row
        await on
          .insertInto('botConversation')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['platform', 'chatId', 'threadId'])
              .doUpdateSet({ kind, title, sessionId, activated }),
          )
          .execute()
      },
    },

    updates: {
      find: (platform: string, updateId: string, on: Db = db): Promise<UpdateRow | undefined> =>
        rowsOf(on)
          .update.where('platform', '=', platform)
          .where('updateId', '=', updateId)
          .executeTakeFirst(),
      /** False when this update was taken before. */
      async insert(trx: Trx, row: UpdateRow): Promise<boolean> {
        const done = await trx
          .insertInto('botUpdate')
          .values(row)
          .onConflict((conflict) => conflict.columns(['platform', 'updateId']).doNothing())
          .executeTakeFirst()
        return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
      },
      async update(
        key: Pick<UpdateRow, 'platform' | 'updateId'>,
        change: Partial<UpdateRow>,
        on: Db = db,
      ): Promise<void> {
        await on
          .updateTable('botUpdate')
          .set(change)
          .where('platform', '=', key.platform)
          .where('updateId', '=', key.updateId)
          .execute()
      },
      /** False when it is in another state by now. */
      async change(
        trx: Trx,
        key: Pick<UpdateRow, 'platform' | 'updateId'>,
        from: UpdateRow['state'],
        change: Partial<UpdateRow>,
      ): Promise<boolean> {
        const done = await trx
          .updateTable('botUpdate')
          .set(change)
          .where('platform', '=', key.platform)
          .where('updateId', '=', key.updateId)
          .where('state', '=', from)
          .executeTakeFirst()
        return done.numUpdatedRows > 0n
      },
      async remove({ platform, updateId }: Pick<UpdateRow, 'platform' | 'updateId'>): Promise<void> {
        await db
          .deleteFrom('botUpdate')
          .where('platform', '=', platform)
          .where('updateId', '=', updateId)
          .execute()
      },
      /** Oldest first, without what they say. */
      unfinished: (state: 'waiting' | 'running', limit: number) =>
        db
          .selectFrom('botUpdate')
          .select(['platform', 'updateId', 'seq', 'chatId', 'threadId', 'userId', 'sessionId', 'runId'])
          .where('state', '=', state)
          .orderBy('seq')
          .limit(limit)
          .execute(),
      /** When the last one came that is still known. */
      async lastAt(platform: string): Promise<string | null> {
        const row = await db
          .selectFrom('botUpdate')
          .select('at')
          .where('platform', '=', platform)
          .orderBy('at', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row?.at ?? null
      },
      async countWaiting(place: Place | null, on: Db = db): Promise<number> {
        let query = on
          .selectFrom('botUpdate')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('state', '=', 'waiting')
        if (place)
          query = query
            .where('platform', '=', place.platform)
            .where('chatId', '=', place.chatId)
            .where('threadId', '=', place.threadId)
        return Number((await query.executeTakeFirst())?.count ?? 0)
      },
      /** Those of a conversation, or of one person, that have not begun lose their turn. Gives how many. */
      async dropWaiting(of: Place | { platform: string; userId: string }): Promise<number> {
        let query = db
          .updateTable('botUpdate')
          .set({ state: 'over', message: null })
          .where('state', '=', 'waiting')
          .where('platform', '=', of.platform)
        query =
          'userId' in of
            ? query.where('userId', '=', of.userId)
            : query.where('chatId', '=', of.chatId).where('threadId', '=', of.threadId)
        return Number((await query.executeTakeFirst()).numUpdatedRows)
      },
      /** Chats in which something of a conversation, or of one person, runs. */
      async sessionsOf(of: Place | { platform: string; userId: string }): Promise<string[]> {
        let query = db
          .selectFrom('botUpdate')
          .select('sessionId')
          .distinct()
          .where('state', '=', 'running')
          .where('platform', '=', of.platform)
        query =
          'userId' in of
            ? query.where('userId', '=', of.userId)
            : query.where('chatId', '=', of.chatId).where('threadId', '=', of.threadId)
        const rows = await query.execute()
        return rows.flatMap(({ sessionId }) => sessionId ?? [])
      },
      async prune(before: string): Promise<void> {
        await db.deleteFrom('botUpdate').where('at', '<', before).where('state', '=', 'over').execute()
      },
    },

    deliveries: {
      find: (platform: string, id: string): Promise<DeliveryRow | undefined> =>
        rowsOf(db).delivery.where('platform', '=', platform).where('id', '=', id).executeTakeFirst(),
      async insert(trx: Trx, row: DeliveryRow): Promise<void> {
        await trx.insertInto('botDelivery').values(row).execute()
      },
      open: (platform: string, after: number, limit: number): Promise<DeliveryRow[]> =>
        rowsOf(db)
          .delivery.where('platform', '=', platform)
          .where('state', '=', 'open')
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(limit)
          .execute(),
      async countOpen(): Promise<number> {
        const row = await db
          .selectFrom('botDelivery')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('state', '=', 'open')
          .executeTakeFirst()
        return Number(row?.count ?? 0)
      },
      async update(id: string, change: Partial<DeliveryRow>): Promise<void> {
        await db.updateTable('botDelivery').set(change).where('id', '=', id).execute()
      },
      /** Those that are open end so; gives what they were. */
      async giveUp(
        which: { before: string } | { sessionId: string },
        error: string,
        now: string,
      ): Promise<{ id: string; platform: string }[]> {
        let query = db
          .updateTable('botDelivery')
          .set({ state: 'failed', error, endedAt: now })
          .where('state', '=', 'open')
        query =
          'before' in which
            ? query.where('createdAt', '<', which.before)
            : query.where('sessionId', '=', which.sessionId)
        return query.returning(['id', 'platform']).execute()
      },
      async prune(before: string): Promise<void> {
        await db.deleteFrom('botDelivery').where('endedAt', '<', before).execute()
      },
    },
  }
}

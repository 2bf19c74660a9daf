import type {
  Database,
  WebhookAttemptTable,
  WebhookDeliveryTable,
  WebhookEventTable,
  WebhookTable,
} from '@atrium/db'
import { limits, type WebhookDeliveryQuery, type WebhookDisabledReason } from '@atrium/schema'
import type { Kysely, Transaction } from 'kysely'
import { notFound } from '../../core/errors.ts'

export type WebhookRow = WebhookTable
export type EventRow = WebhookEventTable
export type DeliveryRow = WebhookDeliveryTable
export type AttemptRow = WebhookAttemptTable
/** What may be changed of a webhook by whoever looks after it. */
export type WebhookChange = Partial<Omit<WebhookRow, 'id' | 'createdAt'>>

export type WebhooksStore = ReturnType<typeof createWebhooksStore>

/** Rows that one statement removes. */
const pruneBatch = 500

export function createWebhooksStore(db: Kysely<Database>) {
  const removeWhere = async (rows: { id: string }[]): Promise<number> => {
    if (rows.length > 0)
      await db
        .deleteFrom('webhookDelivery')
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute()
    return rows.length
  }

  return {
    list: (): Promise<WebhookRow[]> => db.selectFrom('webhook').selectAll().orderBy('id').execute(),
    find: (id: string): Promise<WebhookRow | undefined> =>
      db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst(),
    /** @throws AppError not_found */
    async get(id: string): Promise<WebhookRow> {
      const row = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) throw notFound('Webhook', id)
      return row
    },
    /** False when there are too many. */
    insert: (row: WebhookRow): Promise<boolean> =>
      db.transaction().execute(async (trx) => {
        const { held } = await trx
          .selectFrom('webhook')
          .select((eb) => eb.fn.countAll().as('held'))
          .executeTakeFirstOrThrow()
        if (Number(held) >= limits.webhooks) return false
        await trx.insertInto('webhook').values(row).execute()
        return true
      }),
    async update(id: string, change: WebhookChange): Promise<void> {
      await db.updateTable('webhook').set(change).where('id', '=', id).execute()
    },
    async remove(id: string): Promise<boolean> {
      const done = await db.deleteFrom('webhook').where('id', '=', id).executeTakeFirst()
      return done.numDeletedRows > 0n
    },
    /** False when it was off before. */
    async disable(id: string, disabledReason: WebhookDisabledReason): Promise<boolean> {
      const done = await db
        .updateTable('webhook')
        .set({ enabled: 0, disabledReason })
        .where('id', '=', id)
        .where('enabled', '=', 1)
        .executeTakeFirst()
      return done.numUpdatedRows > 0n
    },
    /** How many wait, by webhook. */
    async waiting(): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('webhookDelivery')
        .select((eb) => ['webhookId', eb.fn.countAll().as('count')])
        .where('state', '=', 'waiting')
        .groupBy('webhookId')
        .execute()
      return new Map(rows.map(({ webhookId, count }) => [webhookId, Number(count)]))
    },

    async note(event: EventRow): Promise<void> {
      await db
        .insertInto('webhookEvent')
        .values(event)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    },
    events: (limit: number): Promise<EventRow[]> =>
      db.selectFrom('webhookEvent').selectAll().orderBy('at').orderBy('id').limit(limit).execute(),
    /** Puts them in line and forgets what they were made of: both or neither. */
    async enqueue(events: readonly EventRow[], deliveries: readonly DeliveryRow[]): Promise<void> {
      await db.transaction().execute(async (trx) => {
        for (const delivery of deliveries) await insertDelivery(trx, delivery)
        await trx
          .deleteFrom('webhookEvent')
          .where(
            'id',
            'in',
            events.map(({ id }) => id),
          )
          .execute()
      })
    },

    /** What waits for this webhook, the next first. */
    line: (webhookId: string, count: number): Promise<DeliveryRow[]> =>
      db
        .selectFrom('webhookDelivery')
        .selectAll()
        .where('webhookId', '=', webhookId)
        .where('state', '=', 'waiting')
        .where('nextAttemptAt', 'is not', null)
        .orderBy('nextAttemptAt')
        .limit(count)
        .execute(),
    async insertDelivery(row: DeliveryRow): Promise<void> {
      await db.insertInto('webhookDelivery').values(row).execute()
    },
    /** @throws AppError not_found */
    async delivery(id: string): Promise<DeliveryRow> {
      const row = await db.selectFrom('webhookDelivery').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) throw notFound('Delivery', id)
      return row
    },
    async deliveries({ id, limit, cursor, state, event }: WebhookDeliveryQuery): Promise<DeliveryRow[]> {
      let query = db.selectFrom('webhookDelivery').selectAll().where('webhookId', '=', id)
      if (cursor !== undefined) query = query.where('id', '<', cursor)
      if (state !== undefined) query = query.where('state', '=', state)
      if (event !== undefined) query = query.where('eventType', '=', event)
      return query
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
    },
    async attempts(deliveryId: string): Promise<AttemptRow[]> {
      const rows = await db
        .selectFrom('webhookAttempt')
        .selectAll()
        .where('deliveryId', '=', deliveryId)
        .orderBy('number', 'desc')
        .limit(limits.webhookAttemptsShown)
        .execute()
      return rows.reverse()
    },
    /** From the beginning; what was taken is sent once more. */
    async redeliver(id: string, at: string): Promise<void> {
      await db
        .updateTable('webhookDelivery')
        .set({ state: 'waiting', tries: 0, nextAttemptAt: at, endedAt: null })
        .where('id', '=', id)
        .execute()
    },
    /**
     * How an attempt went, what becomes of its delivery, and what that says of the webhook: stored together. A delivery that
     * is gone meanwhile, with its webhook, leaves nothing; one that is no more due at `dueAt` was asked for again, and begins anew.
     */
    async record(
      delivery: DeliveryRow,
      dueAt: string | null,
      attempt: AttemptRow,
      webhook: Pick<WebhookRow, 'lastSuccessAt'> | Pick<WebhookRow, 'lastFailure'>,
    ): Promise<void> {
      const { id, webhookId, state, attemptCount, tries, nextAttemptAt, lastStatus, lastFailure, endedAt } =
        delivery
      await db.transaction().execute(async (trx) => {
        const change = (some: Partial<DeliveryRow>) =>
          trx.updateTable('webhookDelivery').set(some).where('id', '=', id)
        const { numUpdatedRows: found } = await change({
          attemptCount,
          lastStatus,
          lastFailure,
        }).executeTakeFirst()
        if (found === 0n) return
        await change({ state, tries, nextAttemptAt, endedAt })
          .where('nextAttemptAt', dueAt === null ? 'is' : '=', dueAt)
          .execute()
        await trx.insertInto('webhookAttempt').values(attempt).execute()
        await trx
          .updateTable('webhook')
          .set((eb) => ({
            ...webhook,
            ...('lastSuccessAt' in webhook && { failingSince: null }),
            // A test that fails says nothing of how long it has been so.
            ...('lastFailure' in webhook &&
              delivery.eventType !== 'webhook.ping' && {
                failingSince: eb.fn.coalesce('failingSince', eb.val(attempt.at)),
              }),
          }))
          .where('id', '=', webhookId)
          .execute()
      })
    },
    /** Tests that were cut off, this one or all: nobody waits for them. */
    async endTests(at: string, id?: string): Promise<void> {
      let query = db
        .updateTable('webhookDelivery')
        .set({ state: 'failed', endedAt: at })
        .where('state', '=', 'waiting')
        .where('nextAttemptAt', 'is', null)
      if (id !== undefined) query = query.where('id', '=', id)
      await query.execute()
    },
    /** False when nothing is left of its log. */
    async removeSome(webhookId: string): Promise<boolean> {
      const rows = db.selectFrom('webhookDelivery').select('id').where('webhookId', '=', webhookId)
      return (await removeWhere(await rows.limit(pruneBatch).execute())) > 0
    },

    /** Removes some of what is older; gives how many. */
    async pruneBefore(time: string): Promise<number> {
      return removeWhere(
        await db
          .selectFrom('webhookDelivery')
          .select('id')
          .where('createdAt', '<', time)
          .orderBy('createdAt')
          .limit(pruneBatch)
          .execute(),
      )
    },
    /** Removes some of what has ended and is not among the newest; gives how many. */
    async pruneBeyond(webhookId: string, kept: number): Promise<number> {
      const ended = db
        .selectFrom('webhookDelivery')
        .select('id')
        .where('webhookId', '=', webhookId)
        .where('state', '!=', 'waiting')
      return removeWhere(await ended.orderBy('id', 'desc').offset(kept).limit(pruneBatch).execute())
    },
  }
}

/** What was put in line before stays as it is. */
async function insertDelivery(trx: Transaction<Database>, row: DeliveryRow): Promise<void> {
  await trx
    .insertInto('webhookDelivery')
    .values(row)
    .onConflict((conflict) => conflict.columns(['webhookId', 'eventId']).doNothing())
    .execute()
}

import type { Database, PushSubscriptionTable } from '@atrium/db'
import { limits } from '@atrium/schema'
import type { Kysely } from 'kysely'

export type PushRow = PushSubscriptionTable
export type PushStore = ReturnType<typeof createPushStore>

export function createPushStore(db: Kysely<Database>) {
  const rows = () => db.selectFrom('pushSubscription').selectAll()
  return {
    all: (): Promise<PushRow[]> => rows().orderBy('id', 'desc').execute(),
    of: (credentialId: string): Promise<PushRow[]> =>
      rows().where('credentialId', '=', credentialId).orderBy('id', 'desc').execute(),
    find: (id: string): Promise<PushRow | undefined> => rows().where('id', '=', id).executeTakeFirst(),

    /**
     * Keeps one row an address and one a device: what the same device had before is replaced, its wishes stay.
     * Null when the credential has too many others.
     */
    async save(row: PushRow, max: number = limits.pushSubscriptions): Promise<PushRow | null> {
      return db.transaction().execute(async (trx) => {
        const before = await trx
          .selectFrom('pushSubscription')
          .selectAll()
          .where((eb) =>
            eb.or([
              eb('endpoint', '=', row.endpoint),
              eb.and([eb('credentialId', '=', row.credentialId), eb('deviceId', '=', row.deviceId)]),
            ]),
          )
          .orderBy('id', 'desc')
          .execute()
        const replaced = before.map(({ id }) => id)
        if (replaced.length > 0)
          await trx.deleteFrom('pushSubscription').where('id', 'in', replaced).execute()
        const { held } = await trx
          .selectFrom('pushSubscription')
          .select((eb) => eb.fn.countAll<number | string>().as('held'))
          .where('credentialId', '=', row.credentialId)
          .executeTakeFirstOrThrow()
        if (Number(held) >= max) {
          if (before.length > 0) await trx.insertInto('pushSubscription').values(before).execute()
          return null
        }
        const own = before.find(({ credentialId }) => credentialId === row.credentialId)
        const kept: PushRow = own
          ? {
              ...row,
              id: own.id,
              label: row.label === '' ? own.label : row.label,
              createdAt: own.createdAt,
              lastSuccessAt: own.lastSuccessAt,
              showText: own.showText,
              quietHours: own.quietHours,
            }
          : row
        await trx.insertInto('pushSubscription').values(kept).execute()
        return kept
      })
    },
    async update(
      id: string,
      change: Partial<Pick<PushRow, 'label' | 'showText' | 'quietHours'>>,
    ): Promise<void> {
      if (Object.keys(change).length > 0)
        await db.updateTable('pushSubscription').set(change).where('id', '=', id).execute()
    },
    async remove(id: string): Promise<boolean> {
      const done = await db.deleteFrom('pushSubscription').where('id', '=', id).executeTakeFirst()
      return done.numDeletedRows > 0n
    },
    async removeEndpoint(credentialId: string, endpoint: string): Promise<boolean> {
      const done = await db
        .deleteFrom('pushSubscription')
        .where('credentialId', '=', credentialId)
        .where('endpoint', '=', endpoint)
        .executeTakeFirst()
      return done.numDeletedRows > 0n
    },
    /** The address is part of it: what a device subscribed meanwhile is another matter. */
    async succeeded({ id, endpoint }: PushRow, at: string): Promise<void> {
      await db
        .updateTable('pushSubscription')
        .set({ failures: 0, lastError: null, lastSuccessAt: at })
        .where('id', '=', id)
        .where('endpoint', '=', endpoint)
        .execute()
    },
    async failed({ id, endpoint }: PushRow, error: object): Promise<void> {
      await db
        .updateTable('pushSubscription')
        .set((eb) => ({ failures: eb('failures', '+', 1), lastError: JSON.stringify(error) }))
        .where('id', '=', id)
        .where('endpoint', '=', endpoint)
        .execute()
    },
    async removeDead({ id, endpoint }: PushRow): Promise<void> {
      await db.deleteFrom('pushSubscription').where('id', '=', id).where('endpoint', '=', endpoint).execute()
    },
  }
}

import type { ApprovalTable, Database, StandingRuleTable } from '@atrium/db'
import type { Kysely, Transaction } from 'kysely'
import { AppError } from '../../core/errors.ts'

/** Writes a line of the audit log in the transaction of what it tells of. */
export type Tell = (trx: Transaction<Database>) => Promise<void>

export type ApprovalsStore = ReturnType<typeof createApprovalsStore>

type Ending = Pick<ApprovalTable, 'state' | 'reason' | 'message' | 'decidedBy'> & { endedAt: string }

export function createApprovalsStore(db: Kysely<Database>) {
  return {
    async insert(row: ApprovalTable, tell: Tell): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await trx.insertInto('approval').values(row).execute()
        await tell(trx)
      })
    },
    /**
     * Ends one that waits; the line of the audit log is of the same transaction. What was answered is not kept.
     * @throws AppError already_answered
     */
    async end(id: string, ending: Ending, tell: Tell): Promise<void> {
      const keeps = ending.state === 'expired'
      await db.transaction().execute(async (trx) => {
        const done = await trx
          .updateTable('approval')
          .set({ ...ending, ...(!keeps && { input: '{}', suggestions: '[]' }) })
          .where('id', '=', id)
          .where('state', '=', 'waiting')
          .executeTakeFirst()
        if (done.numUpdatedRows === 0n) throw new AppError('already_answered', 'Already answered')
        await tell(trx)
      })
    },
    find: (id: string): Promise<ApprovalTable | undefined> =>
      db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst(),
    waiting: (): Promise<ApprovalTable[]> =>
      db
        .selectFrom('approval')
        .selectAll()
        .where('state', '=', 'waiting')
        .orderBy('createdAt', 'desc')
        .execute(),
    expiredSince: (at: string, limit: number): Promise<ApprovalTable[]> =>
      db
        .selectFrom('approval')
        .selectAll()
        .where('endedAt', '>=', at)
        .where('state', '=', 'expired')
        .orderBy('endedAt', 'desc')
        .limit(limit)
        .execute(),
    async rename(from: string, to: string): Promise<void> {
      await db.updateTable('approval').set({ session: to }).where('session', '=', from).execute()
    },
    /** Leaves the newest of those that have ended. */
    async prune(kept: number): Promise<void> {
      const cut = await db
        .selectFrom('approval')
        .select('endedAt')
        .where('endedAt', 'is not', null)
        .orderBy('endedAt', 'desc')
        .offset(kept)
        .limit(1)
        .executeTakeFirst()
      if (cut?.endedAt) await db.deleteFrom('approval').where('endedAt', '<=', cut.endedAt).execute()
    },

    rules: (): Promise<StandingRuleTable[]> =>
      db.selectFrom('standingRule').selectAll().orderBy('id', 'desc').execute(),
    async insertRule(row: StandingRuleTable, limit: number, tell: Tell): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await tell(trx) // takes the lock of the log, so that two cannot pass the limit together
        const { count } = await trx
          .selectFrom('standingRule')
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        if (Number(count) >= limit)
          throw new AppError('limit_reached', `There are ${limit} standing rules already; withdraw one first`)
        await trx.insertInto('standingRule').values(row).execute()
      })
    },
    /** Undefined when there is no such rule. */
    async updateRule(
      id: string,
      change: Partial<StandingRuleTable>,
      tell: Tell,
    ): Promise<StandingRuleTable | undefined> {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('standingRule')
          .set({ ...change, id })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (row) await tell(trx)
        return row
      })
    },
    async removeRule(id: string, tell: Tell): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const done = await trx.deleteFrom('standingRule').where('id', '=', id).executeTakeFirst()
        if (done.numDeletedRows === 0n) return false
        await tell(trx)
        return true
      })
    },
    async dropExpired(now: string): Promise<void> {
      await db.deleteFrom('standingRule').where('expiresAt', '<=', now).execute()
    },
  }
}

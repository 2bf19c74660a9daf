import type { Database, UsageFileTable, UsagePointTable } from '@atrium/db'
import type { Kysely } from 'kysely'

export type UsageStore = ReturnType<typeof createUsageStore>
export type UsageFileRow = UsageFileTable
export type FileStamp = Pick<UsageFileTable, 'path' | 'provider' | 'size' | 'mtimeMs' | 'inode' | 'readBytes'>

/** Rows of one statement; their entries make a megabyte or so. */
const rowsAtOnce = 50

export function createUsageStore(db: Kysely<Database>) {
  return {
    /** Every file that was read, in the order of paths. */
    async stamps(): Promise<FileStamp[]> {
      return db
        .selectFrom('usageFile')
        .select(['path', 'provider', 'size', 'mtimeMs', 'inode', 'readBytes'])
        .orderBy('path')
        .execute()
    },
    async files(paths: readonly string[]): Promise<UsageFileRow[]> {
      if (paths.length === 0) return []
      return db.selectFrom('usageFile').selectAll().where('path', 'in', paths).orderBy('path').execute()
    },
    /** What each file told, some at a time, in the order of paths. */
    async *all(): AsyncGenerator<UsageFileRow[]> {
      for (let after = ''; ; ) {
        const rows = await db
          .selectFrom('usageFile')
          .selectAll()
          .where('path', '>', after)
          .orderBy('path')
          .limit(rowsAtOnce)
          .execute()
        const last = rows.at(-1)
        if (!last) return
        yield rows
        after = last.path
      }
    },
    async save(rows: readonly UsageFileRow[]): Promise<void> {
      await db.transaction().execute(async (trx) => {
        for (let from = 0; from < rows.length; from += rowsAtOnce)
          await trx
            .insertInto('usageFile')
            .values(rows.slice(from, from + rowsAtOnce))
            .onConflict((conflict) =>
              conflict.column('path').doUpdateSet((eb) => ({
                provider: eb.ref('excluded.provider'),
                size: eb.ref('excluded.size'),
                mtimeMs: eb.ref('excluded.mtimeMs'),
                inode: eb.ref('excluded.inode'),
                readBytes: eb.ref('excluded.readBytes'),
                state: eb.ref('excluded.state'),
                names: eb.ref('excluded.names'),
                count: eb.ref('excluded.count'),
                entries: eb.ref('excluded.entries'),
              })),
            )
            .execute()
      })
    },
    /** States of the newest Codex files. */
    async codexStates(limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('usageFile')
        .select('state')
        .where('provider', '=', 'codex')
        .orderBy('mtimeMs', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ state }) => state)
    },
    /** Where and when somebody worked last, by the files' own words. */
    async workedIn(limit: number): Promise<Pick<UsageFileRow, 'provider' | 'state' | 'mtimeMs'>[]> {
      return db
        .selectFrom('usageFile')
        .select(['provider', 'state', 'mtimeMs'])
        .orderBy('mtimeMs', 'desc')
        .limit(limit)
        .execute()
    },
    async forgetFilesBefore(mtimeMs: number): Promise<void> {
      await db.deleteFrom('usageFile').where('mtimeMs', '<', mtimeMs).execute()
    },
    async summary(id: string): Promise<{ fingerprint: string; body: string } | undefined> {
      return db
        .selectFrom('usageSummary')
        .select(['fingerprint', 'body'])
        .where('id', '=', id)
        .executeTakeFirst()
    },
    async saveSummary(id: string, fingerprint: string, body: string): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('usageSummary').execute() // of another time zone
        await trx.insertInto('usageSummary').values({ id, fingerprint, body }).execute()
      })
    },

    async accounts(): Promise<{ id: string; at: string; body: string }[]> {
      return db.selectFrom('usageAccount').selectAll().orderBy('id').execute()
    },
    /** Only what is newer than what is known. */
    async saveAccount(id: string, at: string, body: string): Promise<void> {
      await db
        .insertInto('usageAccount')
        .values({ id, at, body })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet((eb) => ({ at: eb.ref('excluded.at'), body: eb.ref('excluded.body') }))
            .whereRef('excluded.at', '>', 'usageAccount.at'),
        )
        .execute()
    },
    async points(since: string): Promise<UsagePointTable[]> {
      return db
        .selectFrom('usagePoint')
        .selectAll()
        .where('at', '>=', since)
        .orderBy('at')
        .orderBy('account')
        .execute()
    },
    async addPoints(points: readonly UsagePointTable[], forgetBefore: string): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('usagePoint').where('at', '<', forgetBefore).execute()
        if (points.length > 0)
          await trx
            .insertInto('usagePoint')
            .values([...points])
            .onConflict((conflict) => conflict.doNothing())
            .execute()
      })
    },
  }
}

import type { Database, SyncFileTable } from '@atrium/db'
import type { Kysely, Transaction } from 'kysely'
import { nowIso } from '../../core/clock.ts'
import { randomText } from '../../core/ids.ts'

export type KnownFile = SyncFileTable

/** What was found of a file, or that it is gone. `was`: the stamp that was known before, null for none. */
export type Finding = { path: string; was: string | null } & (
  | { hash: string; size: number; modifiedNs: string; stamp: string }
  /** `hash`: what it held, where that is known better than from the row. */
  | { gone: true; hash?: string }
)

export type Position = { epoch: string; seq: number }

/** As many hashes as are remembered of what a file held before. */
const longestPast = 16
const chunk = 500

export type SyncStore = ReturnType<typeof createSyncStore>

/** Files of the vault as they were last seen; paths are below the vault. */
export function createSyncStore(db: Kysely<Database>) {
  async function position(): Promise<Position> {
    const row = await db
      .selectFrom('syncClock')
      .select(['epoch', 'seq'])
      .where('id', '=', 1)
      .executeTakeFirst()
    if (row) return row
    await db
      .insertInto('syncClock')
      .values({ id: 1, epoch: randomText(12), seq: 0 })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return db.selectFrom('syncClock').select(['epoch', 'seq']).where('id', '=', 1).executeTakeFirstOrThrow()
  }

  /**
   * The next positions; gives the one before the first. The row stays locked until the transaction ends, so that changes
   * become visible in their order, and two that look at the same files take turns.
   */
  async function advance(transaction: Transaction<Database>, count: number): Promise<number> {
    const { seq } = await transaction
      .updateTable('syncClock')
      .set((eb) => ({ seq: eb('seq', '+', count) }))
      .where('id', '=', 1)
      .returning('seq')
      .executeTakeFirstOrThrow()
    return seq - count
  }

  async function byPath(
    executor: Kysely<Database>,
    paths: readonly string[],
  ): Promise<Map<string, KnownFile>> {
    const found = new Map<string, KnownFile>()
    for (let at = 0; at < paths.length; at += chunk) {
      const rows = await executor
        .selectFrom('syncFile')
        .selectAll()
        .where('path', 'in', paths.slice(at, at + chunk))
        .execute()
      for (const row of rows) found.set(row.path, row)
    }
    return found
  }

  async function apply(
    transaction: Transaction<Database>,
    findings: readonly Finding[],
    accept: (row: KnownFile | undefined, finding: Finding) => boolean,
  ): Promise<void> {
    await advance(transaction, 0)
    const rows = await byPath(
      transaction,
      findings.map(({ path }) => path),
    )
    const changedAt = nowIso()
    const changes = findings.flatMap((finding) => {
      const row = rows.get(finding.path)
      return accept(row, finding) ? changeOf(row, finding, changedAt) : []
    })
    const news = changes.filter(({ isNews }) => isNews)
    let seq = news.length === 0 ? 0 : await advance(transaction, news.length)
    const values = changes.map(({ row, isNews }) => (isNews ? { ...row, seq: ++seq } : row))
    for (let at = 0; at < values.length; at += chunk)
      await transaction
        .insertInto('syncFile')
        .values(values.slice(at, at + chunk))
        .onConflict((conflict) =>
          conflict.column('path').doUpdateSet((eb) => ({
            hash: eb.ref('excluded.hash'),
            size: eb.ref('excluded.size'),
            modifiedNs: eb.ref('excluded.modifiedNs'),
            stamp: eb.ref('excluded.stamp'),
            past: eb.ref('excluded.past'),
            seq: eb.ref('excluded.seq'),
            changedAt: eb.ref('excluded.changedAt'),
            deletedAt: eb.ref('excluded.deletedAt'),
          })),
        )
        .execute()
  }

  return {
    position,

    /** In order of path, those that are gone included. `to` null: to the end of the root. */
    range(root: string, after: string | null, to: string | null): Promise<KnownFile[]> {
      let query = db.selectFrom('syncFile').selectAll()
      const prefix = root === '' ? '' : `${root}/`
      if (after !== null) query = query.where('path', '>', prefix + after)
      else if (prefix !== '') query = query.where('path', '>', prefix)
      if (to !== null) query = query.where('path', '<=', prefix + to)
      // '0' is the sign after '/'.
      else if (prefix !== '') query = query.where('path', '<', `${root}0`)
      return query.orderBy('path').execute()
    },

    /** In order of change. */
    since(root: string, seq: number, limit: number): Promise<KnownFile[]> {
      let query = db.selectFrom('syncFile').selectAll().where('seq', '>', seq)
      if (root !== '') query = query.where('path', '>', `${root}/`).where('path', '<', `${root}0`)
      return query.orderBy('seq').limit(limit).execute()
    },

    async find(path: string): Promise<KnownFile | undefined> {
      return (await byPath(db, [path])).get(path)
    },

    /** Files that are there and hold this. */
    holding: (hash: string): Promise<KnownFile[]> =>
      db
        .selectFrom('syncFile')
        .selectAll()
        .where('hash', '=', hash)
        .where('deletedAt', 'is', null)
        .limit(1_000)
        .execute(),

    /** Writes down what a walk has found; what somebody else wrote down meanwhile stands. */
    async note(findings: readonly Finding[]): Promise<void> {
      if (findings.length === 0) return
      await position()
      await db
        .transaction()
        .execute((transaction) =>
          apply(transaction, findings, (row, { was }) => (row ? stampOf(row) : null) === was),
        )
    },

    /** Writes down what we did ourselves. */
    async put(finding: Finding): Promise<void> {
      await position()
      await db.transaction().execute((transaction) => apply(transaction, [finding], () => true))
    },

    /** Forgets deletions that are older. */
    async forget(before: string): Promise<void> {
      await db.deleteFrom('syncFile').where('deletedAt', '<', before).execute()
    },
  }
}

/** What tells one state of a row from another. */
export const stampOf = ({ stamp, seq, deletedAt }: KnownFile): string =>
  `${stamp} ${seq} ${deletedAt === null ? '' : 'gone'}`

export const pastOf = ({ past }: KnownFile): string[] => (past === '' ? [] : past.split(','))

function changeOf(
  row: KnownFile | undefined,
  finding: Finding,
  changedAt: string,
): { row: KnownFile; isNews: boolean }[] {
  if ('gone' in finding) {
    const hash = finding.hash ?? row?.hash
    if (hash === undefined || (row && row.deletedAt !== null)) return []
    const last = row ?? { path: finding.path, size: 0, modifiedNs: '0', past: '', seq: 0 }
    return [{ row: { ...last, hash, stamp: '', changedAt, deletedAt: changedAt }, isNews: true }]
  }
  const { path, hash, size, modifiedNs, stamp } = finding
  const same = row?.hash === hash && row.deletedAt === null
  const past =
    row && row.hash !== hash ? [...pastOf(row), row.hash].slice(-longestPast) : row ? pastOf(row) : []
  const next: KnownFile = {
    path,
    hash,
    size,
    modifiedNs,
    stamp,
    past: past.join(','),
    seq: row?.seq ?? 0,
    changedAt: same ? row.changedAt : changedAt,
    deletedAt: null,
  }
  return [{ row: next, isNews: !same }]
}

import type { AuditEntryTable, AuditHeadTable, Database } from '@atrium/db'
import type { AuditQuery } from '@atrium/schema'
import type { Kysely, Transaction } from 'kysely'
import { canonical } from '../../core/canonical.ts'
import { hashOf } from './chain.ts'

/** A line before it has its number. */
export type Draft = Omit<AuditEntryTable, 'seq' | 'hash' | 'facts'> & { facts: Record<string, unknown> }

/** As every database gives it back: the hash is over what is read. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

const batchRows = 200
/** What is deleted at once. */
const pruneRows = 10_000

export type AuditStore = ReturnType<typeof createAuditStore>

export function createAuditStore(db: Kysely<Database>) {
  /** Takes the row's lock: writers come one after another, so that no two lines follow the same one. */
  async function lockHead(trx: Transaction<Database>): Promise<AuditHeadTable> {
    const lock = () => trx.updateTable('auditHead').set({ id: 1 }).where('id', '=', 1).returningAll()
    const head = await lock().executeTakeFirst()
    if (head) return head
    const empty = { id: 1, firstSeq: 1, firstPrevious: '', lastSeq: 0, lastHash: '' }
    await trx
      .insertInto('auditHead')
      .values(empty)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return lock().executeTakeFirstOrThrow()
  }

  async function append(trx: Transaction<Database>, drafts: readonly Draft[]): Promise<void> {
    if (drafts.length === 0) return
    const head = await lockHead(trx)
    let { lastSeq: seq, lastHash: hash } = head
    const rows = drafts.map((draft) => {
      const { event, actor, label, session, requestId } = draft
      const row = {
        ...draft,
        seq: ++seq,
        event: storable(event),
        actor: actor && storable(actor),
        label: label && storable(label),
        session: session && storable(session),
        requestId: requestId && storable(requestId),
        facts: canonical(draft.facts),
      }
      hash = hashOf(row, hash)
      return { ...row, hash }
    })
    for (let at = 0; at < rows.length; at += batchRows)
      await trx
        .insertInto('auditEntry')
        .values(rows.slice(at, at + batchRows))
        .execute()
    await trx.updateTable('auditHead').set({ lastSeq: seq, lastHash: hash }).where('id', '=', 1).execute()
  }

  return {
    /** In a transaction with what it tells of: both are there, or neither. */
    append,
    write: (drafts: readonly Draft[]): Promise<void> =>
      db.transaction().execute((trx) => append(trx, drafts)),

    /** Both ends as they should be, and the last line there is, of one moment. */
    async ends(): Promise<(AuditHeadTable & { stored: number }) | null> {
      const row = await db
        .selectFrom('auditHead')
        .selectAll()
        .select((eb) =>
          eb
            .selectFrom('auditEntry')
            .select((inner) => inner.fn.max('seq').as('stored'))
            .as('stored'),
        )
        .where('id', '=', 1)
        .executeTakeFirst()
      return row ? { ...row, stored: Number(row.stored ?? 0) } : null
    },
    /** Whether there are lines at all; for a log whose ends are gone. */
    async first(): Promise<AuditEntryTable | undefined> {
      return db.selectFrom('auditEntry').selectAll().orderBy('seq').limit(1).executeTakeFirst()
    },
    async after(seq: number, limit: number): Promise<AuditEntryTable[]> {
      return db
        .selectFrom('auditEntry')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute()
    },

    async page(query: AuditQuery): Promise<AuditEntryTable[]> {
      const { event, actor, session, from, to, before, limit } = query
      let rows = db.selectFrom('auditEntry').selectAll()
      if (event?.endsWith('*')) {
        const begin = event.slice(0, -1)
        rows = rows.where('event', '>=', begin).where('event', '<', `${begin}\u{10FFFF}`)
      } else if (event !== undefined) rows = rows.where('event', '=', event)
      if (actor !== undefined) rows = rows.where('actor', '=', actor)
      if (session !== undefined) rows = rows.where('session', '=', session)
      if (from !== undefined) rows = rows.where('at', '>=', from)
      if (to !== undefined) rows = rows.where('at', '<', to)
      if (before !== undefined) rows = rows.where('seq', '<', before)
      return rows.orderBy('seq', 'desc').limit(limit).execute()
    },

    /**
     * Removes the oldest lines, at most some thousands at once. The line that says so and the hash that the first kept line
     * follows are of the same transaction, so that the chain still proves itself.
     */
    async prune(keep: { entries: number; since: string }, draft: (facts: Record<string, unknown>) => Draft) {
      return db.transaction().execute(async (trx) => {
        const head = await lockHead(trx)
        const oldest = await trx
          .selectFrom('auditEntry')
          .select(['seq'])
          .where('at', '>=', keep.since)
          .orderBy('seq')
          .limit(1)
          .executeTakeFirst()
        const wanted = Math.max(oldest?.seq ?? head.lastSeq, head.lastSeq - keep.entries + 1)
        const cut = Math.min(wanted, head.firstSeq + pruneRows)
        if (cut <= head.firstSeq) return 0
        const last = await trx
          .selectFrom('auditEntry')
          .select('hash')
          .where('seq', '=', cut - 1)
          .executeTakeFirst()
        if (!last) return 0 // it is broken there, and what is broken is not tidied away
        await trx.deleteFrom('auditEntry').where('seq', '<', cut).execute()
        await trx
          .updateTable('auditHead')
          .set({ firstSeq: cut, firstPrevious: last.hash })
          .where('id', '=', 1)
          .execute()
        const count = cut - head.firstSeq
        await append(trx, [draft({ count, through: cut - 1, hash: last.hash })])
        return count
      })
    },
  }
}

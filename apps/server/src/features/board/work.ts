// Owns the journal of operations that take several steps: a row is there from before the first step until after the last.
import { z } from 'zod'
import { nowIso } from '../../core/clock.ts'
import { conflict } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import type { BoardStore, BoardTables, WorkRow } from './store.ts'

const Implement = z.object({
  kind: z.literal('implement'),
  slug: z.string(),
  /** Null where the project is no repository, or has no base yet. */
  worktree: z.string().nullable(),
  /** Commit that branch and working tree began at. */
  from: z.string().nullable(),
  madeBranch: z.boolean(),
  madeWorktree: z.boolean(),
  session: z.string(),
})
const Brainstorm = z.object({ kind: z.literal('brainstorm'), session: z.string() })
const Tidy = z.object({
  kind: z.literal('tidy'),
  /** Whether the card goes too. */
  removing: z.boolean(),
  session: z.string().nullable(),
  worktree: z.string().nullable(),
  branch: z.string().nullable(),
})
const Finish = z.object({
  kind: z.literal('finish'),
  base: z.string(),
  /** Where the base is here, and what it is to become. */
  from: z.string(),
  to: z.string(),
})
const Restore = z.object({ kind: z.literal('restore'), snapshotId: z.string(), worktree: z.string() })
const Facts = z.discriminatedUnion('kind', [Implement, Brainstorm, Tidy, Finish, Restore])
export type Facts = z.infer<typeof Facts>
export type FactsOf<Kind extends Facts['kind']> = Extract<Facts, { kind: Kind }>

export type Work<Kind extends Facts['kind'] = Facts['kind']> = {
  id: string
  cardId: string
  startedAt: string
  facts: FactsOf<Kind>
  /** Between two steps. */
  point(name: string): Promise<void>
}

/** Called between any two steps; tests stop the hub there. */
export type CrashPoint = (name: string) => Promise<void>

export type Journal = ReturnType<typeof createJournal>

export function createJournal(store: BoardStore, reached: CrashPoint) {
  function toWork<Kind extends Facts['kind']>(row: WorkRow, facts: FactsOf<Kind>): Work<Kind> {
    const { id, cardId, startedAt } = row
    return { id, cardId, startedAt, facts, point: (name) => reached(`${facts.kind}.${name}`) }
  }

  const rowOf = (cardId: string, facts: Facts): WorkRow => ({
    id: sortableId(),
    kind: facts.kind,
    cardId,
    facts: JSON.stringify(facts),
    startedAt: nowIso(),
  })

  return {
    /** `within` is the transaction that changes the card with it. @throws AppError conflict when something is going on */
    async begin<Kind extends Facts['kind']>(
      cardId: string,
      facts: FactsOf<Kind>,
      within: BoardTables = store,
    ): Promise<Work<Kind>> {
      if (await within.work.find(cardId))
        throw conflict('The last operation on this card is not settled yet; try again in a moment')
      const row = rowOf(cardId, facts)
      await within.work.insert(row)
      return toWork(row, facts)
    },

    /** One operation goes over into the next, in one transaction of the caller's. */
    async turnInto<Kind extends Facts['kind']>(
      work: Pick<Work, 'id' | 'cardId'>,
      facts: FactsOf<Kind>,
      within: BoardTables,
    ): Promise<Work<Kind>> {
      await within.work.remove(work.id)
      const row = rowOf(work.cardId, facts)
      await within.work.insert(row)
      return toWork(row, facts)
    },

    async of(cardId: string): Promise<Work | null> {
      const row = await store.work.find(cardId)
      return row ? read(row) : null
    },

    async left(): Promise<{ works: Work[]; damaged: WorkRow[] }> {
      const rows = await store.work.list()
      const works = rows.map((row) => ({ row, work: read(row) }))
      return {
        works: works.flatMap(({ work }) => work ?? []),
        damaged: works.flatMap(({ row, work }) => (work ? [] : row)),
      }
    },
  }

  function read(row: WorkRow): Work | null {
    try {
      const facts = Facts.parse(JSON.parse(row.facts))
      return toWork(row, facts) as Work // one of the kinds, as parsed
    } catch {
      return null
    }
  }
}

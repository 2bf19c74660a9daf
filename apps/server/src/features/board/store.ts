import type { Database } from '@atrium/db'
import { limits } from '@atrium/schema'
import type { Kysely, Selectable } from 'kysely'

export type CardRow = Selectable<Database['boardCard']>
export type SnapshotRow = Selectable<Database['boardSnapshot']>
export type WorkRow = Selectable<Database['boardWork']>
/** What is undefined stays as it is. */
export type CardChange = { [Field in keyof Omit<CardRow, 'id' | 'createdAt'>]?: CardRow[Field] | undefined }

/** Queries of the board, in a transaction or not. */
export type BoardTables = ReturnType<typeof createTables>
export type BoardStore = ReturnType<typeof createBoardStore>

export const createBoardStore = (db: Kysely<Database>) => ({
  ...createTables(db),

  /** Everything inside is stored, or nothing is. */
  transaction: <T>(work: (within: BoardTables) => Promise<T>): Promise<T> =>
    db.transaction().execute((trx) => work(createTables(trx))),
})

function createTables(db: Kysely<Database>) {
  return {
    list: (projectId?: string): Promise<CardRow[]> => {
      const query = db.selectFrom('boardCard').selectAll()
      return (projectId === undefined ? query : query.where('projectId', '=', projectId))
        .orderBy('projectId')
        .orderBy('stage')
        .orderBy('position')
        .orderBy('id')
        .execute()
    },

    find: (id: string): Promise<CardRow | undefined> =>
      db.selectFrom('boardCard').selectAll().where('id', '=', id).executeTakeFirst(),

    async count(projectId: string): Promise<number> {
      const { n } = await db
        .selectFrom('boardCard')
        .select(({ fn }) => fn.countAll().as('n'))
        .where('projectId', '=', projectId)
        .executeTakeFirstOrThrow()
      return Number(n)
    },

    /** Cards of one column, in order. */
    column: (projectId: string, stage: CardRow['stage']): Promise<{ id: string; position: number }[]> =>
      db
        .selectFrom('boardCard')
        .select(['id', 'position'])
        .where('projectId', '=', projectId)
        .where('stage', '=', stage)
        .orderBy('position')
        .orderBy('id')
        .execute(),

    /** Another card that holds this already. */
    holder: (
      id: string,
      what: {
        sessionRef?: string
        branch?: string
        worktreePath?: string
        slug?: string
        projectId?: string
      },
    ): Promise<CardRow | undefined> => {
      let query = db.selectFrom('boardCard').selectAll().where('id', '!=', id)
      for (const key of ['sessionRef', 'branch', 'worktreePath', 'slug', 'projectId'] as const)
        if (what[key] !== undefined) query = query.where(key, '=', what[key])
      return query.executeTakeFirst()
    },

    async insert(row: CardRow): Promise<void> {
      await db.insertInto('boardCard').values(row).execute()
    },

    async update(id: string, change: CardChange): Promise<void> {
      if (Object.keys(change).length > 0)
        await db.updateTable('boardCard').set(change).where('id', '=', id).execute()
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('boardCard').where('id', '=', id).execute()
    },

    work: {
      list: (): Promise<WorkRow[]> => db.selectFrom('boardWork').selectAll().orderBy('startedAt').execute(),
      find: (cardId: string): Promise<WorkRow | undefined> =>
        db.selectFrom('boardWork').selectAll().where('cardId', '=', cardId).executeTakeFirst(),
      async insert(row: WorkRow): Promise<void> {
        await db.insertInto('boardWork').values(row).execute()
      },
      async remove(id: string): Promise<void> {
        await db.deleteFrom('boardWork').where('id', '=', id).execute()
      },
    },

    snapshots: {
      list: (projectId?: string): Promise<SnapshotRow[]> => {
        const query = db.selectFrom('boardSnapshot').selectAll()
        return (projectId === undefined ? query : query.where('projectId', '=', projectId))
          .orderBy('createdAt', 'desc')
          .orderBy('id', 'desc')
          .limit(limits.snapshotsListed)
          .execute()
      },
      find: (id: string): Promise<SnapshotRow | undefined> =>
        db.selectFrom('boardSnapshot').selectAll().where('id', '=', id).executeTakeFirst(),
      before: (time: string): Promise<SnapshotRow[]> =>
        db
          .selectFrom('boardSnapshot')
          .selectAll()
          .where('createdAt', '<', time)
          .orderBy('createdAt')
          .limit(100)
          .execute(),
      async insert(row: SnapshotRow): Promise<void> {
        await db
          .insertInto('boardSnapshot')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute()
      },
      async remove(id: string): Promise<void> {
        await db.deleteFrom('boardSnapshot').where('id', '=', id).execute()
      },
    },
  }
}

import type { Database, ProjectTable } from '@atrium/db'
import { ProjectId } from '@atrium/schema'
import type { Kysely } from 'kysely'

/** A folder that is a project, or was one and is not to be found again. */
export type ProjectRow = Omit<ProjectTable, 'pinned'> & { pinned: boolean }
export type ProjectsStore = ReturnType<typeof createProjectsStore>

/** What cannot be read costs only itself. */
const isWhole = (row: ProjectTable): boolean =>
  ProjectId.safeParse(row.id).success && row.path.startsWith('/') && row.displayName !== ''

const toRow = (row: ProjectRow): ProjectTable => ({ ...row, pinned: row.pinned ? 1 : 0 })

export function createProjectsStore(db: Kysely<Database>) {
  return {
    /** All rows; `damaged` are the ids of those that cannot be read and are left as they are. */
    async list(): Promise<{ rows: ProjectRow[]; damaged: string[] }> {
      const all = await db.selectFrom('project').selectAll().orderBy('id').execute()
      return {
        rows: all.filter(isWhole).map((row) => ({ ...row, pinned: row.pinned === 1 })),
        damaged: all.filter((row) => !isWhole(row)).map(({ id }) => id),
      }
    },

    async save(row: ProjectRow): Promise<void> {
      const { id, ...rest } = toRow(row)
      await db
        .insertInto('project')
        .values({ id, ...rest })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
        .execute()
    },

    async forget(id: string): Promise<void> {
      await db.deleteFrom('project').where('id', '=', id).execute()
    },

    /** All of them or none. */
    async insert(rows: ProjectRow[]): Promise<void> {
      if (rows.length > 0) await db.insertInto('project').values(rows.map(toRow)).execute()
    },
  }
}

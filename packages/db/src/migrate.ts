import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Engine, OpenDatabase } from './engines/engine.ts'
import { MigrationError, SchemaTooNewError } from './errors.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

/** Makes a copy that was checked, and says where it is. */
export type MakeBackup = () => Promise<{ file: string }>

export interface MigrateOptions {
  /** Called before the first step when there is data to lose. */
  backup: MakeBackup
  /** Another list than the product's own, for tests. */
  steps?: readonly Migration[]
}

export interface Migrated {
  /** Names of the steps that ran, oldest first. */
  applied: string[]
  /** File of the backup, when one was made. */
  backup?: string
}

/**
 * Brings the schema up to date: all steps that are due in one transaction, so it is done or not begun.
 *
 * @throws SchemaTooNewError when the data knows a step that this version does not; nothing was touched
 * @throws MigrationError when a step failed; the data is as before
 */
export async function migrate(database: OpenDatabase, options: MigrateOptions): Promise<Migrated> {
  const steps = options.steps ?? migrations
  const before = await appliedMigrations(database)
  const due = dueSteps(steps, before)
  if (due.length === 0) return { applied: [] }
  const backup = before.length > 0 ? (await options.backup()).file : undefined
  const applied = await run(database, steps, backup)
  return backup === undefined ? { applied } : { applied, backup }
}

/** Names of the steps that this database has seen; none for an empty one. */
export async function appliedMigrations({
  db,
  engine,
}: Pick<OpenDatabase, 'db' | 'engine'>): Promise<string[]> {
  if (!(await hasMigrationTable(db, engine))) return []
  const rows = await db.selectFrom('migration').select('name').orderBy('name').execute()
  return rows.map((row) => row.name)
}

async function hasMigrationTable(db: Kysely<Database>, engine: Engine): Promise<boolean> {
  const found =
    engine === 'postgres'
      ? sql<{ n: number }>`select count(to_regclass('migration')) as n`
      : sql<{
          n: number
        }>`select count(*) as n from sqlite_master where type = 'table' and name = 'migration'`
  const { rows } = await found.execute(db)
  return rows[0]?.n === 1
}

/** @throws SchemaTooNewError when a step is applied that `steps` does not have */
export function dueSteps(steps: readonly Migration[], applied: readonly string[]): Migration[] {
  const names = new Set(steps.map((step) => step.name))
  const unknown = applied.findLast((name) => !names.has(name))
  if (unknown !== undefined) throw new SchemaTooNewError(unknown)
  return steps.filter((step) => !applied.includes(step.name))
}

async function run(database: OpenDatabase, steps: readonly Migration[], backup: string | undefined) {
  const { db, engine } = database
  const applied: string[] = []
  let current = 'list'
  // Rebuilding a table would else delete what refers to it; SQLite takes this only outside a transaction.
  if (engine === 'sqlite') await sql`pragma foreign_keys = off`.execute(db)
  try {
    await db.transaction().execute(async (transaction) => {
      // Read again under the lock: another process may have been first.
      await lockOut(transaction, engine)
      for (const step of dueSteps(steps, await appliedMigrations({ db: transaction, engine }))) {
        current = step.name
        await applyStep(transaction, engine, step)
        applied.push(step.name)
      }
      if (engine === 'sqlite') await assertReferences(transaction)
    })
    return applied
  } catch (error) {
    throw new MigrationError(current, backup, { cause: error })
  } finally {
    if (engine === 'sqlite') await sql`pragma foreign_keys = on`.execute(db)
  }
}

async function applyStep(db: Kysely<Database>, engine: Engine, step: Migration): Promise<void> {
  await step.up(db, engine)
  await db.insertInto('migration').values({ name: step.name, appliedAt: new Date().toISOString() }).execute()
}

/** On SQLite the transaction itself keeps others out. */
async function lockOut(db: Kysely<Database>, engine: Engine): Promise<void> {
  if (engine === 'postgres') await sql`select pg_advisory_xact_lock(720911)`.execute(db)
  const text = sql.raw(engine === 'postgres' ? 'text collate "C"' : 'text')
  await sql`create table if not exists migration (name ${text} primary key, applied_at ${text} not null)`.execute(
    db,
  )
}

/** Makes the schema anew, inside the caller's transaction, as it was after `steps`. */
export async function createSchema(
  db: Kysely<Database>,
  engine: Engine,
  steps: readonly Migration[],
): Promise<void> {
  await lockOut(db, engine)
  for (const step of steps) await applyStep(db, engine, step)
}

async function assertReferences(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ table: string }>`pragma foreign_key_check`.execute(db)
  const [first] = rows
  if (first !== undefined) throw new Error(`Rows of ${first.table} refer to rows that are not there`)
}

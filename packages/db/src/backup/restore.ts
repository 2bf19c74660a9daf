import { existsSync } from 'node:fs'
import { chmod, constants, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { type Database, tableNames } from '../database.ts'
import type { OpenDatabase } from '../engines/engine.ts'
import { BackupRefusedError, SchemaTooNewError } from '../errors.ts'
import { appliedMigrations, createSchema } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import type { Migration } from '../migrations/migration.ts'
import { openDatabase, sqliteFile } from '../open.ts'
import { backup } from './backup.ts'
import { flush, type Manifest, readManifest } from './manifest.ts'
import { readRows } from './rows.ts'

export interface Restored {
  /** Newest migration in the data; the next start brings it up to date. */
  schema: string
  /** Where the data lies that was there before; absent when there was none. */
  kept?: string
}

/**
 * Puts a backup in the place of the database that `url` names, whole or not at all. Nothing else may
 * have it open. Rows (from Postgres) can be restored into either engine.
 *
 * @throws BackupRefusedError when the backup was cut, altered or does not fit; nothing was changed
 * @throws SchemaTooNewError when a newer version made it; nothing was changed
 * @throws DatabaseBusyError when the database is in use; nothing was changed
 */
export async function restore(file: string, { url }: { url: string }): Promise<Restored> {
  const manifest = await readManifest(file)
  const steps = stepsUpTo(manifest.schema)
  const target = sqliteFile(url)
  if (target !== undefined) return restoreFile({ file, manifest, steps, target })
  if (manifest.format === 'sqlite')
    throw new BackupRefusedError(file, 'is of SQLite and cannot go into Postgres')
  return restoreRows({ file, manifest, steps, url })
}

function stepsUpTo(schema: string): Migration[] {
  const last = migrations.findIndex((step) => step.name === schema)
  if (last < 0) throw new SchemaTooNewError(schema)
  return migrations.slice(0, last + 1)
}

interface Source {
  file: string
  manifest: Manifest
  steps: Migration[]
}

async function restoreFile({
  file,
  manifest,
  steps,
  target,
}: Source & { target: string }): Promise<Restored> {
  const { checkInThread } = await import('../engines/sqlite-thread.ts')
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const part = `${target}.restoring`
  await removeDatabase(part)
  try {
    if (manifest.format === 'sqlite') await copyFile(file, part, constants.COPYFILE_FICLONE)
    else await fillFile(file, steps, part)
    await chmod(part, 0o600)
    const schema = await checkInThread(part).catch((error: unknown) => {
      throw new BackupRefusedError(file, 'is damaged', { cause: error })
    })
    if (schema !== manifest.schema) throw new BackupRefusedError(file, 'is not what its manifest says')
    await flush(part)
    return { schema, ...(await putInPlace(target, part)) }
  } finally {
    await removeDatabase(part)
  }
}

async function fillFile(file: string, steps: Migration[], target: string): Promise<void> {
  await using database = await openDatabase({ url: target })
  await fill(database, file, steps)
}

async function putInPlace(target: string, part: string): Promise<{ kept?: string }> {
  const { replaceDatabase } = await import('../engines/sqlite-files.ts')
  const isReplaced = existsSync(target)
  const kept = `${target}.before-restore-${new Date().toISOString().replaceAll(':', '')}`
  if (isReplaced) replaceDatabase(target, part, kept)
  else await rename(part, target)
  await flush(dirname(target))
  return isReplaced ? { kept } : {}
}

async function removeDatabase(file: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(file + ending, { force: true })
}

async function restoreRows({ file, manifest, steps, url }: Source & { url: string }): Promise<Restored> {
  await using database = await openDatabase({ url })
  const hadData = (await appliedMigrations(database)).length > 0
  const kept = hadData ? (await backup(database, dirname(file))).file : undefined
  await fill(database, file, steps)
  return kept === undefined ? { schema: manifest.schema } : { schema: manifest.schema, kept }
}

/** Throws away what is there and reads the rows in, as one transaction. */
async function fill({ db, engine }: OpenDatabase, file: string, steps: Migration[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const table of ['migration', ...tableNames.toReversed()]) {
      await transaction.schema.dropTable(table).ifExists().execute()
    }
    await createSchema(transaction, engine, steps)
    await readRows(file, transaction)
    if (engine === 'postgres') await resumeNumbers(transaction)
  })
}

/** Rows came with their numbers, so the counter that makes new ones must be told. */
async function resumeNumbers(db: Kysely<Database>): Promise<void> {
  await sql`
    select setval(pg_get_serial_sequence('chat_text', 'id'), coalesce(max(id), 0) + 1, false) from chat_text`.execute(
    db,
  )
}

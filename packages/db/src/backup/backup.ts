import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenDatabase } from '../engines/engine.ts'
import { appliedMigrations } from '../migrate.ts'
import { flush, hashFile, type Manifest, writeManifest } from './manifest.ts'
import { writeRows } from './rows.ts'

export interface Backup {
  file: string
  sha256: string
  /** The copy was read back whole and is consistent. */
  integrity: 'ok'
}

/**
 * Makes a checked copy of the database, at one moment, while others read and write, in `folder`:
 * `atrium-<time>.db` (SQLite) or `atrium-<time>.rows.gz` (Postgres), readable for the owner alone,
 * with a manifest beside it. `restore` needs both.
 */
export async function backup(database: OpenDatabase, folder: string): Promise<Backup> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const createdAt = new Date().toISOString()
  const isSqlite = database.engine === 'sqlite'
  const file = join(folder, `atrium-${createdAt.replaceAll(':', '')}${isSqlite ? '.db' : '.rows.gz'}`)
  const part = `${file}.part`
  try {
    const schema = isSqlite ? await copyFile(database.url, part) : await copyRows(database, part)
    const sha256 = await hashFile(part)
    await rename(part, file)
    const manifest: Manifest = { format: isSqlite ? 'sqlite' : 'rows', schema, sha256, createdAt }
    await writeManifest(file, manifest)
    return { file, sha256, integrity: 'ok' }
  } catch (error) {
    for (const left of [part, file]) await rm(left, { force: true })
    throw error
  }
}

async function copyFile(source: string, target: string): Promise<string> {
  const { copyInThread } = await import('../engines/sqlite-thread.ts')
  // Made first, so that it is never readable for others, not even while it grows.
  const handle = await open(target, 'wx', 0o600)
  await handle.close()
  const schema = await copyInThread(source, target)
  await flush(target)
  return schema
}

async function copyRows(database: OpenDatabase, target: string): Promise<string> {
  const { db, engine } = database
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await writeRows(transaction, target)
      const schema = (await appliedMigrations({ db: transaction, engine })).at(-1)
      if (schema === undefined) throw new Error('The database has no schema')
      return schema
    })
}

import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { DatabaseBusyError } from '../errors.ts'

/** More than a file can have: the copy is one read, so that no write in between makes it begin again. */
const allPages = 0x7fffffff

/** Copies a database that others use; blocks its thread. */
export async function copyDatabase(source: string, target: string): Promise<void> {
  const connection = new SqliteDatabase(source, { fileMustExist: true, timeout: 10_000 })
  try {
    await connection.backup(target, { progress: () => allPages })
  } finally {
    connection.close()
  }
}

/** Reads the whole file and leaves it without companion files; the name of its newest migration. */
export function checkDatabase(file: string): string {
  const connection = new SqliteDatabase(file, { fileMustExist: true })
  try {
    connection.pragma('journal_mode = DELETE')
    const answer = connection.pragma('integrity_check(1)', { simple: true })
    if (answer !== 'ok') throw new Error(`integrity check: ${String(answer)}`)
    const schema = connection.prepare('select max(name) from migration').pluck().get()
    if (typeof schema !== 'string') throw new Error('it has no schema')
    return schema
  } finally {
    connection.close()
  }
}

/**
 * Puts `replacement` in the place of `file` in one step. What was there stays beside it as `aside`,
 * whole and alone, or with its log where it is damaged.
 *
 * @throws DatabaseBusyError when any other program has the file open; nothing was changed
 */
export function replaceDatabase(file: string, replacement: string, aside: string): void {
  linkSync(file, aside)
  // Copied first: SQLite throws a log away that does not fit to a damaged file.
  if (existsSync(logOf(file))) copyFileSync(logOf(file), logOf(aside))
  try {
    if (foldLog(file)) rmSync(logOf(aside), { force: true })
  } catch (error) {
    for (const made of [aside, logOf(aside)]) rmSync(made, { force: true })
    throw error
  }
  // A log that stays would be taken for the new file's.
  for (const left of [logOf(file), `${file}-shm`]) rmSync(left, { force: true })
  renameSync(replacement, file)
}

const logOf = (file: string): string => `${file}-wal`

/** Writes the log into the file and removes it; false for a file that cannot be read. */
function foldLog(file: string): boolean {
  try {
    const connection = new SqliteDatabase(file, { fileMustExist: true, timeout: 100 })
    try {
      connection.pragma('locking_mode = EXCLUSIVE')
      if (connection.pragma('journal_mode = DELETE', { simple: true }) !== 'delete')
        throw new DatabaseBusyError()
      return true
    } finally {
      connection.close()
    }
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error
    if (error.code.startsWith('SQLITE_BUSY')) throw new DatabaseBusyError({ cause: error })
    return false
  }
}

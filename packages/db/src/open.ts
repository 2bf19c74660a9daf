import { fileURLToPath } from 'node:url'
import type { OpenDatabase } from './engines/engine.ts'

/**
 * Opens the database that `url` names: `postgres://…`, `file:///…`, or the path of an SQLite file,
 * which is made when it is not there. Call `migrate` before the first query.
 *
 * @throws DatabaseBusyError when another program holds the file for two seconds
 * @throws DatabaseDamagedError when the file is not a database
 */
export async function openDatabase({ url }: { url: string }): Promise<OpenDatabase> {
  const file = sqliteFile(url)
  if (file === undefined) {
    const { openPostgres } = await import('./engines/postgres.ts')
    return openPostgres(url)
  }
  const { openSqlite } = await import('./engines/sqlite.ts')
  return openSqlite(file)
}

/** The file that `url` names; undefined for Postgres. */
export function sqliteFile(url: string): string | undefined {
  if (/^postgres(ql)?:/.test(url)) return undefined
  return url.startsWith('file:') ? fileURLToPath(url) : url
}

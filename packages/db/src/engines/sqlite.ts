import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { type Dialect, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Database } from '../database.ts'
import { DatabaseDamagedError } from '../errors.ts'
import { columnNames } from './camel-case.ts'
import type { OpenDatabase } from './engine.ts'
import { createSqliteDriver, untilFree } from './sqlite-driver.ts'

/** Older engines can lose a write-ahead log in a race of two programs. */
const oldestEngine = '3.51.3'

/** Longest that SQLite itself may wait, as it stops the event loop meanwhile. */
const blockingWaitMs = 5

/** Opens the file, made readable for its owner alone if it is new. */
export async function openSqlite(file: string): Promise<OpenDatabase> {
  const connection = await untilFree(() => connect(file))
  const db = new Kysely<Database>({
    dialect: createDialect(connection),
    plugins: [columnNames()],
  })
  // Before the first query Kysely would leave the connection open.
  const close = async () => {
    await db.destroy()
    if (connection.open) connection.close()
  }
  return { db, engine: 'sqlite', url: file, close, [Symbol.asyncDispose]: close }
}

function connect(file: string): SqliteDatabase.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  const connection = new SqliteDatabase(file, { timeout: blockingWaitMs })
  try {
    configure(connection)
    return connection
  } catch (error) {
    connection.close()
    if (isDamage(error)) throw new DatabaseDamagedError(file, { cause: error })
    throw error
  }
}

/** `synchronous=FULL`: what was acknowledged survives a power loss. The default of this build would not do. */
function configure(connection: SqliteDatabase.Database): void {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('journal_size_limit = 67108864')
  const version = String(connection.prepare('select sqlite_version()').pluck().get())
  assertSetting('engine', isAtLeast(version, oldestEngine), `${oldestEngine} or newer, not ${version}`)
  assertSetting('journal_mode', connection.pragma('journal_mode', { simple: true }) === 'wal', 'wal')
  assertSetting('synchronous', connection.pragma('synchronous', { simple: true }) === 2, 'full')
  assertSetting('foreign_keys', connection.pragma('foreign_keys', { simple: true }) === 1, 'on')
}

function assertSetting(name: string, holds: boolean, wanted: string): void {
  if (!holds) throw new Error(`SQLite is not usable here: ${name} must be ${wanted}`)
}

/** Compared number by number; a collator for it would take longer to load than the whole opening. */
function isAtLeast(version: string, oldest: string): boolean {
  const [have, want] = [version, oldest].map((text) => text.split('.').map(Number))
  const differs = want?.findIndex((part, index) => have?.[index] !== part) ?? -1
  return differs < 0 || (have?.[differs] ?? 0) > (want?.[differs] ?? 0)
}

function isDamage(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

function createDialect(connection: SqliteDatabase.Database): Dialect {
  return {
    createDriver: () => createSqliteDriver(connection),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SharedConnectionAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/** Our driver has its own lock, finer than the one Kysely would put around every statement. */
class SharedConnectionAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

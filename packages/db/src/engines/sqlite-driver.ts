import { setTimeout as sleep } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import { DatabaseBusyError, DatabaseFullError, DatabaseReadOnlyError } from '../errors.ts'
import { createBreath } from './breath.ts'
import { createLock } from './lock.ts'
import { createStatementCache } from './statement-cache.ts'

/** How long a caller waits for another program to let go of the file. */
const deadlineMs = 2_000
const firstPauseMs = 5
const longestPauseMs = 100

/**
 * Tries again while another program holds the file. The pauses are timers: SQLite's own waiting
 * would stop the event loop, and with it every stream and terminal.
 */
export async function untilFree<T>(attempt: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + deadlineMs
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() + pause > deadline) throw new DatabaseBusyError({ cause: error })
      await sleep(pause)
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** A full or read-only disk by a name that both engines have. */
function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof SqliteDatabase.SqliteError ? error.code : ''
    if (code === 'SQLITE_FULL') throw new DatabaseFullError({ cause: error })
    if (code.startsWith('SQLITE_READONLY')) throw new DatabaseReadOnlyError({ cause: error })
    throw error
  }
}

/** What Kysely holds while it works; transactions keep theirs until they end. */
interface Handle extends DatabaseConnection {
  inTransaction: boolean
}

/**
 * Kysely's driver for one SQLite connection: a transaction has it alone, single statements go in
 * between. Nobody holds it while waiting for another program, so reads pass a write that is stuck.
 */
export function createSqliteDriver(database: SqliteDatabase.Database): Driver {
  const lock = createLock()
  const breathe = createBreath()
  const prepare = createStatementCache(database)
  const handles = new WeakSet<DatabaseConnection>()

  function run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = prepare(sql)
    // The row type is what the query builder inferred from the query.
    if (statement.reader) return { rows: named(() => statement.all(parameters)) as R[] }
    const { changes, lastInsertRowid } = named(() => statement.run(parameters))
    return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
  }

  async function alone<T>(work: () => T): Promise<T> {
    await lock.acquire()
    try {
      return work()
    } finally {
      lock.release()
    }
  }

  function createHandle(): Handle {
    const handle: Handle = {
      inTransaction: false,
      async executeQuery<R>(query: CompiledQuery) {
        await breathe()
        return handle.inTransaction ? run<R>(query) : await untilFree(() => alone(() => run<R>(query)))
      },
      streamQuery() {
        throw new Error('SQLite has one connection here: read in pages instead of streaming')
      },
    }
    handles.add(handle)
    return handle
  }

  async function begin(statement: string): Promise<void> {
    await lock.acquire()
    try {
      named(() => prepare(statement).run())
    } catch (error) {
      lock.release()
      throw error
    }
  }

  return {
    async init() {},
    async acquireConnection() {
      return createHandle()
    },
    async releaseConnection() {},
    async beginTransaction(connection, settings: TransactionSettings) {
      // Taking the write lock at once: a reader that turns writer later could be refused half-way.
      const statement = settings.accessMode === 'read only' ? 'begin' : 'begin immediate'
      await untilFree(() => begin(statement))
      asHandle(connection).inTransaction = true
    },
    async commitTransaction(connection) {
      named(() => prepare('commit').run())
      asHandle(connection).inTransaction = false
      lock.release()
    },
    async rollbackTransaction(connection) {
      asHandle(connection).inTransaction = false
      try {
        // A full disk makes SQLite roll back by itself.
        if (database.inTransaction) prepare('rollback').run()
      } finally {
        lock.release()
      }
    },
    async destroy() {
      database.close()
    },
  }

  function asHandle(connection: DatabaseConnection): Handle {
    if (!handles.has(connection)) throw new Error('Not a connection of this driver')
    return connection as Handle // made by createHandle, as just checked
  }
}

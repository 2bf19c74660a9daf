import {
  type AbortableOperationOptions,
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
} from 'kysely'
import { DatabaseError, Pool, type PoolClient, types } from 'pg'
import type { Database } from '../database.ts'
import { DatabaseFullError, DatabaseReadOnlyError, DatabaseUnreachableError } from '../errors.ts'
import { columnNames } from './camel-case.ts'
import type { OpenDatabase } from './engine.ts'

const int8 = 20
const numeric = 1700

/** Counts come as bigint text; none of ours leaves the range of a number, and SQLite gives numbers. */
const numberTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 || oid === numeric
      ? Number
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser, // the overloads differ only in `format`
}

/** Opens a pool on the server that the URL names; its `search_path` option, if any, is kept. */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: numberTypes,
  })
  // A connection that breaks is replaced by the pool, and who uses it is told. Unheard, the event would end the process:
  // that of an idle one comes from the pool, that of one in use from itself.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const connect = (): Promise<PoolClient> =>
    pool.connect().catch((error: unknown) => {
      throw new DatabaseUnreachableError({ cause: error })
    })
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({
      pool: { connect, end: () => pool.end(), options: pool.options },
      onCreateConnection: adapt,
    }),
    plugins: [columnNames()],
  })
  const close = async () => {
    await db.destroy()
    if (!pool.ended) await pool.end()
  }
  return { db, engine: 'postgres', url, close, [Symbol.asyncDispose]: close }
}

/** Makes a connection take and say what one of SQLite does. */
async function adapt(connection: DatabaseConnection): Promise<void> {
  const execute: DatabaseConnection['executeQuery'] = connection.executeQuery.bind(connection)
  connection.executeQuery = <R>(query: CompiledQuery, options?: AbortableOperationOptions) =>
    execute<R>(withoutNul(query), options).catch(rethrowNamed)
}

/** A database that is full, read-only or gone by a name of ours; the codes are Postgres' own (its manual, appendix A). */
function rethrowNamed(error: unknown): never {
  const code = codeOf(error)
  if (code === '53100') throw new DatabaseFullError({ cause: error })
  if (code === '25006') throw new DatabaseReadOnlyError({ cause: error })
  if (/^(08|57P|E)/.test(code)) throw new DatabaseUnreachableError({ cause: error })
  throw error
}

/** What the driver says, without a code, while the wire ends and after that. */
const ended = /^Connection terminated|is not queryable$/

/** Of Postgres or, beginning with E, of the wire. */
function codeOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.code ?? ''
  if (error instanceof Error && ended.test(error.message)) return 'ECONNRESET'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : ''
}

/** Postgres refuses the sign with number 0 in any text; what a program or a person sent must not fail for it. */
function withoutNul(query: CompiledQuery): CompiledQuery {
  const isBad = (value: unknown): value is string => typeof value === 'string' && value.includes('\0')
  if (!query.parameters.some(isBad)) return query
  return {
    ...query,
    parameters: query.parameters.map((value) => (isBad(value) ? value.replaceAll('\0', '\ufffd') : value)),
  }
}

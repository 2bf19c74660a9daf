import type { Database as Connection, Statement } from 'better-sqlite3'

/** Preparing costs more than running; the queries of the hub are few and come again. */
const capacity = 500

/** Prepared statements by their SQL, the least recently used dropped first. */
export function createStatementCache(connection: Connection): (sql: string) => Statement {
  const statements = new Map<string, Statement>()
  return function prepare(sql) {
    const known = statements.get(sql)
    const statement = known ?? connection.prepare(sql)
    if (known !== undefined) statements.delete(sql)
    else if (statements.size >= capacity) dropOldest(statements)
    statements.set(sql, statement)
    return statement
  }
}

function dropOldest(statements: Map<string, Statement>): void {
  const oldest = statements.keys().next()
  if (!oldest.done) statements.delete(oldest.value)
}

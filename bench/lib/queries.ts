import type { OpenDatabase } from '@atrium/db'

/** The last query as somebody would type it into the shell, values and all. */
export function watchQueries({ db }: OpenDatabase): () => string {
  let last = ''
  const executor = db.getExecutor()
  const execute = executor.executeQuery.bind(executor)
  executor.executeQuery = (query, options) => {
    last = typed(query.sql, query.parameters)
    return execute(query, options)
  }
  return () => last
}

function typed(sql: string, parameters: readonly unknown[]): string {
  let next = 0
  return sql.replaceAll('?', () => {
    const value = parameters[next++]
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
  })
}

import SqliteDatabase from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStatementCache } from './statement-cache.ts'

const statement = fc.oneof(
  fc.record({ sql: fc.constant('insert into t values (?, ?)'), values: fc.tuple(fc.nat(20), fc.string()) }),
  fc.record({ sql: fc.constant('delete from t where a = ?'), values: fc.tuple(fc.nat(20)) }),
  fc.record({
    sql: fc.constant('select * from t where a >= ? order by rowid'),
    values: fc.tuple(fc.nat(20)),
  }),
  fc.record({
    sql: fc.constant('update t set b = ? where a = ? returning *'),
    values: fc.tuple(fc.string(), fc.nat(20)),
  }),
  // Texts that never come again push the others out of the cache.
  fc.record({
    sql: fc.nat(2_000).map((n) => `select ${n}, count(*) from t`),
    values: fc.constant<unknown[]>([]),
  }),
  fc.record({
    sql: fc.nat(1_000_000).map((n) => `alter table t add column c${n}`),
    values: fc.constant<unknown[]>([]),
  }),
)

type Prepare = (sql: string) => SqliteDatabase.Statement

function answer(prepare: Prepare, sql: string, values: unknown[]): unknown {
  try {
    const prepared = prepare(sql)
    return prepared.reader ? prepared.all(values) : prepared.run(values)
  } catch (error) {
    return String(error)
  }
}

test('cached statements answer as fresh ones do, whatever happens in between', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 60 }), (statements) => {
      const [cached, plain] = [new SqliteDatabase(':memory:'), new SqliteDatabase(':memory:')]
      for (const connection of [cached, plain]) connection.exec('create table t (a, b)')
      const prepare = createStatementCache(cached)
      for (const { sql, values } of statements) {
        expect(answer(prepare, sql, values)).toEqual(answer((text) => plain.prepare(text), sql, values))
      }
    }),
    { numRuns: 200 },
  )
})

test('the cache stays bounded', () => {
  const connection = new SqliteDatabase(':memory:')
  let prepared = 0
  const counting = new Proxy(connection, {
    get: (target, key) =>
      key === 'prepare'
        ? (sql: string) => {
            prepared++
            return target.prepare(sql)
          }
        : Reflect.get(target, key),
  })
  const prepare = createStatementCache(counting)
  for (let index = 0; index < 600; index++) prepare(`select ${index}`)
  prepare('select 599')
  expect(prepared).toBe(600)
  prepare('select 0')
  expect(prepared).toBe(601)
})

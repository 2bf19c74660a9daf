import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DatabaseUnreachableError } from './errors.ts'
import { openDatabase } from './open.ts'
import { openTestDatabase } from './testing.ts'

test('a Postgres that nobody listens at is said to be unreachable', async () => {
  await using database = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' })
  await expect(database.db.selectFrom('setting').selectAll().execute()).rejects.toThrow(
    DatabaseUnreachableError,
  )
})

test('a Postgres that ends the connection is said to be unreachable, and is asked over another one soon', async () => {
  await using database = await openTestDatabase('postgres')
  const { db } = database
  await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toThrow(
    DatabaseUnreachableError,
  )
  const ask = () =>
    db
      .selectFrom('setting')
      .selectAll()
      .execute()
      .catch((error: unknown) => expect(error).toBeInstanceOf(DatabaseUnreachableError))
  await expect.poll(ask).toEqual([])
})

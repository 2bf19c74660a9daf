import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DatabaseFullError, DatabaseReadOnlyError } from './errors.ts'
import { eachEngine, openTestDatabase } from './testing.ts'

eachEngine('a disk that takes nothing', (engine) => {
  test('is named when it may not be written, and reading goes on', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    const write = db.transaction().execute(async (inside) => {
      await sql
        .raw(engine === 'sqlite' ? 'pragma query_only = on' : 'set transaction read only')
        .execute(inside)
      await inside.insertInto('setting').values({ key: 'a', value: '1' }).execute()
    })
    await expect(write).rejects.toThrow(DatabaseReadOnlyError)
    expect(await db.selectFrom('setting').selectAll().execute()).toEqual([])
  })
})

test('a full disk is named on sqlite, the write is undone, and with space again it goes through', async () => {
  await using database = await openTestDatabase('sqlite')
  const { db } = database
  const write = (key: string) =>
    db.transaction().execute((inside) =>
      inside
        .insertInto('setting')
        .values({ key, value: 'x'.repeat(100_000) })
        .execute(),
    )
  await sql`pragma max_page_count = 1`.execute(db) // what is there already stays
  await expect(write('a')).rejects.toThrow(DatabaseFullError)
  await expect(
    db
      .insertInto('setting')
      .values({ key: 'b', value: 'x'.repeat(100_000) })
      .execute(),
  ).rejects.toThrow(DatabaseFullError)
  expect(await db.selectFrom('setting').selectAll().execute()).toEqual([])
  await sql`pragma max_page_count = 1000000`.execute(db)
  await write('a')
  expect(await db.selectFrom('setting').select('key').execute()).toEqual([{ key: 'a' }])
})

test('a full disk is named on postgres', async () => {
  await using database = await openTestDatabase('postgres')
  const full = sql.raw("do $$ begin raise exception using errcode = '53100'; end $$")
  await expect(full.execute(database.db)).rejects.toThrow(DatabaseFullError)
})

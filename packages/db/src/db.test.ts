import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { tableNames } from './database.ts'
import type { Engine, OpenDatabase } from './engines/engine.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './open.ts'
import { aChat, aRun, at } from './testing/rows.ts'
import { createTestDatabase, eachEngine, engines, openTestDatabase } from './testing.ts'

const noBackup = { backup: async () => ({ file: 'none' }) }

/** Tables, columns, indexes and triggers as the engine itself tells them. */
async function schemaOf({ db, engine }: OpenDatabase): Promise<unknown> {
  const found =
    engine === 'sqlite'
      ? await sql`select type, name, sql from sqlite_master order by type, name`.execute(db)
      : await sql`
          select 'column' as type, table_name || '.' || column_name as name,
            concat_ws(' ', data_type, is_nullable, column_default, collation_name) as sql
          from information_schema.columns where table_schema = current_schema()
          union all
          select 'index', indexname, regexp_replace(indexdef, 'test_[0-9a-f]+', '') from pg_indexes
          where schemaname = current_schema() order by 1, 2`.execute(db)
  return found.rows
}

async function upgraded(engine: Engine, from: number): Promise<unknown> {
  await using place = await createTestDatabase(engine)
  await using database = await openDatabase({ url: place.url })
  if (from > 0) await migrate(database, { ...noBackup, steps: migrations.slice(0, from) })
  await migrate(database, noBackup)
  return await schemaOf(database)
}

eachEngine('schema', (engine) => {
  test('is the same fresh and upgraded from any version', { timeout: 120_000 }, async () => {
    const fresh = await upgraded(engine, 0)
    for (let from = 1; from < migrations.length; from++)
      expect(await upgraded(engine, from), `from version ${from}`).toEqual(fresh)
  })

  test('has exactly the tables that backups know of', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    const tables = await db.introspection.getTables()
    const schema =
      engine === 'postgres'
        ? (await sql<{ s: string }>`select current_schema() as s`.execute(db)).rows[0]?.s
        : undefined
    const names = tables.filter((table) => table.schema === schema).map((table) => table.name)
    const ours = names.filter((name) => name !== 'migration' && !name.startsWith('chat_text_fts'))
    expect(ours.toSorted()).toEqual([...tableNames].toSorted())
  })

  test('deletes everything of a chat with it', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    await db
      .insertInto('chat')
      .values([aChat('a'), aChat('b')])
      .execute()
    for (const chatId of ['a', 'b']) {
      await db
        .insertInto('run')
        .values(aRun(`run-${chatId}`, chatId, 0))
        .execute()
      await db
        .insertInto('chatEvent')
        .values({ chatId, seq: 1, runId: `run-${chatId}`, type: 'text', data: '{}', at })
        .execute()
      await db
        .insertInto('chatBlock')
        .values({ chatId, runId: `run-${chatId}`, block: 'x', kind: 'text', content: '', at })
        .execute()
      await db.insertInto('chatText').values({ chatId, seq: 1, role: 'user', text: 'words', at }).execute()
      await db
        .insertInto('chatGrant')
        .values({ id: `g-${chatId}`, chatId, behavior: 'allow', type: 'bash', pattern: 'ls', createdAt: at })
        .execute()
    }
    await db.deleteFrom('chat').where('id', '=', 'a').execute()
    for (const table of ['run', 'chatEvent', 'chatBlock', 'chatText', 'chatGrant'] as const) {
      expect(await db.selectFrom(table).select('chatId').execute(), table).toEqual([{ chatId: 'b' }])
    }
  })

  test('refuses what refers to a chat that is not there', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    await expect(
      db
        .insertInto('run')
        .values(aRun('r', 'nowhere', 0))
        .execute(),
    ).rejects.toThrow(/foreign key/i)
  })

  test('takes text with any sign, the one with number 0 included', async () => {
    await using database = await openTestDatabase(engine)
    const value = 'a\u0000b \ud800 \u2028 😀'
    await database.db.insertInto('setting').values({ key: 'odd', value }).execute()
    const row = await database.db.selectFrom('setting').selectAll().executeTakeFirstOrThrow()
    expect(row.value).toMatch(/^a[\0\ufffd]b \ufffd \u2028 😀$/)
  })

  test('undoes a transaction that throws, and works on', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    const attempt = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('setting').values({ key: 'a', value: '1' }).execute()
      throw new Error('stop')
    })
    await expect(attempt).rejects.toThrow('stop')
    expect(await db.selectFrom('setting').selectAll().execute()).toEqual([])
    await db.insertInto('setting').values({ key: 'a', value: '2' }).execute()
  })

  test('keeps transactions of one moment apart', async () => {
    await using database = await openTestDatabase(engine)
    const { db } = database
    await db.insertInto('chat').values(aChat('a')).execute()
    const next = () =>
      db.transaction().execute(async (transaction) => {
        const { nextSeq } = await transaction
          .updateTable('chat')
          .set((eb) => ({ nextSeq: eb('nextSeq', '+', 1) }))
          .where('id', '=', 'a')
          .returning('nextSeq')
          .executeTakeFirstOrThrow()
        const event = { chatId: 'a', seq: nextSeq - 1, runId: 'r', type: 'text', data: '{}', at }
        await transaction.insertInto('chatEvent').values(event).execute()
      })
    await Promise.all([...Array.from({ length: 30 }, next), db.selectFrom('chat').selectAll().execute()])
    const events = await db.selectFrom('chatEvent').select('seq').orderBy('seq').execute()
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  })
})

test('both engines answer one query with the same rows', async () => {
  const answers = await Promise.all(
    engines.map(async (engine) => {
      await using database = await openTestDatabase(engine)
      const { db } = database
      const metadata = JSON.stringify({ snake_case: { innerKey: 'ä\u0000\n' } })
      const rows = ['ä', 'Z', 'a', '_', '10', '9'].map((id) => aChat(id, { metadata, title: null }))
      await db.insertInto('chat').values(rows).execute()
      return {
        rows: await db
          .selectFrom('chat')
          .selectAll()
          .orderBy('lastAccessed', 'desc')
          .orderBy('id', 'desc')
          .execute(),
        counted: await db
          .selectFrom('chat')
          .select((eb) => [
            'module',
            eb.fn.countAll<number>().as('count'),
            eb.fn.sum<number>('nextSeq').as('sum'),
          ])
          .groupBy('module')
          .execute(),
        upserted: await db
          .insertInto('setting')
          .values({ key: 'k', value: '1' })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: '2' }))
          .returningAll()
          .execute(),
        changed: await db.updateTable('chat').set({ archived: 1 }).where('id', '>=', 'a').executeTakeFirst(),
      }
    }),
  )
  expect(answers[0]).toMatchObject({
    counted: [{ module: 'chat', count: 6, sum: 6 }],
    changed: { numUpdatedRows: 2n },
  })
  expect(answers[1]).toEqual(answers[0])
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { backup } from './backup/backup.ts'
import { restore } from './backup/restore.ts'
import type { OpenDatabase } from './engines/engine.ts'
import { openDatabase } from './open.ts'
import { aChat, at } from './testing/rows.ts'
import { createTestDatabase, eachEngine, openTestDatabase } from './testing.ts'

const addWebhook = ({ db }: OpenDatabase) =>
  db
    .insertInto('webhook')
    .values({
      id: 'w',
      url: 'https://example.com',
      description: '',
      events: '["*"]',
      filter: null,
      includeContent: 0,
      enabled: 1,
      disabledReason: null,
      secret: 'sealed',
      secretLast4: 'aled',
      oldSecret: null,
      oldSecretUntil: null,
      failingSince: null,
      lastSuccessAt: null,
      lastFailure: null,
      createdAt: at,
      updatedAt: at,
    })
    .execute()

const noted = async ({ db }: OpenDatabase): Promise<string[]> =>
  (await db.selectFrom('webhookEvent').select(['type', 'chatId']).execute())
    .map(({ type, chatId }) => `${type} ${chatId}`)
    .toSorted()

eachEngine('triggers that note what webhooks are told', (engine) => {
  test('every one is there after the newest migration, also where a later one made a table anew', async () => {
    await using database = await openTestDatabase(engine)
    const names =
      engine === 'sqlite'
        ? sql<{
            name: string
          }>`select name from sqlite_master where type = 'trigger' and name like 'webhook_%'`
        : sql<{ name: string }>`
            select tgname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
            where tgname like 'webhook_%' and relnamespace = current_schema()::regnamespace`
    const { rows } = await names.execute(database.db)
    expect(rows).toHaveLength(21)
  })

  test('what is undone is not noted, and what replaces itself is noted once', async () => {
    await using database = await openTestDatabase(engine)
    await addWebhook(database)
    const { db } = database
    await db
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('chat').values(aChat('undone')).execute()
        throw new Error('undone')
      })
      .catch(() => undefined)
    for (const archived of [0, 1, 1] as const)
      await db
        .insertInto('chat')
        .values(aChat('a'))
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ archived }))
        .execute()
    expect(await noted(database)).toEqual(['chat.archived a', 'chat.created a'])
  })

  test('P59 a backup that is put back tells nobody anything again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atrium-webhooks-'))
    await using place = await createTestDatabase(engine)
    await using database = await openTestDatabase(engine)
    await addWebhook(database)
    await database.db.insertInto('chat').values(aChat('a')).execute()
    const { file } = await backup(database, folder)
    await restore(file, { url: place.url })
    await using again = await openDatabase({ url: place.url })
    expect(await noted(again)).toEqual(['chat.created a'])
    await rm(folder, { recursive: true })
  })
})

test('on Postgres a change from another search path is noted beside its table', async () => {
  await using database = await openTestDatabase('postgres')
  await addWebhook(database)
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(database.db)
  const schema = rows[0]?.name ?? ''
  await database.db.insertInto('chat').values(aChat('a')).execute()
  await database.db.transaction().execute(async (trx) => {
    await sql`set local search_path to pg_catalog`.execute(trx)
    await sql`update ${sql.table(`${schema}.chat`)} set archived = 1`.execute(trx)
  })
  expect(await noted(database)).toEqual(['chat.archived a', 'chat.created a'])
})

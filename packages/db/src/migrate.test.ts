import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { MigrationError, SchemaTooNewError } from './errors.ts'
import { backup, migrate, openDatabase, restore } from './index.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { aChat, aRun } from './testing/rows.ts'
import { createTestDatabase, eachEngine, openTestDatabase } from './testing.ts'

const noBackup = { backup: async () => ({ file: 'none' }) }

const step = (name: string, ...statements: string[]): Migration => ({
  name,
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
})

eachEngine('migrate', (engine) => {
  test('makes no backup of an empty database, and is idle the second time', async () => {
    await using place = await createTestDatabase(engine)
    await using database = await openDatabase({ url: place.url })
    const options = { backup: () => Promise.reject(new Error('not needed')) }
    expect(await migrate(database, options)).toEqual({ applied: migrations.map(({ name }) => name) })
    expect(await migrate(database, options)).toEqual({ applied: [] })
  })

  test('P58 backs up before the first step, runs what is due in one transaction', async () => {
    await using database = await openTestDatabase(engine)
    await database.db.insertInto('setting').values({ key: 'before', value: '1' }).execute()
    const seen: unknown[] = []
    const migrated = await migrate(database, {
      steps: [
        ...migrations,
        step('9001-a', 'alter table setting add column note text'),
        step('9002-b', "update setting set note = 'x'"),
      ],
      backup: async () => {
        seen.push(await database.db.selectFrom('setting').selectAll().execute())
        return { file: '/backups/one.db' }
      },
    })
    expect(migrated).toEqual({ applied: ['9001-a', '9002-b'], backup: '/backups/one.db' })
    expect(seen).toEqual([[{ key: 'before', value: '1' }]])
  })

  test('P58 a step that fails half-way leaves the data as before and names the backup', async () => {
    await using database = await openTestDatabase(engine)
    await database.db.insertInto('setting').values({ key: 'a', value: '1' }).execute()
    const steps = [
      ...migrations,
      step('9001-fine', 'alter table setting add column note text', 'delete from setting'),
      step('9002-broken', 'create table extra (id text)', 'select * from missing'),
    ]
    const failed = await migrate(database, {
      steps,
      backup: async () => ({ file: '/backups/one.db' }),
    }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(MigrationError)
    expect(failed).toMatchObject({ migration: '9002-broken', backup: '/backups/one.db' })
    expect(String(failed)).toContain('/backups/one.db')
    expect(await database.db.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'a', value: '1' }])
    await expect(sql`select * from extra`.execute(database.db)).rejects.toThrow()
    expect(await migrate(database, noBackup)).toEqual({ applied: [] })
  })

  test('P58 runs no step when the backup cannot be made', async () => {
    await using database = await openTestDatabase(engine)
    const options = {
      steps: [...migrations, step('9001-a', 'drop table setting')],
      backup: () => Promise.reject(new Error('disk full')),
    }
    await expect(migrate(database, options)).rejects.toThrow('disk full')
    expect(await database.db.selectFrom('setting').selectAll().execute()).toEqual([])
  })

  test('P58 older code refuses newer data', async () => {
    await using database = await openTestDatabase(engine)
    await migrate(database, {
      ...noBackup,
      steps: [...migrations, step('9001-future', 'create table future (id text)')],
    })
    const refused = await migrate(database, noBackup).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SchemaTooNewError)
    expect(refused).toMatchObject({ schema: '9001-future' })
  })

  test('runs each step once when two processes start together', async () => {
    await using place = await createTestDatabase(engine)
    await using first = await openDatabase({ url: place.url })
    await using second = await openDatabase({ url: place.url })
    const both = await Promise.all([migrate(first, noBackup), migrate(second, noBackup)])
    expect(both.flatMap(({ applied }) => applied)).toEqual(migrations.map(({ name }) => name))
  })
})

describe('migrate on sqlite', () => {
  test('can rebuild a table that others refer to', async () => {
    await using database = await openTestDatabase('sqlite')
    const { db } = database
    await db.insertInto('chat').values(aChat('a')).execute()
    await db
      .insertInto('run')
      .values(aRun('r', 'a', 0))
      .execute()
    const rebuild = step(
      '9001-rebuild',
      'create table chat_new as select * from chat',
      'drop table chat',
      'alter table chat_new rename to chat',
      'create unique index chat_id on chat (id)',
    )
    await migrate(database, { ...noBackup, steps: [...migrations, rebuild] })
    expect(await db.selectFrom('run').select('id').execute()).toEqual([{ id: 'r' }])
    const { rows } = await sql`pragma foreign_keys`.execute(db)
    expect(rows).toEqual([{ foreignKeys: 1 }])
  })

  test('refuses a step that leaves rows referring to nothing', async () => {
    await using database = await openTestDatabase('sqlite')
    await database.db.insertInto('chat').values(aChat('a')).execute()
    await database.db
      .insertInto('run')
      .values(aRun('r', 'a', 0))
      .execute()
    const orphan = step('9001-orphan', 'delete from chat')
    await expect(migrate(database, { ...noBackup, steps: [...migrations, orphan] })).rejects.toBeInstanceOf(
      MigrationError,
    )
    expect(await database.db.selectFrom('chat').select('id').execute()).toEqual([{ id: 'a' }])
  })

  test('P58 the backup made before a migration is one that restore takes', async () => {
    await using place = await createTestDatabase('sqlite')
    await using database = await openDatabase({ url: place.url })
    await migrate(database, noBackup)
    await database.db.insertInto('setting').values({ key: 'a', value: '1' }).execute()
    const steps = [...migrations, step('9001-destroys', 'delete from setting')]
    const migrated = await migrate(database, {
      steps,
      backup: () => backup(database, `${place.url}-backups`),
    })
    await database.close()
    const { kept } = await restore(migrated.backup ?? '', { url: place.url })
    expect(readFileSync(kept ?? '').length).toBeGreaterThan(0)
    await using again = await openDatabase({ url: place.url })
    expect(await migrate(again, noBackup)).toEqual({ applied: [] })
    expect(await again.db.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'a', value: '1' }])
  })
})

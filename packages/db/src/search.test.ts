import { expect, test } from 'vitest'
import type { OpenDatabase } from './engines/engine.ts'
import { matchText } from './search.ts'
import { aChat, at } from './testing/rows.ts'
import { eachEngine, openTestDatabase } from './testing.ts'

async function find({ db, engine }: OpenDatabase, query: string): Promise<number[]> {
  const rows = await db
    .selectFrom('chatText')
    .select('seq')
    .where(matchText(engine, query))
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.seq)
}

async function fill({ db }: OpenDatabase, texts: string[]): Promise<void> {
  await db.insertInto('chat').values(aChat('a')).execute()
  await db
    .insertInto('chatText')
    .values(texts.map((text, seq) => ({ chatId: 'a', seq, role: seq === 0 ? 'title' : 'user', text, at })))
    .execute()
}

eachEngine('search', (engine) => {
  test('finds every word, and the last one by its beginning', async () => {
    await using database = await openTestDatabase(engine)
    await fill(database, ['Quarterly report', 'the report is late', 'a quarter of it', 'nothing'])
    expect(await find(database, 'report')).toEqual([0, 1])
    expect(await find(database, 'QUARTER')).toEqual([0, 2])
    expect(await find(database, 'quarterly rep')).toEqual([0])
    expect(await find(database, 'quarter rep')).toEqual([])
    expect(await find(database, 'Überfall')).toEqual([])
  })

  test('finds the parts of paths, addresses and names', async () => {
    await using database = await openTestDatabase(engine)
    await fill(database, [
      '/usr/local/bin/node',
      'https://example.com/a-b_c?x=1',
      'me@host.example',
      'größer',
    ])
    expect(await find(database, 'local')).toEqual([0])
    expect(await find(database, 'bin/no')).toEqual([0])
    expect(await find(database, 'example')).toEqual([1, 2])
    expect(await find(database, 'größ')).toEqual([3])
  })

  test('takes what a person typed as words, never as operators', async () => {
    await using database = await openTestDatabase(engine)
    await fill(database, ['alpha beta', 'alpha', 'not or and near'])
    expect(await find(database, 'alpha OR beta')).toEqual([])
    expect(await find(database, 'alpha NOT beta')).toEqual([])
    expect(await find(database, '"alpha" & !beta | (x) <-> :* text:alpha ^ \\ \'')).toEqual([])
    expect(await find(database, "alpha'; drop table chat")).toEqual([])
    expect(await find(database, 'NOT AND OR')).toEqual([2])
    expect(await find(database, '  "\'* ')).toEqual([])
    expect(await find(database, '')).toEqual([])
  })

  test('follows changed and deleted text', async () => {
    await using database = await openTestDatabase(engine)
    await fill(database, ['old title', 'message'])
    await database.db.updateTable('chatText').set({ text: 'new title' }).where('seq', '=', 0).execute()
    expect(await find(database, 'old')).toEqual([])
    expect(await find(database, 'new')).toEqual([0])
    await database.db.deleteFrom('chat').where('id', '=', 'a').execute()
    expect(await find(database, 'message')).toEqual([])
    expect(await find(database, 'new')).toEqual([])
  })

  test('takes text of any length and of any sign', async () => {
    await using database = await openTestDatabase(engine)
    const long = Array.from({ length: 300_000 }, (_, n) => n.toString(36)).join(' ')
    await fill(database, ['x'.repeat(3_000_000), long, '😀 \u202e 漢字 e\u0301', '\ud800 lone'])
    expect(await find(database, 'lone')).toEqual([3])
    expect(await find(database, '漢')).toEqual([2])
  })
})

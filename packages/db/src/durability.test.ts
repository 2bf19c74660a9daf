import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DatabaseDamagedError } from './errors.ts'
import { openDatabase } from './open.ts'
import { createTestDatabase, eachEngine, openTestDatabase } from './testing.ts'

const kills = 8
const writer = fileURLToPath(new URL('testing/writer.ts', import.meta.url))

/** Starts a writer, kills it at a random moment, and gives what it said was stored. */
async function killed(url: string, name: string): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [writer, url, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged = new Map<string, number>()
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const [chatId = '', seq] = line.split(' ')
    acknowledged.set(chatId, Number(seq))
  })
  const ended = once(lines, 'close')
  await once(lines, 'line')
  await sleep(Math.random() * 150)
  child.kill('SIGKILL')
  await ended
  return acknowledged
}

eachEngine('a killed writer', (engine) => {
  test('P48 what was acknowledged is there after kill -9, the rest wholly or not at all', {
    timeout: 60_000,
  }, async () => {
    await using database = await openTestDatabase(engine)
    for (let round = 0; round < kills; round++) {
      const acknowledged = await killed(database.url, `round${round}`)
      for (const [chatId, seq] of acknowledged)
        expect(await lastOf(database, chatId)).toBeGreaterThanOrEqual(seq)
    }
    if (engine === 'sqlite') {
      const { rows } = await sql`pragma integrity_check`.execute(database.db)
      expect(rows).toEqual([{ integrityCheck: 'ok' }])
      await sql`insert into chat_text_fts (chat_text_fts, rank) values ('integrity-check', 1)`.execute(
        database.db,
      )
    }
  })
})

/** The last event of a chat, after making sure that none is half there. */
async function lastOf({ db }: Awaited<ReturnType<typeof openTestDatabase>>, chatId: string): Promise<number> {
  const chat = await db
    .selectFrom('chat')
    .select('nextSeq')
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow()
  const events = await db
    .selectFrom('chatEvent')
    .select('seq')
    .where('chatId', '=', chatId)
    .orderBy('seq')
    .execute()
  const texts = await db
    .selectFrom('chatText')
    .select('seq')
    .where('chatId', '=', chatId)
    .orderBy('seq')
    .execute()
  expect(events.map(({ seq }) => seq)).toEqual(
    Array.from({ length: chat.nextSeq - 1 }, (_, index) => index + 1),
  )
  expect(texts).toEqual(events)
  return chat.nextSeq - 1
}

test('a file that is no database is reported and left as it is', async () => {
  await using place = await createTestDatabase('sqlite')
  const rubbish = 'not a database, but somebody may still need it '.repeat(100)
  writeFileSync(place.url, rubbish)
  await expect(openDatabase({ url: place.url })).rejects.toBeInstanceOf(DatabaseDamagedError)
  const { readFile } = await import('node:fs/promises')
  expect(await readFile(place.url, 'utf8')).toBe(rubbish)
})

test('a new file is readable for its owner alone', async () => {
  await using place = await createTestDatabase('sqlite')
  await using database = await openDatabase({ url: place.url })
  await sql`create table anything (name text)`.execute(database.db)
  const { stat } = await import('node:fs/promises')
  for (const ending of ['', '-wal', '-shm']) {
    expect((await stat(place.url + ending)).mode & 0o777, ending).toBe(0o600)
  }
})

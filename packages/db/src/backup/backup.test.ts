import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { tableNames } from '../database.ts'
import type { OpenDatabase } from '../engines/engine.ts'
import { BackupRefusedError, DatabaseBusyError, SchemaTooNewError } from '../errors.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { openDatabase } from '../open.ts'
import { matchText } from '../search.ts'
import { aChat, aRun, at } from '../testing/rows.ts'
import { createTestDatabase, eachEngine, openTestDatabase } from '../testing.ts'
import { backup } from './backup.ts'
import { pruneBackups } from './prune.ts'
import { restore } from './restore.ts'

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'atrium-backup-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function say({ db }: OpenDatabase, chatId: string, seq: number, text: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('chat')
      .set({ nextSeq: seq + 1, messageCount: seq })
      .where('id', '=', chatId)
      .execute()
    const event = { chatId, seq, runId: `${chatId}-r`, type: 'text', data: JSON.stringify({ text }), at }
    await transaction.insertInto('chatEvent').values(event).execute()
    await transaction.insertInto('chatText').values({ chatId, seq, role: 'user', text, at }).execute()
  })
}

async function fill(database: OpenDatabase, chats: number, messages: number): Promise<void> {
  for (let index = 0; index < chats; index++) {
    const chatId = `chat-${index}`
    await database.db
      .insertInto('chat')
      .values(aChat(chatId, { title: `Title ${index} ü😀`, metadata: '{"a_b":1}' }))
      .execute()
    await database.db
      .insertInto('run')
      .values(aRun(`${chatId}-r`, chatId, 0))
      .execute()
    for (let seq = 1; seq <= messages; seq++)
      await say(database, chatId, seq, `message ${seq}\n\u2028 'quoted' "${index}"`)
  }
  await database.db.insertInto('setting').values({ key: 'theme', value: '"dark"' }).execute()
}

/** Every row of every table. */
async function everything({ db }: OpenDatabase): Promise<Record<string, unknown[]>> {
  const plain = db.withoutPlugins()
  const tables: Record<string, unknown[]> = {}
  for (const table of tableNames) {
    const rows = await plain
      .selectFrom(table as 'chat')
      .selectAll()
      .execute() // the name of a table is all that counts
    tables[table] = rows.map((row) => JSON.stringify({ ...row, search: undefined })).toSorted()
  }
  return tables
}

async function reopened(url: string): Promise<OpenDatabase> {
  const database = await openDatabase({ url })
  await migrate(database, { backup: () => Promise.reject(new Error('nothing is due')) })
  return database
}

eachEngine('backup and restore', (engine) => {
  test('P59 a backup restored into an empty place has the same rows', async () => {
    await using folder = await temporaryFolder()
    await using place = await createTestDatabase(engine)
    await using database = await openTestDatabase(engine)
    await fill(database, 5, 60)
    const made = await backup(database, folder.path)
    expect(made).toMatchObject({ integrity: 'ok', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await restore(made.file, { url: place.url })).toEqual({ schema: migrations.at(-1)?.name })
    await using again = await reopened(place.url)
    expect(await everything(again)).toEqual(await everything(database))
    const found = await again.db
      .selectFrom('chatText')
      .select('chatId')
      .where(matchText(engine, 'quot'))
      .execute()
    expect(found).toHaveLength(300)
    await say(again, 'chat-0', 61, 'one more')
  })

  test('P59 backup files are readable for their owner alone, and nothing else is left', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase(engine)
    const { file } = await backup(database, join(folder.path, 'backups'))
    expect(readdirSync(join(folder.path, 'backups'))).toHaveLength(2)
    for (const name of [file, `${file}.json`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder.path, 'backups')).mode & 0o777).toBe(0o700)
  })

  test('P59 only the newest backups are kept, each of them whole, and nothing unfinished', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase(engine)
    const made: string[] = []
    for (let count = 0; count < 4; count++) {
      made.push((await backup(database, folder.path)).file)
      writeFileSync(`${made.at(-1)}.part`, 'cut off')
      await pruneBackups(folder.path, 2)
    }
    const kept = made.slice(-2).flatMap((file) => [basename(file), `${basename(file)}.json`])
    expect(readdirSync(folder.path).toSorted()).toEqual(kept)
    writeFileSync(join(folder.path, 'atrium-2020-01-01T000000.000Z.db'), 'without a manifest')
    writeFileSync(join(folder.path, 'notes.txt'), 'of a person')
    await pruneBackups(folder.path, 2)
    expect(readdirSync(folder.path).toSorted()).toEqual([...kept, 'notes.txt'])
  })

  test('P59 a backup under writes is of one moment and stops nobody', { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder()
    await using place = await createTestDatabase(engine)
    await using database = await openTestDatabase(engine)
    await fill(database, 4, 50)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    let isDone = false
    let seq = 50
    const writing = (async () => {
      while (!isDone) {
        seq++
        for (let index = 0; index < 4; index++) await say(database, `chat-${index}`, seq, 'while it runs')
      }
    })()
    delay.enable()
    const first = await backup(database, folder.path)
    const second = await backup(database, folder.path)
    delay.disable()
    isDone = true
    await writing
    expect(delay.percentile(99) / 1e6).toBeLessThan(250)
    for (const { file } of [first, second]) {
      await restore(file, { url: place.url })
      await using again = await reopened(place.url)
      for (const chat of await again.db.selectFrom('chat').selectAll().execute()) {
        const events = await again.db
          .selectFrom('chatEvent')
          .select('seq')
          .where('chatId', '=', chat.id)
          .execute()
        expect(events).toHaveLength(chat.nextSeq - 1)
      }
    }
  })

  test('P59 what was there before a restore is kept beside it', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase(engine)
    await fill(database, 1, 3)
    const made = await backup(database, folder.path)
    await using place = await createTestDatabase(engine)
    const other = await openDatabase({ url: place.url })
    await migrate(other, { backup: async () => ({ file: '' }) })
    await other.db.insertInto('setting').values({ key: 'mine', value: '1' }).execute()
    await other.close()
    const { kept = '' } = await restore(made.file, { url: place.url })
    await using again = await reopened(place.url)
    expect(await everything(again)).toEqual(await everything(database))
    await using previous = await createTestDatabase(engine)
    if (engine === 'postgres') await restore(kept, { url: previous.url })
    await using old = await reopened(engine === 'postgres' ? previous.url : kept)
    expect(await old.db.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'mine', value: '1' }])
  })

  const harms: [string, (file: string) => void][] = [
    ['was cut', (file) => truncateSync(file, statSync(file).size - 1)],
    ['is empty', (file) => truncateSync(file, 0)],
    ['was added to', (file) => appendFileSync(file, '\n')],
    ['has one changed byte', (file) => flipByte(file)],
    ['is gone', (file) => rmSync(file)],
    ['has no manifest', (file) => rmSync(`${file}.json`)],
    ['has a cut manifest', (file) => truncateSync(`${file}.json`, 40)],
    ['has a foreign manifest', (file) => writeFileSync(`${file}.json`, '{"format":"zip"}')],
  ]
  for (const [harm, damage] of harms) {
    test(`P59 a backup that ${harm} is refused and nothing is changed`, async () => {
      await using folder = await temporaryFolder()
      await using database = await openTestDatabase(engine)
      await fill(database, 1, 2)
      const { file } = await backup(database, folder.path)
      const before = await everything(database)
      damage(file)
      await database.db.insertInto('setting').values({ key: 'later', value: '1' }).execute()
      await expect(restore(file, { url: database.url })).rejects.toBeInstanceOf(BackupRefusedError)
      const after = await everything(database)
      expect(after).toEqual({ ...before, setting: expect.arrayContaining(before['setting'] ?? []) })
      expect(after['setting']).toHaveLength(2)
    })
  }

  test('P58 a backup of a newer version is refused and nothing is changed', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase(engine)
    await database.db.insertInto('migration').values({ name: '9999-future', appliedAt: at }).execute()
    const { file } = await backup(database, folder.path)
    await using target = await openTestDatabase(engine)
    await target.db.insertInto('setting').values({ key: 'mine', value: '1' }).execute()
    const { url } = target
    await expect(restore(file, { url })).rejects.toBeInstanceOf(SchemaTooNewError)
    expect(await target.db.selectFrom('setting').select('key').execute()).toEqual([{ key: 'mine' }])
  })
})

function flipByte(file: string): void {
  const bytes = readFileSync(file)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  chmodSync(file, 0o600)
  writeFileSync(file, bytes)
}

describe('restore into sqlite', () => {
  test('takes the rows of a Postgres', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase('postgres')
    await fill(database, 2, 20)
    const { file } = await backup(database, folder.path)
    const url = join(folder.path, 'moved', 'atrium.db')
    await restore(file, { url })
    await using moved = await reopened(url)
    expect(await everything(moved)).toEqual(await everything(database))
    const found = await moved.db
      .selectFrom('chatText')
      .select('seq')
      .where(matchText('sqlite', 'quoted'))
      .execute()
    expect(found).toHaveLength(40)
  })

  test('is refused while another program has the database open', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase('sqlite')
    await fill(database, 1, 1)
    const { file } = await backup(database, folder.path)
    await expect(restore(file, { url: database.url })).rejects.toBeInstanceOf(DatabaseBusyError)
    await say(database, 'chat-0', 2, 'still here')
    expect(existsSync(`${database.url}.restoring`)).toBe(false)
  })

  test('replaces a damaged database and keeps its bytes', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase('sqlite')
    await fill(database, 1, 1)
    const { file } = await backup(database, folder.path)
    const url = join(folder.path, 'atrium.db')
    writeFileSync(url, 'rubbish')
    writeFileSync(`${url}-wal`, 'log')
    const { kept = '' } = await restore(file, { url })
    expect(readFileSync(kept, 'utf8')).toBe('rubbish')
    expect(readFileSync(`${kept}-wal`, 'utf8')).toBe('log')
    await using again = await reopened(url)
    expect(await everything(again)).toEqual(await everything(database))
  })

  test('into Postgres a file of SQLite is refused', async () => {
    await using folder = await temporaryFolder()
    await using database = await openTestDatabase('sqlite')
    await using target = await openTestDatabase('postgres')
    const { file } = await backup(database, folder.path)
    await expect(restore(file, { url: target.url })).rejects.toBeInstanceOf(BackupRefusedError)
  })
})

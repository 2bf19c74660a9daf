import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import SqliteDatabase from 'better-sqlite3'

const textsPerChat = 10
const wordsPerText = 12
const vocabularySize = 20_000

/** The same numbers each time, so that two runs measure the same data. */
export function createRandom(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

/** Words as common as those of a language: the first ones are everywhere, the last ones hardly anywhere. */
export function createWords(random: () => number): { word: () => string; nth: (index: number) => string } {
  const nth = (index: number) =>
    (Math.imul(index + 7, 2_654_435_761) >>> 0).toString(36).slice(0, 2 + (index % 7)) + index.toString(36)
  const vocabulary = Array.from({ length: vocabularySize + 1 }, (_, index) => nth(index))
  return { nth, word: () => vocabulary[Math.floor(vocabularySize ** random())] ?? '' }
}

/** A database of `chats` chats with ten texts each, titles among them, in a temporary folder. */
export async function createBigDatabase(chats: number) {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const file = join(folder, 'atrium.db')
  const database = await openDatabase({ url: file })
  await migrate(database, { backup: () => Promise.reject(new Error('it is empty')) })
  await database.close()
  const connection = new SqliteDatabase(file)
  connection.pragma('synchronous = OFF')
  const random = createRandom()
  const { word, nth } = createWords(random)
  connection.transaction(() => fill(connection, { chats, random, word }))()
  connection.exec('analyze')
  connection.close()
  return {
    file,
    /** Words by how common they are: 1 is nearly everywhere. */
    nth,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

type Filling = { chats: number; random: () => number; word: () => string }

function fill(connection: SqliteDatabase.Database, { chats, random, word }: Filling): void {
  const insertChat = connection.prepare(
    `insert into chat (id, title, title_source, module, source, message_count, archived, created_at, last_accessed,
      trust_level, runner, permission_mode, state, next_seq)
     values (?, ?, 'default', ?, 'atrium', 9, ?, ?, ?, 'vault', 'guide', 'default', 'idle', 10)`,
  )
  const insertText = connection.prepare(
    'insert into chat_text (chat_id, seq, role, text, at) values (?, ?, ?, ?, ?)',
  )
  const text = (words: number) => Array.from({ length: words }, word).join(' ')
  const minute = (index: number) => new Date(1.7e12 + index * 60_000).toISOString()
  for (let index = 0; index < chats; index++) {
    const id = `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`
    const title = text(5)
    const module = ['chat', 'daily', 'build'][index % 3]
    const changed = minute(Math.floor(random() * chats))
    insertChat.run(id, title, module, index % 10 === 0 ? 1 : 0, minute(index), changed)
    insertText.run(id, 0, 'title', title, minute(index))
    for (let seq = 1; seq < textsPerChat; seq++) {
      insertText.run(id, seq, seq % 2 === 1 ? 'user' : 'assistant', text(wordsPerText), minute(index))
    }
  }
}

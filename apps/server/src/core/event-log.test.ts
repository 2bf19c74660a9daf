import type { OpenDatabase } from '@atrium/db'
import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import type { LogEvent, StoredEvent } from '@atrium/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBus } from './bus.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { sortableId } from './ids.ts'

const event = (message: string, run = 'r'): LogEvent => ({
  type: 'warning',
  run_id: run,
  code: 'test',
  title: 'Test',
  message,
})
const messages = (stored: readonly StoredEvent[]): string[] =>
  stored.map(({ event: { type, ...rest } }) =>
    type === 'warning' ? (rest as { message: string }).message : type,
  )

async function addChat({ db }: OpenDatabase): Promise<string> {
  const id = sortableId()
  const now = new Date().toISOString()
  await db
    .insertInto('chat')
    .values({
      id,
      titleSource: 'default',
      module: 'chat',
      source: 'atrium',
      createdAt: now,
      lastAccessed: now,
      trustLevel: 'vault',
      runner: 'guide',
      permissionMode: 'default',
      state: 'idle',
      messageCount: 0,
      archived: 0,
      nextSeq: 1,
    })
    .execute()
  return id
}

/** What every form of the event log promises; here the one on the database, on both engines. */
eachEngine('event log', (engine) => {
  let database: OpenDatabase
  let log: EventLog
  beforeAll(async () => {
    database = await openTestDatabase(engine)
    log = createEventLog(database.db, createBus())
  })
  afterAll(() => database.close())

  test('events are numbered from 1 without gaps, also by writers at the same time', async () => {
    const id = await addChat(database)
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => log.append(id, [event(`${index}a`), event(`${index}b`)])),
    )
    const all = await log.read(id, { after: 0, limit: 100 })
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    for (let index = 0; index < 40; index += 2)
      expect(messages(all)[index + 1]).toBe(messages(all)[index]?.replace('a', 'b'))
    expect(await log.head(id)).toBe(40)
  })

  test('all or none is kept, together with what belongs to it', async () => {
    const id = await addChat(database)
    const half = log.append(id, [event('x')], {
      after: () => Promise.reject(new Error('no')),
    })
    await expect(half).rejects.toThrow('no')
    expect(await log.read(id, { after: 0, limit: 10 })).toEqual([])
    const [stored] = await log.append(id, [event('y')])
    expect(stored?.seq).toBe(1)
    await expect(log.append('nobody', [event('z')])).rejects.toMatchObject({ code: 'not_found' })
  })

  test('it is read from any number on, whole or one run alone', async () => {
    const id = await addChat(database)
    await log.append(id, [event('a', 'one'), event('b', 'two'), event('c', 'one')])
    expect(messages(await log.read(id, { after: 1, limit: 1 }))).toEqual(['b'])
    expect(messages(await log.read(id, { after: 0, limit: 9, run: 'one' }))).toEqual(['a', 'c'])
  })

  test('a follower gets everything once and in order, whenever it comes', async () => {
    const id = await addChat(database)
    const total = 300
    const stop = new AbortController()
    const follow = async (after: number): Promise<string[]> => {
      const got: string[] = []
      for await (const batch of log.follow(id, after, stop.signal)) {
        got.push(...messages(batch))
        if (got.length >= total - after) return got
      }
      return got
    }
    const early = follow(0)
    const late: Promise<string[]>[] = []
    for (let index = 0; index < total; index += 3) {
      await log.append(id, [event(`${index}`), event(`${index + 1}`), event(`${index + 2}`)])
      if (index % 60 === 0) late.push(follow(index))
    }
    const expected = Array.from({ length: total }, (_, index) => `${index}`)
    expect(await early).toEqual(expected)
    for (const [round, got] of (await Promise.all(late)).entries())
      expect(got).toEqual(expected.slice(round * 60))
    stop.abort()
  })

  test('a follower ends when its signal does, also while it waits', async () => {
    const id = await addChat(database)
    const stop = new AbortController()
    const reader = log.follow(id, 0, stop.signal)
    const next = reader.next()
    stop.abort()
    expect((await next).done).toBe(true)
  })

  test('P50 an event that cannot be read costs only itself', async () => {
    const id = await addChat(database)
    await log.append(id, [event('a'), event('b'), event('c')])
    await database.db
      .updateTable('chatEvent')
      .set({ data: '{"type":' })
      .where('chatId', '=', id)
      .where('seq', '=', 2)
      .execute()
    const all = await log.read(id, { after: 0, limit: 10 })
    expect(messages(all)).toEqual(['a', 'Event 2 of this chat cannot be read; the others are unharmed.', 'c'])
  })
})

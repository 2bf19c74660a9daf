import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DatabaseBusyError } from './errors.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { createTestDatabase, openTestDatabase } from './testing.ts'

async function hold(file: string, mode: 'write' | 'exclusive') {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('testing/holder.ts', import.meta.url)), file, mode],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  await once(child.stdout, 'data')
  const letGo = async () => {
    if (child.exitCode !== null) return
    child.stdin.write('\n')
    await once(child, 'exit')
  }
  return { letGo, [Symbol.asyncDispose]: letGo }
}

const setting = (key: string) => ({ key, value: '1' })

test('a write waits at most two seconds for another program, and the event loop runs on', async () => {
  await using database = await openTestDatabase('sqlite')
  const { db } = database
  await using _holder = await hold(database.url, 'write')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const begun = performance.now()
  const writes = Array.from({ length: 10 }, (_, index) =>
    db
      .insertInto('setting')
      .values(setting(`k${index}`))
      .execute(),
  )
  const transaction = db
    .transaction()
    .execute((inside) => inside.insertInto('setting').values(setting('t')).execute())
  const outcomes = await Promise.allSettled([...writes, transaction])
  const waited = performance.now() - begun
  delay.disable()
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseBusyError) })
  }
  expect(waited).toBeGreaterThan(1_500)
  expect(waited).toBeLessThan(2_500)
  expect(delay.percentile(99) / 1e6).toBeLessThan(250)
})

test('a write that was refused was not made, and the next one is', async () => {
  await using database = await openTestDatabase('sqlite')
  const { db } = database
  const holder = await hold(database.url, 'write')
  await expect(db.insertInto('setting').values(setting('a')).execute()).rejects.toBeInstanceOf(
    DatabaseBusyError,
  )
  await holder.letGo()
  await db.insertInto('setting').values(setting('b')).execute()
  expect(await db.selectFrom('setting').select('key').execute()).toEqual([{ key: 'b' }])
})

test('a write succeeds when the other program lets go in time', async () => {
  await using database = await openTestDatabase('sqlite')
  const holder = await hold(database.url, 'write')
  const write = database.db.insertInto('setting').values(setting('a')).execute()
  await sleep(300)
  await holder.letGo()
  await write
  expect(await database.db.selectFrom('setting').select('key').execute()).toEqual([{ key: 'a' }])
})

test('reads pass a write that waits', async () => {
  await using database = await openTestDatabase('sqlite')
  const { db } = database
  const holder = await hold(database.url, 'write')
  const write = db.insertInto('setting').values(setting('a')).execute()
  const begun = performance.now()
  expect(await db.selectFrom('setting').selectAll().execute()).toEqual([])
  expect(performance.now() - begun).toBeLessThan(200)
  await holder.letGo()
  await write
})

test('opening a database that another program has for itself fails in time', async () => {
  await using place = await createTestDatabase('sqlite')
  const first = await openDatabase({ url: place.url })
  await migrate(first, { backup: async () => ({ file: '' }) })
  await first.close()
  await using _holder = await hold(place.url, 'exclusive')
  await expect(openDatabase({ url: place.url })).rejects.toBeInstanceOf(DatabaseBusyError)
})

test('a long loop of queries lets timers run', async () => {
  await using database = await openTestDatabase('sqlite')
  let isOver = false
  const timer = setTimeout(() => {
    isOver = true
  }, 50)
  const begun = performance.now()
  while (!isOver && performance.now() - begun < 2_000)
    await database.db.selectFrom('setting').selectAll().execute()
  clearTimeout(timer)
  expect(isOver).toBe(true)
})

import type { OpenDatabase } from '@atrium/db'
import { openTestDatabase } from '@atrium/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { delta, openRunsLab, type RunsLab } from '../../../../test/scripted-runs.ts'
import { createBus } from '../../../core/bus.ts'
import { createEventLog, type EventLog } from '../../../core/event-log.ts'
import { openFeed } from './feed.ts'
import { createFeeds } from './feeds.ts'
import { type Growth, topics } from './topics.ts'

let database: OpenDatabase
let lab: RunsLab
beforeEach(async () => {
  database = await openTestDatabase('sqlite')
  lab = openRunsLab(database)
})
afterEach(async () => {
  await lab.runs.close()
  await database.close()
})

test('P54 a viewer that leaves before its first frame leaves nothing behind', async () => {
  await lab.submit('c1')
  const { queue } = await lab.session()
  queue.push({ type: 'turn_started' })
  queue.push(delta('a', 'word'))
  const stop = new AbortController()
  const options = { cursor: null, mode: 'delta', untilOutcome: false, signal: stop.signal } as const
  const never = await lab.runs.watch('c1', options)
  const reading = await lab.runs.watch('c1', options)
  expect((await reading.next()).done).toBe(false)
  await expect.poll(() => lab.runs.active()).toMatchObject([{ viewers: 1 }])
  await reading.return(undefined)
  await never.return(undefined) // it was never begun, so nothing of it runs
  expect(await lab.runs.active()).toMatchObject([{ viewers: 0 }])
})

test('P54 a log that could not be read once is read again for the next viewer, whoever still holds on', async () => {
  await lab.submit('c1')
  let isBroken = true
  const log: EventLog = {
    ...lab.eventLog,
    async *follow(...call) {
      if (isBroken) throw new Error('The database is away.')
      yield* lab.eventLog.follow(...call)
    },
  }
  const feeds = createFeeds({ log, bus: createBus() })
  const first = await feeds.enter('c1')
  const stuck = await feeds.enter('c1')
  await expect.poll(() => first.feed.failure).toBeTruthy()
  isBroken = false
  await first.leave()
  const next = await feeds.enter('c1')
  expect(next.feed.failure).toBeNull()
  await stuck.leave()
  expect(feeds.viewers('c1')).toBe(1)
  await next.leave()
})

test('P55 what a long block keeps for its viewers is bounded by its size', async () => {
  await lab.submit('c1')
  const bus = createBus()
  const feed = await openFeed({ log: createEventLog(database.db, bus), bus }, 'c1')
  const piece = 'x'.repeat(64 * 1024)
  for (let from = 0; from < 100; from += 1) {
    const growth: Growth = {
      runId: 'r1',
      kind: 'text',
      block: '1.1',
      from: from * piece.length,
      delta: piece,
      seq: 0,
    }
    bus.publish(topics.growth('c1'), growth)
    await new Promise(setImmediate)
    feed.entry(feed.next - 1)?.bytes('full')
  }
  let kept = 0
  for (let index = feed.first; index < feed.next; index += 1)
    kept += feed.entry(index)?.bytes('full')?.length ?? 0
  expect(feed.next).toBe(100)
  expect(kept).toBeLessThan(24 * 1024 * 1024)
  await feed.close()
})

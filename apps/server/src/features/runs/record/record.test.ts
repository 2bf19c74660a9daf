import type { OpenDatabase } from '@atrium/db'
import { openTestDatabase } from '@atrium/db/testing'
import type { LogEvent } from '@atrium/schema'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ended, isEnd, openRunsLab, type RunsLab, text } from '../../../../test/scripted-runs.ts'

let database: OpenDatabase
let lab: RunsLab
let failures: number
const beforeWrite = (events: readonly LogEvent[]) => {
  if (events.some(isEnd) && failures-- > 0) throw new Error('The database is away.')
}
beforeEach(async () => {
  database = await openTestDatabase('sqlite')
  lab = openRunsLab(database, { beforeWrite })
})
afterEach(async () => {
  await lab.runs.close()
  await database.close()
})

test('P53 an outcome that could not be written is written as soon as it can be', async () => {
  failures = 2
  const { runId, messageId } = await lab.submit('c1')
  const { queue } = await lab.session()
  queue.push({ type: 'turn_started' })
  queue.push(text('a', 'done'))
  queue.push(ended(messageId))
  expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'result', response: 'done' })
  expect((await lab.log('c1')).filter(isEnd)).toHaveLength(1)
  const next = await lab.submit('c1')
  await lab.session(0, 2)
  queue.push({ type: 'turn_started' })
  queue.push(ended(next.messageId))
  expect(await lab.outcomeOf('c1', next.runId)).toMatchObject({ type: 'result' })
})

test('P27 a stop reaches the agent and the hub stops, also when nothing can be written', async () => {
  failures = Number.POSITIVE_INFINITY
  const { runId } = await lab.submit('c1')
  const agent = await lab.session()
  agent.queue.push({ type: 'turn_started' })
  await expect.poll(async () => (await lab.runs.status('c1')).runId).toBe(runId)
  const stopped = lab.runs.abort('c1', 'owner')
  await expect.poll(() => agent.interrupts).toBe(1)
  await lab.runs.close()
  expect(await stopped).toBe(true)
  expect(agent.closed).toBe(true)
})

import type { OpenDatabase } from '@atrium/db'
import { openTestDatabase } from '@atrium/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { delta, ended, isEnd, openRunsLab, type RunsLab, text } from '../../../test/scripted-runs.ts'
import { noEquipment } from '../../agents/runner.ts'

let database: OpenDatabase
let lab: RunsLab
const open = (options: Parameters<typeof openRunsLab>[1] = {}) => {
  lab = openRunsLab(database, options)
}
beforeEach(async () => {
  database = await openTestDatabase('sqlite')
  open()
})
afterEach(async () => {
  await lab.runs.close()
  await database.close()
})

/** The next agent takes until the returned function is called to start. */
function holdStart(): () => void {
  const gate = Promise.withResolvers<void>()
  lab.agent.starting.gate = gate.promise
  return gate.resolve
}
const isClosed = (number = 0) => expect.poll(() => lab.agent.sessions[number]?.closed)
const runOf = (chatId: string) => expect.poll(async () => (await lab.runs.status(chatId)).runId)

describe('P27 an agent that is still starting', () => {
  test('is ended when its run is stopped, and its place is free again', async () => {
    await lab.runs.close()
    open({ maxLive: 1 })
    const start = holdStart()
    const { runId } = await lab.submit('c1')
    await expect.poll(() => lab.agent.sessions.length).toBe(1)
    expect(await lab.runs.abort('c1', 'owner')).toBe(true)
    await lab.outcomeOf('c1', runId)
    start()
    await isClosed().toBe(true)
    const other = await lab.submit('c2')
    const { queue } = await lab.session(1)
    queue.push({ type: 'turn_started' })
    queue.push(ended(other.messageId))
    expect(await lab.outcomeOf('c2', other.runId)).toMatchObject({ type: 'result' })
  })

  test('is ended when its chat is deleted', async () => {
    const start = holdStart()
    await lab.submit('c1')
    await expect.poll(() => lab.agent.sessions.length).toBe(1)
    await lab.runs.dismiss('c1', 'owner')
    start()
    await isClosed().toBe(true)
  })

  test('is ended when its message came while the chat was being deleted', async () => {
    await lab.submit('c1')
    await lab.session()
    await lab.runs.dismiss('c1', 'owner')
    await lab.submit('c1')
    await lab.session(1)
    await database.db.deleteFrom('chat').execute()
    await lab.runs.farewell('c1', 'owner')
    await isClosed(1).toBe(true)
  })

  test('is ended before the hub has stopped', async () => {
    const start = holdStart()
    const { runId } = await lab.submit('c1')
    await expect.poll(() => lab.agent.sessions.length).toBe(1)
    const closed = lab.runs.close()
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ code: 'interrupted' })
    start()
    await closed
    expect(lab.agent.sessions[0]?.closed).toBe(true)
  })
})

test('P27 an agent that is given something else in every turn makes room before the next one starts', async () => {
  await lab.runs.close()
  let given = 0
  open({
    maxLive: 1,
    equip: async () => ({ equipment: { ...noEquipment, fingerprint: String((given += 1)) }, warnings: [] }),
  })
  for (let turn = 0; turn < 10; turn += 1) {
    const { runId, messageId } = await lab.submit('c1')
    const { queue } = await lab.session(turn)
    expect(lab.agent.sessions.map(({ closed }) => closed)).toEqual([...Array(turn).fill(true), false])
    queue.push({ type: 'turn_started' })
    queue.push(ended(messageId))
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'result' })
  }
})

describe('what an agent was told last', () => {
  test('a message that asks for the model of before gets it back', async () => {
    const first = await lab.submit('c1', { model: 'a' })
    const { queue, configured } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(ended(first.messageId))
    await lab.outcomeOf('c1', first.runId)
    await lab.runs.configure('c1', { model: 'b' })
    await lab.submit('c1', { model: 'a' })
    await lab.session(0, 2)
    expect(configured.map(({ model }) => model)).toEqual(['b', 'a'])
  })

  test('a mode that the agent chose itself gives way to that of the chat', async () => {
    const first = await lab.submit('c1')
    const { queue, configured } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push({ type: 'permission_mode', mode: 'plan' })
    queue.push(ended(first.messageId))
    await lab.outcomeOf('c1', first.runId)
    await database.db.updateTable('chat').set({ permissionMode: 'default' }).where('id', '=', 'c1').execute()
    await lab.submit('c1')
    await lab.session(0, 2)
    expect(configured).toMatchObject([{ permissionMode: 'default' }])
  })
})

describe('P53 a turn that nobody asked for', () => {
  async function wake() {
    const first = await lab.submit('c1')
    const agent = await lab.session()
    agent.queue.push({ type: 'turn_started' })
    agent.queue.push(ended(first.messageId))
    await lab.outcomeOf('c1', first.runId)
    agent.queue.push({ type: 'turn_started' })
    agent.queue.push(delta('x', 'the task is done'))
    return agent
  }

  test('is told to its end when a message comes meanwhile, which is answered behind it', async () => {
    const { queue } = await wake()
    await runOf('c1').not.toBeNull()
    const { runId: own } = await lab.runs.status('c1')
    const next = await lab.submit('c1')
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    queue.push(text('x', 'the task is done'))
    queue.push(ended(undefined))
    expect(await lab.outcomeOf('c1', own ?? '')).toMatchObject({ response: 'the task is done' })
    await lab.session(0, 2)
    queue.push({ type: 'turn_started' })
    queue.push(text('y', 'hello'))
    queue.push(ended(next.messageId))
    expect(await lab.outcomeOf('c1', next.runId)).toMatchObject({ type: 'result', response: 'hello' })
    expect((await lab.log('c1')).filter(isEnd)).toHaveLength(3)
  })

  test('is stopped like any other', async () => {
    const agent = await wake()
    await runOf('c1').not.toBeNull()
    const { runId: own } = await lab.runs.status('c1')
    expect(await lab.runs.abort('c1', 'owner')).toBe(true)
    expect(await lab.outcomeOf('c1', own ?? '')).toMatchObject({ type: 'aborted' })
    expect(agent.interrupts).toBe(1)
  })
})

test('a message that cannot be handed into a turn fails alone, and the turn goes on', async () => {
  await lab.runs.close()
  const image = { mimeType: 'image/png', path: '/gone.png' }
  open({ steerable: true, readImage: () => Promise.reject(new Error('ENOENT: no such file')) })
  const first = await lab.submit('c1')
  const { queue } = await lab.session()
  queue.push({ type: 'turn_started' })
  await runOf('c1').toBe(first.runId)
  const broken = await lab.submit('c1', { delivery: 'steer', images: [image] })
  expect(await lab.outcomeOf('c1', broken.runId)).toMatchObject({ type: 'error' })
  queue.push(ended(first.messageId))
  expect(await lab.outcomeOf('c1', first.runId)).toMatchObject({ type: 'result' })
  const last = await lab.submit('c1')
  await lab.session(0, 2)
  queue.push({ type: 'turn_started' })
  queue.push(ended(last.messageId))
  expect(await lab.outcomeOf('c1', last.runId)).toMatchObject({ type: 'result' })
})

test('a message that comes while the chat is let go has an agent of its own, and the chat stays ours', async () => {
  const first = await lab.submit('c1')
  const { queue } = await lab.session()
  queue.push({ type: 'turn_started' })
  queue.push(ended(first.messageId))
  await lab.outcomeOf('c1', first.runId)
  const gone = lab.runs.dismiss('c1', 'owner')
  while (!lab.agent.sessions[0]?.closed) await new Promise(setImmediate) // and it takes a moment to end
  const next = await lab.submit('c1')
  const again = await lab.session(1)
  await gone
  expect(await lab.leases.acquire('c1', 'another hub', 1_000)).toBe(false)
  again.queue.push({ type: 'turn_started' })
  again.queue.push(ended(next.messageId))
  expect(await lab.outcomeOf('c1', next.runId)).toMatchObject({ type: 'result' })
})

test('P27 a second stop while the first one works leaves the messages that wait alone', async () => {
  const first = await lab.submit('c1')
  const agent = await lab.session()
  agent.deaf = true
  agent.queue.push({ type: 'turn_started' })
  await runOf('c1').toBe(first.runId)
  const waiting = await lab.submit('c1')
  expect(await lab.runs.abort('c1', 'owner')).toBe(true)
  expect(await lab.runs.abort('c1', 'owner')).toBe(true)
  const { queue } = await lab.session(1)
  queue.push({ type: 'turn_started' })
  queue.push(ended(waiting.messageId))
  expect(await lab.outcomeOf('c1', waiting.runId)).toMatchObject({ type: 'result' })
})

test('P28 a chat that is narrowed to the sandbox during a run allows no command to an agent outside of it', async () => {
  await lab.submit('c1')
  const { queue, answers } = await lab.session()
  queue.push({ type: 'turn_started' })
  await runOf('c1').not.toBeNull()
  await database.db.updateTable('chat').set({ trustLevel: 'sandboxed' }).where('id', '=', 'c1').execute()
  const input = { command: 'make' }
  const more = { toolUseId: null, toolName: 'Bash', input, reason: null, suggestions: [] }
  queue.push({ type: 'permission', requestId: 'r1', ...more })
  await expect.poll(async () => (await lab.runs.openRequests('c1')).length + answers.length).toBe(1)
  expect(answers).toEqual([])
})

test('P52 what a subagent says leaves the checkpoint of the block that grows', async () => {
  await lab.submit('c1')
  const { queue } = await lab.session()
  queue.push({ type: 'turn_started' })
  queue.push(delta('a', 'so far'))
  const kept = () => database.db.selectFrom('chatBlock').select('content').execute()
  await expect.poll(kept).toEqual([{ content: 'so far' }])
  queue.push({ type: 'text', block: 'b', content: 'of a subagent', parentToolUseId: 't1' })
  await expect.poll(async () => (await lab.log('c1')).some(({ type }) => type === 'text')).toBe(true)
  expect(await kept()).toEqual([{ content: 'so far' }])
})

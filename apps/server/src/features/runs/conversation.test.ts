import type { OpenDatabase } from '@atrium/db'
import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { delta, ended, isEnd, openRunsLab, type RunsLab, text } from '../../../test/scripted-runs.ts'
import { noEquipment } from '../../agents/runner.ts'

eachEngine('runs', (engine) => {
  let database: OpenDatabase
  let lab: RunsLab
  const open = (options: Parameters<typeof openRunsLab>[1] = {}) => {
    lab = openRunsLab(database, options)
  }
  beforeEach(async () => {
    database = await openTestDatabase(engine)
    open()
  })
  afterEach(async () => {
    await lab.runs.close()
    await database.close()
  })

  test('what the agent says whole replaces what it streamed differently, and readers are told', async () => {
    const { runId, messageId } = await lab.submit('c1')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(delta('a', 'Hello wrold'))
    queue.push(text('a', 'Hello world'))
    queue.push(delta('b', 'and '))
    queue.push(delta('c', 'more'))
    queue.push(text('c', 'more text'))
    queue.push(ended(messageId))
    await lab.outcomeOf('c1', runId)
    const blocks = (await lab.log('c1')).filter((event) => event.type === 'text')
    expect(blocks.map(({ block, content, replace }) => [block, content, replace])).toEqual([
      ['1.1', 'Hello world', true],
      ['1.2', 'and ', undefined],
      ['1.3', 'more text', undefined],
    ])
  })

  test('P53 an agent that ends unexpectedly ends its run with all it had said, and the next message gets a new one', async () => {
    const { runId } = await lab.submit('c1')
    const waiting = await lab.submit('c1')
    const first = await lab.session()
    first.queue.push({ type: 'turn_started' })
    first.queue.push(delta('a', 'half a sent'))
    first.queue.push({
      type: 'closed',
      error: { code: 'agent_exited', message: 'The agent ended by SIGKILL.' },
    })
    first.queue.end()
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({
      type: 'error',
      code: 'agent_exited',
      message: 'The agent ended by SIGKILL.',
    })
    expect((await lab.log('c1')).find((event) => event.type === 'text')).toMatchObject({
      content: 'half a sent',
    })
    const second = await lab.session(1)
    second.queue.push({ type: 'turn_started' })
    second.queue.push(ended(waiting.messageId))
    expect(await lab.outcomeOf('c1', waiting.runId)).toMatchObject({ type: 'result' })
  })

  test('P50 a message whose turn comes while the database is away has it when that is back', async () => {
    let away = 0
    const plugin: KyselyPlugin = {
      transformQuery({ node }) {
        if (
          away > 0 &&
          node.kind === 'SelectQueryNode' &&
          JSON.stringify(node.orderBy)?.includes('position')
        ) {
          away--
          throw new Error('the connection was cut')
        }
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }
    lab = openRunsLab({ ...database, db: database.db.withPlugin(plugin) })
    away = 1
    const { runId, messageId } = await lab.submit('c1')
    const { queue } = await lab.session()
    expect(away).toBe(0)
    queue.push({ type: 'turn_started' })
    queue.push(ended(messageId))
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'result' })
  })

  test('P53 a turn that nobody asked for is a run of its own', async () => {
    const { runId, messageId } = await lab.submit('c1')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(ended(messageId))
    await lab.outcomeOf('c1', runId)
    queue.push({ type: 'turn_started' })
    queue.push(text('x', 'the background task is done'))
    queue.push(ended(undefined))
    await expect.poll(async () => (await lab.log('c1')).filter(isEnd).length).toBe(2)
    const own = (await lab.log('c1')).filter((event) => event.run_id !== runId)
    expect(own.map(({ type }) => type)).toEqual(['session', 'text', 'result'])
  })

  test('a message handed over during another turn is answered by its own when it was not folded in', async () => {
    await lab.runs.close()
    open({ steerable: true })
    const first = await lab.submit('c1')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    const second = await lab.submit('c1', { delivery: 'steer' })
    await lab.session(0, 2)
    queue.push(text('a', 'one'))
    queue.push(ended(first.messageId))
    queue.push({ type: 'turn_started' })
    queue.push(text('b', 'two'))
    queue.push(ended(second.messageId))
    expect(await lab.outcomeOf('c1', first.runId)).toMatchObject({ type: 'result', response: 'one' })
    const outcome = await lab.outcomeOf('c1', second.runId)
    expect(outcome).toMatchObject({ type: 'result', response: 'two' })
    expect(outcome).not.toHaveProperty('folded_into')
  })

  test('P27 a stop does not wait for an agent that does not come to rest: it is ended behind it', async () => {
    const { runId } = await lab.submit('c1')
    const first = await lab.session()
    first.deaf = true
    first.queue.push({ type: 'turn_started' })
    first.queue.push(delta('a', 'on and on'))
    await expect.poll(async () => (await lab.runs.status('c1')).runId).toBe(runId)
    expect(await lab.runs.abort('c1', 'owner')).toBe(true)
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'aborted', message: 'Stopped by owner' })
    const next = await lab.submit('c1')
    first.queue.push(delta('a', ' late'))
    const second = await lab.session(1)
    expect(first.closed).toBe(true)
    second.queue.push({ type: 'turn_started' })
    second.queue.push(ended(next.messageId))
    expect(await lab.outcomeOf('c1', next.runId)).toMatchObject({ type: 'result' })
    const events = await lab.log('c1')
    expect(events.filter(isEnd)).toHaveLength(2)
    expect(JSON.stringify(events)).not.toContain('late')
  })

  test('P36 a request without an answer is refused when its time is over, and a late answer is told so', async () => {
    await lab.runs.close()
    open({ requestMs: 100 })
    const { runId, messageId } = await lab.submit('c1')
    const own = await lab.session()
    own.queue.push({ type: 'turn_started' })
    own.queue.push({
      type: 'permission',
      requestId: 'r1',
      toolUseId: null,
      toolName: 'Bash',
      input: { command: 'ls' },
      reason: null,
      suggestions: [],
    })
    await expect
      .poll(() => own.answers)
      .toMatchObject([['r1', { decision: 'deny', message: 'No answer within 0.1 s' }]])
    const resolved = (await lab.log('c1')).find((event) => event.type === 'request_resolved')
    expect(resolved).toMatchObject({ decision: 'deny', by: 'expired' })
    const late = lab.runs.answer(
      'c1',
      resolved?.type === 'request_resolved' ? resolved.request_id : '',
      { kind: 'permission', decision: 'allow' },
      'owner',
    )
    await expect(late).rejects.toMatchObject({ code: 'gone' })
    own.queue.push(ended(messageId))
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'result' })
  })

  test('a request that the agent takes back is closed', async () => {
    await lab.submit('c1')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push({ type: 'question', requestId: 'q1', toolUseId: null, questions: [] })
    await expect.poll(async () => (await lab.runs.openRequests('c1')).length).toBe(1)
    queue.push({ type: 'request_withdrawn', requestId: 'q1' })
    await expect.poll(async () => (await lab.runs.openRequests('c1')).length).toBe(0)
    await expect
      .poll(async () => (await lab.log('c1')).at(-1))
      .toMatchObject({ type: 'request_resolved', by: 'agent' })
  })

  test('an agent that has been quiet is closed, and the next message resumes its session', async () => {
    await lab.runs.close()
    open({ quietMs: 20 })
    const { runId, messageId } = await lab.submit('c1')
    const first = await lab.session()
    first.queue.push({ type: 'session', agentSessionId: 's-1' })
    first.queue.push({ type: 'turn_started' })
    first.queue.push(ended(messageId))
    await lab.outcomeOf('c1', runId)
    await expect.poll(() => first.closed).toBe(true)
    const next = await lab.submit('c1') // while it is being closed
    const second = await lab.session(1)
    expect(second.spec.agentSessionId).toBe('s-1')
    second.queue.push({ type: 'turn_started' })
    second.queue.push(ended(next.messageId))
    expect(await lab.outcomeOf('c1', next.runId)).toMatchObject({ type: 'result' })
  })

  test('P57 a hub that is closed marks what ran as interrupted; nothing of it is run again', async () => {
    const { runId } = await lab.submit('c1')
    const waiting = await lab.submit('c1')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(delta('a', 'so far'))
    await expect.poll(async () => (await lab.runs.status('c1')).runId).toBe(runId)
    await lab.runs.close()
    open()
    expect(await lab.runs.reconcile()).toEqual(['c1'])
    expect(await lab.runs.reconcile()).toEqual([])
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({
      type: 'error',
      code: 'interrupted',
      can_retry: true,
    })
    expect(await lab.outcomeOf('c1', waiting.runId)).toMatchObject({ type: 'error', code: 'interrupted' })
    expect((await lab.log('c1')).find((event) => event.type === 'text')).toMatchObject({ content: 'so far' })
    expect(lab.agent.sessions).toEqual([])
  })

  test('a message that waits for a place can be stopped before it begins', async () => {
    for (let index = 0; index < 8; index += 1) await lab.submit(`busy${index}`)
    const { runId } = await lab.submit('late')
    await expect.poll(() => lab.agent.sessions.length).toBe(8)
    expect(await lab.runs.abort('late', 'owner')).toBe(true)
    expect(await lab.outcomeOf('late', runId)).toMatchObject({ type: 'aborted', partial_response: '' })
    expect(await lab.runs.abort('late', 'owner')).toBe(false)
    await lab.runs.abort('busy0', 'owner')
    await new Promise(setImmediate)
    expect(lab.agent.sessions).toHaveLength(8)
  })

  test('P27 a run whose equipment never comes can be stopped, and the next message is answered', async () => {
    await lab.runs.close()
    let asked = 0
    const given = Promise.resolve({ equipment: noEquipment, warnings: [] })
    open({ equip: () => (asked++ === 0 ? new Promise(() => undefined) : given) })
    const { runId } = await lab.submit('stuck')
    await expect.poll(() => asked).toBe(1)
    expect(await lab.runs.abort('stuck', 'owner')).toBe(true)
    expect(await lab.outcomeOf('stuck', runId)).toMatchObject({ type: 'aborted' })
    const next = await lab.submit('stuck')
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(ended(next.messageId))
    expect(await lab.outcomeOf('stuck', next.runId)).toMatchObject({ type: 'result' })
  })

  test('P50 a waiting message whose record is damaged costs only itself, also at the start', async () => {
    const first = await lab.submit('c1')
    const broken = await lab.submit('c1')
    const last = await lab.submit('c1')
    await database.db.updateTable('run').set({ request: '{' }).where('id', '=', broken.runId).execute()
    const { queue } = await lab.session()
    queue.push({ type: 'turn_started' })
    queue.push(ended(first.messageId))
    expect(await lab.outcomeOf('c1', broken.runId)).toMatchObject({ type: 'error' })
    await lab.session(0, 2)
    queue.push({ type: 'turn_started' })
    queue.push(ended(last.messageId))
    expect(await lab.outcomeOf('c1', last.runId)).toMatchObject({ type: 'result' })
    await lab.runs.close()
    const again = await lab.submit('c2') // taken, and never begun
    await database.db.updateTable('run').set({ request: '{' }).where('id', '=', again.runId).execute()
    open()
    await lab.runs.reconcile()
    expect(await lab.outcomeOf('c2', again.runId)).toMatchObject({ code: 'interrupted' })
  })

  test('P53 many stops at the moment a run begins are one outcome', async () => {
    const chats = Array.from({ length: 12 }, (_, index) => `s${index}`)
    for (let round = 0; round < 6; round += 1)
      await Promise.all(
        chats.map(async (chatId, index) => {
          await Promise.all([lab.submit(chatId), lab.submit(chatId)])
          for (let stop = 0; stop < 8; stop += 1) {
            void lab.runs.abort(chatId, 'owner')
            for (let wait = (index + stop + round) % 5; wait > 0; wait -= 1) await new Promise(setImmediate)
          }
          while (await lab.runs.abort(chatId, 'owner'));
        }),
      )
    for (const chatId of chats) {
      const outcomes = (await lab.log(chatId)).filter(isEnd).map(({ run_id }) => run_id)
      expect(outcomes.length).toBe(new Set(outcomes).size)
    }
  })

  test('P53 a title that changes as a run ends is not told behind its outcome', async () => {
    for (let round = 0; round < 25; round += 1) {
      const chatId = `t${round}`
      const { runId, messageId } = await lab.submit(chatId)
      const { queue } = await lab.session(round)
      queue.push({ type: 'turn_started' })
      await expect.poll(async () => (await lab.runs.status(chatId)).runId).toBe(runId)
      queue.push(ended(messageId))
      const told = []
      for (let turn = 0; turn < 15; turn += 1) {
        told.push(lab.runs.announce(chatId))
        await new Promise(setImmediate)
      }
      await Promise.all([...told, lab.outcomeOf(chatId, runId)])
      expect((await lab.log(chatId)).at(-1)).toMatchObject({ type: 'result' })
      await lab.runs.dismiss(chatId, 'owner')
    }
  })

  test('P53 every run has one outcome and nothing behind it, whatever the agent does', async () => {
    const ids = await Promise.all(['c1', 'c2', 'c1', 'c3', 'c1'].map((chatId) => lab.submit(chatId)))
    for (let round = 0; round < 40; round += 1) {
      for (const own of lab.agent.sessions) {
        const { messages, queue } = own
        const step = (round * 7 + messages.length * 3) % 5
        queue.push({ type: 'turn_started' })
        queue.push(delta(`b${round}`, 'x'))
        if (step === 0) queue.push(ended(messages.at(-1)?.id))
        if (step === 1) queue.push(text(`b${round}`, 'xy'))
        if (step === 2) queue.push(text(`b${round - 1}`, 'old'))
      }
      if (round % 9 === 8) await lab.runs.abort('c1', 'owner')
      await new Promise(setImmediate)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await Promise.all(['c1', 'c2', 'c3'].map((chatId) => lab.runs.dismiss(chatId, 'owner')))
    for (const chatId of ['c1', 'c2', 'c3']) {
      const events = await lab.log(chatId)
      for (const runId of new Set(events.map(({ run_id }) => run_id))) {
        const own = events.filter(({ run_id }) => run_id === runId)
        const over = own.findIndex(isEnd)
        if (over !== -1) expect(own.slice(over + 1)).toEqual([])
      }
    }
    expect(ids).toHaveLength(5)
  })
})

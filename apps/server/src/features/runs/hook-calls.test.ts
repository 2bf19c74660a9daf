import { eachEngine, openTestDatabase } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { ended, openRunsLab, text } from '../../../test/scripted-runs.ts'
import { noEquipment } from '../../agents/runner.ts'

type Told = { event: string; facts: Record<string, unknown> }

eachEngine('hooks of a run', (engine) => {
  test('hear of it in order, each with its facts, and what comes before the agent is waited for', async () => {
    await using database = await openTestDatabase(engine)
    const told: Told[] = []
    const gate = Promise.withResolvers<void>()
    const lab = openRunsLab(database, {
      async fire(event, facts) {
        told.push({ event, facts })
        if (event === 'run.before') await gate.promise
      },
    })
    const { runId, messageId } = await lab.submit('c1')
    await expect.poll(() => told.length).toBe(3)
    expect(lab.agent.sessions).toHaveLength(0) // a hook that blocks holds the message up
    gate.resolve()
    const session = await lab.session()
    session.queue.push({ type: 'turn_started' })
    session.queue.push({ type: 'tool_use', id: 't1', name: 'Read', input: {}, parentToolUseId: null })
    session.queue.push({
      type: 'permission',
      requestId: 'r1',
      toolUseId: 't1',
      toolName: 'Read',
      input: { file_path: '/v/a' },
      reason: null,
      suggestions: [],
    })
    await expect.poll(() => session.answers.length).toBe(1)
    session.queue.push({
      type: 'tool_result',
      toolUseId: 't1',
      result: 'yes',
      isError: false,
      parentToolUseId: null,
    })
    session.queue.push(text('a', 'Done.'))
    session.queue.push(ended(messageId))
    await lab.outcomeOf('c1', runId)
    await expect.poll(() => told.at(-1)?.event).toBe('run.after')
    const second = await lab.submit('c1')
    await lab.session(0, 2)
    session.queue.push({ type: 'turn_started' })
    session.queue.push(ended(second.messageId))
    await lab.outcomeOf('c1', second.runId)
    await lab.runs.close()
    const base = { session_id: 'c1', run_id: runId }
    expect(told.slice(0, 7)).toMatchObject([
      { event: 'session.created', facts: { ...base, module: 'chat', source: 'atrium' } },
      { event: 'message.received', facts: { ...base, content: 'x', message_id: messageId } },
      { event: 'run.before', facts: { ...base, runner: 'scripted', trust_level: 'vault' } },
      {
        event: 'tool.before',
        facts: { ...base, tool_name: 'Read', tool_use_id: 't1', input: { file_path: '/v/a' } },
      },
      { event: 'tool.after', facts: { ...base, tool_use_id: 't1', is_error: false, result: 'yes' } },
      { event: 'message.sent', facts: { ...base, content: 'Done.' } },
      { event: 'run.after', facts: { ...base, outcome: 'result' } },
    ])
    // The agent was still there: nothing is resumed.
    expect(told.slice(7).map(({ event }) => event)).toEqual([
      'message.received',
      'run.before',
      'message.sent',
      'run.after',
      'session.completed',
    ])
  })

  test('P27 a hook that never comes back holds up no stop', async () => {
    await using database = await openTestDatabase(engine)
    const lab = openRunsLab(database, { fire: () => new Promise(() => undefined) })
    const { runId } = await lab.submit('c1')
    await expect.poll(async () => (await lab.runs.status('c1')).runId).toBe(runId)
    expect(await lab.runs.abort('c1', 'owner')).toBe(true)
    expect(await lab.outcomeOf('c1', runId)).toMatchObject({ type: 'aborted' })
    expect(lab.agent.sessions).toEqual([])
    await lab.runs.close()
  })

  test('what is left out is said once, and again when it is something else', async () => {
    await using database = await openTestDatabase(engine)
    let warnings = ['one is left out']
    const lab = openRunsLab(database, { equip: async () => ({ equipment: noEquipment, warnings }) })
    const turn = async (number: number) => {
      const { runId, messageId } = await lab.submit('c1')
      const { queue } = await lab.session(0, number)
      queue.push({ type: 'turn_started' })
      queue.push(ended(messageId))
      await lab.outcomeOf('c1', runId)
    }
    await turn(1)
    await turn(2)
    warnings = ['one is left out', 'two is left out']
    await turn(3)
    const said = (await lab.log('c1')).flatMap((event) => (event.type === 'warning' ? [event.message] : []))
    expect(said).toEqual(['one is left out', 'one is left out', 'two is left out'])
    await lab.runs.close()
  })
})

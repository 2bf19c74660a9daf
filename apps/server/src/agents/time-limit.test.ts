import { expect, test, vi } from 'vitest'
import { createChannel } from '../core/channel.ts'
import {
  type AgentEvent,
  type AgentRunner,
  type AgentSession,
  type AgentSpec,
  noEquipment,
} from './runner.ts'
import { withTimeLimit } from './time-limit.ts'

const spec: AgentSpec = {
  chatId: 'c',
  workingDirectory: '/',
  vault: '/',
  trustLevel: 'sandboxed',
  permissionMode: 'default',
  model: null,
  systemPrompt: null,
  appendPrompt: '',
  equipment: noEquipment,
  agentSessionId: null,
}
const turnEnded = (outcome: 'completed' | 'aborted'): AgentEvent => ({
  type: 'turn_ended',
  outcome,
  messageIds: [],
  text: '',
  model: null,
  usage: null,
  costUsd: null,
  error: null,
})

/** An agent that works until it is stopped; `deaf` ones only end when they are closed. */
function agent(options: { deaf?: boolean } = {}) {
  const queue = createChannel<AgentEvent>()
  const close = vi.fn(async () => {
    queue.push({ type: 'closed', error: null })
    queue.end()
  })
  const interrupt = vi.fn(async () => {
    if (!options.deaf) queue.push(turnEnded('aborted'))
  })
  const session: AgentSession = {
    events: queue,
    send: () => queue.push({ type: 'turn_started' }),
    answer: () => true,
    interrupt,
    configure: async () => undefined,
    close,
  }
  const runner: AgentRunner = {
    name: 'scripted',
    title: 'Scripted',
    steerable: true,
    status: async () => ({ status: 'ready', message: null, version: null, models: [] }),
    start: async () => session,
  }
  return { runner, queue, interrupt, close }
}
const limit = (ms: number | null) => ({ limitOf: async () => ms, stopMs: 20 })
const start = (runner: AgentRunner, changes: Partial<AgentSpec> = {}) =>
  runner.start({ ...spec, ...changes }, new AbortController().signal)
const message = { id: 'm', text: 'x', images: [] }

test('a sandboxed turn that takes too long is stopped, and says why', async () => {
  const { runner, interrupt } = agent()
  const session = await start(withTimeLimit(runner, limit(10)))
  session.send(message)
  const events: AgentEvent[] = []
  for await (const event of session.events) {
    events.push(event)
    if (event.type === 'turn_ended') break
  }
  expect(interrupt).toHaveBeenCalledOnce()
  expect(events.at(-1)).toMatchObject({
    outcome: 'error',
    error: { code: 'interrupted', message: 'The run was stopped after 0.01 s, the limit of its workspace.' },
  })
})

test('one that does not hear the stop is ended', async () => {
  const { runner, close } = agent({ deaf: true })
  const session = await start(withTimeLimit(runner, limit(10)))
  session.send(message)
  const types: string[] = []
  for await (const { type } of session.events) types.push(type)
  expect(types).toEqual(['turn_started', 'closed'])
  expect(close).toHaveBeenCalledOnce()
})

test('a turn in time, a stop by a person, no limit and other levels of trust are left as they are', async () => {
  for (const [runner, changes] of [
    [withTimeLimit(agent().runner, limit(10_000)), {}],
    [withTimeLimit(agent().runner, limit(null)), {}],
    [withTimeLimit(agent().runner, limit(0)), { trustLevel: 'vault' as const }],
  ] as const) {
    const session = await start(runner, changes)
    session.send(message)
    void session.interrupt()
    for await (const event of session.events) {
      if (event.type !== 'turn_ended') continue
      expect(event.outcome).toBe('aborted')
      break
    }
  }
})

test('each turn has its own time, as the workspace has it then', async () => {
  const times = [10_000, 10]
  const { runner, queue, interrupt } = agent()
  const session = await start(
    withTimeLimit(runner, { limitOf: async () => times.shift() ?? null, stopMs: 20 }),
  )
  const outcomes: string[] = []
  session.send(message)
  queue.push(turnEnded('completed'))
  session.send(message)
  for await (const event of session.events) {
    if (event.type !== 'turn_ended') continue
    outcomes.push(event.outcome)
    if (outcomes.length === 2) break
  }
  expect(outcomes).toEqual(['completed', 'error'])
  expect(interrupt).toHaveBeenCalledOnce()
})

import type { OpenDatabase } from '@atrium/db'
import type { LogEvent } from '@atrium/schema'
import { expect } from 'vitest'
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentMessage,
  type AgentRunner,
  type AgentSession,
  type AgentSpec,
  noEquipment,
} from '../src/agents/runner.ts'
import { noAudit } from '../src/core/audit.ts'
import { createBus } from '../src/core/bus.ts'
import { type Channel, createChannel } from '../src/core/channel.ts'
import { createEventLog, type EventLog } from '../src/core/event-log.ts'
import { createEvents } from '../src/core/events.ts'
import { sortableId } from '../src/core/ids.ts'
import { createLeases } from '../src/core/leases.ts'
import { createLog } from '../src/core/log.ts'
import { createRuns, type RunsDeps } from '../src/features/runs/service.ts'
import { createRunsStore, type RunRequest } from '../src/features/runs/store.ts'

/** An agent that says what the test tells it. */
function createScripted(steerable = false) {
  const sessions: Scripted[] = []
  const starting = { gate: Promise.resolve() }
  type Scripted = {
    spec: AgentSpec
    queue: Channel<AgentEvent>
    messages: AgentMessage[]
    answers: [string, AgentAnswer][]
    configured: Parameters<AgentSession['configure']>[0][]
    interrupts: number
    closed: boolean
    deaf: boolean
  }
  const runner: AgentRunner = {
    name: 'scripted',
    title: 'Scripted',
    steerable,
    status: () => Promise.resolve({ status: 'ready', message: null, version: null, models: [] }),
    async start(spec) {
      const queue = createChannel<AgentEvent>()
      const own: Scripted = {
        spec,
        queue,
        messages: [],
        answers: [],
        configured: [],
        interrupts: 0,
        closed: false,
        deaf: false,
      }
      sessions.push(own)
      await starting.gate
      return {
        events: queue,
        send: (message) => void own.messages.push(message),
        answer: (id, answer) => own.answers.push([id, answer]) > 0,
        interrupt() {
          own.interrupts += 1
          if (!own.deaf) queue.push(ended(own.messages.at(-1)?.id, 'aborted'))
          return Promise.resolve()
        },
        configure: (change) => Promise.resolve(void own.configured.push(change)),
        async close() {
          if (own.closed) return
          own.closed = true
          await new Promise((resolve) => setTimeout(resolve, 30)) // a process takes a moment to end
          queue.push({ type: 'closed', error: null })
          queue.end()
        },
      }
    },
  }
  return { runner, sessions, starting }
}

export const ended = (
  id: string | undefined,
  outcome: 'completed' | 'aborted' = 'completed',
): Extract<AgentEvent, { type: 'turn_ended' }> => ({
  type: 'turn_ended',
  outcome,
  messageIds: id === undefined ? [] : [id],
  text: '',
  model: null,
  usage: null,
  costUsd: null,
  error: null,
})
export const delta = (block: string, text: string): AgentEvent => ({
  type: 'delta',
  kind: 'text',
  block,
  delta: text,
})
export const text = (block: string, content: string): AgentEvent => ({
  type: 'text',
  block,
  content,
  parentToolUseId: null,
})

export type RunsLab = ReturnType<typeof openRunsLab>

/** The runs of a hub on this database, with an agent that says what the test tells it. */
export function openRunsLab(
  database: OpenDatabase,
  options: {
    steerable?: boolean
    requestMs?: number
    quietMs?: number
    maxLive?: number
    readImage?: () => Promise<string>
    equip?: RunsDeps['equip']
    fire?: RunsDeps['fire']
    /** Called before each write to the log; what it throws is the disk's failure. */
    beforeWrite?: (events: readonly LogEvent[]) => void
  } = {},
) {
  const agent = createScripted(options.steerable)
  const bus = createBus()
  const leases = createLeases()
  const stored = createEventLog(database.db, bus)
  const eventLog: EventLog = {
    ...stored,
    async append(id, events, also) {
      options.beforeWrite?.(events)
      return stored.append(id, events, also)
    },
  }
  const runs = createRuns({
    equip: options.equip ?? (async () => ({ equipment: noEquipment, warnings: [] })),
    fire: options.fire ?? (async () => undefined),
    bus,
    eventLog,
    events: createEvents(),
    store: createRunsStore(database.db),
    log: createLog('silent'),
    leases,
    runner: () => agent.runner,
    maxLiveAgents: () => options.maxLive ?? 8,
    readImage: options.readImage ?? (() => Promise.resolve('')),
    realPathOf: (path) => Promise.resolve({ path }),
    vault: '/v',
    home: '/h',
    requestMs: options.requestMs ?? 60_000,
    openRequests: { open: 0 },
    standing: async () => [],
    audit: noAudit,
    codes: { issue: () => '', drop: () => undefined },
    quietMs: options.quietMs ?? 60_000,
    stopMs: 200,
  })

  /** Sends a message; its run's id and message id. */
  async function submit(chatId: string, change: Partial<RunRequest> = {}) {
    const [runId, messageId] = [sortableId(), sortableId()]
    const at = new Date().toISOString()
    await runs.submit({
      chatId,
      runId,
      messageId,
      at,
      request: {
        text: 'x',
        images: [],
        delivery: 'queue',
        workingDirectory: '/v',
        trustLevel: 'vault',
        runner: 'scripted',
        model: null,
        systemPrompt: null,
        appendPrompt: '',
        contexts: { files: [], folders: [], priorConversation: null },
        hash: '',
        ...change,
      },
      events: [{ type: 'user_message', run_id: runId, content: 'x', message_id: messageId, attachments: [] }],
      async before(trx) {
        await trx
          .insertInto('chat')
          .values({
            id: chatId,
            titleSource: 'default',
            module: 'chat',
            source: 'atrium',
            createdAt: at,
            lastAccessed: at,
            trustLevel: 'vault',
            runner: 'scripted',
            permissionMode: 'default',
            state: 'queued',
            messageCount: 0,
            archived: 0,
            nextSeq: 1,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute()
      },
      after: () => Promise.resolve(),
    })
    return { runId, messageId }
  }
  const log = async (chatId: string): Promise<LogEvent[]> =>
    (await eventLog.read(chatId, { after: 0, limit: 1_000 })).map(({ event }) => event)
  const outcomeOf = (chatId: string, runId: string) =>
    expect
      .poll(async () => (await log(chatId)).find((event) => event.run_id === runId && isEnd(event)))
      .toBeDefined()
      .then(async () => (await log(chatId)).find((event) => event.run_id === runId && isEnd(event)))
  const session = async (number = 0, messages = 1) => {
    await expect.poll(() => agent.sessions[number]?.messages.length ?? 0).toBeGreaterThanOrEqual(messages)
    const found = agent.sessions[number]
    if (!found) throw new Error('no session')
    return found
  }

  return { agent, eventLog, leases, runs, submit, log, outcomeOf, session }
}

export const isEnd = ({ type }: LogEvent): boolean => ['result', 'aborted', 'error'].includes(type)

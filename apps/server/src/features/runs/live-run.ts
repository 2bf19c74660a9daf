import type { LogEvent, Outcome } from '@atrium/schema'
import type { AgentEvent } from '../../agents/runner.ts'
import { nowIso } from '../../core/clock.ts'
import { sortableId } from '../../core/ids.ts'
import type { Run } from './store.ts'

/** A run that has begun and has no outcome yet. */
export type LiveRun = {
  id: string
  position: number
  run: Run
  /** What the agent calls its message. */
  message: string
  began: number
  /** Its finished answers. */
  said: string[]
  model: string | null
  /** Whether it left the line by beginning; false when somebody was faster, who has told its outcome. */
  begun: Promise<boolean>
  /** It has its outcome. */
  over: boolean
  /** Its message is with the agent. */
  sent: boolean
  /** A turn was already going on then. */
  joined: boolean
  /** Ends the wait for the agent's start. */
  stop: AbortController
  /** Ends with the run. */
  gone: AbortController
}

export const toLive = (run: Run): LiveRun => ({
  id: run.id,
  position: run.position,
  run,
  message: run.messageId ?? run.id,
  began: performance.now(),
  said: [],
  model: null,
  begun: Promise.resolve(true),
  over: false,
  sent: false,
  joined: false,
  stop: new AbortController(),
  gone: new AbortController(),
})

/** A turn that the agent began by itself, after this run of its chat; it has no message. */
export function ownTurn(last: Run): LiveRun {
  const now = nowIso()
  const times = { createdAt: now, startedAt: now, endedAt: null }
  const run = toLive({ ...last, id: sortableId(), messageId: null, state: 'running', ...times })
  return { ...run, sent: true }
}

export const abortedOutcome = (run: LiveRun, growing: string, message: string): Outcome => ({
  type: 'aborted',
  run_id: run.id,
  session_id: run.run.chatId,
  message,
  partial_response: [...run.said, ...(growing === '' ? [] : [growing])].join('\n\n'),
})

/** `message_count` is known when it is stored. */
export const resultOutcome = (
  run: LiveRun,
  event: Extract<AgentEvent, { type: 'turn_ended' }>,
  agentSessionId: string | null,
): Outcome => ({
  type: 'result',
  run_id: run.id,
  session_id: run.run.chatId,
  sdk_session_id: agentSessionId,
  response: event.text || (run.said.at(-1) ?? ''),
  model: run.model,
  message_count: 0,
  duration_ms: Math.round(performance.now() - run.began),
  usage: event.usage,
  cost_usd: event.costUsd,
})

export const leftOut = (runId: string, message: string): LogEvent => ({
  type: 'warning',
  run_id: runId,
  code: 'left_out',
  title: 'Something is left out',
  message,
})

export const waitingForPlace = (runId: string): LogEvent => ({
  type: 'warning',
  run_id: runId,
  code: 'waiting_for_place',
  title: 'Waiting for a free place',
  message: 'As many agents live as the settings allow; this one starts when another is done.',
})

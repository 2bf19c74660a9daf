// Owns what an agent asks within a turn: its own permissions and forms, and what the hub would do in its place.
import { isDeepStrictEqual } from 'node:util'
import { limits } from '@atrium/schema'
import { previewOf } from '../../core/visible.ts'
import { type Json, list, record, text } from '../claude-json.ts'
import type { AgentAnswer, AgentEvent } from '../runner.ts'
import type { createAcpEvents } from './events.ts'
import { Refused } from './files.ts'
import { contentOf, questionsOf } from './questions.ts'
import type { createAcpRequests } from './requests.ts'
import type { NamedCall } from './tools.ts'

type Deps = {
  folded: ReturnType<typeof createAcpEvents>
  requests: ReturnType<typeof createAcpRequests>
  tell: (events: readonly AgentEvent[]) => void
  warn: (code: string, title: string, message: string) => void
  /** Aborted when the turn is stopped; null while there is none. */
  turn: () => AbortSignal | null
}

const nameChars = 200
const changedCall = 'A person allowed it changed, and this agent cannot take a change: it was not made.'

const none = { outcome: { outcome: 'cancelled' } }
const chosen = (optionId: string | null) =>
  optionId === null ? none : { outcome: { outcome: 'selected', optionId } }

export function createAcpAnswers({ folded, requests, tell, warn, turn }: Deps) {
  /** A person has let the agent leave plan mode in this turn. */
  let mayLeavePlan = false
  /** Files that were shown with their content and allowed in this turn, once each. */
  let allowedWrites: { path: string; content: string }[] = []

  function noteAllowed(calls: readonly NamedCall[]): void {
    for (const { name, input } of calls) {
      if (name === 'ExitPlanMode') mayLeavePlan = true
      const path = text(input['file_path'])
      const content = text(input['content'])
      if (name === 'Write' && path !== null && content !== null) allowedWrites.push({ path, content })
    }
  }

  /** Whether just this was shown and allowed; that counts once. */
  function wasAllowed({ name, input }: NamedCall): boolean {
    const known = allowedWrites.findIndex(
      ({ path, content }) => name === 'Write' && path === input['file_path'] && content === input['content'],
    )
    if (known !== -1) allowedWrites.splice(known, 1)
    return known !== -1
  }

  /** Allowed is what was shown: the protocol has no place for a call that a person has changed. */
  function isAllowed({ input }: NamedCall, answer: Extract<AgentAnswer, { kind: 'permission' }>): boolean {
    if (answer.decision === 'deny') return false
    if (answer.input === undefined || isDeepStrictEqual(answer.input, input)) return true
    warn('change_not_taken', 'The changed call was not made', changedCall)
    return false
  }

  return {
    get mayLeavePlan() {
      return mayLeavePlan
    },
    begin(): void {
      mayLeavePlan = false
      allowedWrites = []
    },

    /**
     * Asks the chat about something that the hub itself would do for the agent.
     * @returns what is aborted when the turn is stopped
     * @throws Refused
     */
    async allow(call: NamedCall, cancelled?: AbortSignal): Promise<AbortSignal> {
      const stop = turn()
      if (!stop || stop.aborted) throw new Refused('Nothing runs')
      if (isTooLarge(call)) throw new Refused('It is more than a person can be asked about')
      if (wasAllowed(call)) return stop
      const signal = cancelled ? AbortSignal.any([stop, cancelled]) : stop
      const answer = await requests.permission(call, { toolUseId: null, signal })
      if (answer && isAllowed(call, answer)) return stop
      throw new Refused(refusalOf(answer))
    },

    /** `session/request_permission`: every file and command of it has to be allowed. */
    async permission(params: Json, cancelled: AbortSignal): Promise<unknown> {
      const stop = turn()
      const asked = stop && folded.asked(record(params['toolCall']))
      if (!asked) return none
      tell(asked.events)
      const { allowing, refusing, reason } = optionsOf(params)
      if (asked.calls.some(isTooLarge)) return chosen(refusing)
      const signal = AbortSignal.any([stop, cancelled])
      for (const call of asked.calls) {
        const answer = await requests.permission(call, { toolUseId: asked.toolUseId, reason, signal })
        if (answer === null) return none
        if (!isAllowed(call, answer)) return chosen(refusing)
      }
      if (allowing !== null) noteAllowed(asked.calls)
      return chosen(allowing)
    },

    /** `elicitation/create`: a form. */
    async elicit(params: Json, cancelled: AbortSignal): Promise<unknown> {
      const stop = turn()
      const form = questionsOf(params)
      if (!stop || !form) return { action: 'decline' }
      const answers = await requests.question(form.questions, AbortSignal.any([stop, cancelled]))
      if (answers === null) return { action: 'cancel' }
      if (Object.keys(answers).length === 0) return { action: 'decline' }
      return { action: 'accept', content: contentOf(form.fields, answers) }
    },
  }
}

/** No larger than the largest file that may be written. */
const isTooLarge = ({ input }: NamedCall): boolean => JSON.stringify(input).length > 2 * limits.fileWriteBytes

function refusalOf(answer: Extract<AgentAnswer, { kind: 'permission' }> | null): string {
  if (answer?.decision === 'allow') return changedCall
  return answer?.message || 'The person refused this.'
}

/** Rules are the hub's to keep: of what is offered the narrowest is taken, and a lasting one is said to be so. */
function optionsOf(params: Json): {
  allowing: string | null
  refusing: string | null
  reason: string | null
} {
  const offered = list(params['options']).map(record)
  const of = (kind: string) => offered.find((option) => option['kind'] === kind)
  const once = of('allow_once')
  const lasting = of('allow_always')
  return {
    allowing: text((once ?? lasting)?.['optionId']),
    refusing: text((of('reject_once') ?? of('reject_always'))?.['optionId']),
    reason:
      once || !lasting
        ? null
        : `It offers only a lasting permission: ${previewOf(text(lasting['name']) ?? '', nameChars)}`,
  }
}

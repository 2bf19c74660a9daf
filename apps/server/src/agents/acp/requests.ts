// Owns the questions that one ACP agent waits on. Each is settled exactly once: by an answer or by being withdrawn.
import type { Question } from '@atrium/schema'
import { randomText } from '../../core/ids.ts'
import type { AgentAnswer, AgentEvent } from '../runner.ts'
import type { NamedCall } from './tools.ts'

/** Null: nobody will answer any more. */
type Settled = AgentAnswer | null

export function createAcpRequests(emit: (event: AgentEvent) => void) {
  const open = new Map<string, { settle: (answer: Settled) => void; kind: AgentAnswer['kind'] }>()

  function withdraw(requestId: string): void {
    const request = open.get(requestId)
    if (!request) return
    open.delete(requestId)
    request.settle(null)
    emit({ type: 'request_withdrawn', requestId })
  }

  function wait(kind: AgentAnswer['kind'], signal: AbortSignal, event: (requestId: string) => AgentEvent) {
    const requestId = `request_${randomText(16)}`
    return new Promise<Settled>((settle) => {
      if (signal.aborted) return settle(null)
      const leave = () => withdraw(requestId)
      // Known under its id before anybody can hear of it.
      open.set(requestId, {
        kind,
        settle(answer) {
          signal.removeEventListener('abort', leave)
          settle(answer)
        },
      })
      signal.addEventListener('abort', leave, { once: true })
      emit(event(requestId))
    })
  }

  return {
    /** Whether a call may be made; null when nobody will say. */
    async permission(
      { name, input }: NamedCall,
      options: { toolUseId: string | null; reason?: string | null; signal: AbortSignal },
    ): Promise<Extract<AgentAnswer, { kind: 'permission' }> | null> {
      const answer = await wait('permission', options.signal, (requestId) => ({
        type: 'permission',
        requestId,
        toolUseId: options.toolUseId,
        toolName: name,
        input,
        reason: options.reason ?? null,
        suggestions: [],
      }))
      return answer?.kind === 'permission' ? answer : null
    },
    async question(
      questions: Question[],
      signal: AbortSignal,
    ): Promise<Record<string, string | string[]> | null> {
      const answer = await wait('question', signal, (requestId) => ({
        type: 'question',
        requestId,
        toolUseId: null,
        questions,
      }))
      return answer?.kind === 'question' ? answer.answers : null
    },
    withdrawAll(): void {
      for (const requestId of open.keys()) withdraw(requestId)
    },
    /** False when nobody waits for this answer any more, or when it is an answer to something else. */
    answer(requestId: string, answer: AgentAnswer): boolean {
      const request = open.get(requestId)
      // A question that is refused as a whole comes as a permission that is denied.
      if (!request || (answer.kind === 'question' && request.kind !== 'question')) return false
      open.delete(requestId)
      request.settle(answer)
      return true
    },
  }
}

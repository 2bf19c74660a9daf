// Owns what an agent asks a person in one chat: each request is answered once, by whoever is first, or not at all.
import { limits, type PendingRequest, type Question, type SuggestedGrant } from '@atrium/schema'
import type { AgentAnswer } from '../../../agents/runner.ts'
import { AppError, notFound } from '../../../core/errors.ts'
import { randomText } from '../../../core/ids.ts'

export type Opened = PendingRequest & {
  runId: string
  /** Id that the agent waits for. */
  agentRequest: string
  questions: Question[]
}

type Asked = {
  runId: string
  agentRequest: string
  kind: 'permission' | 'question'
  toolName: string
  subject: string | null
  input: Record<string, unknown>
  suggestions: SuggestedGrant[]
  questions: Question[]
}

type Deps = {
  chatId: string
  /** How many requests wait in the whole hub. */
  total: { open: number }
  /** Without an answer for this long a request is refused. */
  lifetimeMs: number
  /** Called once for each request, at its end. */
  resolved: (request: Opened, answer: AgentAnswer, by: string) => void
}

const refusal = (kind: 'permission' | 'question', message: string): AgentAnswer =>
  kind === 'question' ? { kind, answers: {} } : { kind, decision: 'deny', message }

export function createRequests({ chatId, total, lifetimeMs, resolved }: Deps) {
  const open = new Map<string, { request: Opened; timer: NodeJS.Timeout }>()
  const ended = new Map<string, 'answered' | 'expired'>()

  function end(id: string, answer: AgentAnswer, by: string): boolean {
    const found = open.get(id)
    if (!found) return false
    clearTimeout(found.timer)
    open.delete(id)
    total.open -= 1
    ended.set(id, by === 'expired' ? 'expired' : 'answered')
    const [oldest] = ended.keys()
    if (ended.size > limits.waitingRequests && oldest !== undefined) ended.delete(oldest) // the log still knows it
    resolved(found.request, answer, by)
    return true
  }

  return {
    /** Registers before anybody is told, so that no answer can come too early. Null when too many wait. */
    open({ kind, subject, toolName, suggestions, ...asked }: Asked): Opened | null {
      if (total.open >= limits.waitingRequests) return null
      const now = Date.now()
      const request: Opened = {
        ...asked,
        id: `${chatId}-${kind === 'question' ? 'q' : 'p'}-${randomText(12)}`,
        kind,
        tool_name: toolName,
        file_path: subject,
        suggested_grants: suggestions,
        timestamp: new Date(now).toISOString(),
        expires_at: new Date(now + lifetimeMs).toISOString(),
      }
      const timer = setTimeout(() => {
        const seconds = lifetimeMs / 1000
        end(request.id, refusal(kind, `No answer within ${seconds} s`), 'expired')
      }, lifetimeMs)
      timer.unref()
      open.set(request.id, { request, timer })
      total.open += 1
      return request
    },
    /** @throws AppError not_found, already_answered, gone, invalid */
    answer(id: string, answer: AgentAnswer, by: string): void {
      const kind = open.get(id)?.request.kind
      if (kind === undefined) throw overError(id, ended.get(id))
      if (kind !== answer.kind)
        throw new AppError('invalid', `This request is a ${kind}: ${id}`, {
          detail: [
            {
              loc: ['body', kind === 'question' ? 'answers' : 'decision'],
              msg: `A ${kind} is answered with ${kind === 'question' ? 'answers' : 'a decision'}`,
              type: 'missing',
            },
          ],
        })
      end(id, answer, by)
    },
    find: (id: string): Opened | undefined => open.get(id)?.request,
    /** The agent no longer waits for this one. */
    withdraw(agentRequest: string): void {
      for (const { request } of open.values())
        if (request.agentRequest === agentRequest)
          end(request.id, refusal(request.kind, 'Withdrawn'), 'agent')
    },
    /** Nothing that waits outlives its run: no answer means no. */
    refuseAll(by: 'aborted' | 'agent'): void {
      for (const { request } of open.values())
        end(request.id, refusal(request.kind, 'The run was stopped'), by)
    },
    list: (): Opened[] => [...open.values()].map(({ request }) => request),
    get size() {
      return open.size
    },
  }
}

/** Why a request cannot be answered any more. */
export function overError(id: string, how: 'answered' | 'expired' | undefined): AppError {
  if (how === 'answered') return new AppError('already_answered', 'Already answered')
  if (how === 'expired') return new AppError('gone', 'This request has expired')
  return notFound('Permission request', id)
}

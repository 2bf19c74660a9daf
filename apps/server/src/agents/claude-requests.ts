// Owns the questions that the agent waits on. Each is settled exactly once: by an answer or by being withdrawn.
import type { CanUseTool, PermissionResult } from '@anthropic-ai/claude-agent-sdk'
import { Question } from '@atrium/schema'
import { z } from 'zod'
import { hookReason } from './claude-options.ts'
import type { AgentAnswer, AgentEvent } from './runner.ts'

const Questions = z.array(Question).min(1)

export function createClaudeRequests(emit: (event: AgentEvent) => void) {
  const open = new Map<
    string,
    { settle: (result: PermissionResult) => void; input: Record<string, unknown>; question: boolean }
  >()

  function withdraw(requestId: string): void {
    const request = open.get(requestId)
    if (!request) return
    open.delete(requestId)
    request.settle({ behavior: 'deny', message: 'The request was withdrawn.' })
    emit({ type: 'request_withdrawn', requestId })
  }

  const ask: CanUseTool = (toolName, input, { requestId, toolUseID, signal, decisionReason }) =>
    new Promise((settle) => {
      const asked = toolName === 'AskUserQuestion' ? Questions.safeParse(input['questions']) : null
      const toolUseId = toolUseID
      // Known under its id before anybody can hear of it.
      open.set(requestId, { settle, input, question: asked?.success === true })
      if (asked?.success) emit({ type: 'question', requestId, toolUseId, questions: asked.data })
      else {
        const reason = decisionReason && decisionReason !== hookReason ? decisionReason : null
        emit({ type: 'permission', requestId, toolUseId, toolName, input, reason, suggestions: [] })
      }
      if (signal.aborted) withdraw(requestId)
      else signal.addEventListener('abort', () => withdraw(requestId), { once: true })
    })

  return {
    ask,
    withdrawAll(): void {
      for (const requestId of open.keys()) withdraw(requestId)
    },
    /** False when nobody waits for this answer any more, or when it is an answer to something else. */
    answer(requestId: string, answer: AgentAnswer): boolean {
      const request = open.get(requestId)
      if (!request || (answer.kind === 'question' && !request.question)) return false
      open.delete(requestId)
      request.settle(resultOf(request.input, answer))
      return true
    },
  }
}

function resultOf(input: Record<string, unknown>, answer: AgentAnswer): PermissionResult {
  if (answer.kind === 'question') {
    const answers = Object.entries(answer.answers).map(([question, given]) => [
      question,
      Array.isArray(given) ? given.join(', ') : given,
    ])
    return { behavior: 'allow', updatedInput: { ...input, answers: Object.fromEntries(answers) } }
  }
  if (answer.decision === 'allow') return { behavior: 'allow', updatedInput: answer.input ?? input }
  return { behavior: 'deny', message: answer.message || 'The person refused this.' }
}

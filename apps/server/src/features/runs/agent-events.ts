import type { LogEvent, RunErrorCode } from '@atrium/schema'
import type { AgentEvent } from '../../agents/runner.ts'
import { AppError } from '../../core/errors.ts'

/** What goes into the log as it is said, growing text and requests aside. */
export type Said = Extract<
  AgentEvent,
  { type: 'init' | 'model' | 'tool_use' | 'tool_result' | 'warning' | 'compact' }
>

/** Why an agent did not start, as an outcome says it. */
export function startErrorCode(error: unknown): RunErrorCode {
  if (!(error instanceof AppError)) return 'unknown_error'
  if (error.code === 'sandbox_unavailable' || error.code === 'agent_unavailable') return error.code
  return 'session_unavailable'
}

export function toLogEvent(runId: string, event: Said): LogEvent {
  const run = { run_id: runId }
  switch (event.type) {
    case 'init':
      return { type: 'init', ...run, tools: event.tools, permission_mode: event.permissionMode }
    case 'model':
      return { type: 'model', ...run, model: event.model }
    case 'tool_use': {
      const { id, name, input, parentToolUseId } = event
      return { type: 'tool_use_start', ...run, id, name, input, parent_tool_use_id: parentToolUseId }
    }
    case 'tool_result': {
      const { toolUseId, result, isError, parentToolUseId } = event
      return {
        type: 'tool_result',
        ...run,
        tool_use_id: toolUseId,
        result,
        is_error: isError,
        parent_tool_use_id: parentToolUseId,
      }
    }
    case 'warning':
      return { type: 'warning', ...run, code: event.code, title: event.title, message: event.message }
    case 'compact':
      return { type: 'compact', ...run, trigger: event.trigger, pre_tokens: event.preTokens }
  }
}

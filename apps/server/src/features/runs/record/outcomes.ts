import type { ErrorAction, LogEvent, RunErrorCode } from '@atrium/schema'
import type { z } from 'zod'

type Action = z.infer<typeof ErrorAction>

const retry: Action = { key: 'r', label: 'Retry', action: 'retry' }
const settings: Action = { key: 's', label: 'Settings', action: 'settings' }
const signIn: Action = { key: 'r', label: 'Sign in again', action: 'reauth' }
const newChat: Action = { key: 'n', label: 'New chat', action: 'new_session' }

type Advice = { title: string; canRetry: boolean; delayMs: number | null; actions: Action[] }

const advice: Record<RunErrorCode, Advice> = {
  billing_error: { title: 'Payment required', canRetry: false, delayMs: null, actions: [settings] },
  expired_token: { title: 'Sign-in expired', canRetry: false, delayMs: null, actions: [signIn, settings] },
  invalid_api_key: { title: 'Key refused', canRetry: false, delayMs: null, actions: [settings] },
  invalid_credentials: { title: 'Sign-in refused', canRetry: false, delayMs: null, actions: [settings] },
  rate_limited: { title: 'Slow down', canRetry: true, delayMs: 5_000, actions: [retry] },
  service_error: { title: 'The service failed', canRetry: true, delayMs: 2_000, actions: [retry] },
  service_unavailable: { title: 'The service is busy', canRetry: true, delayMs: 2_000, actions: [retry] },
  network_error: { title: 'No connection', canRetry: true, delayMs: 1_000, actions: [retry] },
  context_exceeded: { title: 'The chat is too long', canRetry: false, delayMs: null, actions: [newChat] },
  mcp_connection_failed: {
    title: 'A tool server does not answer',
    canRetry: true,
    delayMs: 2_000,
    actions: [retry, settings],
  },
  mcp_tool_error: { title: 'A tool failed', canRetry: true, delayMs: null, actions: [retry] },
  session_not_found: {
    title: 'The agent lost its session',
    canRetry: true,
    delayMs: null,
    actions: [retry, newChat],
  },
  session_unavailable: {
    title: 'The session cannot be opened',
    canRetry: true,
    delayMs: null,
    actions: [newChat, retry],
  },
  tool_execution_failed: { title: 'A tool failed', canRetry: true, delayMs: null, actions: [retry] },
  sandbox_unavailable: { title: 'No sandbox', canRetry: false, delayMs: null, actions: [settings] },
  agent_unavailable: {
    title: 'The agent is not usable',
    canRetry: false,
    delayMs: null,
    actions: [settings],
  },
  agent_exited: { title: 'The agent ended', canRetry: true, delayMs: null, actions: [retry] },
  interrupted: { title: 'Interrupted', canRetry: true, delayMs: null, actions: [retry] },
  unknown_error: { title: 'Something went wrong', canRetry: true, delayMs: null, actions: [retry] },
}

/** The outcome of a run that failed, with what the person can do about it. */
export function errorOutcome(
  run: { id: string; chatId: string },
  code: RunErrorCode,
  message: string,
  retryDelayMs: number | null = null,
): Extract<LogEvent, { type: 'error' }> {
  const { title, canRetry, delayMs, actions } = advice[code]
  return {
    type: 'error',
    run_id: run.id,
    session_id: run.chatId,
    code,
    title,
    message,
    can_retry: canRetry,
    retry_delay_ms: canRetry ? (retryDelayMs ?? delayMs) : null,
    actions,
  }
}

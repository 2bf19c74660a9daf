import type { RunErrorCode } from '@atrium/schema'

export type ClaudeFailure = { code: RunErrorCode; message: string; retryDelayMs: number | null }

/** What the CLI says about a failed turn; every field may be missing. */
export type FailureFacts = {
  text: string
  /** `error` of the synthetic assistant message: authentication_failed, overloaded … */
  kind: string | null
  status: number | null
  terminalReason: string | null
}

const sentences: Partial<Record<RunErrorCode, string>> = {
  billing_error: 'The model service refuses because of billing; check the account behind the key.',
  expired_token: 'The sign-in of the agent has expired; sign in again.',
  invalid_api_key: 'The model service does not accept the API key.',
  invalid_credentials:
    "The model service does not accept the agent's sign-in; set another API key or sign in with its own CLI.",
  rate_limited: 'The model service answers that there were too many requests.',
  service_error: 'The model service is overloaded or has a fault of its own.',
  network_error: 'The model service could not be reached.',
  context_exceeded: 'The conversation no longer fits into the context of the model.',
  mcp_connection_failed: 'An MCP server could not be reached.',
  mcp_tool_error: 'A tool of an MCP server failed.',
  session_not_found: "The agent's own session no longer exists; its next message begins a new one.",
  session_unavailable: "The agent's own session cannot be used now.",
  tool_execution_failed: 'A tool failed and the agent could not go on.',
}

const delays: Partial<Record<RunErrorCode, number>> = {
  rate_limited: 5_000,
  service_error: 2_000,
  network_error: 1_000,
  mcp_connection_failed: 2_000,
}

const byKind: Record<string, RunErrorCode> = {
  oauth_org_not_allowed: 'invalid_credentials',
  account_on_hold: 'invalid_credentials',
  verification_required: 'invalid_credentials',
  cloud_credential_error: 'invalid_credentials',
  billing_error: 'billing_error',
  rate_limit: 'rate_limited',
  overloaded: 'service_error',
  server_error: 'service_error',
}

const expired = /oauth|token|session|expired/i

/** First match wins, as in the first system's table of typed errors. */
const byText: readonly [RegExp, RunErrorCode][] = [
  [/no conversation found|session id .* not found/i, 'session_not_found'],
  [/\b402\b|payment required/i, 'billing_error'],
  [/not logged in|please run \/login/i, 'invalid_credentials'],
  [/\b429\b|rate limit|too many requests/i, 'rate_limited'],
  [/\b50[0234]\b|\b529\b|internal server error|service unavailable|overloaded/i, 'service_error'],
  [
    /network|econnrefused|econnreset|enotfound|fetch failed|connection (refused|error)|unable to connect|timed? ?out/i,
    'network_error',
  ],
  [/(context|prompt).*(exceed|limit|too long)/i, 'context_exceeded'],
  [/mcp.*(connect|unreachable|refused)/i, 'mcp_connection_failed'],
  [/mcp/i, 'mcp_tool_error'],
  [/session.*not found/i, 'session_not_found'],
  [/session.*(unavailable|missing)/i, 'session_unavailable'],
  [/tool.*(execution|failed)/i, 'tool_execution_failed'],
]

function codeOf({ text, kind, status, terminalReason }: FailureFacts): RunErrorCode {
  if (terminalReason === 'prompt_too_long' || status === 413) return 'context_exceeded'
  if (status === 403 || /not logged in|please run \/login/i.test(text)) return 'invalid_credentials'
  if (
    kind === 'authentication_failed' ||
    status === 401 ||
    /\b401\b|unauthorized|invalid (x-)?api[- ]key|authentication failed/i.test(text)
  )
    return expired.test(text) ? 'expired_token' : 'invalid_api_key'
  const known = kind === null ? undefined : byKind[kind]
  // Without a status there was no answer at all: the words say more than the kind.
  const worded = byText.find(([pattern]) => pattern.test(text))?.[1]
  if (known) return status === null && known === 'service_error' ? (worded ?? known) : known
  if (status === 402) return 'billing_error'
  if (status === 429) return 'rate_limited'
  if (status !== null && status >= 500) return 'service_error'
  return worded ?? 'unknown_error'
}

/** One sentence of what the vendor said, without anything that looks like a secret. */
function firstSentence(text: string): string {
  const line = text
    .replace(/\b(sk-|para_|Bearer\s+)[\w.-]{6,}/g, '[secret]')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const sentence = /^.{1,200}?[.!?](?=\s|$)/u.exec(line)?.[0] ?? line.slice(0, 200)
  return sentence || 'The agent failed without saying why.'
}

/** Turns a failed turn into the typed error that clients know, with its advice on trying again. */
export function classifyFailure(facts: FailureFacts): ClaudeFailure {
  const code = codeOf(facts)
  return {
    code,
    message: sentences[code] ?? firstSentence(facts.text),
    retryDelayMs: delays[code] ?? null,
  }
}

import type { RunErrorCode } from '@atrium/schema'
import { type Json, record, text } from '../claude-json.ts'
import type { AcpAgent } from './agents.ts'

const authRequired = -32_000

/** The protocol's own number for it; agents use the number for other things as well, so the words count, too. */
export function isAuthRequired(error: unknown): boolean {
  const { code, message } = record(error)
  return (
    code === authRequired &&
    /auth|log ?in|sign ?in|credential|api key/i.test(error instanceof Error ? error.message : String(message))
  )
}

/** How to sign in: what is known of the agent, else what it says itself. */
export function signInMessage(agent: AcpAgent, methods: readonly Json[]): string {
  const own = methods.flatMap(({ description, name }) => text(description) ?? text(name) ?? []).slice(0, 3)
  const hint = agent.hints.login || own.join(' · ') || 'Sign in with its own program.'
  return `${agent.title} is not signed in. ${hint}`
}

const kinds: [RunErrorCode, RegExp][] = [
  ['rate_limited', /rate.?limit|too many requests|\b429\b/i],
  ['invalid_api_key', /invalid (api )?key|incorrect api key|\b401\b|unauthori[sz]ed/i],
  ['billing_error', /quota|billing|insufficient (credit|funds)|\b402\b/i],
  ['context_exceeded', /context (length|window)|too long|maximum context/i],
  ['service_unavailable', /overloaded|unavailable|\b(502|503|529)\b/i],
  ['service_error', /\b500\b|internal server error|bad gateway/i],
  ['network_error', /ECONN|ENOTFOUND|ETIMEDOUT|network|fetch failed|connection (error|refused)/i],
  ['session_not_found', /session.*not found|unknown session/i],
]

/** What an agent answered in place of a result, as an outcome says it. */
export function failureOf(error: unknown): { code: RunErrorCode; message: string } {
  const { data, message } = record(error)
  const details = record(data)
  const told =
    text(details['message']) ??
    text(details['details']) ??
    text(data) ??
    (error instanceof Error ? error.message : text(message))
  const said = (told ?? 'It gave no reason').slice(0, 1_000)
  const code = kinds.find(([, words]) => words.test(said))?.[0] ?? 'unknown_error'
  return { code, message: said }
}

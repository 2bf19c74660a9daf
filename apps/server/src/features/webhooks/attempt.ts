import { limits, type WebhookFailure } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { visible } from '../../core/visible.ts'
import type { Outbound } from '../../host/outbound.ts'
import type { Seal } from '../../host/seal.ts'
import { retryAfterOf } from './schedule.ts'
import { signedHeaders } from './sign.ts'
import type { AttemptRow, DeliveryRow, WebhookRow } from './store.ts'

export type Attempted = { attempt: AttemptRow; retryAfterMs: number | null }
export type Attempt = ReturnType<typeof createAttempt>

export const fixedHeaders = (version: string): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': `Atrium/${version}`,
})

/** The secrets that sign for a webhook now, the newest first; none when they cannot be read here. */
export function secretsOf(row: WebhookRow, seal: Seal, now: string): string[] {
  const secret = seal.open(row.secret, row.id)
  if (secret === null) return []
  const isOldValid = row.oldSecretUntil !== null && row.oldSecretUntil > now
  const old = isOldValid && row.oldSecret !== null ? seal.open(row.oldSecret, row.id) : null
  return old === null ? [secret] : [secret, old]
}

/** Sends one delivery once, and says how that went. */
export function createAttempt(deps: { outbound: Outbound; seal: Seal; version: string }) {
  const { outbound, seal, version } = deps

  return async (webhook: WebhookRow, delivery: DeliveryRow, signal: AbortSignal): Promise<Attempted> => {
    const at = nowIso()
    const began = performance.now()
    const attempt: AttemptRow = {
      deliveryId: delivery.id,
      number: delivery.attemptCount + 1,
      at,
      durationMs: 0,
      status: null,
      failure: null,
      answer: null,
      signature: '',
    }
    let retryAfterMs: number | null = null
    const secrets = secretsOf(webhook, seal, at)
    if (secrets.length === 0) return { attempt: { ...attempt, failure: 'secret' }, retryAfterMs }
    const signed = signedHeaders({ id: delivery.eventId, body: delivery.body, at: new Date(at) }, secrets)
    attempt.signature = signed['webhook-signature']
    try {
      const { status, headers, body } = await outbound.request(webhook.url, {
        method: 'POST',
        headers: { ...fixedHeaders(version), ...signed },
        body: Buffer.from(delivery.body),
        maxBytes: limits.webhookReplyBytes,
        longer: 'cut',
        signal,
      })
      attempt.status = status
      attempt.failure = failureOf(status)
      attempt.answer = answerOf(body)
      retryAfterMs = retryAfterOf(headers['retry-after'], Date.now())
    } catch (error) {
      if (signal.aborted) throw error
      attempt.failure = error instanceof AppError ? (failures[error.code] ?? 'connection') : 'connection'
    }
    attempt.durationMs = Math.round(performance.now() - began)
    return { attempt, retryAfterMs }
  }
}

const failures: Readonly<Record<string, WebhookFailure>> = { invalid: 'address', gateway_timeout: 'timeout' }

function failureOf(status: number): WebhookFailure | null {
  if (status >= 200 && status < 300) return null
  if (status === 410) return 'gone'
  return status >= 300 && status < 400 ? 'redirect' : 'status'
}

/** The beginning, as text that cannot disguise itself; null when nothing was said. */
function answerOf(body: Buffer): string | null {
  const text = body
    .subarray(0, 4 * limits.webhookAnswerChars)
    .toString('utf8')
    .trim()
  return text === '' ? null : visible(text.slice(0, limits.webhookAnswerChars)).toWellFormed()
}

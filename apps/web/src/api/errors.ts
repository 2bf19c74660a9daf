import { ApiError, ConnectionError, TimeoutError } from '@atrium/sdk'
import type { TFunction } from 'i18next'

export const isRefusal = (error: unknown, ...codes: string[]): error is ApiError =>
  error instanceof ApiError && (codes.length === 0 || codes.includes(error.code))

export const isSignedOut = (error: unknown): boolean =>
  isRefusal(error, 'unauthorized', 'credential_revoked') ||
  (error instanceof ApiError && error.status === 401)

/** Codes for which people have better words than the hub's sentence. */
const words: Partial<Record<string, (error: ApiError, t: TFunction) => string>> = {
  unauthorized: (_, t) => t('errors.unauthorized'),
  credential_revoked: (_, t) => t('errors.revoked'),
  queue_full: (_, t) => t('errors.queueFull'),
  already_answered: (_, t) => t('errors.alreadyAnswered'),
  gone: (_, t) => t('errors.gone'),
  scope_missing: (_, t) => t('errors.scopeMissing'),
  too_many_requests: (error, t) => t('errors.tooMany', { count: Math.ceil(error.retryAfter ?? 60) }),
  draining: (_, t) => t('errors.restarting'),
  unavailable: (_, t) => t('errors.restarting'),
  internal: (error, t) => t('errors.internal', { id: error.requestId ?? '–' }),
  invalid: (error) => error.detail?.map(({ msg }) => msg).join(' ') || error.message,
}

/** What went wrong, in words for people. A refusal of the hub is a sentence already; some have better ones here. */
export function errorText(error: unknown, t: TFunction): string {
  if (error instanceof ApiError) return words[error.code]?.(error, t) ?? error.message
  if (error instanceof ConnectionError) return t('errors.connection')
  if (error instanceof TimeoutError) return t('errors.timeout')
  return error instanceof Error ? error.message : String(error)
}

import { HTTPError, MatrixError } from 'matrix-js-sdk'
import { type FailureKind, PlatformError } from '../platform.ts'

/** https://spec.matrix.org/latest/client-server-api/#standard-error-response */
const kinds: Readonly<Record<string, FailureKind>> = {
  M_UNKNOWN_TOKEN: 'unauthorized',
  M_MISSING_TOKEN: 'unauthorized',
  M_USER_DEACTIVATED: 'unauthorized',
  M_LIMIT_EXCEEDED: 'limited',
  M_TOO_LARGE: 'too_big',
  M_FORBIDDEN: 'blocked',
  M_NOT_FOUND: 'gone',
}

/** What a failed call means. */
export function failureOf(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof MatrixError && error.errcode !== undefined) {
    const code = error.errcode
    const kind = kinds[code] ?? kindOf(error.httpStatus)
    if (kind === 'unauthorized')
      return new PlatformError(kind, 'The homeserver does not take the access token; sign the bot in again')
    const retryAfterMs = waitOf(error)
    return new PlatformError(
      kind,
      `The homeserver refused: ${code} ${(error.data.error ?? '').slice(0, 300)}`,
      {
        ...(retryAfterMs !== null && { retryAfterMs }),
      },
    )
  }
  if (error instanceof HTTPError)
    return new PlatformError(
      kindOf(error.httpStatus),
      `The homeserver answers ${error.httpStatus ?? 'nothing that can be read'}`,
    )
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new PlatformError(
    'away',
    `The homeserver is not reached: ${cause instanceof Error ? cause.message : String(cause)}`,
  )
}

function kindOf(status: number | undefined): FailureKind {
  if (status === 429) return 'limited'
  if (status === 413) return 'too_big'
  return status === undefined || status >= 500 || status === 408 ? 'away' : 'refused'
}

function waitOf(error: MatrixError): number | null {
  try {
    return error.isRateLimitError() ? error.getRetryAfterMs() : null
  } catch {
    return null
  }
}

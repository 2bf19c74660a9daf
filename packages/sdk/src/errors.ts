import type { ErrorCode, RunAborted, RunFailed, ValidationIssue } from './types.ts'

/** Everything the SDK throws of its own accord; `instanceof AtriumError` tells it from a mistake in your own code. */
export class AtriumError extends Error {
  override name = 'AtriumError'
}

/** What an {@link ApiError} carries. */
export type ApiErrorFields = {
  /** HTTP status. */
  status: number
  /** Stable machine-readable code. */
  code: ErrorCode
  /** Id of the request in the hub's log. */
  requestId?: string | undefined
  /** Every problem of a request that failed validation. */
  detail?: ValidationIssue[] | undefined
  /** Seconds to wait before another try. */
  retryAfter?: number | undefined
  /** Finer cause. */
  reason?: string | undefined
  /** Facts that belong to the cause. */
  meta?: Record<string, unknown> | undefined
}

/** The hub answered, and refused. `status` and `code` say why, `message` is a sentence for people. */
export class ApiError extends AtriumError {
  override name = 'ApiError'
  /** HTTP status. */
  readonly status: number
  /** Stable machine-readable code, such as `not_found`; `http_<status>` when something before the hub answered. */
  readonly code: ErrorCode
  /** Finds the request in the hub's log. */
  readonly requestId: string | undefined
  /** Every problem of a request that failed validation (422). */
  readonly detail: ValidationIssue[] | undefined
  /** Seconds to wait before another try (429 and 503). */
  readonly retryAfter: number | undefined
  /** Finer cause, on routes that document one. */
  readonly reason: string | undefined
  /** Facts that belong to the cause, on routes that document them. */
  readonly meta: Record<string, unknown> | undefined

  constructor(message: string, fields: ApiErrorFields) {
    super(message)
    this.status = fields.status
    this.code = fields.code
    this.requestId = fields.requestId
    this.detail = fields.detail
    this.retryAfter = fields.retryAfter
    this.reason = fields.reason
    this.meta = fields.meta
  }
}

/**
 * Whether the hub refused, and with this code. It also knows the errors of another copy of the package, which `instanceof` does
 * not.
 *
 * @example
 * try {
 *   await hub.rest('PUT /fs/write', { body: { path, content, hash } })
 * } catch (error) {
 *   if (!isApiError(error, 'file_changed')) throw error
 *   await showConflict(error.meta)
 * }
 */
export function isApiError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is ApiError & { readonly code: Code } {
  const isOne =
    error instanceof ApiError || (error instanceof Error && error.name === 'ApiError' && 'status' in error)
  return isOne && (code === undefined || (error as ApiError).code === code) // one of another copy has the same fields
}

/** No usable answer came: the wire broke, nobody listens, or what answers is not a hub. `cause` has the original. */
export class ConnectionError extends AtriumError {
  override name = 'ConnectionError'
}

/** A call took longer than `timeoutMs`. Whether the hub carried it out is not known. */
export class TimeoutError extends AtriumError {
  override name = 'TimeoutError'
}

/** Your `signal` ended the call or the reading; `cause` is the signal's reason. A run goes on all the same. */
export class AbortedError extends AtriumError {
  override name = 'AbortedError'
}

/** A run ended without a result: it failed, or somebody stopped it. Thrown by `text()` and `result()`, never by a loop. */
export class RunError extends AtriumError {
  override name = 'RunError'
  /** The event that ended the run. */
  readonly outcome: RunFailed | RunAborted
  /** Cause: the code of the `error` event, or `aborted`. */
  readonly code: RunFailed['code'] | 'aborted'
  /** What the agent had said until then. */
  readonly text: string

  constructor(outcome: RunFailed | RunAborted, text: string) {
    super(outcome.message)
    this.outcome = outcome
    this.code = outcome.type === 'error' ? outcome.code : 'aborted'
    this.text = text
  }
}

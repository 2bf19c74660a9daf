import { type ErrorCode, errorCodes, type ValidationIssue } from '@atrium/schema'

export type ErrorFacts = {
  cause?: unknown
  /** For `invalid`: every problem, `loc` beginning with body, query or path. */
  detail?: ValidationIssue[]
  retryAfterSeconds?: number
  reason?: string
  meta?: Record<string, unknown>
}

/** A refusal that a caller is meant to see: a code of the closed list and one sentence that names the thing. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly status: number
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, { cause: facts.cause })
    this.code = code
    this.status = errorCodes[code].status
    this.facts = facts
  }
}

export const notFound = (what: string, id: string): AppError =>
  new AppError('not_found', `${what} not found: ${id}`)
export const conflict = (message: string): AppError => new AppError('conflict', message)

/** One field of the body that only the service could see is wrong. */
export const invalid = (field: string, msg: string, type = 'value_error'): AppError =>
  new AppError('invalid', msg, { detail: [{ loc: ['body', field], msg, type }] })

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

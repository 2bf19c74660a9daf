import type { ValidationIssue } from '@atrium/schema'
import { AppError } from './errors.ts'

/** Where a field of the input came from. */
export type Place = 'body' | 'query' | 'path'

type Issue = { code: string; message: string; path: PropertyKey[]; input?: unknown }

const isZodError = (error: unknown): error is Error & { issues: Issue[] } =>
  error instanceof Error && (error.name === 'ZodError' || error.name === '$ZodError') && 'issues' in error

const toIssue = (issue: Issue, place: (field: string) => Place): ValidationIssue => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return {
    loc: [place(String(path[0] ?? '')), ...path],
    msg: missing ? 'Field required' : issue.message,
    type: missing ? 'missing' : issue.code,
  }
}

/** Zod's list of problems as the refusal `invalid`. */
export function invalidInput(
  error: unknown,
  place: (field: string) => Place = () => 'body',
): AppError | null {
  if (!isZodError(error)) return null
  const detail = error.issues.slice(0, 100).map((issue) => toIssue(issue, place))
  const first = detail[0]
  const message = first
    ? `${first.loc.slice(1).join('.') || 'The request'}: ${first.msg}`
    : 'The request is not valid'
  return new AppError('invalid', message, { detail, cause: error })
}

/** The refusal an error stands for; null when it is nothing a caller may be told. */
export function refusalOf(error: unknown): AppError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (at instanceof AppError) return at
    if (at.name === 'DatabaseBusyError')
      return new AppError('database_busy', 'The database is busy', { cause: error, retryAfterSeconds: 2 })
    if (at.name === 'DatabaseUnreachableError')
      return new AppError('unavailable', 'The database cannot be reached', {
        cause: error,
        retryAfterSeconds: 2,
      })
    const { code } = at as NodeJS.ErrnoException
    if (at.name === 'DatabaseFullError' || code === 'ENOSPC' || code === 'EDQUOT')
      return new AppError('insufficient_storage', 'There is no space left on the disk', { cause: error })
    if (at.name === 'DatabaseReadOnlyError' || code === 'EROFS')
      return new AppError('read_only', 'The disk cannot be written', { cause: error })
  }
  return null
}

// What the outcomes of a module's work mean to who asked for it.
import { ErrorCode, ValidationIssue } from '@atrium/schema'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Done } from './process/process.ts'

/** The answer of a route: a value, or a refusal of the module's own with what it adds to the body. */
export type ModuleAnswer = { value: unknown } | { refusal: AppError; fields: Record<string, unknown> }

const codes: Record<number, ErrorCode> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  422: 'invalid',
}

const Issues = z.array(ValidationIssue).min(1).max(100)

/** @throws AppError invalid, unavailable; Error where the module itself is at fault */
export function answerOf(name: string, done: Done): ModuleAnswer {
  switch (done.kind) {
    case 'value':
      return { value: done.value }
    case 'issues':
      throw invalid(done.issues)
    case 'refusal': {
      const code = codes[done.status]
      if (!code) throw failed(name, `it refused with status ${done.status}`, '')
      const { code: _, requestId: __, message: ___, ...fields } = done.fields
      const detail = [{ loc: ['body'], msg: done.message, type: 'value_error' }]
      return { refusal: new AppError(code, done.message, code === 'invalid' ? { detail } : {}), fields }
    }
    case 'error': {
      // What the hub refused the module is refused to its caller.
      const code = ErrorCode.safeParse(done.code).data
      if (code && code !== 'internal') throw new AppError(code, done.message)
      throw failed(name, done.message, done.stack)
    }
    case 'late':
    case 'gone':
      throw new AppError('unavailable', `Module '${name}' is not running: it did not answer`)
  }
}

function invalid(issues: unknown[]): AppError {
  const parsed = Issues.safeParse(issues)
  const detail = parsed.success
    ? parsed.data
    : [{ loc: ['body'], msg: 'The input is not valid', type: 'value_error' }]
  const [first] = detail
  const place = first?.loc.slice(1).join('.') || 'The request'
  return new AppError('invalid', `${place}: ${first?.msg}`, { detail })
}

/** Answered as `internal`, with a reference to the log. */
function failed(name: string, message: string, stack: string): Error {
  const error = new Error(`Module '${name}' failed: ${message}`)
  if (stack) error.stack = stack
  return error
}

/** The same for an agent: text, or an error that it may read. */
export function toolResult(name: string, done: Done): string {
  if (done.kind === 'error') throw new Error(done.message)
  const answer = answerOf(name, done)
  if ('refusal' in answer) throw answer.refusal
  return typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value ?? null)
}

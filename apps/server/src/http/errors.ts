import { STATUS_CODES } from 'node:http'
import type { ErrorBody, ErrorCode } from '@atrium/schema'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { refusalOf } from '../core/refusals.ts'

/** The body every refusal travels in. */
export function errorBody(error: AppError, requestId?: string): ErrorBody {
  const { detail, retryAfterSeconds, reason, meta } = error.facts
  return {
    error: STATUS_CODES[error.status] ?? 'Error',
    message: error.message,
    code: error.code,
    ...(requestId !== undefined && { requestId }),
    detail:
      detail ??
      (error.code === 'invalid'
        ? [{ loc: ['body'], msg: error.message, type: 'value_error' }]
        : error.message),
    ...(retryAfterSeconds !== undefined && { retryAfter: retryAfterSeconds }),
    ...(reason !== undefined && { reason }),
    ...(meta && { meta }),
  }
}

/** Fastify's own refusals, in our words. What is not listed goes by its status. */
const ofFastify: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad_request', 'The body is not valid JSON'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is over its limit'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'The body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['bad_request', 'The URL cannot be decoded'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri_too_long', 'A part of the path is too long'],
  FST_ERR_NOT_FOUND: ['not_found', 'Not found'],
  FST_STATIC_FORBIDDEN_PATH: ['not_found', 'There is no such file'],
}
const byStatus: Record<number, ErrorCode> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
}

/** What the caller is told; anything unknown becomes `internal` with a reference and nothing inner. */
export function toRefusal(error: unknown, requestId: string): AppError {
  const known = refusalOf(error)
  if (known) return known
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>
  const ours = ofFastify[code]
  if (ours) return new AppError(...ours, { cause: error })
  const mapped = code.startsWith('FST_') || statusCode < 500 ? byStatus[statusCode] : undefined
  if (mapped) return new AppError(mapped, STATUS_CODES[statusCode] ?? 'Refused', { cause: error })
  return new AppError('internal', `Something went wrong. Reference: ${requestId}`, { cause: error })
}

/** Answers with a refusal; headers of the gate are already on the reply. A 401 is the same to the byte, whatever was wrong. */
export function refuse(
  reply: FastifyReply,
  error: AppError,
  body: unknown = errorBody(error, error.status === 401 ? undefined : reply.request.id),
): FastifyReply {
  const { retryAfterSeconds } = error.facts
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (error.status === 429) reply.header('ratelimit', `"default";r=0;t=${retryAfterSeconds ?? 1}`)
  if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="Atrium"')
  return reply.code(error.status).type('application/json; charset=utf-8').send(JSON.stringify(body))
}

export const errorHandler =
  (log: Log) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = toRefusal(error, request.id)
    if (refusal.code === 'internal')
      log.error(
        { err: error, id: request.id, method: request.method, url: request.routeOptions.url },
        'failed',
      )
    void refuse(reply, refusal)
  }

import { z } from 'zod'

/**
 * Every machine-readable error code of the hub, with the status it travels under and what it means.
 * `docs/errors.md` is tested against this table.
 */
export const errorCodes = {
  bad_request: {
    status: 400,
    when: 'The request cannot be understood: broken JSON, a bad header, an impossible target.',
  },
  invalid: {
    status: 422,
    when: 'The request is well formed but a value is not acceptable; `detail` lists each one.',
  },
  unauthorized: { status: 401, when: 'No valid credential came with the request.' },
  credential_revoked: {
    status: 401,
    when: 'The credential was revoked while the stream or socket was open.',
  },
  forbidden: { status: 403, when: 'The credential is valid but may not do this.' },
  scope_missing: { status: 403, when: 'The API key lacks the scope that the route needs.' },
  host_not_allowed: { status: 403, when: 'The Host header does not name this server.' },
  origin_not_allowed: { status: 403, when: 'The Origin header does not name an allowed origin.' },
  outside_roots: { status: 403, when: 'The path leaves the folders that the hub may touch.' },
  not_found: { status: 404, when: 'There is no such thing, or no such route.' },
  method_not_allowed: { status: 405, when: 'The route exists, but not with this method.' },
  request_timeout: { status: 408, when: 'The request did not arrive in time.' },
  conflict: { status: 409, when: 'The thing is not in a state that allows this now.' },
  already_exists: { status: 409, when: 'A thing of this name exists already.' },
  already_answered: { status: 409, when: 'Another answer to this request was first.' },
  queue_full: { status: 409, when: 'Too many messages wait in this chat.' },
  limit_reached: { status: 409, when: 'No more of these may be made; remove one first.' },
  idempotency_mismatch: { status: 409, when: 'The Idempotency-Key was used before with another request.' },
  approval_needed: { status: 409, when: 'A person must approve this first.' },
  gone: { status: 410, when: 'The request has expired.' },
  file_changed: { status: 412, when: 'The file changed since it was read.' },
  payload_too_large: { status: 413, when: 'The body, file or attachment is over its limit.' },
  uri_too_long: { status: 414, when: 'The URL is over its limit.' },
  unsupported_media_type: { status: 415, when: 'The body is not of the documented media type.' },
  too_many_requests: { status: 429, when: 'A rate is used up; `Retry-After` says when to come back.' },
  headers_too_large: { status: 431, when: 'Request line and headers are over their limit.' },
  internal: { status: 500, when: 'Something failed inside; the log has it under the request id.' },
  record_damaged: { status: 500, when: 'One stored record cannot be read; the others are unharmed.' },
  not_implemented: { status: 501, when: 'This machine cannot do it; the message says what is missing.' },
  bad_gateway: { status: 502, when: 'A service outside answered wrongly.' },
  unavailable: { status: 503, when: 'The part that is needed is not there now.' },
  draining: { status: 503, when: 'The server is restarting.' },
  recovery: { status: 503, when: 'The server runs in recovery mode; `GET /api/health` says why.' },
  read_only: { status: 503, when: 'The disk or the database can be read but not written.' },
  database_busy: { status: 503, when: 'Another program holds the database.' },
  tmux_unavailable: { status: 503, when: 'tmux is missing, too old or does not answer.' },
  sandbox_unavailable: { status: 503, when: 'A sandbox was asked for and none can be had; nothing was run.' },
  agent_unavailable: {
    status: 503,
    when: 'The chosen agent is not usable here; the message says what is missing.',
  },
  vault_missing: { status: 503, when: 'The vault folder is missing.' },
  overloaded: { status: 503, when: 'Too many operations run at once.' },
  gateway_timeout: { status: 504, when: 'A program or service did not answer in time.' },
  insufficient_storage: { status: 507, when: 'The disk has too little free space to write safely.' },
} as const satisfies Record<string, { status: number; when: string }>

/** A machine-readable error code; stable within a major version. */
export type ErrorCode = keyof typeof errorCodes
export const ErrorCode = z
  .enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])
  .describe('Stable machine-readable error code.')

/** One problem of a request that failed validation. */
export const ValidationIssue = z
  .object({
    loc: z.array(z.union([z.string(), z.number()])).describe('Where: starts with body, query or path.'),
    msg: z.string().describe('What is wrong, in English.'),
    type: z.string().describe('Kind of problem.'),
  })
  .meta({ id: 'ValidationIssue' })
export type ValidationIssue = z.infer<typeof ValidationIssue>

/** Body of every refusal. For validation (422) `detail` is a list; elsewhere, when present, the message again. */
export const ErrorBody = z
  .object({
    error: z.string().describe('HTTP reason phrase.'),
    message: z.string().describe('One English sentence that names the thing.'),
    code: ErrorCode,
    requestId: z.string().optional().describe('Finds the request in the log.'),
    detail: z
      .union([z.array(ValidationIssue), z.string()])
      .optional()
      .describe('For 422: every problem; else the message.'),
    retryAfter: z.number().optional().describe('Seconds to wait (429 and 503).'),
    reason: z.string().optional().describe('Finer cause, where the route documents one.'),
    meta: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Facts that belong to the cause, where the route documents them.'),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof ErrorBody>

import type { z } from 'zod'
import type { Access } from '../rest-meta.ts'

/** What the description needs to know of a door besides its input and answer. */
export type DoorFacts = {
  access: Access
  status: number
  /** 200 besides the status, with the same answer. */
  okToo?: boolean
  /** Answers a part of the bytes where `Range` asks for it. */
  ranges?: boolean
  socket?: boolean
  stream?: boolean
  /** Path, query and body, by name. */
  fields?: Record<string, z.ZodType>
}
type Responses = Record<string, unknown>

const sentences = {
  400: ['BadRequest', 'The request cannot be understood: broken JSON, a bad header.', 'bad_request'],
  401: ['Unauthorized', 'No valid credential came with the request.', 'unauthorized'],
  403: [
    'Forbidden',
    'The credential is valid but may not do this, or the API key lacks the scope.',
    'scope_missing',
  ],
  404: ['NotFound', 'There is no such thing.', 'not_found'],
  413: ['TooLarge', 'The body is over its limit.', 'payload_too_large'],
  422: [
    'Invalid',
    'The request is well formed but a value is not acceptable; `detail` lists each one.',
    'invalid',
  ],
  429: ['TooManyRequests', 'A rate is used up; `Retry-After` says when to come back.', 'too_many_requests'],
} as const

const bodies: Record<keyof typeof sentences, Record<string, unknown>> = {
  400: { error: 'Bad Request', message: 'The body is not valid JSON', detail: 'The body is not valid JSON' },
  401: { error: 'Unauthorized', message: 'Valid API key required', detail: 'Valid API key required' },
  403: {
    error: 'Forbidden',
    message: 'This API key lacks the scope: admin',
    detail: 'This API key lacks the scope: admin',
  },
  404: {
    error: 'Not Found',
    message: 'Chat not found: 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10',
    detail: 'Chat not found: 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10',
  },
  413: {
    error: 'Payload Too Large',
    message: 'The body is over its limit',
    detail: 'The body is over its limit',
  },
  422: {
    error: 'Unprocessable Entity',
    message: 'message: Field required',
    detail: [{ loc: ['body', 'message'], msg: 'Field required', type: 'missing' }],
  },
  429: {
    error: 'Too Many Requests',
    message: 'Too many requests',
    detail: 'Too many requests',
    retryAfter: 12,
  },
}

const errorRef = { $ref: '#/components/schemas/Error' }

/** Error of a request whose values are refused: `detail` is a list there, always. */
export const validationError = {
  description: 'A refusal that names every value that is not acceptable.',
  allOf: [
    errorRef,
    {
      type: 'object',
      properties: {
        detail: {
          type: 'array',
          items: { $ref: '#/components/schemas/ValidationIssue' },
          description: 'Every problem.',
        },
      },
      required: ['detail'],
    },
  ],
}

const refusal = (status: keyof typeof sentences) => {
  const [, description, code] = sentences[status]
  return {
    description,
    ...(status === 429 && {
      headers: {
        'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
      },
    }),
    content: {
      'application/json': {
        schema: status === 422 ? { $ref: '#/components/schemas/ValidationError' } : errorRef,
        example: { ...bodies[status], code, ...(status !== 401 && { requestId: 'req-7f3k2' }) },
      },
    },
  }
}

const statuses = Object.keys(sentences).map(Number) as (keyof typeof sentences)[]

/** The refusals that many doors share, by name. */
export const errorResponses: Responses = {
  ...Object.fromEntries(statuses.map((status) => [sentences[status][0], refusal(status)])),
  Error: {
    description:
      'Any other refusal; 409 and 503 are the usual ones. `code` is stable, and docs/errors.md says what each one means.',
    content: {
      'application/json': {
        schema: errorRef,
        example: {
          error: 'Conflict',
          message: 'Another answer to this request was first',
          code: 'already_answered',
          requestId: 'req-7f3k2',
          detail: 'Another answer to this request was first',
        },
      },
    },
  },
}

const ref = (name: string) => ({ $ref: `#/components/responses/${name}` })

/** The refusals of one door, by status. */
export function refusalsOf(facts: {
  access: Access
  hasBody: boolean
  hasInput: boolean
  namesAThing: boolean
}): Responses {
  const { access, hasBody, hasInput, namesAThing } = facts
  const may: Record<number, boolean> = {
    400: hasBody,
    401: access !== 'public',
    403: access !== 'public' && access !== 'signed-in',
    404: namesAThing,
    413: hasBody,
    422: hasInput,
    429: true,
  }
  return {
    ...Object.fromEntries(
      statuses.filter((status) => may[status]).map((status) => [status, ref(sentences[status][0])]),
    ),
    default: ref('Error'),
  }
}

const streamNote = 'As `text/event-stream` the schema is that of one event, the JSON of a `data:` line.'

/** What success looks like, under each status it can have. */
export function successOf(described: Responses, { status, okToo, ranges, stream }: DoorFacts): Responses {
  const answer = { ...((described[String(status)] ?? described['200']) as { description: string }) }
  if (status === 204) return { 204: { description: 'Done.' } }
  if (answer.description === 'Successful response') answer.description = 'Done.'
  if (stream) answer.description = `${answer.description} ${streamNote}`
  return {
    [status]: answer,
    ...(okToo && status !== 200 && { 200: answer }),
    ...(ranges && { 206: { ...answer, description: 'The part that `Range` asked for.' } }),
  }
}

import type { ServerResponse } from 'node:http'
import { limits } from '@atrium/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { Actor, Context, Preconditions } from '../context.ts'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'

/** Aborts when the caller left before the answer was complete. */
function onLeaving(response: ServerResponse): AbortController {
  const gone = new AbortController()
  if (response.destroyed && !response.writableFinished) gone.abort()
  else response.once('close', () => response.writableFinished || gone.abort())
  return gone
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError('bad_request', 'Idempotency-Key must be 1 to 255 visible characters')
  return key
}

/** The context of one request, made on every call: what costs something comes when it is first asked for. */
export class Call implements Context {
  readonly app: App
  readonly actor: Actor | null
  readonly requestId: string
  readonly idempotencyKey: string | null
  readonly reply: FastifyReply
  readonly #request: FastifyRequest
  /** When it began, in the ticks of its `Deadlines`. */
  begun = 0
  #gone: AbortController | null = null

  constructor(app: App, request: FastifyRequest, reply: FastifyReply) {
    this.app = app
    this.actor = request.actor
    this.requestId = request.id
    this.idempotencyKey = idempotencyKeyOf(request)
    this.reply = reply
    this.#request = request
  }

  get log(): Log {
    return this.app.log
  }

  get preconditions(): Preconditions {
    const { 'if-match': ifMatch = null, 'if-none-match': ifNoneMatch = null } = this.#request.headers
    return { ifMatch, ifNoneMatch }
  }

  get signal(): AbortSignal {
    this.#gone ??= onLeaving(this.reply.raw)
    return this.#gone.signal
  }

  /** Ends the signal of work that is no longer waited for, also of work that asks for it only later. */
  cut(): void {
    this.#gone ??= new AbortController()
    this.#gone.abort()
  }

  /** The same as a plain record, for middlewares that copy it. */
  toContext(): Context {
    const { app, actor, log, signal, requestId, idempotencyKey, preconditions } = this
    return { app, actor, log, signal, requestId, idempotencyKey, preconditions }
  }
}

const tickMs = 1_000

/** Calls that wait for their work, watched by one timer: a timer and a race for each would cost more than the call. */
export function createDeadlines(late: (call: Call) => void) {
  const waiting = new Set<Call>()
  let tick = 0
  const timer = setInterval(() => {
    tick++
    for (const call of waiting) {
      if ((tick - call.begun) * tickMs <= limits.handlerTimeoutMs) continue
      waiting.delete(call)
      if (!call.reply.sent) late(call)
      call.cut()
    }
  }, tickMs)
  timer.unref()
  return {
    /** The result of the work, however late it is; by then the caller may have been told. */
    async watch(call: Call, work: Promise<unknown>): Promise<unknown> {
      call.begun = tick
      waiting.add(call)
      try {
        return await work
      } finally {
        waiting.delete(call)
      }
    },
    close: (): void => clearInterval(timer),
  }
}

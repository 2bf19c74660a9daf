import { limits } from '@atrium/schema'
import type { AnyTRPCRouter } from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { AppError } from '../core/errors.ts'
import { Call } from './call.ts'
import { refuse, toRefusal } from './errors.ts'
import type { Gate } from './gate.ts'
import { parseJson } from './json.ts'
import { proceduresOf } from './rest.ts'
import type { Streams } from './sse.ts'

const callsIn = (request: FastifyRequest): number => {
  const { path = '' } = request.params as { path?: string }
  const calls = path.split(',').length
  if (calls > limits.trpcBatch)
    throw new AppError('bad_request', `At most ${limits.trpcBatch} calls per batch`)
  return calls
}

/** tRPC at `/trpc`, in a scope with a body parser of its own. Levels of access are the procedures' own. */
export function registerTrpc(
  server: FastifyInstance,
  options: { app: App; gate: Gate; router: AnyTRPCRouter; streams: Streams },
): void {
  const { app, gate, router, streams } = options
  const subscriptions = new Set(
    proceduresOf(router).flatMap(([name, { _def }]) => (_def.type === 'subscription' ? [name] : [])),
  )
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    parseJson(body as string) // for its bounds alone: tRPC parses again
    done(null, body)
  })
  server.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error, request.id)
    if (refusal.code === 'internal') app.log.error({ err: error, id: request.id }, 'failed')
    void refuse(reply, refusal, trpcBody(refusal, request))
  })
  server.route({
    method: ['GET', 'POST'],
    url: '/trpc/:path',
    exposeHeadRoute: false,
    onRequest: gate.door('public', { cost: callsIn }),
    handler: async (request, reply) => {
      const { path } = request.params as { path: string }
      const { actor } = request
      const isStream = path.split(',').some((name) => subscriptions.has(name))
      // What is public is read here, or has a REST door where guesses at a code are counted.
      if (!actor && request.method !== 'GET') throw new AppError('unauthorized', 'Valid API key required')
      // tRPC would answer 200 and say so in the stream
      if (isStream && !actor) throw new AppError('unauthorized', 'Valid API key required')
      // tRPC writes its streams itself: the connection is what can be ended from here
      using place = isStream && actor ? streams.reserve(actor, null) : null
      const end = () => reply.raw.destroy()
      place?.ended.addEventListener('abort', end, { once: true })
      await fastifyRequestHandler({
        router,
        path,
        req: request,
        res: reply,
        createContext: () => new Call(app, request, reply).toContext(),
        onError({ error, path: at }) {
          if (error.code === 'INTERNAL_SERVER_ERROR' && !(error.cause instanceof AppError))
            app.log.error({ err: error, id: request.id, procedure: at }, 'failed')
        },
      })
      if (place) await closed(reply.raw)
    },
  })
}

/** A refusal of the gate as a tRPC client understands it, once for each call of a batch. */
function trpcBody(refusal: AppError, request: FastifyRequest): unknown {
  const { code, status, message, facts } = refusal
  const data = { code, httpStatus: status, requestId: request.id, retryAfter: facts.retryAfterSeconds }
  const one = { error: { message, code: -32600, data } }
  const { batch } = request.query as { batch?: string }
  const { path = '' } = (request.params ?? {}) as { path?: string }
  return batch === '1'
    ? path
        .split(',')
        .slice(0, limits.trpcBatch)
        .map(() => one)
    : one
}

const closed = (response: NodeJS.WritableStream & { closed?: boolean }): Promise<void> =>
  new Promise((resolve) => {
    if (response.closed) resolve()
    else response.once('close', resolve)
  })

import { limits } from '@atrium/schema'
import { type AnyTRPCRouter, TRPCError } from '@trpc/server'
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preParsingHookHandler,
} from 'fastify'
import type { z } from 'zod'
import type { App } from '../app.ts'
import type { Context } from '../context.ts'
import { auditChange } from '../core/audit.ts'
import { AppError } from '../core/errors.ts'
import { invalidInput, type Place } from '../core/refusals.ts'
import type { Access, Meta } from '../rest-meta.ts'
import { isAccessMiddleware, isAudited, requireReach } from '../trpc.ts'
import { Call, createDeadlines } from './call.ts'
import { coerce, planCoercion } from './coerce.ts'
import type { RawRoute } from './doors.ts'
import { refuse, toRefusal } from './errors.ts'
import type { Gate } from './gate.ts'

type Resolver = (options: {
  ctx: Context
  input: unknown
  path: string
  type: string
  signal: AbortSignal | undefined
}) => unknown

/** What tRPC keeps of a procedure at run time; `output`, `middlewares` and `resolver` are not in its public types. */
type ProcedureDef = {
  type: 'query' | 'mutation' | 'subscription'
  meta?: Meta
  inputs: z.ZodType[]
  output?: z.ZodType
  middlewares: ((...args: never[]) => unknown)[]
  resolver: Resolver
}
type Procedure = { _def: ProcedureDef } & ((call: {
  ctx: Context
  path: string
  type: string
  input: unknown
  getRawInput: () => Promise<unknown>
  signal: undefined
  batchIndex: number
}) => Promise<unknown>)

/** Every procedure of the router by its dotted path. */
export const proceduresOf = (router: AnyTRPCRouter): [path: string, procedure: Procedure][] =>
  Object.entries(router._def.procedures as unknown as Record<string, Procedure>) // see ProcedureDef

/** A REST door as it is served: what tests and the reference are held against. */
export type ServedRoute = { method: string; path: string; access: Access }

type Strings = Record<string, unknown>

/** `/chat/{id}` as Fastify writes it. */
export const routePattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

const place = (request: FastifyRequest, body: unknown, field: string): Place => {
  if (field in (request.params as Strings)) return 'path'
  if (typeof body === 'object' && body !== null && field in body) return 'body'
  if (field in (request.query as Strings)) return 'query'
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE'
    ? 'query'
    : 'body'
}

/** The limits of what a path and a query may hold. @throws AppError uri_too_long, invalid */
export function checkStrings(params: Strings, query: Strings): void {
  const refuse = (loc: string[], msg: string) =>
    new AppError('invalid', msg, { detail: [{ loc, msg, type: 'too_big' }] })
  for (const name in params) {
    const bytes = Buffer.byteLength(String(params[name]))
    if (bytes > 2 * limits.pathParameterChars)
      throw new AppError('uri_too_long', 'A part of the path is too long')
    if (bytes > limits.pathParameterChars)
      throw refuse(['path', name], `At most ${limits.pathParameterChars} bytes`)
  }
  let count = 0
  for (const name in query) {
    const value = query[name]
    count += Array.isArray(value) ? value.length : 1
    if (typeof value === 'string' && value.length > limits.queryValueChars)
      throw refuse(['query', name], `At most ${limits.queryValueChars} characters`)
  }
  if (count > limits.queryParameters)
    throw refuse(['query'], `At most ${limits.queryParameters} query parameters`)
}

/** Reads path, query and body of a request into the one input its schema describes; the path always wins. */
export function createInputReader(
  schema: z.ZodType | undefined,
): (request: FastifyRequest, body?: unknown) => unknown {
  const plan = schema ? planCoercion(schema) : []
  return (request, body = request.body) => {
    const params = request.params as Strings
    const query = request.query as Strings
    checkStrings(params, query)
    if (!schema) return undefined
    const values: Strings = { ...query, ...params }
    coerce(plan, values)
    let input: unknown = values
    if (body !== undefined && body !== null) {
      if (typeof body !== 'object' || Array.isArray(body)) throw notAnObject()
      const fixed: Strings = {}
      for (const name in params) fixed[name] = values[name]
      input = { ...values, ...body, ...fixed }
    }
    const parsed = schema.safeParse(input)
    if (parsed.success) return parsed.data
    throw invalidInput(parsed.error, (field) => place(request, body, field)) ?? parsed.error
  }
}

function notAnObject(): AppError {
  const msg = 'The body must be a JSON object'
  return new AppError('invalid', msg, { detail: [{ loc: ['body'], msg, type: 'invalid_type' }] })
}

/**
 * Calls the procedure. Those with nothing but our own middlewares (access was checked by the gate) run their resolver
 * directly: parsing once and skipping tRPC's chain is what keeps this door cheap.
 */
function createInvoker(path: string, procedure: Procedure): (call: Call, input: unknown) => unknown {
  const { type, inputs, output, middlewares, resolver } = procedure._def
  const foreign = middlewares
    .slice(0, -1)
    .some((middleware) => !('_type' in middleware) && !isAccessMiddleware(middleware))
  if (foreign || inputs.length > 1) {
    return (call, input) =>
      procedure({
        ctx: call.toContext(),
        path,
        type,
        input,
        getRawInput: async () => input,
        signal: undefined,
        batchIndex: 0,
      }).catch((error: unknown) => {
        throw error instanceof TRPCError && error.cause ? error.cause : error
      })
  }
  return (call, input) => {
    const answer = resolver({ ctx: call, input, path, type, signal: undefined })
    if (!output) return answer
    return answer instanceof Promise ? answer.then((data) => output.parse(data)) : output.parse(answer)
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** On a public door `unauthorized` and `bad-token` are guesses at a key or a code, counted like a wrong key. */
const countingGuesses =
  (gate: Gate, handler: Handler): Handler =>
  (request, reply) =>
    handler(request, reply).catch((error: unknown) => {
      const failed =
        error instanceof AppError && (error.code === 'unauthorized' || error.facts.reason === 'bad-token')
      throw (failed && gate.failedSignIn(request.raw)) || error
    })

type Door = {
  method: RawRoute['method']
  path: string
  access: Access
  perMinute?: number
  bodyLimit?: number
  upload?: boolean
  streamed?: boolean
  takes?: readonly string[]
  ownRate?: boolean
  refusal?: RawRoute['refusal']
}

/** Behind the gate, so that nobody without a credential gets the time. */
const allowUploadTime: preParsingHookHandler = (request, _reply, payload, done) => {
  request.server.connections.allow(request.raw, limits.uploadMs)
  done(null, payload)
}

/** Refusals of a route in the form that its clients read. Who may not call at all is told so as everywhere. */
const inForm =
  (server: FastifyInstance, form: NonNullable<RawRoute['refusal']>) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = toRefusal(error, request.id)
    if ([401, 403, 429, 500, 503].includes(refusal.status)) server.errorHandler(error, request, reply)
    else void refuse(reply, refusal, form(refusal, request.id))
  }

function serve(
  server: FastifyInstance,
  gate: Gate,
  door: Door,
  handler: Handler,
  exposeHeadRoute: boolean,
): ServedRoute {
  const { method, path, access, perMinute, bodyLimit, upload, streamed, takes, ownRate, refusal } = door
  server.route({
    method,
    url: routePattern(path),
    exposeHeadRoute,
    onRequest: gate.door(access, { perMinute, ownRate }),
    ...((upload || streamed || takes) && { preParsing: allowUploadTime }),
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(refusal && { errorHandler: inForm(server, refusal) }),
    handler: access === 'public' ? countingGuesses(gate, handler) : handler,
  })
  return { method, path: `/api${path}`, access }
}

/** One Fastify route per procedure that has a REST door. */
export function registerProcedures(
  server: FastifyInstance,
  app: App,
  gate: Gate,
  router: AnyTRPCRouter,
): ServedRoute[] {
  const deadlines = createDeadlines(({ reply }) => {
    refuse(reply, new AppError('gateway_timeout', 'The work did not finish in time'))
  })
  server.addHook('onClose', async () => deadlines.close())
  return proceduresOf(router).flatMap(([name, procedure]) => {
    const { meta, type, inputs } = procedure._def
    const openapi = meta?.openapi
    if (!openapi || type === 'subscription') return []
    const { access = 'admin', status = 200, okWhen, code, ...facts } = meta
    const read = createInputReader(inputs[0])
    const invoke = createInvoker(name, procedure)
    const audited = isAudited(type, access)
    const handler: Handler = async (request, reply) => {
      const call = new Call(app, request, reply)
      if (code !== undefined && !request.actor && (request.query as Strings)[code] === undefined)
        throw new AppError('unauthorized', 'Valid API key required')
      const input = read(request)
      if (access === 'bot-chat') await requireReach(call, access, input)
      const answer = invoke(call, input)
      const data = answer instanceof Promise ? await deadlines.watch(call, answer) : answer
      if (audited) await auditChange(call, name, input)
      if (reply.sent) return reply
      if (data === undefined) return reply.code(204).send()
      const isOk = okWhen !== undefined && (data as Record<string, unknown>)[okWhen] === true
      return reply.code(isOk ? 200 : status).send(data)
    }
    return [serve(server, gate, { ...openapi, ...facts, access }, handler, true)]
  })
}

/** Streams, uploads and bytes: the same door, input and errors, with an answer of their own. */
export function registerRawRoutes(
  server: FastifyInstance,
  app: App,
  gate: Gate,
  routes: readonly RawRoute[],
): ServedRoute[] {
  return routes.map((route) => {
    const read = createInputReader(route.input)
    const handler: Handler = async (request, reply) => {
      const ctx = new Call(app, request, reply)
      const input = route.streamed || route.takes || route.raw ? undefined : read(request)
      if (route.access === 'bot-chat') await requireReach(ctx, route.access, input)
      const data = await route.handle({ ctx, input, read: (body) => read(request, body), request, reply })
      return reply.sent ? reply : data
    }
    return serve(server, gate, route, handler, false)
  })
}

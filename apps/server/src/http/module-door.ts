// The one door to the routes of modules. It stands behind every route of the hub, so no module can take one over; what is
// no module's either goes on to the answer for unknown paths.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { auditChange } from '../core/audit.ts'
import { AppError } from '../core/errors.ts'
import { createReplays } from '../core/replays.ts'
import { Call } from './call.ts'
import { errorBody, refuse } from './errors.ts'
import type { Gate } from './gate.ts'
import { checkStrings } from './rest.ts'

type Params = { module: string; '*': string }
type Door = Extract<NonNullable<ReturnType<App['modules']['door']>>, { kind: 'route' }>

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a module takes the request. */
    moduleDoor: Door | null
  }
}

/** Methods of a module's routes. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export function registerModuleDoor(server: FastifyInstance, app: App, gate: Gate): void {
  const gates = { chat: gate.door('chat'), files: gate.door('files'), admin: gate.door('admin') }
  const signedIn = gate.door('signed-in')
  server.decorateRequest('moduleDoor', null)

  server.route<{ Params: Params; Querystring: Record<string, unknown> }>({
    method: [...methods],
    url: '/:module/*',
    exposeHeadRoute: false,
    onRequest(request, reply, done) {
      const waiting = app.modules.notReady()
      if (waiting) void waiting.then(() => screen(request, reply, done))
      else screen(request, reply, done)
    },
    handler: createHandler(app),
  })

  function screen(
    request: FastifyRequest<{ Params: Params }>,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ) {
    const { module, '*': below } = request.params
    const found = app.modules.door(module, request.method, `/${below}`)
    if (!found) {
      reply.callNotFound()
      return
    }
    if (found.kind === 'route') {
      request.moduleDoor = found
      gates[found.route.scope](request, reply, done)
      return
    }
    signedIn(request, reply, (error?: Error) => done(error ?? refusalOf(found, request, reply)))
  }
}

function refusalOf(
  found: Exclude<NonNullable<ReturnType<App['modules']['door']>>, Door>,
  request: FastifyRequest,
  reply: FastifyReply,
): AppError {
  if (found.kind === 'waiting') return found.refusal
  const allowed = [...new Set(found.allowed)].join(', ')
  reply.header('allow', allowed)
  return new AppError('method_not_allowed', `${request.method} is not possible here; use ${allowed}`)
}

/** One that is larger is not kept for a repeated call. */
const keptChars = 64 * 1024

type Answered = { text: string | null } | { refusal: AppError; fields: Record<string, unknown> }

function createHandler(app: App) {
  const replay = createReplays<Answered>(
    (answer) => 'text' in answer && (answer.text?.length ?? 0) <= keptChars,
  )

  async function work(call: Call, door: Door, request: FastifyRequest): Promise<Answered> {
    const { name, index, params, route } = door
    const given = { params, query: request.query as Record<string, unknown>, body: request.body }
    const answer = await app.modules.callRoute(name, index, route, given, call.signal)
    if ('refusal' in answer) return answer
    if (route.method !== 'GET')
      await auditChange(call, 'modules.route', { name: `${name} ${route.method} ${route.path}` })
    return { text: answer.value == null ? null : JSON.stringify(answer.value) }
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const door = request.moduleDoor
    if (!door) return reply.callNotFound()
    checkStrings(door.params, request.query as Record<string, unknown>)
    const call = new Call(app, request, reply)
    const { idempotencyKey: own } = call
    const key = own === null || request.method === 'GET' ? null : `${call.actor?.id} ${own}`
    const asked = key === null ? '' : JSON.stringify([request.method, request.url, request.body])
    const answer = await replay(key, asked, () => work(call, door, request))
    if ('refusal' in answer)
      return refuse(reply, answer.refusal, { ...errorBody(answer.refusal, request.id), ...answer.fields })
    if (answer.text === null) return reply.code(204).send()
    return reply.type('application/json; charset=utf-8').send(answer.text)
  }
}

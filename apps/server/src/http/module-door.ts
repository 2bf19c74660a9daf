// The one door to the routes of modules. It stands behind every route of the hub, so no module can take one over; what is
// no module's either goes on to the answer for unknown paths.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { auditChange } from '../core/audit.ts'
import { AppError } from '../core/errors.ts'
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
    handler: (request, reply) => handle(app, request, reply),
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

async function handle(app: App, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const door = request.moduleDoor
  if (!door) return reply.callNotFound()
  const { name, index, params, route } = door
  const query = request.query as Record<string, unknown>
  checkStrings(params, query)
  const call = new Call(app, request, reply)
  const given = { params, query, body: request.body }
  const answer = await app.modules.callRoute(name, index, given, call.signal)
  if ('refusal' in answer) {
    const { refusal, fields } = answer
    return refuse(reply, refusal, { ...errorBody(refusal, request.id), ...fields })
  }
  if (route.method !== 'GET')
    auditChange(call, 'modules.route', { name: `${name} ${route.method} ${route.path}` })
  if (answer.value === null || answer.value === undefined) return reply.code(204).send()
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.value))
}

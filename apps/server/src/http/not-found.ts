import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../core/errors.ts'
import { refuse } from './errors.ts'
import type { Gate } from './gate.ts'
import type { ServedRoute } from './rest.ts'
import type { Web } from './web.ts'

type Known = { pattern: RegExp; route: ServedRoute }

const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}/?$`)

/**
 * What no route took. Below `/api` and `/trpc` a caller without a credential learns nothing, one with it learns
 * whether the path exists with another method.
 */
export function createNotFound(gate: Gate, routes: readonly ServedRoute[], web: Web) {
  const known: Known[] = routes.map((route) => ({ pattern: toPattern(route.path), route }))
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const [path = ''] = request.url.split('?')
    const matches = known.filter(({ pattern }) => pattern.test(path)).map(({ route }) => route)
    const isPublic = matches.some(({ access }) => access === 'public')
    const isApi = /^\/(api|trpc|metrics)(\/|$)/.test(path)
    if (isApi && !isPublic) {
      await new Promise<void>((resolve, reject) =>
        gate.door('signed-in')(request, reply, (error) => (error ? reject(error) : resolve())),
      )
    }
    if (matches.length > 0) {
      const allowed = [
        ...new Set(matches.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
      ]
      reply.header('allow', allowed.join(', '))
      return refuse(
        reply,
        new AppError(
          'method_not_allowed',
          `${request.method} is not possible here; use ${allowed.join(' or ')}`,
        ),
      )
    }
    // Programs look there for what a server can do; a page would be a wrong answer.
    const isWellKnown = path.startsWith('/.well-known/')
    if (!isApi && !isWellKnown && web.isPage(request)) return web.sendIndex(reply)
    return refuse(
      reply,
      new AppError('not_found', `There is no route ${request.method} ${path.slice(0, 200)}`),
    )
  }
}

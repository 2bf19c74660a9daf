import type { ModuleEntry } from '@atrium/schema'
import type { HubTool } from '../../agents/runner.ts'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { AppError, messageOf } from '../../core/errors.ts'
import type { HookListener } from '../hooks/service.ts'
import { answerOf, type ModuleAnswer, toolResult } from './calls.ts'
import { type DescribedRoute, matchRoute } from './description.ts'
import { entryOf } from './entries.ts'
import { changed } from './loaded.ts'
import { createPrompts } from './prompts.ts'
import { createRoster, type RosterDeps } from './roster.ts'

export type ModulesDeps = Omit<RosterDeps, 'callModule'> & { audit: Audit }

/** What a path below `/api/{name}` leads to. */
export type ModuleDoor =
  | { kind: 'route'; name: string; route: DescribedRoute; index: number; params: Record<string, string> }
  | { kind: 'method'; allowed: string[] }
  /** There is such a module, but it is not in service. */
  | { kind: 'waiting'; refusal: AppError }

export function createModules(deps: ModulesDeps) {
  const { tasks, trusted } = deps
  const roster = createRoster({ ...deps, callModule })

  async function callRoute(
    name: string,
    index: number,
    route: DescribedRoute,
    given: { params: Record<string, string>; query: Record<string, unknown>; body: unknown },
    signal?: AbortSignal,
  ): Promise<ModuleAnswer> {
    const one = await roster.still(
      name,
      ({ routes: { [index]: now } }) =>
        [now?.method, now?.path, now?.scope].join(' ') === [route.method, route.path, route.scope].join(' '),
    )
    return answerOf(name, await one.call({ kind: 'route', index, given }, signal))
  }

  /** A route of one module, called by another. */
  async function callModule(name: string, route: string, input: Record<string, unknown>): Promise<unknown> {
    const [method = '', path = ''] = route.split(' ')
    const routes = roster.loaded.get(name)?.description?.routes ?? []
    const match = matchRoute(routes, method, path)
    const found = match && 'index' in match ? routes[match.index] : undefined
    if (!match || !('index' in match) || !found)
      throw new AppError('not_found', `There is no route ${route} in the module '${name}'`)
    const { params } = match
    const body = method === 'GET' || method === 'DELETE' ? undefined : input
    const answer = await callRoute(name, match.index, found, { params, query: body ? {} : input, body })
    if ('refusal' in answer) throw answer.refusal
    return answer.value
  }

  return {
    ...createPrompts(deps),

    notReady: roster.notReady,

    async list(): Promise<{ modules: ModuleEntry[] }> {
      await roster.look()
      const entries = [...(await roster.bundled()), ...roster.inVault()].map((found) => {
        const one = roster.loaded.get(found.name)
        const own = one?.found.folder === found.folder ? one : null
        const lacks = own ? null : roster.missing(found.name)
        return entryOf(found, roster.trustOf(found), roster.approvedHash(found.name), own, lacks)
      })
      const modules = await Promise.all(entries)
      return { modules: modules.sort((one, other) => one.name.localeCompare(other.name)) }
    },

    /** @throws AppError not_found, conflict */
    async approve(by: By, name: string, shown: string | undefined) {
      await roster.look()
      const found = roster.inVault().find((each) => each.name === name)
      if (!found || (found.problem === null && roster.trustOf(found) === 'approved'))
        throw new AppError('not_found', `Module '${name}' not pending approval`)
      const { problem, sha256: hash } = found
      if (problem !== null || hash === null)
        throw new AppError(
          'conflict',
          `Module '${name}' cannot be approved: ${problem?.message ?? 'it cannot be read'}`,
        )
      if (shown !== undefined && !hash.startsWith(shown))
        throw new AppError('conflict', `Module '${name}' changed since it was shown; look at it again`)
      await trusted.approve('module', name, hash, by.actor?.id ?? 'owner')
      await deps.audit.append('modules.approve', by, { name, hash })
      await roster.look()
      const one = roster.loaded.get(name)
      const lacks = roster.missing(name) ?? (one?.found.sha256 === hash ? null : changed(name).message)
      const reason = lacks ?? (await one?.learn().then(() => null, messageOf)) ?? null
      return {
        approved: true as const,
        name,
        message: reason ?? `Module '${name}' is loaded`,
        status: reason === null ? ('loaded' as const) : ('failed' as const),
      }
    },

    /** Where a path below `/api/{name}` leads; null where there is nothing of a module. Asks no file. */
    door(name: string, method: string, below: string): ModuleDoor | null {
      const one = roster.loaded.get(name)
      if (!one) {
        const refusal = roster.waitingFor(name)
        return refusal && { kind: 'waiting', refusal }
      }
      if (!one.description) {
        const refusal = one.supervisor.refusal()
        tasks.add('modules.learn', () => one.learn().catch(() => undefined)) // its problem is listed
        return { kind: 'waiting', refusal }
      }
      const match = matchRoute(one.description.routes, method, below)
      if (!match) return null
      if (!('index' in match)) return { kind: 'method', allowed: match.allowed }
      const route = one.description.routes[match.index]
      return route ? { kind: 'route', name, route, ...match } : null
    },

    callRoute,

    /** Routes of all that is in service, for the reference. */
    routes: () =>
      [...roster.loaded].map(([name, { description, found }]) => ({
        name,
        about: found.manifest?.description ?? '',
        routes: description?.routes ?? [],
      })),

    /** Tools for agents, by module. */
    async tools(): Promise<Record<string, HubTool[]>> {
      await roster.ready
      // What has changed is taken out of service here, so that nobody is offered it.
      await Promise.all([...roster.loaded.keys()].map((name) => roster.fresh(name).catch(() => undefined)))
      const all: Record<string, HubTool[]> = {}
      for (const [module, { description }] of roster.loaded) {
        if (!description || description.tools.length === 0) continue
        all[module] = description.tools.map(({ name, description: about, inputSchema, readOnly }) => ({
          name,
          description: about,
          inputSchema: { type: 'object', ...inputSchema },
          readOnly,
          async run(input, signal) {
            const one = await roster.still(module, ({ tools }) => tools.some((tool) => tool.name === name))
            return toolResult(module, await one.call({ kind: 'tool', name, given: { body: input } }, signal))
          },
        }))
      }
      return all
    },

    /** Why approved modules are not in service now, by name. */
    leftOut: (): Record<string, string> =>
      Object.fromEntries(
        roster.inVault().flatMap((found) => {
          const { name, problem } = found
          if (problem !== null || roster.approvedHash(name) === undefined) return []
          const lacks = roster.missing(name)
          if (lacks === null && roster.trustOf(found) !== 'changed') return []
          return [[name, lacks ?? changed(name).message]]
        }),
      ),

    /** Modules that hear events. */
    listeners: (): HookListener[] =>
      [...roster.loaded.values()].flatMap(({ found, description }) =>
        description && description.hooks.length > 0
          ? [
              {
                name: found.name,
                path: found.shown,
                sha256: found.sha256,
                events: description.hooks,
                async call(event, context, signal) {
                  const one = await roster.fresh(found.name)
                  const done = await one.call({ kind: 'hook', event, given: context }, signal)
                  if (done.kind === 'error') throw new Error(done.message)
                },
              },
            ]
          : [],
      ),

    /** For the detailed health. */
    async health() {
      await roster.ready
      return [...roster.loaded].map(([name, { found, supervisor }]) => ({
        name,
        status: supervisor.problem === null ? 'loaded' : 'failed',
        hash: found.sha256?.slice(0, 12) ?? null,
      }))
    },

    close: roster.close,
  }
}

import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type ModuleEntry } from '@atrium/schema'
import type { HubTool } from '../../agents/runner.ts'
import type { By } from '../../context.ts'
import { AppError, messageOf } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Trust, Trusted } from '../../core/trusted.ts'
import { endFamily } from '../../host/strays.ts'
import type { Fire, HookListener } from '../hooks/service.ts'
import { answerOf, type ModuleAnswer, toolResult } from './calls.ts'
import { type DescribedRoute, type Description, matchRoute } from './description.ts'
import { entryOf } from './entries.ts'
import { createCatalog, type Found } from './folder/catalog.ts'
import { listFolder } from './folder/contents.ts'
import { changed, createLoaded, keptDescription, type Loaded } from './loaded.ts'
import { moduleTag } from './process/launch.ts'
import { type Times, usualTimes } from './process/supervisor.ts'
import { createPrompts } from './prompts.ts'
import { createVaultFiles } from './vault-files.ts'

export type ModulesDeps = {
  /** Real path of the vault. */
  vault: string
  /** Real path of the hub's own folder. */
  home: string
  trusted: Trusted
  tasks: Tasks
  problems: Problems
  log: Log
  fire: Fire
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable: () => Promise<void>
  times?: Partial<Times>
}

/** What a path below `/api/{name}` leads to. */
export type ModuleDoor =
  | { kind: 'route'; name: string; route: DescribedRoute; index: number; params: Record<string, string> }
  | { kind: 'method'; allowed: string[] }
  /** There is such a module, but it is not in service. */
  | { kind: 'waiting'; refusal: AppError }

const watchMs = 500
const lookMs = 10_000
/** The look at a module's files before a call costs about one part in so many of the time, and is never older than this. */
const lookShare = 10
const oldestMs = 2_000

export function createModules(deps: ModulesDeps) {
  const { vault, trusted, tasks, problems, log } = deps
  const runtime = join(deps.home, 'runtime', 'modules')
  const owner = createHash('sha256').update(deps.home).digest('hex').slice(0, 16)
  const catalog = createCatalog(vault)
  const files = createVaultFiles(deps)
  const loaded = new Map<string, Loaded>()
  /** Why an approved module is not in service. */
  const missing = new Map<string, string>()
  const freshUntil = new WeakMap<Loaded, number>()
  let approved = new Map<string, string>()
  let inVault: Found[] = []
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  const trustOf = (found: Found): Trust => {
    if (found.source === 'bundled') return 'approved'
    const hash = approved.get(found.name)
    if (hash === undefined || found.sha256 === null) return 'new'
    return hash === found.sha256 ? 'approved' : 'changed'
  }

  async function load(found: Found): Promise<void> {
    const { name, source } = found
    const known =
      source === 'bundled' ? await catalog.descriptionOf(name) : await keptDescription(runtime, found)
    const one = createLoaded({
      found,
      vault,
      runtime,
      owner,
      known,
      times: { ...usualTimes, ...deps.times },
      files,
      fire: deps.fire,
      log,
      callModule,
      failed: (reason) =>
        problems.report('module_failed', `Module '${name}' is not running: ${reason}`, name),
      isWell: () => problems.clear('module_failed', name),
    })
    loaded.set(name, one)
    if (source === 'bundled') return
    void deps.fire('module.loaded', {
      name,
      version: found.manifest?.version ?? 'unknown',
      hash: found.sha256,
    })
    tasks.add('modules.learn', () => one.learn().catch(() => undefined)) // its problem is listed
  }

  async function unload(name: string): Promise<void> {
    const one = loaded.get(name)
    if (!one) return
    loaded.delete(name)
    problems.clear('module_failed', name)
    await one.close()
    if (one.found.source === 'vault')
      void deps.fire('module.unloaded', { name, version: one.found.manifest?.version ?? 'unknown' })
  }

  /** What should be in service by what lies in the folders and what was approved. */
  function wanted(bundled: readonly Found[]): Map<string, Found> {
    const all = new Map(bundled.map((found) => [found.name, found]))
    for (const found of inVault)
      if (found.problem === null && trustOf(found) === 'approved') all.set(found.name, found)
    missing.clear()
    const provided = new Set([...all.values()].flatMap(({ manifest }) => manifest?.provides ?? []))
    for (const [name, { manifest }] of all) {
      const lacks = manifest?.requires.find((each) => !provided.has(each))
      if (lacks === undefined) continue
      missing.set(name, `It needs '${lacks}', which no module here provides`)
      all.delete(name)
    }
    return all
  }

  /** Looks at the folders and brings what is in service in line with them. */
  async function bring(): Promise<void> {
    if (closed) return
    const [bundled, { found, tooMany }] = await Promise.all([catalog.bundled(), catalog.inVault()])
    approved = await trusted.all('module')
    inVault = found
    if (tooMany)
      problems.report('modules_limit', `Only the first ${limits.modules} modules of the vault are looked at`)
    else problems.clear('modules_limit')
    const all = wanted(bundled)
    for (const [name, { found: old }] of loaded) {
      const now = all.get(name)
      if (now?.sha256 !== old.sha256 || now.folder !== old.folder) await unload(name)
    }
    for (const [name, each] of all) if (!loaded.has(name)) await load(each)
  }

  /** The same, one look at a time. */
  function look(): Promise<void> {
    const next = turn.then(bring)
    turn = next.catch(() => undefined)
    return next
  }

  /** The module, if its files are as they were approved. @throws AppError approval_needed, not_found */
  async function fresh(name: string): Promise<Loaded> {
    const one = loaded.get(name)
    if (!one) throw waitingFor(name) ?? new AppError('not_found', `Module '${name}' not found`)
    if (one.found.source === 'bundled') return one
    const begun = performance.now()
    if (begun < (freshUntil.get(one) ?? 0)) return one
    const listing = await listFolder(one.found.folder).catch(() => null)
    if (listing?.fingerprint !== one.found.fingerprint) {
      await look()
      const now = loaded.get(name)
      if (!now) throw waitingFor(name) ?? changed(name)
      return now
    }
    const now = performance.now()
    freshUntil.set(one, now + Math.min((now - begun) * lookShare, oldestMs))
    return one
  }

  function waitingFor(name: string): AppError | null {
    const found = inVault.find((each) => each.name === name)
    if (!found || found.problem) return null
    const lacks = missing.get(name)
    if (lacks !== undefined) return new AppError('unavailable', `Module '${name}' is not running: ${lacks}`)
    return trustOf(found) === 'changed'
      ? changed(name)
      : new AppError('approval_needed', `Module '${name}' must be approved before it runs`)
  }

  /** The module with its process, if what was looked up in its description is there still. @throws AppError unavailable */
  async function still(name: string, isSame: (now: Description) => boolean): Promise<Loaded> {
    const one = await fresh(name)
    await one.supervisor.running()
    if (one.description && isSame(one.description)) return one
    throw new AppError('unavailable', `Module '${name}' has changed meanwhile; call it again`, {
      retryAfterSeconds: 1,
    })
  }

  async function callRoute(
    name: string,
    index: number,
    route: DescribedRoute,
    given: { params: Record<string, string>; query: Record<string, unknown>; body: unknown },
    signal?: AbortSignal,
  ): Promise<ModuleAnswer> {
    const one = await still(
      name,
      ({ routes: { [index]: now } }) =>
        [now?.method, now?.path, now?.scope].join(' ') === [route.method, route.path, route.scope].join(' '),
    )
    return answerOf(name, await one.call({ kind: 'route', index, given }, signal))
  }

  /** A route of one module, called by another. */
  async function callModule(name: string, route: string, input: Record<string, unknown>): Promise<unknown> {
    const [method = '', path = ''] = route.split(' ')
    const routes = loaded.get(name)?.description?.routes ?? []
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

  /** What a hub that was killed left running is ended before anything else is started. */
  async function begin(): Promise<void> {
    const left = await readdir(runtime).catch(() => null)
    if (left) await endFamily(null, `${moduleTag}=${owner}.`, 1_000)
    await bring()
    const needed = new Set([...loaded.values()].map(({ found }) => `${found.name}-${found.sha256}`))
    for (const name of left ?? [])
      if (!needed.has(name.replace(/\.json$/, '')))
        await rm(join(runtime, name), { recursive: true, force: true })
  }
  // The hub answers before this is done; who asks for a module waits.
  let isReady = false
  const ready = begin()
    .catch((error: unknown) => {
      log.error({ err: error, feature: 'modules' }, 'the modules could not be looked at')
    })
    .finally(() => (isReady = true))
  turn = ready
  tasks.every('modules.watch', watchMs, async () => {
    await Promise.all([...loaded.values()].map(({ supervisor }) => supervisor.watch()))
  })
  tasks.every('modules.look', lookMs, look)

  return {
    ...createPrompts(deps),

    /** Null once the modules have been looked at; else what to wait for. */
    notReady: (): Promise<void> | null => (isReady ? null : ready),

    async list(): Promise<{ modules: ModuleEntry[] }> {
      await look()
      const bundled = (await catalog.bundled()).filter(
        ({ name, folder }) => (loaded.get(name)?.found.folder ?? folder) === folder,
      )
      const entries = [...bundled, ...inVault].map((found) => {
        const one = loaded.get(found.name)
        const own = one?.found.folder === found.folder ? one : null
        const lacks = own ? null : (missing.get(found.name) ?? null)
        return entryOf(found, trustOf(found), approved.get(found.name), own, lacks)
      })
      const modules = await Promise.all(entries)
      return { modules: modules.sort((one, other) => one.name.localeCompare(other.name)) }
    },

    /** @throws AppError not_found, conflict */
    async approve(by: By, name: string, shown: string | undefined) {
      await look()
      const found = inVault.find((each) => each.name === name)
      if (!found || (found.problem === null && trustOf(found) === 'approved'))
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
      log.info(
        {
          feature: 'modules',
          event: 'approve',
          actor: by.actor?.id ?? null,
          requestId: by.requestId,
          name,
          hash,
        },
        'audit',
      )
      await look()
      const one = loaded.get(name)
      const reason = missing.get(name) ?? (await one?.learn().then(() => null, messageOf)) ?? null
      return {
        approved: true as const,
        name,
        message: reason ?? `Module '${name}' is loaded`,
        status: reason === null ? ('loaded' as const) : ('failed' as const),
      }
    },

    /** Where a path below `/api/{name}` leads; null where there is nothing of a module. Asks no file. */
    door(name: string, method: string, below: string): ModuleDoor | null {
      const one = loaded.get(name)
      if (!one) {
        const refusal = waitingFor(name)
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
      [...loaded].map(([name, { description, found }]) => ({
        name,
        about: found.manifest?.description ?? '',
        routes: description?.routes ?? [],
      })),

    /** Tools for agents, by module. */
    async tools(): Promise<Record<string, HubTool[]>> {
      await ready
      const all: Record<string, HubTool[]> = {}
      for (const [module, { description }] of loaded) {
        if (!description || description.tools.length === 0) continue
        all[module] = description.tools.map(({ name, description: about, inputSchema }, index) => ({
          name,
          description: about,
          inputSchema: { type: 'object', ...inputSchema },
          async run(input, signal) {
            const one = await still(module, ({ tools }) => tools[index]?.name === name)
            return toolResult(module, await one.call({ kind: 'tool', index, given: { body: input } }, signal))
          },
        }))
      }
      return all
    },

    /** Modules that hear events. */
    listeners: (): HookListener[] =>
      [...loaded.values()].flatMap(({ found, description }) =>
        description && description.hooks.length > 0
          ? [
              {
                name: found.name,
                path: found.shown,
                sha256: found.sha256,
                events: description.hooks,
                async call(event, context, signal) {
                  const one = await fresh(found.name)
                  const done = await one.call({ kind: 'hook', index: 0, event, given: context }, signal)
                  if (done.kind === 'error') throw new Error(done.message)
                },
              },
            ]
          : [],
      ),

    /** For the detailed health. */
    async health() {
      await ready
      return [...loaded].map(([name, { found, supervisor }]) => ({
        name,
        status: supervisor.problem === null ? 'loaded' : 'failed',
        hash: found.sha256?.slice(0, 12) ?? null,
      }))
    },

    async close(): Promise<void> {
      closed = true
      await turn
      await Promise.all([...loaded.values()].map((one) => one.close()))
      loaded.clear()
    },
  }
}

// Owns which modules are in service: brings them in line with what lies in the folders and with what was approved.
import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Trust, Trusted } from '../../core/trusted.ts'
import { endFamily } from '../../host/strays.ts'
import type { Fire } from '../hooks/service.ts'
import type { Description } from './description.ts'
import { createCatalog, type Found } from './folder/catalog.ts'
import { listFolder } from './folder/contents.ts'
import { changed, createLoaded, keptDescription, type Loaded } from './loaded.ts'
import { moduleTag } from './process/launch.ts'
import { type Times, usualTimes } from './process/supervisor.ts'
import { createVaultFiles } from './vault-files.ts'

export type RosterDeps = {
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
  /** A route of one module, called by another. */
  callModule: (name: string, route: string, input: Record<string, unknown>) => Promise<unknown>
}

const lookMs = 10_000
/** The look at a module's files before a call costs about one part in so many of the time, and is never older than this. */
const lookShare = 10
const oldestMs = 2_000

export function createRoster(deps: RosterDeps) {
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
      callModule: deps.callModule,
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
    if (found.length > 0) approved = await trusted.all('module')
    inVault = found
    if (tooMany)
      problems.report('modules_limit', `Only the first ${limits.modules} modules of the vault are looked at`)
    else problems.clear('modules_limit')
    const all = wanted(bundled)
    for (const [name, { found: old }] of loaded) {
      const now = all.get(name)
      if (now?.sha256 !== old.sha256 || now.folder !== old.folder) await unload(name)
      else old.fingerprint = now.fingerprint // touched, and the same all the same
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
  tasks.every('modules.look', lookMs, look)

  return {
    /** Those in service, by name. */
    loaded: loaded as ReadonlyMap<string, Loaded>,
    /** Null once the modules have been looked at; else what to wait for. */
    notReady: (): Promise<void> | null => (isReady ? null : ready),
    ready,
    look,
    fresh,
    still,
    waitingFor,
    trustOf,
    /** Why an approved module is not in service; null when it is, or was never approved. */
    missing: (name: string): string | null => missing.get(name) ?? null,
    approvedHash: (name: string): string | undefined => approved.get(name),
    /** The first folder of each name in the vault. */
    inVault: (): readonly Found[] => inVault,
    /** Those that are part of the hub and that none of the vault stands in for. */
    bundled: async (): Promise<Found[]> =>
      (await catalog.bundled()).filter(
        ({ name, folder }) => (loaded.get(name)?.found.folder ?? folder) === folder,
      ),

    close: async (): Promise<void> => {
      closed = true
      await turn
      await Promise.all([...loaded.values()].map((one) => one.close()))
      loaded.clear()
    },
  }
}

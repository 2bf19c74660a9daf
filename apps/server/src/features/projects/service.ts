// Owns projects as people and other parts of the hub see them: the list, their plans, and what is done to them.
import { basename } from 'node:path'
import type {
  PlanChange,
  Project,
  ProjectCreate,
  ProjectCreated,
  ProjectGit,
  ProjectIdeas,
  ProjectMatches,
  ProjectRelease,
  ProjectSearchQuery,
  ProjectSummary,
  ProjectUpdate,
  SessionCreate,
} from '@atrium/schema'
import { AppError, invalid } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import type { Tasks } from '../../core/tasks.ts'
import { existingFolder, isInside, realPathOf, resolveInside } from '../../host/paths.ts'
import { toEdit, toRelease } from './change.ts'
import { findProjects } from './discover.ts'
import { ideasPrompt, ideasSessionOf } from './ideas.ts'
import { createPlanFiles } from './plan-file.ts'
import { createRegistry, type KnownProject } from './registry.ts'
import { type Git, readRepository } from './repository.ts'
import { searchPlans } from './search.ts'
import type { ProjectsStore } from './store.ts'
import { planTemplate } from './template.ts'
import { inTurns } from './turns.ts'
import { toProject, toSummary } from './view.ts'
import { createPlanWatch } from './watch.ts'

export type Projects = Awaited<ReturnType<typeof createProjects>>

export type ProjectsDeps = {
  store: ProjectsStore
  events: Events
  tasks: Tasks
  problems: Problems
  git: Git
  /** Folders whose subfolders are looked at for projects. */
  projectRoots: readonly string[]
  /** Folders below which a project may lie. */
  browseRoots: readonly string[]
  /** The hub's own folder, which is nobody's project. */
  home: string
  sessionPrefix: string
  sessions: {
    isLive(name: string): boolean
    create(
      input: SessionCreate,
      idempotencyKey: string | null,
      spawn: { prompt: string; within: { cardId: string | null; projectId: string | null } },
    ): Promise<{ name: string }>
    /** @throws AppError not_found */
    directoryOf(name: string): Promise<string>
  }
  assertWritable: () => Promise<void>
}

const discoverEveryMs = 30_000
const today = (): string => new Date().toISOString().slice(0, 10)

export async function createProjects(deps: ProjectsDeps) {
  const { events, tasks, sessions } = deps
  const registry = await createRegistry(deps)
  const files = createPlanFiles(deps)
  const watch = createPlanWatch({ events, tasks, signatureOf: files.signatureOf })
  const releases = createReplays<Project>()
  const created = createReplays<ProjectCreated>()

  let lastLook = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null

  /** Looks for new projects, at most every 30 s; what goes wrong there costs nobody the list. */
  function discover(): Promise<void> {
    if (performance.now() - lastLook < discoverEveryMs) return looking ?? Promise.resolve()
    lastLook = performance.now()
    looking = (async () => {
      const found = await findProjects(deps.projectRoots, registry.knows, new AbortController().signal)
      for (const project of await registry.discover(found.filter(isAllowed))) await announce(project)
    })()
      .catch((error: unknown) => tasks.add('projects.discover', () => Promise.reject(error as Error)))
      .finally(() => (looking = null))
    return looking
  }

  const isAllowed = (path: string): boolean => !isInside(deps.home, path)

  async function announce(project: KnownProject): Promise<void> {
    await watch.start(project)
    watch.tell(project.id)
  }

  /** The real folder that a caller means. @throws AppError outside_roots, invalid, forbidden */
  async function folderFor(path: string): Promise<string> {
    await resolveInside(path, deps.browseRoots)
    const real = await existingFolder(path).catch((error: unknown) => {
      if (error instanceof AppError) throw invalid('path', `There is no such folder: ${path}`)
      throw error
    })
    // Its own links are resolved by now; what lies where is asked again.
    await resolveInside(real, deps.browseRoots)
    if (!isAllowed(real)) throw new AppError('forbidden', "The hub's own folder cannot be a project")
    return real
  }

  const details = async (project: KnownProject): Promise<Project> =>
    toProject(project, await files.see(project))

  async function change(
    id: string,
    ifMatch: string | null,
    edit: (text: string) => string,
  ): Promise<Project> {
    const project = registry.get(id)
    await files.edit(project, ifMatch, edit)
    await watch.changed(project)
    return details(project)
  }

  async function create({ displayName, name, path, plan }: ProjectCreate): Promise<ProjectCreated> {
    const folder = await folderFor(path)
    const title = displayName ?? name ?? basename(folder)
    registry.assertFree(folder)
    // First, so that a call that was cut off between the two can simply be made again.
    if (plan) await files.create(folder, planTemplate(title, today()))
    const project = await registry.add(folder, { displayName: title })
    await announce(project)
    return { id: project.id, displayName: project.displayName, path: project.path }
  }

  for (const project of registry.list()) tasks.add('projects.watch', () => watch.start(project))
  tasks.add('projects.discover', discover)

  return {
    list: registry.list,
    find: registry.find,
    containing: (path: string) => registry.containing(path),
    /** The folder as it is registered. @throws AppError not_found */
    folderOf: (id: string): string => registry.get(id).path,

    async summaries(): Promise<ProjectSummary[]> {
      await discover()
      return inTurns(registry.list(), async (project) => toSummary(project, await files.factsOf(project)))
    },

    details: (id: string): Promise<Project> => details(registry.get(id)),

    /** `key` names the caller too. @throws AppError outside_roots, invalid, forbidden, already_exists, limit_reached */
    create: (wanted: ProjectCreate, key: string | null): Promise<ProjectCreated> =>
      created(key, JSON.stringify(wanted), () => create(wanted)),

    /** @throws AppError not_found, and what `create` throws */
    async update({ id, pinned, displayName, path }: ProjectUpdate): Promise<Project> {
      registry.get(id)
      if (pinned === undefined && displayName === undefined && path === undefined)
        throw invalid('pinned', 'pinned, displayName or path is required')
      const project = await registry.update(id, {
        ...(pinned !== undefined && { pinned }),
        ...(displayName !== undefined && { displayName }),
        ...(path !== undefined && { path: await folderFor(path) }),
      })
      if (path === undefined) await watch.changed(project)
      else await announce(project)
      return details(project)
    },

    /** Takes it out of the list; nothing of its folder is touched, and it is not found again. */
    async remove(id: string): Promise<void> {
      const { path } = registry.get(id)
      await registry.remove(id)
      watch.stop(id)
      files.forget(path)
      events.emit('projects.project.removed', { id })
    },

    /** @throws AppError not_found, invalid, conflict, file_changed */
    changeItem: (wanted: PlanChange, ifMatch: string | null): Promise<Project> => {
      const project = registry.get(wanted.id)
      return change(project.id, ifMatch, toEdit(wanted))
    },

    /** `key` names the caller too: a release that is sent again under it is one release. */
    release: (wanted: ProjectRelease, ifMatch: string | null, key: string | null): Promise<Project> => {
      const project = registry.get(wanted.id)
      const edit = toRelease(wanted, today())
      return releases(key, JSON.stringify(wanted), () => change(project.id, ifMatch, edit))
    },

    search: (query: ProjectSearchQuery): Promise<ProjectMatches> =>
      searchPlans(registry.list(), files, query),

    /** `id` may be `session:` and a name. @throws AppError not_found */
    async git(id: string, signal: AbortSignal): Promise<ProjectGit> {
      const session = id.startsWith('session:') ? id.slice('session:'.length) : null
      const folder = session === null ? registry.get(id).path : await sessions.directoryOf(session)
      return readRepository(deps.git, await existingFolder(folder), signal)
    },

    /** Starts an agent that thinks of ideas with the person, or finds the one that does. */
    async ideas(id: string): Promise<ProjectIdeas> {
      const project = registry.get(id)
      await files.assertFolder(project)
      const name = `${deps.sessionPrefix}${ideasSessionOf(project)}`
      if (sessions.isLive(name)) return { session: name, reused: true }
      try {
        const session = await sessions.create({ name, directory: project.path, command: 'claude' }, null, {
          prompt: ideasPrompt(project),
          within: { cardId: null, projectId: id },
        })
        return { session: session.name, reused: false }
      } catch (error) {
        // Somebody else was first.
        if (error instanceof AppError && error.code === 'already_exists')
          return { session: name, reused: true }
        throw error
      }
    },

    /** Id of the project that has this folder. */
    at: async (path: string): Promise<string | null> => registry.at((await realPathOf(path)).path),
    /** Whether a person has decided here what this folder is: added it, or took it out. */
    isDecided: async (path: string): Promise<boolean> => registry.isDecided((await realPathOf(path)).path),

    /** Takes over an entry of another hub's list. @throws AppError outside_roots, invalid, forbidden, limit_reached */
    async take(
      found: Pick<KnownProject, 'id' | 'displayName' | 'path' | 'pinned'>,
    ): Promise<'new' | 'known'> {
      const folder = await folderFor(found.path)
      if (registry.isDecided(folder)) return 'known'
      const { id, displayName, pinned } = found
      const known = registry.at(folder)
      if (known !== null)
        await watch.changed(await registry.update(known, { displayName, pinned, origin: 'added' }))
      else await announce(await registry.add(folder, { id, displayName, pinned }))
      return 'new'
    },

    close: (): void => watch.close(),
  }
}

// Owns the workspaces: what people set, and what it means for the chats in them.
import type {
  TrustLevel,
  Workspace,
  WorkspaceCapabilities,
  WorkspaceCreate,
  WorkspaceUpdate,
} from '@atrium/schema'
import { limits } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import { assertMayTrust, hasScope } from '../../core/scopes.ts'
import { noCapabilities, type WorkspaceFields } from './file-form.ts'
import type { WorkspaceFiles } from './files.ts'
import { assertSlug } from './slugs.ts'

export type WorkspacesDeps = {
  files: WorkspaceFiles
  problems: Problems
  stricter(one: TrustLevel, other: TrustLevel): TrustLevel
  /** @throws AppError outside_roots, invalid */
  resolveFolder(path: string): Promise<unknown>
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable(): Promise<void>
  /** Its chats stay, in no workspace. */
  releaseChats(slug: string): Promise<void>
}

/** What a run may use: `none` of anything where the workspace is gone or cannot be read. */
export type WorkspaceFilters = WorkspaceCapabilities

const nothing: WorkspaceFilters = {
  mcps: 'none',
  skills: 'none',
  agents: 'none',
  plugins: { include_user: false, dirs: [] },
}
const unreadable = 'workspace_unreadable'

/** As it comes out of a schema: absent fields may be there as undefined. */
type Given<T> = { [Key in keyof T]?: T[Key] | undefined }

export function createWorkspaces(deps: WorkspacesDeps) {
  const { files, problems } = deps
  const lock = createKeyedLock()
  const replay = createReplays<Workspace>()
  /** Said to be unreadable, so that it can be taken back. */
  let reported = new Set<string>()

  async function listed(): Promise<Workspace[]> {
    const { workspaces, damaged } = await files.list()
    for (const [slug, message] of damaged) problems.report(unreadable, message, slug)
    for (const slug of reported) if (!damaged.has(slug)) problems.clear(unreadable, slug)
    reported = new Set(damaged.keys())
    return workspaces
  }

  /** @throws AppError record_damaged */
  async function find(slug: string): Promise<Workspace | undefined> {
    try {
      const found = await files.find(slug)
      if (reported.delete(slug)) problems.clear(unreadable, slug)
      return found
    } catch (error) {
      if (error instanceof AppError && error.code === 'record_damaged') {
        problems.report(unreadable, error.message, slug)
        reported.add(slug)
      }
      throw error
    }
  }

  /** @throws AppError not_found, record_damaged */
  async function existing(slug: string): Promise<Workspace> {
    const found = await find(slug)
    if (!found) throw notFound('Workspace', slug)
    return found
  }

  /** A folder that is not there yet is fine; one where no chat may work is not. @throws AppError outside_roots */
  async function checkFolder(path: string | null | undefined): Promise<void> {
    if (path == null) return
    await deps.resolveFolder(path).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'invalid')) throw error
    })
  }

  /** Plugins bring programs with them. @throws AppError scope_missing */
  function checkPlugins(actor: Actor, wanted: readonly string[] | undefined, now: readonly string[]): void {
    if (wanted?.some((path) => !now.includes(path)) && !hasScope(actor, 'admin'))
      throw new AppError('scope_missing', "This key lacks the 'admin' permission, which plugin folders need")
  }

  return {
    list: listed,
    /** @throws AppError bad_request, not_found, record_damaged */
    async get(slug: string): Promise<Workspace> {
      assertSlug(slug)
      return existing(slug)
    },

    /** @throws AppError limit_reached, outside_roots, scope_missing */
    create: (actor: Actor, input: WorkspaceCreate, idempotencyKey: string | null): Promise<Workspace> =>
      replay(idempotencyKey, JSON.stringify(input), () =>
        lock('write', async () => {
          await deps.assertWritable()
          await checkFolder(input.working_directory)
          checkPlugins(actor, input.capabilities?.plugins.dirs, [])
          if ((await listed()).length + reported.size >= limits.workspaces)
            throw new AppError('limit_reached', 'There are too many workspaces; remove one first')
          return files.create({
            name: input.name,
            description: input.description ?? '',
            trust_level: input.trust_level ?? input.default_trust_level ?? 'full',
            working_directory: input.working_directory ?? null,
            model: input.model ?? null,
            capabilities: input.capabilities ?? noCapabilities,
            sandbox: input.sandbox ?? null,
          })
        }),
      ),

    /** @throws AppError bad_request, not_found, record_damaged, file_changed, outside_roots, scope_missing */
    async update(actor: Actor, slug: string, input: Given<WorkspaceUpdate>): Promise<Workspace> {
      assertSlug(slug)
      return lock('write', async () => {
        await deps.assertWritable()
        await existing(slug)
        await checkFolder(input.working_directory)
        return files.update(slug, (now) => {
          const change = changeOf(input)
          const level = change.trust_level
          // What is loosened was a bound to its chats.
          if (level !== undefined && deps.stricter(level, now.trust_level) !== level)
            assertMayTrust(actor, level)
          checkPlugins(actor, change.capabilities?.plugins.dirs, now.capabilities.plugins.dirs)
          return change
        })
      })
    },

    /** @throws AppError bad_request, not_found */
    async remove(slug: string): Promise<void> {
      assertSlug(slug)
      await lock('write', async () => {
        await deps.assertWritable()
        await files.remove(slug)
        await deps.releaseChats(slug)
      })
      await listed()
    },

    /** The workspace whose rules hold for a chat; undefined when there is none of this slug. @throws AppError record_damaged */
    find,
    /** No chat in it may be trusted more. */
    async floor(slug: string | null): Promise<TrustLevel> {
      if (slug === null) return 'full'
      const found = await find(slug).catch(() => null)
      return found === null ? 'sandboxed' : (found?.trust_level ?? 'full')
    },
    /** What chats in it may use. */
    async filters(workspaceId: string | null): Promise<WorkspaceFilters> {
      if (workspaceId === null) return noCapabilities
      const found = await find(workspaceId).catch(() => undefined)
      return found?.capabilities ?? nothing
    },

    /** How long a sandboxed run in it may take, in milliseconds; null sets no bound. */
    async timeLimit(workspaceId: string | null): Promise<number | null> {
      const found = workspaceId === null ? undefined : await find(workspaceId).catch(() => undefined)
      return found?.sandbox ? found.sandbox.timeout * 1_000 : null
    },

    /** What the last process did not get to do; called once, before the first request. */
    async reconcile(): Promise<void> {
      await files.sweep()
      for (const slug of await files.removed()) await deps.releaseChats(slug)
      await listed()
    },
  }
}

/** Null is the default; the name has none. */
function changeOf(input: Given<WorkspaceUpdate>): Partial<WorkspaceFields> {
  const { name, description, working_directory, model, capabilities, sandbox } = input
  const trust = input.trust_level === undefined ? input.default_trust_level : input.trust_level
  return {
    ...(name != null && { name }),
    ...(description !== undefined && { description: description ?? '' }),
    ...(trust !== undefined && { trust_level: trust ?? 'full' }),
    ...(working_directory !== undefined && { working_directory }),
    ...(model !== undefined && { model }),
    ...(capabilities !== undefined && { capabilities: capabilities ?? noCapabilities }),
    ...(sandbox !== undefined && { sandbox }),
  }
}

import type { ModuleEntry } from '@atrium/schema'
import type { Trust } from '../../core/trusted.ts'
import type { Found } from './folder/catalog.ts'
import type { Loaded } from './loaded.ts'

const short = (hash: string | null | undefined): string => hash?.slice(0, 12) ?? ''

const waiting: Record<Trust, string | null> = {
  approved: null,
  new: 'An administrator must approve it before it runs',
  changed: 'It changed since it was approved; an administrator must approve it again',
}

/** One module as the list shows it. `loaded` is null while it is not in service; `missing` is why it is not. */
export async function entryOf(
  found: Found,
  trust: Trust,
  known: string | undefined,
  loaded: Loaded | null,
  missing: string | null,
): Promise<ModuleEntry> {
  const { manifest, problem, source } = found
  const description = loaded?.description ?? null
  const failure = missing ?? loaded?.supervisor.problem ?? null
  const status =
    problem?.status ?? (trust !== 'approved' ? 'pending_approval' : failure === null ? 'loaded' : 'failed')
  return {
    name: found.name,
    status,
    source,
    approval: trust,
    message: problem?.message ?? waiting[trust] ?? failure,
    path: found.shown,
    sha256: found.sha256,
    files: found.files,
    size: found.size,
    ...(status === 'loaded' && { hash: short(found.sha256) }),
    ...(status === 'pending_approval' && {
      current_hash: short(found.sha256),
      known_hash: known === undefined ? null : short(known),
    }),
    version: manifest?.version ?? 'unknown',
    description: manifest?.description ?? '',
    provides: manifest?.provides ?? [],
    requires: manifest?.requires ?? [],
    trust_level: manifest?.trust_level ?? 'vault',
    has_router: (description?.routes.length ?? 0) > 0,
    routes: (description?.routes ?? []).map(({ method, path, summary, scope }) => ({
      method,
      path: `/api/${found.name}${path.replaceAll('+}', '}')}`,
      summary,
      scope,
    })),
    tools: (description?.tools ?? []).map(({ name }) => name),
    hooks: description?.hooks ?? [],
    schedule: loaded?.jobs() ?? [],
    running: loaded?.supervisor.isRunning ?? false,
    memory: (await loaded?.supervisor.memory()) ?? null,
  }
}

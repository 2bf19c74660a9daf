// Owns which folders are projects: in memory for whoever asks, in the database for the next start.
import { basename, dirname } from 'node:path'
import { limits, ProjectId } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import type { ProjectRow, ProjectsStore } from './store.ts'

/** A project as other parts of the hub know it. */
export type KnownProject = Pick<ProjectRow, 'id' | 'displayName' | 'path' | 'pinned' | 'origin'>

/** Paths of routes below `/api/projects`, which would hide a project of that name. */
const taken = new Set(['search', 'events'])

const fits = (id: string): boolean => ProjectId.safeParse(id).success && !taken.has(id) && !/^\.+$/.test(id)

/** Lower-case letters and digits of a folder's name, one dash for what lies between. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'project'

export async function createRegistry({ store, problems }: { store: ProjectsStore; problems: Problems }) {
  const lock = createKeyedLock()
  const { rows, damaged } = await store.list()
  for (const id of damaged)
    problems.report('record_quarantined', `The entry of a project could not be read: ${id}`, id)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const ids = new Set([...byId.keys(), ...damaged])

  const keep = (row: ProjectRow): void => {
    const before = byId.get(row.id)
    if (before && before.path !== row.path) byPath.delete(before.path)
    ids.add(row.id)
    byId.set(row.id, row)
    byPath.set(row.path, row)
  }

  function freeId(wanted: string): string {
    const base = fits(wanted) ? wanted : slugOf(wanted)
    for (let count = 1; ; count++) {
      const id = count === 1 ? base : `${base}-${count}`
      if (!ids.has(id) && fits(id)) return id
    }
  }

  const live = (): ProjectRow[] => [...byId.values()].filter(({ removedAt }) => removedAt === null)

  function assertRoom(many = 1): void {
    if (live().length + many > limits.projects)
      throw new AppError('limit_reached', `There are ${limits.projects} projects already; remove one first`)
  }

  /** @throws AppError not_found */
  function get(id: string): ProjectRow {
    const row = byId.get(id)
    if (!row || row.removedAt !== null) throw notFound('Project', id)
    return row
  }

  const assertFree = (path: string, id: string | null): void => {
    const other = byPath.get(path)
    if (other && other.removedAt === null && other.id !== id)
      throw new AppError(
        'already_exists',
        `This folder is already registered as another project: ${other.id}`,
      )
  }

  return {
    /** @throws AppError already_exists, limit_reached */
    assertFree(path: string): void {
      assertFree(path, null)
      assertRoom()
    },
    /** Pinned ones first, then by name. */
    list: (): readonly KnownProject[] => live().toSorted(inOrder),
    get,
    find: (id: string): KnownProject | null => {
      const row = byId.get(id)
      return row?.removedAt === null ? row : null
    },
    /** The project that a folder is, or lies in; the innermost one. */
    containing(path: string): { id: string; name: string } | null {
      for (let at = path; ; at = dirname(at)) {
        const row = byPath.get(at)
        if (row?.removedAt === null) return { id: row.id, name: row.displayName }
        if (at === dirname(at)) return null
      }
    },
    at: (path: string): string | null => {
      const row = byPath.get(path)
      return row?.removedAt === null ? row.id : null
    },
    isDecided: (path: string): boolean => {
      const row = byPath.get(path)
      return row !== undefined && (row.origin === 'added' || row.removedAt !== null)
    },
    /** Whether this folder was ever listed, removed ones included. */
    knows: (path: string): boolean => byPath.has(path),
    /** Puts a folder in the list; one that was removed comes back under its old id. @throws AppError already_exists, limit_reached */
    add: (path: string, facts: { displayName: string; pinned?: boolean; id?: string }): Promise<ProjectRow> =>
      lock('registry', async () => {
        assertFree(path, null)
        assertRoom()
        const row: ProjectRow = {
          id: byPath.get(path)?.id ?? freeId(facts.id ?? slugOf(basename(path))),
          displayName: facts.displayName,
          path,
          pinned: facts.pinned ?? false,
          origin: 'added',
          addedAt: nowIso(),
          removedAt: null,
        }
        await store.save(row)
        keep(row)
        return row
      }),

    /** Lists folders that were found, under their own names; those that are known, or were removed, stay as they are. */
    discover: (paths: readonly string[]): Promise<ProjectRow[]> =>
      lock('registry', async () => {
        const added: ProjectRow[] = []
        for (const path of paths
          .filter((one) => !byPath.has(one))
          .slice(0, limits.projects - live().length)) {
          const row: ProjectRow = {
            id: freeId(basename(path)),
            displayName: basename(path)
              .replaceAll(/[\p{Cc}{}]/gu, ' ')
              .slice(0, limits.projectNameChars),
            path,
            pinned: false,
            origin: 'discovered',
            addedAt: nowIso(),
            removedAt: null,
          }
          ids.add(row.id)
          added.push(row)
        }
        await store.insert(added).catch((error: unknown) => {
          for (const { id } of added) ids.delete(id)
          throw error
        })
        for (const row of added) keep(row)
        return added
      }),

    /** @throws AppError not_found, already_exists */
    update: (
      id: string,
      change: Partial<Pick<ProjectRow, 'displayName' | 'pinned' | 'path' | 'origin'>>,
    ): Promise<ProjectRow> =>
      lock('registry', async () => {
        const before = get(id)
        if (change.path !== undefined) assertFree(change.path, id)
        const hidden = change.path === undefined ? undefined : byPath.get(change.path)
        if (hidden && hidden.id !== id)
          throw new AppError(
            'already_exists',
            `This folder was the project '${hidden.id}'; add it again instead`,
          )
        const row = { ...before, ...change }
        await store.save(row)
        keep(row)
        return row
      }),

    /** Takes it out of the list; its row stays, so that it is not found again. @throws AppError not_found */
    remove: (id: string): Promise<void> =>
      lock('registry', async () => {
        const row = { ...get(id), removedAt: nowIso(), pinned: false }
        const removed = [...byId.values()].filter((one) => one.removedAt !== null)
        const oldest = removed.toSorted((a, b) => ((a.removedAt ?? '') < (b.removedAt ?? '') ? -1 : 1))[0]
        await store.save(row)
        keep(row)
        if (!oldest || removed.length < limits.projects) return
        await store.forget(oldest.id)
        byId.delete(oldest.id)
        byPath.delete(oldest.path)
        ids.delete(oldest.id)
      }),
  }
}

const inOrder = (a: ProjectRow, b: ProjectRow): number =>
  Number(b.pinned) - Number(a.pinned) ||
  a.displayName.localeCompare(b.displayName, 'en') ||
  (a.id < b.id ? -1 : 1)

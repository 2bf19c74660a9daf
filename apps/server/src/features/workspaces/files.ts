// Owns the workspace files of the vault: read as they are at the moment, for people change them by hand.
import { lstat, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { limits, type Workspace } from '@atrium/schema'
import { AppError, messageOf, notFound } from '../../core/errors.ts'
import { openFolder } from '../../host/open-folder.ts'
import { readTextInside, realPathOf } from '../../host/paths.ts'
import { vaultPlaces } from '../../host/vault-places.ts'
import { isDraft, syncFolder, writeWhole } from '../../host/write-file.ts'
import { damaged, editWorkspace, readWorkspace, type WorkspaceFields, writeWorkspace } from './file-form.ts'
import { isSlug, slugsFor } from './slugs.ts'

const fileName = 'config.yaml'
const maxBytes = 256 * 1024
/** So many are named; the others are left out as they are. */
const maxDamaged = 100
/** How often a change is made anew when somebody else writes the same file. */
const maxTries = 3

type Read = { version: string; folder: string; text: string; workspace: Workspace }

export type WorkspaceFiles = ReturnType<typeof createWorkspaceFiles>

export function createWorkspaceFiles({ vault }: { vault: string }) {
  const places = vaultPlaces(vault, 'workspaces')
  const [first = ''] = places
  const trash = join(vault, '.atrium/trash/workspaces')
  const cache = new Map<string, Read>()

  /** Places that are where they seem to be: what a link leads to is not looked at. */
  async function realPlaces(): Promise<string[]> {
    const real = await Promise.all(places.map(realPathOf))
    return places.filter((place, index) => real[index]?.exists && real[index].path === place)
  }

  /** Everything that is, or looks like, the folder of a workspace, by its slug; the first place comes first. */
  async function entries(): Promise<[slug: string, folders: string[]][]> {
    const found = new Map<string, string[]>()
    for (const place of await realPlaces())
      for (const slug of await readdir(place).catch(() => []))
        if (!slug.startsWith('.')) found.set(slug, [...(found.get(slug) ?? []), join(place, slug)])
    return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))
  }

  /** Null when it has no file: it is then no workspace. @throws AppError record_damaged */
  async function readAt(slug: string, folder: string): Promise<Read | null> {
    const info = await lstat(folder).catch(() => null)
    if (!info || (!info.isDirectory() && !info.isSymbolicLink())) return null
    if (!info.isDirectory()) throw damaged(slug, 'its folder is a link')
    const path = join(folder, fileName)
    const file = await lstat(path, { bigint: true }).catch(() => null)
    if (!file) return null
    if (!file.isFile()) throw damaged(slug, `${fileName} is no regular file`)
    if (!isSlug(slug)) throw damaged(slug, 'its folder needs a name of lower-case letters, digits and dashes')
    const version = `${file.dev}:${file.ino}:${file.mtimeNs}:${file.size}`
    const known = cache.get(path)
    if (known?.version === version) return known
    const { text } = await readTextInside(path, [folder], maxBytes).catch((error: unknown) => {
      throw damaged(slug, messageOf(error))
    })
    const read = { version, folder, text, workspace: readWorkspace(slug, text) }
    cache.set(path, read)
    return read
  }

  async function readFirst(slug: string, folders: readonly string[]): Promise<Read | null> {
    for (const folder of folders) {
      const read = await readAt(slug, folder)
      if (read) return read
    }
    return null
  }
  const find = async (slug: string): Promise<Read | null> =>
    isSlug(slug)
      ? readFirst(
          slug,
          (await realPlaces()).map((place) => join(place, slug)),
        )
      : null

  /** Whether nothing is in the way of a new folder; one that a crash has left empty is not. */
  async function isFree(slug: string): Promise<boolean> {
    for (const place of places) {
      const folder = join(place, slug)
      const info = await lstat(folder).catch(() => null)
      const names = info?.isDirectory() ? await readdir(folder).catch(() => ['?']) : ['?']
      if (info && !names.every(isDraft)) return false
    }
    return true
  }

  return {
    /** Every workspace that can be read, by slug; `damaged` says what keeps the others from it. */
    async list(): Promise<{ workspaces: Workspace[]; damaged: Map<string, string> }> {
      const bad = new Map<string, string>()
      const workspaces: Workspace[] = []
      const seen = new Set<string>()
      for (const [slug, folders] of await entries()) {
        for (const folder of folders) seen.add(join(folder, fileName))
        if (workspaces.length >= limits.workspaces) continue
        try {
          const read = await readFirst(slug, folders)
          if (read) workspaces.push(read.workspace)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          if (bad.size < maxDamaged) bad.set(slug, error.message)
        }
      }
      for (const path of cache.keys()) if (!seen.has(path)) cache.delete(path)
      return { workspaces, damaged: bad }
    },
    /** Undefined when there is none. @throws AppError record_damaged */
    find: async (slug: string): Promise<Workspace | undefined> => (await find(slug))?.workspace,

    /** Under the first slug for its name that is free. */
    async create(fields: WorkspaceFields): Promise<Workspace> {
      if ((await realPathOf(first)).path !== first)
        throw new AppError('outside_roots', 'The folder of the workspaces leads elsewhere by a link')
      for (const slug of slugsFor(fields.name)) {
        if (!(await isFree(slug))) continue
        await writeWhole(join(first, slug, fileName), [vault], writeWorkspace(fields))
        return { ...fields, slug }
      }
      throw new AppError('limit_reached', `Too many workspaces are named ${fields.name}`)
    },

    /** @throws AppError not_found, record_damaged, file_changed */
    async update(slug: string, changeOf: (now: Workspace) => Partial<WorkspaceFields>): Promise<Workspace> {
      for (let tries = 0; tries < maxTries; tries++) {
        const before = await find(slug)
        if (!before) throw notFound('Workspace', slug)
        const text = editWorkspace(before.text, changeOf(before.workspace))
        const workspace = readWorkspace(slug, text)
        try {
          await writeWhole(join(before.folder, fileName), [before.folder], text, {
            async before() {
              if ((await find(slug))?.text !== before.text) throw overtaken
            },
          })
          cache.delete(join(before.folder, fileName))
          return workspace
        } catch (error) {
          if (error !== overtaken) throw error
        }
      }
      throw overtaken
    },

    /** Out of sight, to be had back by hand: nothing is followed and nothing is destroyed. @throws AppError not_found */
    async remove(slug: string): Promise<void> {
      const there = await Promise.all(
        (await realPlaces()).map(async (place) => {
          const folder = join(place, slug)
          return (await lstat(folder).catch(() => null)) ? [folder] : []
        }),
      )
      const folders = there.flat()
      if (folders.length === 0) throw notFound('Workspace', slug)
      await using kept = await openFolder(trash, [vault], { make: true })
      for (const [index, folder] of folders.entries()) {
        const name = `${slug}.${new Date().toISOString().replaceAll(/\W/g, '')}${index === 0 ? '' : `-${index}`}`
        await rename(folder, kept.at(name))
        await syncFolder(dirname(folder))
      }
      await kept.sync()
    },
    /** Slugs of those that were removed and have not come back. */
    async removed(): Promise<string[]> {
      const names = await readdir(trash).catch(() => [])
      const slugs = new Set(names.map((name) => name.split('.', 1)[0] ?? '').filter(isSlug))
      const gone = await Promise.all([...slugs].map(async (slug) => ((await isFree(slug)) ? [slug] : [])))
      return gone.flat()
    },
    /** Removes what a crash has left of a file that was being written. */
    async sweep(): Promise<void> {
      for (const folder of (await entries()).flatMap(([, folders]) => folders)) {
        const info = await lstat(folder).catch(() => null)
        const names = info?.isDirectory() ? await readdir(folder).catch(() => []) : []
        // What cannot be removed is in nobody's way.
        for (const name of names.filter(isDraft)) await rm(join(folder, name)).catch(() => undefined)
      }
    },
  }
}

const overtaken = new AppError('file_changed', 'The workspace file changed while it was being changed')

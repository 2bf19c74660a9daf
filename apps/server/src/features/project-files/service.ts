import { lstat } from 'node:fs/promises'
import {
  type FileMatches,
  type FileSearchQuery,
  limits,
  type ProjectFile,
  type ProjectFileMake,
  type ProjectFileMove,
  type ProjectFilesDelete,
  type ProjectFilesDeleted,
  type ProjectFilesQuery,
  type ProjectFileWrite,
  type ProjectFileWritten,
  type ProjectFolder,
  type ProjectGitFiles,
  type ProjectUploaded,
  type TrashList,
  type TrashRestore,
} from '@atrium/schema'
import type { Actor, Preconditions } from '../../context.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { fromBase64 } from '../../core/text.ts'
import type { DesktopTrash } from '../../host/desktop-trash.ts'
import { hashBytes, hashFile } from '../../host/hash-file.ts'
import { isInside } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import { createChanges, openAsFolder } from './changes.ts'
import { gitFilesOf, ignoredOf } from './git-files.ts'
import { createNames, describe, isHidden, nameOf, pageOf } from './listing.ts'
import { createPlaces, type Entry, type Grounds, type Places } from './places.ts'
import { mtimeOf, readFile } from './reading.ts'
import { changed } from './refusals.ts'
import { type FileRoots, sessionPrefix } from './roots.ts'
import { search } from './search.ts'

export type ProjectFilesDeps = {
  roots: FileRoots
  grounds: Grounds
  trash: DesktopTrash
  /** @throws AppError insufficient_storage */
  assertSpace: (path: string) => Promise<void>
}

/** Who asks, and how long for. */
type By = { actor: Actor | null; signal: AbortSignal; preconditions: Preconditions }

/** Files of projects and of the folders of sessions. */
export function createProjectFiles({ roots, grounds, trash, assertSpace }: ProjectFilesDeps) {
  const names = createNames()
  const changes = createChanges({ trash })

  /** @throws AppError not_found, scope_missing */
  async function placesOf(actor: Actor | null, id: string): Promise<Places> {
    return createPlaces(await roots.of(actor, id), grounds)
  }

  async function writable({ actor }: Pick<By, 'actor'>, id: string): Promise<Places> {
    const places = await placesOf(actor, id)
    await assertSpace(places.root)
    return places
  }

  return {
    placesOf,

    async list({ id, path, all, limit, cursor }: ProjectFilesQuery, by: By): Promise<ProjectFolder> {
      const places = await placesOf(by.actor, id)
      await using folder = await openAsFolder(places, await places.resolve(path))
      const { keys, truncated } = await names.of(folder)
      const shown = (name: string) =>
        (all || !isHidden(name)) && !places.isProtected(`${folder.path}/${name}`)
      const { page, next } = pageOf(keys, { cursor, limit, shown })
      const ignored = await ignoredOf(folder.path, page.map(nameOf), by.signal)
      const entries = await describe(folder, page, ignored)
      return { path: places.below(folder.path), entries, next, truncated }
    },

    async read({ id, path }: { id: string; path: string }, by: By): Promise<ProjectFile> {
      const places = await placesOf(by.actor, id)
      return readFile(places, id.startsWith(sessionPrefix) ? await places.named(path) : path)
    },

    async write(
      { id, path, content, encoding, hash }: ProjectFileWrite,
      by: By,
    ): Promise<ProjectFileWritten> {
      const bytes = decode(content, encoding)
      const places = await writable(by, id)
      const real = await places.resolve(path)
      if (places.below(real) === '') throw new AppError('bad_request', 'Path is not a file')
      places.assertChangeable(real)
      const tags = hashesOf(by.preconditions)
      const hashes = typeof hash === 'string' ? (tags ?? [hash]).filter((one) => one === hash) : tags
      const onlyNew = by.preconditions.ifNoneMatch !== null || hash === null
      let mtime = 0
      const written = await writeWhole(real, places.roots, bytes, {
        before: async (existing) => {
          if (onlyNew && existing) throw new AppError('file_changed', 'There is such a file already')
          if ((by.preconditions.ifMatch !== null || hashes !== null) && !existing) throw changed()
          if (!existing || hashes === null) return
          const now = await hashFile(existing.path)
          if (!now || !hashes.includes(now.hash)) throw changed()
        },
        after: ({ info }) => {
          mtime = mtimeOf(info)
        },
      })
      return { path: places.below(written), size: bytes.length, mtime, hash: await hashBytes(bytes) }
    },

    async make({ id, path, name, type }: ProjectFileMake, by: By): Promise<{ path: string }> {
      const places = await writable(by, id)
      return { path: await changes[type === 'dir' ? 'newFolder' : 'newFile'](places, path, name) }
    },

    async move({ id, ...wanted }: ProjectFileMove, by: By): Promise<{ path: string }> {
      const places = await writable(by, id)
      return { path: await changes.move(places, wanted, hashesOf(by.preconditions), by.signal) }
    },

    async remove({ id, paths }: ProjectFilesDelete, by: By): Promise<ProjectFilesDeleted> {
      const places = await placesOf(by.actor, id)
      const hashes = hashesOf(by.preconditions)
      if (hashes !== null && paths.length > 1)
        throw new AppError('bad_request', 'If-Match goes with one path')
      const entries: Entry[] = []
      // All of them are looked at before the first one goes.
      for (const path of new Set(paths)) {
        const entry = await places.entry(path)
        places.assertChangeable(entry.path)
        places.assertRemovable(entry.path)
        await using folder = await openAsFolder(places, entry.parent)
        await lstat(folder.at(entry.name)).catch(() => {
          throw new AppError('not_found', `File or folder not found: ${path}`, { reason: 'not-found' })
        })
        entries.push(entry)
      }
      const outer = entries.filter(
        ({ path }) => !entries.some((other) => other.path !== path && isInside(other.path, path)),
      )
      const trashed: ProjectFilesDeleted['trashed'] = []
      for (const entry of outer)
        trashed.push({ path: places.below(entry.path), trashId: await changes.put(places, entry, hashes) })
      return { count: entries.length, trashed }
    },

    async trashed({ id }: { id: string }, by: By): Promise<TrashList> {
      const places = await placesOf(by.actor, id)
      const { entries, truncated } = await trash.list(places.root, limits.trashListed)
      return {
        truncated,
        entries: entries.map(({ id: trashId, path, info, deletedAt }) => ({
          trashId,
          path: places.below(path),
          type: info.isSymbolicLink() ? 'symlink' : info.isDirectory() ? 'dir' : 'file',
          size: info.size,
          deletedAt,
        })),
      }
    },

    async restore({ id, trashId, onConflict }: TrashRestore, by: By): Promise<{ path: string }> {
      return { path: await changes.restore(await writable(by, id), trashId, onConflict) }
    },

    async search({ id, path, ...wanted }: FileSearchQuery, by: By): Promise<FileMatches> {
      const places = await placesOf(by.actor, id)
      await using folder = await openAsFolder(places, await places.resolve(path))
      return await search(places, folder, wanted, { signal: by.signal })
    },

    async git({ id }: { id: string }, by: By): Promise<ProjectGitFiles> {
      const places = await placesOf(by.actor, id)
      return gitFilesOf(places.root, by.signal)
    },

    /** Where an upload may go, before its first byte is read. */
    uploadPlaces: (actor: Actor | null, id: string): Promise<Places> => writable({ actor }, id),
    assertSpace,

    takeIn: (
      places: Places,
      path: string,
      files: readonly { path: string; name: string; size: number }[],
      /** Undefined refuses all of them when one name is taken. */
      onConflict: 'rename' | 'overwrite' | undefined,
    ): Promise<ProjectUploaded['uploaded']> => changes.takeIn(places, path, files, onConflict),
  }
}

/** Hashes of `If-Match`; null where any will do. @throws AppError bad_request */
function hashesOf({ ifMatch, ifNoneMatch }: Preconditions): string[] | null {
  if (ifNoneMatch !== null && ifNoneMatch.trim() !== '*')
    throw new AppError('bad_request', 'If-None-Match can only be * here')
  if (ifMatch === null || ifMatch.trim() === '*') return null
  return ifMatch
    .split(',')
    .flatMap((tag) => /^\s*"?([0-9a-f]{64})"?\s*$/i.exec(tag)?.[1]?.toLowerCase() ?? [])
}

/** @throws AppError invalid, payload_too_large */
function decode(content: string, encoding: 'utf8' | 'base64'): Buffer {
  if (encoding === 'utf8' && !content.isWellFormed())
    throw invalid('content', 'The text has half a character; send such bytes in Base64')
  const bytes = encoding === 'base64' ? fromBase64(content) : Buffer.from(content)
  if (bytes === null) throw invalid('content', 'The content is not Base64')
  if (bytes.length > limits.fileWriteBytes)
    throw new AppError('payload_too_large', 'The file is larger than 10 MiB')
  return bytes
}

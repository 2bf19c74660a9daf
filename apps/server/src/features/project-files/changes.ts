import type { Stats } from 'node:fs'
import { lstat, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type ProjectFileMove, type ProjectUploaded } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { copyEntry } from '../../host/copy-tree.ts'
import type { DesktopTrash } from '../../host/desktop-trash.ts'
import { noteDraft } from '../../host/drafts.ts'
import { hashFile } from '../../host/hash-file.ts'
import { type OpenFolder, openFolder, pathRefusal } from '../../host/open-folder.ts'
import { isInside } from '../../host/paths.ts'
import { cleanName, freeName, placeUpload, settleEntry } from '../../host/place-entry.ts'
import type { Entry, Places } from './places.ts'
import { changed, exists, intoSelf, notAFolder, notThere, samePath } from './refusals.ts'

type OnConflict = ProjectFileMove['onConflict']

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

/** @throws AppError not_found, bad_request, outside_roots */
export async function openAsFolder(places: Places, real: string, make = false): Promise<OpenFolder> {
  return openFolder(real, places.roots, { make }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'not_found') throw notThere(places.below(real) || '.')
    if (error.code === 'conflict') throw notAFolder(places.below(real) || '.')
    throw error
  })
}

/** What has a name in an open folder. @throws AppError not_found */
async function lookAt(folder: OpenFolder, name: string, path: string): Promise<Stats> {
  return lstat(folder.at(name)).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT' ? notThere(path) : pathRefusal(error, path)
  })
}

/** @throws AppError file_changed */
async function assertUnchanged(
  folder: OpenFolder,
  name: string,
  hashes: readonly string[] | null,
): Promise<void> {
  if (hashes === null) return
  const now = await hashFile(folder.at(name)).catch(() => null)
  if (!now || !hashes.includes(now.hash)) throw changed()
}

/** @throws AppError already_exists before any of them is put there */
async function assertFree(folder: OpenFolder, files: readonly { name: string }[]): Promise<void> {
  const names = new Set<string>()
  for (const { name: told } of files) {
    const name = cleanName(told)
    const there = await lstat(folder.at(name)).catch(() => null)
    const isTwice = names.size === names.add(name).size
    if (there || isTwice) throw exists(name, (await freeName(folder, name, false)) ?? name)
  }
}

/** Everything that changes names below a root. */
export function createChanges({ trash }: { trash: DesktopTrash }) {
  async function put(places: Places, { parent, name, path }: Entry, hashes: readonly string[] | null = null) {
    places.assertChangeable(path)
    places.assertRemovable(path)
    await using folder = await openAsFolder(places, parent)
    await lookAt(folder, name, places.below(path))
    await assertUnchanged(folder, name, hashes)
    const id = await trash.put(folder.at(name), path, places.root).catch((error: unknown) => {
      throw error instanceof AppError ? error : pathRefusal(error, path)
    })
    await folder.sync()
    return id
  }

  /** Where something is to go: into a folder of that name when there is one. */
  async function targetOf(places: Places, to: string, name: string): Promise<Entry> {
    const real = await places.resolve(to)
    const info = await lstat(real).catch(() => null)
    if (info?.isDirectory()) return { parent: real, name, path: join(real, name) }
    return places.entry(to)
  }

  return {
    put,

    /** Makes an empty file. @throws AppError already_exists, not_found */
    async newFile(places: Places, parent: string, name: string): Promise<string> {
      const real = await places.resolve(parent)
      const path = join(real, name)
      places.assertChangeable(path)
      await using folder = await openAsFolder(places, real)
      const file = await open(folder.at(name), 'wx', 0o644).catch(async (error: unknown) => {
        if (codeOf(error) === 'EEXIST') throw exists(name, (await freeName(folder, name, false)) ?? name)
        throw pathRefusal(error, path)
      })
      await file.sync()
      await file.close()
      await folder.sync()
      return places.below(path)
    },

    /** Makes a folder and those above it; one that is there is well. */
    async newFolder(places: Places, parent: string, name: string): Promise<string> {
      const path = join(await places.resolve(parent), name)
      places.assertChangeable(path)
      await using _made = await openAsFolder(places, path, true)
      return places.below(path)
    },

    async move(
      places: Places,
      { op, from, to, onConflict }: Omit<ProjectFileMove, 'id'>,
      hashes: readonly string[] | null,
      signal?: AbortSignal,
    ): Promise<string> {
      const source = await places.entry(from)
      const target = await targetOf(places, to, source.name)
      const isCopy = op === 'copy'
      places.assertChangeable(target.path)
      if (isCopy) places.assertOpen(source.path)
      else {
        places.assertChangeable(source.path)
        places.assertRemovable(source.path)
        if (source.path === target.path) throw samePath(from)
      }
      await using home = await openAsFolder(places, source.parent)
      const info = await lookAt(home, source.name, from)
      const isFolder = info.isDirectory()
      if (isFolder && target.path !== source.path && isInside(source.path, target.path)) throw intoSelf(from)
      await assertUnchanged(home, source.name, hashes)
      await using folder = await openAsFolder(places, target.parent)
      const how = {
        onConflict,
        isFolder,
        clear: async () => {
          if (isInside(target.path, source.path)) throw intoSelf(from)
          await put(places, target)
        },
      }
      try {
        const name = isCopy
          ? await copied(places, home, source.name, folder, target.name, how, signal)
          : await settleEntry(home.at(source.name), folder, target.name, how).catch(
              async (error: unknown) => {
                if (codeOf(error) !== 'EXDEV') throw error
                const done = await copied(places, home, source.name, folder, target.name, how, signal)
                await put(places, source)
                return done
              },
            )
        await folder.sync()
        await home.sync()
        return places.below(join(target.parent, name))
      } catch (error) {
        throw error instanceof AppError ? error : pathRefusal(error, target.path)
      }
    },

    /** Puts received files into a folder, which is made when it is missing. */
    async takeIn(
      places: Places,
      parent: string,
      files: readonly { path: string; name: string; size: number }[],
      onConflict: OnConflict,
    ): Promise<ProjectUploaded['uploaded']> {
      const real = await places.resolve(parent)
      places.assertChangeable(real)
      for (const { name } of files) places.assertChangeable(join(real, cleanName(name)))
      await using folder = await openAsFolder(places, real, true)
      if (onConflict === undefined) await assertFree(folder, files)
      const uploaded: ProjectUploaded['uploaded'] = []
      for (const { path, name: told, size } of files) {
        const name = cleanName(told)
        const entry = { parent: real, name, path: join(real, name) }
        const got = await placeUpload(path, folder, name, {
          onConflict,
          clear: async () => void (await put(places, entry)),
        })
        uploaded.push({ path: places.below(join(real, got)), name: got, size })
      }
      await folder.sync()
      return uploaded
    },

    /** Brings something back from the trash. @throws AppError not_found, already_exists */
    async restore(places: Places, id: string, onConflict: OnConflict): Promise<string> {
      const found = await trash.find(id, places.root)
      if (!found) throw notThere(id)
      const target = await places.entry(found.path)
      places.assertChangeable(target.path)
      await using folder = await openAsFolder(places, target.parent, true)
      const isFolder = found.info.isDirectory()
      const clear = async () => void (await put(places, target))
      const name = await settleEntry(found.place, folder, target.name, { onConflict, isFolder, clear })
      await folder.sync()
      await trash.forget(found)
      return places.below(join(target.parent, name))
    },
  }

  /** A copy is made beside its place and then put there: whole or not at all. */
  async function copied(
    places: Places,
    from: OpenFolder,
    name: string,
    to: OpenFolder,
    target: string,
    how: Parameters<typeof settleEntry>[3],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    await using draft = await noteDraft(to.path)
    try {
      await copyEntry([from, name], [to, draft.name], {
        budget: { entries: limits.copyEntries, bytes: limits.copyBytes },
        leaveOut: places.isProtected,
        ...(signal && { signal }),
      })
      return await settleEntry(to.at(draft.name), to, target, how)
    } finally {
      await rm(to.at(draft.name), { recursive: true, force: true })
    }
  }
}

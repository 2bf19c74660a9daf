// Owns the way from a path of the wire to a file of the disk.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { hashFile } from '../../host/hash-file.ts'
import { openInside, resolveInside } from '../../host/paths.ts'
import type { Existing } from '../../host/write-file.ts'
import { stampFor } from './catalog.ts'
import { problemOf } from './names.ts'
import { inVault, type Root } from './roots.ts'
import type { SyncStore } from './store.ts'

/** `path` below the vault, as the disk spells it. */
export type Place = { path: string; real: string }

export type Places = ReturnType<typeof createPlaces>

export function createPlaces({ vault, store }: { vault: string; store: SyncStore }) {
  /** Names travel in NFC; the disk may have been given another form of any part of the same path. */
  async function spelled(root: Root, asked: string): Promise<string> {
    const usual = asked.normalize('NFC')
    if (usual === asked.normalize('NFD') || (await isThere(root, usual))) return usual
    let path = ''
    for (const part of usual.split('/')) {
      const other = part.normalize('NFD')
      const isOther =
        part !== other && !(await isThere(root, path + part)) && (await isThere(root, path + other))
      path += `${isOther ? other : part}/`
    }
    return path.slice(0, -1)
  }

  /** @throws AppError forbidden, conflict */
  async function hashNow(path: string, existing: Existing): Promise<string> {
    const row = await store.find(path)
    if (row && row.deletedAt === null && row.stamp === stampFor(existing.info)) return row.hash
    const found = await hashFile(existing.path)
    if (!found) throw new AppError('conflict', 'The file keeps changing')
    return found.hash
  }

  return {
    hashNow,

    /** Where a path of the root lies, there or not. @throws AppError bad_request, forbidden, outside_roots */
    async of(root: Root, asked: string): Promise<Place> {
      const problem = problemOf(asked)
      if (problem !== null) throw new AppError('bad_request', problem)
      const path = await spelled(root, asked)
      const full = join(root.real, path)
      if ((await resolveInside(full, [vault])) !== full)
        throw new AppError('forbidden', 'Links are not synced, nor another spelling of the same name')
      return { path: inVault(root, path), real: full }
    },

    /** Whether a file is there and holds this. */
    async holds({ path, real }: Place, hash: string): Promise<boolean> {
      const opened = await openInside(real, [vault]).catch(() => null)
      if (!opened) return false
      await using file = opened
      const info = await file.handle.stat({ bigint: true })
      return (await hashNow(path, { path: real, info }).catch(() => null)) === hash
    },
  }
}

const isThere = (root: Root, path: string): Promise<boolean> =>
  lstat(join(root.real, path)).then(
    () => true,
    () => false,
  )

import type { BigIntStats } from 'node:fs'
import { lstatSync, renameSync, unlinkSync } from 'node:fs'
import { type FileHandle, lstat, open, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { AppError, conflict } from '../core/errors.ts'
import { createKeyedLock } from '../core/keyed-lock.ts'
import { noteDraft } from './drafts.ts'
import { type OpenFolder, openFolder, pathRefusal } from './open-folder.ts'
import { type Roots, resolveInside } from './paths.ts'

export { isDraft } from './drafts.ts'

/** One writer a file, whichever part of the hub it is. */
const lock = createKeyedLock()

/** The file that is about to be replaced or removed. */
export type Existing = {
  /** For file calls while the check runs; names this very file. */
  path: string
  info: BigIntStats
}

export type WriteOptions = {
  /**
   * Runs under the lock when all is written and may still refuse; it saw what is replaced, or it runs again. It runs before
   * folders are made, too, so that a refusal leaves nothing behind.
   */
  before?: (existing: Existing | null) => Promise<void>
  /** Told about the file that was put in place. */
  after?: (written: { info: BigIntStats }) => void
  /** Permissions of a new file. */
  mode?: number
  /** The path is where it really leads: a link that has come into it since is refused. */
  isReal?: boolean
}

/** As often as somebody else may change a file while it is looked at. */
const maxLooks = 5

/**
 * Puts a file in place whole or not at all: written beside the target, flushed, renamed, the folder flushed. Mode and owner
 * of a file that is replaced are kept. Parent folders are made. `fill` writes the content.
 * @returns its real path
 * @throws AppError outside_roots, conflict (a folder is in the way), forbidden, invalid, and what `before` throws
 */
export async function writeWhole(
  path: string,
  roots: Roots,
  content: string | Uint8Array | ((file: FileHandle) => Promise<void>),
  options: WriteOptions = {},
): Promise<string> {
  const target = await resolveInside(path, roots)
  if (options.isReal && target !== path)
    throw new AppError('outside_roots', 'Path is outside the allowed folders')
  const name = basename(target)
  return lock(target, async () => {
    await using folder = await folderFor(target, roots, options.before)
    const place = folder.at(name)
    const old = await look(place)
    await using draft = await noteDraft(folder.path)
    try {
      await using file = await open(folder.at(draft.name), 'wx', options.mode ?? 0o644)
      if (old) await keepRights(file, old)
      if (typeof content === 'function') await content(file)
      else await file.writeFile(content)
      await file.sync()
      await lastLook(place, options.before, () => renameSync(folder.at(draft.name), place))
      options.after?.({ info: await file.stat({ bigint: true }) })
    } catch (error) {
      await rm(folder.at(draft.name), { force: true })
      throw pathRefusal(error, target)
    }
    await folder.sync()
    return target
  })
}

/**
 * Removes one regular file; a link is not followed.
 * @returns whether there was one
 * @throws AppError outside_roots, forbidden, and what `before` throws
 */
export async function removeFile(
  path: string,
  roots: Roots,
  before?: (existing: Existing | null) => Promise<void>,
): Promise<boolean> {
  const target = await resolveInside(path, roots)
  return lock(target, async () => {
    await using folder = await openFolder(dirname(target), roots).catch(absent)
    if (folder === null) {
      await before?.(null)
      return false
    }
    const place = folder.at(basename(target))
    const found = await look(place)
    try {
      await lastLook(place, before, () => found && unlinkSync(place))
    } catch (error) {
      throw pathRefusal(error, target)
    }
    if (found) await folder.sync()
    return found !== null
  })
}

async function folderFor(target: string, roots: Roots, before: WriteOptions['before']): Promise<OpenFolder> {
  const folder = await openFolder(dirname(target), roots).catch(absent)
  if (folder) return folder
  await before?.(null)
  return openFolder(dirname(target), roots, { make: true })
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null
  throw error
}

/** What has the name now; anything but a regular file is refused. */
async function look(place: string): Promise<BigIntStats | null> {
  const info = await lstat(place, { bigint: true }).catch(() => null)
  if (info === null || info.isFile()) return info
  if (info.isDirectory()) throw conflict(`There is a folder of this name: ${basename(place)}`)
  // A link that was there was resolved before: this one came since.
  if (info.isSymbolicLink()) throw new AppError('outside_roots', 'Path is outside the allowed folders')
  throw new AppError('forbidden', 'Not a regular file')
}

const isSame = (a: BigIntStats | null, b: BigIntStats | null): boolean =>
  a === null || b === null
    ? a === b
    : a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs

/**
 * Acts on what `before` has seen. The last look and the act are two calls with nothing between them: other programs know
 * nothing of our lock, and this is as near as the system lets us come to asking and acting at once.
 */
async function lastLook(place: string, before: WriteOptions['before'], act: () => unknown): Promise<void> {
  for (let looks = 1; ; looks++) {
    const seen = await look(place)
    await before?.(seen && { path: place, info: seen })
    if (!before || isSame(seen, lstatSync(place, { bigint: true, throwIfNoEntry: false }) ?? null)) {
      act()
      return
    }
    if (looks === maxLooks) throw conflict(`Another program keeps changing the file: ${basename(place)}`)
  }
}

async function keepRights(file: FileHandle, old: BigIntStats): Promise<void> {
  const mine = await file.stat({ bigint: true })
  if (mine.uid !== old.uid || mine.gid !== old.gid)
    // Only an administrator may give files away; the content matters more.
    await file.chown(Number(old.uid), Number(old.gid)).catch(() => undefined)
  await file.chmod(Number(old.mode & 0o777n))
}

/** The names in a folder survive a power loss. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

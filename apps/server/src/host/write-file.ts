import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Roots, resolveInside } from './paths.ts'

/** Names of drafts begin so; one that a crash has left is removed by `sweepDrafts`. */
export const draftPrefix = '.atrium-draft-'

export const isDraft = (name: string): boolean => name.startsWith(draftPrefix)

/**
 * Puts a file in place whole or not at all: written beside the target, flushed, renamed, the folder flushed. The mode of a
 * file that is replaced is kept. Parent folders are made. `fill` writes the content; `before` runs when all is written and
 * may still refuse.
 * @throws AppError outside_roots
 */
export async function writeWhole(
  path: string,
  roots: Roots,
  content: string | Uint8Array | ((file: FileHandle) => Promise<void>),
  options: { before?: () => Promise<void>; mode?: number } = {},
): Promise<string> {
  const target = await resolveInside(path, roots)
  const folder = dirname(target)
  await mkdir(folder, { recursive: true })
  // The folder may have been swapped for a link between the check and the making.
  const real = join(await resolveInside(folder, roots), basename(target))
  const draft = join(dirname(real), draftPrefix + randomUUID())
  const old = await stat(real).catch(() => null)
  try {
    await using file = await open(draft, 'wx', options.mode ?? 0o644)
    if (old) await file.chmod(old.mode & 0o777)
    if (typeof content === 'function') await content(file)
    else await file.writeFile(content)
    await file.sync()
    await options.before?.()
    await rename(draft, real)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(dirname(real))
  return real
}

/** The names in a folder survive a power loss. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

import { constants, type Dirent } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, open, opendir, readlink, symlink } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import { isDraft } from './drafts.ts'
import { type OpenFolder, openBelow } from './open-folder.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, COPYFILE_EXCL, COPYFILE_FICLONE } = constants

/** How much may still be copied. */
export type Budget = { entries: number; bytes: number }

export type CopyOptions = { budget: Budget; signal?: AbortSignal; leaveOut: (path: string) => boolean }

/** @throws AppError payload_too_large */
function spend(budget: Budget, bytes: number): void {
  budget.entries -= 1
  budget.bytes -= bytes
  if (budget.entries < 0)
    throw new AppError('payload_too_large', 'The folder holds too many files to copy at once')
  if (budget.bytes < 0) throw new AppError('payload_too_large', 'The folder is too large to copy at once')
}

/**
 * Copies what has a name in an open folder: a folder with everything in it, a link as a link, a file with its mode. What is
 * none of these is left out. Nothing is followed, and nothing is overwritten.
 */
export async function copyEntry(
  [from, name]: [OpenFolder, string],
  [to, target]: [OpenFolder, string],
  options: CopyOptions,
): Promise<void> {
  options.signal?.throwIfAborted()
  const info = await lstat(from.at(name))
  if (info.isSymbolicLink()) {
    spend(options.budget, 0)
    return symlink(await readlink(from.at(name)), to.at(target))
  }
  if (info.isDirectory()) {
    spend(options.budget, 0)
    await mkdir(to.at(target), { mode: 0o700 })
    await using source = await openBelow(from, name)
    await using copy = await openBelow(to, target)
    for await (const entry of await opendir(source.at('.'))) {
      if (isOdd(entry) || options.leaveOut(`${source.path}/${entry.name}`)) continue
      await copyEntry([source, entry.name], [copy, entry.name], options)
    }
    // Waited for: what is held open here is closed with the return.
    await chmod(copy.at('.'), info.mode & 0o777)
    return
  }
  if (!info.isFile()) return
  spend(options.budget, info.size)
  await using file = await open(from.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  if (!(await file.stat()).isFile()) return
  // By its descriptor on Linux: the name may mean something else by now.
  const source = process.platform === 'linux' ? `/proc/self/fd/${file.fd}` : from.at(name)
  await copyFile(source, to.at(target), COPYFILE_EXCL | COPYFILE_FICLONE)
  await chmod(to.at(target), info.mode & 0o777)
}

const isOdd = (entry: Dirent): boolean =>
  isDraft(entry.name) ||
  entry.isFIFO() ||
  entry.isSocket() ||
  entry.isCharacterDevice() ||
  entry.isBlockDevice()

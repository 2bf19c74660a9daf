import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, opendir, realpath, rmdir } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { AppError, conflict, invalid, notFound } from '../core/errors.ts'
import { isInside, type Roots, realPathOf } from './paths.ts'

/** A folder held open: names below it mean this very folder, whatever becomes of its path. */
export type OpenFolder = AsyncDisposable & {
  /** Its real path when it was opened. */
  path: string
  /** A name in it, as a path for file calls; never walks through a swapped folder on Linux. */
  at(name: string): string
  /** The names in it survive a power loss. */
  sync(): Promise<void>
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants
const byDescriptor = process.platform === 'linux'

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

function held(handle: FileHandle, path: string): OpenFolder {
  const base = byDescriptor ? `/proc/self/fd/${handle.fd}` : path
  return {
    path,
    at: (name) => join(base, name),
    sync: () => handle.sync(),
    [Symbol.asyncDispose]: () => handle.close(),
  }
}

/** Opens one name of an open folder as a folder; a link is not followed. @throws what `open` throws */
export async function openBelow(folder: OpenFolder, name: string): Promise<OpenFolder> {
  const handle = await open(folder.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  return held(handle, join(folder.path, name))
}

/**
 * Opens a folder by its real path, component by component from the root and without following a link: what was swapped for
 * one since the path was resolved is refused. With `make`, missing folders are made on the way.
 * @throws AppError outside_roots, not_found, conflict (a part of the path is no folder), forbidden, invalid
 */
export async function openFolder(
  real: string,
  roots: Roots,
  { make = false }: { make?: boolean } = {},
): Promise<OpenFolder> {
  const root = await rootOf(real, roots)
  if (make) await mkdir(root, { recursive: true })
  let folder = held(
    await open(root, O_RDONLY | O_DIRECTORY).catch((error: unknown) =>
      Promise.reject(pathRefusal(error, root)),
    ),
    root,
  )
  try {
    for (const part of relative(root, real).split(sep).filter(Boolean)) {
      const next = await step(folder, part, make)
      await folder[Symbol.asyncDispose]()
      folder = next
    }
    // Elsewhere than on Linux the path is walked again by each call: at least it must be right now.
    if (!byDescriptor && (await realpath(folder.path)) !== folder.path) throw outside()
    return folder
  } catch (error) {
    await folder[Symbol.asyncDispose]()
    throw error
  }
}

/** Removes a folder that holds nothing but folders; leaves one that holds anything else, and what is no folder. */
export async function removeEmptyFolder(real: string, roots: Roots): Promise<void> {
  const info = await lstat(real).catch(() => null)
  if (!info?.isDirectory()) return
  await using folder = await openFolder(real, roots)
  const below: string[] = []
  for await (const entry of await opendir(folder.at('.'), { recursive: true })) {
    if (!entry.isDirectory()) return
    below.push(join(entry.parentPath, entry.name))
  }
  for (const path of below.sort().reverse()) await rmdir(path)
  await using parent = await openFolder(dirname(real), roots)
  await rmdir(parent.at(basename(real)))
}

const outside = (): AppError => new AppError('outside_roots', 'Path is outside the allowed folders')

async function rootOf(real: string, roots: Roots): Promise<string> {
  for (const root of roots) {
    const { path } = await realPathOf(root)
    if (isInside(path, real)) return path
  }
  throw outside()
}

async function step(folder: OpenFolder, part: string, make: boolean): Promise<OpenFolder> {
  try {
    return await openBelow(folder, part)
  } catch (error) {
    if (make && codeOf(error) === 'ENOENT') {
      await mkdir(folder.at(part)).catch((problem: unknown) => {
        if (codeOf(problem) !== 'EEXIST') throw pathRefusal(problem, join(folder.path, part))
      })
      await folder.sync() // else what is written below goes with it
      return openBelow(folder, part).catch((problem: unknown) => {
        throw pathRefusal(problem, join(folder.path, part))
      })
    }
    const isLink = await lstat(folder.at(part)).then(
      (info) => info.isSymbolicLink(),
      () => false,
    )
    throw isLink ? outside() : pathRefusal(error, join(folder.path, part))
  }
}

/** What the file system says about a path, as a refusal; anything else as it is. */
export function pathRefusal(error: unknown, path: string): unknown {
  const name = basename(path)
  switch (codeOf(error)) {
    case 'ENOENT':
      return notFound('Folder', name)
    case 'ENOTDIR':
    case 'EEXIST':
      return conflict(`A part of the path is a file, not a folder: ${basename(dirname(path))}/${name}`)
    case 'EISDIR':
    case 'ENOTEMPTY':
      return conflict(`There is a folder of this name: ${name}`)
    case 'ENAMETOOLONG':
    case 'EINVAL':
    case 'EILSEQ':
      return invalid('path', 'The file system does not take this name')
    case 'ELOOP':
      return outside()
    case 'EACCES':
    case 'EPERM':
      return new AppError('forbidden', `The file system does not allow it: ${name}`, { cause: error })
    default:
      return error
  }
}

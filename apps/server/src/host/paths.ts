import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path'
import { AppError, notFound } from '../core/errors.ts'

/** Folders that may be touched, with everything below them. */
export type Roots = readonly string[]

/** As many links as Linux follows before it gives up. */
const maxLinks = 40

/** `~` and `~/x` as the person means them; every other path as it is. */
export function expandHome(path: string, home: string = homedir()): string {
  if (path === '~') return home
  return path.startsWith('~/') ? join(home, path.slice(2)) : path
}

/** Whether `path` is `root` or below it, by whole components. Both absolute, with links already resolved. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

/**
 * Where a path really leads, links resolved, also when its end does not exist (yet): then the missing part is appended
 * as written, so that a link into nowhere still shows which folder it points at.
 */
export async function realPathOf(path: string): Promise<{ path: string; exists: boolean }> {
  try {
    return { path: await realpath(path), exists: true }
  } catch {
    // Missing, unreadable or a loop: walk it part by part to learn where it would lie.
  }
  const todo = (from: string) => from.split(sep).filter(Boolean)
  const whole = resolve(path)
  // Mostly its last part alone is missing.
  const folder = await realpath(dirname(whole)).catch(() => null)
  let parts = folder === null ? todo(whole) : [basename(whole)]
  let at = folder ?? parse(whole).root
  let links = 0
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const next = join(at, part)
    // Asked in one call: what is a link now may be none a moment later.
    const leads = await readlink(next).catch(() => null)
    if (leads === null) {
      at = next
      continue
    }
    links += 1
    if (links > maxLinks) return { path: next, exists: false }
    const target = resolve(dirname(next), leads)
    parts = [...todo(target), ...parts]
    at = parse(target).root
  }
  return { path: at, exists: false }
}

function outside(): AppError {
  return new AppError('outside_roots', 'Path is outside the allowed folders')
}

async function isWithin(path: string, roots: Roots): Promise<boolean> {
  for (const root of roots) if (isInside((await realPathOf(root)).path, path)) return true
  return false
}

/**
 * The real path of `path` (relative ones count from the first root), whether or not it exists yet.
 * @throws AppError outside_roots, the same whether or not there is something
 */
export async function resolveInside(path: string, roots: Roots): Promise<string> {
  if (path.includes('\0')) throw new AppError('bad_request', 'A path must not contain NUL')
  const real = await realPathOf(resolve(roots[0] ?? sep, expandHome(path)))
  if (!(await isWithin(real.path, roots))) throw outside()
  return real.path
}

export type OpenFile = AsyncDisposable & { handle: FileHandle; path: string; info: Stats }

/**
 * Opens a regular file for reading: never a pipe, socket or device, never through a last link, and the open file itself
 * is checked again, so that a folder swapped for a link in between gives nothing away.
 * @throws AppError outside_roots, not_found, forbidden
 */
export async function openInside(
  path: string,
  roots: Roots,
  /** Refuses by throwing; asked before the file is opened and, about where it really lies, after. */
  check: (real: string) => void = () => undefined,
): Promise<OpenFile> {
  const real = await resolveInside(path, roots)
  check(real)
  const before = await lstat(real).catch((error: unknown) => Promise.reject(refusal(error, path)))
  if (!before.isFile()) throw new AppError('forbidden', 'Not a regular file')
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const handle = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) =>
    Promise.reject(refusal(error, path)),
  )
  try {
    const info = await handle.stat()
    if (!info.isFile()) throw new AppError('forbidden', 'Not a regular file')
    const lies = await pathOfOpen(handle, info, real)
    if (!(await isWithin(lies, roots))) throw outside()
    check(lies)
    return { handle, path: real, info, [Symbol.asyncDispose]: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Where an open file lies now: the kernel's word on Linux, elsewhere the path again if it is still the same file. */
async function pathOfOpen(handle: FileHandle, info: Stats, opened: string): Promise<string> {
  if (process.platform === 'linux') return readlink(`/proc/self/fd/${handle.fd}`)
  const again = await realPathOf(opened)
  const now = await stat(again.path).catch(() => null)
  if (now?.ino !== info.ino || now.dev !== info.dev) throw outside()
  return again.path
}

function refusal(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return notFound('File', path)
    case 'ELOOP':
    case 'ENXIO':
      return new AppError('forbidden', 'Not a regular file', { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new AppError('forbidden', `File may not be read: ${path}`, { cause: error })
    default:
      return error
  }
}

/**
 * Reads a text file whole; `check` as in `openInside`.
 * @throws AppError outside_roots, not_found, forbidden, payload_too_large, unsupported_media_type (not UTF-8 text)
 */
export async function readTextInside(
  path: string,
  roots: Roots,
  maxBytes: number,
  check?: (real: string) => void,
): Promise<{ path: string; text: string }> {
  await using file = await openInside(path, roots, check)
  const bytes = await readUpTo(file.handle, maxBytes + 1)
  if (bytes.length > maxBytes)
    throw new AppError('payload_too_large', `The file is larger than ${maxBytes} bytes: ${path}`)
  if (bytes.includes(0)) throw new AppError('unsupported_media_type', `Not a text file: ${path}`)
  try {
    return { path: file.path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    throw new AppError('unsupported_media_type', `Not a text file: ${path}`, { cause: error })
  }
}

/** The size that `stat` tells is not believed: a file may grow, and those of /proc say 0. */
export async function readUpTo(handle: FileHandle, maxBytes: number, from = 0): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  while (size < maxBytes) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, maxBytes - size))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, from + size)
    if (bytesRead === 0) break
    chunks.push(chunk.subarray(0, bytesRead))
    size += bytesRead
  }
  return Buffer.concat(chunks)
}

/**
 * The real path of an existing folder, `~` expanded; relative paths are refused, since they would mean the hub's own.
 * @throws AppError not_found, bad_request
 */
export async function existingFolder(path: string): Promise<string> {
  const wanted = expandHome(path)
  if (!isAbsolute(wanted) || wanted.includes('\0'))
    throw new AppError('bad_request', `Not an absolute path: ${path}`)
  const info = await stat(wanted).catch(() => null)
  if (!info?.isDirectory()) throw notFound('Folder', path)
  return realpath(wanted)
}

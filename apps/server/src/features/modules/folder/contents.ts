// Owns the hash over the folder of a module, and the copy that is made while it is taken.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { limits } from '@atrium/schema'

/** Why a folder can never be a module, in one sentence for the person who wrote it. */
export class FolderProblem extends Error {}

export type Listing = {
  files: { path: string; size: number }[]
  size: number
  /** Another one means that something in the folder may have changed. */
  fingerprint: string
}

const deepest = 32
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Every file of a folder, by name. @throws FolderProblem for links and special files, and past the limits */
export async function listFolder(folder: string): Promise<Listing> {
  const files: Listing['files'] = []
  const facts: string[] = []
  let size = 0

  async function walk(below: string, depth: number): Promise<void> {
    if (depth > deepest) throw new FolderProblem(`Its folders are nested deeper than ${deepest}`)
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    entries.sort((one, other) => (one.name < other.name ? -1 : 1))
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) {
        await walk(path, depth + 1)
        continue
      }
      if (!entry.isFile())
        throw new FolderProblem(`'${path}' is a link or a special file; a module has files and folders alone`)
      const info = await lstat(join(folder, path), { bigint: true })
      files.push({ path, size: Number(info.size) })
      facts.push([path, info.size, info.mtimeNs, info.ctimeNs, info.ino, info.mode].join('\0'))
      size += Number(info.size)
      if (files.length > limits.moduleFiles)
        throw new FolderProblem(`It has more than ${limits.moduleFiles} files`)
      if (size > limits.moduleBytes)
        throw new FolderProblem(`It is larger than ${limits.moduleBytes / 1024 / 1024} MiB`)
    }
  }

  const info = await lstat(folder)
  if (!info.isDirectory()) throw new FolderProblem('Its folder is a link')
  await walk('', 0)
  return { files, size, fingerprint: createHash('sha256').update(facts.join('\n')).digest('hex') }
}

/**
 * SHA-256 over the names, lengths and bytes of all files; with `copyTo` (which must not exist) exactly those bytes are
 * written there, so that what is loaded later is what was hashed.
 * @throws FolderProblem
 */
export async function hashFolder(folder: string, files: Listing['files'], copyTo?: string): Promise<string> {
  const hash = createHash('sha256')
  let room = limits.moduleBytes
  for (const { path } of files) {
    const bytes = await readUpTo(join(folder, path), room)
    room -= bytes.length
    // With their lengths before them no two folders are one text.
    hash.update(`${Buffer.byteLength(path)} ${path} ${bytes.length} `)
    hash.update(bytes)
    if (copyTo === undefined) continue
    const target = join(copyTo, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeFile(target, bytes, { flag: 'wx', mode: 0o600 })
  }
  return hash.digest('hex')
}

async function readUpTo(path: string, room: number): Promise<Buffer> {
  await using file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  const info = await file.stat()
  if (!info.isFile()) throw new FolderProblem('It holds something that is no regular file')
  if (info.size > room) throw new FolderProblem(`It is larger than ${limits.moduleBytes / 1024 / 1024} MiB`)
  const bytes = Buffer.alloc(info.size)
  let read = 0
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

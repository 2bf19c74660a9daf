// Owns the hash over the folder of a module, and the copy that is made while it is taken.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir } from 'node:fs/promises'
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
const manifestBytes = 64 * 1024
const pieceBytes = 256 * 1024
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Every file of a folder, by name. @throws FolderProblem for links and special files, and past the limits */
export async function listFolder(folder: string): Promise<Listing> {
  const files: Listing['files'] = []
  const facts: string[] = []
  let size = 0
  let seen = 0

  async function walk(below: string, depth: number): Promise<void> {
    if (depth > deepest) throw new FolderProblem(`Its folders are nested deeper than ${deepest}`)
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    entries.sort((one, other) => (one.name < other.name ? -1 : 1))
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (++seen > 2 * limits.moduleFiles)
        throw new FolderProblem(`It has more than ${limits.moduleFiles} folders`)
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
 * SHA-256 over the names, lengths and bytes of all files, and the manifest as it was hashed; with `copyTo` exactly those bytes
 * are written there, so that what is loaded later is what was hashed.
 * @throws FolderProblem
 */
export async function hashFolder(
  folder: string,
  files: Listing['files'],
  copyTo?: string,
): Promise<{ sha256: string; manifest: string }> {
  const hash = createHash('sha256')
  let room = limits.moduleBytes
  let manifest = Buffer.alloc(0)
  for (const { path } of files) {
    await using file = await open(join(folder, path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const info = await file.stat()
    if (!info.isFile()) throw new FolderProblem(`'${path}' is no regular file`)
    if (info.size > room) throw new FolderProblem(`It is larger than ${limits.moduleBytes / 1024 / 1024} MiB`)
    room -= info.size
    await using copy = copyTo === undefined ? null : await openNew(join(copyTo, path))
    // With their lengths before them no two folders are one text.
    hash.update(`${Buffer.byteLength(path)} ${path} ${info.size} `)
    for (let left = info.size; left > 0; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(left, pieceBytes)))
      if (bytesRead === 0) throw new FolderProblem(`'${path}' changes while it is read`)
      const bytes = buffer.subarray(0, bytesRead)
      left -= bytesRead
      hash.update(bytes)
      await copy?.writeFile(bytes)
      if (path === 'manifest.yaml' && manifest.length <= manifestBytes)
        manifest = Buffer.concat([manifest, bytes])
    }
  }
  if (manifest.length > manifestBytes)
    throw new FolderProblem(`Its manifest.yaml is larger than ${manifestBytes} bytes`)
  return { sha256: hash.digest('hex'), manifest: manifest.toString('utf8') }
}

async function openNew(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  return open(path, 'wx', 0o600)
}

import { createHash, type Hash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'

const chunkBytes = 256 * 1024
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Hashed in one go up to here; what is larger leaves the event loop free between pieces. */
const onceBytes = 1024 * 1024

/** SHA-256 in hexadecimal. */
export async function hashBytes(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= onceBytes) return createHash('sha256').update(bytes).digest('hex')
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return Buffer.from(hash).toString('hex')
}

export type Hashed = { hash: string; info: BigIntStats }

/** Opens a regular file to read it; never through a last link, never waiting for a pipe. @throws AppError forbidden */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  const isFile = await handle.stat().then(
    (info) => info.isFile(),
    () => false,
  )
  if (isFile) return handle
  await handle.close()
  throw new AppError('forbidden', 'Not a regular file')
}

/** SHA-256 of a file that nobody changed meanwhile; null when it keeps changing. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<Hashed | null> {
  await using file = await openRegular(path)
  for (let tries = 0; tries < 3; tries++) {
    const before = await file.stat({ bigint: true })
    const hash = await feed(createHash('sha256'), file, signal)
    const info = await file.stat({ bigint: true })
    if (isUnchanged(before, info)) return { hash: hash.digest('hex'), info }
  }
  return null
}

export const isUnchanged = (before: BigIntStats, after: BigIntStats): boolean =>
  before.size === after.size && before.mtimeNs === after.mtimeNs

async function feed(hash: Hash, file: FileHandle, signal?: AbortSignal): Promise<Hash> {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  for (let at = 0; ; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return hash
    hash.update(chunk.subarray(0, bytesRead))
    at += bytesRead
  }
}

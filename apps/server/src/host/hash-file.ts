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

/**
 * SHA-256 of a regular file that nobody changed meanwhile; null when it keeps changing. Never through a last link, never
 * waiting for a pipe.
 * @throws AppError forbidden
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<Hashed | null> {
  await using file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  let before = await file.stat({ bigint: true })
  if (!before.isFile()) throw new AppError('forbidden', 'Not a regular file')
  for (let tries = 0; tries < 3; tries++) {
    const hash = createHash('sha256')
    const read = await feed(hash, file, Number(before.size), signal)
    const info = await file.stat({ bigint: true })
    if (isUnchanged(before, info) && read === Number(info.size)) return { hash: hash.digest('hex'), info }
    before = info
  }
  return null
}

export const isUnchanged = (before: BigIntStats, after: BigIntStats): boolean =>
  before.size === after.size && before.mtimeNs === after.mtimeNs

/** Gives how many bytes there were. A small file is one read: what is short of the buffer is its end. */
async function feed(hash: Hash, file: FileHandle, size: number, signal?: AbortSignal): Promise<number> {
  const chunk = Buffer.allocUnsafe(Math.min(size + 1, chunkBytes))
  for (let at = 0; ; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    hash.update(chunk.subarray(0, bytesRead))
    at += bytesRead
    if (bytesRead === 0 || at === size) return at
  }
}

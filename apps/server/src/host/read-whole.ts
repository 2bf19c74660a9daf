import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, conflict } from '../core/errors.ts'
import { isUnchanged } from './hash-file.ts'
import { readUpTo } from './paths.ts'

/**
 * The bytes of a file that nobody changed while they were read.
 * @throws AppError payload_too_large, conflict (it keeps changing)
 */
export async function readWhole(
  { handle, path }: { handle: FileHandle; path: string },
  maxBytes: number,
): Promise<{ bytes: Buffer; info: BigIntStats }> {
  for (let tries = 0; tries < 3; tries++) {
    const before = await handle.stat({ bigint: true })
    const bytes = await readUpTo(handle, maxBytes + 1)
    if (bytes.length > maxBytes)
      throw new AppError(
        'payload_too_large',
        `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB`,
      )
    const info = await handle.stat({ bigint: true })
    if (isUnchanged(before, info)) return { bytes, info }
  }
  throw conflict(`The file keeps changing: ${basename(path)}`)
}

import type { BigIntStats } from 'node:fs'
import { type FileHandle, lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits, type ProjectFile } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { textOf } from '../../core/text.ts'
import { hashBytes } from '../../host/hash-file.ts'
import { type OpenFile, openInside, readUpTo } from '../../host/paths.ts'
import { readWhole } from '../../host/read-whole.ts'
import { headBytes, languageOf, looksLikeText, mediaOf } from './kinds.ts'
import type { Places } from './places.ts'
import { notAFile, notThere, oversize, unsupported } from './refusals.ts'

export const mtimeOf = ({ mtimeNs }: BigIntStats): number => Number(mtimeNs / 1000n) / 1000

/** Opens a regular file below the root. @throws AppError not_found, bad_request, outside_roots, forbidden */
export async function openFile(places: Places, path: string): Promise<OpenFile> {
  const real = await places.resolve(path)
  return openInside(real, places.roots, places.assertOpen).catch(async (error: unknown) => {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'not_found') throw notThere(path)
    if (error.code === 'forbidden' && error.message === 'Not a regular file' && (await isFolder(real)))
      throw notAFile(path)
    throw error
  })
}

async function isFolder(real: string): Promise<boolean> {
  return lstat(real).then(
    (info) => info.isDirectory(),
    () => false,
  )
}

/** What a file is and whether it may be shown. @throws AppError payload_too_large, unsupported_media_type */
export async function showable(
  file: OpenFile,
  path: string,
): Promise<{ type: string; language: string | null }> {
  const head = await readUpTo(file.handle, headBytes)
  const { size } = file.info
  const media = mediaOf(head)
  if (media === null && !looksLikeText(head)) throw unsupported(path, size)
  const limit = media === null ? limits.textFileBytes : limits.mediaFileBytes
  if (size > limit) throw oversize(size, limit)
  return media === null
    ? { type: 'text/plain', language: languageOf(basename(file.path)) }
    : { type: media, language: null }
}

/** A file whole. @throws AppError not_found, payload_too_large, unsupported_media_type, outside_roots, forbidden */
export async function readFile(places: Places, path: string): Promise<ProjectFile> {
  await using file = await openFile(places, path)
  const { type, language } = await showable(file, path)
  const { bytes, info } = await readWhole(
    file,
    language === null ? limits.mediaFileBytes : limits.textFileBytes,
  )
  const text = language === null ? null : textOf(bytes)
  if (language !== null && text === null) throw unsupported(path, bytes.length)
  return {
    path: places.below(file.path),
    content: text ?? bytes.toString('base64'),
    encoding: text === null ? 'base64' : 'utf8',
    mimeType: type,
    language: language ?? 'plaintext',
    size: bytes.length,
    mtime: mtimeOf(info),
    hash: await hashBytes(bytes),
  }
}

/** Names these very bytes as far as the file system tells; good for ranges of what is too large to hash. */
export async function tagOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs, ino } = await handle.stat({ bigint: true })
  return `"${size.toString(36)}-${mtimeNs.toString(36)}-${ino.toString(36)}"`
}

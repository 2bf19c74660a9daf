import { lstat } from 'node:fs/promises'
import {
  type FileContent,
  type FileQuery,
  type FileWrite,
  type FileWritten,
  type Folder,
  type FolderQuery,
  limits,
} from '@atrium/schema'
import type { Preconditions } from '../../context.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { fromBase64, textOf } from '../../core/text.ts'
import { hashBytes, hashFile } from '../../host/hash-file.ts'
import { openFolder } from '../../host/open-folder.ts'
import { type OpenFile, openInside, readUpTo } from '../../host/paths.ts'
import { readWhole } from '../../host/read-whole.ts'
import type { Vault } from '../../host/vault.ts'
import { type Existing, writeWhole } from '../../host/write-file.ts'
import { headBytes, mediaOf, otherOf } from './kind.ts'
import { describe, namesIn, timeOf } from './listing.ts'
import { createPlaces } from './places.ts'
import { wishOf } from './wish.ts'

export type FilesDeps = {
  /** Real paths. */
  vault: string
  home: string
  assertReadable: Vault['assertReadable']
  /** Vault there, disk not full. */
  assertWritable: () => Promise<void>
}

/** Files of the vault: listed, read and written within it and nowhere else. */
export function createFiles({ vault, home, assertReadable, assertWritable }: FilesDeps) {
  const places = createPlaces({ vault, home })

  /** What is said of a path where the vault itself may be what is missing. */
  async function sayMissing(error: unknown, what: string, path: string): Promise<never> {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    await assertReadable()
    throw notFound(what, path)
  }

  async function contentOf(file: OpenFile, query: FileQuery): Promise<FileContent> {
    const head = await readUpTo(file.handle, headBytes)
    const media = mediaOf(head)
    const isPart = query.offset !== undefined || query.length !== undefined
    const asBytes = isPart || query.encoding === 'base64' || (media !== null && query.encoding !== 'utf8')
    const maxBytes = asBytes ? limits.mediaFileBytes : limits.textFileBytes
    const common = { path: places.below(file.path), size: file.info.size }
    if (isPart) {
      const offset = query.offset ?? 0
      const bytes = await readUpTo(file.handle, query.length ?? maxBytes, offset)
      const info = await file.handle.stat({ bigint: true })
      return {
        ...common,
        content: bytes.toString('base64'),
        encoding: 'base64',
        mimeType: media ?? (await kindOfRest(file)),
        size: Number(info.size),
        hash: null,
        lastModified: timeOf(info),
        offset,
        length: bytes.length,
      }
    }
    const { bytes, info } = await readWhole(file, maxBytes)
    const text = asBytes && media !== null ? null : textOf(bytes)
    if (!asBytes && text === null) throw new AppError('bad_request', `File is not text: ${query.path}`)
    return {
      ...common,
      content: asBytes ? bytes.toString('base64') : (text ?? ''),
      encoding: asBytes ? 'base64' : 'utf8',
      mimeType: media ?? (text === null ? otherOf(head) : 'text/plain'),
      size: bytes.length,
      hash: await hashBytes(bytes),
      lastModified: timeOf(info),
      offset: 0,
      length: bytes.length,
    }
  }

  /** What a file is that is not read whole, by its beginning. */
  async function kindOfRest(file: OpenFile): Promise<string> {
    const begin = await readUpTo(file.handle, 4096)
    // The last character may be cut.
    for (let cut = 0; cut < 4; cut++)
      if (textOf(begin.subarray(0, begin.length - cut)) !== null) return 'text/plain'
    return otherOf(begin)
  }

  return {
    /** @throws AppError not_found, bad_request, outside_roots, forbidden, vault_missing */
    async list({ path, includeHidden, limit, cursor }: FolderQuery): Promise<Folder> {
      const real = await places.resolve(path)
      await using folder = await openFolder(real, places.roots).catch(async (error: unknown) => {
        if (error instanceof AppError && error.code === 'conflict')
          throw new AppError('bad_request', `Path is not a directory: ${path}`)
        return sayMissing(error, 'Path', path)
      })
      const { names, truncated } = await namesIn(folder, { includeHidden, places })
      const from = cursor === undefined ? 0 : firstAfter(names, cursor)
      const page = names.slice(from, from + limit)
      return {
        path: places.below(real),
        fullPath: real,
        entries: await describe(folder, page, places),
        nextCursor: from + limit < names.length ? (page.at(-1) ?? null) : null,
        truncated,
      }
    },

    /** @throws AppError not_found, bad_request, outside_roots, forbidden, payload_too_large, vault_missing */
    async read(query: FileQuery): Promise<FileContent> {
      const real = await places.resolve(query.path)
      const isFolder = await lstat(real).then(
        (info) => info.isDirectory(),
        () => false,
      )
      if (isFolder) throw new AppError('bad_request', `Path is not a file: ${query.path || '.'}`)
      await using file = await openInside(real, places.roots, places.assertOpen).catch((error: unknown) =>
        sayMissing(error, 'File', query.path),
      )
      return await contentOf(file, query)
    },

    /** @throws AppError file_changed, outside_roots, forbidden, conflict, payload_too_large, insufficient_storage, vault_missing */
    async write(file: FileWrite, preconditions: Preconditions): Promise<FileWritten> {
      const wish = wishOf(file, preconditions)
      const bytes = decode(file)
      const real = await places.resolve(file.path)
      if (places.below(real) === '') throw new AppError('bad_request', 'Path is not a file')
      await assertWritable()
      let lastModified = ''
      const path = await writeWhole(real, places.roots, bytes, {
        before: async (existing) => {
          places.assertOpen(real)
          await assertWished(existing)
        },
        after: ({ info }) => {
          lastModified = timeOf(info)
        },
      })
      return {
        success: true,
        path: places.below(path),
        size: bytes.length,
        hash: await hashBytes(bytes),
        lastModified,
      }

      async function assertWished(existing: Existing | null): Promise<void> {
        const changed = new AppError('file_changed', 'The file changed since you read it')
        if (wish.absent && existing) throw new AppError('file_changed', 'There is such a file already')
        if ((wish.present || wish.hashes || wish.lastModified !== null) && !existing) throw changed
        if (!existing) return
        if (wish.lastModified !== null && timeOf(existing.info) !== wish.lastModified) throw changed
        if (!wish.hashes) return
        const now = await hashFile(existing.path)
        if (!now || !wish.hashes.includes(now.hash)) throw changed
      }
    },
  }
}

const firstAfter = (names: readonly string[], cursor: string): number => {
  const index = names.findIndex((name) => name > cursor)
  return index === -1 ? names.length : index
}

function decode({ content, encoding }: FileWrite): Buffer {
  if (encoding === 'utf8' && !content.isWellFormed())
    throw invalid('content', 'The text has half a character; send such bytes in Base64')
  const bytes = encoding === 'base64' ? fromBase64(content) : Buffer.from(content)
  if (bytes === null) throw invalid('content', 'The content is not Base64')
  if (bytes.length > limits.fileWriteBytes)
    throw new AppError('payload_too_large', 'The file is larger than 10 MiB')
  return bytes
}

// Owns yazl: folders of the person's, sent as zip archives while they are read.
import { constants } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { AppError } from '../core/errors.ts'
import { isDraft } from './drafts.ts'
import { type OpenFolder, openBelow } from './open-folder.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

type Item = { path: string; isFolder: boolean; mtime: Date }

export type ZipOptions = {
  maxEntries: number
  maxBytes: number
  leaveOut: (path: string) => boolean
  signal: AbortSignal
}

/** What goes into the archive, parents first. Links and what is no file stay out. @throws AppError payload_too_large */
export async function listForZip(folder: OpenFolder, options: ZipOptions): Promise<Item[]> {
  const items: Item[] = []
  let bytes = 0
  async function walk(at: OpenFolder, prefix: string): Promise<void> {
    const names: string[] = []
    for await (const entry of await opendir(at.at('.'))) {
      if (!entry.isFile() && !entry.isDirectory()) continue
      if (isDraft(entry.name) || options.leaveOut(join(at.path, entry.name))) continue
      names.push(entry.name)
      if (items.length + names.length > options.maxEntries) throw tooMuch()
    }
    for (const name of names.sort()) {
      options.signal.throwIfAborted()
      const info = await lstat(at.at(name)).catch(() => null)
      if (info === null) continue
      const path = prefix + name
      if (info.isDirectory()) {
        items.push({ path, isFolder: true, mtime: info.mtime })
        const below = await openBelow(at, name).catch(() => null)
        if (below === null) continue
        await using held = below
        await walk(held, `${path}/`)
      } else if (info.isFile()) {
        items.push({ path, isFolder: false, mtime: info.mtime })
        bytes += info.size
      }
      if (items.length > options.maxEntries || bytes > options.maxBytes) throw tooMuch()
    }
  }
  await walk(folder, '')
  return items
}

const tooMuch = (): AppError =>
  new AppError('payload_too_large', 'The folder is too large to download at once; download a part of it')

/** A name that no program that unpacks takes for a way out, and that Windows can write. */
const safeName = (path: string): string =>
  path
    .replaceAll('\\', '_')
    .replace(/\p{Cc}/gu, '_')
    .replace(/^([a-z]):/i, '$1_')

/**
 * The archive as a stream; files are opened one after the other while it is read. What has vanished meanwhile is left out.
 * `folder` is closed when the archive is done or given up.
 */
export function zipOf(folder: OpenFolder, items: readonly Item[], signal: AbortSignal): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const work = async () => {
    await using root = folder
    for (const { path, isFolder, mtime } of items) {
      if (signal.aborted || output.destroyed) return
      if (isFolder) zip.addEmptyDirectory(safeName(path), { mtime, mode: 0o755 })
      else await addFile(zip, root, path, mtime, signal)
    }
    zip.end()
    await finished(output, { signal, cleanup: true }).catch(() => undefined)
  }
  work().catch((error: unknown) => output.destroy(error as Error))
  signal.addEventListener('abort', () => output.destroy(), { once: true })
  return output
}

async function addFile(zip: ZipFile, root: OpenFolder, path: string, mtime: Date, signal: AbortSignal) {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  let folder: OpenFolder | null = null
  try {
    for (const part of parts) {
      const next: OpenFolder = await openBelow(folder ?? root, part)
      await folder?.[Symbol.asyncDispose]()
      folder = next
    }
    const handle = await open((folder ?? root).at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const info = await handle.stat()
    if (!info.isFile()) return await handle.close()
    // As large as it is now: one that keeps growing would never end.
    const source = handle.createReadStream({ signal, end: Math.max(0, info.size - 1) })
    const done = finished(source, { signal })
    zip.addReadStream(source, safeName(path), { mtime, mode: 0o644 })
    await done
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP' && code !== 'EACCES') throw error
  } finally {
    await folder?.[Symbol.asyncDispose]()
  }
}

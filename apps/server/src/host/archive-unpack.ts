import { createWriteStream } from 'node:fs'
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../core/errors.ts'
import type { ArchiveEntry } from './archive-rules.ts'
import { noteDraft } from './drafts.ts'
import { syncFolder } from './write-file.ts'

type Contents = {
  entries: readonly ArchiveEntry[]
  stream: (entry: ArchiveEntry) => Readable
  place: (name: string) => string | null
}

/**
 * Writes an inspected archive into a draft beside `folder`, flushes it and puts it in place by one rename. The parent must
 * exist; whoever calls keeps others from making the same folder meanwhile.
 * @throws AppError already_exists, invalid
 */
export async function unpackInto(folder: string, { entries, stream, place }: Contents): Promise<void> {
  const parent = dirname(folder)
  await using note = await noteDraft(await realpath(parent))
  const draft = join(parent, note.name)
  const folders = new Set([draft])
  await mkdir(draft, { mode: 0o755 })
  try {
    const makeFolder = async (parts: string[]): Promise<void> => {
      for (let end = 1; end <= parts.length; end++) {
        const path = join(draft, ...parts.slice(0, end))
        if (folders.has(path)) continue
        await mkdir(path, { mode: 0o755 }) // not there yet: everything below the draft is made here
        folders.add(path)
      }
    }
    for (const entry of entries) {
      const name = place(entry.name)
      if (name === null || name === '') continue
      const parts = name.split('/')
      if (entry.isFolder) {
        await makeFolder(parts)
        continue
      }
      await makeFolder(parts.slice(0, -1))
      await writeEntry(join(draft, ...parts), stream(entry))
    }
    for (const path of [...folders].reverse()) await syncFolder(path)
    if (await lstat(folder).catch(() => null))
      throw new AppError('already_exists', `Already there: ${basename(folder)}`)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  await syncFolder(parent)
}

/** Never executable, never over something that is there. */
async function writeEntry(path: string, bytes: Readable): Promise<void> {
  await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o644 }))
  await using file = await open(path, 'r')
  await file.sync()
}

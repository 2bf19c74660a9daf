// Lists the transcript files by readdir and stat alone.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from './look.ts'

const atOnce = 16
/** More is no history of a person any more; the rest is left out. */
const maxFiles = 200_000
const name = /^(?!agent-)([A-Za-z0-9_-]{1,128})\.jsonl$/

/**
 * Transcripts of sessions, those of subagents aside. Links are not followed: what they lead to is somebody else's. An
 * unreadable folder is passed over.
 */
export async function listTranscripts(root: string, signal: AbortSignal): Promise<Place[]> {
  const folders = await entriesOf(root, 'folder')
  const places: Place[] = []
  for (const folder of folders) {
    signal.throwIfAborted()
    const files = (await entriesOf(join(root, folder), 'file')).filter((file) => name.test(file))
    await inParallel(files, async (file) => {
      const place = await placeOf(root, folder, file)
      if (place && places.length < maxFiles) places.push(place)
    })
  }
  return places
}

/** The transcript of one session, wherever it lies; the newest where there are several. */
export async function findTranscript(root: string, sessionId: string): Promise<Place | null> {
  const file = `${sessionId}.jsonl`
  if (!name.test(file)) return null
  let newest: Place | null = null
  for (const folder of await entriesOf(root, 'folder')) {
    const place = await placeOf(root, folder, file)
    if (place && (!newest || place.mtimeMs > newest.mtimeMs)) newest = place
  }
  return newest
}

async function placeOf(root: string, folder: string, file: string): Promise<Place | null> {
  const path = join(root, folder, file)
  const info = await stat(path).catch(() => null)
  const sessionId = name.exec(file)?.[1]
  if (!info?.isFile() || sessionId === undefined) return null
  return { path, sessionId, folder, size: info.size, mtimeMs: info.mtimeMs, inode: info.ino }
}

async function entriesOf(folder: string, kind: 'file' | 'folder'): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => (kind === 'file' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => entry.name)
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const worker = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

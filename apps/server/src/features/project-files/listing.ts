import type { BigIntStats } from 'node:fs'
import { lstat, opendir, stat } from 'node:fs/promises'
import { limits, type ProjectFileEntry } from '@atrium/schema'
import { isDraft } from '../../host/drafts.ts'
import type { OpenFolder } from '../../host/open-folder.ts'

/** One name of a folder: `d` for a folder, `f` for everything else, then the name; so that it sorts as it is listed. */
export type Key = string
export const nameOf = (key: Key): string => key.slice(1)

type Names = { keys: readonly Key[]; truncated: boolean }
type Kept = Names & { stamp: string }

const parallel = 32
const keptNames = 400_000
const batch = 1_000
/** A folder that changed so lately may change again without another time on it. */
const settledMs = 1_000

const always = new Set(['.git', 'node_modules', '.DS_Store', 'dist', 'build'])
export const isHidden = (name: string): boolean =>
  always.has(name) || (name.startsWith('.') && name !== '.env')

const stampOf = ({ dev, ino, mtimeNs, ctimeNs }: BigIntStats): string => `${dev}.${ino}.${mtimeNs}.${ctimeNs}`

/** The sorted names of folders, kept while a folder does not change: paging through a large one reads it once. */
export function createNames() {
  const kept = new Map<string, Kept>()
  let count = 0

  function keep(path: string, value: Kept): void {
    forget(path)
    kept.set(path, value)
    count += value.keys.length
    for (const oldest of kept.keys()) {
      if (count <= keptNames || oldest === path) break
      forget(oldest)
    }
  }

  function forget(path: string): void {
    count -= kept.get(path)?.keys.length ?? 0
    kept.delete(path)
  }

  return {
    async of(folder: OpenFolder): Promise<Names> {
      const info = await stat(folder.at('.'), { bigint: true })
      const stamp = stampOf(info)
      const known = kept.get(folder.path)
      if (known?.stamp === stamp) return known
      const names = await read(folder)
      if (Date.now() - Number(info.mtimeNs / 1_000_000n) > settledMs) keep(folder.path, { ...names, stamp })
      else forget(folder.path)
      return names
    },
  }
}

async function read(folder: OpenFolder): Promise<Names> {
  const keys: Key[] = []
  let truncated = false
  for await (const entry of await opendir(folder.at('.'), { bufferSize: batch })) {
    const { name } = entry
    if (
      isDraft(name) ||
      entry.isFIFO() ||
      entry.isSocket() ||
      entry.isCharacterDevice() ||
      entry.isBlockDevice()
    )
      continue
    if (keys.length === limits.folderEntries) {
      truncated = true
      break
    }
    keys.push((entry.isDirectory() ? 'd' : 'f') + name)
  }
  return { keys: keys.sort(), truncated }
}

/** A page of the sorted names that come after `cursor`. */
export function pageOf(
  keys: readonly Key[],
  { cursor, limit, shown }: { cursor: string | undefined; limit: number; shown: (name: string) => boolean },
): { page: Key[]; next: string | null } {
  const page: Key[] = []
  for (let at = cursor === undefined ? 0 : firstAfter(keys, cursor); at < keys.length; at++) {
    const key = keys[at] as Key // below the length
    if (!shown(nameOf(key))) continue
    if (page.length === limit) return { page, next: page.at(-1) ?? null }
    page.push(key)
  }
  return { page, next: null }
}

function firstAfter(keys: readonly Key[], cursor: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as Key) > cursor) high = middle
    else low = middle + 1
  }
  return low
}

/** What each name is; those that vanished meanwhile are left out. */
export async function describe(
  folder: OpenFolder,
  page: readonly Key[],
  ignored: ReadonlySet<string>,
): Promise<ProjectFileEntry[]> {
  const entries = Array.from<ProjectFileEntry | null>({ length: page.length }).fill(null)
  let next = 0
  const work = async () => {
    for (let at = next++; at < page.length; at = next++)
      entries[at] = await entryOf(folder, nameOf(page[at] as Key), ignored)
  }
  await Promise.all(Array.from({ length: Math.min(parallel, page.length) }, work))
  return entries.filter((entry) => entry !== null)
}

async function entryOf(
  folder: OpenFolder,
  name: string,
  ignored: ReadonlySet<string>,
): Promise<ProjectFileEntry | null> {
  const info = await lstat(folder.at(name)).catch(() => null)
  if (info === null) return null
  const isSymlink = info.isSymbolicLink()
  return {
    name,
    type: isSymlink ? 'symlink' : info.isDirectory() ? 'dir' : 'file',
    size: info.size,
    mtime: info.mtimeMs,
    isSymlink,
    ignored: ignored.has(name),
  }
}

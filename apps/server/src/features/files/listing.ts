import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type FolderEntry, limits } from '@atrium/schema'
import { isDraft } from '../../host/drafts.ts'
import { type OpenFolder, openBelow, openFolder } from '../../host/open-folder.ts'
import { realPathOf } from '../../host/paths.ts'
import type { Places } from './places.ts'

const parallel = 16

type Look = { info: BigIntStats; folder: () => Promise<OpenFolder> }

/** Names that may be shown, sorted; at most so many. */
export async function namesIn(
  folder: OpenFolder,
  { includeHidden, places }: { includeHidden: boolean; places: Places },
): Promise<{ names: string[]; truncated: boolean }> {
  const names: string[] = []
  for await (const entry of await opendir(folder.at('.'))) {
    if (!isShown(entry, folder, includeHidden, places)) continue
    if (names.length === limits.folderEntries) return { names: names.sort(), truncated: true }
    names.push(entry.name)
  }
  return { names: names.sort(), truncated: false }
}

function isShown(entry: Dirent, folder: OpenFolder, includeHidden: boolean, places: Places): boolean {
  const { name } = entry
  if (isDraft(name) || (!includeHidden && name.startsWith('.'))) return false
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return false
  return !places.isProtected(join(folder.path, name))
}

/** What each name is; those that vanished meanwhile are left out. */
export async function describe(
  folder: OpenFolder,
  names: readonly string[],
  places: Places,
): Promise<FolderEntry[]> {
  const entries: (FolderEntry | null)[] = []
  for (let at = 0; at < names.length; at += parallel)
    entries.push(
      ...(await Promise.all(names.slice(at, at + parallel).map((name) => entryOf(folder, name, places)))),
    )
  return entries.filter((entry) => entry !== null)
}

async function entryOf(folder: OpenFolder, name: string, places: Places): Promise<FolderEntry | null> {
  const path = join(folder.path, name)
  const info = await lstat(folder.at(name), { bigint: true }).catch(() => null)
  if (info === null) return null
  const common = { name, path, relativePath: places.below(path) }
  if (!info.isSymbolicLink()) {
    const facts = await factsOf({ info, folder: () => openBelow(folder, name) })
    return facts && { ...common, ...facts, isSymlink: false, isBrokenSymlink: false, symlinkTarget: null }
  }
  const target = await targetOf(path, places)
  const facts = target && (await factsOf(target.look))
  if (facts)
    return { ...common, ...facts, isSymlink: true, isBrokenSymlink: false, symlinkTarget: target.path }
  return {
    ...common,
    ...plain,
    type: 'symlink',
    isSymlink: true,
    isBrokenSymlink: true,
    symlinkTarget: null,
    lastModified: null,
  }
}

/** Where a link leads; null when that is nothing, out of the vault or protected, which all look the same. */
async function targetOf(path: string, places: Places): Promise<{ path: string; look: Look } | null> {
  const real = await realPathOf(path)
  if (!real.exists || places.isProtected(real.path)) return null
  const folder = () => openFolder(real.path, places.roots)
  if (places.roots.includes(real.path)) {
    const info = await lstat(real.path, { bigint: true }).catch(() => null)
    return info && { path: real.path, look: { info, folder } }
  }
  const parent = await openFolder(dirname(real.path), places.roots).catch(() => null)
  if (parent === null) return null
  await using held = parent
  const info = await lstat(held.at(basename(real.path)), { bigint: true }).catch(() => null)
  return info && { path: real.path, look: { info, folder } }
}

const plain = {
  isDirectory: false,
  isFile: false,
  hasAgentsMd: false,
  hasClaudeMd: false,
  isGitRepo: false,
  size: null,
}

type Facts = Omit<
  FolderEntry,
  'name' | 'path' | 'relativePath' | 'isSymlink' | 'isBrokenSymlink' | 'symlinkTarget'
>

/** Null for what is neither a file nor a folder. */
async function factsOf({ info, folder }: Look): Promise<Facts | null> {
  const lastModified = timeOf(info)
  if (info.isFile()) return { ...plain, type: 'file', isFile: true, size: Number(info.size), lastModified }
  if (!info.isDirectory()) return null
  const common = { ...plain, type: 'directory' as const, isDirectory: true, lastModified }
  const opened = await folder().catch(() => null) // a folder that may not be read is shown without what is in it
  if (opened === null) return common
  await using held = opened
  const is = (name: string, test: (found: BigIntStats) => boolean): Promise<boolean> =>
    lstat(held.at(name), { bigint: true }).then(test, () => false)
  const [hasAgentsMd, hasClaudeMd, isGitRepo] = await Promise.all([
    is('AGENTS.md', (found) => found.isFile()),
    is('CLAUDE.md', (found) => found.isFile()),
    is('.git', () => true),
  ])
  return { ...common, hasAgentsMd, hasClaudeMd, isGitRepo }
}

const furthestMs = 8_640_000_000_000_000

/** As `Stats.mtime` has it, though a file system may hold times that no date can name. */
export function timeOf({ mtimeNs }: { mtimeNs: bigint }): string {
  const ms = Math.round(Number(mtimeNs / 1000n) / 1000)
  return new Date(Math.max(-furthestMs, Math.min(furthestMs, ms))).toISOString()
}

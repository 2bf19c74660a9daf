// Reads the tree below a root in the order of its paths, each folder held open while it is read.
import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { limits } from '@atrium/schema'
import { type OpenFolder, openBelow } from '../../host/open-folder.ts'
import { compare, isSynced } from './names.ts'
import type { Selection } from './pattern.ts'

const parallel = 64

export type WalkedFile = {
  /** Below the root, as the disk spells it. */
  path: string
  info: BigIntStats
}

export type Walked = {
  /** Wanted ones, in order. */
  files: WalkedFile[]
  /** Every file that could be synced, wanted or not, as far as the walk came. */
  seen: Set<string>
  /** Folders (with `/`) and files that could not be looked at: nothing is known of them. */
  unknown: string[]
  /** The last path that was reached; null when the walk came to its end. */
  end: string | null
}

export type WalkOptions = Selection & {
  /** Only what comes after this path. */
  after: string | null
  /** Wanted files to stop at. */
  max: number
  signal: AbortSignal
}

/** Each level of folders is held open while it is walked. */
const isShort = (path: string): boolean =>
  Buffer.byteLength(path) <= limits.syncPathBytes && path.split('/').length <= limits.syncPathParts

type Item = { name: string; isFolder: boolean }

/** Sorted so that reading them in order gives whole paths in order. */
function itemsOf(entries: readonly Dirent[]): Item[] {
  return entries
    .filter((entry) => (entry.isFile() || entry.isDirectory()) && isSynced(entry.name))
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .map((item) => ({ item, key: item.isFolder ? `${item.name}/` : item.name }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item)
}

/** @throws the signal's reason */
export async function walk(root: OpenFolder, options: WalkOptions): Promise<Walked> {
  const { after, max, signal, wants, enters } = options
  const walked: Walked = { files: [], seen: new Set(), unknown: [], end: null }
  const isPast = (path: string): boolean => after === null || compare(path, after) > 0

  /** False when there are enough. */
  async function visit(folder: OpenFolder, prefix: string): Promise<boolean> {
    signal.throwIfAborted()
    const entries = await readdir(folder.at('.'), { withFileTypes: true }).catch(() => null)
    if (entries === null) {
      walked.unknown.push(prefix)
      return true
    }
    const items = itemsOf(entries)
    for (let at = 0; at < items.length; ) {
      const item = items[at]
      if (item?.isFolder) {
        at++
        if (!(await enter(folder, prefix, item.name))) return false
        continue
      }
      let end = at
      while (end < items.length && !items[end]?.isFolder) end++
      const names = items.slice(at, end).map(({ name }) => name)
      at = end
      if (!(await take(folder, prefix, names))) return false
    }
    return true
  }

  async function enter(parent: OpenFolder, prefix: string, name: string): Promise<boolean> {
    const path = `${prefix}${name}/`
    if (!isPast(path) && !after?.startsWith(path)) return true
    if (!enters(path) || !isShort(path)) {
      walked.unknown.push(path)
      return true
    }
    const opened = await openBelow(parent, name).catch(() => null)
    if (opened === null) {
      walked.unknown.push(path)
      return true
    }
    await using folder = opened
    return await visit(folder, path)
  }

  async function take(folder: OpenFolder, prefix: string, names: readonly string[]): Promise<boolean> {
    const paths = names.map((name) => prefix + name).filter((path) => isPast(path) && isShort(path))
    for (let at = 0; at < paths.length; at += parallel) {
      const some = paths.slice(at, at + parallel)
      const looked = await Promise.all(
        some.map((path) =>
          wants(path) ? look(folder, path, path.slice(prefix.length)) : Promise.resolve(null),
        ),
      )
      for (const [index, path] of some.entries()) {
        if (walked.files.length === max) return false
        walked.end = path
        const info = looked[index]
        if (info === undefined) continue // it has vanished meanwhile
        walked.seen.add(path)
        if (info) walked.files.push({ path, info })
      }
    }
    return true
  }

  /** Undefined when it is gone, null when nothing can be said. */
  async function look(
    folder: OpenFolder,
    path: string,
    name: string,
  ): Promise<BigIntStats | null | undefined> {
    try {
      const info = await lstat(folder.at(name), { bigint: true })
      return info.isFile() ? info : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      walked.unknown.push(path)
      return null
    }
  }

  if (await visit(root, '')) walked.end = null
  return walked
}

/** Whether there is any file at all that could be synced. */
export async function hasFile(root: OpenFolder, signal: AbortSignal): Promise<boolean> {
  const one = await walk(root, { after: null, max: 1, signal, wants: () => true, enters: () => true })
  return one.seen.size > 0 || one.unknown.length > 0
}

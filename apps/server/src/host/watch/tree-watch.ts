// Owns the watches of one tree. Linux watches folders one by one, so that this keeps a watch on each of them: every call here
// waits for the disk, which is why it runs in a thread of its own.
import { type FSWatcher, lstatSync, readdirSync, type Stats, watch } from 'node:fs'
import { basename, join } from 'node:path'
import { isDraft } from '../drafts.ts'

export type Kind = 'change' | 'rename'

export type TreeEvents = {
  /** Something below the root, by its path there. */
  happened(kind: Kind, path: string): void
  /** Something happened that cannot be told one by one. */
  missed(): void
  /** The system, or our own bound, allows no watch on some folders. */
  limited(): void
  /** The root is no more. */
  gone(): void
}

/** How many folders may still be watched. */
export type Budget = { left: number }

const ignored = new Set(['.git', 'node_modules', 'dist', 'build', '.DS_Store'])
export const isIgnored = (name: string): boolean => ignored.has(name) || isDraft(name)

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

export type TreeWatch = ReturnType<typeof createTreeWatch>

/** Watches a folder with everything below it. @throws what the file system says about the root */
export function createTreeWatch(
  root: string,
  budget: Budget,
  events: TreeEvents,
  { perFolder = process.platform === 'linux' }: { perFolder?: boolean } = {},
) {
  /** By path below the root; the root is the empty one. */
  const watches = new Map<string, FSWatcher>()
  const inner = new Map<string, Set<string>>()
  let ino = lstatSync(root).ino
  let closed = false

  const full = (path: string) => (path === '' ? root : join(root, path))
  const child = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)

  /** Undefined for what is not there, or not for us to look at: not ours, or its path too long. */
  function statOf(path: string): Stats | undefined {
    try {
      return lstatSync(full(path), { throwIfNoEntry: false })
    } catch {
      return undefined
    }
  }

  function open(path: string): boolean {
    if (budget.left <= 0) {
      events.limited()
      return false
    }
    try {
      const one = watch(full(path), { persistent: false }, (kind, name) => hear(path, kind, name))
      one.on('error', () => drop(path))
      watches.set(path, one)
      budget.left--
      return true
    } catch (error) {
      if (['ENOSPC', 'EMFILE', 'ENFILE'].includes(codeOf(error))) events.limited()
      return false // else it is gone again, or not ours to read
    }
  }

  /** Watches a folder and those in it; `tell` says what is found, for nobody heard how it came. */
  function add(start: string, tell: boolean): void {
    const todo = [start]
    for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
      if (closed || watches.has(path) || !open(path)) continue
      // The watch is there first: what comes now is heard, what was there is read.
      for (const name of look(path, tell)) todo.push(child(path, name))
    }
  }

  /** The folders in a folder that are to be watched. */
  function look(path: string, tell: boolean): string[] {
    const found = new Set<string>()
    try {
      for (const entry of readdirSync(full(path), { withFileTypes: true })) {
        if (isIgnored(entry.name)) continue
        if (tell) events.happened('rename', child(path, entry.name))
        if (entry.isDirectory()) found.add(entry.name)
      }
    } catch {
      // Gone again: its parent hears of that.
    }
    inner.set(path, found)
    return [...found]
  }

  function drop(path: string): void {
    const todo = [path]
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      for (const name of inner.get(at) ?? []) todo.push(child(at, name))
      inner.delete(at)
      const one = watches.get(at)
      if (!one) continue
      one.close()
      watches.delete(at)
      budget.left++
    }
    const cut = path.lastIndexOf('/')
    if (path !== '') inner.get(path.slice(0, Math.max(0, cut)))?.delete(path.slice(cut + 1))
  }

  function hear(folder: string, kind: Kind, name: string | null): void {
    if (closed || !watches.has(folder)) return
    if (name === null) return events.missed()
    if (isIgnored(name)) return
    const path = child(folder, name)
    // A folder's word about itself carries its own name, which looks like that of something in it.
    const maybeSelf = name === basename(full(folder))
    const info = kind === 'rename' || maybeSelf ? statOf(path) : undefined
    if (maybeSelf && !info && aboutItself(folder, kind)) return
    events.happened(kind, path)
    if (kind !== 'rename') return
    if (watches.has(path)) drop(path) // gone, or another one of the same name
    if (!info?.isDirectory()) return
    inner.get(folder)?.add(name)
    add(path, true)
  }

  function aboutItself(folder: string, kind: Kind): boolean {
    const own = statOf(folder)
    if (folder === '' && own?.ino !== ino) {
      if (own) {
        ino = own.ino
        rebuild()
      } else events.gone()
      return true
    }
    return !own || kind === 'change'
  }

  function rebuild(): void {
    drop('')
    add('', false)
    events.missed()
  }

  /** Where the platform watches whole trees, one watch is enough. */
  function watchWhole(): void {
    const one = watch(root, { recursive: true, persistent: false }, (kind, name) => {
      if (name === null) return events.missed()
      const path = name.replaceAll('\\', '/')
      if (statOf('') === undefined) return events.gone()
      if (!path.split('/').some(isIgnored)) events.happened(kind, path)
    })
    one.on('error', () => events.gone())
    watches.set('', one)
    budget.left--
  }

  if (perFolder) add('', false)
  else watchWhole()

  return {
    folders: (): number => watches.size,

    /** Finds what no event told, after more came than the system keeps: folders that came or went. */
    settle(): void {
      if (closed || !perFolder) return
      for (const path of watches.keys()) {
        const before = inner.get(path) ?? new Set()
        const now = look(path, false)
        const names = new Set(now)
        for (const name of before) if (!names.has(name)) drop(child(path, name))
        for (const name of now) if (!watches.has(child(path, name))) add(child(path, name), false)
      }
    },

    close(): void {
      closed = true
      drop('')
    },
  }
}

import type { FolderEntry } from '@atrium/schema'

export type TreeRow =
  | { kind: 'entry'; key: string; depth: number; entry: FolderEntry; open: boolean }
  | { kind: 'loading' | 'failed' | 'empty'; key: string; depth: number; path: string }

type Listing = { entries: readonly FolderEntry[] | undefined; failed: boolean }

/** The open part of the tree, top to bottom. `listing` tells what is known of a folder. */
export function treeRows(open: ReadonlySet<string>, listing: (path: string) => Listing): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (path: string, depth: number): void => {
    const { entries, failed } = listing(path)
    if (!entries || entries.length === 0) {
      const kind = failed ? 'failed' : entries ? 'empty' : 'loading'
      rows.push({ kind, key: `${kind} ${path}`, depth, path })
      return
    }
    for (const entry of entries) {
      const isOpen = entry.isDirectory && open.has(entry.relativePath)
      rows.push({ kind: 'entry', key: entry.relativePath, depth, entry, open: isOpen })
      if (isOpen) add(entry.relativePath, depth + 1)
    }
  }
  add('', 0)
  return rows
}

/** The folders that lead to a path, the outermost first. */
export const foldersAbove = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
export const nameOf = (path: string): string => path.split('/').at(-1) ?? path

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

import type { ProjectFileEntry } from '@atrium/schema'

export type TreeEntry = { path: string; entry: ProjectFileEntry }

export type TreeRow =
  | ({ kind: 'entry'; key: string; depth: number; open: boolean } & TreeEntry)
  | { kind: 'loading' | 'failed' | 'empty' | 'more' | 'cut'; key: string; depth: number; path: string }

type Listing = {
  entries: readonly ProjectFileEntry[] | undefined
  failed: boolean
  /** Whether there are further pages, or names that are never listed. */
  more: boolean
  cut: boolean
}

export const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** The open part of the tree, top to bottom. */
export function treeRows(
  open: ReadonlySet<string>,
  listing: (path: string) => Listing | undefined,
): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (folder: string, depth: number): void => {
    const { entries, failed = false, more = false, cut = false } = listing(folder) ?? {}
    const note = (kind: 'loading' | 'failed' | 'empty' | 'more' | 'cut') =>
      rows.push({ kind, key: `${kind} ${folder}`, depth, path: folder })
    if (!entries || entries.length === 0) {
      note(failed ? 'failed' : entries ? 'empty' : 'loading')
      return
    }
    for (const entry of entries) {
      const path = join(folder, entry.name)
      const isOpen = entry.type === 'dir' && open.has(path)
      rows.push({ kind: 'entry', key: path, depth, path, entry, open: isOpen })
      if (isOpen) add(path, depth + 1)
    }
    if (more) note('more')
    if (cut) note('cut')
  }
  add('', 0)
  return rows
}

/** What git sees of a path: of a folder, that something in it changed. */
export function badgeOf(
  path: string,
  isFolder: boolean,
  badges: Readonly<Record<string, string>>,
): string | null {
  const own = badges[path] ?? badges[`${path}/`]
  if (own) return own
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    if (badges[`${path.slice(0, at)}/`] === 'untracked') return 'untracked'
  return isFolder && Object.keys(badges).some((changed) => changed.startsWith(`${path}/`)) ? 'within' : null
}

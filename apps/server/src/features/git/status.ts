/** Reads `git status --porcelain=v2 --branch -z` as it comes, and counts past what it keeps. */
import { type ChangedFile, limits } from '@atrium/schema'
import type { GitBadge } from './badges.ts'

type Row = Pick<ChangedFile, 'category' | 'path' | 'oldPath' | 'status' | 'conflict' | 'submodule'>

export type Status = GitBadge & {
  /** Whether there is a commit at all. */
  born: boolean
  /** Length of an id in this repository. */
  idChars: number
  staged: Row[]
  unstaged: Row[]
  untracked: Row[]
  total: number
}

const conflicts: Record<string, ChangedFile['conflict']> = {
  DD: 'both_deleted',
  AU: 'added_by_us',
  UD: 'deleted_by_them',
  UA: 'added_by_them',
  DU: 'deleted_by_us',
  AA: 'both_added',
  UU: 'both_modified',
}

/** The rest of a record after so many blanks. */
function after(record: string, blanks: number): string {
  let at = 0
  for (let found = 0; found < blanks; found++) at = record.indexOf(' ', at) + 1
  return record.slice(at)
}

export function createStatusReader(limit: number = limits.diffFiles) {
  const status: Status = {
    branch: '',
    dirty: false,
    ahead: null,
    behind: null,
    born: true,
    idChars: 40,
    staged: [],
    unstaged: [],
    untracked: [],
    total: 0,
  }
  let rest: Buffer = Buffer.alloc(0)
  /** A rename, whose old name is a record of its own. */
  let moved: Row[] | null = null

  function add(into: Row[], row: Row): Row {
    status.total++
    status.dirty = true
    if (into.length < limit) into.push(row)
    return row
  }

  function changed(record: string, path: string): Row[] {
    const [x = '.', y = '.'] = record.slice(2, 4)
    const submodule = record[5] === 'S' && { submodule: true }
    const rows: Row[] = []
    if (x !== '.') rows.push(add(status.staged, { category: 'staged', path, status: x, ...submodule }))
    if (y !== '.') rows.push(add(status.unstaged, { category: 'unstaged', path, status: y, ...submodule }))
    return rows
  }

  function take(record: string): void {
    if (moved) {
      for (const row of moved) if (row.status === 'R' || row.status === 'C') row.oldPath = record
      moved = null
      return
    }
    switch (record.charAt(0)) {
      case '#':
        header(record)
        break
      case '1':
        changed(record, after(record, 8))
        break
      case '2':
        moved = changed(record, after(record, 9))
        break
      case 'u': {
        const conflict = conflicts[record.slice(2, 4)]
        const row: Row = { category: 'unstaged', path: after(record, 10), status: 'U' }
        add(status.unstaged, { ...row, ...(conflict && { conflict }) })
        break
      }
      case '?':
        add(status.untracked, { category: 'untracked', path: record.slice(2), status: '?' })
        break
    }
  }

  function header(record: string): void {
    const [, name, ...words] = record.split(' ')
    if (name === 'branch.oid') {
      status.born = words[0] !== '(initial)'
      if (status.born) status.idChars = words[0]?.length ?? 40
    } else if (name === 'branch.head') status.branch = words.join(' ')
    else if (name === 'branch.ab') {
      status.ahead = Math.abs(Number(words[0]))
      status.behind = Math.abs(Number(words[1]))
    }
  }

  return {
    push: (chunk: Buffer): boolean => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let from = 0
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0, from)) {
        take(rest.toString('utf8', from, end))
        from = end + 1
      }
      rest = rest.subarray(from)
      return true
    },
    end: (): Status => status,
  }
}

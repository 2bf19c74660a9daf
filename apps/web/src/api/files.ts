import type { FolderEntry } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const filesKey = ['files'] as const

/** More than this is not listed in a tree. */
const mostEntries = 5_000

/** What lies in a folder of the vault: folders first, each by name. */
export const folderQuery = (path: string, hidden: boolean) =>
  queryOptions({
    queryKey: [...filesKey, 'folder', path, hidden],
    queryFn: async ({ signal }) => {
      const entries: FolderEntry[] = []
      let cursor: string | null | undefined
      do {
        const page = await hub.rest('GET /fs/ls', {
          query: { path, includeHidden: hidden, ...(cursor && { cursor }) },
          signal,
        })
        entries.push(...page.entries)
        cursor = page.nextCursor
      } while (cursor && entries.length < mostEntries)
      return entries.toSorted((a, b) => Number(b.isDirectory) - Number(a.isDirectory) || compare(a, b))
    },
  })

const compare = (a: FolderEntry, b: FolderEntry): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true })

export const fileQuery = (path: string) =>
  queryOptions({
    queryKey: [...filesKey, 'file', path],
    queryFn: ({ signal }) => hub.rest('GET /fs/read', { query: { path }, signal }),
    // What is being written must not change under the hand; the guard at saving sees what others did.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export const readFile = (path: string) => hub.rest('GET /fs/read', { query: { path } })
/** @throws ApiError file_changed when it is not what `hash` names; null: when there is such a file */
export const writeFile = (file: { path: string; content: string; hash: string | null }) =>
  hub.rest('PUT /fs/write', { body: file })

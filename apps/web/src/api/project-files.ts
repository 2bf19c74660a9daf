import type { FileMatches, ProjectFileEntry } from '@atrium/schema'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const projectFilesKey = (source: string) => ['project-files', source] as const

/** A folder as far as it was asked for: `next` says that there is more. */
export type ListedFolder = { entries: ProjectFileEntry[]; next: string | null; truncated: boolean }

/** The first pages of a folder. */
export const projectFolderQuery = (source: string, path: string, all: boolean, pages = 1) =>
  queryOptions({
    queryKey: [...projectFilesKey(source), 'folder', path, all, pages],
    queryFn: async ({ signal }): Promise<ListedFolder> => {
      const entries: ProjectFileEntry[] = []
      let cursor: string | null = null
      for (let page = 0; page < pages; page++) {
        const listed: ListedFolder = await hub.rest('GET /projects/{id}/files', {
          path: { id: source },
          query: { path, all, ...(cursor !== null && { cursor }) },
          signal,
        })
        entries.push(...listed.entries)
        cursor = listed.next
        if (cursor === null) return { entries, next: null, truncated: listed.truncated }
      }
      return { entries, next: cursor, truncated: false }
    },
    placeholderData: keepPreviousData,
  })

export const projectFileQuery = (source: string, path: string) =>
  queryOptions({
    queryKey: [...projectFilesKey(source), 'file', path],
    queryFn: ({ signal }) =>
      hub.rest('GET /projects/{id}/files/read', { path: { id: source }, query: { path }, signal }),
    // What is being written must not change under the hand; file events and the guard at saving see what others did.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })

export const readProjectFile = (source: string, path: string) =>
  hub.rest('GET /projects/{id}/files/read', { path: { id: source }, query: { path } })

/** @throws ApiError file_changed when it is not what `hash` names; null: when there is such a file */
export const writeProjectFile = (
  source: string,
  body: { path: string; content: string; hash: string | null },
) => hub.rest('PUT /projects/{id}/files/content', { path: { id: source }, body })

export const gitBadgesQuery = (source: string) =>
  queryOptions({
    queryKey: [...projectFilesKey(source), 'git'],
    queryFn: ({ signal }) =>
      hub.rest('GET /projects/{id}/files/git', { path: { id: source }, signal }).then(({ files }) => files),
    retry: false,
  })

export const fileSearchQuery = (source: string, q: string, where: 'names' | 'contents', all: boolean) =>
  queryOptions({
    queryKey: [...projectFilesKey(source), 'search', where, q, all],
    queryFn: ({ signal }): Promise<FileMatches> =>
      hub.rest('GET /projects/{id}/files/search', {
        path: { id: source },
        query: { q, in: where, all },
        signal,
      }),
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
  })

export const trashQuery = (source: string) =>
  queryOptions({
    queryKey: [...projectFilesKey(source), 'trash'],
    queryFn: ({ signal }) => hub.rest('GET /projects/{id}/trash', { path: { id: source }, signal }),
  })

export const makeProjectFile = (source: string, body: { path: string; name: string; type: 'file' | 'dir' }) =>
  hub.rest('POST /projects/{id}/files', { path: { id: source }, body })

export const moveProjectFile = (
  source: string,
  body: { op: 'move' | 'copy'; from: string; to: string; onConflict?: 'rename' | 'overwrite' },
) => hub.rest('PATCH /projects/{id}/files', { path: { id: source }, body })

export const trashProjectFiles = (source: string, paths: string[]) =>
  hub.rest('DELETE /projects/{id}/files', { path: { id: source }, query: { paths } })

export const restoreProjectFile = (source: string, trashId: string, onConflict?: 'rename') =>
  hub.rest('POST /projects/{id}/trash/restore', {
    path: { id: source },
    body: { trashId, ...(onConflict && { onConflict }) },
  })

const below = (source: string, route: string, query: Record<string, string>): string =>
  `/projects/${encodeURIComponent(source)}/files/${route}?${new URLSearchParams(query)}`

/** Saves a file, or a folder as an archive; a page that is being written is not left for it. */
export function download(source: string, path: string): void {
  const link = document.createElement('a')
  link.href = downloadLink(source, path)
  link.download = ''
  link.click()
}

export const downloadLink = (source: string, path: string): string =>
  `/api${below(source, 'download', { path })}`

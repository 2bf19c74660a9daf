import type { Import } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { keys } from './queries.ts'
import { type UploadOptions, upload } from './upload.ts'

export const isGoing = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

/** Imports since the hub's start; newest first. */
export const importsQuery = () =>
  queryOptions({
    queryKey: keys.imports,
    queryFn: ({ signal }) => hub.rest('GET /import', { signal }).then(({ imports }) => imports),
    // Live events tell of its progress; this is for the time when the line is down.
    refetchInterval: ({ state }) => (state.data?.some(isGoing) ? 5_000 : false),
  })
export const importContextsQuery = () =>
  queryOptions({
    queryKey: [...keys.imports, 'contexts'],
    queryFn: ({ signal }) => hub.rest('GET /import/contexts', { signal }),
  })
/** Makes chats of the sessions that Claude Code held in the vault's folder of chats. */
export const findSessions = (archived: boolean) =>
  hub.rest('POST /import/sync', { body: { archived }, timeoutMs: 120_000 })
/** Settles when the bytes are there; the import goes on in the hub. */
export const uploadExport = (file: File, archived: boolean, options: UploadOptions) =>
  upload<Import>(`/import/file?wait=false&archived=${archived}`, file, options)

import type { Import } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { type UploadOptions, upload } from './upload.ts'

export const importsKey = ['imports'] as const
export const isGoing = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

/** Imports since the hub's start; asked again and again while one goes on. */
export const importsQuery = () =>
  queryOptions({
    queryKey: importsKey,
    queryFn: ({ signal }) => hub.rest('GET /import', { signal }).then(({ imports }) => imports),
    refetchInterval: ({ state }) => (state.data?.some(isGoing) ? 700 : false),
  })
export const importContextsQuery = () =>
  queryOptions({
    queryKey: [...importsKey, 'contexts'],
    queryFn: ({ signal }) => hub.rest('GET /import/contexts', { signal }),
  })
/** Settles when the bytes are there; the import goes on in the hub. */
export const uploadExport = (file: File, archived: boolean, options: UploadOptions) =>
  upload<Import>(`/import/file?wait=false&archived=${archived}`, file, options)
export const syncTranscripts = () => hub.rest('POST /import/sync')

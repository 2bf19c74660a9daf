import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const previewKey = ['preview'] as const

export const previewQuery = () =>
  queryOptions({
    queryKey: [...previewKey, 'config'],
    queryFn: ({ signal }) => hub.rest('GET /preview/config', { signal }),
  })
export const portsQuery = () =>
  queryOptions({
    queryKey: [...previewKey, 'ports'],
    queryFn: ({ signal }) => hub.rest('GET /preview/ports', { signal }).then(({ ports }) => ports),
    // Nobody tells of programs that begin and end.
    refetchInterval: 5_000,
  })
export const selectPort = (port: number | null) => hub.rest('POST /preview/select', { body: { port } })

import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const usageQuery = () =>
  queryOptions({
    queryKey: ['usage'],
    queryFn: ({ signal }) => hub.rest('GET /usage', { signal }),
    staleTime: 60_000,
  })
export const sandboxQuery = () =>
  queryOptions({
    queryKey: ['sandbox'],
    queryFn: ({ signal }) => hub.rest('GET /sandbox/status', { signal }),
  })
export const hooksKey = ['hooks'] as const
export const hooksQuery = () =>
  queryOptions({ queryKey: hooksKey, queryFn: ({ signal }) => hub.rest('GET /hooks', { signal }) })
export const hookErrorsQuery = () =>
  queryOptions({
    queryKey: [...hooksKey, 'errors'],
    queryFn: ({ signal }) => hub.rest('GET /hooks/errors', { signal }).then(({ errors }) => errors),
  })
/** Approves the script that was shown, and no other. */
export const approveHook = (name: string, hash: string) =>
  hub.rest('POST /hooks/{name}/approve', { path: { name }, body: { hash } })

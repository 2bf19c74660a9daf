import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

const gitKey = (session: string) => ['git', session] as const
const at = (name: string) => ({ path: { name } })
/** Id of a project, where the place that is asked about is `project:<id>`; no session may have such a name. */
const projectOf = (place: string): string | null =>
  place.startsWith('project:') ? place.slice('project:'.length) : null

/** A large repository is asked less often: looking takes a small part of the time. */
const every = (ms: number) => Math.max(4_000, 20 * ms)

/** What is not committed where a terminal is; asked again and again while it is on screen. */
export function diffQuery(session: string) {
  let took = 0
  return queryOptions({
    queryKey: [...gitKey(session), 'diff'],
    queryFn: async ({ signal }) => {
      const began = performance.now()
      const id = projectOf(session)
      const diff = await (id === null
        ? hub.rest('GET /sessions/{name}/diff', { ...at(session), signal })
        : hub.rest('GET /projects/{id}/git/diff', { path: { id }, signal }))
      took = performance.now() - began
      return diff
    },
    refetchInterval: () => every(took),
    retry: false,
  })
}

const pageSize = 50

export const logQuery = (session: string, branch: string | null) =>
  infiniteQueryOptions({
    queryKey: [...gitKey(session), 'log', branch],
    queryFn: ({ pageParam, signal }) => {
      const id = projectOf(session)
      const page = {
        query: { limit: pageSize, skip: pageParam, ...(branch !== null && { branch }) },
        signal,
      }
      return id === null
        ? hub.rest('GET /sessions/{name}/git/log', { ...at(session), ...page })
        : hub.rest('GET /projects/{id}/git/log', { path: { id }, ...page })
    },
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.hasMore ? pages.length * pageSize : undefined),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
    retry: false,
  })

export const branchesQuery = (session: string) =>
  queryOptions({
    queryKey: [...gitKey(session), 'branches'],
    queryFn: ({ signal }) => {
      const id = projectOf(session)
      return id === null
        ? hub.rest('GET /sessions/{name}/git/branches', { ...at(session), signal })
        : hub.rest('GET /projects/{id}/git/branches', { path: { id }, signal })
    },
    staleTime: 2_000,
    retry: false,
  })

export const commitQuery = (session: string, sha: string) =>
  queryOptions({
    queryKey: [...gitKey(session), 'commit', sha],
    queryFn: ({ signal }) => {
      const id = projectOf(session)
      return id === null
        ? hub.rest('GET /sessions/{name}/git/commit/{sha}', { path: { name: session, sha }, signal })
        : hub.rest('GET /projects/{id}/git/commit/{sha}', { path: { id, sha }, signal })
    },
    staleTime: Number.POSITIVE_INFINITY, // a commit never changes
    retry: false,
  })

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const historyKey = ['history'] as const
const pageSize = 200

/** Sessions of Claude Code on the hub's machine, newest activity first; of one project where one is given. */
export const claudeSessionsQuery = (project: string | null) =>
  infiniteQueryOptions({
    queryKey: [...historyKey, 'sessions', project],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: pageSize, offset: pageParam }
      return project === null
        ? hub.rest('GET /claude-code/recent', { query: page, signal })
        : hub.rest('GET /claude-code/sessions', { query: { ...page, path: project }, signal })
    },
    initialPageParam: 0,
    getNextPageParam: ({ sessions }, pages) =>
      sessions.length < pageSize ? undefined : pages.length * pageSize,
    // What is found and not looked into yet comes soon.
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.indexing ?? 0) > 0 ? 2_000 : false),
  })
export const claudeProjectsQuery = () =>
  queryOptions({
    queryKey: [...historyKey, 'projects'],
    queryFn: ({ signal }) => hub.rest('GET /claude-code/projects', { signal }),
    refetchInterval: ({ state }) => ((state.data?.indexing ?? 0) > 0 ? 2_000 : false),
  })
/** A transcript from its end backwards, a page at a time. */
export const claudeTranscriptQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...historyKey, 'transcript', id],
    queryFn: ({ pageParam, signal }) =>
      hub.rest('GET /claude-code/sessions/{session_id}', {
        path: { session_id: id },
        query: { limit: 200, ...(pageParam !== null && { before: pageParam }) },
        signal,
        timeoutMs: 60_000,
      }),
    initialPageParam: null as number | null, // the end
    getNextPageParam: ({ before }) => before,
  })
/** Makes a chat that goes on with the session; `openIn` is the process that has it open in a terminal. */
export const adoptClaudeSession = (id: string) =>
  hub.rest('POST /claude-code/adopt/{session_id}', { path: { session_id: id }, body: {}, timeoutMs: 60_000 })

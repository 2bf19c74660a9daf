import type { ChatListQuery } from '@atrium/schema'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { isSignedOut } from './errors.ts'

/** First words of the query keys; `live.ts` renews by them. */
export const keys = {
  session: ['auth', 'session'],
  chats: ['chats'],
  chat: (id: string) => ['chat', id],
  terminals: ['terminals'],
  agents: ['agents'],
  imports: ['imports'],
  workspaces: ['workspaces'],
  approvals: ['approvals'],
  rules: ['rules'],
  apiKeys: ['auth', 'keys'],
  health: ['system', 'health'],
  version: ['system', 'version'],
} as const

/** Who is signed in; null when nobody is. */
export const signedInQuery = () =>
  queryOptions({
    queryKey: keys.session,
    queryFn: ({ signal }) =>
      hub.rest('GET /auth/session', { signal }).catch((error: unknown) => {
        if (isSignedOut(error)) return null
        throw error
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  })

const pageSize = 100

/** Chats, newest change first, a page at a time. */
export const chatsQuery = (filter: Pick<Partial<ChatListQuery>, 'search' | 'archived'> = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.chats, filter],
    queryFn: ({ pageParam, signal }) =>
      hub
        .rest('GET /chat', { query: { ...filter, limit: pageSize, offset: pageParam }, signal })
        .then(({ sessions }) => sessions),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.length < pageSize ? undefined : pages.length * pageSize),
    placeholderData: keepPreviousData,
  })

/** A few chats that match what is being typed. */
export const chatSearchQuery = (search: string) =>
  queryOptions({
    queryKey: [...keys.chats, 'search', search],
    queryFn: ({ signal }) =>
      hub.rest('GET /chat', { query: { search, limit: 20 }, signal }).then(({ sessions }) => sessions),
    enabled: search.trim() !== '',
  })

export const chatQuery = (id: string) =>
  queryOptions({
    queryKey: keys.chat(id),
    queryFn: ({ signal }) => hub.rest('GET /chat/{session_id}', { path: { session_id: id }, signal }),
  })

export const terminalsQuery = () =>
  queryOptions({
    queryKey: keys.terminals,
    queryFn: ({ signal }) => hub.rest('GET /sessions', { signal }),
    // Live events tell of changes; this is for those a program makes without anybody's knowledge.
    refetchInterval: 30_000,
  })

export const agentsQuery = () =>
  queryOptions({
    queryKey: keys.agents,
    queryFn: ({ signal }) => hub.rest('GET /agents', { signal }).then(({ agents }) => agents),
    staleTime: 60_000,
  })

export const apiKeysQuery = () =>
  queryOptions({ queryKey: keys.apiKeys, queryFn: ({ signal }) => hub.rest('GET /auth/keys', { signal }) })

export const healthQuery = () =>
  queryOptions({
    queryKey: keys.health,
    queryFn: ({ signal }) => hub.rest('GET /health', { query: { detailed: true }, signal }),
  })

export const versionQuery = () =>
  queryOptions({ queryKey: keys.version, queryFn: ({ signal }) => hub.rest('GET /version', { signal }) })

import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const contextsKey = ['contexts'] as const
const chat = (id: string) => ({ path: { session_id: id } })

/** Folders of the vault that have instructions in them. */
export const contextFoldersQuery = () =>
  queryOptions({
    queryKey: [...contextsKey, 'folders'],
    queryFn: ({ signal }) => hub.rest('GET /contexts/folders', { signal }),
  })
/** The folders of a chat, and what they bring into its prompt. */
export const chatContextsQuery = (id: string) =>
  queryOptions({
    queryKey: [...contextsKey, 'chat', id],
    queryFn: ({ signal }) =>
      hub.rest('GET /contexts/session/{session_id}', { ...chat(id), query: { include_chain: true }, signal }),
  })
export const setChatContexts = (id: string, folders: string[]) =>
  hub.rest('PUT /contexts/session/{session_id}', { ...chat(id), body: { folder_paths: folders } })

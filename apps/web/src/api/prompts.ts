import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

/** What the hub would add to the prompt of the next turn of a chat. */
export const promptPreviewQuery = (chatId: string) =>
  queryOptions({
    queryKey: ['prompt', chatId],
    queryFn: ({ signal }) => hub.rest('GET /prompts/preview', { query: { session_id: chatId }, signal }),
    staleTime: 0,
  })

/** Agent files that a chat could use, by name. */
export const agentFilesQuery = () =>
  queryOptions({
    queryKey: ['prompt', 'agents'],
    queryFn: ({ signal }) =>
      hub.rest('GET /prompts/preview', { signal }).then(({ availableAgents }) => availableAgents),
  })

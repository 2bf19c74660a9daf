import type { McpConfig } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const serversKey = ['servers'] as const
const one = (name: string) => ({ path: { name } })

/** MCP servers, and the files of theirs that cannot be read. */
export const serverListQuery = () =>
  queryOptions({
    queryKey: serversKey,
    queryFn: ({ signal }) => hub.rest('GET /mcps', { signal }),
    // Another program may change the vault; nothing tells of it.
    refetchInterval: 30_000,
  })
/** The tools of a server; it is started, or called, for it. */
export const serverToolsQuery = (name: string) =>
  queryOptions({
    queryKey: ['server-tools', name],
    queryFn: ({ signal }) => hub.rest('GET /mcps/{name}/tools', { ...one(name), signal, timeoutMs: 60_000 }),
    staleTime: 60_000,
  })

export const saveServer = (name: string, config: McpConfig) =>
  hub.rest('POST /mcps', { body: { name, config } }).then(({ server }) => server)
export const deleteServer = (name: string) => hub.rest('DELETE /mcps/{name}', one(name))
export const testServer = (name: string) =>
  hub.rest('POST /mcps/{name}/test', { ...one(name), timeoutMs: 60_000 })
/** Approves what was shown, and nothing else. */
export const approveServer = (name: string, hash: string) =>
  hub.rest('POST /mcps/{name}/approve', { ...one(name), body: { hash } })

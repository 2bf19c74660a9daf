import type { WorkspaceCreate, WorkspaceUpdate } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { keys } from './queries.ts'

const one = (slug: string) => ({ path: { slug } })

export const workspacesQuery = () =>
  queryOptions({
    queryKey: keys.workspaces,
    queryFn: ({ signal }) => hub.rest('GET /workspaces', { signal }).then(({ workspaces }) => workspaces),
  })

/** A workspace with its newest chats. */
export const workspaceQuery = (slug: string) =>
  queryOptions({
    queryKey: [...keys.workspaces, slug],
    queryFn: ({ signal }) =>
      hub.rest('GET /workspaces/{slug}/sessions', { ...one(slug), query: { archived: false }, signal }),
  })

export const createWorkspace = (workspace: WorkspaceCreate) =>
  hub.rest('POST /workspaces', { body: workspace }).then((made) => made.workspace)
export const updateWorkspace = (slug: string, change: WorkspaceUpdate) =>
  hub.rest('PUT /workspaces/{slug}', { ...one(slug), body: change }).then((changed) => changed.workspace)
export const deleteWorkspace = (slug: string) => hub.rest('DELETE /workspaces/{slug}', one(slug))

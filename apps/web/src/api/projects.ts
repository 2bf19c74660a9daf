import type { Project } from '@atrium/schema'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const projectsKey = ['projects'] as const
const one = (id: string) => ({ path: { id } })

export const projectsQuery = () =>
  queryOptions({
    queryKey: projectsKey,
    queryFn: ({ signal }) => hub.rest('GET /projects', { signal }).then(({ projects }) => projects),
    // New folders are found when somebody asks.
    refetchInterval: 60_000,
  })
export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: [...projectsKey, id],
    queryFn: ({ signal }) => hub.rest('GET /projects/{id}', { ...one(id), signal }),
  })
/** Items of all plans that have these words. */
export const projectSearchQuery = (q: string) =>
  queryOptions({
    queryKey: [...projectsKey, 'search', q],
    queryFn: ({ signal }) => hub.rest('GET /projects/search', { query: { q, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
    enabled: q.trim() !== '',
  })
export const browseQuery = (path: string | null) =>
  queryOptions({
    queryKey: ['browse', path],
    queryFn: ({ signal }) => hub.rest('GET /browse', { query: path === null ? {} : { path }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const createProject = (body: { displayName: string; path: string; plan: boolean }) =>
  hub.rest('POST /projects', { body })
export const updateProject = (id: string, body: { pinned?: boolean; displayName?: string; path?: string }) =>
  hub.rest('PATCH /projects/{id}', { ...one(id), body })
export const removeProject = (id: string) => hub.rest('DELETE /projects/{id}', one(id))

type Section = 'released' | 'dev' | 'backlog'
type Line = { section: Section; line: number; hash: string }
export type PlanChange =
  | ({ action: 'toggle' | 'delete' } & Line)
  | ({ action: 'edit'; text: string } & Line)
  | ({ action: 'move'; toSection: Section } & Line)
  | ({ action: 'reorder'; toIndex: number } & Line)
  | { action: 'add'; section: Section; text: string; meta?: Record<string, string> }
  | { action: 'set-version'; section: 'released' | 'dev'; version: string }

export const changePlan = (id: string, body: PlanChange): Promise<Project> =>
  hub.rest('PATCH /projects/{id}/items', { ...one(id), body })
export const releaseProject = (
  id: string,
  body: { releaseVersion: string; newDevVersion: string; narrative: string },
  idempotencyKey: string,
): Promise<Project> => hub.rest('POST /projects/{id}/release', { ...one(id), body, idempotencyKey })
export const findIdeas = (id: string) => hub.rest('POST /projects/{id}/ideagen', one(id))

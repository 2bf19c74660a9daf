import type { Card, CardCreate, CardStage, CardUpdate } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const boardKey = ['board'] as const
const one = (id: string) => ({ path: { id } })

/** The cards of one project, or of all. */
export const cardsQuery = (projectId?: string) =>
  queryOptions({
    queryKey: [...boardKey, 'cards', projectId ?? null],
    queryFn: async ({ signal }) =>
      (await hub.rest('GET /board/cards', { query: projectId === undefined ? {} : { projectId }, signal }))
        .cards,
  })

export const snapshotsQuery = () =>
  queryOptions({
    queryKey: [...boardKey, 'snapshots'],
    queryFn: async ({ signal }) => (await hub.rest('GET /board/snapshots', { signal })).snapshots,
  })

export const branchDiffQuery = (id: string) =>
  queryOptions({
    queryKey: [...boardKey, 'diff', id],
    queryFn: ({ signal }) => hub.rest('GET /board/cards/{id}/branch-diff', { ...one(id), signal }),
  })

/** Projects that cards may belong to. */
export const boardProjectsQuery = () =>
  queryOptions({
    queryKey: ['projects', 'board'],
    queryFn: async ({ signal }) => (await hub.rest('GET /projects', { signal })).projects,
  })

export const createCard = (body: Partial<CardCreate> & Pick<CardCreate, 'projectId' | 'title'>) =>
  hub.rest('POST /board/cards', { body })
export const updateCard = ({ id, ...body }: CardUpdate) =>
  hub.rest('PATCH /board/cards/{id}', { ...one(id), body, timeoutMs: 120_000 })
export const moveCard = (card: Card, stage: CardStage, order: number) =>
  updateCard({ id: card.id, stage, order })
export const deleteCard = (id: string) => hub.rest('DELETE /board/cards/{id}', one(id))
export const brainstormCard = (id: string) => hub.rest('POST /board/cards/{id}/brainstorm', one(id))
export const implementCard = (id: string) =>
  hub.rest('POST /board/cards/{id}/implement', { ...one(id), body: {}, timeoutMs: 120_000 })
export const finishCard = (id: string, uncommitted: 'refuse' | 'snapshot') =>
  hub.rest('POST /board/cards/{id}/finish', { ...one(id), body: { uncommitted }, timeoutMs: 180_000 })
export const restoreSnapshot = (id: string) => hub.rest('POST /board/snapshots/{id}/restore', one(id))
export const forgetSnapshot = (id: string) => hub.rest('DELETE /board/snapshots/{id}', one(id))

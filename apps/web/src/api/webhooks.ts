import type { WebhookCreate, WebhookDeliveryState, WebhookUpdate } from '@atrium/schema'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const webhooksKey = ['webhooks'] as const
const one = (id: string) => ({ path: { id } })

/** Nothing tells the console of deliveries; whoever looks sees them soon. */
const lookAgainMs = 5_000

export const webhookListQuery = () =>
  queryOptions({
    queryKey: [...webhooksKey, 'list'],
    queryFn: ({ signal }) => hub.rest('GET /webhooks', { signal }).then(({ webhooks }) => webhooks),
    refetchInterval: lookAgainMs,
  })
export const deliveriesQuery = (id: string, state: WebhookDeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, 'deliveries', id, state ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      hub.rest('GET /webhooks/{id}/deliveries', {
        ...one(id),
        query: { limit: 30, ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: lookAgainMs,
  })
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...webhooksKey, 'delivery', id],
    queryFn: ({ signal }) => hub.rest('GET /webhooks/deliveries/{id}', { ...one(id), signal }),
    refetchInterval: lookAgainMs,
  })

/** Events that one may subscribe to; tests are sent when somebody asks for one. */
export const catalogueQuery = () =>
  queryOptions({
    queryKey: ['webhook-events'],
    queryFn: ({ signal }) =>
      hub
        .rest('GET /webhooks/events', { signal })
        .then(({ events }) => events.map(({ type }) => type).filter((type) => type !== 'webhook.ping')),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const createWebhook = (body: WebhookCreate) => hub.rest('POST /webhooks', { body })
export const changeWebhook = ({ id, ...body }: WebhookUpdate) =>
  hub.rest('PATCH /webhooks/{id}', { ...one(id), body })
export const deleteWebhook = (id: string) => hub.rest('DELETE /webhooks/{id}', one(id))
export const testWebhook = (id: string) => hub.rest('POST /webhooks/{id}/test', one(id))
export const rotateSecret = (id: string) => hub.rest('POST /webhooks/{id}/secret', { ...one(id), body: {} })
export const redeliver = (id: string) => hub.rest('POST /webhooks/deliveries/{id}/redeliver', one(id))

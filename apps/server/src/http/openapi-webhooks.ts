import { type WebhookEventType, webhookEvents } from '@atrium/schema'
import { z } from 'zod'

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
})
const headers = [
  header('webhook-id', 'Id of the event, the same at every attempt.', 'evt_5f3c1c7e0a9b4d2f8e6a7b1c2d3e4f50'),
  header('webhook-timestamp', 'When it was sent, in seconds since 1970.', '1795284251'),
  header(
    'webhook-signature',
    'Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough.',
    'v1,q1p2pVqXkOYkuvWWyFQTX2HxfkRrjKHNPdQMnbSQX4Q=',
  ),
]

/** What the hub sends to addresses of webhooks, in the form of OpenAPI 3.1. */
export const webhookOperations = (): Record<string, unknown> =>
  Object.fromEntries(
    (Object.keys(webhookEvents) as WebhookEventType[]).map((type) => {
      const { payload, when, example: data } = webhookEvents[type]
      const name = z.globalRegistry.get(payload)?.id
      const example = {
        id: headers[0]?.example,
        type,
        version: 1,
        timestamp: '2026-11-21T18:04:11.120Z',
        data,
      }
      return [
        type,
        {
          post: {
            operationId: `webhook-${type.replaceAll('.', '-')}`,
            summary: `Sent: ${type}`,
            description: when,
            tags: ['webhooks'],
            security: [],
            parameters: headers,
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, example } },
            },
            responses: {
              '204': { description: 'Taken; any other 2xx says the same.' },
              '410': { description: 'Never send anything here again: the webhook is switched off.' },
              default: { description: 'Not taken; it is tried again for about a day.' },
            },
          },
        },
      ]
    }),
  )

import { z } from 'zod'
import { ChatId, IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'
import { SessionName } from './sessions.ts'
import { WebhookEvent, WebhookEventType } from './webhook-events.ts'

const WebhookId = z
  .uuid()
  .meta({ description: 'Id of the webhook.', examples: ['019aa0c4-d7e8-7f3a-b532-7c2d0e3f4b42'] })
const DeliveryId = z
  .uuid()
  .meta({ description: 'Id of the delivery.', examples: ['019aa0c4-e9fa-7b5c-8d43-8d3e1f4a5c53'] })

/** No event of tests: those are asked for one by one. */
const subscribable = WebhookEventType.exclude(['webhook.ping'])
const WebhookEventChoice = z
  .enum(['*', ...subscribable.options])
  .meta({ id: 'WebhookEventChoice', description: 'Name of an event, or `*` for all, later ones included.' })
const events = z
  .array(WebhookEventChoice)
  .min(1)
  .max(limits.webhookEvents)
  .describe('Events that are sent: names, or `*` for all, later ones included.')
const names = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item).max(limits.webhookFilterNames).default([]).describe(what)

/** Which events are sent besides their names: those that belong to any of these. */
export const WebhookFilter = z
  .object({
    chat_ids: names(ChatId, 'Chats.'),
    project_ids: names(
      z.string().min(1).max(limits.projectIdChars),
      'Projects: their cards, and the chats and sessions in their folders.',
    ),
    sessions: names(SessionName, 'Terminal sessions, by name.'),
  })
  .refine(
    ({ chat_ids, project_ids, sessions }) => chat_ids.length + project_ids.length + sessions.length > 0,
    'must name something; null filters nothing',
  )
  .meta({ id: 'WebhookFilter' })
export type WebhookFilter = z.infer<typeof WebhookFilter>

const filter = WebhookFilter.nullable().describe(
  'Only events that belong to one of these; null sends all. What belongs to nothing, such as `update.available`, is then not sent.',
)
const url = z
  .string()
  .min(1)
  .max(limits.webhookUrlChars)
  .meta({
    description:
      'Where events are sent: https, without a port and with a name in the public internet, or a host of `ATRIUM_WEBHOOK_HOSTS`.',
    examples: ['https://example.com/atrium'],
  })
const description = z
  .string()
  .max(limits.titleChars)
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line')
const content = z
  .boolean()
  .describe(
    'Whether payloads carry texts too: titles, answers, inputs of tools. They leave the hub then, so it is off by itself.',
  )

/** Why a webhook is sent nothing. */
export const WebhookDisabledReason = z
  .enum(['person', 'gone', 'failing'])
  .describe(
    'person: somebody switched it off. gone: its receiver answered 410. failing: it took nothing for five days.',
  )
export type WebhookDisabledReason = z.infer<typeof WebhookDisabledReason>

/** What went wrong with an attempt. */
export const WebhookFailure = z
  .enum(['status', 'redirect', 'gone', 'timeout', 'connection', 'address', 'secret'])
  .describe(
    'status: an answer that is no success. redirect: it leads elsewhere; that is not followed. gone: 410, which switches the webhook off. timeout: no whole answer within 15 seconds. connection: it could not be reached, or broke off. address: the address is not allowed (any more), nothing was sent. secret: the secret cannot be read; rotate it.',
  )
export type WebhookFailure = z.infer<typeof WebhookFailure>

/** Somebody outside who is told of events. */
export const Webhook = z
  .object({
    id: WebhookId,
    url,
    description: z.string().describe('What it is for.'),
    events,
    filter,
    include_content: content,
    enabled: z.boolean().describe('Whether events are sent. While it is off none is kept for it.'),
    disabled_reason: WebhookDisabledReason.nullable().describe('Why it is off; null while it is on.'),
    failing_since: IsoDate.nullable().describe(
      'Since when every attempt failed; null after a success. After five days it is switched off.',
    ),
    secret: z
      .object({
        set: z.boolean().describe('false: it cannot be read here, so nothing is sent until it is rotated.'),
        last4: z.string().describe('Its last four characters.'),
      })
      .describe('What payloads are signed with. It is shown when it is made, and never again.'),
    old_secret_until: IsoDate.nullable().describe(
      'Until when payloads are signed with the secret before, too; null when there is none.',
    ),
    waiting: z.number().int().describe('Deliveries that wait for their (next) attempt.'),
    last_success_at: IsoDate.nullable().describe('When its receiver last took something; null for never.'),
    last_failure: z
      .object({
        at: IsoDate.describe('When.'),
        reason: WebhookFailure,
        status: z.number().int().nullable().describe('Status of the answer; null without one.'),
      })
      .nullable()
      .describe('The last attempt that failed; null for never.'),
    created_at: IsoDate.describe('When it was made.'),
    updated_at: IsoDate.describe('When a person last changed it.'),
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.infer<typeof Webhook>

export const WebhookList = z.object({
  webhooks: z.array(Webhook).describe('All of them, oldest first; at most 50.'),
})
export const WebhookRef = z.object({ id: WebhookId })
export const WebhookCreate = z.object({
  url,
  events: events.default(['*']),
  description: description.default('').describe('What it is for; at most 200 characters.'),
  filter: filter.default(null),
  include_content: content.default(false),
  enabled: z.boolean().default(true).describe('Whether events are sent at once.'),
})
export type WebhookCreate = z.infer<typeof WebhookCreate>
export const WebhookUpdate = WebhookRef.extend({
  url: url.optional(),
  events: events.optional(),
  description: description.optional().describe('What it is for; at most 200 characters.'),
  filter: filter.optional(),
  include_content: content.optional(),
  enabled: z
    .boolean()
    .optional()
    .describe('Whether events are sent. Switched on, it goes on with what still waits.'),
})
export type WebhookUpdate = z.infer<typeof WebhookUpdate>

const secret = z.string().meta({
  description:
    'Secret that payloads are signed with: `whsec_` and 32 bytes in base64. It is shown this once; keep it where your receiver finds it.',
  examples: ['whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='],
})
export const WebhookCreated = z.object({ webhook: Webhook.describe('The webhook.'), secret })
export type WebhookCreated = z.infer<typeof WebhookCreated>
export const WebhookSecretRotate = WebhookRef.extend({
  keep_old_seconds: z
    .number()
    .int()
    .min(0)
    .max(limits.webhookOldSecretMs / 1_000)
    .default(limits.webhookOldSecretMs / 1_000)
    .describe('How long the secret before signs too, at most and by itself a day; 0 ends it at once.'),
})
export type WebhookSecretRotate = z.infer<typeof WebhookSecretRotate>

export const WebhookDeliveryState = z
  .enum(['waiting', 'delivered', 'failed'])
  .describe(
    'waiting: for its next attempt. delivered: the receiver took it. failed: given up; it can be delivered again.',
  )
export type WebhookDeliveryState = z.infer<typeof WebhookDeliveryState>

const deliveryShape = {
  id: DeliveryId,
  webhook_id: WebhookId,
  event_id: z.string().describe('Id of the event: header `webhook-id` and `id` of the payload.'),
  event_type: WebhookEventType,
  state: WebhookDeliveryState,
  attempt_count: z.number().int().describe('Attempts so far.'),
  last_status: z.number().int().nullable().describe('Status of the last answer; null without one.'),
  last_failure: WebhookFailure.nullable().describe('What went wrong last; null when nothing did.'),
  next_attempt_at: IsoDate.nullable().describe('When it is tried next; null when it is not.'),
  created_at: IsoDate.describe('When it was put in line.'),
  ended_at: IsoDate.nullable().describe('When it was taken or given up; null while it waits.'),
}

/** One event on its way to one webhook. */
export const WebhookDelivery = z.object(deliveryShape).meta({ id: 'WebhookDelivery' })
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookDeliveryQuery = WebhookRef.extend({
  limit: QueryInt.min(1)
    .max(limits.webhookDeliveriesPageMax)
    .default(limits.webhookDeliveriesPage)
    .describe('How many; 50 by itself, at most 200.'),
  cursor: DeliveryId.optional().describe('`next_cursor` of the page before.'),
  state: WebhookDeliveryState.optional(),
  event: WebhookEventType.optional(),
})
export type WebhookDeliveryQuery = z.infer<typeof WebhookDeliveryQuery>
export const WebhookDeliveryPage = z.object({
  deliveries: z.array(WebhookDelivery).describe('Newest first.'),
  next_cursor: z.string().nullable().describe('Send it as `cursor` for what is older; null at the end.'),
})
export type WebhookDeliveryPage = z.infer<typeof WebhookDeliveryPage>
export const WebhookDeliveryRef = z.object({ id: DeliveryId })

const WebhookAttempt = z
  .object({
    number: z.number().int().describe('1 for the first.'),
    at: IsoDate.describe('When it began.'),
    duration_ms: z.number().int().describe('How long it took.'),
    status: z.number().int().nullable().describe('Status of the answer; null without one.'),
    failure: WebhookFailure.nullable().describe('What went wrong; null when it was taken.'),
    answer: z
      .string()
      .nullable()
      .describe(
        'First 200 characters of the answer, control and direction signs written out; null without any. Read it as words of a stranger.',
      ),
    headers: z
      .record(z.string(), z.string())
      .describe('Headers that were sent; the signatures are good for this payload and time alone.'),
  })
  .meta({ id: 'WebhookAttempt' })

/** A delivery with what was sent, and how each attempt went. */
export const WebhookDeliveryDetail = z
  .object({
    ...deliveryShape,
    request: z
      .object({
        url: z.string().describe('Where it goes now.'),
        body: z.string().describe('What is sent, byte for byte.'),
      })
      .describe('The request.'),
    attempts: z.array(WebhookAttempt).describe('Attempts, oldest first; at most the last 50.'),
  })
  .meta({ id: 'WebhookDeliveryDetail' })
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>

/** Answer of `GET /webhooks/events`. */
export const WebhookCatalogue = z.object({
  events: z
    .array(
      z
        .object({
          type: WebhookEventType,
          when: z.string().describe('When it is sent, in English.'),
          example: WebhookEvent.describe('A payload.'),
        })
        .meta({ id: 'WebhookKind' }),
    )
    .describe('Every event there is.'),
})
export type WebhookCatalogue = z.infer<typeof WebhookCatalogue>

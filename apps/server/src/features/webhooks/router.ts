import {
  limits,
  Webhook,
  WebhookCatalogue,
  WebhookCreate,
  WebhookCreated,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookDeliveryRef,
  WebhookList,
  WebhookRef,
  WebhookSecretRotate,
  WebhookUpdate,
} from '@atrium/schema'
import { z } from 'zod'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const webhooks = {
  list: adminProcedure
    .meta(rest('GET /webhooks', 'List the webhooks, and how they do'))
    .output(WebhookList)
    .query(async ({ ctx }) => ({ webhooks: await ctx.app.webhooks.list() })),
  create: adminProcedure
    .meta(rest('POST /webhooks', 'Send events to an address; the secret is shown this once', { status: 201 }))
    .input(WebhookCreate)
    .output(WebhookCreated)
    .mutation(({ ctx, input }) => ctx.app.webhooks.create(ctx, input)),
  events: adminProcedure
    .meta(rest('GET /webhooks/events', 'Every event there is, with an example'))
    .output(WebhookCatalogue)
    .query(({ ctx }) => ctx.app.webhooks.catalogue()),
  get: adminProcedure
    .meta(rest('GET /webhooks/{id}', 'A webhook'))
    .input(WebhookRef)
    .output(Webhook)
    .query(({ ctx, input }) => ctx.app.webhooks.get(input.id)),
  update: adminProcedure
    .meta(rest('PATCH /webhooks/{id}', 'Change a webhook, or switch it on or off'))
    .input(WebhookUpdate)
    .output(Webhook)
    .mutation(({ ctx, input }) => ctx.app.webhooks.update(ctx, input)),
  remove: adminProcedure
    .meta(rest('DELETE /webhooks/{id}', 'Delete a webhook, what waits for it, and its log', { status: 204 }))
    .input(WebhookRef)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.app.webhooks.remove(ctx, input.id)),
  test: adminProcedure
    .meta(
      rest('POST /webhooks/{id}/test', 'Send a test once, and see how that goes', {
        perMinute: limits.webhookTestsPerMinute,
      }),
    )
    .input(WebhookRef)
    .output(WebhookDeliveryDetail)
    .mutation(({ ctx, input }) => ctx.app.webhooks.test(input.id, ctx.signal)),
  rotate: adminProcedure
    .meta(
      rest(
        'POST /webhooks/{id}/secret',
        'Make a new secret, shown this once; the one before signs too for a while',
      ),
    )
    .input(WebhookSecretRotate)
    .output(WebhookCreated)
    .mutation(({ ctx, input }) => ctx.app.webhooks.rotate(ctx, input)),
  deliveries: {
    list: adminProcedure
      .meta(rest('GET /webhooks/{id}/deliveries', 'What was sent, newest first'))
      .input(WebhookDeliveryQuery)
      .output(WebhookDeliveryPage)
      .query(({ ctx, input }) => ctx.app.webhooks.deliveries(input)),
    get: adminProcedure
      .meta(rest('GET /webhooks/deliveries/{id}', 'A delivery: what was sent, and how each attempt went'))
      .input(WebhookDeliveryRef)
      .output(WebhookDeliveryDetail)
      .query(({ ctx, input }) => ctx.app.webhooks.delivery(input.id)),
    redeliver: adminProcedure
      .meta(rest('POST /webhooks/deliveries/{id}/redeliver', 'Send a delivery once more', { status: 202 }))
      .input(WebhookDeliveryRef)
      .output(WebhookDelivery)
      .mutation(({ ctx, input }) => ctx.app.webhooks.redeliver(ctx, input.id)),
  },
}

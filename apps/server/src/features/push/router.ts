import {
  limits,
  PushDevice,
  PushDeviceList,
  PushDeviceRef,
  PushDeviceUpdate,
  PushPresence,
  PushSubscribe,
  PushSubscribed,
  PushTest,
  PushTested,
  PushUnsubscribe,
  PushUnsubscribed,
  VapidPublicKey,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { publicProcedure, signedInProcedure } from '../../trpc.ts'

export const push = {
  vapidPublicKey: publicProcedure
    .meta(rest('GET /push/vapid-public-key', 'The public key that browsers subscribe with'))
    .output(VapidPublicKey)
    .query(({ ctx }) => ({ publicKey: ctx.app.push.publicKey() })),
  subscribe: signedInProcedure
    .meta(rest('POST /push/subscribe', 'Tell a device of what waits'))
    .input(PushSubscribe)
    .output(PushSubscribed)
    .mutation(async ({ ctx, input }) => ({
      ok: true as const,
      id: await ctx.app.push.subscribe(ctx, input),
    })),
  unsubscribe: signedInProcedure
    .meta(rest('DELETE /push/subscribe', 'Tell a device no more, by its address'))
    .input(PushUnsubscribe)
    .output(PushUnsubscribed)
    .mutation(async ({ ctx, input }) => ({
      ok: true as const,
      removed: await ctx.app.push.unsubscribe(ctx, input.endpoint),
    })),
  devices: signedInProcedure
    .meta(rest('GET /push/subscriptions', 'List the devices that are told, and how that goes'))
    .output(PushDeviceList)
    .query(async ({ ctx }) => ({ devices: await ctx.app.push.devices(ctx.actor) })),
  update: signedInProcedure
    .meta(
      rest('PATCH /push/subscriptions/{id}', 'Change what a device is called, shows, and when it is silent'),
    )
    .input(PushDeviceUpdate)
    .output(PushDevice)
    .mutation(({ ctx, input }) => ctx.app.push.update(ctx, input)),
  remove: signedInProcedure
    .meta(rest('DELETE /push/subscriptions/{id}', 'Tell a device no more'))
    .input(PushDeviceRef)
    .output(PushUnsubscribed)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.push.remove(ctx, input.id)
      return { ok: true as const, removed: true }
    }),
  test: signedInProcedure
    .meta(
      rest('POST /push/test', 'Send a test to the devices of this credential', {
        perMinute: limits.pushTestsPerMinute,
      }),
    )
    .input(PushTest)
    .output(PushTested)
    .mutation(({ ctx, input }) => ctx.app.push.test(ctx.actor, input.deviceId, ctx.signal)),
  presence: signedInProcedure
    .meta(rest('GET /push/presence', 'Where the devices of this credential look'))
    .output(PushPresence)
    .query(({ ctx }) => ({ presence: ctx.app.push.whereLooking(ctx.actor) })),
}

import { Nothing, UpdateRef, UpdateStarted, Updates, UpdatesQuery, Version } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, signedInProcedure } from '../../trpc.ts'

export const updates = {
  list: adminProcedure
    .meta(rest('GET /updates', 'What is newer: the hub, coding agents, programs of the system'))
    .input(UpdatesQuery)
    .output(Updates)
    .query(({ ctx, input }) => ctx.app.updates.list(['1', 'true'].includes(input.refresh), ctx.signal)),
  start: adminProcedure
    .meta(rest('POST /updates/{id}', 'Begin an update in a terminal session of its own'))
    .input(UpdateRef)
    .output(UpdateStarted)
    .mutation(async ({ ctx, input }) => {
      const started = await ctx.app.updates.start(input.id, ctx.signal)
      await ctx.app.audit.append('update.start', ctx, { id: input.id, session: started.session })
      return started
    }),
  version: signedInProcedure
    .meta(rest('GET /version', 'Version that runs, and the newest one'))
    .output(Version)
    .query(({ ctx }) => ctx.app.updates.version()),
  check: adminProcedure
    .meta(rest('POST /version/check', 'Look for a newer version now'))
    .input(Nothing)
    .output(Version)
    .mutation(async ({ ctx }) => {
      await ctx.app.updates.check(ctx.signal)
      return ctx.app.updates.version()
    }),
}

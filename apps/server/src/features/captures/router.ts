import { MataControl, MataControlled, MataStatus, SessionImage, SessionRef } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { terminalProcedure } from '../../trpc.ts'

/** Pictures of the iOS Simulator. */
export const captures = {
  status: terminalProcedure
    .meta(rest('GET /mata/status', 'Whether the iOS Simulator can be shown'))
    .output(MataStatus)
    .query(({ ctx }) => ctx.app.mata.status()),
  control: terminalProcedure
    .meta(rest('POST /mata/control', 'Start, stop or restart Mata'))
    .input(MataControl)
    .output(MataControlled)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.mata.control(input, ctx.signal)
      return { ok: true as const }
    }),
  mata: terminalProcedure
    .meta(
      rest(
        'POST /sessions/{name}/mata-capture',
        'Keep what the iOS Simulator shows as a picture of a session',
      ),
    )
    .input(SessionRef)
    .output(SessionImage)
    .mutation(async ({ ctx, input }) =>
      ctx.app.captures.capture(await ctx.app.sessions.directoryOf(input.name), ctx.app.uploads, ctx.signal),
    ),
}

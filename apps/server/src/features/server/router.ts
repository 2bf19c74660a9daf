import { Nothing, ServerRestarting } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const server = {
  restart: adminProcedure
    .meta(rest('POST /server/restart', 'Restart the hub; sessions and their programs go on'))
    .input(Nothing)
    .output(ServerRestarting)
    .mutation(async ({ ctx }) => {
      const restarting = await ctx.app.serverControl.restart()
      await ctx.app.audit.append('server.restart', ctx, { target: restarting.target })
      return restarting
    }),
}

import { Health, HealthQuery } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { publicProcedure, requireAccess } from '../../trpc.ts'

export const system = {
  health: publicProcedure
    .meta(rest('GET /health', 'Whether all is well; the parts only with a key'))
    .input(HealthQuery)
    .output(Health)
    .query(({ ctx, input }) => {
      if (!input.detailed) return ctx.app.system.health()
      requireAccess(ctx.actor, 'signed-in')
      return ctx.app.system.detailedHealth()
    }),
}

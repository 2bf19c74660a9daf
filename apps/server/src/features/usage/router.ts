import { PlanUsage } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure } from '../../trpc.ts'

export const usage = {
  get: chatProcedure
    .meta(
      rest('GET /usage', 'How much of the plan is used: the vendor’s figures, else what was counted here'),
    )
    .output(PlanUsage)
    .query(({ ctx }) => ctx.app.usage.get()),
}

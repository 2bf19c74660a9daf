import {
  ScheduledAgentApprove,
  ScheduledAgentApproved,
  ScheduledAgentTrigger,
  ScheduledAgentTriggered,
  ScheduledRunList,
  ScheduledRunsQuery,
  Scheduler,
  SchedulerReloaded,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, chatProcedure } from '../../trpc.ts'

export const scheduler = {
  list: chatProcedure
    .meta(rest('GET /scheduler', 'List the scheduled agents and when they run next'))
    .output(Scheduler)
    .query(({ ctx }) => ctx.app.scheduler.list()),
  runs: chatProcedure
    .meta(rest('GET /scheduler/runs', 'What was run, newest first, with its outcome'))
    .input(ScheduledRunsQuery)
    .output(ScheduledRunList)
    .query(({ ctx, input }) => ctx.app.scheduler.runs(input)),
  reload: adminProcedure
    .meta(rest('POST /scheduler/reload', 'Read the agent files again'))
    .output(SchedulerReloaded)
    .mutation(({ ctx }) => ctx.app.scheduler.reload(ctx)),
  approve: adminProcedure
    .meta(rest('POST /scheduler/agents/{name}/approve', 'Allow an agent to run exactly as its file is now'))
    .input(ScheduledAgentApprove)
    .output(ScheduledAgentApproved)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      agent: await ctx.app.scheduler.approve(ctx, input.name, input.hash),
    })),
  trigger: adminProcedure
    .meta(rest('POST /scheduler/agents/{name}/trigger', 'Run an agent now and wait for its outcome'))
    .input(ScheduledAgentTrigger)
    .output(ScheduledAgentTriggered)
    .mutation(({ ctx, input }) =>
      ctx.app.scheduler.trigger(ctx, input.name, { force: input.force ?? false }),
    ),
}

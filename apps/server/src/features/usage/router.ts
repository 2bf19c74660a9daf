import {
  PlanUsage,
  RecentDirs,
  RecentDirsQuery,
  UsageCosts,
  UsageHistory,
  UsageHistoryQuery,
  UsageLimits,
  UsageLimitsQuery,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure, terminalProcedure } from '../../trpc.ts'

export const usage = {
  get: chatProcedure
    .meta(
      rest('GET /usage', 'How much of the plan is used: the vendor’s figures, else what was counted here'),
    )
    .output(PlanUsage)
    .query(({ ctx }) => ctx.app.usage.get()),
  limits: terminalProcedure
    .meta(rest('GET /usage/limits', 'Rate limits of the accounts, how they were used, and peaks'))
    .input(UsageLimitsQuery)
    .output(UsageLimits)
    .query(({ ctx, input }) => ctx.app.usage.limits(input.days)),
  costs: terminalProcedure
    .meta(rest('GET /usage/costs', 'What the live sessions cost so far, as their status lines tell'))
    .output(UsageCosts)
    .query(({ ctx }) => ctx.app.usage.costs()),
  history: terminalProcedure
    .meta(rest('GET /usage/history', 'Tokens and cost by day over all transcripts of Claude Code and Codex'))
    .input(UsageHistoryQuery)
    .output(UsageHistory)
    .query(({ ctx, input }) => ctx.app.usage.history(input.days)),
  recentDirs: terminalProcedure
    .meta(rest('GET /recent-dirs', 'Folders somebody worked in, the latest first'))
    .input(RecentDirsQuery)
    .output(RecentDirs)
    .query(({ ctx, input }) => ctx.app.usage.recentDirs(input.limit)),
}

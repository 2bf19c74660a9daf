import { z } from 'zod'
import { IsoDate } from './common.ts'

/** How much of a limit is used. */
export const UsageWindow = z
  .object({
    utilization: z.number().nullable().describe('Percent of the limit; null where no limit is known.'),
    resets_at: IsoDate.nullable().describe('When it begins anew; null where that is not known.'),
  })
  .meta({ id: 'UsageWindow' })
export type UsageWindow = z.infer<typeof UsageWindow>

/** Tokens of one stretch of time, as the transcripts of this machine say. */
export const TokenCount = z
  .object({
    messages: z.number().int().describe('Answers of models.'),
    input_tokens: z.number().int().describe('Tokens read, those of the cache aside.'),
    output_tokens: z.number().int().describe('Tokens written.'),
    cache_read_input_tokens: z.number().int().describe('Tokens read from the cache.'),
    cache_creation_input_tokens: z.number().int().describe('Tokens put into the cache.'),
  })
  .meta({ id: 'TokenCount' })
export type TokenCount = z.infer<typeof TokenCount>

const window = UsageWindow.nullable()

/** How much of the person's plan is used. Source: the first API page; `source`, `local` and `fetched_at` are ours. */
export const PlanUsage = z
  .object({
    five_hour: window.describe('The last five hours.'),
    seven_day: window.describe('The last seven days.'),
    seven_day_sonnet: window.describe('The last seven days, Sonnet models alone.'),
    seven_day_opus: window.describe('The last seven days, Opus models alone.'),
    extra_usage: z
      .object({
        is_enabled: z.boolean().describe('Whether more may be used than the plan holds.'),
        monthly_limit: z.number().nullable().describe('Most of it in a month, as the vendor counts.'),
        used_credits: z.number().nullable().describe('Used of it this month.'),
        utilization: z.number().nullable().describe('Percent of it.'),
      })
      .nullable()
      .describe('Use beyond the plan; null when it is off or unknown.'),
    subscription_type: z.string().nullable().describe('Plan, as the sign-in names it.'),
    rate_limit_tier: z.string().nullable().describe('Tier of its limits, as the sign-in names it.'),
    error: z.string().nullable().describe("Why the vendor's figures are not here; null when they are."),
    source: z
      .enum(['vendor', 'transcripts'])
      .nullable()
      .describe(
        "vendor: the windows are the vendor's own figures. transcripts: no limit is known, `local` says what was used on this machine. null: neither can be had.",
      ),
    fetched_at: IsoDate.nullable().describe('When the vendor was asked; its answer is kept for a minute.'),
    local: z
      .object({
        five_hour: TokenCount.describe('The last five hours.'),
        seven_day: TokenCount.describe('The last seven days.'),
        seven_day_sonnet: TokenCount.describe('The last seven days, Sonnet models alone.'),
        seven_day_opus: TokenCount.describe('The last seven days, Opus models alone.'),
        complete: z.boolean().describe('false: transcripts are still being read, the numbers will grow.'),
      })
      .nullable()
      .describe('Counted from the transcripts on this machine; null when there are none.'),
  })
  .meta({ id: 'PlanUsage' })
export type PlanUsage = z.infer<typeof PlanUsage>

import { z } from 'zod'
import { IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'

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

const dollars = z.number().describe('US dollars.')
const tokens = z.number().int().describe('Tokens.')
const Provider = z.enum(['claude', 'codex']).describe('Whose transcripts tell of it.')

/** How fast a limit is used up, held against an even use of its window. */
export const UsagePace = z
  .object({
    stage: z
      .enum(['onTrack', 'slightlyAhead', 'ahead', 'farAhead', 'slightlyBehind', 'behind', 'farBehind'])
      .describe(
        'Ahead: used faster than evenly. Up to 2 points of difference are on track, 6 slightly, 12 plainly.',
      ),
    deltaPct: z.number().describe('Used less expected, in percent points.'),
    expectedPct: z.number().describe('Share of the window that is over.'),
    actualPct: z.number().describe('Share of the limit that is used.'),
    etaSeconds: z
      .number()
      .int()
      .nullable()
      .describe('Seconds until the limit is reached at this rate; null when it lasts.'),
    lastsToReset: z.boolean().describe('Whether it lasts until it begins anew.'),
  })
  .meta({ id: 'UsagePace' })
export type UsagePace = z.infer<typeof UsagePace>

/** One limit of an account. */
export const LimitWindow = z
  .object({
    label: z
      .string()
      .nullable()
      .describe(
        '5h, 7d, or another length; a model behind it when it is for that model alone; null if unknown.',
      ),
    usedPercentage: z
      .number()
      .nullable()
      .describe('Share of it that is used; null where only the reset is known.'),
    resetsAt: z.number().int().nullable().describe('When it begins anew, in seconds since 1970.'),
    limited: z.boolean().optional().describe('true: nothing more is given until then.'),
    pace: UsagePace.nullable().describe(
      'null until 3 % of the window are over, and where its length is unknown.',
    ),
  })
  .meta({ id: 'LimitWindow' })
export type LimitWindow = z.infer<typeof LimitWindow>

/** Limits of one account with a vendor. Source: the second API page, `GET /api/usage/limits`. */
export const LimitAccount = z
  .object({
    accountId: z.string().describe('Id, the same as in `points`.'),
    accountLabel: z.string().nullable().describe('Plan or name, where one is told.'),
    agent: z.enum(['claude', 'codex', 'antigravity']).describe('Which program the account is for.'),
    hostName: z.string().describe('This machine.'),
    capturedAt: IsoDate.describe('When the figures were told.'),
    source: z
      .enum(['statusline', 'chat', 'vendor', 'transcript', 'log'])
      .describe(
        'Who told them: a status line, the agent of a chat, the vendor when asked, a transcript, or a log.',
      ),
    limited: z.boolean().optional().describe('true: nothing more is given now.'),
    windows: z.array(LimitWindow).describe('Its limits.'),
  })
  .meta({ id: 'LimitAccount' })
export type LimitAccount = z.infer<typeof LimitAccount>

const pct = z.number().nullable()
const seconds = z.number().int().nullable()
/** What was used of an account's limits at one time. */
export const LimitPoint = z
  .object({
    t: IsoDate.describe('When.'),
    acct: z.string().describe('Id of the account.'),
    label: z.string().nullable().describe('Its label then.'),
    agent: z.string().describe('Its program.'),
    '5h': pct.describe('Percent of the five hours.'),
    '7d': pct.describe('Percent of the seven days.'),
    r5h: seconds.describe('When the five hours began anew, in seconds since 1970.'),
    r7d: seconds.describe('When the seven days began anew.'),
  })
  .meta({ id: 'LimitPoint' })
export type LimitPoint = z.infer<typeof LimitPoint>

export const UsageLimitsQuery = z.object({
  days: QueryInt.min(1)
    .default(limits.usageLimitDays)
    .transform((days) => Math.min(days, limits.usageLimitDaysMax))
    .describe(`How far \`points\` go back, at most ${limits.usageLimitDaysMax}; more is clamped.`),
})

/** Rate limits of the accounts, and how they were used. */
export const UsageLimits = z
  .object({
    accounts: z.array(LimitAccount).describe('Every account something is known of, as it was last told.'),
    points: z.array(LimitPoint).describe('How they were used, oldest first; one in five minutes at most.'),
    peaks5h: z.number().int().describe('Points with 90 percent or more of the five hours.'),
    peaks7d: z.number().int().describe('Points with 90 percent or more of the seven days.'),
    days: z.number().int().describe('Days that `points` cover.'),
  })
  .meta({ id: 'UsageLimits' })
export type UsageLimits = z.infer<typeof UsageLimits>

/** What the sessions that live cost so far. Source: the second API page, `GET /api/usage/costs`. */
export const UsageCosts = z
  .object({
    totalUsd: dollars.describe('Of all sessions below, in US dollars.'),
    totalLinesAdded: z.number().describe('Lines added.'),
    totalLinesRemoved: z.number().describe('Lines removed.'),
    totalDurationMs: z.number().describe('Time since they began.'),
    totalApiDurationMs: z.number().describe('Of it, waiting for the model.'),
    sessions: z
      .array(
        z.object({
          name: z.string().describe('Name of the session.'),
          costUsd: z.number().nullable().describe('US dollars so far.'),
          linesAdded: z.number().nullable().describe('Lines added.'),
          linesRemoved: z.number().nullable().describe('Lines removed.'),
          durationMs: z.number().nullable().describe('Time since it began.'),
          model: z.string().nullable().describe('Model, as its status line names it.'),
          fresh: z.boolean().describe('Told within the last 120 s; the sums count only these.'),
          toldAt: IsoDate.describe('When its status line last told.'),
        }),
      )
      .describe('Live sessions whose status line has told, the dearest first.'),
  })
  .meta({ id: 'UsageCosts' })
export type UsageCosts = z.infer<typeof UsageCosts>

export const UsageHistoryQuery = z.object({
  days: QueryInt.min(1)
    .default(limits.usageDays)
    .transform((days) => Math.min(days, limits.usageDaysMax))
    .describe(`Days, today included; at most ${limits.usageDaysMax}, more is clamped.`),
})

const byModel = z.record(z.string(), tokens).describe('Tokens by model.')
const date = z.string().meta({ description: 'Day on the clock of this machine.', examples: ['2026-01-02'] })
const dayCount = z.object({ date, count: z.number().int().describe('How many.') })

/** Tokens and cost of one model on one day. */
export const ModelDay = z
  .object({
    provider: Provider,
    model: z.string().describe('Model; `-fast` behind it when it answered in the faster, dearer mode.'),
    input: tokens.describe('Read, without the cache.'),
    output: tokens.describe('Written.'),
    cacheCreation: tokens.describe('Put into the cache.'),
    cacheRead: tokens.describe('Read from the cache.'),
    costUsd: dollars.describe('US dollars.'),
    priced: z.boolean().describe('false: the price table does not know this model, and it counts nothing.'),
  })
  .meta({ id: 'ModelDay' })
export type ModelDay = z.infer<typeof ModelDay>

/** One day of history. */
export const UsageDay = z
  .object({
    date,
    input: tokens.describe('Read, what was put into the cache included.'),
    output: tokens.describe('Written.'),
    byModel,
    cost: dollars.describe('US dollars.'),
    sessions: z.number().int().describe('Sessions that said anything.'),
    errors: z.number().int().describe('Refusals and failures of the vendor.'),
    models: z.array(ModelDay).describe('The same by model, with the cache apart; the dearest first.'),
  })
  .meta({ id: 'UsageDay' })
export type UsageDay = z.infer<typeof UsageDay>

/**
 * Daily use over all transcripts of Claude Code and Codex. Tokens are read and written ones; what comes from the cache
 * counts apart. Source: the second API page, `GET /api/usage/history`; `timeZone`, `days[].models`, `prices` and
 * `complete` are ours.
 */
export const UsageHistory = z
  .object({
    days: z.array(UsageDay).describe('Newest first, without gaps.'),
    monthTotal: tokens.describe('Tokens of this calendar month.'),
    monthCost: dollars.describe('US dollars of this calendar month.'),
    monthByModel: byModel,
    byProject: z
      .array(
        z.object({
          project: z.string().describe('Name of its folder.'),
          path: z.string().describe('Its folder.'),
          tokens,
          costUsd: dollars,
        }),
      )
      .describe('This month by folder, the most tokens first; at most 100.'),
    heatmap: z
      .array(
        z.object({
          dow: z.number().int().describe('Day of the week, Monday is 0.'),
          hour: z.number().int().describe('Hour, 0 to 23.'),
          tokens,
        }),
      )
      .describe('This month by hour of the week, where there is anything.'),
    cacheRate: z
      .object({
        read: tokens.describe('Read from the cache.'),
        total: tokens.describe('All that was read, the cache included.'),
        pct: z.number().describe('Share of it, in percent.'),
      })
      .describe('This month, Claude.'),
    workStyle: z
      .object({
        toolUse: z.number().int().describe('Answers that end in the use of a tool.'),
        endTurn: z.number().int().describe('Answers that end the turn.'),
        total: z.number().int().describe('All answers whose end is known.'),
      })
      .describe('Why answers ended this month.'),
    toolUsage: z
      .array(z.object({ name: z.string().describe('Tool.'), count: z.number().int().describe('Uses.') }))
      .describe('The ten most used tools of this month.'),
    dailySessions: z.record(z.string(), z.number().int()).describe('Sessions by day of this month.'),
    monthSessions: z.number().int().describe('Sessions of this month.'),
    errors: z
      .object({
        total: z.number().int().describe('How many.'),
        byDate: z.array(dayCount).describe('By day.'),
      })
      .describe('Refusals and failures of the vendor this month.'),
    byProvider: z
      .array(
        z.object({
          provider: Provider,
          label: z.string().describe('Its name.'),
          tokens,
          costUsd: dollars,
          models: z
            .array(z.object({ model: z.string().describe('Model.'), tokens, costUsd: dollars }))
            .describe('Its models, the most tokens first.'),
        }),
      )
      .describe('This month by provider.'),
    timeZone: z.string().describe('Whose days these are.'),
    prices: z
      .object({
        date: z.string().describe('When the table was taken.'),
        source: z.string().describe('Where from.'),
        unknown: z
          .array(z.string())
          .describe('Models of these days that it does not know; they count no cost.'),
      })
      .describe('What costs are reckoned with. Nobody is asked for prices.'),
    complete: z.boolean().describe('false: transcripts are still being read, the numbers will grow.'),
    reading: z
      .object({
        files: z.number().int().describe('Transcripts that are still to be read.'),
        bytes: z.number().describe('Their bytes.'),
      })
      .nullable()
      .describe('What is still to be read; null when nothing is.'),
    damaged: z
      .number()
      .int()
      .describe('Transcripts that could not be read; the rest is counted without them.'),
  })
  .meta({ id: 'UsageHistory' })
export type UsageHistory = z.infer<typeof UsageHistory>

export const RecentDirsQuery = z.object({
  limit: QueryInt.min(1)
    .default(limits.recentDirs)
    .transform((count) => Math.min(count, limits.recentDirsMax))
    .describe(`How many, at most ${limits.recentDirsMax}; more is clamped.`),
})

/** Folders somebody worked in, the latest first. Source: the second API page, `GET /api/recent-dirs`. */
export const RecentDirs = z
  .object({
    dirs: z
      .array(
        z.object({
          cwd: z.string().describe('Folder; it is there.'),
          sources: z
            .array(z.enum(['session', 'chat', 'project', 'claude', 'codex']))
            .describe('What knows of it: our sessions, chats and projects, or the files of a CLI.'),
          lastUsed: z
            .number()
            .int()
            .nullable()
            .describe('When it was last worked in, in seconds since 1970.'),
        }),
      )
      .describe('The latest first; those without a time last.'),
  })
  .meta({ id: 'RecentDirs' })
export type RecentDirs = z.infer<typeof RecentDirs>

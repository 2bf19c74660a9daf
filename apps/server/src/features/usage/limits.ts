// Owns what is known of rate limits: as it was last told, by whom, and how it was used over time.
import { hostname } from 'node:os'
import {
  type LimitAccount,
  type LimitPoint,
  type LimitWindow,
  limits,
  type UsageLimits,
} from '@atrium/schema'
import { z } from 'zod'
import type { Tasks } from '../../core/tasks.ts'
import { paceOf, secondsOf } from './pace.ts'
import type { UsageStore } from './store.ts'

export type ToldWindow = { label: string | null; usedPercentage: number | null; resetsAt: number | null }
/** Limits as somebody told them. */
export type ToldLimits = {
  accountId: string
  accountLabel: string | null
  agent: LimitAccount['agent']
  source: LimitAccount['source']
  at: number
  windows: readonly ToldWindow[]
  limited?: boolean
}

type Deps = {
  store: UsageStore
  tasks: Tasks
  /** Asked anew for each answer, at most every thirty seconds: vendors, logs, files of other programs. */
  ask(): Promise<readonly ToldLimits[]>
  now?: () => number
}

const keepMs = 30_000
const pointMs = 300_000
const keptDays = limits.usageLimitDaysMax + 1
const dayMs = 86_400_000
const peak = 90
const maxWindows = 16

const Stored = z.object({
  accountLabel: z.string().nullable(),
  agent: z.enum(['claude', 'codex', 'antigravity']),
  source: z.enum(['statusline', 'chat', 'vendor', 'transcript', 'log']),
  limited: z.boolean().optional(),
  windows: z
    .array(
      z.object({
        label: z.string().nullable(),
        usedPercentage: z.number().nullable(),
        resetsAt: z.number().nullable(),
      }),
    )
    .max(maxWindows),
})
type Known = z.infer<typeof Stored> & { at: number }

export function createLimits(deps: Deps) {
  const { store, tasks } = deps
  const now = deps.now ?? (() => Date.now())
  const known = new Map<string, Known>()
  const pointed = new Map<string, number>()
  let loaded: Promise<void> | null = null
  let asked: { until: number; done: Promise<void> } | null = null

  const load = (): Promise<void> =>
    (loaded ??= store.accounts().then((rows) => {
      for (const { id, at, body } of rows) {
        const account = stored(body)
        if (account && !known.has(id)) known.set(id, { ...account, at: Date.parse(at) })
      }
    }))

  /** Windows that are not told this time stay until they begin anew. */
  function note(told: ToldLimits): void {
    const before = known.get(told.accountId)
    if (before && before.at > told.at) return
    const windows = new Map(before?.windows.map((window) => [window.label, window]))
    for (const window of told.windows) {
      const resetsAt = window.resetsAt === null ? null : Math.round(window.resetsAt)
      windows.set(window.label, { ...window, resetsAt })
    }
    const { accountLabel, agent, source, at, limited } = told
    const account: Known = {
      accountLabel: accountLabel ?? before?.accountLabel ?? null,
      agent,
      source,
      at,
      ...(limited && { limited }),
      windows: [...windows.values()].slice(0, maxWindows),
    }
    known.set(told.accountId, account)
    if ((pointed.get(told.accountId) ?? 0) + pointMs > at) return
    pointed.set(told.accountId, at)
    const { at: _, ...body } = account
    const time = new Date(at).toISOString()
    tasks.add('usage.limits', async () => {
      await store.saveAccount(told.accountId, time, JSON.stringify(body))
      await store.addPoints([toPoint(told.accountId, time, account)], daysAgo(keptDays))
    })
  }

  const daysAgo = (days: number): string => new Date(now() - days * dayMs).toISOString()

  /** One question for everybody who asks within half a minute. */
  function ask(): Promise<void> {
    if (asked && asked.until > now()) return asked.done
    const done = deps.ask().then((all) => all.forEach(note))
    asked = { until: now() + keepMs, done }
    return done
  }

  return {
    note,
    async get(days: number): Promise<UsageLimits> {
      await load()
      await ask()
      const rows = (await store.points(daysAgo(days))).slice(-limits.usagePoints)
      const points = rows.map(
        (row): LimitPoint => ({
          t: row.at,
          acct: row.account,
          label: row.label,
          agent: row.agent,
          '5h': row.fiveHour,
          '7d': row.sevenDay,
          r5h: row.fiveHourReset,
          r7d: row.sevenDayReset,
        }),
      )
      return {
        accounts: [...known]
          .map(([id, account]) => toAccount(id, account, now()))
          .filter((account) => account.windows.length > 0)
          .toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1)),
        points,
        peaks5h: points.filter((point) => (point['5h'] ?? 0) >= peak).length,
        peaks7d: points.filter((point) => (point['7d'] ?? 0) >= peak).length,
        days,
      }
    },
  }
}

/** A record that cannot be read costs only itself: it is told again. */
function stored(body: string): z.infer<typeof Stored> | null {
  try {
    return Stored.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}

function toPoint(account: string, at: string, { windows, accountLabel, agent }: Known) {
  const of = (label: string) => windows.find((window) => window.label === label)
  return {
    account,
    at,
    label: accountLabel,
    agent,
    fiveHour: of('5h')?.usedPercentage ?? null,
    sevenDay: of('7d')?.usedPercentage ?? null,
    fiveHourReset: of('5h')?.resetsAt ?? null,
    sevenDayReset: of('7d')?.resetsAt ?? null,
  }
}

function toAccount(accountId: string, account: Known, now: number): LimitAccount {
  const { accountLabel, agent, source, at, limited } = account
  return {
    accountId,
    accountLabel,
    agent,
    hostName: hostname(),
    capturedAt: new Date(at).toISOString(),
    source,
    ...(limited && { limited }),
    windows: account.windows
      // One that began anew since says nothing any more.
      .filter(({ resetsAt }) => resetsAt === null || resetsAt * 1_000 > now)
      .toSorted((a, b) => (secondsOf(a.label) ?? Infinity) - (secondsOf(b.label) ?? Infinity))
      .map(
        (window): LimitWindow => ({
          ...window,
          ...(limited && { limited }),
          pace: paceOf(window, now),
        }),
      ),
  }
}

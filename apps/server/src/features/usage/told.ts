// What others say of rate limits, in the words of this page.
import type { ToldLimits, ToldWindow } from './limits.ts'
import type { ToldLimit } from './status-lines.ts'
import type { VendorFigures } from './vendor.ts'

const claude = { accountId: 'claude', agent: 'claude' } as const
const maxWindows = 16

/** `five_hour` is 5h, `seven_day_opus` is 7d opus; another name stays. */
function labelOf(name: string): string {
  const [, window, rest] = /^(five_hour|seven_day)(?:_(.+))?$/.exec(name) ?? []
  if (window === undefined) return name.slice(0, 40)
  const length = window === 'five_hour' ? '5h' : '7d'
  return rest === undefined ? length : `${length} ${rest.replaceAll('_', ' ')}`
}

export const ofStatusLine = (told: Record<string, ToldLimit>, at: number): ToldLimits => ({
  ...claude,
  accountLabel: null,
  source: 'statusline',
  at,
  windows: Object.entries(told).map(([name, window]) => ({ label: labelOf(name), ...window })),
})

/** Facts of the Agent SDK, which the vendor shaped: null when there is nothing in them. */
export function ofAgent(facts: unknown, at: number): ToldLimits | null {
  const told = record(facts)
  const windows = Object.entries(record(told['unifiedWindows'])).slice(0, maxWindows)
  if (windows.length === 0 && typeof told['rateLimitType'] === 'string')
    windows.push([told['rateLimitType'], told])
  const known = windows.flatMap(([name, each]): ToldWindow[] => {
    const { utilization, resetsAt } = record(each)
    const share = number(utilization)
    const reset = number(resetsAt)
    if (share === null && reset === null) return []
    const usedPercentage = share === null ? null : Math.round(share * 1_000) / 10
    return [{ label: labelOf(name), usedPercentage, resetsAt: reset }]
  })
  return known.length === 0 ? null : { ...claude, accountLabel: null, source: 'chat', at, windows: known }
}

export function ofVendor(
  answer: { at: string; plan: string | null; figures: VendorFigures } | null,
): ToldLimits | null {
  if (!answer) return null
  const { extra_usage: _, ...windows } = answer.figures
  const known = Object.entries(windows).flatMap(([name, window]): ToldWindow[] =>
    window && window.utilization !== null
      ? [
          {
            label: labelOf(name),
            usedPercentage: window.utilization,
            resetsAt: window.resets_at === null ? null : Math.round(Date.parse(window.resets_at) / 1_000),
          },
        ]
      : [],
  )
  if (known.length === 0) return null
  return { ...claude, accountLabel: answer.plan, source: 'vendor', at: Date.parse(answer.at), windows: known }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

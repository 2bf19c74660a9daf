import type { UsageHistory } from '@atrium/schema'

export type Group = 'model' | 'provider'
export type Unit = 'cost' | 'tokens'
export type Step = 'day' | 'month'
/** What is shown of one day or month, by name of its part. */
export type Bar = { date: string; total: number; parts: Record<string, number> }

const shown = 5
export const providers = { claude: 'Claude', codex: 'Codex' } as const

/** Bars, the oldest first, and the names of their parts, the largest first; small ones are one part, with no name. */
export function barsOf(
  days: UsageHistory['days'],
  { group, unit, step }: { group: Group; unit: Unit; step: Step },
): { bars: Bar[]; names: string[] } {
  const sums = new Map<string, number>()
  const bars = new Map<string, Bar>()
  for (const day of days.toReversed()) {
    const date = step === 'day' ? day.date : day.date.slice(0, 7)
    const bar = bars.get(date) ?? { date, total: 0, parts: {} }
    for (const each of day.models) {
      const name = group === 'model' ? each.model : providers[each.provider]
      const value = unit === 'cost' ? each.costUsd : each.input + each.cacheCreation + each.output
      bar.parts[name] = (bar.parts[name] ?? 0) + value
      bar.total += value
      sums.set(name, (sums.get(name) ?? 0) + value)
    }
    bars.set(date, bar)
  }
  const names = [...sums].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
  if (names.length <= shown) return { bars: [...bars.values()], names }
  const kept = new Set(names.slice(0, shown))
  const joined = [...bars.values()].map((bar) => ({ ...bar, parts: joinRest(bar.parts, kept) }))
  return { bars: joined, names: [...kept, ''] }
}

function joinRest(parts: Record<string, number>, kept: ReadonlySet<string>): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [name, value] of Object.entries(parts)) {
    const to = kept.has(name) ? name : ''
    all[to] = (all[to] ?? 0) + value
  }
  return all
}

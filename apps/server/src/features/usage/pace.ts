import type { UsagePace } from '@atrium/schema'

const unitSeconds = { h: 3_600, d: 86_400, m: 60 } as const
/** Before that much of a window is over, its pace says nothing. */
const firstShare = 0.03

/** Length of a window by its label, `5h` or `7d opus`; null when it names none. */
export function secondsOf(label: string | null): number | null {
  const [, count, unit] = /^(\d{1,4})([hdm])(?: |$)/.exec(label ?? '') ?? []
  return count === undefined ? null : Number(count) * unitSeconds[unit as 'h' | 'd' | 'm'] // by the pattern
}

/** How fast a limit is used up, held against an even use of its window. */
export function paceOf(
  window: { label: string | null; usedPercentage: number | null; resetsAt: number | null },
  nowMs: number,
): UsagePace | null {
  const length = secondsOf(window.label)
  const { usedPercentage: actualPct, resetsAt } = window
  if (length === null || actualPct === null || resetsAt === null) return null
  const left = resetsAt - nowMs / 1_000
  const elapsed = length - left
  if (left <= 0 || elapsed / length < firstShare || elapsed > length) return null
  const expectedPct = Math.round((elapsed / length) * 100)
  const deltaPct = Math.round(actualPct - expectedPct)
  const toFull = actualPct <= 0 ? Infinity : ((100 - actualPct) / actualPct) * elapsed
  const lasts = toFull >= left
  return {
    stage: stageOf(deltaPct),
    deltaPct,
    expectedPct,
    actualPct,
    etaSeconds: lasts ? null : Math.max(0, Math.round(toFull)),
    lastsToReset: lasts,
  }
}

function stageOf(delta: number): UsagePace['stage'] {
  const size = Math.abs(delta)
  if (size <= 2) return 'onTrack'
  if (size <= 6) return delta > 0 ? 'slightlyAhead' : 'slightlyBehind'
  if (size <= 12) return delta > 0 ? 'ahead' : 'behind'
  return delta > 0 ? 'farAhead' : 'farBehind'
}

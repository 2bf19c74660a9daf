// Owns what status lines told, in memory: a session that lives tells it again.
import { limits, type UsageCosts } from '@atrium/schema'

export type StatusLines = ReturnType<typeof createStatusLines>

/** What is known of a session from its status line. */
export type StatusLine = {
  cost: {
    totalUsd: number | null
    durationMs: number | null
    linesAdded: number | null
    linesRemoved: number | null
  } | null
  contextPct: number | null
  contextLimit: number | null
  contextTokens: number | null
  contextModel: string | null
  /** By window, `five_hour` and `seven_day` among them. */
  limits: Record<string, ToldLimit> | null
  /** Told within the last two minutes; an idle session tells nothing new. */
  fresh: boolean
}
export type ToldLimit = { usedPercentage: number | null; resetsAt: number | null }

type Told = { at: number; apiDurationMs: number | null; line: Omit<StatusLine, 'fresh'> }

const freshMs = 120_000
const maxWindows = 16

export function createStatusLines(options: { now?: () => number }) {
  const now = options.now ?? (() => Date.now())
  const told = new Map<string, Told>()
  let limitsTold: (told: Record<string, ToldLimit>, at: number) => void = () => undefined

  return {
    /** Who hears of rate limits; they are the account's, not the session's. */
    onLimits(listener: typeof limitsTold): void {
      limitsTold = listener
    },
    /** Any body is taken: what is not there, or of another kind, is null. */
    report(name: string, body: unknown): void {
      const at = now()
      const line = lineOf(body)
      told.delete(name) // the latest last, so that the oldest makes room
      told.set(name, { at, apiDurationMs: numberAt(body, 'cost', 'total_api_duration_ms'), line })
      const oldest = told.keys().next().value
      if (told.size > limits.statusLines && oldest !== undefined) told.delete(oldest)
      if (line.limits) limitsTold(line.limits, at)
    },
    of(name: string): StatusLine | null {
      const known = told.get(name)
      return known ? { ...known.line, fresh: now() - known.at <= freshMs } : null
    },
    rename(from: string, to: string): void {
      const known = told.get(from)
      if (!known || from === to) return
      told.delete(from)
      told.set(to, known)
    },
    drop: (name: string): void => void told.delete(name),

    /** Of the sessions that live; only what was told lately is summed up. */
    costs(isLive: (name: string) => boolean): UsageCosts {
      const sums = {
        totalUsd: 0,
        totalLinesAdded: 0,
        totalLinesRemoved: 0,
        totalDurationMs: 0,
        totalApiDurationMs: 0,
      }
      const sessions: UsageCosts['sessions'] = []
      for (const [name, { at, apiDurationMs, line }] of told) {
        if (line.cost === null || !isLive(name)) continue
        const fresh = now() - at <= freshMs
        const { totalUsd, durationMs, linesAdded, linesRemoved } = line.cost
        const toldAt = new Date(at).toISOString()
        sessions.push({
          name,
          costUsd: totalUsd,
          linesAdded,
          linesRemoved,
          durationMs,
          model: line.contextModel,
          fresh,
          toldAt,
        })
        if (!fresh) continue
        sums.totalUsd += totalUsd ?? 0
        sums.totalLinesAdded += linesAdded ?? 0
        sums.totalLinesRemoved += linesRemoved ?? 0
        sums.totalDurationMs += durationMs ?? 0
        sums.totalApiDurationMs += apiDurationMs ?? 0
      }
      return { ...sums, sessions: sessions.toSorted((a, b) => (b.costUsd ?? 0) - (a.costUsd ?? 0)) }
    },
  }
}

function lineOf(body: unknown): Omit<StatusLine, 'fresh'> {
  const cost = {
    totalUsd: numberAt(body, 'cost', 'total_cost_usd'),
    durationMs: numberAt(body, 'cost', 'total_duration_ms'),
    linesAdded: numberAt(body, 'cost', 'total_lines_added'),
    linesRemoved: numberAt(body, 'cost', 'total_lines_removed'),
  }
  const model = at(body, 'model', 'display_name')
  return {
    cost: Object.values(cost).every((value) => value === null) ? null : cost,
    contextPct: numberAt(body, 'context_window', 'used_percentage'),
    contextLimit: numberAt(body, 'context_window', 'context_window_size'),
    contextTokens: contextTokens(body),
    contextModel: typeof model === 'string' && model !== '' ? model.slice(0, limits.titleChars) : null,
    limits: limitsOf(at(body, 'rate_limits')),
  }
}

/** What the last answer read, the cache included; before it there is none. */
function contextTokens(body: unknown): number | null {
  const current = at(body, 'context_window', 'current_usage')
  if (!isRecord(current)) return numberAt(body, 'context_window', 'total_input_tokens')
  return ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'].reduce(
    (sum, name) => sum + (finite(current[name]) ?? 0),
    0,
  )
}

function limitsOf(value: unknown): Record<string, ToldLimit> | null {
  if (!isRecord(value)) return null
  const windows = Object.entries(value)
    .slice(0, maxWindows)
    .filter(([name]) => /^[a-z0-9_]{1,40}$/.test(name))
    .map(([name, each]): [string, ToldLimit] => [
      name,
      { usedPercentage: numberAt(each, 'used_percentage'), resetsAt: numberAt(each, 'resets_at') },
    ])
    .filter(([, each]) => each.usedPercentage !== null || each.resetsAt !== null)
  return windows.length === 0 ? null : Object.fromEntries(windows)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function at(value: unknown, ...path: string[]): unknown {
  let current = value
  for (const name of path) {
    if (!isRecord(current) || !Object.hasOwn(current, name)) return undefined
    current = current[name]
  }
  return current
}

const finite = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

const numberAt = (value: unknown, ...path: string[]): number | null => finite(at(value, ...path))

// From what all transcripts tell to days: each answer counts once, wherever and however often it is told.
import { createCalendar } from './calendar.ts'
import { replaces } from './claude-lines.ts'
import type { CodexState } from './codex-lines.ts'
import { type Entry, hashOf, type Packed, type Provider, unpack } from './entries.ts'
import { costOf, priceOf } from './prices.ts'
import { createTable } from './table.ts'

export type SummaryFile = { path: string; provider: Provider; state: string } & Pick<
  Packed,
  'entries' | 'names'
>

export type ModelSum = {
  provider: Provider
  model: string
  input: number
  output: number
  cacheCreation: number
  cacheRead: number
  costUsd: number
  priced: boolean
}
/** One day, small enough to keep a year of them. */
export type DaySum = {
  date: string
  models: ModelSum[]
  /** Of answers that name no model: they count in the day alone. */
  unnamedUsd: number
  /** Short hashes. */
  sessions: string[]
  errors: number
  hours: number[]
  dow: number
  projects: { path: string; tokens: number; costUsd: number }[]
  stops: { toolUse: number; endTurn: number; total: number }
  tools: Record<string, number>
  claudeRead: { read: number; total: number }
}
export type Summary = { days: DaySum[] }

type Thread = { id: string | null; from: string | null; first: number[]; entries: Entry[] }
type Kept = { entry: Entry; provider: Provider }

/** Codex writes the history that a fork was given in one go; what its person asks next comes later. */
const burstMs = 1_000
const maxProjectsPerDay = 200
const maxToolsPerDay = 200

/** Places by a key; nearly always there is one. */
function createPlaces() {
  const first = createTable()
  const more = new Map<number, number[]>()
  return {
    find(key: number, wanted: (place: number) => boolean): number | undefined {
      const place = first.get(key)
      if (place < 0) return undefined
      return wanted(place) ? place : more.get(key)?.find(wanted)
    },
    add(key: number, place: number): void {
      const known = first.get(key)
      if (known < 0) first.set(key, place)
      else if (known !== place) {
        const others = more.get(key) ?? []
        if (!others.includes(place)) others.push(place)
        more.set(key, others)
      }
    },
  }
}

/** Small numbers for large ones, from 1, so that two of them make one exact key. */
function createNumbers() {
  const numbers = createTable()
  return (large: number): number => {
    const known = numbers.get(large)
    if (known > 0) return known
    numbers.set(large, numbers.size + 1)
    return numbers.size
  }
}
const keyBase = 2 ** 26

export function createSummary(timeZone: string) {
  const kept: Kept[] = []
  const exact = createPlaces()
  /** By message and session, for copies in side conversations, which have requests of their own. */
  const bySession = createPlaces()
  const codex = new Map<string, number>()
  const threads: Thread[] = []
  const messageNumber = createNumbers()
  /** Of requests, and of sessions and times where there is none. */
  const requestNumber = createNumbers()
  const sessions = new Map<string, number>()

  function sessionNumber(session: string): number {
    const known = sessions.get(session) ?? sessions.size
    if (known === sessions.size) sessions.set(session, known)
    return known
  }
  const exactKey = (entry: Entry): number =>
    messageNumber(entry.message) * keyBase +
    requestNumber(entry.request === 0 ? hashOf(`${entry.session} ${entry.at}`) : entry.request)
  const sessionKey = (entry: Entry): number =>
    messageNumber(entry.message) * keyBase + sessionNumber(entry.session)
  const isSame = (one: Entry, other: Entry): boolean =>
    one.request === other.request &&
    (one.request !== 0 || (one.at === other.at && one.session === other.session))
  const entryAt = (place: number): Entry => (kept[place] as Kept).entry // places are those of what is kept

  function addClaude(entry: Entry): void {
    if (entry.message === 0) {
      kept.push({ entry, provider: 'claude' })
      return
    }
    const key = exactKey(entry)
    const place =
      // Another telling of an answer may have taken its place, under other ids.
      exact.find(key, (each) => isSame(entryAt(each), entry)) ??
      bySession.find(sessionKey(entry), (each) => entry.sidechain || entryAt(each).sidechain)
    if (place === undefined) {
      const at = kept.push({ entry, provider: 'claude' }) - 1
      exact.add(key, at)
      bySession.add(sessionKey(entry), at)
      return
    }
    const known = entryAt(place)
    if (known.session !== entry.session) {
      // A copy in another session: side conversations of either find it.
      bySession.add(sessionKey(entry), place)
      bySession.add(sessionKey(known), place)
    }
    if (!replaces(entry, known)) return
    kept[place] = { entry, provider: 'claude' }
    exact.add(key, place)
    bySession.add(sessionKey(entry), place)
  }

  function addCodex(entry: Entry): void {
    const key = `${entry.at} ${entry.model} ${entry.message}`
    const place = codex.get(key)
    const known = place === undefined ? undefined : kept[place]
    if (known) {
      // Whichever of two copies tells of its tier; the cheaper one where both do.
      if (entry.standard || (entry.fast && !known.entry.standard && !known.entry.fast))
        known.entry = { ...known.entry, standard: entry.standard, fast: entry.fast }
      return
    }
    codex.set(key, kept.push({ entry, provider: 'codex' }) - 1)
  }

  function addThreads(): void {
    const byId = new Map(threads.map((thread) => [thread.id, thread]))
    for (const thread of threads) {
      const parent = thread.from === thread.id ? undefined : byId.get(thread.from)
      const own = thread.from === null ? thread.entries : withoutReplay(thread, parent?.entries ?? [])
      for (const entry of own) addCodex(entry)
    }
  }

  return {
    /** In the order of their paths, which decides which of two equal copies counts. */
    add(file: SummaryFile): void {
      if (file.provider === 'codex') {
        const { id, forkedFrom, first } = JSON.parse(file.state) as CodexState // as the reader wrote it
        threads.push({ id, from: forkedFrom, first, entries: unpack(file) })
        return
      }
      for (const entry of unpack(file)) addClaude(entry)
    },
    days(): Summary {
      addThreads()
      return { days: sumUp(kept, timeZone) }
    },
  }
}

/** A fork begins with what its parent was told already. */
function withoutReplay({ entries, first }: Thread, parent: readonly Entry[]): Entry[] {
  let same = 0
  while (same < entries.length && entries[same]?.message === parent[same]?.message) same++
  const [begin, next] = first
  if (same > 0 || begin === undefined || next === undefined || !near(begin, next)) return entries.slice(same)
  let last = begin
  const own = entries.findIndex(({ at }) => {
    if (!near(last, at)) return true
    last = at
    return false
  })
  return own < 0 ? [] : entries.slice(own)
}

const near = (one: number, next: number): boolean => next >= one && next - one <= burstMs

function sumUp(kept: readonly Kept[], timeZone: string): DaySum[] {
  const calendar = createCalendar(timeZone)
  const days = new Map<string, Building>()
  for (const { entry, provider } of kept) {
    const { date, hour, dow } = calendar.at(entry.at)
    let day = days.get(date)
    if (!day) {
      day = newDay(date, dow)
      days.set(date, day)
    }
    addTo(day, entry, provider, hour)
  }
  return [...days.values()].map(finished).toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

type Building = Omit<DaySum, 'models' | 'sessions' | 'projects' | 'tools'> & {
  models: Map<string, ModelSum>
  sessions: Set<string>
  projects: Map<string, { path: string; tokens: number; costUsd: number }>
  tools: Map<string, number>
}

const newDay = (date: string, dow: number): Building => ({
  date,
  dow,
  models: new Map(),
  unnamedUsd: 0,
  sessions: new Set(),
  errors: 0,
  hours: Array.from({ length: 24 }, () => 0),
  projects: new Map(),
  stops: { toolUse: 0, endTurn: 0, total: 0 },
  tools: new Map(),
  claudeRead: { read: 0, total: 0 },
})

function addTo(day: Building, entry: Entry, provider: Provider, hour: number): void {
  if (entry.error) {
    day.errors++
    return
  }
  const { input, output, cacheCreation, cacheRead } = entry
  const cost = costOf(entry)
  const tokens = input + cacheCreation + output
  day.sessions.add(entry.session)
  day.hours[hour] = (day.hours[hour] ?? 0) + tokens
  if (entry.model === null || entry.model === '<synthetic>') day.unnamedUsd += cost
  else addModel(day, entry, provider, cost)
  if (provider !== 'claude') return
  day.claudeRead.read += cacheRead
  day.claudeRead.total += input + cacheCreation + cacheRead
  if (entry.project !== null) {
    const project = day.projects.get(entry.project) ?? { path: entry.project, tokens: 0, costUsd: 0 }
    project.tokens += tokens
    project.costUsd += cost
    day.projects.set(entry.project, project)
  }
  if (entry.stop !== null) {
    day.stops.total++
    if (entry.stop === 'tool_use') day.stops.toolUse++
    if (entry.stop === 'end_turn') day.stops.endTurn++
  }
  if (entry.tools !== '')
    for (const tool of entry.tools.split('\n')) day.tools.set(tool, (day.tools.get(tool) ?? 0) + 1)
}

function addModel(day: Building, entry: Entry, provider: Provider, cost: number): void {
  const named = entry.model ?? ''
  const model = provider === 'claude' && entry.fast ? `${named}-fast` : named
  const key = `${provider} ${model}`
  let sum = day.models.get(key)
  if (!sum) {
    sum = { provider, model, input: 0, output: 0, cacheCreation: 0, cacheRead: 0, costUsd: 0, priced: true }
    day.models.set(key, sum)
  }
  sum.input += entry.input
  sum.output += entry.output
  sum.cacheCreation += entry.cacheCreation
  sum.cacheRead += entry.cacheRead
  sum.costUsd += cost
  if (entry.costUsd === null && priceOf(named) === null) sum.priced = false
}

function finished(day: Building): DaySum {
  return {
    ...day,
    models: [...day.models.values()].toSorted((a, b) => b.costUsd - a.costUsd),
    sessions: [...day.sessions],
    projects: [...day.projects.values()].toSorted((a, b) => b.tokens - a.tokens).slice(0, maxProjectsPerDay),
    tools: Object.fromEntries([...day.tools].toSorted(([, a], [, b]) => b - a).slice(0, maxToolsPerDay)),
  }
}

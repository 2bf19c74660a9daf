import { basename } from 'node:path'
import type { UsageHistory } from '@atrium/schema'
import { datesBack } from './calendar.ts'
import type { DaySum, ModelSum } from './summary.ts'

const labels = { claude: 'Claude', codex: 'Codex' } as const
const maxProjects = 100
const maxTools = 10

type Figures = Omit<UsageHistory, 'timeZone' | 'prices' | 'complete' | 'reading' | 'damaged'>

/** Days back from today, and the calendar month that today is in. */
export function historyOf(all: readonly DaySum[], today: string, days: number): Figures {
  const byDate = new Map(all.map((day) => [day.date, day]))
  const month = all.filter(({ date }) => date.slice(0, 7) === today.slice(0, 7) && date <= today)
  const models = month.flatMap((day) => day.models)
  const errors = month.filter((day) => day.errors > 0)
  const read = sum(month, (day) => day.claudeRead.read)
  const total = sum(month, (day) => day.claudeRead.total)
  return {
    days: datesBack(today, days).map((date) => dayOf(date, byDate.get(date))),
    monthTotal: sum(models, tokensOf),
    monthCost: sum(month, costOfDay),
    monthByModel: tokensByModel(models),
    byProject: projectsOf(month),
    heatmap: heatmapOf(month),
    cacheRate: { read, total, pct: total === 0 ? 0 : Math.round((read / total) * 10_000) / 100 },
    workStyle: {
      toolUse: sum(month, (day) => day.stops.toolUse),
      endTurn: sum(month, (day) => day.stops.endTurn),
      total: sum(month, (day) => day.stops.total),
    },
    toolUsage: toolsOf(month),
    dailySessions: Object.fromEntries(month.map((day) => [day.date, day.sessions.length])),
    monthSessions: new Set(month.flatMap((day) => day.sessions)).size,
    errors: {
      total: sum(errors, (day) => day.errors),
      byDate: errors.map(({ date, errors: count }) => ({ date, count })),
    },
    byProvider: (['claude', 'codex'] as const).flatMap((provider) => providerOf(provider, models)),
  }
}

/** What comes from the cache counts apart. */
const tokensOf = (model: ModelSum): number => model.input + model.cacheCreation + model.output

const costOfDay = (day: DaySum): number => day.unnamedUsd + sum(day.models, ({ costUsd }) => costUsd)

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

function dayOf(date: string, day: DaySum | undefined): UsageHistory['days'][number] {
  const models = day?.models ?? []
  return {
    date,
    input: sum(models, (model) => model.input + model.cacheCreation),
    output: sum(models, ({ output }) => output),
    byModel: tokensByModel(models),
    cost: day ? costOfDay(day) : 0,
    sessions: day?.sessions.length ?? 0,
    errors: day?.errors ?? 0,
    models,
  }
}

function tokensByModel(models: readonly ModelSum[]): Record<string, number> {
  const tokens = new Map<string, number>()
  for (const each of models) tokens.set(each.model, (tokens.get(each.model) ?? 0) + tokensOf(each))
  return Object.fromEntries([...tokens].toSorted(([, a], [, b]) => b - a))
}

function projectsOf(days: readonly DaySum[]): UsageHistory['byProject'] {
  const projects = new Map<string, UsageHistory['byProject'][number]>()
  for (const { path, tokens, costUsd } of days.flatMap((day) => day.projects)) {
    const project = projects.get(path) ?? { project: basename(path) || path, path, tokens: 0, costUsd: 0 }
    project.tokens += tokens
    project.costUsd += costUsd
    projects.set(path, project)
  }
  return [...projects.values()].toSorted((a, b) => b.tokens - a.tokens).slice(0, maxProjects)
}

function heatmapOf(days: readonly DaySum[]): UsageHistory['heatmap'] {
  const cells = new Map<number, number>()
  for (const { dow, hours } of days)
    for (const [hour, tokens] of hours.entries())
      if (tokens > 0) cells.set(24 * dow + hour, (cells.get(24 * dow + hour) ?? 0) + tokens)
  return [...cells]
    .toSorted(([a], [b]) => a - b)
    .map(([cell, tokens]) => ({ dow: Math.floor(cell / 24), hour: cell % 24, tokens }))
}

function toolsOf(days: readonly DaySum[]): UsageHistory['toolUsage'] {
  const tools = new Map<string, number>()
  for (const [name, count] of days.flatMap((day) => Object.entries(day.tools)))
    tools.set(name, (tools.get(name) ?? 0) + count)
  return [...tools]
    .toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, maxTools)
    .map(([name, count]) => ({ name, count }))
}

function providerOf(provider: ModelSum['provider'], all: readonly ModelSum[]): UsageHistory['byProvider'] {
  const own = all.filter((model) => model.provider === provider)
  if (own.length === 0) return []
  const models = new Map<string, { model: string; tokens: number; costUsd: number }>()
  for (const each of own) {
    const model = models.get(each.model) ?? { model: each.model, tokens: 0, costUsd: 0 }
    model.tokens += tokensOf(each)
    model.costUsd += each.costUsd
    models.set(each.model, model)
  }
  return [
    {
      provider,
      label: labels[provider],
      tokens: sum(own, tokensOf),
      costUsd: sum(own, ({ costUsd }) => costUsd),
      models: [...models.values()].toSorted((a, b) => b.tokens - a.tokens),
    },
  ]
}

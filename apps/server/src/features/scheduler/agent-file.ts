// What an agent file says, in the form of the first system and with what we add to it.
import { createHash } from 'node:crypto'
import { isAbsolute, normalize } from 'node:path'
import { type ScheduledAgent, Slug, TrustWord } from '@atrium/schema'
import { z } from 'zod'
import { readFrontMatter } from '../../core/front-matter.ts'
import { isGuarded } from '../../host/vault-places.ts'
import { byCron, dailyAt, dayIn, defaultTime, isCron, machineZone, type Schedule } from './schedule.ts'

export const toolNames = [
  'read_journal',
  'read_chat_log',
  'read_recent_journals',
  'read_recent_sessions',
] as const
export type ReadTool = (typeof toolNames)[number]

/** One agent as its file says; `schedule` is null when the file is not understood, and `problem` says why. */
export type AgentPlan = Pick<
  ScheduledAgent,
  | 'name'
  | 'display_name'
  | 'description'
  | 'enabled'
  | 'missed'
  | 'runner'
  | 'model'
  | 'trust_level'
  | 'workspace_id'
  | 'needs'
  | 'output'
  | 'task'
  | 'prompt'
  | 'hash'
  | 'problem'
> & {
  tools: ReadTool[]
  schedule: Schedule | null
}

const path = z.string().trim().min(1).max(1_000)
const When = z.union([
  z.string(),
  z.object({
    enabled: z.boolean().nullish(),
    time: z.string().nullish(),
    cron: z.string().nullish(),
    timezone: z.string().nullish(),
  }),
])
const Stored = z.object({
  displayName: z.string().max(200).nullish(),
  description: z.string().max(2_000).nullish(),
  schedule: When.nullish(),
  enabled: z.boolean().nullish(),
  timezone: z.string().nullish(),
  missed: z.enum(['skip', 'catch_up']).nullish(),
  output: z.union([path, z.object({ path })]).nullish(),
  tools: z.array(z.string()).max(100).nullish(),
  needs: z.array(path).max(20).nullish(),
  runner: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .nullish(),
  model: z.string().max(128).nullish(),
  trust_level: TrustWord.nullish(),
  workspace: Slug.nullish(),
  task: z.string().trim().max(20_000).nullish(),
})
type Stored = z.infer<typeof Stored>

const file = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.md$/

/** The agent that a file of this name describes; null when it is none. */
export const planNameOf = (name: string): string | null => file.exec(name)?.[1] ?? null

const titled = (name: string): string =>
  name
    .split(/[-_]+/)
    .filter(Boolean)
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join(' ')

const plainTask =
  'Today is {output_date}. This is about {date}. Do what your instructions say, then hand in your result with write_output.'

/** Never throws: what is wrong with it stands in `problem`. */
export function readPlan(name: string, text: string): AgentPlan {
  const { data, body } = readFrontMatter(text)
  const parsed = Stored.safeParse(data)
  const hash = createHash('sha256').update(text).digest('hex')
  const stored: Stored = parsed.success ? parsed.data : {}
  const plan: AgentPlan = {
    name,
    display_name: stored.displayName?.trim() || titled(name),
    description: stored.description ?? '',
    enabled: enabledOf(stored),
    missed: stored.missed ?? 'skip',
    runner: stored.runner ?? null,
    model: stored.model ?? null,
    trust_level: stored.trust_level ?? 'vault',
    workspace_id: stored.workspace ?? null,
    tools: stored.tools ? toolNames.filter((tool) => stored.tools?.includes(tool)) : toolNames.slice(0, 3),
    needs: [],
    output: outputOf(stored) ?? `Daily/${name}/{date}.md`,
    task: stored.task || plainTask,
    prompt: body.trim(),
    hash,
    problem: null,
    schedule: null,
  }
  plan.needs = stored.needs ?? (plan.tools.includes('read_journal') ? ['Daily/journals/{date}.md'] : [])
  try {
    if (body === text && /^\uFEFF?---/.test(text)) throw new Error('its front matter is not a YAML map')
    if (!parsed.success) throw new Error(sayIssues(parsed.error))
    if (plan.prompt === '' && !stored.task) throw new Error('it has no instructions')
    for (const place of [plan.output, ...plan.needs]) checkPlace(place, name)
    plan.schedule = scheduleOf(stored)
  } catch (error) {
    plan.problem = (error as Error).message // thrown above and in schedule.ts
  }
  return plan
}

const sayIssues = (error: z.ZodError): string =>
  `look at ${[...new Set(error.issues.map((issue) => issue.path.join('.') || 'its front matter'))].join(', ')}`

const outputOf = ({ output }: Stored): string | undefined =>
  typeof output === 'string' ? output : output?.path

function enabledOf({ enabled, schedule }: Stored): boolean {
  const inner = typeof schedule === 'object' ? schedule?.enabled : undefined
  return enabled !== false && inner !== false
}

/** @throws Error with one sentence */
function scheduleOf({ schedule, timezone }: Stored): Schedule {
  const when = typeof schedule === 'string' ? { time: schedule } : (schedule ?? {})
  const zone = ('timezone' in when ? when.timezone : null) ?? timezone ?? machineZone()
  const cron = 'cron' in when ? when.cron : null
  if (cron) return byCron(cron, zone)
  const time = when.time ?? defaultTime
  return isCron(time) ? byCron(time, zone) : dailyAt(time, zone)
}

/** @throws Error with one sentence */
function checkPlace(template: string, name: string): void {
  const unknown = /\{(?!date\}|name\}|output_date\})[^}]*\}?/.exec(template)?.[0]
  if (unknown) throw new Error(`'${unknown}' in '${template}' is no placeholder; there are {date} and {name}`)
  const sample = fill(template, { name, date: '2026-01-02', output_date: '2026-01-03' })
  const parts = sample.split(/[/\\]/)
  if (isAbsolute(sample) || parts.includes('..') || sample.includes('\0') || normalize(sample) === '.')
    throw new Error(`'${template}' leads out of the vault`)
  if (isGuarded(sample)) throw new Error(`'${template}' lies in a part of the vault that is not for agents`)
  if (sample.endsWith('/')) throw new Error(`'${template}' is a folder`)
}

export type Days = { date: string; output_date: string }

/** A text with its placeholders filled in. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(values, key) ? (values[key] ?? whole) : whole,
  )

/** The day a run is about is the one before: it is over. */
export const daysOf = (timezone: string, at: Date, before: (day: string) => string): Days => {
  const today = dayIn(timezone, at)
  return { date: before(today), output_date: today }
}

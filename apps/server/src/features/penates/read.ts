// Reads the state folder of a Penates hub. Nothing of it is written, and a damaged part costs only itself.
import { join } from 'node:path'
import { limits, type PenatesPart, ProjectId, SessionName } from '@atrium/schema'
import { z } from 'zod'
import { AppError, messageOf } from '../../core/errors.ts'
import { openInside, readUpTo } from '../../host/paths.ts'

const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), 'has a NUL in it')
const time = z
  .string()
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()), 'is no time')
  .transform((date) => date.toISOString())
const optionalText = (max: number) =>
  text(max)
    .nullish()
    .catch(null)
    .transform((value) => value || null)
const folder = text(limits.pathBytes).regex(/^\//, 'must be an absolute path')

const FoundSession = z.object({
  name: SessionName,
  directory: folder,
  command: text(limits.commandChars)
    .nullish()
    .transform((value) => value || null),
  createdAt: time.optional().catch(undefined),
  lastSeenAt: time.optional().catch(undefined),
  pinned: z.boolean().default(false).catch(false),
  muted: z.boolean().default(false).catch(false),
  manuallyStopped: z.boolean().default(false).catch(false),
})
export type FoundSession = z.infer<typeof FoundSession>

const FoundProject = z.object({
  id: ProjectId,
  displayName: text(200)
    .transform((name) =>
      name
        .replaceAll(/[\p{Cc}{}\s]+/gu, ' ')
        .trim()
        .slice(0, limits.projectNameChars),
    )
    .refine((name) => name !== '', 'is empty'),
  path: folder,
  pinned: z.boolean().default(false).catch(false),
})
export type FoundProject = z.infer<typeof FoundProject>

const stages = ['idea', 'brainstorming', 'implement', 'review', 'done'] as const
const FoundCard = z.object({
  id: z.uuid().toLowerCase(),
  projectId: text(limits.fileNameBytes).min(1),
  title: text(100_000).transform(
    (title) =>
      title
        .replaceAll(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, limits.titleChars) || '-',
  ),
  priority: z
    .enum(['p0', 'p1', 'p2'])
    .nullish()
    .catch(null)
    .transform((value) => value ?? null),
  stage: z.preprocess((stage) => (stage === 'spec' ? 'brainstorming' : stage), z.enum(stages)),
  origin: z.enum(['solo', 'collab']).catch('solo'),
  theme: optionalText(limits.labelChars),
  order: z.number().catch(0),
  sessionRef: SessionName.nullish()
    .catch(null)
    .transform((value) => value ?? null),
  brainstormDoc: optionalText(500),
  notes: text(100_000)
    .nullish()
    .catch(null)
    .transform((value) => value?.slice(0, limits.cardNotesChars) || null),
  branch: optionalText(200),
  implementSummary: optionalText(2_000),
  worktreePath: optionalText(1_000),
  createdAt: time.optional().catch(undefined),
  updatedAt: time.optional().catch(undefined),
})
export type FoundCard = z.infer<typeof FoundCard>

const FoundDevice = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(limits.pushEndpointChars),
  expirationTime: z
    .number()
    .nullish()
    .catch(null)
    .transform((value) => value ?? null),
  keys: z.object({ p256dh: text(200).min(1), auth: text(100).min(1) }),
  deviceId: text(limits.deviceIdChars).min(1),
  createdAt: z.unknown(),
  failedAttempts: z.int().min(0).catch(0),
})
export type FoundDevice = z.infer<typeof FoundDevice>

export type VapidPair = { publicKey: string; privateKey: string }

type Part<Item> = { items: Item[]; report: PenatesPart }
export type Penates = {
  sessions: Part<FoundSession>
  projects: Part<FoundProject>
  settings: Part<[string, unknown]>
  push: Part<FoundDevice> & { keys: VapidPair | null }
  cards: Part<FoundCard>
}

/** @throws AppError not_found when there is no such folder */
export async function readPenates(from: string, envFile: string | null): Promise<Penates> {
  const [sessions, projects, settings, push, cards] = await Promise.all([
    list(from, 'sessions', 'sessions.json', 'knownSessions', FoundSession),
    list(from, 'projects', 'projects.json', 'projects', FoundProject),
    entries(from),
    list(from, 'push', 'push-subscriptions.json', 'subscriptions', FoundDevice),
    list(from, 'cards', 'board.json', 'cards', FoundCard),
  ])
  return { sessions, projects, settings, push: { ...push, keys: await keysOf(envFile, push.report) }, cards }
}

export function note(report: PenatesPart, problem: string): void {
  if (report.problems.length < limits.penatesProblems) report.problems.push(problem)
}

const empty = (part: PenatesPart['part'], file: string): PenatesPart => ({
  part,
  file,
  found: 0,
  taken: 0,
  known: 0,
  problems: [],
})

/** The JSON object in a file; null when there is none, or none that can be read. */
async function object(from: string, report: PenatesPart): Promise<Record<string, unknown> | null> {
  const { file } = report
  try {
    await using opened = await openInside(join(from, file), [from])
    const bytes = await readUpTo(opened.handle, limits.penatesFileBytes + 1)
    if (bytes.length > limits.penatesFileBytes) throw new Error('it is too large')
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error('it is no JSON object')
    return value as Record<string, unknown>
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    const why =
      error instanceof SyntaxError || error instanceof TypeError ? 'it is not valid JSON' : messageOf(error)
    note(report, `${file} cannot be read: ${why}`)
    return null
  }
}

async function list<Item>(
  from: string,
  part: PenatesPart['part'],
  file: string,
  key: string,
  schema: z.ZodType<Item>,
): Promise<Part<Item>> {
  const report = empty(part, file)
  const whole = await object(from, report)
  const found: unknown = whole?.[key] ?? []
  if (!Array.isArray(found)) {
    note(report, `${file} cannot be read: '${key}' is no list`)
    return { items: [], report }
  }
  report.found = found.length
  const items = found.slice(0, limits.penatesEntries).flatMap((value: unknown, at): Item[] => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return [parsed.data]
    const issue = parsed.error.issues[0]
    note(
      report,
      `${file}, entry ${at + 1}: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`,
    )
    return []
  })
  if (found.length > limits.penatesEntries)
    note(report, `${file} has more than ${limits.penatesEntries} entries; the others are left out`)
  return { items, report }
}

async function entries(from: string): Promise<Part<[string, unknown]>> {
  const report = empty('settings', 'settings.json')
  const whole = await object(from, report)
  const items = Object.entries(whole ?? {})
  report.found = items.length
  return { items, report }
}

/** The key pair of Web Push, out of the variables of an `.env`. */
async function keysOf(envFile: string | null, report: PenatesPart): Promise<VapidPair | null> {
  if (envFile === null) return null
  try {
    await using file = await openInside(envFile, [envFile])
    const lines = (await readUpTo(file.handle, limits.penatesFileBytes)).toString('utf8').split(/\r?\n/)
    const of = (name: string): string | undefined =>
      lines
        .findLast((line) =>
          line
            .trimStart()
            .replace(/^export\s+/, '')
            .startsWith(`${name}=`),
        )
        ?.split('=')
        .slice(1)
        .join('=')
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2')
    const [publicKey, privateKey] = [of('VAPID_PUBLIC_KEY'), of('VAPID_PRIVATE_KEY')]
    if (publicKey && privateKey) return { publicKey, privateKey }
    note(report, `There are no keys of Web Push in ${envFile}`)
  } catch (error) {
    note(report, `The keys of Web Push cannot be read: ${messageOf(error)}`)
  }
  return null
}

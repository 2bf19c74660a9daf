// Owns the plan documents on disk: found, read, and written whole.
import { lstat, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type PlanSection } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { hashBytes } from '../../host/hash-file.ts'
import { openInside, readUpTo, realPathOf } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import { itemsIn, type Plan, partsOf, planFiles, readPlan, sectionOf } from './plan.ts'
import type { KnownProject } from './registry.ts'

export type PlanFiles = ReturnType<typeof createPlanFiles>

export type PlanText = { name: string; text: string; bytes: Buffer; hash: string; mtimeMs: number }
type Counts = { version: string | null; done: number; total: number }
export type PlanSummary = { released: Counts; dev: Counts; backlogCount: number }
type Unread = { state: 'none' | 'gone' } | { state: 'broken'; problem: string }
export type SeenPlan = Unread | { state: 'read'; found: PlanText }
/** What lists know of a plan without reading it again. */
export type PlanFacts = Unread | { state: 'read'; summary: PlanSummary; mtimeMs: number }

const tries = 3
const noPlan = (project: KnownProject): AppError =>
  new AppError(
    'not_found',
    `The project '${project.id}' has no plan: no ${planFiles.join(' or ')} in its folder`,
  )

export function createPlanFiles({ assertWritable }: { assertWritable: () => Promise<void> }) {
  const lock = createKeyedLock()
  const known = new Map<string, { signature: string; facts: PlanFacts }>()

  /** @throws AppError conflict when the folder is another one by now */
  async function assertFolder(project: KnownProject): Promise<void> {
    const real = await realPathOf(project.path)
    if (real.exists && real.path === project.path) return
    throw new AppError('conflict', `The folder of the project '${project.id}' is gone: ${project.path}`, {
      reason: 'folder-gone',
    })
  }

  /** Null when there is no plan. @throws AppError conflict, forbidden, outside_roots, payload_too_large, unsupported_media_type */
  async function read(project: KnownProject): Promise<PlanText | null> {
    await assertFolder(project)
    for (const name of planFiles) {
      const path = join(project.path, name)
      try {
        await using file = await openInside(path, [project.path])
        const bytes = await readUpTo(file.handle, limits.planBytes + 1)
        return {
          name,
          bytes,
          text: textOf(name, bytes),
          hash: await hashBytes(bytes),
          mtimeMs: file.info.mtimeMs,
        }
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error
      }
    }
    return null
  }

  /** What changes when the plan does. */
  async function signatureOf(project: KnownProject): Promise<string> {
    for (const name of planFiles) {
      const info = await stat(join(project.path, name), { bigint: true }).catch(() => null)
      if (info) return [name, info.dev, info.ino, info.size, info.mtimeNs, info.ctimeNs].join(' ')
    }
    const folder = await stat(project.path).catch(() => null)
    return folder?.isDirectory() ? 'none' : 'gone'
  }

  async function factsOf(project: KnownProject): Promise<PlanFacts> {
    const signature = await signatureOf(project)
    const before = known.get(project.path)
    if (before?.signature === signature) return before.facts
    const facts = await look(project)
    known.set(project.path, { signature, facts })
    return facts
  }

  /** The plan, or why there is none that can be read. */
  async function see(project: KnownProject): Promise<SeenPlan> {
    try {
      const found = await read(project)
      return found ? { state: 'read', found } : { state: 'none' }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.facts.reason === 'folder-gone') return { state: 'gone' }
      return { state: 'broken', problem: messageOf(error) }
    }
  }

  async function look(project: KnownProject): Promise<PlanFacts> {
    const seen = await see(project)
    if (seen.state !== 'read') return seen
    const { text, mtimeMs } = seen.found
    return { state: 'read', summary: summaryOf(readPlan(text)), mtimeMs }
  }

  return {
    see,
    factsOf,
    signatureOf,
    assertFolder,
    forget: (path: string): void => void known.delete(path),

    /**
     * Changes the plan by what `edit` makes of its text; nothing is written when that is the same.
     * @throws AppError not_found (no plan), file_changed, and what `edit` throws
     */
    edit: (project: KnownProject, ifMatch: string | null, edit: (text: string) => string): Promise<void> =>
      lock(project.path, async () => {
        await assertWritable()
        for (let left = tries; ; left--) {
          const found = await read(project)
          if (!found) throw noPlan(project)
          if (ifMatch !== null && !matches(ifMatch, found.hash))
            throw new AppError('file_changed', `${found.name} changed since it was read`)
          const next = edit(found.text)
          if (next === found.text) return
          assertFits(found.name, next)
          if (await replace(project, found, next)) return
          if (left <= 1) throw new AppError('conflict', `${found.name} keeps changing; try again`)
        }
      }),

    /** Writes a first plan; one that came meanwhile is kept. @returns whether it was written */
    create: (folder: string, text: string): Promise<boolean> =>
      lock(folder, async () => {
        const places = await Promise.all(planFiles.map((name) => lstat(join(folder, name)).catch(() => null)))
        if (places.some((place) => place !== null)) return false
        await assertWritable()
        let overtaken = false
        await writeWhole(join(folder, planFiles[0]), [folder], text, {
          before(existing) {
            overtaken = existing !== null
            return overtaken
              ? Promise.reject(new AppError('conflict', 'A plan came meanwhile'))
              : Promise.resolve()
          },
        }).catch((error: unknown) => {
          if (!overtaken) throw error
        })
        return !overtaken
      }),
  }

  /** False when somebody else wrote it since it was read. */
  async function replace(project: KnownProject, found: PlanText, next: string): Promise<boolean> {
    let overtaken = false
    const check = async (existing: { path: string } | null): Promise<void> => {
      const now = existing && (await readFile(existing.path))
      overtaken = !now?.equals(found.bytes)
      if (overtaken) throw new AppError('file_changed', `${found.name} changed since it was read`)
    }
    try {
      await writeWhole(join(project.path, found.name), [project.path], next, { before: check })
      return true
    } catch (error) {
      if (!overtaken) throw error
      return false
    }
  }
}

/** @throws AppError payload_too_large, unsupported_media_type */
function textOf(name: string, bytes: Buffer): string {
  if (bytes.length > limits.planBytes)
    throw new AppError('payload_too_large', `${name} is larger than ${limits.planBytes / 1_000_000} MB`)
  let text: string | null = null
  try {
    // With its mark at the start, so that it is written back as it was.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // It is said below.
  }
  if (text === null || text.includes('\0'))
    throw new AppError('unsupported_media_type', `${name} is not a text file in UTF-8`)
  assertLines(name, text)
  return text
}

function assertLines(name: string, text: string): void {
  let count = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  if (count > limits.planLines)
    throw new AppError('payload_too_large', `${name} has more than ${limits.planLines} lines`)
}

/** What could not be read again must not be written. */
function assertFits(name: string, text: string): void {
  if (Buffer.byteLength(text) > limits.planBytes)
    throw new AppError('limit_reached', `${name} would be larger than ${limits.planBytes / 1_000_000} MB`)
  assertLines(name, text)
}

const matches = (ifMatch: string, hash: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim().replaceAll('"', '') === hash)

function summaryOf(plan: Plan): PlanSummary {
  const count = (kind: PlanSection): Counts => {
    const section = sectionOf(plan, kind)
    const items = itemsIn(plan, section)
    const done = items.filter((at) => partsOf(plan.lines[at] ?? '').done).length
    return { version: section?.version ?? null, done, total: items.length }
  }
  return { released: count('released'), dev: count('dev'), backlogCount: count('backlog').total }
}

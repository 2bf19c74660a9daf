// Owns the standing rules: who may have what kept, and which of them hold where an agent works.

import { isAbsolute, relative, sep } from 'node:path'
import type { StandingRuleTable } from '@atrium/db'
import { limits, type RuleCreate, type RuleUpdate, type StandingRule } from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Bus, Topic } from '../../core/bus.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { AuditService } from '../audit/service.ts'
import type { AuditStore } from '../audit/store.ts'
import type { StandingRule as Standing } from '../runs/permission/grants.ts'
import type { ApprovalsStore, Tell } from './store.ts'

export type RulesDeps = {
  store: ApprovalsStore
  audit: AuditService
  auditStore: AuditStore
  bus: Bus
  events: Events
  tasks: Tasks
  realPathOf(path: string): Promise<{ path: string }>
  isCompound(command: string): boolean
  projects: {
    /** Undefined when there is no such project. */
    folderOf(id: string): string | undefined
    containing(path: string): string | null
  }
}

/** Where a call comes from. */
export type Place = {
  /** Whose folder `cwd` lies in. */
  projectId: string | null
  cwd: string
  /** Where its session works, and the project that it was started for. */
  home?: { folder: string; projectId: string | null } | undefined
}

const changed: Topic<null> = 'approvals.rules'

export type Rules = Awaited<ReturnType<typeof createRules>>

export async function createRules(deps: RulesDeps) {
  const { store, audit, bus } = deps
  await store.dropExpired(nowIso())
  deps.tasks.every('rules.expired', 3_600_000, () => store.dropExpired(nowIso()))
  /** What is stored; null when it has to be read again. */
  let known: Promise<StandingRuleTable[]> | null = null
  bus.subscribe(changed, () => {
    known = null
    deps.events.emit('approvals.rules.changed', {})
  })

  async function live(): Promise<StandingRuleTable[]> {
    known ??= store.rules()
    const reading = known
    reading.catch(() => {
      if (known === reading) known = null
    })
    const now = Date.now()
    return (await reading).filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  }

  const tell =
    (event: string, by: By, facts: Record<string, unknown>): Tell =>
    (trx) =>
      deps.auditStore.append(trx, [audit.draft(event, by, facts)])

  /** @throws AppError invalid */
  function checkPattern(type: StandingRule['type'], pattern: string, isEverywhere: boolean): void {
    if (type === 'bash' && deps.isCompound(pattern))
      throw invalid('pattern', 'A rule about commands holds plain words, nothing that joins or redirects')
    if (type === 'bash' && pattern.replace(/\*\s*$/, '').trim() === '')
      throw invalid('pattern', 'Name at least the program')
    if (type !== 'read' && type !== 'write') return
    if (pattern.split('/').includes('..')) throw invalid('pattern', 'A pattern of paths must not contain ..')
    if (isEverywhere && !pattern.startsWith('/') && !pattern.startsWith('**/'))
      throw invalid('pattern', 'A rule for everywhere names a path from the root, or begins with **/')
  }

  /** @throws AppError invalid */
  function checkEnd(expiresAt: string | null | undefined): void {
    if (expiresAt != null && Date.parse(expiresAt) <= Date.now())
      throw invalid('expiresAt', 'It would have ended already')
  }

  /** @throws AppError invalid */
  function check({ type, pattern, projectId, folder, expiresAt }: RuleCreate): void {
    if (projectId !== null && folder !== null) throw invalid('folder', 'Name a project or a folder, not both')
    if (projectId !== null && deps.projects.folderOf(projectId) === undefined)
      throw invalid('projectId', `Project not found: ${projectId}`)
    checkPattern(type, pattern, projectId === null && folder === null)
    checkEnd(expiresAt)
  }

  /** Agents never widen what they may do. @throws AppError forbidden */
  function assertPerson({ actor }: By): void {
    if (actor?.within) throw new AppError('forbidden', 'A program inside a session cannot change rules')
  }

  return {
    list: async (): Promise<StandingRule[]> => live(),

    check,

    /** @throws AppError invalid, limit_reached */
    async create(by: By, rule: RuleCreate): Promise<StandingRule> {
      assertPerson(by)
      check(rule)
      const { folder } = rule
      const row: StandingRuleTable = {
        ...rule,
        id: sortableId(),
        folder: folder === null ? null : (await deps.realPathOf(folder)).path,
        expiresAt: rule.expiresAt && new Date(rule.expiresAt).toISOString(),
        createdAt: nowIso(),
        createdBy: by.actor?.label ?? 'owner',
      }
      await store.insertRule(row, limits.standingRules, tell('rule.create', by, factsOf(row)))
      bus.publish(changed, null)
      return row
    },

    /** @throws AppError not_found, invalid */
    async update(by: By, { id, ...change }: RuleUpdate): Promise<StandingRule> {
      assertPerson(by)
      const before = (await live()).find((rule) => rule.id === id)
      if (!before) throw notFound('Rule', id)
      if (change.pattern !== undefined)
        checkPattern(before.type, change.pattern, before.projectId === null && before.folder === null)
      checkEnd(change.expiresAt)
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      if (typeof change.expiresAt === 'string') given['expiresAt'] = new Date(change.expiresAt).toISOString()
      const row = await store.updateRule(
        id,
        given,
        tell('rule.update', by, { ...factsOf({ ...before, ...given }) }),
      )
      if (!row) throw notFound('Rule', id)
      bus.publish(changed, null)
      return row
    },

    /** @throws AppError not_found */
    async remove(by: By, id: string): Promise<void> {
      assertPerson(by)
      if (!(await store.removeRule(id, tell('rule.delete', by, { id })))) throw notFound('Rule', id)
      bus.publish(changed, null)
    },

    /** Every rule as it is for a call from this place: where it holds, and what its patterns are about. */
    async standing(place: Place): Promise<Standing[]> {
      const rules = await live()
      if (rules.length === 0) return []
      const cwd = (await deps.realPathOf(place.cwd || '/')).path
      const home = place.home ? (await deps.realPathOf(place.home.folder)).path : null
      const isHome = home !== null && isInside(home, cwd)
      // An agent that goes elsewhere takes the refusals of where it was started along, and no leave.
      const comesFrom = (base: string) => isInside(base, cwd) || (home !== null && isInside(base, home))
      const all = rules.map(async (rule): Promise<Standing[]> => {
        const { id, behavior, type, pattern, projectId, folder, note } = rule
        const shared = { id, behavior, type, pattern, note }
        const refuses = behavior !== 'allow'
        if (projectId === null && folder === null) return [{ ...shared, base: null, reaches: true }]
        if (folder !== null)
          return [{ ...shared, base: folder, reaches: refuses ? comesFrom(folder) : isInside(folder, cwd) }]
        const root = deps.projects.folderOf(projectId ?? '')
        // A project that is gone has no folder: its rules reach nothing, and stay to be withdrawn.
        if (root === undefined) return []
        const base = (await deps.realPathOf(root)).path
        const works = place.home?.projectId === projectId
        const reaches = refuses
          ? comesFrom(base) || works || place.projectId === projectId
          : place.projectId === projectId || (works && isHome && place.projectId === null)
        const here = { ...shared, base, reaches }
        // Work for a project may be done in a tree of its own beside it: the same rules are about that one.
        return works && home !== null && !isInside(base, home) ? [here, { ...here, base: home }] : [here]
      })
      return (await Promise.all(all)).flat()
    },
    projectOf: (path: string): string | null => deps.projects.containing(path),
  }
}

const isInside = (root: string, path: string): boolean => {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

const factsOf = ({ id, behavior, type, pattern, projectId, folder, expiresAt }: StandingRuleTable) => ({
  id,
  behavior,
  type,
  pattern,
  ...(projectId !== null && { projectId }),
  ...(folder !== null && { folder }),
  ...(expiresAt !== null && { expiresAt }),
})

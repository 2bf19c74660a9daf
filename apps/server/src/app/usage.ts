import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Chat, Session, UsageCosts } from '@atrium/schema'
import { rootsOf } from '../features/usage/history/places.ts'
import { createHistory } from '../features/usage/history.ts'
import { antigravityLimits, codexLimits } from '../features/usage/limit-files.ts'
import { createLimits } from '../features/usage/limits.ts'
import { createRecentDirs } from '../features/usage/recent-dirs.ts'
import type { PlanFigures } from '../features/usage/service.ts'
import type { StatusLines } from '../features/usage/status-lines.ts'
import { createUsageStore } from '../features/usage/store.ts'
import { ofAgent, ofStatusLine, ofVendor } from '../features/usage/told.ts'
import type { Ground } from './ground.ts'

type Deps = {
  plan: PlanFigures
  statuslines: StatusLines
  sessions: () => readonly Session[]
  projects(): readonly { path: string }[]
  recentChats(): Promise<readonly Pick<Chat, 'workingDirectory' | 'lastAccessed'>[]>
}

const costsMs = 10_000

/** What was used, of plans and in sessions, and where somebody worked. */
export function createUsageRoom(ground: Ground, deps: Deps, undo: AsyncDisposableStack) {
  const { config, db, tasks, log, events } = ground
  const { plan, statuslines, sessions } = deps
  const home = config.hostEnv['HOME'] ?? homedir()
  const variables = { ...config.hostEnv, ...config.agentEnv }
  const roots = rootsOf(home, variables)
  const store = createUsageStore(db)
  const codex = roots.find(({ provider }) => provider === 'codex')?.folder ?? join(home, '.codex/sessions')

  const limits = createLimits({
    store,
    tasks,
    async ask() {
      const told = await Promise.all([
        plan.vendor().then(ofVendor),
        codexLimits(codex),
        antigravityLimits(join(home, '.gemini/antigravity-cli/log'), Date.now()),
      ])
      return told.filter((each) => each !== null)
    },
  })
  statuslines.onLimits((told, at) => limits.note(ofStatusLine(told, at)))
  const off = events.on('agents.limits.told', ({ facts, at }) => {
    const told = ofAgent(facts, at)
    if (told) limits.note(told)
  })
  undo.defer(off)
  const renamed = events.on('sessions.session.renamed', ({ from, to }) => statuslines.rename(from, to))
  undo.defer(renamed)
  const removed = events.on('sessions.session.removed', ({ name }) => statuslines.drop(name))
  undo.defer(removed)

  const history = createHistory({ store, tasks, log, roots })
  const recentDirs = createRecentDirs({
    store,
    home,
    ready: history.ready,
    async ours() {
      const chats = await deps.recentChats()
      return [
        ...sessions().flatMap(({ path, created, lastSeenAt, status }) =>
          path === null || path === '~'
            ? []
            : [
                {
                  cwd: path,
                  source: 'session' as const,
                  at: status === 'running' ? Date.now() : lastSeenAt ? Date.parse(lastSeenAt) : created,
                },
              ],
        ),
        ...chats.flatMap(({ workingDirectory, lastAccessed }) =>
          workingDirectory === null
            ? []
            : [{ cwd: workingDirectory, source: 'chat' as const, at: Date.parse(lastAccessed) }],
        ),
        ...deps.projects().map(({ path }) => ({ cwd: path, source: 'project' as const, at: null })),
      ]
    },
  })

  let costs: { until: number; answer: UsageCosts } | null = null
  return {
    ...plan,
    statuslines,
    limits: (days: number) => limits.get(days),
    history: (days: number) => history.get(days),
    look: history.look,
    recentDirs: (limit: number) => recentDirs.get(limit),
    /** Of the live sessions; kept for ten seconds. */
    costs(): UsageCosts {
      if (costs && costs.until > performance.now()) return costs.answer
      const live = new Set(sessions().flatMap(({ name, status }) => (status === 'dormant' ? [] : [name])))
      costs = { until: performance.now() + costsMs, answer: statuslines.costs((name) => live.has(name)) }
      return costs.answer
    },
  }
}

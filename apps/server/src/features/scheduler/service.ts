// Owns when agents run: what their files say, what was approved of them, and what their clocks say now.
import { stat } from 'node:fs/promises'
import {
  limits,
  type ScheduledAgent,
  type ScheduledAgentTriggered,
  type ScheduledRunList,
  type ScheduledRunsQuery,
  type Scheduler,
  type SchedulerReloaded,
} from '@atrium/schema'
import type { z } from 'zod'
import type { HubTool } from '../../agents/runner.ts'
import type { By, Context } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nowIso, sleep } from '../../core/clock.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Tasks } from '../../core/tasks.ts'
import { assertShown, type Trusted } from '../../core/trusted.ts'
import { resolveInside } from '../../host/paths.ts'
import { type AgentPlan, fill } from './agent-file.ts'
import { createClock } from './clock.ts'
import { agentsFolder, createAgentPlans } from './files.ts'
import { createPerform, type PerformDeps, type Performed } from './perform.ts'
import { withProfile } from './profile.ts'
import { type SchedulerRow, toScheduledRun } from './store.ts'
import { type ToolDeps, toolsOf } from './tools.ts'

export type SchedulerDeps = Pick<PerformDeps, 'store' | 'log' | 'endings' | 'send' | 'runOf'> &
  Omit<ToolDeps, 'wrote'> & {
    trusted: Trusted
    audit: Audit
    tasks: Tasks
    events: Events
    /** False while the hub only recovers: then nothing is started by itself. */
    active: boolean
  }

type Agent = { plan: AgentPlan; approval: ScheduledAgent['approval']; approvedAt: string | null }

const kind = 'agent'
const pruneMs = 24 * 3_600_000

export async function createScheduler(deps: SchedulerDeps) {
  const { store, trusted, vault } = deps
  const startedAt = nowIso()
  const plans = createAgentPlans({ vault })
  const perform = createPerform({
    ...deps,
    instructions: (plan) => withProfile(plan.prompt, vault),
    missing,
    changed: () => undefined,
  })

  async function missing(plan: AgentPlan, date: string): Promise<string | null> {
    for (const place of plan.needs) {
      const path = fill(place, { date, name: plan.name })
      const there = await resolveInside(path, [vault])
        .then(stat)
        .catch(() => null)
      if (there) continue
      return path === `Daily/journals/${date}.md` ? `No journal found for ${date}` : `Not found: ${path}`
    }
    return null
  }

  async function agents(): Promise<Map<string, Agent>> {
    const [found, approvals] = await Promise.all([plans.all(), trusted.approvals(kind)])
    return new Map(
      [...found].map(([name, plan]) => {
        const known = approvals.get(name)
        const approval = !known ? 'new' : known.hash === plan.hash ? 'approved' : 'changed'
        return [name, { plan, approval, approvedAt: approval === 'approved' ? (known?.at ?? null) : null }]
      }),
    )
  }

  /** Agents that run by themselves, with the instant up to which they were seen to. */
  async function scheduled() {
    const now = nowIso()
    const [found, seen] = await Promise.all([agents(), store.lastDue(now)])
    return [...found.values()].flatMap(({ plan, approvedAt }) => {
      if (approvedAt === null || !plan.enabled || plan.schedule === null) return []
      // Approved by a clock that was ahead: what comes from the start of the hub on is due.
      const from = approvedAt <= now ? approvedAt : startedAt
      const last = seen.get(plan.name) ?? from
      return [{ plan, schedule: plan.schedule, since: new Date(last > from ? last : from) }]
    })
  }

  const clock = createClock({ ...deps, scheduled, perform })

  /** @throws AppError not_found */
  async function find(name: string): Promise<Agent> {
    const agent = (await agents()).get(name)
    if (!agent) throw notFound('Agent', `${name} in ${agentsFolder}/`)
    return agent
  }

  const nextOf = ({ plan, approval }: Agent): string | null =>
    deps.active && approval === 'approved' && plan.enabled
      ? (plan.schedule?.next(new Date())?.toISOString() ?? null)
      : null

  const toAgent = (agent: Agent, last: SchedulerRow | undefined): ScheduledAgent => {
    const { schedule, ...plan } = agent.plan
    return {
      ...plan,
      path: `${agentsFolder}/${plan.name}.md`,
      time: schedule?.time ?? '',
      cron: schedule?.expression ?? '',
      timezone: schedule?.timezone ?? '',
      approval: agent.approval,
      next_run: nextOf(agent),
      last_run: last ? toScheduledRun(last) : null,
    }
  }

  async function list(): Promise<Scheduler> {
    const [found, newest] = await Promise.all([agents(), store.newest()])
    const shown = [...found].map(([name, agent]) => ({ name, agent, wire: toAgent(agent, newest.get(name)) }))
    const jobs = shown
      .filter(({ wire }) => wire.next_run !== null)
      .map(({ name, agent, wire }) => ({
        id: `daily_${name}`,
        name: `Daily ${wire.display_name}`,
        next_run: wire.next_run,
        trigger: agent.plan.schedule?.trigger ?? '',
      }))
      .sort((one, other) => ((one.next_run ?? '') < (other.next_run ?? '') ? -1 : 1))
    const all = Object.fromEntries(shown.map(({ name, wire }) => [name, wire]))
    return {
      running: deps.active,
      jobs,
      agents: all,
      config: { daily_reflection: all['reflection'] ?? null },
    }
  }

  const audit = (by: By, event: string, facts: Record<string, unknown>): Promise<void> =>
    deps.audit.append(event, by, facts)

  const stopping = new AbortController()
  const stopListening = deps.events.on('chat.chat.removed', ({ id }) => {
    deps.tasks.add('scheduler.forget', () => store.forgetChat(id))
  })

  if (deps.active) {
    await perform.reconcile()
    deps.tasks.every('scheduler.prune', pruneMs, () => store.prune())
    clock.start()
  }

  return {
    list,
    async runs({ agent, before, limit }: ScheduledRunsQuery): Promise<z.infer<typeof ScheduledRunList>> {
      const rows = await store.page({ agent, before, limit })
      const page = rows.slice(0, limit)
      return { runs: page.map(toScheduledRun), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    /** The files are read whenever somebody looks; this only says what is in them now. */
    async reload(by: By): Promise<z.infer<typeof SchedulerReloaded>> {
      if (deps.active) await clock.look()
      const found = await agents()
      await audit(by, 'scheduler.reloaded', { agents: found.size })
      const all = Object.fromEntries(
        [...found].map(([name, agent]) => {
          const next_run = nextOf(agent)
          return [name, { scheduled: next_run !== null, next_run, reason: whyNot(agent) }]
        }),
      )
      const reflection = all['reflection']
      return {
        success: true,
        agents: all,
        daily_reflection_scheduled: reflection?.scheduled ?? false,
        next_run: reflection?.next_run ?? null,
      }
    },
    /** @throws AppError not_found, conflict */
    async approve(by: By, name: string, shown: string | undefined): Promise<ScheduledAgent> {
      const { plan } = await find(name)
      assertShown(shown, plan.hash, `The agent '${name}'`)
      if (plan.problem !== null) throw conflict(`The agent '${name}' cannot run: ${plan.problem}`)
      await trusted.approve(kind, name, plan.hash, by.actor?.id ?? '')
      await audit(by, 'scheduler.agent.approved', { name, hash: plan.hash })
      clock.wake()
      const [agent, newest] = await Promise.all([find(name), store.newest()])
      return toAgent(agent, newest.get(name))
    },
    /**
     * Runs it now and waits for its outcome, but not longer than a caller may wait.
     * @throws AppError not_found, conflict, approval_needed
     */
    async trigger(
      by: By & Pick<Context, 'signal'>,
      name: string,
      { force }: { force: boolean },
    ): Promise<ScheduledAgentTriggered> {
      const { plan, approval } = await find(name)
      if (plan.problem !== null) throw conflict(`The agent '${name}' cannot run: ${plan.problem}`)
      if (approval !== 'approved')
        throw new AppError('approval_needed', `The agent '${name}' must be approved before it runs`)
      await audit(by, 'scheduler.agent.triggered', { name, force })
      const { begun, done } = perform.start(plan, { trigger: 'manual', due: null, missed: 0, force })
      done.catch((error: unknown) =>
        deps.log.error({ err: error, feature: 'scheduler', agent: name }, 'a run failed'),
      )
      const row = await begun
      const late = new AbortController()
      const enough = AbortSignal.any([by.signal, late.signal, stopping.signal])
      const waited = sleep(limits.triggerWaitMs, enough).then(
        () => null,
        () => null,
      )
      const performed = await Promise.race([done, waited])
      late.abort()
      const now = performed ?? { row: (await store.find(row.id)) ?? row, ending: null, lastRunAt: null }
      return toTriggered(now)
    },
    /** The tools of a chat that the scheduler began; of no other. */
    async toolsFor(chat: { chatId: string; source: string }): Promise<Record<string, HubTool[]>> {
      if (chat.source !== 'scheduler') return {}
      const row = await store.byChat(chat.chatId)
      if (!row) return {}
      const wrote = (id: string, outputPath: string) => store.update(id, { outputPath })
      return { scheduler: toolsOf(row, { ...deps, wrote }) }
    },
    /** Looks at the clock now. */
    look: (): Promise<void> => clock.look(),
    /** The hub is about to stop: whoever waits for an outcome hears that the run goes on. */
    drain(): void {
      stopping.abort()
    },
    async close(): Promise<void> {
      stopListening()
      perform.close()
      await clock.close()
    },
  }
}

function whyNot({ plan, approval }: Agent): string | null {
  if (plan.problem !== null) return plan.problem
  if (!plan.enabled) return 'It is switched off'
  if (approval === 'approved') return null
  return approval === 'new' ? 'It waits for approval' : 'It changed and waits for approval'
}

function toTriggered({ row, ending, lastRunAt }: Performed): ScheduledAgentTriggered {
  const servers = (ending?.tools ?? []).flatMap((tool) => /^mcp__(.+?)__/.exec(tool)?.[1] ?? [])
  return {
    status: row.status,
    agent: row.agent,
    date: row.date,
    journal_date: row.date,
    output_date: row.outputDate,
    ...(row.reason !== null && { reason: row.reason }),
    ...(lastRunAt !== null && { last_run_at: lastRunAt }),
    session_id: row.chatId,
    run_id: row.runId,
    sdk_session_id: ending?.agentSessionId ?? null,
    mcp_servers: [...new Set(servers)],
    model: ending?.model ?? null,
    output_written: row.outputPath !== null,
    output_path: row.outputPath,
  }
}

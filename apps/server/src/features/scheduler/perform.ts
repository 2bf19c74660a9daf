// Owns one run of an agent: its row comes first, then its chat, then its outcome. What a crash cuts off stays cut off.
import type { ChatRequest } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, messageOf } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Ending, Endings } from '../runs/ending.ts'
import { type AgentPlan, daysOf, fill } from './agent-file.ts'
import { daysBefore, machineZone } from './schedule.ts'
import type { PlannedRow, SchedulerRow, SchedulerStore } from './store.ts'

export type PerformDeps = {
  store: SchedulerStore
  log: Log
  endings: Endings
  /** Takes a message as any other is taken. */
  send(
    actor: Actor,
    request: ChatRequest,
    idempotencyKey: null,
    origin: { chatId: string; source: string; title: string },
  ): Promise<{ chatId: string; runId: string }>
  /** The run that a message of this id began; undefined when it never came so far. */
  runOf(messageId: string): Promise<{ id: string } | undefined>
  /** What a run needs, and is not there; null when all is. */
  missing(plan: AgentPlan, date: string): Promise<string | null>
  /** Instructions with the person's own words filled in. */
  instructions(plan: AgentPlan): Promise<string>
  changed(agent: string): void
}

export type Cause = {
  trigger: SchedulerRow['trigger']
  /** When it was due; null when somebody asked. */
  due: Date | null
  missed: number
  /** Also when the day was processed before. */
  force: boolean
}

/** What a run came to; `ending` is what its chat says of it. */
export type Performed = { row: SchedulerRow; ending: Ending | null; lastRunAt: string | null }

/** The hub itself, as far as an administrator's approval goes. */
const actor: Actor = {
  id: 'scheduler',
  label: 'the scheduler',
  scopes: ['admin'],
  revoked: new AbortController().signal,
}

export function createPerform(deps: PerformDeps) {
  const { store } = deps
  /** Agents that run now, or are about to. */
  const busy = new Set<string>()
  const stop = new AbortController()

  const newRow = (plan: AgentPlan, cause: Cause): PlannedRow => {
    const at = cause.due ?? new Date()
    const days = daysOf(plan.schedule?.timezone ?? machineZone(), at, (day) => daysBefore(day, 1))
    return {
      id: sortableId(),
      agent: plan.name,
      trigger: cause.trigger,
      status: 'running',
      reason: null,
      date: days.date,
      outputDate: days.output_date,
      plan: { tools: plan.tools, output: plan.output },
      outputPath: null,
      chatId: null,
      runId: null,
      dueAt: cause.due?.toISOString() ?? null,
      missed: cause.missed,
      startedAt: nowIso(),
      endedAt: null,
    }
  }

  /** Says that nothing was run, and why. */
  async function skip(plan: AgentPlan, cause: Cause, reason: string): Promise<SchedulerRow> {
    const row = { ...newRow(plan, cause), status: 'skipped' as const, reason, endedAt: nowIso() }
    await store.insert(row)
    deps.changed(plan.name)
    return row
  }

  async function end(row: SchedulerRow, change: Partial<SchedulerRow>): Promise<SchedulerRow> {
    const ended = { ...change, endedAt: nowIso() }
    await store.update(row.id, ended)
    deps.changed(row.agent)
    return (await store.find(row.id)) ?? { ...row, ...ended }
  }

  /** By what its chat says; `outputPath` is in the row since it was written. */
  async function settle(row: SchedulerRow, ending: Ending): Promise<SchedulerRow> {
    const now = (await store.find(row.id)) ?? row
    if (ending.state === 'completed')
      return end(row, { status: now.outputPath === null ? 'completed_no_output' : 'completed' })
    const status = ending.state === 'interrupted' ? 'interrupted' : 'failed'
    return end(row, { status, reason: ending.message })
  }

  function requestOf(plan: AgentPlan, row: SchedulerRow, instructions: string): ChatRequest {
    const values = { name: plan.name, date: row.date, output_date: row.outputDate }
    return {
      message: fill(plan.task, values),
      message_id: row.id,
      module: 'daily',
      agent_type: plan.name,
      trust_level: plan.trust_level,
      ...(instructions !== '' && { system_prompt: fill(instructions, values) }),
      ...(plan.runner !== null && { runner: plan.runner }),
      ...(plan.model !== null && { model: plan.model }),
      ...(plan.workspace_id !== null && { workspace_id: plan.workspace_id }),
    }
  }

  async function run(plan: AgentPlan, row: SchedulerRow): Promise<Performed> {
    const none = { ending: null, lastRunAt: null }
    try {
      const chatId = row.chatId ?? ''
      const title = `${plan.display_name} · ${row.date}`
      const request = requestOf(plan, row, await deps.instructions(plan))
      const sent = await deps.send(actor, request, null, { chatId, source: 'scheduler', title })
      row.runId = sent.runId
      await store.update(row.id, { runId: sent.runId })
      deps.changed(row.agent)
      const ending = await deps.endings.wait(chatId, sent.runId, stop.signal)
      return { ...none, ending, row: await settle(row, ending) }
    } catch (error) {
      if (stop.signal.aborted) return { ...none, row } // the next start finds it and says how it ended
      if (!(error instanceof AppError))
        deps.log.error({ err: error, feature: 'scheduler', agent: row.agent }, 'a scheduled run broke off')
      // Refused before it began: there is no chat to open.
      const chatId = row.runId === null ? null : row.chatId
      return { ...none, row: await end(row, { status: 'failed', reason: messageOf(error), chatId }) }
    }
  }

  async function recover(row: SchedulerRow): Promise<void> {
    const run = await deps.runOf(row.id)
    const ending = run && row.chatId !== null ? await deps.endings.look(row.chatId, run.id) : null
    if (run) await store.update(row.id, { runId: run.id })
    if (ending) await settle(row, ending)
    else
      await end(row, {
        status: 'interrupted',
        reason: 'The hub ended before it began',
        ...(!run && { chatId: null }),
      })
  }

  /** Whether it may begin; the row of one that does is written. */
  async function begin(plan: AgentPlan, cause: Cause): Promise<Performed | SchedulerRow> {
    const skipped = async (reason: string, lastRunAt: string | null = null): Promise<Performed> => ({
      row: await skip(plan, cause, reason),
      ending: null,
      lastRunAt,
    })
    const row = { ...newRow(plan, cause), chatId: sortableId() }
    // A schedule of several times a day has more than one run a day; a daily one sees to each day once.
    if (plan.schedule?.time !== '' && !cause.force) {
      const before = await store.processed(plan.name, row.date)
      if (before) return skipped(`Already processed ${row.date}`, before.startedAt)
    }
    const missing = await deps.missing(plan, row.date)
    if (missing !== null) return skipped(missing)
    if (await store.insert(row)) return row
    return {
      row: { ...row, chatId: null, status: 'skipped', reason: 'It was seen to already' },
      ending: null,
      lastRunAt: null,
    }
  }

  return {
    skip,
    isBusy: (name: string): boolean => busy.has(name),
    /**
     * Runs an agent once. `begun` resolves with its row when that is settled, `done` when it has ended.
     * Two runs of one agent never overlap: the second is skipped.
     */
    start(plan: AgentPlan, cause: Cause): { begun: Promise<SchedulerRow>; done: Promise<Performed> } {
      if (busy.has(plan.name)) {
        const row = skip(plan, cause, 'The run before is still going')
        return { begun: row, done: row.then((skipped) => ({ row: skipped, ending: null, lastRunAt: null })) }
      }
      busy.add(plan.name)
      const first = begin(plan, cause)
      const done = first
        .then((settled) => ('row' in settled ? settled : run(plan, settled)))
        .finally(() => busy.delete(plan.name))
      return { begun: first.then((settled) => ('row' in settled ? settled.row : settled)), done }
    },
    /** What the last process left: says how it ended, and runs nothing again. Once, before the first run. */
    async reconcile(): Promise<void> {
      for (const row of await store.unfinished())
        await recover(row).catch(async (error: unknown) => {
          deps.log.error({ err: error, feature: 'scheduler', agent: row.agent }, 'a run cannot be read')
          await end(row, { status: 'interrupted', reason: messageOf(error) })
        })
    },
    /** Waits for nothing: what runs in its chat is the chat's. */
    close: (): void => stop.abort(new AppError('draining', 'The hub stops')),
  }
}

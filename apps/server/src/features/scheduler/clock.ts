// Owns the waiting: looks at the clock when the next agent is due, and at least every half minute, so that a computer that
// slept, a clock that was set and a file that changed are all noticed.
import { messageOf } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { AgentPlan } from './agent-file.ts'
import type { Cause, createPerform } from './perform.ts'
import type { Schedule } from './schedule.ts'

export type ClockDeps = {
  log: Log
  /** Agents that run by themselves; everything up to `since` was seen to. */
  scheduled(): Promise<{ plan: AgentPlan; schedule: Schedule; since: Date }[]>
  perform: Pick<ReturnType<typeof createPerform>, 'start' | 'skip'>
}

const lookMs = 30_000
/** Later than this it was missed, not late. */
const graceMs = 5 * 60_000

/** What becomes of the times between two instants; null when there were none. */
export function dueNow(
  { missed: policy }: Pick<AgentPlan, 'missed'>,
  schedule: Schedule,
  since: Date,
  now: Date,
): { act: 'run' | 'skip'; cause: Cause } | null {
  const first = schedule.next(since)
  if (!first || first > now) return null
  const latest = schedule.latest(now)
  const due = latest && latest > since ? latest : first
  const passed = schedule.count(since, now)
  if (now.getTime() - due.getTime() <= graceMs)
    return { act: 'run', cause: { trigger: 'schedule', due, missed: Math.max(0, passed - 1), force: false } }
  const act = policy === 'catch_up' ? 'run' : 'skip'
  return { act, cause: { trigger: 'catch_up', due, missed: passed, force: false } }
}

export function createClock(deps: ClockDeps) {
  const { log, perform } = deps
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let started = false
  let stopped = false

  const failed = (agent: string) => (error: unknown) =>
    log.error({ err: error, feature: 'scheduler', agent }, `a scheduled run failed: ${messageOf(error)}`)

  /** Starts what is due; resolves when each has its row, not when they have ended. */
  async function startDue(): Promise<number> {
    const now = new Date()
    let next = now.getTime() + lookMs
    for (const { plan, schedule, since } of await deps.scheduled()) {
      if (stopped) break
      const due = dueNow(plan, schedule, since, now)
      const coming = schedule.next(now)
      if (coming) next = Math.min(next, coming.getTime())
      if (!due) continue
      if (due.act === 'skip')
        await perform.skip(plan, { ...due.cause, trigger: 'schedule' }, missedReason(due.cause))
      else {
        const { begun, done } = perform.start(plan, due.cause)
        done.catch(failed(plan.name))
        await begun.catch(failed(plan.name))
      }
    }
    return Math.min(Math.max(next - Date.now(), 0), lookMs) // a clock that is set back must not make it wait
  }

  /** One look at a time; a look that is asked for meanwhile comes behind it, and sees what is new. */
  function look(): Promise<void> {
    looking = looking
      .then(startDue)
      .catch((error: unknown) => {
        log.error({ err: error, feature: 'scheduler' }, 'the scheduler could not look at its agents')
        return lookMs
      })
      .then(arm)
    return looking
  }

  function arm(ms: number): void {
    clearTimeout(timer)
    if (stopped || !started) return
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }

  return {
    look,
    start(): void {
      started = true
      arm(0)
    },
    /** Something changed that may come sooner. */
    wake: (): void => arm(0),
    async close(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

const missedReason = ({ due, missed }: Cause): string =>
  `Missed: the hub was not running at ${due?.toISOString() ?? ''}${missed > 1 ? ` (and ${missed - 1} times before)` : ''}`

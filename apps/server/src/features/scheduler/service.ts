import type {
  ScheduledAgent,
  ScheduledAgentTriggered,
  ScheduledRunList,
  ScheduledRunsQuery,
  Scheduler,
  SchedulerReloaded,
} from '@atrium/schema'
import type { z } from 'zod'
import type { By } from '../../context.ts'
import { notFound } from '../../core/errors.ts'

export function createScheduler() {
  return {
    list: (): Promise<Scheduler> =>
      Promise.resolve({ running: false, jobs: [], agents: {}, config: { daily_reflection: null } }),
    runs: (_query: ScheduledRunsQuery): Promise<z.infer<typeof ScheduledRunList>> =>
      Promise.resolve({ runs: [], next: null }),
    reload: (_by: By): Promise<z.infer<typeof SchedulerReloaded>> =>
      Promise.resolve({ success: true, agents: {}, daily_reflection_scheduled: false, next_run: null }),
    approve: (_by: By, name: string, _hash: string | undefined): Promise<ScheduledAgent> =>
      Promise.reject(notFound('Agent', name)),
    trigger: (_by: By, name: string, _options: { force: boolean }): Promise<ScheduledAgentTriggered> =>
      Promise.reject(notFound('Agent', name)),
  }
}

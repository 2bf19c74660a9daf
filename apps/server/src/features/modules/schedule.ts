// Owns the clock of the modules.
import { Cron } from 'croner'
import type { Description } from './description.ts'

type Job = Description['schedule'][number]

/** Starts the jobs of one module; `run` never throws. A run that still goes on is not doubled. */
export function createSchedule(jobs: readonly Job[], run: (index: number) => Promise<void>) {
  const clocks = jobs.map(
    ({ cron, timezone }, index) =>
      new Cron(cron, { protect: true, unref: true, ...(timezone !== undefined && { timezone }) }, () =>
        run(index),
      ),
  )
  return {
    list: () =>
      jobs.map(({ name, cron }, index) => ({
        name,
        cron,
        next_run: clocks[index]?.nextRun()?.toISOString() ?? null,
      })),
    stop: (): void => {
      for (const clock of clocks) clock.stop()
    },
  }
}

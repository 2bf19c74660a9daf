import type { ScheduledRunStatus } from '@atrium/schema'
import type { IsoText, JsonText } from '../columns.ts'

/** Every time a scheduled agent was run, or should have been. Written before anything is run, so that nothing runs twice. */
export interface SchedulerRunTable {
  id: string
  agent: string
  trigger: 'schedule' | 'catch_up' | 'manual'
  status: ScheduledRunStatus
  reason: string | null
  /** Day whose journal it is about, YYYY-MM-DD. */
  date: string
  outputDate: string
  /** What it was allowed when it began: tools, and where its output goes. */
  plan: JsonText
  outputPath: string | null
  /** Chosen before the chat is made; the chat may be gone again. */
  chatId: string | null
  runId: string | null
  /** Null when somebody asked for it. */
  dueAt: IsoText | null
  missed: number
  startedAt: IsoText
  endedAt: IsoText | null
}

import type { Database, SchedulerRunTable } from '@atrium/db'
import { limits, type ScheduledRun } from '@atrium/schema'
import type { Kysely } from 'kysely'
import { AppError } from '../../core/errors.ts'

/** What a run was allowed when it began, whatever becomes of its file. */
export type RunPlan = { tools: string[]; output: string }
/** A run as it is told; what it may do is looked at by its tools alone, so that a damaged plan costs nobody else. */
export type SchedulerRow = Omit<SchedulerRunTable, 'plan'>
export type PlannedRow = SchedulerRow & { plan: RunPlan }
export type SchedulerStore = ReturnType<typeof createSchedulerStore>

export function createSchedulerStore(db: Kysely<Database>) {
  const rows = () => db.selectFrom('schedulerRun').selectAll()
  return {
    /** False when this time of the agent has its row already: somebody else has seen to it. */
    async insert(row: PlannedRow): Promise<boolean> {
      const done = await db
        .insertInto('schedulerRun')
        .values({ ...row, plan: JSON.stringify(row.plan) })
        .onConflict((conflict) => conflict.columns(['agent', 'dueAt']).doNothing())
        .executeTakeFirst()
      return done.numInsertedOrUpdatedRows === 1n
    },
    async update(id: string, change: Partial<Omit<SchedulerRow, 'id'>>): Promise<void> {
      await db.updateTable('schedulerRun').set(change).where('id', '=', id).execute()
    },
    async find(id: string): Promise<SchedulerRow | undefined> {
      return rows().where('id', '=', id).executeTakeFirst()
    },
    /** @throws AppError record_damaged */
    async byChat(chatId: string): Promise<PlannedRow | undefined> {
      const row = await rows().where('chatId', '=', chatId).executeTakeFirst()
      return row && withPlan(row)
    },
    /** The chat is gone: its run is told without it. */
    async forgetChat(chatId: string): Promise<void> {
      await db.updateTable('schedulerRun').set({ chatId: null }).where('chatId', '=', chatId).execute()
    },
    async unfinished(): Promise<SchedulerRow[]> {
      return rows().where('status', '=', 'running').orderBy('id').execute()
    },
    /** When an agent was last seen to, by its schedule. What a wrong clock saw to in times to come does not count. */
    async lastDue(now: string): Promise<Map<string, string>> {
      const found = await db
        .selectFrom('schedulerRun')
        .select((eb) => ['agent', eb.fn.max('dueAt').as('dueAt')])
        .where('dueAt', '<=', now)
        .groupBy('agent')
        .execute()
      return new Map(found.flatMap(({ agent, dueAt }) => (dueAt === null ? [] : [[agent, dueAt]])))
    },
    /** The newest row of every agent. */
    async newest(): Promise<Map<string, SchedulerRow>> {
      const found = await rows()
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('schedulerRun')
            .select((inner) => inner.fn.max('schedulerRun.id').as('id'))
            .groupBy('schedulerRun.agent'),
        )
        .execute()
      return new Map(found.map((row) => [row.agent, row]))
    },
    /** The run that has seen to a day. */
    async processed(agent: string, date: string): Promise<SchedulerRow | undefined> {
      return rows()
        .where('agent', '=', agent)
        .where('date', '=', date)
        .where('status', 'in', ['completed', 'completed_no_output'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
    },
    /** Newest first; one more than asked for when there are more. */
    async page(query: {
      agent?: string | undefined
      before?: string | undefined
      limit: number
    }): Promise<SchedulerRow[]> {
      let select = rows()
      if (query.agent !== undefined) select = select.where('agent', '=', query.agent)
      if (query.before !== undefined) select = select.where('id', '<', query.before)
      return select
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
        .execute()
    },
    /** Keeps the newest rows, and of every agent the one that says up to when it was seen to. */
    async prune(keep: number = limits.scheduledRunsKept): Promise<void> {
      const oldest = await db
        .selectFrom('schedulerRun')
        .select('id')
        .orderBy('id', 'desc')
        .offset(keep)
        .limit(1)
        .executeTakeFirst()
      if (!oldest) return
      await db
        .deleteFrom('schedulerRun')
        .where('id', '<=', oldest.id)
        .where('status', '!=', 'running')
        .where('id', 'not in', (eb) =>
          eb
            .selectFrom('schedulerRun')
            .select((inner) => inner.fn.max('schedulerRun.id').as('id'))
            .where('schedulerRun.dueAt', 'is not', null)
            .groupBy('schedulerRun.agent'),
        )
        .execute()
    },
  }
}

function withPlan(row: SchedulerRunTable): PlannedRow {
  try {
    return { ...row, plan: JSON.parse(row.plan) as RunPlan } // only `insert` writes this column
  } catch (error) {
    throw new AppError('record_damaged', `Scheduled run cannot be read: ${row.id}`, { cause: error })
  }
}

/** As the wire has it. */
export const toScheduledRun = (row: SchedulerRow): ScheduledRun => ({
  id: row.id,
  agent: row.agent,
  trigger: row.trigger,
  status: row.status,
  reason: row.reason,
  date: row.date,
  output_date: row.outputDate,
  output_path: row.outputPath,
  session_id: row.chatId,
  run_id: row.runId,
  due_at: row.dueAt,
  missed: row.missed,
  started_at: row.startedAt,
  ended_at: row.endedAt,
})

import type { Database, SchedulerRunTable } from '@atrium/db'
import { limits, type ScheduledRun } from '@atrium/schema'
import type { Kysely } from 'kysely'
import { AppError } from '../../core/errors.ts'

/** What a run was allowed when it began, whatever becomes of its file. */
export type RunPlan = { tools: string[]; output: string }
export type SchedulerRow = Omit<SchedulerRunTable, 'plan'> & { plan: RunPlan }
export type SchedulerStore = ReturnType<typeof createSchedulerStore>

export function createSchedulerStore(db: Kysely<Database>) {
  const rows = () => db.selectFrom('schedulerRun').selectAll()
  return {
    /** False when this time of the agent has its row already: somebody else has seen to it. */
    async insert(row: SchedulerRow): Promise<boolean> {
      const done = await db
        .insertInto('schedulerRun')
        .values({ ...row, plan: JSON.stringify(row.plan) })
        .onConflict((conflict) => conflict.columns(['agent', 'dueAt']).doNothing())
        .executeTakeFirst()
      return done.numInsertedOrUpdatedRows === 1n
    },
    async update(id: string, change: Partial<Omit<SchedulerRow, 'id' | 'plan'>>): Promise<void> {
      await db.updateTable('schedulerRun').set(change).where('id', '=', id).execute()
    },
    async find(id: string): Promise<SchedulerRow | undefined> {
      return toRow(await rows().where('id', '=', id).executeTakeFirst())
    },
    async byChat(chatId: string): Promise<SchedulerRow | undefined> {
      return toRow(await rows().where('chatId', '=', chatId).executeTakeFirst())
    },
    /** The chat is gone: its run is told without it. */
    async forgetChat(chatId: string): Promise<void> {
      await db.updateTable('schedulerRun').set({ chatId: null }).where('chatId', '=', chatId).execute()
    },
    async unfinished(): Promise<SchedulerRow[]> {
      const found = await rows().where('status', '=', 'running').orderBy('id').execute()
      return found.map(readRow)
    },
    /** When an agent was last seen to, by its schedule. */
    async lastDue(): Promise<Map<string, string>> {
      const found = await db
        .selectFrom('schedulerRun')
        .select((eb) => ['agent', eb.fn.max('dueAt').as('dueAt')])
        .where('dueAt', 'is not', null)
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
      return new Map(found.map((row) => [row.agent, readRow(row)]))
    },
    /** The run that has seen to a day. */
    async processed(agent: string, date: string): Promise<SchedulerRow | undefined> {
      return toRow(
        await rows()
          .where('agent', '=', agent)
          .where('date', '=', date)
          .where('status', 'in', ['completed', 'completed_no_output'])
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
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
      const found = await select
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
        .execute()
      return found.map(readRow)
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

const toRow = (row: SchedulerRunTable | undefined): SchedulerRow | undefined => row && readRow(row)

function readRow(row: SchedulerRunTable): SchedulerRow {
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

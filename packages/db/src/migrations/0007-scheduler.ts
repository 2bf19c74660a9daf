import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What the scheduler ran; one time of an agent is one row, whoever writes it. */
export const scheduler: Migration = {
  name: '0007-scheduler',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const statements = [
      `create table scheduler_run (
        id ${text} primary key, agent ${text} not null, trigger ${text} not null, status ${text} not null,
        reason ${text}, date ${text} not null, output_date ${text} not null, plan ${text} not null,
        output_path ${text}, chat_id ${text}, run_id ${text}, due_at ${text},
        missed integer not null default 0, started_at ${text} not null, ended_at ${text},
        unique (agent, due_at))`,
      'create index scheduler_run_agent on scheduler_run (agent, id desc)',
      'create index scheduler_run_chat on scheduler_run (chat_id)',
      "create index scheduler_run_unfinished on scheduler_run (status) where status = 'running'",
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

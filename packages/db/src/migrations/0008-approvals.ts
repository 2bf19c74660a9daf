import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What agents in terminals ask, rules that answer them, and who changed what. */
export const approvals: Migration = {
  name: '0008-approvals',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const integer = engine === 'postgres' ? 'bigint' : 'integer'
    const statements = [
      `create table approval (
        id ${text} primary key, session ${text} not null, tool ${text} not null, input ${text} not null,
        input_hash ${text} not null, cwd ${text} not null, suggestions ${text} not null, state ${text} not null,
        reason ${text}, message ${text}, decided_by ${text}, created_at ${text} not null, expires_at ${text} not null,
        ended_at ${text})`,
      'create index approval_ended on approval (ended_at)',
      "create index approval_waiting on approval (id) where state = 'waiting'",
      `create table standing_rule (
        id ${text} primary key, behavior ${text} not null, type ${text} not null, pattern ${text} not null,
        project_id ${text}, folder ${text}, note ${text} not null, expires_at ${text}, created_at ${text} not null,
        created_by ${text} not null)`,
      `create table audit_entry (
        seq ${integer} primary key, at ${text} not null, event ${text} not null, actor ${text}, label ${text},
        session ${text}, request_id ${text}, facts ${text} not null, hash ${text} not null)`,
      'create index audit_entry_event on audit_entry (event, seq)',
      'create index audit_entry_actor on audit_entry (actor, seq)',
      'create index audit_entry_session on audit_entry (session, seq)',
      'create index audit_entry_at on audit_entry (at)',
      `create table audit_head (
        id integer primary key, first_seq ${integer} not null, first_previous ${text} not null, last_seq ${integer} not null,
        last_hash ${text} not null)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

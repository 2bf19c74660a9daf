import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Messengers: how they are set, who may speak, what came in and what must go out. */
export const bots: Migration = {
  name: '0015-bots',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const integer = engine === 'postgres' ? 'bigint' : 'integer'
    const statements = [
      `create table bot_connector (
        platform ${text} primary key, enabled integer not null default 0, config ${text} not null)`,
      `create table bot_person (
        platform ${text} not null, user_id ${text} not null, display ${text}, trust_level ${text},
        since ${text} not null, primary key (platform, user_id))`,
      `create table bot_pairing (
        id ${text} primary key, platform ${text} not null, user_id ${text} not null, display ${text} not null,
        chat_id ${text} not null, thread_id ${text} not null, chat_kind ${text} not null, chat_title ${text},
        status ${text} not null, trust_level ${text}, created_at ${text} not null, expires_at ${text} not null,
        resolved_at ${text}, resolved_by ${text})`,
      `create unique index bot_pairing_pending on bot_pairing (platform, user_id) where status = 'pending'`,
      'create index bot_pairing_user on bot_pairing (platform, user_id, id desc)',
      'create index bot_pairing_status on bot_pairing (status, id desc)',
      `create table bot_conversation (
        platform ${text} not null, chat_id ${text} not null, thread_id ${text} not null, kind ${text} not null,
        title ${text}, session_id ${text}, activated integer not null default 0,
        primary key (platform, chat_id, thread_id))`,
      'create index bot_conversation_session on bot_conversation (session_id)',
      `create table bot_update (
        platform ${text} not null, update_id ${text} not null, seq ${integer} not null, at ${text} not null,
        chat_id ${text} not null, thread_id ${text} not null, user_id ${text} not null, state ${text} not null,
        message ${text}, message_id ${text}, session_id ${text}, run_id ${text}, primary key (platform, update_id))`,
      'create index bot_update_state on bot_update (state, seq)',
      'create index bot_update_at on bot_update (at)',
      `create table bot_delivery (
        id ${text} primary key, seq ${integer} not null, platform ${text} not null, kind ${text} not null,
        chat_id ${text} not null, thread_id ${text} not null, reply_to ${text}, text ${text}, session_id ${text},
        run_id ${text}, state ${text} not null, messages ${text} not null, error ${text},
        created_at ${text} not null, ended_at ${text})`,
      'create index bot_delivery_open on bot_delivery (platform, state, seq)',
      'create index bot_delivery_session on bot_delivery (session_id)',
      'create index bot_delivery_ended on bot_delivery (ended_at)',
      `create table bot_clock (id integer primary key, seq ${integer} not null)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

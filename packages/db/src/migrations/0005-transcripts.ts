import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Index of the transcripts of Claude Code, and the tokens they tell of. */
export const transcripts: Migration = {
  name: '0005-transcripts',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const big = engine === 'postgres' ? 'double precision' : 'real' // beyond 32 bits, and a number in both
    const statements = [
      `create table transcript (
        path ${text} primary key, session_id ${text} not null, folder ${text} not null, size ${big} not null,
        mtime_ms ${big} not null, inode ${big} not null, scanned_bytes ${big} not null,
        scanned_count integer not null, message_count integer not null, exact integer not null, cwd ${text},
        title ${text}, title_kind ${text}, first_message ${text}, model ${text}, created_at ${text} not null,
        last_at ${text} not null)`,
      'create index transcript_recent on transcript (last_at desc, path desc) where message_count > 0',
      'create index transcript_project on transcript (cwd, last_at desc, path desc) where message_count > 0',
      'create index transcript_session on transcript (session_id)',
      `create table transcript_usage (
        id ${text} primary key, session_id ${text} not null, cwd ${text}, at ${text} not null,
        model ${text} not null, input_tokens integer not null, output_tokens integer not null,
        cache_read_tokens integer not null, cache_creation_tokens integer not null)`,
      'create index transcript_usage_at on transcript_usage (at)',
      'create index chat_agent_session on chat (agent_session_id) where agent_session_id is not null',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

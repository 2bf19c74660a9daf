import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Credentials of programs inside sessions; one that has ended keeps what its session was begun for. */
export const sessionKeys: Migration = {
  name: '0013-session-keys',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    await sql
      .raw(
        `create table session_key (
          session ${text} primary key, env_name ${text} not null, key_id ${text} not null, key_hash ${text} unique,
          card_id ${text}, project_id ${text}, agent ${text}, created_at ${text} not null)`,
      )
      .execute(db)
  },
}

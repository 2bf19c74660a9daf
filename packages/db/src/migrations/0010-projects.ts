import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Folders that are projects. */
export const projects: Migration = {
  name: '0010-projects',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    await sql
      .raw(
        `create table project (
          id ${text} primary key, display_name ${text} not null, path ${text} not null unique,
          pinned integer not null default 0, origin ${text} not null, added_at ${text} not null, removed_at ${text})`,
      )
      .execute(db)
  },
}

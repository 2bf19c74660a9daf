import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What a connector noted for itself: how far it read, and where. */
export const botNotes: Migration = {
  name: '0018-bot-notes',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    await sql
      .raw(
        `create table bot_note (
        platform ${text} not null, name ${text} not null, value ${text} not null, primary key (platform, name))`,
      )
      .execute(db)
  },
}

import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Which conversations of exports are here already. */
export const imports: Migration = {
  name: '0006-imports',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const statements = [
      `create table imported_conversation (
        source ${text} not null, original_id ${text} not null, branch integer not null,
        chat_id ${text} not null references chat (id) on delete cascade, messages ${text} not null,
        next_seq integer not null, imported_at ${text} not null, primary key (source, original_id, branch))`,
      'create index imported_conversation_chat on imported_conversation (chat_id)',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

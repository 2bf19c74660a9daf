import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** The context folders of chats, and the chats of a workspace in order, archived or not. */
export const contexts: Migration = {
  name: '0003-contexts',
  async up(db, engine) {
    const postgres = engine === 'postgres'
    const text = postgres ? 'text collate "C"' : 'text'
    const statements = [
      `create table chat_context (
        chat_id ${text} not null references chat (id) on delete cascade, folder_path ${text} not null,
        primary key (chat_id, folder_path))${postgres ? '' : ' without rowid'}`,
      `create index chat_list_workspace_all on chat (workspace_id, last_accessed desc, id desc)
        where workspace_id is not null`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

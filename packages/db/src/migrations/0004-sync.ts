import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What is known of the vault's files, so that a manifest reads none of them again, and of those that are gone. */
export const sync: Migration = {
  name: '0004-sync',
  async up(db, engine) {
    const postgres = engine === 'postgres'
    const text = postgres ? 'text collate "C"' : 'text'
    const integer = postgres ? 'bigint' : 'integer'
    const statements = [
      `create table sync_file (
        path ${text} primary key, hash ${text} not null, size ${integer} not null, modified_ns ${text} not null,
        stamp ${text} not null, past ${text} not null, seq ${integer} not null, changed_at ${text} not null,
        deleted_at ${text})`,
      `create index sync_file_seq on sync_file (seq)`,
      `create index sync_file_hash on sync_file (hash)`,
      `create table sync_clock (id integer primary key, epoch ${text} not null, seq ${integer} not null)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

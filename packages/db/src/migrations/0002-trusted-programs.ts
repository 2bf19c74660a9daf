import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What a person allowed to run, by the hash of what was shown. */
export const trustedPrograms: Migration = {
  name: '0002-trusted-programs',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    await sql
      .raw(
        `create table trusted_program (
          kind ${text} not null, name ${text} not null, hash ${text} not null,
          approved_at ${text} not null, approved_by ${text} not null, primary key (kind, name))`,
      )
      .execute(db)
  },
}

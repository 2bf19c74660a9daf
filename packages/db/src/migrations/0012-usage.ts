import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** What transcripts tell of answers, days added up, and rate limits over time. */
export const usage: Migration = {
  name: '0012-usage',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const big = engine === 'postgres' ? 'double precision' : 'real' // beyond 32 bits, and a number in both
    const statements = [
      `create table usage_file (
        path ${text} primary key, provider ${text} not null, size ${big} not null, mtime_ms ${big} not null,
        inode ${big} not null, read_bytes ${big} not null, state ${text} not null, names ${text} not null,
        count integer not null, entries ${text} not null)`,
      // The stamps of all files are asked for each time, and their entries lie in pages behind them.
      'create index usage_file_stamp on usage_file (path, size, mtime_ms, inode, read_bytes, provider)',
      `create table usage_summary (id ${text} primary key, fingerprint ${text} not null, body ${text} not null)`,
      `create table usage_account (id ${text} primary key, at ${text} not null, body ${text} not null)`,
      `create table usage_point (
        account ${text} not null, at ${text} not null, label ${text}, agent ${text} not null, five_hour ${big},
        seven_day ${big}, five_hour_reset ${big}, seven_day_reset ${big}, primary key (at, account))`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

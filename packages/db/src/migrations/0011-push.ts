import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Devices that are told of what waits; one row an address. */
export const push: Migration = {
  name: '0011-push',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const statements = [
      `create table push_subscription (
        id ${text} primary key, credential_id ${text} not null, device_id ${text} not null, label ${text} not null,
        endpoint ${text} not null unique, p256dh ${text} not null, auth ${text} not null, expires_at ${text},
        created_at ${text} not null, last_success_at ${text}, failures integer not null default 0,
        last_error ${text}, show_text integer not null default 0, quiet_hours ${text})`,
      'create index push_subscription_credential on push_subscription (credential_id, id desc)',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Settings are named as the second page has them. */
export const settingsNames: Migration = {
  name: '0014-settings-names',
  async up(db) {
    for (const [from, to] of [
      ['default_runner', 'defaultRunner'],
      ['claude_path', 'claudePath'],
      ['max_live_agents', 'maxLiveAgents'],
    ])
      await sql`update setting set key = ${to} where key = ${from}`.execute(db)
  },
}

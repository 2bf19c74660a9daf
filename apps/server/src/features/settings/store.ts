import type { Database } from '@atrium/db'
import type { Kysely } from 'kysely'

/** Settings that a person changed, each a JSON value under its name. */
export function createSettingsStore(db: Kysely<Database>) {
  return {
    /** The stored texts by name; whoever reads one parses and checks it. */
    async list(): Promise<Map<string, string>> {
      const rows = await db.selectFrom('setting').select(['key', 'value']).execute()
      return new Map(rows.map((row) => [row.key, row.value]))
    },

    async save(values: Record<string, unknown>): Promise<void> {
      const rows = Object.entries(values).map(([key, value]) => ({ key, value: JSON.stringify(value) }))
      if (rows.length === 0) return
      await db
        .insertInto('setting')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') })),
        )
        .execute()
    },
  }
}

export type SettingsStore = ReturnType<typeof createSettingsStore>

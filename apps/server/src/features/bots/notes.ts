import type { Database } from '@atrium/db'
import type { BotNote, BotNoteUpdate } from '@atrium/schema'
import type { Kysely } from 'kysely'

/** Notes of connectors that outlive their program. */
export function createBotNotes(db: Kysely<Database>) {
  return {
    async read(platform: string, name: string): Promise<BotNote> {
      const row = await db
        .selectFrom('botNote')
        .select('value')
        .where('platform', '=', platform)
        .where('name', '=', name)
        .executeTakeFirst()
      return { value: row?.value ?? null }
    },

    async write({ platform, name, value }: BotNoteUpdate): Promise<void> {
      await db
        .insertInto('botNote')
        .values({ platform, name, value })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'name']).doUpdateSet((e) => ({ value: e.ref('excluded.value') })),
        )
        .execute()
    },
  }
}

import type { Database, ImportedConversationTable } from '@atrium/db'
import type { Kysely, Transaction } from 'kysely'

export type KnownConversation = ImportedConversationTable
export type ImportsStore = ReturnType<typeof createImportsStore>

export function createImportsStore(db: Kysely<Database>) {
  return {
    /** What is known of these conversations, by their ids. */
    async known(source: string, ids: readonly string[]): Promise<Map<string, KnownConversation[]>> {
      const found = new Map<string, KnownConversation[]>()
      if (ids.length === 0) return found
      const rows = await db
        .selectFrom('importedConversation')
        .selectAll()
        .where('source', '=', source)
        .where('originalId', 'in', ids)
        .orderBy('branch')
        .execute()
      for (const row of rows) {
        const branches = found.get(row.originalId)
        if (branches) branches.push(row)
        else found.set(row.originalId, [row])
      }
      return found
    },
    async save(trx: Transaction<Database>, rows: readonly KnownConversation[]): Promise<void> {
      if (rows.length === 0) return
      await trx
        .insertInto('importedConversation')
        .values([...rows])
        .onConflict((conflict) =>
          conflict.columns(['source', 'originalId', 'branch']).doUpdateSet((eb) => ({
            chatId: eb.ref('excluded.chatId'),
            messages: eb.ref('excluded.messages'),
            nextSeq: eb.ref('excluded.nextSeq'),
            importedAt: eb.ref('excluded.importedAt'),
          })),
        )
        .execute()
    },
  }
}

import type { Database } from '@atrium/db'
import type { Kysely, Transaction } from 'kysely'

type Db = Kysely<Database> | Transaction<Database>
export type ContextsStore = ReturnType<typeof createContextsStore>

/** The folders of chats; they go with their chat. */
export function createContextsStore(db: Kysely<Database>) {
  const chatExists = async (on: Db, chatId: string): Promise<boolean> =>
    (await on.selectFrom('chat').select('id').where('id', '=', chatId).executeTakeFirst()) !== undefined

  return {
    chatExists: (chatId: string) => chatExists(db, chatId),
    async list(chatId: string, on: Db = db): Promise<string[]> {
      const rows = await on
        .selectFrom('chatContext')
        .select('folderPath')
        .where('chatId', '=', chatId)
        .orderBy('folderPath')
        .execute()
      return rows.map(({ folderPath }) => folderPath)
    },
    /** False when there is no such chat. */
    async replace(chatId: string, folders: readonly string[]): Promise<boolean> {
      return change(chatId, async (trx) => {
        await trx.deleteFrom('chatContext').where('chatId', '=', chatId).execute()
        if (folders.length > 0)
          await trx
            .insertInto('chatContext')
            .values(folders.map((folderPath) => ({ chatId, folderPath })))
            .execute()
      })
    },
    /** Known already is fine. `check` sees the folders as they will be, and may refuse. */
    async add(chatId: string, folderPath: string, check: (folders: string[]) => void): Promise<boolean> {
      return change(chatId, async (trx) => {
        await trx
          .insertInto('chatContext')
          .values({ chatId, folderPath })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        check(await this.list(chatId, trx))
      })
    },
    async remove(chatId: string, folderPath: string): Promise<void> {
      await db
        .deleteFrom('chatContext')
        .where('chatId', '=', chatId)
        .where('folderPath', '=', folderPath)
        .execute()
    },
  }

  /** One change of a chat's folders at a time, on every machine: its row is held. */
  async function change(
    chatId: string,
    work: (trx: Transaction<Database>) => Promise<void>,
  ): Promise<boolean> {
    return db.transaction().execute(async (trx) => {
      const held = await trx
        .updateTable('chat')
        .set((eb) => ({ id: eb.ref('id') }))
        .where('id', '=', chatId)
        .executeTakeFirst()
      if (held.numUpdatedRows === 0n) return false
      await work(trx)
      return true
    })
  }
}

/** A program that is killed: `node writer.ts <url> <name>` writes and says on stdout what was committed. */
import { openDatabase } from '../open.ts'
import { aChat, at } from './rows.ts'

const [url = '', name = ''] = process.argv.slice(2)
const { db } = await openDatabase({ url })
const workers = ['a', 'b', 'c', 'd'].map(async (part) => {
  const chatId = `${name}-${part}`
  await db.insertInto('chat').values(aChat(chatId)).execute()
  for (let seq = 1; ; seq++) {
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('chat')
        .set({ nextSeq: seq + 1 })
        .where('id', '=', chatId)
        .execute()
      await transaction
        .insertInto('chatEvent')
        .values({
          chatId,
          seq,
          runId: 'r',
          type: 'text',
          data: JSON.stringify({ content: 'x'.repeat(seq) }),
          at,
        })
        .execute()
      await transaction
        .insertInto('chatText')
        .values({ chatId, seq, role: 'user', text: `word${seq}`, at })
        .execute()
    })
    process.stdout.write(`${chatId} ${seq}\n`)
  }
})
await Promise.all(workers)

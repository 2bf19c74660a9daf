import { openDatabase } from '@atrium/db'
import { createChatStore } from '../../apps/server/src/features/chat/store.ts'
import { createBigDatabase } from '../lib/big-database.ts'
import { watchQueries } from '../lib/queries.ts'
import { asFactor, inTurns, milliseconds, type Result, type Row } from '../lib/result.ts'
import { openShell } from '../lib/shell.ts'

const chats = 100_000
const turns = 7

async function measure(): Promise<Result[]> {
  await using big = await createBigDatabase(chats)
  await using database = await openDatabase({ url: big.file })
  const shell = openShell(big.file)
  const lastQuery = watchQueries(database)
  const store = createChatStore(database.db, database.engine)
  const lists: { name: string; options: { module?: string; search?: string }; times: number }[] = [
    { name: 'chat list page', options: {}, times: 50 },
    { name: 'chat list page of a module', options: { module: 'daily' }, times: 50 },
    { name: 'chat search, rare word', options: { search: big.nth(15_000) }, times: 50 },
    { name: 'chat search, common word', options: { search: big.nth(40) }, times: 5 },
    { name: 'chat search, two words', options: { search: `${big.nth(20)} ${big.nth(200)}` }, times: 5 },
  ]
  const results: Result[] = []
  try {
    for (const { name, options, times } of lists) {
      const list = () => store.list({ limit: 100, offset: 0, archived: false, ...options })
      await list()
      const sql = lastQuery()
      const ours = async () => {
        const begun = performance.now()
        for (let time = 0; time < times; time++) await list()
        return (performance.now() - begun) / times
      }
      const measured = await inTurns(turns, () => shell.run(sql, times), ours)
      const { chats: found } = await list()
      const note = `${found.length} of ${chats} chats, 1,000,000 texts; floor: ${shell.name}`
      results.push(asFactor(name, measured, 2, milliseconds, note))
    }
  } finally {
    await shell.close()
  }
  return results
}

export const chatList: Row = { name: 'chats', measure }

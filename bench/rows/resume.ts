import { join } from 'node:path'
import { openDatabase } from '@atrium/db'
import { spawnServer } from '@atrium/server/testing'
import { startFloor } from '../lib/child.ts'
import { get, load } from '../lib/load.ts'
import { asFactor, inTurns, microseconds, type Result, type Row } from '../lib/result.ts'

const events = 10_000
const turns = 7
const requests = 500

/** A chat of many events, written while no server runs: one short run, its text over and over, its result last. */
async function lengthen(file: string, chatId: string): Promise<void> {
  await using database = await openDatabase({ url: file })
  const { db } = database
  const rows = await db
    .selectFrom('chatEvent')
    .selectAll()
    .where('chatId', '=', chatId)
    .orderBy('seq')
    .execute()
  const text = rows.find((row) => row.type === 'text')
  const last = rows.at(-1)
  if (text === undefined || last === undefined) throw new Error('the guide said nothing')
  await db.transaction().execute(async (transaction) => {
    for (let seq = last.seq; seq <= events; seq++) {
      const row = { ...(seq === events ? last : text), seq }
      await transaction
        .insertInto('chatEvent')
        .values(row)
        .onConflict((conflict) => conflict.columns(['chatId', 'seq']).doUpdateSet(row))
        .execute()
    }
    await transaction
      .updateTable('chat')
      .set({ nextSeq: events + 1 })
      .where('id', '=', chatId)
      .execute()
  })
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const answer = await server.rest('POST', '/api/chat', { message: '/think resumed', runner: 'guide' })
  const chatId = /"session_id":"([^"]+)"/.exec(String(answer.body))?.[1] ?? ''
  await server.kill('SIGTERM')
  const file = join(server.home, 'atrium.db')
  await lengthen(file, chatId)
  await server.again()
  const headers = { authorization: `Bearer ${server.token}`, 'last-event-id': String(events - 1) }
  const url = `${server.url}/api/chat/${chatId}/events?until=outcome`
  const resumed = await get(url, headers)
  if (!resumed.includes(`id: ${events}\n`)) throw new Error(`not resumed: ${resumed}`)
  await using floor = await startFloor('resume.ts', file, chatId, String(events - 1))
  const eachMs = async (target: string) => {
    const begun = performance.now()
    await load(target, { requests, headers, connections: 1 })
    return (performance.now() - begun) / requests
  }
  const measured = await inTurns(
    turns,
    () => eachMs(floor.url),
    () => eachMs(url),
  )
  const note = 'floor: one prepared query behind node:http; both over one connection, time a request'
  return [asFactor(`resume at event ${events}`, measured, 3, microseconds, note)]
}

export const resume: Row = { name: 'resume', measure }

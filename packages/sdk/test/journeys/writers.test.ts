import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type ChatHistory, type Client, ConnectionError, RunError } from '../../src/index.ts'
import { openHub } from './hub.ts'

const writers = 8
/** More of it: `KILLS=50 vitest run test/journeys/writers`. */
const kills = Number(process.env['KILLS'] ?? 4)

/** What one writer knows, outside of the hub: what it sent, and what it was told is taken. */
type Diary = { sent: Map<string, string>; taken: Map<string, string> }

/** Sends message after message in one chat until told to stop; a message without an answer is mostly sent again. */
async function write(client: Client, writer: number, isOver: () => boolean): Promise<Diary> {
  const diary: Diary = { sent: new Map(), taken: new Map() }
  let session_id: string | undefined
  for (let count = 0; !isOver(); count++) {
    const message = `/slow ${randomInt(1, 8)} ${randomInt(3)} by writer ${writer}, number ${count}`
    const request = { message, message_id: randomUUID(), runner: 'guide', ...(session_id && { session_id }) }
    const idempotencyKey = randomUUID()
    diary.sent.set(message, request.message_id)
    for (let tries = randomInt(1, 40); tries > 0 && !diary.taken.has(message); tries--) {
      const run = client.chat.send(request, { idempotencyKey })
      try {
        for await (const event of run) {
          if (!('run_id' in event)) continue
          diary.taken.set(message, event.run_id)
          session_id = run.chatId
          if (randomInt(3) === 0) break // not everybody waits for the answer
        }
      } catch (error) {
        if (!(error instanceof ConnectionError) && !(error instanceof RunError)) throw error
        await sleep(randomInt(200))
      }
    }
  }
  return diary
}

async function wholeLog(client: Client, session_id: string): Promise<ChatHistory['events']> {
  const events: ChatHistory['events'] = []
  for (let before: number | undefined; ; ) {
    const page = await client.rest('GET /chat/{session_id}/history', {
      path: { session_id },
      query: before === undefined ? {} : { before },
    })
    events.unshift(...page.events)
    if (page.before === null) return events
    before = page.before
  }
}

test('P48 eight writers and a hub that is killed again and again: what was taken is there once, all else wholly or not at all, nothing is damaged', async () => {
  await using hub = await openHub()
  // Every try is the writer's own, so that it knows what it was told; streams come back by themselves all the same.
  const client = hub.client({ retries: 0 })
  let over = false
  const writing = Promise.all(Array.from({ length: writers }, (_, i) => write(client, i, () => over)))
  writing.catch(() => {})
  for (let kill = 0; kill < kills; kill++) {
    await sleep(randomInt(100, 1_500))
    await hub.die()
  }
  await sleep(500)
  over = true
  const diaries = await writing

  await expect
    .poll(async () => (await client.rest('GET /chat/active-streams')).count, { timeout: 20_000 })
    .toBe(0)
  const { sessions } = await client.rest('GET /chat', { query: { limit: 1_000 } })
  const found = new Map<string, { messageId: string; runId: string }[]>()
  let interrupted = 0
  for (const { id, messageCount } of sessions) {
    const log = await wholeLog(client, id)
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    const runs = Map.groupBy(log, ({ event }) => event.run_id)
    let answers = 0
    for (const events of runs.values()) {
      const told = events.map(({ event }) => event)
      // Wholly there: what is stored with a message is, and it has come to its one end.
      expect(told[0]?.type).toBe('session')
      expect(told.filter(({ type }) => type === 'user_message')).toHaveLength(1)
      const ends = told.filter(({ type }) => ['result', 'aborted', 'error'].includes(type))
      expect(ends).toEqual([told.at(-1)])
      if (ends[0]?.type === 'result') answers++
      else {
        expect(ends[0]).toMatchObject({ type: 'error', code: 'interrupted' })
        interrupted++
      }
      for (const event of told)
        if (event.type === 'user_message') {
          const same = found.get(event.content) ?? []
          found.set(event.content, [...same, { messageId: event.message_id, runId: event.run_id }])
        }
    }
    expect(messageCount).toBe(runs.size + answers)
  }

  const sent = new Map(diaries.flatMap((diary) => [...diary.sent]))
  const taken = new Map(diaries.flatMap((diary) => [...diary.taken]))
  for (const [message, runId] of taken)
    expect(found.get(message), message).toEqual([{ messageId: sent.get(message), runId }])
  for (const [message, copies] of found)
    expect(copies, message).toMatchObject([{ messageId: sent.get(message) }])
  expect(taken.size).toBeGreaterThan(writers * 2)

  await hub.server.kill('SIGTERM')
  using database = new DatabaseSync(join(hub.server.home, 'atrium.db'))
  expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(database.prepare('pragma foreign_key_check').all()).toEqual([])
  const unfinished = database
    .prepare(`select count(*) as n from run where state in ('queued', 'running')`)
    .get()
  expect(unfinished).toEqual({ n: 0 })
  expect(database.prepare(`select count(*) as n from chat_text where role = 'user'`).get()).toEqual({
    n: found.size,
  })
  console.info(
    `${kills} kills: ${sent.size} sent, ${taken.size} taken, ${found.size - taken.size} stored without the answer ` +
      `having come, ${interrupted} interrupted, ${sessions.length} chats`,
  )
}, 120_000)

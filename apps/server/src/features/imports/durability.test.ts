import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '@atrium/db'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createTestApp, type SpawnedServer, spawnServer } from '../../testing.ts'
import { chatgptTalk, claude, claudeMessage, claudeTalk } from './testing.ts'

const many = 1_500

/** Rows that belong to half a chat. */
async function halves(server: SpawnedServer): Promise<{ chats: number; broken: unknown[] }> {
  await using database = await openDatabase({ url: join(server.home, 'atrium.db') })
  const { rows: broken } = await sql`
    select chat.id from chat
    left join imported_conversation as known on known.chat_id = chat.id
    where known.chat_id is null or known.next_seq <> chat.next_seq
      or (select count(*) from chat_event where chat_id = chat.id) <> chat.next_seq - 1
      or (select count(*) from chat_text where chat_id = chat.id and seq > 0) <> chat.message_count`.execute(
    database.db,
  )
  const { rows } = await sql<{ count: number }>`select count(*) as count from chat`.execute(database.db)
  return { chats: Number(rows[0]?.count), broken }
}

describe('P48 P49 an import that is cut off', () => {
  test('P31 P49 killed at any moment, each conversation is here whole or not at all, and again completes it', async () => {
    await using server = await spawnServer()
    mkdirSync(server.vault, { recursive: true })
    const path = join(server.vault, 'export.json')
    writeFileSync(path, JSON.stringify(Array.from({ length: many }, (_, i) => chatgptTalk(`k${i}`, 3))))
    const start = () => server.rest('POST', '/api/import/path', { path: 'export.json' })
    let before = 0
    for (const wait of [60, 300, 150]) {
      const going = start().catch(() => null)
      await new Promise((resolve) => setTimeout(resolve, wait))
      await server.kill('SIGKILL')
      await going
      const { chats, broken } = await halves(server)
      expect(broken).toEqual([])
      expect(chats).toBeGreaterThanOrEqual(before)
      before = chats
      await server.again()
    }
    const { status, body } = await start()
    expect(status).toBe(200)
    expect(body.imported_count + body.skipped_count).toBe(many)
    expect(body.skipped_count).toBeGreaterThanOrEqual(before)
    expect(await halves(server)).toEqual({ chats: many, broken: [] })
  }, 300_000)

  test('P56 a stop ends it between two transactions, and says so', async () => {
    await using server = await spawnServer()
    mkdirSync(server.vault, { recursive: true })
    writeFileSync(
      join(server.vault, 'export.json'),
      JSON.stringify(Array.from({ length: 6_000 }, (_, i) => chatgptTalk(`k${i}`, 3))),
    )
    const begun = await server.rest('POST', '/api/import/path', { path: 'export.json', wait: false })
    expect(begun.body.state).toMatch(/waiting|running/)
    expect(await server.kill('SIGTERM')).toBe(0)
    const { chats, broken } = await halves(server)
    expect(broken).toEqual([])
    expect(chats).toBeLessThan(6_000)
  })
})

describe('P46 P47 an import', () => {
  test('P46 imports wait for one another, and more than a few are sent away', async () => {
    await using app = await createTestApp()
    const data = (name: string) => Array.from({ length: 200 }, (_, i) => claudeTalk(`${name}${i}`))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => app.rest('POST', '/api/import', { data: data(`p${i % 3}-`) })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4)
    for (const { status, body, headers } of answers)
      if (status !== 200)
        expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'overloaded', '10'])
    const { body } = await app.rest('GET', '/api/chat/stats')
    expect(body.total % 200).toBe(0)
    expect(readdirSync(app.app.uploads)).toEqual([])
  })

  test('P47 others are answered meanwhile, however large one conversation is', async () => {
    await using app = await createTestApp()
    const large = claude(
      'large',
      Array.from({ length: 6_000 }, (_, i) =>
        claudeMessage(`m${i}`, i % 2 === 0 ? 'human' : 'assistant', 'words '.repeat(300)),
      ),
    )
    const longest = claude('longest', [claudeMessage('q', 'human', 'x'.repeat(5_000_000))])
    // Processor time between two turns of the loop: how long others wait, whatever else the machine does.
    const used = () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    }
    let worst = 0
    let going = true
    const watch = async () => {
      while (going) {
        const begun = used()
        await new Promise((resolve) => setTimeout(resolve, 1))
        worst = Math.max(worst, used() - begun)
      }
    }
    const body = JSON.stringify({ data: [large, longest, claudeTalk('small')] })
    const watching = watch()
    const answer = await app.rest('POST', '/api/import', body)
    going = false
    await watching
    expect(answer.body).toMatchObject({ imported_count: 3, errors: [] })
    expect(worst).toBeLessThan(800)
    const { body: chat } = await app.rest('GET', `/api/chat/${answer.body.session_ids[1]}`)
    expect(chat.messages[0].content.length).toBe(1_000_000)
    const { body: log } = await app.rest('GET', `/api/chat/${answer.body.session_ids[1]}/history`)
    const [whole] = log.events[1].event.attachments
    expect(whole).toMatchObject({ name: 'message.txt', sizeBytes: 5_000_000 })
  })
})

import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import type { Client } from '../../src/index.ts'
import { openHub } from './hub.ts'

const chats = 400
const terminals = 30

/** Runs the work of each item, so many at once. */
async function each<Item>(
  items: Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

/** The longest that a small question waits while other work goes on. */
function watchAnswers(client: Client) {
  const waits: number[] = []
  let over = false
  const asking = (async () => {
    while (!over) {
      const from = performance.now()
      await client.rest('GET /health')
      waits.push(performance.now() - from)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    async stop(): Promise<string> {
      over = true
      await asking
      const sorted = waits.sort((a, b) => a - b)
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
      expect(at(1)).toBeLessThan(5_000)
      return `${at(0.5)} ms, at most ${at(1)} ms`
    },
  }
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const from = performance.now()
  const result = await work()
  console.info(`${what}: ${Math.round(performance.now() - from)} ms`)
  return result
}

test('P47 hundreds of chats and thirty terminals: lists, search and deletion work, and small questions are answered meanwhile', async () => {
  await using hub = await openHub()
  const client = hub.client()
  const health = watchAnswers(client)

  const ids = new Set<string>()
  await timed(`${chats} chats with an answer each`, () =>
    each(numbers(chats), 8, async (i) => {
      const run = client.chat.send({ message: `/slow 2 0 of chat ${i}, topic${i % 10}`, runner: 'guide' })
      await run.result()
      ids.add(run.chatId ?? '')
    }),
  )
  expect(ids.size).toBe(chats)
  await timed(`${terminals} terminals`, () =>
    each(numbers(terminals), 4, (i) =>
      client.rest('POST /sessions', { body: { name: `many-${i}`, command: 'cat' } }),
    ),
  )

  const { sessions } = await timed('a list of all chats', () =>
    client.rest('GET /chat', { query: { limit: 1_000 } }),
  )
  expect(new Set(sessions.map(({ id }) => id))).toEqual(ids)
  expect(sessions.every(({ state, messageCount }) => state === 'idle' && messageCount === 2)).toBe(true)
  const pages: string[] = []
  await timed('the same in ten pages', async () => {
    for (const page of numbers(10)) {
      const query = { limit: 100, offset: page * 100 }
      pages.push(...(await client.rest('GET /chat', { query })).sessions.map(({ id }) => id))
    }
  })
  expect(pages).toEqual(sessions.map(({ id }) => id))
  const hits = await timed('a search', () =>
    client.rest('GET /chat', { query: { search: 'topic7', limit: 1_000 } }),
  )
  expect(hits.sessions).toHaveLength(chats / 10)
  const one = await client.rest('GET /chat', { query: { search: 'chat 377' } })
  expect(one.sessions.map(({ title }) => title)).toContain('/slow 2 0 of chat 377, topic7')
  expect(await client.rest('GET /chat/stats')).toMatchObject({ total: chats, active: chats })

  const list = await timed('a list of the terminals', () => client.rest('GET /sessions'))
  expect(list.map(({ name }) => name).sort()).toEqual(
    numbers(terminals)
      .map((i) => `cc-many-${i}`)
      .sort(),
  )
  expect(list.every(({ status }) => status === 'running')).toBe(true)
  const terminal = client.terminal.attach('cc-many-23')
  terminal.write('echo back\r')
  let seen = ''
  for await (const bytes of terminal)
    if ((seen += new TextDecoder().decode(bytes)).includes('echo back')) break

  await timed(`${chats} chats deleted`, () =>
    each([...ids], 8, (session_id) => client.rest('DELETE /chat/{session_id}', { path: { session_id } })),
  )
  await timed(`${terminals} terminals deleted`, () =>
    each(list, 4, async ({ name }) => {
      await client.rest('DELETE /sessions/{name}', { path: { name } })
      await client.rest('DELETE /sessions/{name}/known', { path: { name } })
    }),
  )
  expect((await client.rest('GET /chat')).sessions).toEqual([])
  expect(await client.rest('GET /sessions')).toEqual([])
  expect(await client.rest('GET /chat/stats')).toMatchObject({ total: 0 })
  console.info(`a small question meanwhile took ${await health.stop()}`)
}, 180_000)

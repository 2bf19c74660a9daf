import { createTestApp } from '@atrium/server/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClient, type List } from '../src/index.ts'
import { json, misbehave } from './misbehaving.ts'

type Item = { id: string }

/** A hub whose list of chats is what a test says, and changes before each page as it says. */
async function hubOf(items: Item[], before: (page: number) => void = () => {}) {
  const hub = await misbehave(({ query }, response, page) => {
    before(page)
    const offset = Number(query.get('offset'))
    json(response, 200, { sessions: items.slice(offset, offset + Number(query.get('limit'))) })
  })
  return { ...hub, client: createClient({ baseUrl: hub.url }) }
}
const chats = (count: number, prefix = 'c'): Item[] =>
  Array.from({ length: count }, (_, number) => ({ id: `${prefix}${number}` }))
const idsOf = async (list: AsyncIterable<Item>) => {
  const ids: string[] = []
  for await (const { id } of list) ids.push(id)
  return ids
}

test('a list is gone through to its end, whatever the size of a page', async () => {
  for (const [count, limit] of [
    [0, 5],
    [1, 1],
    [5, 5],
    [6, 5],
    [23, 2],
    [23, 1],
    [250, 100],
  ] as const) {
    const items = chats(count)
    await using hub = await hubOf(items)
    expect(await idsOf(hub.client.list('GET /chat', { query: { limit } })), `${count} by ${limit}`).toEqual(
      items.map(({ id }) => id),
    )
  }
})

test('what comes and goes in front of a list while it is read makes nothing told twice or missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 7 }),
      fc.integer({ min: 0, max: 30 }),
      fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 12 }),
      async (limit, count, changes) => {
        const items = chats(count)
        const stayed = new Set(items.map(({ id }) => id))
        let told: string[] = []
        await using hub = await hubOf(items, (page) => {
          const change = changes[page - 2] ?? 0
          if (change > 0) items.unshift(...chats(change, `new${page}-`))
          for (const { id } of items.splice(0, Math.max(0, -change))) stayed.delete(id)
        })
        told = await idsOf(hub.client.list('GET /chat', { query: { limit } }))
        expect(new Set(told).size).toBe(told.length)
        expect([...stayed].filter((id) => !told.includes(id))).toEqual([])
      },
    ),
    { numRuns: Number(process.env['ATRIUM_LIST_RUNS'] ?? 40) },
  )
})

test('pages come with what else is in them; leaving ends the asking, and a loop begins anew', async () => {
  await using hub = await hubOf(chats(10))
  const list = hub.client.list('GET /chat', { query: { limit: 4, offset: 1 } })
  for await (const page of list.pages()) {
    expect(page.sessions.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3', 'c4'])
    break
  }
  for await (const chat of list) {
    expect(chat.id).toBe('c1')
    break
  }
  expect(hub.seen.map(({ query }) => query.toString())).toEqual(['limit=4&offset=1', 'limit=4&offset=1'])
})

test('a signal ends a list between pages, and a route without pages is refused', async () => {
  const stop = new AbortController()
  await using hub = await hubOf(chats(10))
  const reading = async () => {
    for await (const { id } of hub.client.list('GET /chat', { query: { limit: 2 }, signal: stop.signal }))
      if (id === 'c1') stop.abort()
  }
  await expect(reading()).rejects.toMatchObject({ name: 'AbortedError' })
  expect(hub.seen).toHaveLength(1)
  expect(() => hub.client.list('GET /health' as 'GET /chat')).toThrow('GET /health does not come in pages')
})

test('lists of a real hub, by offset, by cursor and backwards, come whole and in order', async () => {
  await using app = await createTestApp()
  const hub = createClient({ baseUrl: app.url, token: app.token })
  for (let number = 0; number < 5; number++)
    await hub.rest('PUT /fs/write', { body: { path: `Notes/n${number}.md`, content: `${number}` } })
  const names = hub.list('GET /fs/ls', { query: { path: 'Notes', limit: 2 } })
  expect(await collected(names, ({ name }) => name)).toEqual(['n0.md', 'n1.md', 'n2.md', 'n3.md', 'n4.md'])

  const ids: string[] = []
  for (const message of ['one', 'two', 'three']) {
    const run = hub.chat.send({ message, runner: 'guide' })
    await run.result()
    ids.push(run.chatId ?? '')
  }
  expect(await collected(hub.list('GET /chat', { query: { limit: 2 } }), ({ id }) => id)).toEqual(
    ids.toReversed(),
  )
  const chatId = ids[0] ?? ''
  for (const message of ['four', 'five']) await hub.chat.send({ message, session_id: chatId }).result()
  const history = hub.list('GET /chat/{session_id}/history', {
    path: { session_id: chatId },
    query: { limit: 1 },
  })
  const seqs = await collected(history, ({ seq }) => seq)
  expect(seqs).toEqual([...seqs].sort((a, b) => b - a))
  expect([seqs.at(-1), new Set(seqs).size]).toEqual([1, seqs.length])
  const pages = await collectedPages(history)
  expect(pages).toBeGreaterThan(1)

  const audit = await collected(hub.list('GET /audit', { query: { limit: 2 } }), ({ seq }) => seq)
  expect(audit).toEqual(audit.toSorted((a, b) => b - a))
  expect(audit.length).toBeGreaterThan(2)
})

async function collected<T, Page, R>(list: List<T, Page>, pick: (item: T) => R): Promise<R[]> {
  const all: R[] = []
  for await (const item of list) all.push(pick(item))
  return all
}

async function collectedPages<T, Page>(list: List<T, Page>): Promise<number> {
  let count = 0
  for await (const _ of list.pages()) count++
  return count
}

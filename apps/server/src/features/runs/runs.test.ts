import { type IncomingMessage, request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chatIdOf,
  collect,
  type Frame,
  frames,
  joinBlocks,
  lastId,
  ofType,
  readUntil,
  send,
  types,
  watch,
} from '../../../test/chat-client.ts'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
})
afterAll(() => app[Symbol.asyncDispose]())

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(' ')
const stored = (list: readonly Frame[]) => list.filter(({ id }) => id !== null && !id.includes('~'))

/** Reads a run to its end, cutting the line after so many frames each time; gives all frames as one reader got them. */
async function readWithCuts(chatId: string, first: Frame[], cuts: number[], mode: string): Promise<Frame[]> {
  const all = [...first]
  for (let round = 0; ; round += 1) {
    let left = cuts[round] ?? Number.POSITIVE_INFINITY
    const response = await watch(app, chatId, {
      query: `?until=outcome&stream=${mode}`,
      lastEventId: lastId(all),
    })
    for await (const frame of frames(response)) {
      all.push(frame)
      left -= 1
      if (left <= 0) break
    }
    if (all.some(({ event }) => event.type === 'result')) return all
  }
}

describe('resuming', () => {
  test('P52 a reader that is cut off anywhere and comes back has every event once and every character once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }),
        fc.constantFrom('full', 'delta'),
        fc.integer({ min: 5, max: 40 }),
        async (cuts, mode, count) => {
          const response = send(app, `/slow ${count} 1`, { query: `?stream=${mode}` })
          const first = await readUntil(response, ({ event }) => event.type === 'init')
          const chatId = chatIdOf(first)
          const all = await readWithCuts(chatId, first, cuts, mode)
          const whole = await collect(watch(app, chatId, { query: '?until=outcome' }))
          expect([...joinBlocks(all).values()]).toEqual([words(count)])
          expect(joinBlocks(all)).toEqual(joinBlocks(whole))
          const ids = stored(all).map(({ id }) => Number(id))
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
          expect(ofType(all, 'text').reduce((sum, { delta }) => sum + delta.length, 0)).toBe(
            words(count).length,
          )
          expect(ofType(all, 'reset')).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('P52 a reader goes over a restart of the hub with everything that was said, once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (until) => {
        const all: Frame[] = []
        const reading = (async () => {
          for await (const frame of frames(await send(app, '/slow 400 2'))) all.push(frame)
        })().catch(() => undefined) // the hub may be faster than its last words
        await expect.poll(() => ofType(all, 'text').length).toBeGreaterThanOrEqual(until)
        await app.restart()
        await reading
        const chatId = chatIdOf(all)
        all.push(
          ...(await collect(watch(app, chatId, { query: '?until=outcome', lastEventId: lastId(all) }))),
        )
        const fresh = await collect(watch(app, chatId, { query: '?until=outcome' }))
        expect(joinBlocks(all)).toEqual(joinBlocks(fresh))
        expect(ofType(fresh, 'error')[0]?.code).toBe('interrupted')
        const ids = stored(all).map(({ id }) => Number(id))
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
      }),
      { numRuns: 6 },
    )
  })

  test('P52 inside a block that was finished meanwhile exactly the missing characters come', async () => {
    const list = await collect(send(app, '/slow 10 1'))
    const chatId = chatIdOf(list)
    const whole = words(10)
    for (const frame of list.filter(({ id }) => id?.includes('~'))) {
      const sent = Number(frame.id?.split('~')[2])
      const rest = await collect(watch(app, chatId, { query: '?until=outcome', lastEventId: frame.id ?? '' }))
      expect(ofType(rest, 'text').map(({ delta }) => delta)).toEqual(
        sent < whole.length ? [whole.slice(sent)] : [],
      )
      expect(rest.at(-1)?.event.type).toBe('result')
    }
  })

  test('P52 a cursor that cannot be honoured is answered by a reset and the log from its start', async () => {
    const list = await collect(send(app, '/slow 3 0'))
    const chatId = chatIdOf(list)
    const whole = await collect(watch(app, chatId, { query: '?until=outcome' }))
    for (const cursor of ['nonsense', '999', '3~9.9~5', '1~1.1~99', '-1', '1~', '0x1', '1 2']) {
      const again = await collect(watch(app, chatId, { query: '?until=outcome', lastEventId: cursor }))
      expect(again[0]?.event, cursor).toMatchObject({
        type: 'reset',
        transcript: `/api/chat/${chatId}/transcript`,
      })
      expect(types(again.slice(1)), cursor).toEqual(types(whole))
    }
  })

  test('P52 a viewer that comes in the middle gets what was said and then what is said', async () => {
    const seen = await readUntil(send(app, '/slow 40 5'), ({ event }) => event.type === 'text')
    const late = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 10))
        return collect(watch(app, chatIdOf(seen), { query: '?until=outcome&stream=delta' }))
      }),
    )
    for (const list of late) {
      expect([...joinBlocks(list).values()]).toEqual([words(40)])
      expect(ofType(list, 'text').every(({ content }) => content === undefined)).toBe(true)
    }
  })

  test('P54 a reader that stalls holds up nobody and misses nothing', async () => {
    const seen = await readUntil(send(app, '/slow 3000 1'), ({ event }) => event.type === 'init')
    const path = `/api/chat/${chatIdOf(seen)}/events?until=outcome`
    const stalled = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${app.token}` }
      request(new URL(path, app.url), { headers, agent: false }, resolve).on('error', reject).end()
    })
    stalled.pause()
    const healthy = await collect(watch(app, chatIdOf(seen), { query: '?until=outcome&stream=delta' }))
    expect([...joinBlocks(healthy).values()]).toEqual([words(3000)])
    const late = await collect({ body: stalled })
    expect([...joinBlocks(late).values()]).toEqual([words(3000)])
    expect(late.at(-1)?.event.type).toBe('result')
  })

  test('`last` begins at the start of a run', async () => {
    const list = await collect(send(app, '/slow 2 0'))
    const id = chatIdOf(list)
    await collect(send(app, { message: '/slow 2 0', session_id: id }))
    const tail = await collect(watch(app, id, { query: '?until=outcome&last=8' }))
    expect(tail[0]?.event.type).toBe('session')
    expect(types(tail).filter((type) => type === 'result')).toHaveLength(1)
  })
})

describe('after a crash', () => {
  test('P57 P52 a cut run is interrupted with what it had said, is not run again, and its readers are told', async () => {
    await using hub = await spawnServer({ ATRIUM_CLAUDE_PATH: '/nowhere/claude' })
    const list: Frame[] = []
    const response = await send(hub, '/slow 1000 10')
    const waiting = await send(hub, {
      message: '/slow 3 0',
      session_id: chatIdOf(await readUntil(watchFirst(hub), () => true)),
    })
    const queued = await readUntil(waiting, ({ event }) => event.type === 'user_message')
    await (async () => {
      for await (const frame of frames(response)) {
        list.push(frame)
        if (ofType(list, 'text').length === 100) await hub.kill()
      }
    })().catch(() => undefined) // the line is cut with the process
    const had = [...joinBlocks(list).values()][0] ?? ''
    await hub.again()
    const chatId = chatIdOf(list)
    const rest = await collect(watch(hub, chatId, { query: '?until=outcome', lastEventId: lastId(list) }))
    const joined = [...joinBlocks(rest, joinBlocks(list)).values()][0] ?? ''
    expect(words(1000).startsWith(joined)).toBe(true)
    expect(had.length - joined.length).toBeLessThan(600)
    expect(ofType(rest, 'text').every(({ replace }) => replace === true)).toBe(true)
    const runId = ofType(list, 'session')[0]?.run_id
    expect(ofType(rest, 'error').find(({ run_id }) => run_id === runId)).toMatchObject({
      code: 'interrupted',
      can_retry: true,
    })
    const fresh = await collect(watch(hub, chatId, { query: '?until=outcome' }))
    expect([...joinBlocks(fresh).values()]).toEqual([joined])
    const waited = ofType(queued, 'user_message')[0]?.run_id
    expect(ofType(fresh, 'error').find(({ run_id }) => run_id === waited)?.code).toBe('interrupted')
    expect(ofType(fresh, 'result')).toEqual([])
    const { body } = await hub.rest('GET', `/api/chat/${chatId}`)
    expect(body.state).toBe('interrupted')
    const next = await collect(send(hub, { message: '/slow 2 0', session_id: chatId }))
    expect(ofType(next, 'result')[0]?.response).toBe('word1 word2')
  })

  test('P36 a request that waited when the hub died is refused, and its tool never runs', async () => {
    await using hub = await spawnServer({ ATRIUM_CLAUDE_PATH: '/nowhere/claude' })
    const list = await readUntil(
      send(hub, '/run touch x'),
      ({ event }) => event.type === 'permission_request',
    )
    await hub.kill()
    await hub.again()
    const chatId = chatIdOf(list)
    const after = await collect(watch(hub, chatId, { query: '?until=outcome' }))
    expect(ofType(after, 'request_resolved')[0]).toMatchObject({ decision: 'deny', by: 'expired' })
    const { request_id } = ofType(list, 'permission_request')[0] ?? {}
    const late = await hub.rest('POST', `/api/chat/${chatId}/permissions/grant`, { request_id })
    expect(late).toMatchObject({ status: 410, body: { code: 'gone' } })
  })
})

/** The one chat of a hub. */
async function watchFirst(hub: { url: string; token: string; rest: TestApp['rest'] }): Promise<Response> {
  const { body } = await hub.rest('GET', '/api/chat')
  return watch(hub, body.sessions[0].id)
}

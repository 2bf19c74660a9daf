import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createOutbox } from './outbox.ts'
import type { Place } from './platform.ts'

const place = (chatId: string, kind: Place['kind'] = 'dm'): Place => ({ chatId, threadId: null, kind })
const signal = () => AbortSignal.timeout(20_000)
const yes = () => true
const no = () => false

test('calls of one chat keep their pause, those of others do not wait for it', async () => {
  const outbox = createOutbox({ chatMs: 120, groupMs: 300, perSecond: 1_000 })
  const began = performance.now()
  const at: Record<string, number[]> = {}
  await Promise.all(
    ['a', 'a', 'a', 'b', 'g', 'g'].map(async (chat) => {
      await outbox.turn(place(chat, chat === 'g' ? 'group' : 'dm'), yes, signal())
      ;(at[chat] ??= []).push(performance.now() - began)
    }),
  )
  expect(at['b']?.[0]).toBeLessThan(100)
  expect(at['a']?.[1]).toBeGreaterThanOrEqual(119)
  expect(at['g']?.[1]).toBeGreaterThanOrEqual(299)
})

test('in no second are there more calls than the platform takes, and what is urgent goes before what shows progress', async () => {
  const outbox = createOutbox({ chatMs: 0, groupMs: 0, perSecond: 60 })
  const times: number[] = []
  const order: string[] = []
  const go = async (chat: number, urgent: boolean) => {
    await outbox.turn(place(String(chat)), urgent ? yes : no, signal())
    times.push(performance.now())
    order.push(urgent ? 'urgent' : 'progress')
  }
  await Promise.all([
    ...Array.from({ length: 60 }, (_, i) => go(i, false)),
    ...Array.from({ length: 30 }, (_, i) => go(100 + i, true)),
  ])
  for (const from of times)
    expect(times.filter((time) => time >= from && time < from + 1_000).length).toBeLessThanOrEqual(60)
  const burst = order.indexOf('urgent')
  expect(order.slice(burst, burst + 30)).toEqual(Array(30).fill('urgent'))
})

test('a pause that the platform asks for is kept, who leaves is forgotten, and spare room is never waited for', async () => {
  const outbox = createOutbox({ chatMs: 0, groupMs: 0, perSecond: 100 })
  outbox.pause(place('a'), 250)
  expect(outbox.spare()).toBe(false)
  const began = performance.now()
  const left = new AbortController()
  const gone = outbox.turn(place('a'), yes, left.signal)
  left.abort(new Error('left'))
  await expect(gone).rejects.toThrow('left')
  await outbox.turn(place('a'), yes, signal())
  expect(performance.now() - began).toBeGreaterThanOrEqual(249)
  await wait(100)
  expect(outbox.spare()).toBe(true)
})

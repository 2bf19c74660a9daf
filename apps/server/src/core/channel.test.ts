import { expect, test } from 'vitest'
import { createChannel } from './channel.ts'

test('values come in order, also those that were unread at the end', async () => {
  const channel = createChannel<number>()
  channel.push(1)
  channel.push(2)
  channel.end()
  channel.push(3)
  const values: number[] = []
  for await (const value of channel) values.push(value)
  expect(values).toEqual([1, 2])
})

test('a writer waits for room until the reader has read', async () => {
  const channel = createChannel<number>()
  for (const value of [1, 2, 3]) channel.push(value)
  let waited = true
  const room = channel.room(2).then(() => (waited = false))
  await new Promise(setImmediate)
  expect(waited).toBe(true)
  for await (const value of channel) if (value === 3) break
  await room
})

test('a writer does not wait for a reader that has left', async () => {
  const channel = createChannel<number>()
  channel.push(1)
  for await (const _ of channel) break
  for (const value of [2, 3, 4]) channel.push(value)
  await channel.room(1)
})

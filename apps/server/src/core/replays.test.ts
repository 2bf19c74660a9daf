import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createReplays } from './replays.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a call that is repeated gets the first answer; another request under its key is refused', async () => {
  const replay = createReplays<number>()
  let done = 0
  const work = async () => ++done
  expect(await Promise.all([replay('k', 'a', work), replay('k', 'a', work)])).toEqual([1, 1])
  expect(await replay(null, 'a', work)).toBe(2)
  expect(() => replay('k', 'b', work)).toThrow('another request')
})

test('an answer after a failure is kept as long as any other', async () => {
  const replay = createReplays<number>()
  let done = 0
  const fail = () => Promise.reject(new Error('not now'))
  await expect(replay('k', 'a', fail)).rejects.toThrow('not now')
  vi.advanceTimersByTime(50_000)
  expect(await replay('k', 'a', async () => ++done)).toBe(1)
  vi.advanceTimersByTime(20_000)
  expect(await replay('k', 'a', async () => ++done)).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(await replay('k', 'a', async () => ++done)).toBe(2)
})

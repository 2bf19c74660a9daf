import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pauseAfter, retryAfterOf } from './schedule.ts'

const pauses = limits.webhookPausesMs
const hour = 3_600_000

test('ten attempts take about a day', () => {
  const total = pauses.reduce((sum, pause) => sum + pause, 0)
  expect(pauses).toHaveLength(9)
  expect(total / hour).toBeGreaterThan(22)
  expect(total / hour).toBeLessThan(26)
  expect(pauseAfter(pauses, 10, null)).toBeNull()
  expect(pauseAfter(pauses, 10, hour)).toBeNull()
})

test('a pause is its time give or take a fifth, and never before what the receiver asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.integer({ min: 0, max: 100 * hour })),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tries, asked, random) => {
        const pause = pauseAfter(pauses, tries, asked, () => random) ?? 0
        const own = pauses[tries - 1] ?? 0
        expect(pause).toBeGreaterThanOrEqual(Math.floor(own * 0.8))
        expect(pause).toBeGreaterThanOrEqual(Math.min(asked ?? 0, limits.webhookRetryAfterMs))
        expect(pause).toBeLessThanOrEqual(Math.max(Math.ceil(own * 1.2), limits.webhookRetryAfterMs))
      },
    ),
  )
})

test.each([
  [undefined, null],
  ['120', 120_000],
  ['0', 0],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  ['Thu, 01 Jan 1960 00:01:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['1e9', null],
  ['9'.repeat(400), null],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfterOf(header, 0)).toBe(ms)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuiet } from './quiet.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) }
const hours = { approvals: false, timeZone: 'UTC' }

test('the night belongs to two days', () => {
  const night = { ...hours, from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
  expect(isQuiet(night, new Date('2026-01-10T20:59:00Z'))).toBe(false)
  expect(isQuiet(night, new Date('2026-01-10T21:00:00Z'))).toBe(true)
  expect(isQuiet(night, new Date('2026-01-11T05:59:00Z'))).toBe(true)
  expect(isQuiet(night, new Date('2026-01-11T06:00:00Z'))).toBe(false)
  // An hour later in summer.
  expect(isQuiet(night, new Date('2026-07-10T20:00:00Z'))).toBe(true)
})

test('every minute is quiet in exactly one of a span and its opposite', () => {
  const clock = fc.integer({ min: 0, max: 1439 })
  const text = (at: number) =>
    `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  fc.assert(
    fc.property(clock, clock, clock, (from, to, at) => {
      fc.pre(from !== to)
      const moment = new Date(Date.UTC(2026, 0, 1, 0, at))
      const one = isQuiet({ ...hours, from: text(from), to: text(to) }, moment)
      const other = isQuiet({ ...hours, from: text(to), to: text(from) }, moment)
      expect(one).toBe(!other)
    }),
    runs,
  )
})

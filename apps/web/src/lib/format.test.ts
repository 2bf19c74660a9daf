import { expect, test } from 'vitest'
import { ageGroup, formatBytes, formatDuration, relativeTime } from './format.ts'

const now = new Date('2026-11-21T12:00:00').getTime()

test('times are told from now, in the language asked for', () => {
  expect(relativeTime(now - 5 * 60_000, 'en', now)).toBe('5 min. ago')
  expect(relativeTime(now - 26 * 3_600_000, 'de', now)).toBe('gestern')
  expect(relativeTime(now - 2_000, 'en', now)).toBe('now')
})
test('sizes and durations are short', () => {
  expect(formatBytes(1536, 'en')).toBe('1.5 kB')
  expect(formatBytes(12, 'de')).toBe('12 Byte')
  expect(formatBytes(12, 'en')).toBe('12 bytes')
  expect(formatDuration(1_240)).toBe('1.2 s')
  expect(formatDuration(75_000)).toBe('1 min 15 s')
})
test('a time falls under the heading of its day, not of its hours', () => {
  const at = (iso: string) => ageGroup(iso, new Date(now))
  expect([at('2026-11-21T00:01:00'), at('2026-11-20T23:59:00'), at('2026-11-16T10:00:00')]).toEqual([
    'today',
    'yesterday',
    'week',
  ])
  expect([at('2026-11-01T10:00:00'), at('2025-11-01T10:00:00')]).toEqual(['month', 'older'])
})

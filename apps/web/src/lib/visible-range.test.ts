import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleRange } from './visible-range.ts'

test('a thousand rows cost only those in sight', () => {
  const { start, end, before, total } = visibleRange(Array(1000).fill(36), 3600, 720, 0)
  expect({ start, end, before, total }).toEqual({ start: 100, end: 120, before: 3600, total: 36_000 })
})
test('every row that touches the view is in the range', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 80 })),
      fc.nat(4000),
      fc.nat(1000),
      (heights, top, view) => {
        const { start, end } = visibleRange(heights, top, view, 40)
        let at = 0
        heights.forEach((height, index) => {
          if (at + height > top && at < top + view) expect(index >= start && index < end).toBe(true)
          at += height
        })
      },
    ),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

const position = fc.record({
  seq: fc.nat({ max: 1e14 }),
  block: fc.tuple(fc.nat({ max: 1e8 }), fc.nat({ max: 1e8 })).map(([run, block]) => `${run}.${block}`),
  chars: fc.integer({ min: 1, max: 1e14 }),
})

test('a cursor that was written is read as it was', () => {
  fc.assert(
    fc.property(position, (at) => {
      expect(parseCursor(formatCursor(at))).toEqual(at)
      expect(formatCursor(at).length).toBeLessThanOrEqual(64)
      expect(parseCursor(formatCursor({ ...at, block: null }))).toEqual({
        seq: at.seq,
        block: null,
        chars: 0,
      })
    }),
  )
})

test('whatever is no cursor is null, and what is read is written the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9~.]{0,20}$/)), (text) => {
      const at = parseCursor(text)
      if (at) expect(formatCursor(at)).toBe(text)
    }),
  )
})

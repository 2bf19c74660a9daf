import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockOf, isRepeat } from '../src/cursor.ts'
import { createFold } from '../src/fold.ts'

test.each<[string | undefined, string, boolean]>([
  [undefined, '1', false],
  ['1', '1', true],
  ['1', '2', false],
  ['2', '1', true],
  ['9', '10', false],
  ['2', '2~1.1~3', false],
  ['2~1.1~3', '2', true],
  ['2~1.1~3', '2~1.1~3', true],
  ['2~1.1~3', '2~1.1~2', true],
  ['2~1.1~3', '2~1.1~10', false],
  ['2~1.1~3', '2~1.2~1', false],
  ['2~1.1~3', '3', false],
  ['2~1.1~3', '3~1.1~3', false],
  ['3', '2~1.1~3', true],
  ['of-another-hub', '1', false],
  ['1', 'of-another-hub', false],
  ['of-another-hub', 'of-another-hub', true],
])('after %s, is %s told already? %s', (last, next, expected) => {
  expect(isRepeat(last, next)).toBe(expected)
})

test('a cursor inside a growing block is known as such', () => {
  expect(blockOf('4~1.1~6')).toBe('1.1')
  expect(blockOf('4')).toBeUndefined()
  expect(blockOf('anything')).toBeUndefined()
})

/** Cursors in the order in which a hub gives them: stored events, and pieces of blocks between them. */
const walk = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })), { maxLength: 60 })
  .map((steps) => {
    let [seq, block, chars] = [0, 0, 0]
    return steps.map((step) => {
      if (step > 0) return `${seq}~1.${block}~${(chars += step)}`
      if (chars > 0) block++
      chars = 0
      return String(++seq)
    })
  })

test('of cursors in order none is a repeat, and whatever comes again is one', () => {
  fc.assert(
    fc.property(walk, fc.array(fc.nat(59)), (cursors, again) => {
      let last: string | undefined
      const told = new Set<string>()
      for (const [i, cursor] of cursors.entries()) {
        expect(isRepeat(last, cursor)).toBe(false)
        last = cursor
        told.add(cursor)
        // a wire may only repeat what came since the last stored event, or stored events
        for (const back of again) {
          const old = cursors[Math.min(back, i)] ?? cursor
          if (!old.includes('~') || old.split('~')[1] === cursor.split('~')[1])
            expect(isRepeat(last, old)).toBe(true)
        }
      }
    }),
  )
})

const run_id = 'r1'
type Piece = { block: string; delta: string }

test('text is put together whatever its pieces, blocks and runs', () => {
  const piece = fc.record({
    block: fc.constantFrom('1.1', '1.2', '1.3'),
    delta: fc.string({ unit: 'grapheme' }),
  })
  fc.assert(
    fc.property(fc.array(piece), (pieces: Piece[]) => {
      const { fold } = createFold()
      const whole = new Map<string, string>()
      for (const { block, delta } of pieces) {
        const joined = (whole.get(block) ?? '') + delta
        whole.set(block, joined)
        expect(fold({ type: 'text', run_id, block, delta })).toMatchObject({ content: joined, delta })
      }
    }),
  )
})

test('a whole text that comes wins over the pieces, and an outcome forgets its own run alone', () => {
  const { fold } = createFold()
  fold({ type: 'text', run_id, block: '1', delta: 'abc' })
  expect(fold({ type: 'text', run_id, block: '1', delta: '', content: 'ab', replace: true })).toMatchObject({
    content: 'ab',
  })
  expect(fold({ type: 'text', run_id, block: '1', delta: 'X' })).toMatchObject({ content: 'abX' })
  fold({ type: 'text', run_id: 'r2', block: '1', delta: 'other' })
  fold({ type: 'aborted', run_id, session_id: 'c', message: '', partial_response: '' })
  expect(fold({ type: 'text', run_id, block: '1', delta: 'new' })).toMatchObject({ content: 'new' })
  expect(fold({ type: 'text', run_id: 'r2', block: '1', delta: ' run' })).toMatchObject({
    content: 'other run',
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { titleOf } from './title.ts'

test.each([
  ['hello', 'hello'],
  ['  hello \nworld', 'hello'],
  ['', null],
  [' \n ', null],
  ['a'.repeat(60), 'a'.repeat(60)],
  ['a'.repeat(61), `${'a'.repeat(60)}...`],
  [`${'word '.repeat(20)}`, `${'word '.repeat(11)}word...`],
  [`short ${'b'.repeat(80)}`, `short ${'b'.repeat(54)}...`],
])('the title of %j', (message, title) => {
  expect(titleOf(message)).toBe(title)
})

test('a title is one line and never cuts a character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
      const title = titleOf(message) ?? ''
      expect(title).not.toContain('\n')
      expect(Array.from(title).length).toBeLessThanOrEqual(63)
      expect(title.isWellFormed()).toBe(message.isWellFormed())
    }),
  )
})

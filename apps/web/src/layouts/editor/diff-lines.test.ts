import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './diff-lines.ts'

const kinds = (mine: string, theirs: string) =>
  diffLines(mine, theirs).map(({ kind, text }) => `${{ same: ' ', mine: '-', theirs: '+' }[kind]}${text}`)

test('what both have stays, what differs is told from each side', () => {
  expect(kinds('a\nb\nc', 'a\nB\nc')).toEqual([' a', '-b', '+B', ' c'])
  expect(kinds('a', 'a\nb')).toEqual([' a', '+b'])
  expect(kinds('', '')).toEqual([' '])
})
test('each side can be read out of it again, whatever the texts', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (mine, theirs) => {
      const lines = diffLines(mine, theirs)
      const side = (other: string) =>
        lines
          .filter(({ kind }) => kind !== other)
          .map((line) => line.text)
          .join('\n')
      expect(side('theirs')).toBe(mine)
      expect(side('mine')).toBe(theirs)
    }),
  )
})
test('texts too large for the exact answer get a plain one, soon', () => {
  const many = (word: string) => Array.from({ length: 5_000 }, (_, at) => `${word}${at}`).join('\n')
  expect(diffLines(many('a'), many('b'))).toHaveLength(10_000)
})

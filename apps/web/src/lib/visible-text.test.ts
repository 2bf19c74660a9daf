import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleParts } from './visible-text.ts'

const back = (text: string) =>
  visibleParts(text)
    .map((part) =>
      'text' in part ? part.text : String.fromCodePoint(Number.parseInt(part.code.slice(2), 16)),
    )
    .join('')

test('a direction override, a zero-width space and an escape are shown by name', () => {
  expect(visibleParts('rm \u202egnp.exe\u200b\u001b[2J')).toEqual([
    { text: 'rm ' },
    { code: 'U+202E', name: 'right-to-left override' },
    { text: 'gnp.exe' },
    { code: 'U+200B', name: 'zero-width space' },
    { code: 'U+001B', name: 'escape' },
    { text: '[2J' },
  ])
})
test('new lines and tabs stay as they are', () => {
  expect(visibleParts('a\n\tb')).toEqual([{ text: 'a\n\tb' }])
})
test('tag characters and look-alike spaces do not hide', () => {
  expect(visibleParts('a\u{e0041}b\u00a0c').filter((part) => 'code' in part)).toHaveLength(2)
})
test('joiners, variation selectors and blank signs do not hide; an emoji is left whole', () => {
  expect(
    visibleParts('a\u034fb\ufe00c\u{e0101}d\u2800e\u17b4').filter((part) => 'code' in part),
  ).toHaveLength(5)
  expect(visibleParts('⚠️ !')).toEqual([{ text: '⚠️ !' }])
})
test('P15 nothing is lost or added, and no invisible character is left in a text part', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(back(text)).toBe(text)
      for (const part of visibleParts(text))
        if ('text' in part) expect(part.text).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copiedText } from './copied-text.ts'

test('P15 a program that asks what the clipboard holds is told nothing', () => {
  expect(copiedText('c;?')).toBeNull()
  expect(copiedText('c;')).toBeNull()
  expect(copiedText('c;%%%')).toBeNull()
  expect(copiedText(`c;${btoa('\xff\xfe')}`)).toBeNull()
})
test('text of any kind comes through whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      expect(copiedText(`c;${Buffer.from(text).toString('base64')}`)).toBe(text)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { previewOf, visible } from './visible.ts'

test('P37 what hides in a text is written out, whatever kind of hiding it is', () => {
  for (const char of [
    '\u202e',
    '\u200b',
    '\u034f',
    '\ufe00',
    '\u{e0101}',
    '\u2800',
    '\u180e',
    '\u3164',
    '\u17b4',
  ])
    expect(visible(`rm ${char}x`)).toMatch(/^rm ⟨U\+[0-9A-F]{4,6}⟩x$/)
  expect(visible('ein Ärger ⚠️ 日本')).toBe('ein Ärger ⚠️ 日本')
})

test('P37 a preview is one line, no longer than it may be, and says that it goes on', () => {
  expect(previewOf('ls\n  rm x', 200)).toBe('ls ⏎ rm x')
  expect(previewOf('a'.repeat(200), 200)).toBe('a'.repeat(200))
  expect(previewOf(`${'a'.repeat(190)}; rm -rf build`, 200)).toBe(`${'a'.repeat(190)}; rm -rf …`)
  expect(previewOf(`${'a'.repeat(195)}\u202e; rm`, 200)).toBe(`${'a'.repeat(195)}…`)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const preview = previewOf(text, 20)
      expect(preview.length).toBeLessThanOrEqual(20)
      expect(preview).not.toMatch(/(?!\t)[\n\p{Cc}\p{Cf}\p{Cs}]/u)
    }),
  )
})

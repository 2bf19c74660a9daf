import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitMarkdown } from './split-markdown.ts'

test('paragraphs, headings and fences are parts of their own', () => {
  expect(splitMarkdown('one\n\n# two\n\n```js\na\n\nb\n```\n\nend')).toEqual([
    'one\n\n',
    '# two\n\n',
    '```js\na\n\nb\n```\n\n',
    'end',
  ])
})
test('a list with blank lines between its items stays whole, so its numbers do', () => {
  expect(splitMarkdown('1. a\n\n2. b\n\n   more\n\nafter')).toEqual(['1. a\n\n2. b\n\n   more\n\n', 'after'])
})
test('a text with link definitions is not cut, because they reach everywhere', () => {
  expect(splitMarkdown('see [a]\n\n[a]: https://a.example')).toHaveLength(1)
})
test('an open fence holds everything after it', () => {
  expect(splitMarkdown('```\na\n\nb\n\nc')).toHaveLength(1)
})
test('the parts joined are the text', () => {
  const line = fc.constantFrom('', '```', '~~~~', '- x', '1. y', 'text', '  in', '# h', '| a | b |', '> q')
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n')
      expect(splitMarkdown(text).join('')).toBe(text)
    }),
  )
})

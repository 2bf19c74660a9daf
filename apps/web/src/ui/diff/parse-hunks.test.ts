import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHunks } from './parse-hunks.ts'

const lines = (diff: string) =>
  parseHunks(diff).flatMap(({ changes }) =>
    changes.map((change) => [
      change.type,
      change.type === 'normal' ? [change.oldLineNumber, change.newLineNumber] : change.lineNumber,
      change.content,
    ]),
  )

test('lines get their numbers, whatever stands in the header', () => {
  const diff = [
    'diff --git "a/odd \\"name" "b/odd \\"name"',
    'index 1..2 100644',
    '--- "a/odd \\"name"',
    '+++ "b/odd \\"name"',
    '@@ -3,3 +3,4 @@ function',
    ' same',
    '--- gone',
    '+++ come',
    '+two',
    '\\ No newline at end of file',
    ' last',
    '@@ -90 +91 @@',
    '-a',
    '+b',
    '',
  ].join('\n')
  expect(lines(diff)).toEqual([
    ['normal', [3, 3], 'same'],
    ['delete', 4, '-- gone'],
    ['insert', 4, '++ come'],
    ['insert', 5, 'two'],
    ['normal', [5, 6], 'last'],
    ['delete', 90, 'a'],
    ['insert', 91, 'b'],
  ])
})

test('carriage returns are hidden where every line has one, and shown where some have', () => {
  expect(lines('@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r').map(([, , text]) => text)).toEqual(['a', 'b', 'c'])
  expect(lines('@@ -1 +1 @@\n-b\n+b\r').map(([, , text]) => text)).toEqual(['b', 'b\r'])
})

test('no text makes it fail, and what is cut off is shown up to there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constant('@@ -1,5 +1,5 @@'), fc.constant('diff --git a b'))),
      (parts) => {
        const diff = parts.join('\n')
        for (const cut of [diff, diff.slice(0, diff.length / 2)])
          expect(parseHunks(cut)).toBeInstanceOf(Array)
      },
    ),
  )
})

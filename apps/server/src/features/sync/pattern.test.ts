import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, conflictName, isConflictOf, problemOf } from './names.ts'
import { createPattern, selectionOfDay } from './pattern.ts'

test.each([
  ['*.md', ['a.md', '.md', 'a.b.md'], ['a.MD', 'a.md.txt', 'md']],
  ['?.md', ['a.md', '😀.md'], ['.md', 'ab.md']],
  ['[a-c]*', ['a', 'bx'], ['d', '']],
  ['[!a-c]', ['d', '!'], ['a', 'dd']],
  ['[]]', [']'], ['x']],
  ['[a-]', ['a', '-'], ['b']],
  ['[', ['['], ['a']],
  ['*', ['', 'x'], []],
  ['a*b*c', ['abc', 'a-b-b-c'], ['acb']],
])('the pattern %s', (pattern, fitting, others) => {
  const matches = createPattern(pattern)
  expect(fitting.filter((name) => !matches(name))).toEqual([])
  expect(others.filter((name) => matches(name))).toEqual([])
})

test('patterns of stars and signs agree with a regular expression', () => {
  const sign = fc.constantFrom('a', 'b', '*', '?', '.')
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 8 }), fc.stringMatching(/^[ab.]{0,8}$/), (signs, name) => {
      const meaning: Record<string, string> = { '*': '.*', '?': '.', '.': '\\.' }
      const source = signs.map((each) => meaning[each] ?? each).join('')
      expect(createPattern(signs.join(''))(name)).toBe(new RegExp(`^${source}$`, 's').test(name))
    }),
    { numRuns: 5_000 },
  )
})

test('P47 no pattern runs away', () => {
  const begun = performance.now()
  expect(createPattern(`${'*a'.repeat(99)}*b`)('a'.repeat(255))).toBe(false)
  expect(performance.now() - begun).toBeLessThan(100)
})

test('only days of the calendar are days', () => {
  expect(['2026-02-09', '2024-02-29'].map((day) => selectionOfDay(day) !== null)).toEqual([true, true])
  for (const day of ['2026-13-01', '2026-02-9', '2026-02-09x', '../../..', ''])
    expect(selectionOfDay(day)).toBe(null)
})

test('names sort as their bytes do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
      fc.pre(a.isWellFormed() && b.isWellFormed())
      expect(Math.sign(compare(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
    { numRuns: 5_000 },
  )
  expect(['\uffff', '\u{10000}', '\ud7ff', '\ue000'].sort(compare)).toEqual([
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
  ])
})

test('a conflict copy has a name that any path and device can have, and is known for one', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 }),
      fc.string({ unit: 'binary', maxLength: 64 }),
      fc.integer({ min: 1, max: 100 }),
      (stem, device, number) => {
        const path = `folder/${stem.replaceAll('/', '-')}.md`
        fc.pre(problemOf(path) === null)
        const copy = conflictName(path, device, '2026-11-21', number)
        expect(problemOf(copy)).toBe(null)
        expect(copy).not.toBe(path)
        // A name so long that it had to be cut is only found under another.
        if (Buffer.byteLength(path) < 150) expect(isConflictOf(path, copy)).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
  expect(conflictName('plan.md', 'my phone', '2026-11-21', 1)).toBe('plan (conflict my phone 2026-11-21).md')
  expect(conflictName('a/README', '../x', '2026-11-21', 2)).toBe('a/README (conflict x 2026-11-21 2)')
  expect(isConflictOf('plan.md', 'plan2 (conflict x 2026-11-21).md')).toBe(false)
})

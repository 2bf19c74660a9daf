import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedPaths } from './named-paths.ts'

test('paths are found in what programs print, with the line they name', () => {
  const paths = (text: string) => namedPaths(text).map(({ path, line }) => (line ? [path, line] : [path]))
  expect(paths('at run (src/app/main.ts:12:5)')).toEqual([['src/app/main.ts', 12]])
  expect(paths('modified:   README.md')).toEqual([['README.md']])
  expect(paths('"./a/b.py", line 3')).toEqual([['./a/b.py']])
  expect(paths('see ~/notes/x.md and /etc/hosts.')).toEqual([['~/notes/x.md'], ['/etc/hosts']])
  expect(paths('https://example.org/a/b.html')).toEqual([])
  expect(paths('version 1.2.3, 10.0.0.1')).toEqual([])
  const [one] = namedPaths('x src/a.ts:7 y')
  expect('x src/a.ts:7 y'.slice(one?.start, one?.end)).toBe('src/a.ts:7')
})

test('what is found lies where it is said to lie, in any text, without end of time', () => {
  const bits = fc.constantFrom('a', '/', '.', '..', ':', '1', '~', '-', ' ', 'x.ts', '(', ')')
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 400 }), (parts) => {
      const text = parts.join('')
      for (const { start, end, path } of namedPaths(text))
        expect(text.slice(start, end).startsWith(path)).toBe(true)
    }),
  )
  const long = `${'a'.repeat(20_000)}/`.repeat(3)
  const began = performance.now()
  namedPaths(long)
  expect(performance.now() - began).toBeLessThan(20_000)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { split, toArgv } from './guide-commands.ts'

test.each([
  ['ls -l', ['ls', '-l']],
  ['  echo   a  ', ['echo', 'a']],
  ['echo "a b" c', ['echo', 'a b', 'c']],
  [`echo 'it "is"'`, ['echo', 'it "is"']],
  ['echo ""', ['echo', '']],
  ['echo a; rm b', ['echo', 'a;', 'rm', 'b']],
  ['echo $(x) | y', ['echo', '$(x)', '|', 'y']],
  ['', []],
])('the words of %j', (line, words) => {
  expect(toArgv(line)).toEqual(words)
})

test('quoted words come back as they were, whatever is in them', () => {
  const word = fc.string().filter((text) => !text.includes("'"))
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(toArgv(words.map((one) => `'${one}'`).join(' '))).toEqual(words)
    }),
  )
})

test.each([
  ['/ls a b', ['ls', 'a b']],
  [' /help', ['help', '']],
  ['hello', ['', 'hello']],
  ['/etc/passwd', ['', '/etc/passwd']],
  ['/write a x\ny', ['write', 'a x\ny']],
])('the command in %j', (text, parts) => {
  expect(split(text)).toEqual(parts)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFrontMatter, readYaml, writeFrontMatter } from './front-matter.ts'

test.each<[string, Record<string, unknown> | null]>([
  ['a: 1\nb: [x]\n', { a: 1, b: ['x'] }],
  ['', {}],
  ['# nothing\n', {}],
  ['a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
  ['- a\n', null],
  ['a: [', null],
  ['a: 1\na: 2\n', null],
  ['b: {a: 1, a: 2}\n', null],
  ['a: 1\n---\nb: 2\n', null],
])('%j is read as %j', (text, data) => {
  expect(readYaml(text)).toEqual(data)
})

const many = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index)).join('')

test.each([
  [
    'aliases of aliases',
    many(9, (at) => `k${at}: &k${at} [${'*k'.concat(String(at - 1), ',').repeat(9)}]\n`),
  ],
  ['very many aliases', `[${many(3_000, (at) => `&k${at} 1,*k${at},`)}]`],
  ['very deep', '['.repeat(60_000)],
  ['more than anybody writes', `a: ${'x'.repeat(70_000)}`],
])('P47 a text that is %s is none', (_, text) => {
  expect(readYaml(text)).toBeNull()
})

test('P47 the time of reading grows with the length of the text, whatever is in it', () => {
  const timeOf = (text: string) => {
    const times = [1, 2, 3, 4, 5].map(() => {
      const began = process.cpuUsage()
      readYaml(text)
      return process.cpuUsage(began).user
    })
    return Math.min(...times)
  }
  const keys = (count: number) => many(count, (at) => `k${at}:\n`)
  timeOf(keys(500))
  expect(timeOf(keys(8_000)) / timeOf(keys(1_000))).toBeLessThan(25) // 8 times as long; 64 if each is compared with each
})

test('P47 a text that seems to begin anew in each line is looked through once', () => {
  const text = '\uFEFF---\n'.repeat(100_000)
  const began = process.cpuUsage()
  expect(readFrontMatter(text)).toEqual({ data: {}, body: text })
  expect(process.cpuUsage(began).user).toBeLessThan(1e6) // many seconds, if it is looked through from each line
})

test('what is written is read again', () => {
  const data = fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(data, fc.string(), (given, body) => {
      const written = writeFrontMatter({ data: given, body })
      const found = readFrontMatter(written)
      expect(found.data).toEqual(given)
      expect(found.body.replace(/^\n+/, '')).toBe(body.replace(/^\n+/, ''))
    }),
  )
})

test.each([
  ['---\r\na: 1\r\n---\r\nx', { a: 1 }, 'x'],
  ['\uFEFF---\na: 1\n---\nx', { a: 1 }, 'x'],
  ['---\n---\nx', {}, 'x'],
  ['x\n---\na: 1\n---\n', {}, 'x\n---\na: 1\n---\n'],
  ['---\na: [\n---\nx', {}, '---\na: [\n---\nx'],
])('front matter of %j', (text, data, body) => {
  expect(readFrontMatter(text)).toEqual({ data, body })
})

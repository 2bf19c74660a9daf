import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, headOfText, valueAt } from './lines.ts'

const all = (text: string) => {
  const bytes = Buffer.from(text)
  return { bytes, range: { from: 0, to: bytes.length } }
}

test('the fields of any object are where a parser finds them', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue()),
      fc.constantFrom(0, 2, '\t'),
      (object, space) => {
        const { bytes, range } = all(JSON.stringify(object, null, space))
        const plain = Object.keys(object).filter(
          (name) => JSON.stringify(name) === `"${name}"` && /^[ -~]*$/.test(name),
        )
        const found = fieldsOf(bytes, range, new Set(plain))
        for (const name of plain)
          expect(valueAt(bytes, found?.get(name), Number.POSITIVE_INFINITY)).toEqual(
            JSON.parse(JSON.stringify(object[name])),
          )
      },
    ),
    { numRuns: 500 },
  )
})

test('P50 whatever is no whole object is none, and nothing is read beyond its end', () => {
  const line = '{"type":"user","a":[1,{"b":"}\\"]"}],"message":{"content":"x\\\\"}}'
  for (let end = 0; end < line.length; end++) {
    const { bytes } = all(`${line.slice(0, end)}"}]}`)
    expect(fieldsOf(bytes, { from: 0, to: end }, new Set(['type']))).toBeNull()
  }
  expect(fieldsOf(all(line).bytes, all(line).range, new Set(['type']))?.size).toBe(1)
  for (const other of ['', ' ', 'null', '[]', '"x"', '{', '{"a"}', '{"a":1', '{a:1}', '\0\0\0'])
    expect(fieldsOf(all(other).bytes, all(other).range, new Set(['a'])), other).toBeNull()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const bytes = Buffer.from(noise)
      fieldsOf(bytes, { from: 0, to: bytes.length }, new Set(['type']))
    }),
  )
})

test('the beginning of a long text is cut between characters, never inside one or its escape', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('\\', '"', '\n', '\u0001', 'é', '😀', 'a'), maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      (start, end, chars) => {
        const text = start + end.repeat(20)
        const { bytes, range } = all(JSON.stringify(text))
        const head = headOfText(bytes, range, chars)
        expect(head).not.toBeNull()
        expect(text.toWellFormed().startsWith(head?.toWellFormed().replace(/\uFFFD$/u, '') ?? '-')).toBe(true)
        expect(head?.length).toBe(Math.min(chars, text.length))
      },
    ),
    { numRuns: 500 },
  )
  expect(headOfText(all('[]').bytes, all('[]').range, 5)).toBeNull()
})

test('P47 the beginning of a text that is all escapes is had at once', () => {
  const text = '\\'.repeat(400_000)
  const bytes = Buffer.from(JSON.stringify(`${text}x`.repeat(3)))
  const began = performance.now()
  expect(headOfText(bytes, { from: 0, to: bytes.length }, 100_000)).toBe(text.slice(0, 100_000))
  expect(performance.now() - began).toBeLessThan(2_000) // minutes, if each of them is a place to look from
})

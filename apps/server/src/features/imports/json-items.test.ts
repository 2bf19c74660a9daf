import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BrokenJsonError, createJsonItems, type Decision, type JsonItem } from './json-items.ts'

const roomy = { maxBytes: 1e6, maxValues: 1e6, maxDepth: 1e6 }
const lists = (path: readonly string[], opener: string): Decision =>
  opener === '[' ? 'items' : path.length < 2 ? 'enter' : 'skip'

/** Feeds the text in pieces of the given lengths, over and over. */
function scan(text: string | Buffer, cuts: readonly number[] = [1e9], options = {}): JsonItem[] {
  const items = createJsonItems({ decide: lists, ...roomy, ...options })
  const bytes = Buffer.from(text as string)
  const found: JsonItem[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = Math.max(1, cuts[turn % cuts.length] ?? 1)
    found.push(...items.push(bytes.subarray(at, at + length)))
    at += length
  }
  return [...found, ...items.end()]
}
const values = (items: readonly JsonItem[]): unknown[] =>
  items.map(({ text }) => (text === null ? null : JSON.parse(text.toString('utf8'))))

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const anyJson = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' })
const space = fc.constantFrom(0, 1, 3, '\t', '\r\n')

describe('items of a list of JSON', () => {
  test('are what JSON.parse would give, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(anyJson), cuts, space, (list, lengths, indent) => {
        const items = scan(JSON.stringify(list, null, indent), lengths)
        expect(values(items)).toEqual(JSON.parse(JSON.stringify(list)))
        expect(items.map(({ index }) => index)).toEqual(list.map((_, index) => index))
      }),
      { numRuns: 3_000 },
    )
  })

  test('are found below keys, beside anything else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), anyJson), cuts, (object, lengths) => {
        const items = scan(JSON.stringify(object), lengths)
        const expected = Object.entries(
          JSON.parse(JSON.stringify(object)) as Record<string, unknown>,
        ).flatMap(([key, value]): { path: string[]; value: unknown }[] => {
          if (Array.isArray(value)) return value.map((one) => ({ path: [key], value: one as unknown }))
          if (typeof value !== 'object' || value === null) return []
          return Object.entries(value).flatMap(([inner, list]) =>
            Array.isArray(list) ? list.map((one) => ({ path: [key, inner], value: one as unknown })) : [],
          )
        })
        expect(items.map(({ path }, index) => ({ path, value: values(items)[index] }))).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })

  test('any text at all is items or is broken, the same however it is cut', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(...'[]{},:"\\ \n0-tnul\u00e9😀'.split('')),
        fc.json({ maxDepth: 2 }),
        fc.string({ maxLength: 5 }),
      ),
      { maxLength: 12 },
    )
    const outcome = (text: string, lengths: readonly number[]): string => {
      try {
        return JSON.stringify(
          scan(text, lengths).map(({ path, index, text: one }) => [path, index, String(one)]),
        )
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenJsonError)
        return 'broken'
      }
    }
    fc.assert(
      fc.property(pieces, cuts, (parts, lengths) => {
        const text = parts.join('')
        expect(outcome(text, lengths)).toBe(outcome(text, [1e9]))
        try {
          JSON.parse(text)
        } catch {
          return
        }
        expect(outcome(text, [1e9]), text).not.toBe('broken')
      }),
      { numRuns: 5_000 },
    )
  })

  test('a list that is not whole is broken', () => {
    fc.assert(
      fc.property(fc.array(anyJson, { minLength: 1 }), fc.nat(), (list, at) => {
        const bytes = Buffer.from(JSON.stringify(list))
        expect(() => scan(bytes.subarray(0, at % bytes.length))).toThrow(BrokenJsonError)
      }),
    )
    for (const text of [
      '',
      ' ',
      '[1,]',
      '[,1]',
      '[1 2]',
      '{"a"}',
      '{"a":1,}',
      '{a:1}',
      '[1]x',
      '[1][2]',
      '{"a":1 "b":2}',
      '[:]',
      '{:1}',
    ])
      expect(() => scan(text), text).toThrow(BrokenJsonError)
  })

  test('an item that is too large, too deep or of too many values is left out, not the others', () => {
    const text = JSON.stringify([1, 'x'.repeat(100), [[[[1]]]], Array(50).fill(0), 2])
    const sizes = { maxBytes: 60, maxValues: 40, maxDepth: 3 }
    for (const lengths of [[1e9], [1], [7]]) {
      const items = scan(text, lengths, sizes)
      expect(values(items)).toEqual([1, null, null, null, 2])
      expect(items[1]?.bytes).toBe(102)
    }
  })

  test('a byte order mark is no value, and a broken item costs only itself', () => {
    expect(values(scan('\ufeff[1]'))).toEqual([1])
    expect(scan('[1,{"a":},tru,3]').map(({ text }) => String(text))).toEqual(['1', '{"a":}', 'tru', '3'])
  })
})

import { expect, test } from 'vitest'
import { randomText } from './ids.ts'

test('random texts are as long as asked, of the alphabet of URLs, and none comes twice', () => {
  const lengths = [1, 6, 8, 12, 24, 32, 40, 43]
  const texts = Array.from({ length: 4_000 }, (_, at) => randomText(lengths[at % lengths.length] ?? 43))
  for (const [at, text] of texts.entries()) {
    expect(text).toMatch(/^[\w-]+$/)
    expect(text).toHaveLength(lengths[at % lengths.length] ?? 43)
  }
  // Long enough that a repeat is no chance, but bytes that were given out a second time.
  const long = texts.filter(({ length }) => length >= 12)
  expect(new Set(long.map((text) => text.slice(0, 12))).size).toBe(long.length)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseParser, type SseMessage } from '../src/sse.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const parse = (text: string) => createSseParser().push(encode(text))

test.each<[string, string, Partial<SseMessage>[]]>([
  ['one event', 'data: a\n\n', [{ event: 'message', data: 'a', id: undefined }]],
  ['several data lines', 'data: a\ndata: b\n\n', [{ data: 'a\nb' }]],
  ['no space after the colon', 'data:a\n\n', [{ data: 'a' }]],
  ['only one space is taken', 'data:  a\n\n', [{ data: ' a' }]],
  ['a field without a colon', 'data\n\n', [{ data: '' }]],
  ['a name', 'event: ping\ndata: a\n\ndata: b\n\n', [{ event: 'ping' }, { event: 'message' }]],
  ['an id that stays', 'id: 7\ndata: a\n\ndata: b\n\n', [{ id: '7' }, { id: '7' }]],
  ['an id that is cleared', 'id: 7\ndata: a\n\nid\ndata: b\n\n', [{ id: '7' }, { id: '' }]],
  ['an id with NUL is ignored', 'id: 7\0\ndata: a\n\n', [{ id: undefined }]],
  ['comments', ': ping\n\n: ping\ndata: a\n\n', [{ data: 'a' }]],
  ['unknown fields', 'x: y\ndata: a\n\n', [{ data: 'a' }]],
  ['events without data', 'event: x\n\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
  ['CRLF', 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n', [{ data: 'a\nb' }, { data: 'c' }]],
  ['CR', 'data: a\r\rdata: b\r\r', [{ data: 'a' }, { data: 'b' }]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  ['an event that is not finished', 'data: a\n\ndata: b\n', [{ data: 'a' }]],
])('reads %s', (_, text, expected) => {
  expect(parse(text)).toMatchObject(expected)
})

test('says how long the server asks to wait', () => {
  const parser = createSseParser()
  parser.push(encode('retry: 1500\n\nretry: soon\n\n'))
  expect(parser.retryMs).toBe(1500)
})

test('a line without an end is refused before it fills the memory', () => {
  const parser = createSseParser(1000)
  expect(() => {
    for (let i = 0; i < 20; i++) parser.push(encode('x'.repeat(100)))
  }).toThrow('more than 1000 characters')
})

test('an event of endless data lines is refused too', () => {
  const parser = createSseParser(1000)
  expect(() => {
    for (let i = 0; i < 200; i++) parser.push(encode('data: 123456789\n'))
  }).toThrow('more than 1000 characters')
})

const newline = fc.constantFrom('\n', '\r\n', '\r')
const value = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\r\n]/.test(text))
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom('data', 'id', 'event', 'retry', '', 'other'), value)
    .map(([name, text]) => `${name}: ${text}`),
  fc.constant(''),
  value,
)
const stream = fc
  .array(fc.tuple(line, newline), { maxLength: 30 })
  .map((lines) => lines.map(([text, end]) => text + end).join(''))

test('any cut of any stream gives the same events', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(400), { maxLength: 40 }), (text, cuts) => {
      const bytes = encode(text)
      const places = [...new Set(cuts.filter((at) => at < bytes.length))].sort((a, b) => a - b)
      const parser = createSseParser()
      const told = [...places, bytes.length].flatMap((end, i) =>
        parser.push(bytes.subarray(places[i - 1] ?? 0, end)),
      )
      expect(told).toEqual(parse(text))
    }),
    { numRuns: 2_000 },
  )
})

test('a stream cut at every byte gives the same events', () => {
  const text = 'id: 1\r\ndata: {"content":"Grüße 👋🏽 — 漢字"}\r\n\r\n: ping\r\rid: 2\ndata: ü\n\n'
  const parser = createSseParser()
  const told = [...encode(text)].flatMap((byte) => parser.push(Uint8Array.of(byte)))
  expect(told).toEqual(parse(text))
  expect(told).toHaveLength(2)
})

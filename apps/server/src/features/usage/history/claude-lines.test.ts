import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClaudeLines } from './claude-lines.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 400)

function entriesOf(lines: readonly string[]) {
  const claude = createClaudeLines('of the file', null)
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  claude.takeAll(bytes, bytes.length)
  return { entries: claude.entries, project: claude.project }
}
/** A space behind a line is not of the program's form, so that the parser reads it. */
const parsed = (lines: readonly string[]) => entriesOf(lines.map((line) => `${line} `))

const odd = fc.constantFrom<unknown>(
  null,
  '',
  0,
  -1,
  1.5,
  1e21,
  true,
  {},
  [],
  'é',
  'a"b',
  'a\\b',
  'line\n',
  '\u0007',
  [null],
)
const often = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 60, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd })
const maybe = (value: fc.Arbitrary<unknown>) => fc.option(often(value), { nil: undefined })
const tokens = fc.constantFrom(0, 1, 77, 4_294_967_295, 4_294_967_296, 99_999_999_999_999)
const usage = fc.record({
  input_tokens: often(tokens),
  cache_creation_input_tokens: maybe(tokens),
  cache_read_input_tokens: maybe(tokens),
  cache_creation: maybe(
    fc.record({
      ephemeral_5m_input_tokens: maybe(tokens),
      ephemeral_1h_input_tokens: maybe(tokens),
      other: maybe(fc.string()),
    }),
  ),
  output_tokens: often(tokens),
  service_tier: maybe(fc.constant('standard')),
  speed: maybe(fc.constantFrom('fast', 'standard')),
  iterations: maybe(
    fc.array(
      fc.record({
        type: fc.constantFrom('message', 'advisor_message'),
        model: maybe(fc.constant('claude-opus-4-6')),
        input_tokens: often(tokens),
        output_tokens: often(tokens),
      }),
      { maxLength: 2 },
    ),
  ),
})
const block = fc.oneof(
  fc.string({ maxLength: 600, unit: 'binary' }).map((text) => ({ type: 'text', text })),
  fc.record({
    type: fc.constant('tool_use'),
    id: fc.constant('t'),
    name: fc.constantFrom('Bash', 'größer'),
    input: fc.record({
      id: maybe(fc.constant('x')),
      command: fc.string({ maxLength: 500 }),
      text: fc.constant('x'.repeat(300)),
    }),
  }),
)
const line = fc
  .record({
    parentUuid: fc.constantFrom(null, 'u'),
    isSidechain: maybe(fc.boolean()),
    cwd: maybe(fc.constantFrom('/srv/shop', '/srv/größer')),
    sessionId: maybe(fc.constantFrom('s1', 's2')),
    version: maybe(fc.constantFrom(...Array.from({ length: 12 }, () => '2.1.330'), '2.1')),
    costUSD: fc.option(odd, { nil: undefined, freq: 30 }),
    message: often(
      fc.record({
        model: maybe(fc.constantFrom('claude-opus-4-6', '<synthetic>')),
        id: maybe(fc.constantFrom('m1', 'm2')),
        content: often(fc.array(block, { maxLength: 2 })),
        stop_reason: maybe(fc.constantFrom('tool_use', 'end_turn', 'max_tokens')),
        stop_sequence: fc.constant(null),
        usage: often(usage),
      }),
    ),
    requestId: maybe(fc.constantFrom('r1', 'r2')),
    type: fc.constant('assistant'),
    timestamp: often(
      fc.constantFrom(
        '2026-03-29T01:00:00.000Z',
        '2026-03-29T01:00:00.009Z',
        '2026-03-29T01:59:00+02:00',
        '2026-03-29T01:00:01Z',
        '2026-02-31T01:00:00.000Z',
        '2026-13-01T01:00:00Z',
        'today',
      ),
    ),
    data: fc.option(odd, { nil: undefined, freq: 30 }),
  })
  .map((value) => JSON.stringify(value))

test('what is taken out of the bytes is what the parser says, whatever the line', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const quick = entriesOf(lines)
      found += quick.entries.length
      expect(quick).toEqual(parsed(lines))
    }),
    { numRuns: runs },
  )
  expect(found).toBeGreaterThan(0)
})

test('a line that is broken anywhere says the same to both', () => {
  const damage = fc.tuple(
    line,
    fc.nat(),
    fc.constantFrom('', '"', '}', ',', '\\', '\\u12', 'x', ' ', ':null', '{', ']'),
    fc.nat(3),
  )
  fc.assert(
    fc.property(damage, ([whole, place, put, cut]) => {
      const at = place % whole.length
      const broken = whole.slice(0, at) + put + whole.slice(at + cut)
      expect(entriesOf([broken])).toEqual(parsed([broken]))
    }),
    { numRuns: runs },
  )
})

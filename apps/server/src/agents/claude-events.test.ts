import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClaudeEvents } from './claude-events.ts'
import type { AgentEvent } from './runner.ts'

/** Recorded from claude 2.1.330 against the Messages double; paths and lists of no interest were cut out. */
const recorded = (name: string): unknown[] =>
  readFileSync(new URL(`fixtures/claude-${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

function fold(messages: unknown[]): AgentEvent[] {
  const folded = createClaudeEvents()
  return messages.flatMap((message) => folded.push(message))
}
/** Neighbouring deltas of one block as one. */
const outline = (events: AgentEvent[]): string[] =>
  events
    .map((event) => (event.type === 'turn_ended' ? `${event.type} ${event.outcome}` : event.type))
    .filter((type, index, all) => type !== 'delta' || all[index - 1] !== 'delta')

const ended = (events: AgentEvent[]) =>
  events.filter((event): event is Extract<AgentEvent, { type: 'turn_ended' }> => event.type === 'turn_ended')

test('a recorded turn with thinking and a tool', () => {
  expect(outline(fold(recorded('tool')))).toEqual([
    'session',
    'turn_started',
    'init',
    'model',
    'delta',
    'thinking',
    'delta',
    'text',
    'tool_use',
    'tool_result',
    'delta',
    'text',
    'turn_ended completed',
  ])
})

test('a recorded stop keeps what was said', () => {
  const events = fold(recorded('stopped'))
  expect(outline(events).at(-1)).toBe('turn_ended aborted')
  expect(ended(events)[0]).toMatchObject({ error: null, messageIds: [expect.any(String)] })
  assertBlocks(events)
})

test('a recorded 529 warns, then fails; the words of the failure are no answer', () => {
  const events = fold(recorded('overloaded'))
  expect(outline(events)).toEqual(['session', 'turn_started', 'init', 'model', 'warning', 'turn_ended error'])
  expect(ended(events)[0]?.error).toMatchObject({ code: 'service_error', retryDelayMs: 2000 })
})

test('a recorded cut keeps the broken block and gives the repeated answer as another', () => {
  const events = fold(recorded('cut'))
  const texts = events.filter(
    (event): event is Extract<AgentEvent, { content: string }> => event.type === 'text',
  )
  expect(texts).toHaveLength(2)
  expect(texts[1]?.content.startsWith(texts[0]?.content ?? '-')).toBe(true)
  assertBlocks(events)
})

test('a recorded fold ends one turn for two messages', () => {
  const events = fold(recorded('folded'))
  expect(ended(events).map((event) => event.messageIds.length)).toEqual([2])
})

test('a recorded background agent begins a turn that nobody asked for', () => {
  const events = fold(recorded('background'))
  expect(ended(events).map((event) => event.messageIds.length)).toEqual([1, 0])
  expect(events.filter((event) => event.type === 'turn_started')).toHaveLength(2)
})

test('the cost of a turn is the difference of the totals, and a reset begins at zero', () => {
  const folded = createClaudeEvents()
  const result = (total: number) => ({
    type: 'result',
    subtype: 'success',
    is_error: false,
    total_cost_usd: total,
  })
  const costs = (messages: unknown[]) =>
    ended(messages.flatMap((message) => folded.push(message))).map((event) => event.costUsd)
  expect(costs([result(1), result(1.5), { type: 'conversation_reset' }, result(0.25)])).toEqual([
    1, 0.5, 0.25,
  ])
  folded.resumedAt(10)
  expect(costs([result(12)])).toEqual([2])
  folded.resumedAt(null)
  expect(costs([result(20), result(21)])).toEqual([null, 1])
})

test('a process that dies in a turn ends it, one that dies between turns ends nothing', () => {
  const folded = createClaudeEvents()
  const error = { code: 'agent_exited', message: 'gone', retryDelayMs: null } as const
  expect(folded.end(error)).toEqual([])
  folded.push({ type: 'system', subtype: 'init', session_id: 's' })
  expect(folded.end(error)).toMatchObject([{ type: 'turn_ended', outcome: 'error', error }])
})

/** What must hold whatever arrives. */
function assertBlocks(events: AgentEvent[]): void {
  const grown = new Map<string, string>()
  const finished = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'delta') {
      expect(finished.has(event.block)).toBe(false)
      grown.set(event.block, (grown.get(event.block) ?? '') + event.delta)
    }
    if (event.type === 'text' || event.type === 'thinking') {
      if (grown.has(event.block)) expect(finished.has(event.block)).toBe(false)
      finished.set(event.block, event.content)
    }
  }
  for (const [block, text] of grown) expect(finished.get(block)).toBe(text)
}

const known = ['tool', 'stopped', 'overloaded', 'cut', 'folded', 'background'].flatMap(recorded)
const anyMessage = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.jsonValue() },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        type: fc.constantFrom(
          'system',
          'stream_event',
          'assistant',
          'user',
          'result',
          'rate_limit_event',
          'new_type',
        ),
        subtype: fc.oneof(
          fc.constantFrom('init', 'status', 'api_retry', 'compact_boundary', 'success'),
          fc.jsonValue(),
        ),
        event: fc.record({
          type: fc.constantFrom('message_start', 'content_block_start', 'content_block_delta'),
          index: fc.nat(2),
          delta: fc.jsonValue(),
        }),
        message: fc.oneof(fc.jsonValue(), fc.record({ id: fc.string(), content: fc.array(fc.jsonValue()) })),
        rate_limit_info: fc.jsonValue(),
        session_id: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    ),
  },
)

test('any messages in any order never throw, turns alternate, and text is its joined deltas', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 60 }), (messages) => {
      const folded = createClaudeEvents()
      const events = [...messages.flatMap((message) => folded.push(message)), ...folded.end(null)]
      const turns = events.filter((event) => event.type === 'turn_started' || event.type === 'turn_ended')
      turns.forEach((event, index) =>
        expect(event.type).toBe(index % 2 === 0 ? 'turn_started' : 'turn_ended'),
      )
      expect(turns.length % 2).toBe(0)
      assertBlocks(events)
    }),
    { numRuns: 300 },
  )
})

import type { ChatEvent } from '@atrium/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyView, foldEvents, liveRun, runText } from './fold-events.ts'

const chat = 'c1'
const message = (run_id: string, content = 'hi'): ChatEvent => ({
  type: 'user_message',
  run_id,
  content,
  message_id: `m-${run_id}`,
  attachments: [],
})
const text = (run_id: string, block: string, delta: string, content?: string): ChatEvent => ({
  type: 'text',
  run_id,
  block,
  delta,
  ...(content !== undefined && { content }),
})
const result = (run_id: string): ChatEvent => ({
  type: 'result',
  run_id,
  session_id: chat,
  sdk_session_id: null,
  response: '',
  model: null,
  message_count: 2,
  duration_ms: 1,
  usage: null,
  cost_usd: null,
})
const failed = (run_id: string, code: 'interrupted' | 'rate_limited'): ChatEvent => ({
  type: 'error',
  run_id,
  session_id: chat,
  code,
  title: 't',
  message: 'm',
  can_retry: true,
  retry_delay_ms: null,
  actions: [],
})
const ask = (run_id: string, request_id: string): ChatEvent => ({
  type: 'permission_request',
  run_id,
  request_id,
  tool_use_id: 't1',
  tool_name: 'Bash',
  input: { command: 'ls' },
  reason: null,
  suggested_grants: [],
  expires_at: '2026-11-21T00:00:00.000Z',
})

describe('blocks', () => {
  test('deltas of one block grow one item', () => {
    const view = foldEvents(emptyView, [message('r'), text('r', 'b', 'Hel'), text('r', 'b', 'lo')])
    expect(view.runs[0]?.items).toMatchObject([{ kind: 'text', key: 'b', text: 'Hello' }])
  })
  test('content, where the stream gives it, is the whole block and is not added', () => {
    const view = foldEvents(emptyView, [text('r', 'b', 'Hel', 'Hel'), text('r', 'b', 'lo', 'Hello')])
    expect(view.runs[0]?.items).toMatchObject([{ text: 'Hello' }])
  })
  test('replace puts the checkpoint in place of what was seen', () => {
    const replaced: ChatEvent = { type: 'text', run_id: 'r', block: 'b', delta: 'Hell', replace: true }
    expect(foldEvents(emptyView, [text('r', 'b', 'Hello wor'), replaced]).runs[0]?.items).toMatchObject([
      { text: 'Hell' },
    ])
  })
  test('thinking and text of the same id stay apart', () => {
    const thought: ChatEvent = { type: 'thinking', run_id: 'r', block: 'b', delta: 'hm' }
    expect(foldEvents(emptyView, [thought, text('r', 'b', 'yes')]).runs[0]?.items).toHaveLength(2)
  })
})

describe('runs', () => {
  test('a message behind a live run is queued, and runs when the first ends', () => {
    const one = foldEvents(emptyView, [message('a'), text('a', 'x', 'one'), message('b')])
    expect(one.runs.map((run) => run.state)).toEqual(['running', 'queued'])
    const two = foldEvents(one, [result('a')])
    expect(two.runs.map((run) => run.state)).toEqual(['done', 'running'])
  })
  test('events of two runs that interleave are grouped, in the order the runs appeared', () => {
    const view = foldEvents(emptyView, [
      message('a'),
      text('a', 'x', '1'),
      message('b'),
      text('a', 'x', '2'),
      result('a'),
      text('b', 'y', '3'),
    ])
    expect(view.runs.map((run) => [run.id, runText(run)])).toEqual([
      ['a', '12'],
      ['b', '3'],
    ])
  })
  test('an interrupted run is told from a failed one', () => {
    const view = foldEvents(emptyView, [failed('a', 'interrupted'), failed('b', 'rate_limited')])
    expect(view.runs.map((run) => run.state)).toEqual(['interrupted', 'failed'])
    expect(liveRun(view)).toBeUndefined()
  })
  test('a run that does not change keeps its object, so its part of the page is not made again', () => {
    const one = foldEvents(emptyView, [message('a'), result('a'), message('b')])
    const two = foldEvents(one, [text('b', 'y', 'x')])
    expect(two.runs[0]).toBe(one.runs[0])
    expect(two.runs[1]).not.toBe(one.runs[1])
  })
  test('reset begins again', () => {
    const view = foldEvents(emptyView, [
      message('a'),
      { type: 'reset', reason: 'unknown_cursor', transcript: '/x' },
      message('b'),
    ])
    expect(view.runs.map((run) => run.id)).toEqual(['b'])
  })
  test('an event of a type from a newer hub is passed over', () => {
    const strange = { type: 'telepathy', run_id: 'a' } as unknown as ChatEvent // that is the point
    expect(foldEvents(emptyView, [message('a'), strange]).runs).toHaveLength(1)
  })
})

describe('requests', () => {
  test('a second client sees the card close', () => {
    const view = foldEvents(emptyView, [
      ask('r', 'q'),
      { type: 'request_resolved', run_id: 'r', request_id: 'q', decision: 'allow', by: 'phone' },
    ])
    expect(view.runs[0]?.items).toMatchObject([{ resolved: { decision: 'allow', by: 'phone' } }])
  })
  test('a request told twice is one card', () => {
    expect(foldEvents(emptyView, [ask('r', 'q'), ask('r', 'q')]).runs[0]?.items).toHaveLength(1)
  })
})

const anyEvent: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map((run) => message(run)),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'), fc.string())
    .map((args) => text(...args)),
  fc.constantFrom('a', 'b', 'c').map(result),
  fc.constantFrom('a', 'b', 'c').map((run) => ask(run, 'q')),
  fc.record({
    type: fc.constant('tool_result' as const),
    run_id: fc.constantFrom('a', 'b'),
    tool_use_id: fc.constantFrom('t1', 't2'),
    result: fc.string(),
    is_error: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('tool_use_start' as const),
    run_id: fc.constantFrom('a', 'b'),
    id: fc.constantFrom('t1', 't2'),
    name: fc.string(),
    input: fc.constant({}),
  }),
)

test('P52 a log folded in any pieces gives the view of the whole log', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.array(fc.nat(60)), (events, cuts) => {
      const whole = foldEvents(emptyView, events)
      let pieces = emptyView
      let from = 0
      for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
        pieces = foldEvents(pieces, events.slice(from, cut))
        from = Math.max(from, Math.min(cut, events.length))
      }
      expect(pieces).toEqual(whole)
    }),
  )
})

test('P53 the joined deltas of a block are its text, whatever lies between them', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.array(anyEvent), (deltas, noise) => {
      const mine = deltas.map((delta) => text('mine', 'block', delta))
      const mixed = mine.flatMap((event, index) => [event, ...noise.slice(index, index + 1)])
      const run = foldEvents(emptyView, mixed).runs.find(({ id }) => id === 'mine')
      expect(run?.items[0]).toMatchObject({ text: deltas.join('') })
    }),
  )
})

test('folding does not touch the view it was given', () => {
  const before = foldEvents(emptyView, [message('a'), text('a', 'x', 'one')])
  const copy = structuredClone(before)
  foldEvents(before, [text('a', 'x', ' two'), ask('a', 'q'), result('a')])
  expect(before).toEqual(copy)
})

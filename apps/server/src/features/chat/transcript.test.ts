import type { LogEvent, StoredEvent } from '@atrium/schema'
import { expect, test } from 'vitest'
import { toTranscript } from './transcript.ts'

const at = '2026-11-21T18:04:11.120Z'
const log = (events: LogEvent[]): StoredEvent[] =>
  events.map((event, index) => ({ seq: index + 1, at, event }))
const asked = (run: string, content: string): LogEvent => ({
  type: 'user_message',
  run_id: run,
  content,
  message_id: `m-${run}`,
  attachments: [],
})
const said = (run: string, content: string): LogEvent => ({
  type: 'text',
  run_id: run,
  block: '1.1',
  content,
  delta: content,
})
const compact = (run: string): LogEvent => ({ type: 'compact', run_id: run, trigger: 'auto', pre_tokens: 9 })
const chat = { id: 'c', model: null, cwd: '/v' }
const all = { afterCompact: true, segment: undefined, full: false }

const compacted = log([
  asked('a', 'one'),
  said('a', 'first'),
  compact('b'),
  asked('b', 'two'),
  said('b', 'second'),
])

test('it is cut at compactions, and the last part is what is given', () => {
  const transcript = toTranscript(chat, compacted, all)
  expect(transcript).toMatchObject({
    eventCount: 2,
    totalEventCount: 5,
    segmentCount: 2,
    loadedSegmentIndex: 1,
    segments: [
      { isCompacted: true, messageCount: 1, preview: 'one', loaded: false },
      { isCompacted: false, messageCount: 1, preview: 'two', loaded: true },
    ],
  })
})

test.each([
  [{ ...all, segment: 0 }, 2, 0],
  [{ ...all, segment: 9 }, 5, null],
  [{ ...all, full: true }, 5, null],
  [{ ...all, afterCompact: false }, 5, null],
])('asked with %j it has %d lines', (options, count, loaded) => {
  const transcript = toTranscript(chat, compacted, options)
  expect(transcript.events).toHaveLength(count)
  expect(transcript.loadedSegmentIndex).toBe(loaded)
})

test('a message that waited stands before its own answer', () => {
  const waited = log([
    asked('a', 'one'),
    said('a', 'first'),
    asked('b', 'two'),
    said('a', 'still'),
    said('b', 'second'),
  ])
  const texts = toTranscript(chat, waited, all).events.map(({ message }) =>
    typeof message?.content === 'string' ? message.content : (message?.content[0] as { text?: string })?.text,
  )
  expect(texts).toEqual(['one', 'first', 'still', 'two', 'second'])
})

test('every line names the one before it', () => {
  const { events } = toTranscript(chat, compacted, { ...all, full: true })
  expect(events.map(({ parentUuid }) => parentUuid)).toEqual([
    null,
    ...events.slice(0, -1).map(({ uuid }) => uuid),
  ])
})

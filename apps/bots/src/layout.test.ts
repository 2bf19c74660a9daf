import type { ChatEvent } from '@atrium/sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layout, layoutText } from './layout.ts'
import type { Limits } from './platform.ts'
import { newStory, type Story, tell } from './story.ts'
import { telegramLimits } from './telegram/connector.ts'
import { telegramFormat as format } from './telegram/format.ts'

const run_id = 'r1'
const text = (content: string, block = 'b1') =>
  ({ type: 'text', run_id, block, delta: '', content }) as ChatEvent
const asks = (request_id: string, input: Record<string, unknown> = { command: 'touch made' }) =>
  ({
    type: 'permission_request',
    run_id,
    request_id,
    tool_use_id: null,
    tool_name: 'Bash',
    input,
    reason: null,
    suggested_grants: [],
    expires_at: new Date(Date.now() + 300_000).toISOString(),
  }) as ChatEvent
const question = (multiSelect = false) =>
  ({
    type: 'user_question',
    run_id,
    request_id: 'q1',
    questions: [
      { question: 'Which one?', header: 'One', multiSelect, options: [{ label: 'Red' }, { label: 'Green' }] },
    ],
    expires_at: new Date(Date.now() + 300_000).toISOString(),
  }) as ChatEvent
const resolved = (request_id: string, by = 'Zoe') =>
  ({ type: 'request_resolved', run_id, request_id, decision: 'allow', by }) as ChatEvent
const result = (response = '') => ({ type: 'result', run_id, response }) as ChatEvent

function told(...events: ChatEvent[]): Story {
  const story = newStory()
  for (const event of events) tell(story, event)
  return story
}
const show = (story: Story, limits: Limits = telegramLimits) => layout(story, { format, limits })
const plain = (story: Story) => show(story).map((slot) => slot.text.plain)

test('before anything is said there is a sign of life, then the text takes its place', () => {
  expect(plain(told())).toEqual(['…'])
  expect(plain(told(text('Hello')))).toEqual(['Hello'])
  expect(plain(told(text('One', 'b1'), text('Two', 'b2'), result()))).toEqual(['One\n\nTwo'])
})

test('what is asked stands where it was asked, with its buttons; what is said then comes below it', () => {
  const story = told(text('Let me see.'), asks('p1'))
  expect(plain(story)).toEqual([
    'Let me see.',
    'May I use Bash?\n\ntouch made\n\nWithout an answer it is refused in 5 minutes.',
  ])
  const [allow, refuse] = show(story)[1]?.buttons.flat() ?? []
  expect([allow?.label, refuse?.label]).toEqual(['✅ Allow', '❌ Refuse'])
  for (const { data } of [allow, refuse].flatMap((one) => one ?? []))
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
  tell(story, resolved('p1'))
  tell(story, text('It is made.', 'b2'))
  tell(story, result())
  expect(plain(story)).toEqual([
    'Let me see.',
    'Permission asked for: Bash\n\ntouch made\n\n✅ Allowed by Zoe',
    'It is made.',
  ])
  expect(show(story).flatMap(({ buttons }) => buttons)).toEqual([])
})

test('a question has a button for each choice, and says how it was answered, by whom, or that nobody did', () => {
  const story = told(question())
  expect(
    show(story)[0]
      ?.buttons.flat()
      .map(({ label }) => label),
  ).toEqual(['Red', 'Green'])
  tell(story, {
    type: 'request_resolved',
    run_id,
    request_id: 'q1',
    answers: { 'Which one?': 'Green' },
    by: 'Zoe',
  } as ChatEvent)
  expect(plain(story)[0]).toBe('Which one? Green\n\nAnswered by Zoe.')
  expect(plain(told(question(), resolved('q1', 'expired')))[0]).toContain('Nobody answered in time.')
  expect(
    show(told(question(true)))[0]
      ?.buttons.flat()
      .map(({ label }) => label),
  ).toEqual(['Red', 'Green', '✅ Done'])
})

test('a long command is cut with a note of how much is missing, so that nobody allows what they have not seen', () => {
  const [slot] = show(told(asks('p1', { command: 'x'.repeat(50_000) })))
  expect(format.size(slot?.text ?? { rich: '', plain: '' })).toBeLessThanOrEqual(4_096)
  expect(slot?.text.plain).toMatch(/… and \d+ characters more, shown in Atrium/)
})

test('the end is said: stopped, failed, silent, or answered elsewhere', () => {
  expect(
    plain(told(text('So far'), { type: 'aborted', run_id, message: 'Stopped by Zoe' } as ChatEvent)),
  ).toEqual(['So far\n\nStopped by Zoe'])
  expect(
    plain(told({ type: 'error', run_id, title: 'Overloaded', message: 'Try again.' } as ChatEvent)),
  ).toEqual(['⚠️ Overloaded: Try again.'])
  expect(plain(told(result()))).toEqual(['The agent finished without saying anything.'])
  expect(plain(told({ ...result(), folded_into: 'r2' } as ChatEvent))).toEqual([])
})

test('an answer takes five messages at most; what is longer comes whole as a file', () => {
  const long = Array.from({ length: 40 }, (_, i) => `Paragraph ${i} ${'word '.repeat(150)}`).join('\n\n')
  const slots = show(told(text(long), result()))
  expect(slots).toHaveLength(6)
  expect(Buffer.from(slots[5]?.file?.bytes ?? []).toString()).toBe(long)
  expect(slots[5]?.text.plain).toContain('longer than fits here')
  expect(layoutText(long, { format, limits: telegramLimits })).toHaveLength(5)
})

test('as a story goes on messages keep their places: earlier ones never move', () => {
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.lorem({ maxCount: 40 }).map((words) => ({ kind: 'text' as const, words })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'ask' as const }) },
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const story = newStory()
      let before: (string | undefined)[] = []
      let asked = 0
      for (const [index, one] of events.entries()) {
        if (one.kind === 'text') tell(story, text(one.words, `b${index}`))
        else {
          tell(story, asks(`p${++asked}`))
          tell(story, resolved(`p${asked}`))
        }
        const places = show(story, { ...telegramLimits, messageSize: 900 }).map(({ requestId }) => requestId)
        expect(places.slice(0, before.length)).toEqual(before)
        before = places
      }
    }),
    { numRuns: 60 },
  )
})

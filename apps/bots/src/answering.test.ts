import type { ChatEvent } from '@atrium/sdk'
import { expect, test } from 'vitest'
import { createAnswering } from './answering.ts'
import { dataOf } from './asked.ts'
import type { Answer, Hub } from './hub.ts'
import type { Incoming, Place, Press } from './platform.ts'
import { createRequests } from './requests.ts'
import { newStory, tell } from './story.ts'
import { telegramLimits } from './telegram/connector.ts'

const place: Place = { chatId: '5', threadId: null, kind: 'dm' }
const questions = [
  {
    question: 'Which colours?',
    header: '',
    multiSelect: true,
    options: [{ label: 'Red' }, { label: 'Green' }],
  },
  { question: 'How many?', header: '', multiSelect: false, options: [{ label: 'One' }, { label: 'Two' }] },
]

/** Two open questions, whoever presses, and what is handed to the hub in the end. */
function ask() {
  const story = newStory()
  const event = {
    type: 'user_question',
    run_id: 'r',
    request_id: 'q',
    questions,
    expires_at: new Date().toISOString(),
  }
  tell(story, event as ChatEvent)
  const requests = createRequests()
  const drawn = { times: 0 }
  requests.update(story, { place, begunBy: 'm1', redraw: () => void drawn.times++ }, () => '9')
  const handed: Answer[] = []
  const hubSays = { taken: true, duplicate: false }
  const hub: Pick<Hub, 'answer'> = {
    answer: (_platform, body) => {
      handed.push(body)
      return Promise.resolve({ ...hubSays, say: 'Noted.' })
    },
  }
  const { signal } = new AbortController()
  const answering = createAnswering(
    { platform: 'telegram', hub: hub as Hub, requests, limits: telegramLimits },
    signal,
  )
  const said: string[] = []
  let updates = 0
  const by = (userId: string) => ({ updateId: String(++updates), place, userId, userDisplay: userId })
  return {
    handed,
    hubSays,
    said,
    drawn,
    press: (button: Press['button'], userId = 'zoe', from = place) =>
      answering.press({
        ...by(userId),
        place: from,
        messageId: '9',
        button,
        reply: (text) => Promise.resolve(void said.push(text)),
      }),
    write: (text: string, userId = 'zoe', messageId = 'm2') =>
      answering.text({
        ...by(userId),
        messageId,
        text,
        command: null,
        addressed: true,
        files: [],
      } as unknown as Incoming),
  }
}
const option = (question: number, choice: number) => dataOf('q', { kind: 'option', question, option: choice })
const done = dataOf('q', { kind: 'done', question: 0 })

test('several choices are marked and handed in together, with the answers to all questions', async () => {
  const { press, handed, said, drawn } = ask()
  await press(option(0, 0))
  await press(option(0, 1))
  await press(option(0, 0))
  await press(done)
  expect(handed).toEqual([])
  await press(option(1, 1))
  expect(handed).toMatchObject([
    { request_id: 'q', user_id: 'zoe', answers: { 'Which colours?': ['Green'], 'How many?': 'Two' } },
  ])
  expect(said).toEqual(['', '', '', '', 'Noted.'])
  expect(drawn.times).toBe(5)
})

test('a button is known by its place where the platform tells no more, and words answer what is asked now', async () => {
  const { press, write, handed } = ask()
  await press(1)
  await press(2) // behind the choices: done
  expect(await write('a dozen')).toBe(true)
  expect(handed).toMatchObject([{ answers: { 'Which colours?': ['Green'], 'How many?': 'a dozen' } }])
})

test('P38 nobody hands in what somebody else chose: another person begins anew', async () => {
  const { press, handed } = ask()
  await press(option(0, 0), 'stranger')
  await press(done, 'stranger')
  await press(option(1, 0), 'zoe')
  expect(handed).toEqual([])
  await press(option(0, 1), 'zoe')
  await press(done, 'zoe')
  await press(option(1, 0), 'zoe')
  expect(handed).toMatchObject([
    { user_id: 'zoe', answers: { 'Which colours?': ['Green'], 'How many?': 'One' } },
  ])
})

test('P38 a press from another chat answers nothing here', async () => {
  const { press, handed, said } = ask()
  const other: Place = { chatId: '6', threadId: null, kind: 'dm' }
  await press(dataOf('q', { kind: 'option', question: 0, option: 0 }), 'eve', other)
  await press(dataOf('q', { kind: 'done', question: 0 }), 'eve', other)
  await press(dataOf('q', { kind: 'option', question: 1, option: 0 }), 'eve', other)
  expect(handed).toEqual([])
  expect(said).toEqual(Array(3).fill('This is no longer open.'))
})

test('what is written behind the answer, while its end is not told yet, is a message', async () => {
  const { write, press, said, handed } = ask()
  expect(await write('Red')).toBe(true)
  expect(await write('Two')).toBe(true)
  expect(handed).toHaveLength(1)
  expect(await write('And now something else')).toBe(false)
  await press(option(1, 1))
  expect(said).toEqual(['This is no longer open.'])
  expect(handed).toHaveLength(1)
})

test('what was a message before the question is no answer to it when it is told again after a crash', async () => {
  const { write, hubSays, handed } = ask()
  expect(await write('Red, please', 'zoe', 'm1')).toBe(false)
  hubSays.taken = false
  hubSays.duplicate = true
  expect(await write('Red')).toBe(true)
  expect(await write('Two')).toBe(true)
  hubSays.taken = true
  hubSays.duplicate = false
  expect(await write('Green')).toBe(true)
  expect(await write('One')).toBe(true)
  expect(handed.at(-1)?.answers).toEqual({ 'Which colours?': ['Green'], 'How many?': 'One' })
})

test('words that the hub did not take as an answer are a message', async () => {
  const { write, hubSays, handed } = ask()
  expect(await write('Red')).toBe(true)
  hubSays.taken = false
  expect(await write('Two')).toBe(false)
  expect(handed).toHaveLength(1)
})

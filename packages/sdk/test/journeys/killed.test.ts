import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClaude } from '@atrium/server/test/claude-lab'
import { expect, test } from 'vitest'
import { type Hub, openClaudeHub, openHub, outcomesOf, view } from './hub.ts'

type Story = {
  message: string
  /** Whether a text is a beginning of the answer: no gap, no double. */
  isBeginning: (text: string) => boolean
}

/** The hub dies in the middle of an answer, two messages waiting. Gives the chat. */
async function dieInTheMiddle(hub: Hub, { message, isBeginning }: Story): Promise<string> {
  const desk = hub.client()
  const sender = view(desk.chat.send({ message, trust_level: 'full' }))
  const session_id = await sender.chatId()
  const run = sender.stream.runId ?? ''
  const holder = view(hub.client().chat.attach(session_id, { follow: true }))
  const waiting = ['one that waits', 'another'].map((text) =>
    view(desk.chat.send({ message: text, session_id })),
  )
  await Promise.all(waiting.map((each) => each.next('user_message')))
  await Promise.all(
    [sender, holder].map((each) => each.next('text', ({ content }) => content.length > 1_500)),
  )

  await hub.die()

  await Promise.all([sender, ...waiting].map((each) => each.done))
  for (const each of waiting) await holder.next('error', ({ run_id }) => run_id === each.stream.runId)
  const late = view(hub.client().chat.attach(session_id))
  await late.done
  const shown = sender.text(run)
  expect(shown.length).toBeGreaterThan(200)
  expect(isBeginning(shown)).toBe(true)
  expect(holder.text(run)).toBe(shown)
  expect(late.text(run)).toBe(shown)
  expect(late.text()).toBe(shown)
  const details = await desk.rest('GET /chat/{session_id}', { path: { session_id } })
  expect(details.state).toBe('interrupted')
  expect(details.messages.map(({ role, content }) => [role, content])).toEqual(
    expect.arrayContaining([
      ['user', message],
      ['user', 'one that waits'],
      ['user', 'another'],
      ['assistant', shown],
    ]),
  )
  expect(details.messages).toHaveLength(4)
  for (const each of [sender, ...waiting]) {
    const mine = outcomesOf(late.events, each.stream.runId)
    expect(mine).toMatchObject([{ type: 'error', code: 'interrupted' }])
    await expect(each.stream.result()).rejects.toMatchObject({ code: 'interrupted' })
  }
  const { active } = await desk.rest('GET /chat/{session_id}/stream-status', { path: { session_id } })
  expect(active).toBe(false) // nothing is run again by itself
  return session_id
}

test('P52 P57 the hub killed in the middle of an answer of the guide: all viewers end with the same text', async () => {
  await using hub = await openHub()
  const whole = Array.from({ length: 2_000 }, (_, i) => `word${i + 1}`).join(' ')
  const session_id = await dieInTheMiddle(hub, {
    message: '/slow 2000 5',
    isBeginning: (text) => whole.startsWith(text),
  })
  expect(await hub.client().chat.send({ message: '/slow 3 0', session_id }).text()).toBe('word1 word2 word3')
}, 90_000)

test('P52 P57 the hub killed at any moment of six answers: every viewer of each ends with what the hub kept', async () => {
  await using hub = await openHub()
  const [desk, phone] = [hub.client(), hub.client()]
  const whole = Array.from({ length: 400 }, (_, i) => `word${i + 1}`).join(' ')
  for (let round = 0; round < Number(process.env['KILLS'] ?? 2); round++) {
    const senders = Array.from({ length: 6 }, () => view(desk.chat.send('/slow 400 5')))
    const followers = await Promise.all(
      senders.map(async (sender) => view(phone.chat.attach(await sender.chatId()))),
    )
    await Promise.all(followers.map((follower) => follower.next('session')))
    await sleep(randomInt(1_800))
    await hub.die()
    await Promise.all([...senders, ...followers].map((each) => each.done))
    for (const [i, sender] of senders.entries()) {
      const late = view(phone.chat.attach(await sender.chatId()))
      await late.done
      expect(outcomesOf(late.events)).toHaveLength(1)
      expect(outcomesOf(sender.events)).toEqual(outcomesOf(late.events))
      expect(whole.startsWith(late.text())).toBe(true)
      expect(sender.text()).toBe(late.text())
      expect(followers[i]?.text()).toBe(late.text())
    }
  }
}, 90_000)

withClaude(
  'P52 P57 the hub killed in the middle of an answer of the real agent: all viewers end with the same text, and it remembers',
  async () => {
    await using hub = await openClaudeHub()
    const session_id = await dieInTheMiddle(hub, {
      message: '[[long 500]] [[slow 20]]',
      isBeginning(text) {
        const numbers = [...text.matchAll(/[a-z]+-(\d+)/g)].map(([, number]) => Number(number))
        return numbers.every((number, i) => number === i + 1)
      },
    })
    const again = hub.client().chat.send({ message: '[[say and on we go]]', session_id })
    expect(await again.text()).toBe('and on we go')
    expect(await hub.lastRequest()).toContain('[[long 500]]')
  },
  90_000,
)

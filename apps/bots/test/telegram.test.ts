// Telegram as people see it, through the real hub and its program of the bots.
import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killProgram, openTelegramHub, patience, type TelegramHub, words } from './hub.ts'

let hub: TelegramHub
beforeAll(async () => {
  hub = await openTelegramHub()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

test('P38 a stranger gets one polite answer, is paired, asks, allows by a button and gets the streamed result', async () => {
  const { telegram, app } = hub
  const zoe = telegram.person('Zoe', 'zoe')
  telegram.say(zoe, 'Hello?')
  await hub.hears(zoe, 'let in')
  telegram.say(zoe, '/run echo secretly')
  telegram.say(zoe, 'Are you there?')
  await expect.poll(() => telegram.waiting, patience).toBe(0)
  const [request, ...more] = await hub.pairings()
  expect(more).toEqual([])
  expect(request).toMatchObject({ platformUserDisplay: 'Zoe (@zoe)', platformUserId: String(zoe.id) })
  expect((await app.rest('GET', '/api/chat')).body.sessions).toEqual([])
  expect(hub.seen(zoe)).toHaveLength(1)

  const approved = await app.rest('POST', `/api/bots/pairing/${request?.id}/approve`, {
    trust_level: 'vault',
  })
  expect(approved.status).toBe(200)
  await hub.hears(zoe, 'You are let in')
  const asked = telegram.say(zoe, '/run echo seen')
  const prompt = await hub.hears(zoe, 'May I use Bash?')
  expect(prompt).toMatchObject({
    replyTo: asked.messageId,
    buttons: [{ text: '✅ Allow' }, { text: '❌ Refuse' }],
  })
  expect(prompt.text).toContain('echo seen')
  expect(prompt.text).toContain('refused in 5 minutes')
  const press = telegram.press(zoe, prompt.id, 'Allow')
  await hub.hears(zoe, /It ran:[\s\S]*seen/)
  expect(await hub.hears(zoe, 'Permission asked for')).toMatchObject({ id: prompt.id, buttons: [] })
  expect((await hub.hears(zoe, 'Permission asked for')).text).toContain('Allowed by Zoe (@zoe) (Telegram)')
  expect(telegram.notices).toContainEqual({ id: press, text: 'Allowed.' })

  telegram.say(zoe, '/slow 60 40')
  await hub.hears(zoe, /^word1 .*word5/)
  const answer = await hub.hears(zoe, words(60))
  expect(answer.edits).toBeGreaterThan(1)
  await expect.poll(() => telegram.reactionsOn(asked.messageId), patience).toEqual(['👀', ''])
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
  expect(hub.texts(zoe).filter((text) => text.includes(words(60)))).toHaveLength(1)
  expect(hub.texts(zoe).filter((text) => text === '…')).toEqual([])
})

test('a question has buttons, is answered by one or in own words, and closes everywhere when it was answered elsewhere', async () => {
  const { telegram, app } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '/ask Which one? | Red | Green')
  const question = await hub.hears(zoe, 'Which one?')
  expect(question.buttons.map(({ text }) => text)).toEqual(['Red', 'Green'])
  telegram.press(zoe, question.id, 'Green')
  await hub.hears(zoe, 'You said: Green')
  expect(telegram.seen(zoe.id).find(({ id }) => id === question.id)).toMatchObject({ buttons: [] })

  telegram.say(zoe, '/ask And now?')
  const second = await hub.hears(zoe, 'And now?')
  telegram.say(zoe, 'neither of them')
  await hub.hears(zoe, 'You said: neither of them')
  expect(second.id).toBeGreaterThan(question.id)

  telegram.say(zoe, '/run echo elsewhere')
  const prompt = await hub.hears(zoe, 'May I use Bash?')
  const { body } = await app.rest('GET', '/api/chat')
  const chat = body.sessions.find(
    (one: { linkedBotChatId: string }) => one.linkedBotChatId === String(zoe.id),
  )
  const { body: history } = await app.rest('GET', `/api/chat/${chat.id}/history`)
  const { request_id } = history.events
    .map(({ event }: { event: { type: string; request_id: string } }) => event)
    .findLast(({ type }: { type: string }) => type === 'permission_request')
  const answered = await app.rest('POST', `/api/chat/${chat.id}/answer`, { request_id, decision: 'deny' })
  expect(answered.status).toBe(200)
  await hub.hears(zoe, 'That did not run')
  expect(telegram.seen(zoe.id).find(({ id }) => id === prompt.id)).toMatchObject({ buttons: [] })
  expect(telegram.seen(zoe.id).find(({ id }) => id === prompt.id)?.text).toContain('Refused by owner')
})

test('/stop stops at once, /new begins anew, and what is no command of the bot reaches the agent', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '/slow 2000 20')
  await hub.hears(zoe, /^word1 /)
  telegram.say(zoe, '/stop')
  await hub.hears(zoe, /word1 [\s\S]*Stopped/)
  telegram.say(zoe, '/new')
  await hub.hears(zoe, 'A fresh start')
  telegram.say(zoe, '/help')
  await hub.hears(zoe, '/new begins a new conversation')
  telegram.say(zoe, '/think about it')
  await hub.hears(zoe, 'about it')
  expect(telegram.commands).toContainEqual({ command: 'new', description: 'Begin a new conversation' })
})

test('what came while Telegram or the hub was away is answered afterwards, in order, once', async () => {
  const { telegram, app } = hub
  const zoe = await hub.friend('Zoe')
  telegram.mood.away = true
  for (const word of ['one', 'two', 'three']) telegram.say(zoe, `/think ${word}`)
  await wait(200)
  telegram.mood.away = false
  await hub.hears(zoe, 'three')
  expect(hub.texts(zoe)).toEqual(['one', 'two', 'three'])

  telegram.say(zoe, '/slow 30 20')
  await app.restart()
  telegram.say(zoe, '/think after the restart')
  await hub.hears(zoe, 'after the restart')
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
  expect(hub.texts(zoe).filter((text) => text === 'after the restart')).toHaveLength(1)
  expect(hub.texts(zoe).filter((text) => text.includes('word'))).toHaveLength(1)
})

test('updates that come twice or out of order are answered once', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.mood.repeats = true
  telegram.say(zoe, '/think repeated')
  await hub.hears(zoe, 'repeated')
  const [update] = telegram.updates()
  telegram.mood.repeats = false
  if (!update) throw new Error('it was confirmed')
  await expect.poll(() => telegram.waiting, patience).toBe(0)
  for (let times = 0; times < 3; times++) telegram.raw(structuredClone(update))
  telegram.say(zoe, '/think later')
  await hub.hears(zoe, 'later')
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
  expect(hub.texts(zoe)).toEqual(['repeated', 'later'])
})

test('what nobody can read holds up nobody, and no name is too long to be replied to', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '/think hello')
  const from = { id: zoe.id, is_bot: false, first_name: 'Zoe' }
  const chat = { id: zoe.id, type: 'private', first_name: 'Zoe' }
  const date = Math.floor(Date.now() / 1_000)
  const odd = [
    { message: 'words' },
    { message: { from, text: 'no chat' } },
    { message: { from, chat, date: 'soon', message_id: 1, text: 'no date' } },
    { message: { from, chat, date, message_id: 2, text: '/think odd', entities: 'none' } },
    { callback_query: { id: '1', from, data: 'x', message: {} } },
    { callback_query: { id: '2', from: null, data: 7, message: { chat } } },
  ]
  for (const update of odd) telegram.raw(update)
  const quoted = {
    message_id: 3,
    date,
    chat,
    text: 'roses',
    from: { ...from, id: 9, first_name: 'N'.repeat(400) },
  }
  telegram.raw({
    message: { from, chat, date, message_id: 4, text: 'still here?', reply_to_message: quoted },
  })
  await hub.hears(zoe, 'I am the guide')
  await expect.poll(() => telegram.waiting, patience).toBe(0)
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
})

test('Telegram that is too busy is obeyed: no call comes before the time it named, and the answer comes', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  const busy = {
    ok: false as const,
    error_code: 429,
    description: 'Too Many Requests: retry after 2',
    parameters: { retry_after: 2 },
  }
  telegram.mood.next.push({ method: 'editMessageText', answer: busy })
  telegram.say(zoe, '/think patient')
  await hub.hears(zoe, 'patient')
  const calls = telegram
    .callsOf('editMessageText')
    .filter(({ params }) => Number(params['chat_id']) === zoe.id)
  const refused = calls.findIndex(({ status }) => status === 429)
  expect((calls[refused + 1]?.at ?? 0) - (calls[refused]?.at ?? 0)).toBeGreaterThanOrEqual(1_990)
})

test('a format that is refused comes as plain text, a deleted message once more, and a chat that is blocked is left alone', async () => {
  const { telegram, app } = hub
  const zoe = await hub.friend('Zoe')
  telegram.mood.next.push({
    method: 'editMessageText',
    answer: {
      ok: false,
      error_code: 400,
      description: "Bad Request: can't parse entities: Unsupported start tag",
    },
  })
  telegram.say(zoe, '/think **bold** <b>')
  expect(await hub.hears(zoe, 'bold')).toMatchObject({ text: 'bold <b>', html: null })

  telegram.say(zoe, '/slow 40 40')
  const placed = await hub.hears(zoe, /^word1 /)
  telegram.deleteFor(placed.id)
  expect((await hub.hears(zoe, words(40))).id).not.toBe(placed.id)

  telegram.blocked.add(zoe.id)
  telegram.say(zoe, '/think nobody hears this')
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
  telegram.blocked.delete(zoe.id)
  const { body } = await app.rest('GET', '/api/bots/status')
  expect(body.connectors.telegram.status).toBe('running')
})

test('pictures and documents reach the agent, what is too large is said, and files that an answer links to are sent', async () => {
  const { telegram, app } = hub
  const zoe = await hub.friend('Zoe')
  const bytes = Buffer.from('Plant beans.')
  telegram.say(zoe, '/think with a file', { document: { name: 'notes.txt', mimeType: 'text/plain', bytes } })
  await hub.hears(zoe, 'with a file')
  const { body } = await app.rest('GET', '/api/chat')
  const chat = body.sessions.find(
    (one: { linkedBotChatId: string }) => one.linkedBotChatId === String(zoe.id),
  )
  const { body: history } = await app.rest('GET', `/api/chat/${chat.id}/history`)
  expect(JSON.stringify(history)).toContain('notes.txt')

  telegram.say(zoe, '/think large', {
    document: {
      name: 'large.bin',
      mimeType: 'application/octet-stream',
      bytes: new Uint8Array(11 * 1024 * 1024),
    },
  })
  await hub.hears(zoe, /large[\s\S]*large\.bin was not passed on: it is larger than 10 MB/)
  telegram.say(zoe, '/think odd', {
    document: { name: 'tool.exe', mimeType: 'application/octet-stream', bytes },
  })
  await hub.hears(zoe, /odd[\s\S]*was not passed on/)

  await writeFile(join(app.vault, 'beans.txt'), 'Runner beans.')
  telegram.say(zoe, '/think Here: [the list](beans.txt) and [another](nothing.txt)')
  await hub.hears(zoe, 'Here: the list')
  await expect.poll(() => hub.seen(zoe).at(-1)?.file?.name, patience).toBe('beans.txt')
  expect(Buffer.from(hub.seen(zoe).at(-1)?.file?.bytes ?? []).toString()).toBe('Runner beans.')
})

test('a voice note is answered, politely where nobody can listen here', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '', { voice: { name: 'v.ogg', mimeType: 'audio/ogg', bytes: Buffer.from('OggS') } })
  await hub.hears(zoe, 'write instead')
})

test('a long answer comes in parts that fit, code whole', async () => {
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '/slow 1500 0')
  await hub.hears(zoe, 'word1500')
  await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
  const parts = hub.texts(zoe)
  expect(parts.length).toBeGreaterThan(2)
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(4_096)
  expect(parts.join(' ')).toBe(words(1_500))
})

describe('groups', () => {
  test('it answers when it is addressed, knows what was said before, and keeps to the topic', async () => {
    const { telegram, app } = hub
    const zoe = await hub.friend('Zoe')
    const max = telegram.person('Max')
    const chat = telegram.group('Garden', { forum: true })
    telegram.say(max, 'The beans are late this year.', { chat, threadId: 4 })
    telegram.say(zoe, 'Hello @para_bot', { chat, threadId: 4 })
    await expect.poll(() => telegram.seen(chat.id).at(-1)?.text, patience).toContain('activate')
    const { body } = await app.rest('GET', '/api/chat')
    const made = body.sessions.find(
      (one: { linkedBotChatId: string }) => one.linkedBotChatId === String(chat.id),
    )
    await app.rest('POST', `/api/chat/${made.id}/activate`)
    await app.rest('PUT', `/api/chat/${made.id}/config`, { trust_level: 'vault' })

    telegram.say(zoe, '@para_bot /think in the group', { chat, threadId: 4 })
    await expect.poll(() => telegram.seen(chat.id).at(-1)?.text, patience).toContain('in the group')
    telegram.say(max, 'Talking among ourselves.', { chat, threadId: 4 })
    telegram.say(zoe, '@para_bot and what do you think?', { chat, threadId: 4 })
    await expect.poll(() => telegram.seen(chat.id).at(-1)?.text, patience).toContain('I am the guide')
    expect(telegram.seen(chat.id).every(({ threadId }) => threadId === 4)).toBe(true)
    const { body: history } = await app.rest('GET', `/api/chat/${made.id}/history`)
    expect(JSON.stringify(history)).toContain('Talking among ourselves.')
    expect(telegram.seen(chat.id)).toHaveLength(3)
  })
})

const kills = Number(process.env['ATRIUM_BOT_KILLS'] ?? 2)

const onLinux = test.skipIf(process.platform !== 'linux') // the program is found in /proc

onLinux(
  `P38 the program is killed at ${kills} random moments of an answer, and the answer arrives once`,
  async () => {
    const { telegram } = hub
    for (let round = 0; round < kills; round++) {
      const zoe = await hub.friend('Zoe')
      telegram.say(zoe, `/slow 40 30`)
      await wait(randomInt(0, 2_500))
      await killProgram()
      await hub.hears(zoe, words(40))
      telegram.say(zoe, '/think again')
      await hub.hears(zoe, 'again')
      await expect.poll(async () => (await hub.status()).undelivered, patience).toBe(0)
      const said = hub.texts(zoe).filter((text) => text.includes('word'))
      expect(said).toEqual([words(40)])
      // Between sending a placeholder and noting its id nothing can be done about it.
      expect(hub.texts(zoe).filter((text) => text === '…').length).toBeLessThanOrEqual(1)
    }
  },
  60_000 + kills * 30_000,
)

onLinux(
  'P38 killed while it asks: after the restart the same button, or words, still answer, once',
  async () => {
    const { telegram } = hub
    const zoe = await hub.friend('Zoe')
    telegram.say(zoe, '/run echo survived')
    const prompt = await hub.hears(zoe, 'May I use Bash?')
    await killProgram()
    telegram.press(zoe, prompt.id, 'Allow')
    await hub.hears(zoe, /It ran:[\s\S]*survived/)
    expect(hub.texts(zoe).filter((text) => text.includes('It ran'))).toHaveLength(1)

    telegram.say(zoe, '/ask And in words?')
    await hub.hears(zoe, 'And in words?')
    await killProgram()
    telegram.say(zoe, 'walnut')
    await hub.hears(zoe, 'You said: walnut')
  },
)

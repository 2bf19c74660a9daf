// The connector alone, against Telegram on loopback: what it tells, what it makes of every answer, and what it leaves behind.
import { expect, test } from 'vitest'
import { createLog, createSecrets } from '../src/log.ts'
import { parse } from '../src/markdown.ts'
import type { Connector, ConnectorState, Incoming, Outgoing, Place, Press } from '../src/platform.ts'
import { createTelegram } from '../src/telegram/connector.ts'
import { createTelegramDouble, type TelegramDouble } from './doubles/telegram.ts'

const png = { name: 'a.png', mimeType: 'image/png', bytes: new Uint8Array(2_000).fill(7) }

function listen(telegram: TelegramDouble) {
  const logged: string[] = []
  const connector = createTelegram(
    {
      platform: 'telegram',
      generation: 1,
      token: telegram.token,
      api_root: telegram.apiRoot,
      group_mention_mode: 'mention_only',
      ack_emoji: null,
    },
    createLog((line) => logged.push(line), createSecrets(), { level: 'debug' }),
  )
  const stop = new AbortController()
  const messages: Incoming[] = []
  const presses: Press[] = []
  const states: ConnectorState[] = []
  /** What handing a message over does; tests make it wait or fail. */
  const hand: { message: (incoming: Incoming) => Promise<void>; refusal: string | null } = {
    message: () => Promise.resolve(),
    refusal: null,
  }
  const done = connector.run(
    {
      async message(incoming) {
        await hand.message(incoming)
        messages.push(incoming)
      },
      async press(press) {
        presses.push(press)
        await press.reply(hand.refusal ?? 'Thank you', hand.refusal !== null)
      },
      state: (state) => void states.push(state),
    },
    stop.signal,
  )
  done.catch(() => {})
  return {
    connector,
    messages,
    presses,
    states,
    hand,
    logged,
    done,
    texts: () => messages.map(({ text }) => text),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await done.catch(() => {})
    },
  }
}

const say = (connector: Connector, markdown: string, more: Partial<Outgoing> = {}): Outgoing => ({
  text: connector.format.render(parse(markdown)),
  rich: true,
  buttons: [],
  ...more,
})
const options = () => ({ key: 'x-1', replyTo: null, signal: AbortSignal.timeout(20_000) })
const dm = (id: number): Place => ({ chatId: String(id), threadId: null, kind: 'dm' })

test('messages of people come with who, where and what; the bot signs in, takes away a webhook and sets its commands', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const zoe = telegram.person('Zoe', 'zoe')
  const sent = telegram.say(zoe, 'Hello *there*')
  await expect.poll(() => ears.messages).toHaveLength(1)
  expect(ears.messages[0]).toMatchObject({
    updateId: String(sent.updateId),
    messageId: String(sent.messageId),
    place: { chatId: String(zoe.id), threadId: null, kind: 'dm' },
    userId: String(zoe.id),
    userDisplay: 'Zoe (@zoe)',
    text: 'Hello *there*',
    addressed: true,
    command: null,
    sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(ears.states).toEqual([
    { status: 'running', bot: { id: String(telegram.me.id), name: 'Para', username: 'para_bot' } },
  ])
  expect(telegram.callsOf('deleteWebhook')).toHaveLength(1)
  await ears.connector.setCommands(
    [{ name: 'help', description: 'What I can do' }],
    AbortSignal.timeout(5_000),
  )
  expect(telegram.commands).toEqual([{ command: 'help', description: 'What I can do' }])
})

test('in groups it is addressed by its name, a reply or a command, which are told apart from those of other bots', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const zoe = telegram.person('Zoe')
  const chat = telegram.group('Garden')
  const mine = await ears.connector.send(
    { chatId: String(chat.id), threadId: null, kind: 'group' },
    say(ears.connector, 'Hello all'),
    options(),
  )
  const lines: [string, object?][] = [
    ['just talking'],
    ['@para_bot, what now?'],
    ['what now @Para_Bot'],
    ['/new'],
    ['/new@para_bot please'],
    ['/new@other_bot please'],
    ['/slow 3 @para_bot'],
    ['yes', { replyTo: Number(mine) }],
    ['in a topic', { threadId: 77 }],
  ]
  for (const [text, more] of lines) telegram.say(zoe, text, { chat, ...more })
  await expect.poll(() => ears.messages).toHaveLength(lines.length)
  expect(
    ears.messages.map(({ text, addressed, command }) => [text, addressed, command?.name ?? null]),
  ).toEqual([
    ['just talking', false, null],
    ['what now?', true, null],
    ['what now', true, null],
    ['/new', true, 'new'],
    ['/new please', true, 'new'],
    ['/new@other_bot please', false, null],
    ['/slow 3', true, 'slow'],
    ['yes', true, null],
    ['in a topic', false, null],
  ])
  expect(ears.messages.at(-1)?.place).toEqual({ chatId: String(chat.id), threadId: '77', kind: 'group' })
  expect(ears.messages[0]?.chatTitle).toBe('Garden')
})

test('an update is confirmed only when it was stored: one that fails comes again, one that takes long holds up nobody', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const [zoe, max] = [telegram.person('Zoe'), telegram.person('Max')]
  let failures = 2
  const held = Promise.withResolvers<void>()
  ears.hand.message = async ({ text }) => {
    if (text === 'fails' && failures-- > 0) throw new Error('the hub is away')
    if (text === 'slow') await held.promise
  }
  telegram.say(zoe, 'slow')
  telegram.say(max, 'fails')
  telegram.say(max, 'quick')
  await expect.poll(() => ears.texts(), { timeout: 15_000 }).toContain('fails')
  telegram.say(max, 'later')
  await expect.poll(() => ears.texts(), { timeout: 15_000 }).toContain('later')
  expect(telegram.waiting).toBe(4) // nothing is confirmed while the first is not stored
  held.resolve()
  await expect.poll(() => telegram.waiting, { timeout: 15_000 }).toBe(0)
  expect(ears.texts().toSorted()).toEqual(['fails', 'later', 'quick', 'slow'])
})

test('pictures come with their largest size, albums as one message, and large or lost files are refused by kind', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const zoe = telegram.person('Zoe')
  const signal = AbortSignal.timeout(10_000)
  telegram.say(zoe, 'look', { photo: png, album: 'a1' })
  telegram.say(zoe, '', { photo: png, album: 'a1' })
  telegram.say(zoe, '', {
    document: { name: 'notes.txt', mimeType: 'text/plain', bytes: Buffer.from('beans') },
  })
  telegram.say(zoe, '', { voice: { name: 'v', mimeType: 'audio/ogg', bytes: Buffer.from('OggS') } })
  await expect.poll(() => ears.messages.flatMap(({ files }) => files).length).toBe(4)
  const files = ears.messages.flatMap(({ files: some }) => some)
  expect(files.map(({ kind, mimeType }) => [kind, mimeType])).toEqual([
    ['file', 'image/jpeg'],
    ['file', 'image/jpeg'],
    ['file', 'text/plain'],
    ['voice', 'audio/ogg'],
  ])
  expect(Buffer.from((await files[2]?.download(100, signal)) ?? []).toString()).toBe('beans')
  await expect(files[2]?.download(3, signal)).rejects.toMatchObject({ kind: 'too_big' })
  telegram.mood.next.push({
    method: 'getFile',
    answer: { ok: false, error_code: 400, description: 'Bad Request: file is too big' },
  })
  await expect(files[0]?.download(100_000, signal)).rejects.toMatchObject({ kind: 'too_big' })
})

test('what it sends is formatted, answers the message and carries buttons; an edit may change nothing', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const { connector } = ears
  const zoe = telegram.person('Zoe')
  const { messageId } = telegram.say(zoe, 'hi')
  const message = say(connector, '**Hello** `a<b`', { buttons: [[{ label: 'Yes', data: 'k:allow' }]] })
  const id = await connector.send(dm(zoe.id), message, { ...options(), replyTo: String(messageId) })
  expect(await connector.edit(dm(zoe.id), id, message, options())).toBe(id)
  expect(telegram.seen(zoe.id)).toMatchObject([
    {
      text: 'Hello a<b',
      entities: [{ type: 'bold' }, { type: 'code' }],
      buttons: [{ text: 'Yes', callback_data: 'k:allow' }],
      replyTo: messageId,
      edits: 0,
    },
  ])
  telegram.press(zoe, Number(id), 'Yes')
  await expect.poll(() => telegram.notices).toMatchObject([{ text: 'Thank you' }])
  expect(ears.presses).toMatchObject([{ button: 'k:allow', messageId: id, userId: String(zoe.id) }])
  await connector.react(dm(zoe.id), String(messageId), '👀', AbortSignal.timeout(5_000))
  await connector.react(dm(zoe.id), String(messageId), null, AbortSignal.timeout(5_000))
  expect(telegram.reactionsOn(messageId)).toEqual(['👀', ''])
})

test('whoever pressed so long ago that Telegram takes no notice any more is told in the chat that it was in vain', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const zoe = telegram.person('Zoe')
  const { connector } = ears
  telegram.say(zoe, 'hi')
  const message = say(connector, 'May I?', { buttons: [[{ label: 'Yes', data: 'k:allow' }]] })
  const id = await connector.send(dm(zoe.id), message, options())
  const answer = { ok: false as const, error_code: 400, description: 'Bad Request: query is too old' }
  for (const refusal of [null, 'This is no longer open.']) {
    ears.hand.refusal = refusal
    telegram.mood.next.push({ method: 'answerCallbackQuery', answer })
    telegram.press(zoe, Number(id), 'Yes')
    await expect.poll(() => telegram.mood.next.length).toBe(0)
  }
  await expect
    .poll(() => telegram.seen(zoe.id).map(({ text }) => text))
    .toEqual(['May I?', 'This is no longer open.'])
})

test('text becomes a file in the same message, a picture as a picture, so that a repeated try sends nothing twice', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const { connector } = ears
  const zoe = telegram.person('Zoe')
  telegram.say(zoe, 'hi')
  const id = await connector.send(dm(zoe.id), say(connector, '…'), options())
  const file = { name: 'notes.md', mimeType: 'text/markdown', bytes: new TextEncoder().encode('# Notes') }
  for (let tries = 0; tries < 2; tries++)
    expect(await connector.edit(dm(zoe.id), id, say(connector, 'notes.md', { file }), options())).toBe(id)
  const [shown] = telegram.seen(zoe.id)
  expect(shown).toMatchObject({ text: 'notes.md', file: { name: 'notes.md' } })
  expect(Buffer.from(shown?.file?.bytes ?? []).toString()).toBe('# Notes')
  expect(JSON.stringify(telegram.callsOf('editMessageMedia')[0]?.params['media'])).toContain('document')
})

test.each([
  [429, 'Too Many Requests: retry after 7', { kind: 'limited', retryAfterMs: 7_000 }],
  [401, 'Unauthorized', { kind: 'unauthorized' }],
  [403, 'Forbidden: bot was blocked by the user', { kind: 'blocked' }],
  [502, 'Bad Gateway', { kind: 'away' }],
  [400, "Bad Request: can't parse entities: Unsupported start tag", { kind: 'format' }],
  [400, 'Bad Request: message to edit not found', { kind: 'gone' }],
  [400, 'Bad Request: message is too long', { kind: 'too_big' }],
  [400, 'Bad Request: chat not found', { kind: 'blocked' }],
  [400, 'Bad Request: something new', { kind: 'refused' }],
])('an answer %i %s has its meaning', async (error_code, description, failure) => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const parameters = error_code === 429 ? { parameters: { retry_after: 7 } } : {}
  telegram.mood.next.push({
    method: 'editMessageText',
    answer: { ok: false, error_code, description, ...parameters },
  })
  const edit = ears.connector.edit(dm(1), '5', say(ears.connector, 'x'), options())
  await expect(edit).rejects.toMatchObject(failure)
})

test('a group that became a supergroup is written to under its new number', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const chat = telegram.group('Garden')
  telegram.mood.next.push({
    method: 'sendMessage',
    answer: {
      ok: false,
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: chat.id },
    },
  })
  await ears.connector.send(
    { chatId: '-5', threadId: null, kind: 'group' },
    say(ears.connector, 'x'),
    options(),
  )
  expect(telegram.seen(chat.id)).toMatchObject([{ text: 'x' }])
})

test('another program that reads the same bot is waited out and named; a refused token ends it at once', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  await expect.poll(() => telegram.polled).toBe(true)
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates`)
  await expect
    .poll(() => ears.states.at(-1))
    .toEqual({ status: 'reconnecting', error: 'Another program reads the messages of this bot' })
  telegram.say(telegram.person('Zoe'), 'still there?')
  await expect.poll(() => ears.texts(), { timeout: 10_000 }).toEqual(['still there?'])
  await expect.poll(() => ears.states.at(-1)?.status).toBe('running')
  telegram.mood.tokenValid = false
  telegram.say(telegram.person('Max'), 'hello?')
  await expect(ears.done).rejects.toMatchObject({
    kind: 'unauthorized',
    message: 'Telegram refused the token',
  })
  expect(ears.logged.join('')).not.toContain(telegram.token)
})

test('while Telegram is away nothing is lost: what was written meanwhile comes afterwards, in order, once', async () => {
  await using telegram = await createTelegramDouble()
  await using ears = listen(telegram)
  const zoe = telegram.person('Zoe')
  await expect.poll(() => telegram.polled).toBe(true)
  telegram.mood.away = true
  for (const word of ['one', 'two', 'three']) telegram.say(zoe, word)
  await expect.poll(() => ears.states.at(-1)?.status, { timeout: 10_000 }).toBe('reconnecting')
  telegram.mood.away = false
  await expect.poll(() => ears.texts(), { timeout: 15_000 }).toEqual(['one', 'two', 'three'])
  await expect.poll(() => telegram.waiting).toBe(0)
  expect(ears.texts()).toEqual(['one', 'two', 'three'])
  expect(ears.logged.join('')).not.toContain(telegram.token)
})

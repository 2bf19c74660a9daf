import { GatewayIntentBits } from 'discord.js'
import { describe, expect, it } from 'vitest'
import {
  createDiscord as createDouble,
  type Discord,
  type DiscordOptions,
  person,
} from '../../test/doubles/discord.ts'
import { createMemory, listenTo, testLog, until } from '../../test/listening.ts'
import { parse } from '../markdown.ts'
import type { Memory, Outgoing, Place } from '../platform.ts'
import { createDiscord } from './connector.ts'
import { discordFormat } from './format.ts'

const zoe = person('Zoe')
const plain = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  text: { rich: text, plain: text },
  rich: true,
  buttons: [],
  ...more,
})

const connect = (discord: Discord, memory: Memory = createMemory()) =>
  createDiscord({ token: discord.token, api_root: discord.api }, { memory, log: testLog })

async function open(options: DiscordOptions = {}, setUp: (discord: Discord) => void = () => undefined) {
  const discord = await createDouble(options)
  setUp(discord)
  const memory = createMemory()
  const connector = connect(discord, memory)
  const bot = listenTo(connector)
  await until(
    () => bot.states.some(({ status }) => status === 'running'),
    () => bot.states,
  )
  const dm = discord.world.dm(zoe)
  const place: Place = { chatId: dm.id, threadId: null, kind: 'dm' }
  return {
    discord,
    memory,
    connector,
    bot,
    dm,
    place,
    send: (message: Outgoing, key = 'k1', replyTo: string | null = null) =>
      connector.send(place, message, { key, replyTo, signal: bot.signal }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]()
      await discord[Symbol.asyncDispose]()
    },
  }
}

describe('what comes in', () => {
  it('asks for messages and their content, and for nothing else', async () => {
    await using at = await open()
    const { GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits
    expect(at.discord.gateway.seen.intents).toBe(GuildMessages | DirectMessages | MessageContent)
  })

  it('passes over an event that it cannot read', async () => {
    await using at = await open()
    at.discord.gateway.interactionCreated(null as never)
    at.discord.say(at.dm, zoe, 'still there?')
    await until(() => at.bot.messages.some(({ text }) => text === 'still there?'))
  })

  it('tells of direct messages, mentions and replies, and whether they are meant for the bot', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    const general = discord.world.channel(discord.world.guild('Home'), 'general')
    discord.say(dm, zoe, 'hello')
    const question = discord.say(general, zoe, 'what is the time?', { mention: true })
    discord.say(general, zoe, 'just talking')
    const own = discord.world.message(general, discord.world.bot, 'noon')
    discord.world.add(own)
    discord.say(general, zoe, 'and now?', { replyTo: own })
    await until(
      () => bot.messages.length === 4,
      () => bot.texts(),
    )
    const byText = new Map(bot.messages.map((one) => [one.text, one]))
    expect(byText.get('hello')).toMatchObject({
      addressed: true,
      place: { kind: 'dm', chatId: dm.id },
      userDisplay: 'Zoe',
    })
    expect(byText.get('what is the time?')).toMatchObject({
      addressed: true,
      updateId: question.id,
      chatTitle: 'general',
      place: { kind: 'group' },
    })
    expect(byText.get('just talking')).toMatchObject({ addressed: false })
    expect(byText.get('and now?')).toMatchObject({ addressed: true })
  })

  it('does not hear other bots, itself, or that somebody joined', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.say(dm, person('Robot', true), 'beep')
    const joined = discord.world.message(dm, zoe, '', { type: 7 })
    discord.gateway.messageCreated(joined)
    discord.say(dm, zoe, 'only this')
    await until(() => bot.messages.length > 0)
    expect(bot.texts()).toEqual(['only this'])
  })

  it('without the content intent reads direct messages and mentions, and says what is missing', async () => {
    await using at = await open({}, (discord) => {
      discord.world.contentAllowed = false
    })
    const { discord, bot, dm } = at
    const general = discord.world.channel(discord.world.guild('Home'), 'general')
    discord.say(general, zoe, 'nobody reads this')
    discord.say(general, zoe, 'but this', { mention: true })
    discord.say(dm, zoe, 'and this')
    await until(
      () => bot.messages.length === 2,
      () => bot.texts(),
    )
    expect(bot.texts().toSorted()).toEqual(['and this', 'but this'])
    expect(bot.states.at(-1)).toMatchObject({
      status: 'running',
      note: expect.stringContaining('Message Content Intent'),
    })
  })

  it('fetches a file that came along, and no file from elsewhere or over the limit', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.say(dm, zoe, 'look', {
      files: [{ bytes: Buffer.from('picture'), type: 'image/png', name: 'a.png' }],
    })
    const elsewhere = {
      id: '1',
      filename: 'b.png',
      size: 3,
      url: 'http://169.254.169.254/latest',
      proxy_url: '',
    }
    discord.say(dm, zoe, 'and this', { attachments: [elsewhere] })
    await until(() => bot.messages.length === 2)
    const [file] = bot.messages[0]?.files ?? []
    const [foreign] = bot.messages[1]?.files ?? []
    expect(file).toMatchObject({ name: 'a.png', mimeType: 'image/png', sizeBytes: 7, kind: 'file' })
    expect(Buffer.from((await file?.download(100, bot.signal)) ?? []).toString()).toBe('picture')
    await expect(file?.download(3, bot.signal)).rejects.toMatchObject({ kind: 'too_big' })
    await expect(foreign?.download(100, bot.signal)).rejects.toMatchObject({ kind: 'refused' })
  })

  it('shows a slash command to all and answers below it', async () => {
    await using at = await open()
    const { discord, bot, dm, connector, place } = at
    const asked = discord.command(dm, zoe, 'chat', { message: 'how are you?' })
    const status = discord.command(dm, zoe, 'status')
    await until(() => asked.acknowledged() && status.acknowledged())
    const [first, second] = bot.messages
    expect(first).toMatchObject({ text: 'how are you?', command: null, addressed: true })
    expect(second).toMatchObject({ text: '/status', command: { name: 'status', args: '' } })
    await connector.send(place, plain('fine'), {
      key: 'k',
      replyTo: first?.messageId ?? '',
      signal: bot.signal,
    })
    const answer = discord.answers(dm).at(-1)
    const shown = discord.world.find(dm.id, answer?.message_reference?.message_id ?? '')
    expect(shown?.content).toBe('> how are you?')
  })

  it('lists its commands, with what they take', async () => {
    await using at = await open()
    await at.connector.setCommands([{ name: 'model', description: 'The model' }], at.bot.signal)
    expect(at.discord.world.commands).toMatchObject([
      { name: 'chat', options: [{ name: 'message', required: true }] },
      { name: 'model', options: [{ name: 'name', required: false }] },
    ])
  })

  it('a press is acknowledged in time, told once, and answered to the one who pressed', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    bot.hub.onPress = (press) => press.reply('Taken')
    await at.send(plain('May I?', { buttons: [[{ label: 'Allow', data: 'x:allow' }]] }))
    const [question] = discord.answers(dm)
    if (!question) throw new Error('nothing was asked')
    const pressed = discord.press(dm, zoe, question, 'x:allow')
    const answer = await until(() => pressed.acknowledged())
    expect(bot.presses).toMatchObject([{ button: 'x:allow', userId: zoe.id, messageId: question.id }])
    expect(answer.body).toMatchObject({ content: 'Taken', flags: 64 })
    bot.hub.away = true
    const again = discord.press(dm, zoe, question, 'x:allow')
    expect((await until(() => again.acknowledged())).body).toMatchObject({
      content: expect.stringContaining('try again'),
    })
  })
})

describe('what goes out', () => {
  it('a send whose answer was lost is one message, and so is one after a crash', async () => {
    await using at = await open()
    const { discord, dm } = at
    let lost = 1
    discord.mood.loseAnswers = (method, path) => method === 'POST' && path.endsWith('/messages') && lost-- > 0
    await expect(at.send(plain('once'), 'd1-0')).rejects.toMatchObject({ kind: 'away' })
    const id = await at.send(plain('once'), 'd1-0')
    expect(await at.send(plain('once'), 'd1-0')).toBe(id)
    expect(discord.answers(dm).map(({ content }) => content)).toEqual(['once'])
  })

  it('calls nobody, shows no previews, and puts at most five buttons in a row', async () => {
    await using at = await open()
    const { discord, dm } = at
    const rows = Array.from({ length: 12 }, (_, n) => [{ label: `Option ${n}`, data: `q:${n}` }])
    await at.send(plain('@everyone', { buttons: rows }))
    const call = discord.calls.findLast(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    expect(call?.body).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4 })
    const components = (discord.answers(dm)[0]?.components ?? []) as { components: unknown[] }[]
    expect(components.map((row) => row.components.length)).toEqual([5, 5, 2])
  })

  it('edits within the limits of a channel: nothing is refused with 429', async () => {
    await using at = await open({ windowMs: 400 })
    const { discord, connector, place, bot, dm } = at
    const id = await at.send(plain('0'))
    for (let n = 1; n <= 12; n++)
      await connector.edit(place, id, plain(String(n)), { key: 'k1', replyTo: null, signal: bot.signal })
    expect(discord.answers(dm)[0]?.content).toBe('12')
    expect(discord.mood.limited).toBeLessThanOrEqual(1)
  })

  it('waits out a limit of all calls, and servers that fail', async () => {
    await using at = await open({ globalPerSecond: 3, perChannel: 100 })
    const { discord, dm } = at
    discord.mood.failNext = 1
    await Promise.all(Array.from({ length: 6 }, (_, n) => at.send(plain(String(n)), `k${n}`)))
    expect(
      discord
        .answers(dm)
        .map(({ content }) => content)
        .toSorted(),
    ).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  it('says what a refusal means', async () => {
    await using at = await open()
    const { connector, place, bot } = at
    const options = { key: 'k', replyTo: null, signal: bot.signal }
    await expect(at.send(plain('x'.repeat(2_001)))).rejects.toMatchObject({ kind: 'too_big' })
    await expect(connector.edit(place, '1', plain('x'), options)).rejects.toMatchObject({ kind: 'gone' })
    await expect(connector.send({ ...place, chatId: '1' }, plain('x'), options)).rejects.toMatchObject({
      kind: 'blocked',
    })
    await connector.remove(place, '1', bot.signal)
  })

  it('sends a file with its caption', async () => {
    await using at = await open()
    const { discord, dm } = at
    await at.send(
      plain('here', { file: { name: 'a.txt', mimeType: 'text/plain', bytes: Buffer.from('words') } }),
    )
    const [sent] = discord.answers(dm)
    expect(sent).toMatchObject({ content: 'here', attachments: [{ filename: 'a.txt', size: 5 }] })
  })

  it('takes off the mark that it put on before a crash', async () => {
    await using at = await open()
    const { discord, connector, place, bot, dm } = at
    const asked = discord.say(dm, zoe, 'hi')
    await connector.react(place, asked.id, '👀', bot.signal)
    expect(discord.world.find(dm.id, asked.id)?.reactions).toMatchObject([
      { me: true, emoji: { name: '👀' } },
    ])
    await connect(discord).react(place, asked.id, null, bot.signal)
    expect(discord.world.find(dm.id, asked.id)?.reactions).toEqual([])
  })
})

describe('losses', () => {
  it('resumes after a cut, and hears what was said meanwhile, once', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.say(dm, zoe, 'one')
    await until(() => bot.messages.length === 1)
    discord.gateway.cut()
    discord.say(dm, zoe, 'two')
    await until(
      () => discord.gateway.counts.resumed === 1 && bot.messages.length === 2,
      () => bot.texts(),
    )
    expect(bot.texts()).toEqual(['one', 'two'])
    expect(discord.gateway.counts.identifies).toBe(1)
  })

  it.each([
    ['is told to reconnect', (discord: Discord) => discord.gateway.askReconnect()],
    ['is closed with an error', (discord: Discord) => discord.gateway.close(4000)],
    [
      'gets no answer to its heartbeats',
      (discord: Discord) => {
        discord.gateway.mood.mute = true
        setTimeout(() => {
          discord.gateway.mood.mute = false
        }, 450)
      },
    ],
  ])('goes on when the connection %s', async (_, break_) => {
    await using at = await open({ heartbeatMs: 200 })
    const { discord, bot, dm } = at
    break_(discord)
    await until(
      () => discord.gateway.counts.resumed >= 1,
      () => discord.gateway.counts,
    )
    discord.say(dm, zoe, 'still there?')
    await until(() => bot.messages.length === 1)
  })

  it('fetches what was written while no session could be resumed, servers and direct messages', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    const general = discord.world.channel(discord.world.guild('Home'), 'general')
    discord.say(dm, zoe, 'before')
    await until(() => bot.messages.length === 1)
    discord.gateway.mood.away = true
    discord.gateway.cut()
    discord.gateway.forget()
    for (let n = 0; n < 120; n++) discord.say(dm, zoe, `direct ${n}`)
    discord.say(general, zoe, 'in the server', { mention: true })
    discord.gateway.mood.away = false
    await until(
      () => new Set(bot.texts()).size === 122,
      () => bot.texts().length,
    )
    const direct = [...new Set(bot.texts().filter((text) => text.startsWith('direct')))]
    expect(direct).toEqual(Array.from({ length: 120 }, (_, n) => `direct ${n}`))
    discord.say(dm, zoe, 'after')
    await until(() => bot.texts().at(-1) === 'after')
  }, 60_000)

  it('goes on with the session of the process before it', async () => {
    const discord = await createDouble()
    const memory = createMemory()
    const dm = discord.world.dm(zoe)
    {
      await using bot = listenTo(connect(discord, memory))
      await until(() => bot.states.length > 0)
      discord.say(dm, zoe, 'one')
      await until(() => bot.messages.length === 1)
    }
    discord.say(dm, zoe, 'two')
    discord.say(discord.world.dm(person('Ada')), person('Ada'), 'a stranger meanwhile')
    {
      await using bot = listenTo(connect(discord, memory))
      await until(
        () => bot.messages.length === 2,
        () => bot.texts(),
      )
      expect(bot.texts().toSorted()).toEqual(['a stranger meanwhile', 'two'])
    }
    expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumed: 1 })
    await discord[Symbol.asyncDispose]()
  })

  it('what the hub could not store is told again after a restart', async () => {
    const discord = await createDouble()
    const memory = createMemory()
    const dm = discord.world.dm(zoe)
    {
      await using bot = listenTo(connect(discord, memory))
      await until(() => bot.states.length > 0)
      discord.say(dm, zoe, 'one')
      await until(() => bot.messages.length === 1)
      bot.hub.away = true
      discord.say(dm, zoe, 'two')
      await until(() => discord.world.in(dm).length === 2)
    }
    {
      await using bot = listenTo(connect(discord, memory))
      await until(() => bot.messages.length === 1)
      expect(bot.texts()).toEqual(['two'])
    }
    await discord[Symbol.asyncDispose]()
  })

  it('a wrong token fails at once and says so without showing it', async () => {
    await using discord = await createDouble()
    const wrong = 'wrong-token-canary-1234567890'
    const connector = createDiscord(
      { token: wrong, api_root: discord.api },
      { memory: createMemory(), log: testLog },
    )
    await using bot = listenTo(connector)
    const failure = await bot.done.catch((error: unknown) => error)
    expect(failure).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('does not take the bot token'),
    })
    expect(JSON.stringify(failure)).not.toContain(wrong)
    expect(discord.calls.length).toBeLessThanOrEqual(2)
  })

  it('a token that is withdrawn while it runs fails at once', async () => {
    await using at = await open()
    at.discord.gateway.close(4004)
    await expect(at.bot.done).rejects.toMatchObject({ kind: 'unauthorized' })
  })

  it('an intent that is switched off while it runs makes it read less, not stop', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.world.contentAllowed = false
    discord.gateway.invalidate(false)
    await until(
      () => bot.states.some((state) => state.status === 'running' && state.note),
      () => bot.states,
    )
    discord.say(dm, zoe, 'hello')
    await until(() => bot.messages.length === 1)
  }, 60_000)

  it('tries again with growing pauses while Discord is away', async () => {
    const discord = await createDouble()
    discord.mood.failNext = 5
    await using bot = listenTo(connect(discord))
    await until(
      () => bot.states.at(-1)?.status === 'running',
      () => bot.states,
    )
    expect(bot.states[0]).toMatchObject({ status: 'reconnecting', error: expect.stringContaining('503') })
    await discord[Symbol.asyncDispose]()
  })

  it('events that come twice are told once', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.gateway.mood.twice = true
    discord.say(dm, zoe, 'twice')
    discord.say(dm, zoe, 'after')
    await until(() => bot.texts().includes('after'))
    expect(bot.texts()).toEqual(['twice', 'after'])
  })

  it('what it told before an absence is not told again after it', async () => {
    await using at = await open()
    const { discord, bot, dm } = at
    discord.say(dm, zoe, 'before')
    await until(() => bot.messages.length === 1)
    discord.gateway.cut()
    discord.gateway.forget()
    discord.say(dm, zoe, 'meanwhile')
    await until(
      () => bot.messages.length === 2,
      () => bot.texts(),
      40_000,
    )
    expect(bot.texts()).toEqual(['before', 'meanwhile'])
  }, 60_000)
})

describe('format', () => {
  const written = (markdown: string) => discordFormat.render(parse(markdown)).rich

  it.each([
    ['**bold** *thin* ~~gone~~ `code`', '**bold** *thin* ~~gone~~ `code`'],
    ['**May I use &#32;**`Bash`?', '**May I use**  `Bash`?'],
    ['# Title\n\ntext', '# Title\n\ntext'],
    ['#### Deep', '### Deep'],
    ['[Atrium](https://example.org/a(b))', '[Atrium](https://example.org/a%28b%29)'],
    ['https://example.org/a_b_c', 'https://example.org/a_b_c'],
    ['[file](notes.md)', 'file (notes.md)'],
    ['```ts\nconst a = `x`\n```', '```ts\nconst a = `x`\n```'],
    ['````\n```\ninner\n```\n````', '```\n`\u200b``\ninner\n`\u200b``\n```'],
    ['> quoted\n> twice', '> quoted\n> twice'],
    ['a \\* b \\_ c', 'a \\* b \\_ c'],
    ['- one\n- two', '• one\n• two'],
    ['&lt;@123456789&gt; hi', '\\<@123456789> hi'],
    ['snake\\_case and 2 < 3', 'snake\\_case and 2 < 3'],
    ['|a|b|\n|-|-|\n|1|2|', '```\na | b\n--|--\n1 | 2\n```'],
  ])('%j', (markdown, expected) => expect(written(markdown)).toBe(expected))
})

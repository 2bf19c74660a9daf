import { describe, expect, it } from 'vitest'
import { createMatrix as createDouble, type Matrix, type Room } from '../../test/doubles/matrix.ts'
import { createMemory, listenTo, testLog, until } from '../../test/listening.ts'
import { parse } from '../markdown.ts'
import type { Memory, Outgoing, Place } from '../platform.ts'
import { createMatrix } from './connector.ts'
import { matrixFormat } from './html.ts'

const plain = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  text: { rich: text, plain: text },
  rich: true,
  buttons: [],
  ...more,
})
const yesNo: Outgoing['buttons'] = [
  [
    { label: 'Allow', data: 'x:allow', style: 'primary' },
    { label: 'Refuse', data: 'x:deny', style: 'danger' },
  ],
]

const connect = (matrix: Matrix, memory: Memory = createMemory(), allowed_rooms: string[] = []) =>
  createMatrix(
    {
      token: matrix.token,
      homeserver_url: matrix.url,
      user_id: matrix.botId,
      device_id: 'ATRIUM',
      allowed_rooms,
    },
    { memory, log: testLog },
  )

async function open(setUp: (matrix: Matrix) => { allowedRooms?: string[] } | undefined = () => undefined) {
  const matrix = await createDouble()
  const zoe = matrix.user('Zoe')
  const ada = matrix.user('Ada')
  const dm = matrix.room([zoe])
  const group = matrix.room([zoe, ada], { name: 'Kitchen' })
  const memory = createMemory()
  const connector = connect(matrix, memory, setUp(matrix)?.allowedRooms)
  const bot = listenTo(connector)
  await until(
    () => bot.states.at(-1)?.status === 'running',
    () => bot.states,
  )
  const place = (room: Room, threadId: string | null = null): Place => ({
    chatId: room.id,
    threadId,
    kind: room === dm ? 'dm' : 'group',
  })
  return {
    matrix,
    zoe,
    ada,
    dm,
    group,
    memory,
    connector,
    bot,
    place,
    send: (message: Outgoing, key = 'k1', room = dm) =>
      connector.send(place(room), message, { key, replyTo: null, signal: bot.signal }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]()
      await matrix[Symbol.asyncDispose]()
    },
  }
}

describe('what comes in', () => {
  it('passes over what nobody can read, and loses nothing beside it', async () => {
    await using at = await open()
    const { matrix, bot, zoe, ada, dm, group } = at
    const odd = [null, 'words', 7, [], { msgtype: 'm.text', body: { a: 1 } }] as unknown as Record<
      string,
      unknown
    >[]
    for (const type of ['m.room.message', 'm.room.member', 'm.reaction', 'm.room.name'])
      for (const content of odd) matrix.event(group, ada, type, content)
    for (const content of odd) matrix.event(group, ada, 'm.room.member', content, { state_key: '@eve:x' })
    matrix.say(group, zoe, '!status', { 'm.mentions': { user_ids: [matrix.botId] } })
    matrix.say(dm, zoe, 'hello')
    await until(
      () => bot.messages.length === 2,
      () => bot.texts(),
    )
    expect(bot.texts().sort()).toEqual(['!status', 'hello'])
  })

  it('tells of direct messages, and in groups of what is meant for the bot', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm, group } = at
    matrix.say(dm, zoe, 'hello')
    matrix.say(group, zoe, 'Atrium: what is the time?', { 'm.mentions': { user_ids: [matrix.botId] } })
    matrix.say(group, zoe, 'I like the Atrium of this house', { 'm.mentions': {} })
    matrix.say(group, zoe, '@atrium:double.example !status')
    const own = await at.send(plain('noon'), 'k', group)
    matrix.say(group, zoe, '> <@atrium:double.example> noon\n\nand now?', {
      'm.relates_to': { 'm.in_reply_to': { event_id: own } },
    })
    await until(
      () => bot.messages.length === 5,
      () => bot.texts(),
    )
    const byText = new Map(bot.messages.map((one) => [one.text, one]))
    expect(byText.get('hello')).toMatchObject({ addressed: true, place: { kind: 'dm' }, userDisplay: 'Zoe' })
    expect(byText.get('what is the time?')).toMatchObject({
      addressed: true,
      chatTitle: 'Kitchen',
      place: { kind: 'group' },
    })
    expect(byText.get('I like the Atrium of this house')).toMatchObject({ addressed: false })
    expect(byText.get('!status')).toMatchObject({ command: { name: 'status', args: '' } })
    expect(byText.get('and now?')).toMatchObject({ addressed: true })
  })

  it('hears neither notices, nor edits, nor what was said before it first ran', async () => {
    await using at = await open((matrix) => {
      matrix.say(matrix.room([matrix.user('Eve')]), matrix.user('Eve'), 'long ago')
      return undefined
    })
    const { matrix, bot, zoe, dm } = at
    const said = matrix.say(dm, zoe, 'first')
    matrix.say(dm, zoe, 'beep', { msgtype: 'm.notice' })
    matrix.say(dm, zoe, '* changed', { 'm.relates_to': { rel_type: 'm.replace', event_id: said.event_id } })
    matrix.say(dm, zoe, 'second')
    await until(() => bot.messages.length === 2)
    expect(bot.texts()).toEqual(['first', 'second'])
  })

  it('a thread is a conversation of its own, and is answered in it', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm, connector, place } = at
    const root = matrix.say(dm, zoe, 'root')
    matrix.say(dm, zoe, 'inside', {
      'm.relates_to': {
        rel_type: 'm.thread',
        event_id: root.event_id,
        is_falling_back: true,
        'm.in_reply_to': { event_id: root.event_id },
      },
    })
    await until(() => bot.messages.length === 2)
    expect(bot.messages[1]).toMatchObject({ text: 'inside', place: { threadId: root.event_id } })
    await connector.send(place(dm, root.event_id), plain('answer'), {
      key: 'k',
      replyTo: null,
      signal: bot.signal,
    })
    expect(matrix.answers(dm)[0]?.content).toMatchObject({
      'm.relates_to': { rel_type: 'm.thread', event_id: root.event_id },
    })
  })

  it.each([false, true])(
    'fetches files and voice notes (server without authenticated media: %s)',
    async (oldMedia) => {
      await using at = await open()
      const { matrix, bot, zoe, dm } = at
      matrix.mood.oldMedia = oldMedia
      const url = matrix.store(Buffer.from('sound'), 'audio/ogg')
      matrix.say(dm, zoe, 'voice.ogg', {
        msgtype: 'm.audio',
        url,
        info: { mimetype: 'audio/ogg', size: 5 },
        'org.matrix.msc3245.voice': {},
      })
      matrix.say(dm, zoe, 'what is this?', {
        msgtype: 'm.image',
        filename: 'a.png',
        url: 'mxc://evil/../../x',
        info: {},
      })
      await until(() => bot.messages.length === 2)
      const [voice, image] = bot.messages.map(({ files }) => files[0])
      expect(voice).toMatchObject({ kind: 'voice', mimeType: 'audio/ogg', sizeBytes: 5 })
      expect(Buffer.from((await voice?.download(100, bot.signal)) ?? []).toString()).toBe('sound')
      await expect(voice?.download(2, bot.signal)).rejects.toMatchObject({ kind: 'too_big' })
      expect(bot.messages[1]?.text).toBe('what is this?')
      await expect(image?.download(100, bot.signal)).rejects.toMatchObject({ kind: 'refused' })
    },
  )

  it('goes where the hub lets it, and says no to the others', async () => {
    await using at = await open()
    const { matrix, bot, zoe, ada, memory } = at
    memory.mayJoin = ({ kind, userId }) => Promise.resolve(kind === 'dm' || userId === zoe)
    const asked = matrix.room([ada], { withBot: false })
    const party = matrix.room([ada], { withBot: false })
    const work = matrix.room([zoe, ada], { withBot: false })
    matrix.invite(asked, ada, { isDirect: true })
    matrix.say(asked, ada, 'may I?')
    matrix.invite(party, ada)
    matrix.invite(work, zoe)
    await until(
      () =>
        matrix.isIn(asked) && matrix.isIn(work) && matrix.calls.some(({ path }) => path.endsWith('/leave')),
    )
    expect(matrix.isIn(party)).toBe(false)
    await until(
      () => bot.messages.length === 1,
      () => bot.texts(),
    )
    expect(bot.messages[0]).toMatchObject({ text: 'may I?', place: { kind: 'dm' } })
  })

  it('stays in the rooms that are listed', async () => {
    let listed = ''
    await using at = await open((matrix) => {
      const room = matrix.room([matrix.user('Zoe')])
      listed = room.id
      return { allowedRooms: [room.id] }
    })
    const { matrix, bot, zoe, dm } = at
    const other = matrix.room([zoe], { withBot: false })
    matrix.invite(other, zoe, { isDirect: true })
    matrix.say(dm, zoe, 'not here')
    await until(() => matrix.calls.some(({ path }) => path.endsWith('/leave')))
    await at.connector.send({ chatId: listed, threadId: null, kind: 'dm' }, plain('x'), {
      key: 'k',
      replyTo: null,
      signal: bot.signal,
    })
    expect(bot.texts()).toEqual([])
  })

  it('says once that it cannot read encrypted rooms, also after a restart', async () => {
    await using at = await open()
    const { matrix, zoe, memory, bot } = at
    const secret = matrix.room([zoe], { encrypted: true })
    const encrypted = () =>
      matrix.event(secret, zoe, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: '…' })
    encrypted()
    encrypted()
    await until(() => matrix.answers(secret).length === 1 && memory.notes.has('places'))
    await bot.stop()
    encrypted()
    await using again = listenTo(connect(matrix, memory))
    matrix.say(at.dm, zoe, 'hi')
    await until(() => again.messages.length === 1)
    expect(matrix.answers(secret).map(({ body }) => body)).toEqual([
      expect.stringContaining('cannot read encrypted rooms'),
    ])
  })
})

describe('choices', () => {
  it('are numbered, and taken by a reaction, by a sign, or by a number', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm } = at
    const id = await at.send(plain('May I?', { buttons: yesNo }))
    expect(matrix.answers(dm)[0]?.body).toBe(
      'May I?\n\n1️⃣ Allow\n2️⃣ Refuse\n\nReact with the number, or reply with it.',
    )
    await until(() => matrix.reactions(dm).length === 2)
    matrix.react(dm, zoe, id, '2⃣')
    await until(() => bot.presses.length === 1)
    matrix.react(dm, zoe, id, '👍🏽')
    await until(() => bot.presses.length === 2)
    matrix.say(dm, zoe, ' 2 ')
    await until(() => bot.presses.length === 3)
    matrix.react(dm, zoe, id, '🎉')
    matrix.say(dm, zoe, '3')
    await until(() => bot.messages.length === 1)
    expect(bot.presses.map(({ button, messageId }) => [button, messageId])).toEqual([
      [1, id],
      [0, id],
      [1, id],
    ])
    expect(bot.texts()).toEqual(['3'])
  })

  it('that came too late are told so, and once', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm } = at
    const id = await at.send(plain('May I?', { buttons: yesNo }))
    bot.hub.onPress = async (press) => {
      await press.reply('This is no longer open.', true)
      await press.reply('This is no longer open.', true)
    }
    matrix.react(dm, zoe, id, '1️⃣')
    const { event_id: number } = matrix.say(dm, zoe, '2')
    await until(() => bot.presses.length === 2 && matrix.answers(dm).length >= 3)
    const [, toReaction, toNumber, ...more] = matrix.answers(dm)
    expect([toReaction?.body, toNumber?.body]).toEqual(Array(2).fill('This is no longer open.'))
    expect(toNumber?.content['m.relates_to']).toEqual({ 'm.in_reply_to': { event_id: number } })
    expect(more).toEqual([])
  })

  it('are known again after a crash, and gone when they are closed', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm, connector, place, memory } = at
    const id = await at.send(plain('May I?', { buttons: yesNo }))
    const old = await at.send(plain('And this?', { buttons: yesNo }), 'k2')
    await connector.edit(place(dm), old, plain('Done'), { key: 'k2', replyTo: null, signal: bot.signal })
    await bot.stop()
    await using again = listenTo(connect(matrix, memory))
    matrix.react(dm, zoe, old, '1️⃣')
    matrix.say(dm, zoe, '1')
    await until(() => again.presses.length === 1)
    expect(again.presses).toMatchObject([{ messageId: id, button: 0 }])
  })
})

describe('what goes out', () => {
  it('the same key is the same message, also when the answer was lost or the server asked to wait', async () => {
    await using at = await open()
    const { matrix, dm } = at
    let lost = 1
    matrix.mood.loseAnswers = (method, path) => method === 'PUT' && path.includes('/send/') && lost-- > 0
    await expect(at.send(plain('once'), 'd1-0')).rejects.toMatchObject({ kind: 'away' })
    matrix.mood.limitNext = 1
    await expect(at.send(plain('once'), 'd1-0')).rejects.toMatchObject({
      kind: 'limited',
      retryAfterMs: 1_000,
    })
    const id = await at.send(plain('once'), 'd1-0')
    expect(await at.send(plain('once'), 'd1-0')).toBe(id)
    expect(matrix.answers(dm).map(({ body }) => body)).toEqual(['once'])
  })

  it('edits, goes back to an earlier text, and turns a text into a file', async () => {
    await using at = await open()
    const { matrix, dm, connector, bot, place } = at
    const options = { key: 'k1', replyTo: null, signal: bot.signal }
    const id = await at.send(plain('a'))
    for (const text of ['b', 'a']) await connector.edit(place(dm), id, plain(text), options)
    expect(matrix.answers(dm)).toMatchObject([{ id, body: 'a', edits: 2 }])
    const file = { name: 'a.txt', mimeType: 'text/plain', bytes: Buffer.from('words') }
    const other = await connector.edit(place(dm), id, plain('here', { file }), options)
    expect(matrix.answers(dm)).toMatchObject([
      { id: other, body: 'here', content: { filename: 'a.txt', msgtype: 'm.file' } },
    ])
    expect([...matrix.media.values()].map(({ bytes }) => bytes.toString())).toEqual(['words'])
  })

  it('takes off the mark that it put on before a crash', async () => {
    await using at = await open()
    const { matrix, dm, zoe, connector, bot, place } = at
    const asked = matrix.say(dm, zoe, 'hi')
    await connector.react(place(dm), asked.event_id, '👀', bot.signal)
    expect(matrix.reactions(dm)).toHaveLength(1)
    await connect(matrix).react(place(dm), asked.event_id, null, bot.signal)
    expect(matrix.reactions(dm)).toHaveLength(0)
  })
})

describe('losses', () => {
  it('what a cut timeline left out is fetched, in order', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm } = at
    matrix.mood.timelineLimit = 3
    await bot.stop()
    const said = Array.from({ length: 130 }, (_, n) => `message ${n}`)
    for (const text of said) matrix.say(dm, zoe, text)
    await using again = listenTo(connect(matrix, at.memory))
    await until(
      () => again.messages.length === 130,
      () => again.messages.length,
    )
    expect(again.texts()).toEqual(said)
  })

  it('the token is not kept before the hub has what came with it', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm, memory } = at
    matrix.say(dm, zoe, 'one')
    await until(() => bot.messages.length === 1)
    bot.hub.away = true
    const syncs = matrix.syncs()
    matrix.say(dm, zoe, 'two')
    await until(() => matrix.syncs() > syncs)
    await bot.stop()
    await using again = listenTo(connect(matrix, memory))
    await until(() => again.texts().includes('two'))
  })

  it('comes back when the homeserver was away, with what was said meanwhile', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm } = at
    matrix.mood.failNext = 3
    matrix.say(dm, zoe, 'one')
    await until(() => bot.states.some(({ status }) => status === 'reconnecting'))
    await until(
      () => bot.messages.length === 1 && bot.states.at(-1)?.status === 'running',
      () => bot.states,
    )
    expect(bot.states.find(({ status }) => status === 'reconnecting')).toMatchObject({
      error: expect.stringContaining('502'),
    })
  })

  it('a token that is no longer good fails at once, and is not told to anybody', async () => {
    await using at = await open()
    const { matrix, bot, zoe, dm } = at
    matrix.mood.tokenGood = false
    matrix.say(dm, zoe, 'wake up')
    const failure = await bot.done.catch((error: unknown) => error)
    expect(failure).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('sign the bot in again'),
    })
    expect(JSON.stringify([failure, matrix.calls])).not.toContain(matrix.token)
  })
})

describe('format', () => {
  const written = (markdown: string) => matrixFormat.render(parse(markdown)).rich

  it.each([
    [
      '**bold** *thin* ~~gone~~ `<code>`',
      '<strong>bold</strong> <em>thin</em> <del>gone</del> <code>&lt;code&gt;</code>',
    ],
    ['# Title\n\ntext', '<h1>Title</h1><p>text</p>'],
    ['```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b\n</code></pre>'],
    ['```" onload="x\na\n```', '<pre><code>a\n</code></pre>'],
    ['3. three\n4. four', '<ol start="3"><li>three</li><li>four</li></ol>'],
    ['- [x] done\n- [ ] open', '<ul><li>☑ done</li><li>☐ open</li></ul>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['[x](javascript:alert(1))', 'x (javascript:alert(1))'],
    ['![cat](https://example.org/cat.png)', '<a href="https://example.org/cat.png">cat</a>'],
    ['> quoted', '<blockquote><p>quoted</p></blockquote>'],
    [
      '|a|b|\n|-|-|\n|1|2|',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
    ],
  ])('%j', (markdown, expected) => expect(written(markdown)).toBe(expected))
})

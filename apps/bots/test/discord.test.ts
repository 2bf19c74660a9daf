// Discord as people see it, through the real hub and its program of the bots.
import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from './doubles/discord.ts'
import { killProgram, patience, programPid, words } from './hub.ts'
import { type DiscordHub, openDiscordHub } from './others.ts'

const friends = Array.from({ length: 12 }, (_, n) => person(`Friend ${n}`))
let next = 0
let hub: DiscordHub
beforeAll(async () => {
  hub = await openDiscordHub()
  await hub.set({ allowed_users: friends.map(({ id }) => id) })
  await hub.runs()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

/** Somebody who may speak with the bot, and the conversation with them. */
function friend() {
  const zoe = friends[next++ % friends.length] ?? person('Zoe')
  return { zoe, dm: hub.discord.world.dm(zoe) }
}

test('P38 a stranger gets one polite answer, is paired, asks, allows by a button and gets the streamed result', async () => {
  const { discord, app } = hub
  const eve = person('Eve')
  const dm = discord.world.dm(eve)
  discord.say(dm, eve, 'Hello?')
  await hub.hears(dm, 'let in')
  discord.say(dm, eve, '/run echo secretly')
  const last = discord.say(dm, eve, 'Are you there?')
  await hub.read((cursor) => BigInt(JSON.parse(cursor || '{"seen":0}').seen) >= BigInt(last.id))
  const [request, ...more] = await hub.pairings()
  expect(more).toEqual([])
  const approved = await app.rest('POST', `/api/bots/pairing/${request?.id}/approve`, {
    trust_level: 'vault',
  })
  expect(approved.status).toBe(200)
  await hub.hears(dm, 'You are let in')
  expect(hub.texts(dm)).toHaveLength(2)

  const asked = discord.say(dm, eve, '/run echo seen')
  const prompt = await hub.hears(dm, 'May I use Bash?')
  expect(prompt.message_reference).toMatchObject({ message_id: asked.id })
  const [allow, refuse] = hub.buttons(prompt)
  expect([allow?.label, refuse?.label]).toEqual(['✅ Allow', '❌ Refuse'])
  const pressed = discord.press(dm, eve, prompt, allow?.custom_id ?? '')
  await hub.hears(dm, /It ran:[\s\S]*seen/)
  expect(pressed.acknowledged()?.body).toMatchObject({ content: 'Allowed.', flags: 64 })
  expect(hub.buttons(await hub.hears(dm, 'Permission asked for'))).toEqual([])

  discord.say(dm, eve, '/slow 60 40')
  await hub.hears(dm, /^word1 .*word5/)
  await hub.hears(dm, words(60))
  await hub.settled()
  expect(hub.texts(dm).filter((text) => text.includes(words(60)))).toHaveLength(1)
  await expect.poll(() => discord.world.find(dm.id, asked.id)?.reactions, patience).toEqual([])
})

test('in servers it answers who speaks to it, and knows what was said before', async () => {
  const { discord } = hub
  const { zoe } = friend()
  const garden = discord.world.channel(discord.world.guild('Home'), 'garden')
  discord.say(garden, person('Max'), 'The beans are late this year.')
  discord.say(garden, zoe, 'hello', { mention: true })
  await hub.hears(garden, 'activate')
  await hub.activate(garden.id)
  discord.say(garden, zoe, '/think in the server', { mention: true })
  const answer = await hub.hears(garden, 'in the server')
  discord.say(garden, zoe, '/think not for you')
  discord.say(garden, zoe, '/think below', { replyTo: answer })
  await hub.hears(garden, 'below')
  await hub.settled()
  expect(hub.texts(garden).join('\n')).not.toContain('not for you')
})

test('slash commands are shown and answered: /chat, /stop, /new, /help, /model', async () => {
  const { discord } = hub
  const { zoe, dm } = friend()
  expect(discord.world.commands.map(({ name }) => name)).toEqual([
    'chat',
    'new',
    'stop',
    'status',
    'model',
    'help',
  ])
  discord.command(dm, zoe, 'chat', { message: '/slow 2000 20' })
  await hub.hears(dm, /^word1 /)
  discord.command(dm, zoe, 'stop')
  await hub.hears(dm, /word1 [\s\S]*Stopped/)
  discord.command(dm, zoe, 'new')
  await hub.hears(dm, 'A fresh start')
  discord.command(dm, zoe, 'help')
  await hub.hears(dm, /\/new.*begins a new conversation/)
})

test('a question has buttons, and own words answer it too', async () => {
  const { discord } = hub
  const { zoe, dm } = friend()
  discord.say(dm, zoe, '/ask Which one? | Red | Green')
  const question = await hub.hears(dm, 'Which one?')
  const green = hub.buttons(question).find(({ label }) => label === 'Green')
  discord.press(dm, zoe, question, green?.custom_id ?? '')
  await hub.hears(dm, 'You said: Green')
  discord.say(dm, zoe, '/ask And now?')
  await hub.hears(dm, 'And now?')
  discord.say(dm, zoe, 'neither')
  await hub.hears(dm, 'You said: neither')
})

test('a long answer comes in parts that fit, code whole', async () => {
  const { discord } = hub
  const { zoe, dm } = friend()
  discord.say(dm, zoe, '/slow 900 0')
  await hub.hears(dm, 'word900')
  await hub.settled()
  const parts = hub.texts(dm)
  expect(parts.length).toBeGreaterThan(2)
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(2_000)
  expect(parts.join(' ')).toBe(words(900))
})

test('what came while Discord was away, twice or in a wrong order is answered afterwards, once', async () => {
  const { discord } = hub
  const { zoe, dm } = friend()
  discord.say(dm, zoe, '/think first')
  await hub.hears(dm, 'first')
  discord.gateway.mood.away = true
  discord.gateway.cut()
  discord.gateway.forget()
  for (const word of ['one', 'two']) discord.say(dm, zoe, `/think ${word}`)
  await wait(300)
  discord.gateway.mood.away = false
  await hub.hears(dm, 'two')
  discord.gateway.mood.twice = true
  discord.say(dm, zoe, '/think twice')
  await hub.hears(dm, 'twice')
  discord.gateway.mood.twice = false
  discord.gateway.mood.shuffle = true
  discord.say(dm, zoe, '/think later')
  discord.say(dm, zoe, '/think sooner')
  discord.gateway.mood.shuffle = false
  discord.gateway.releaseShuffled()
  await hub.hears(dm, 'later')
  await hub.hears(dm, 'sooner')
  await hub.settled()
  expect(hub.texts(dm).toSorted()).toEqual(['first', 'later', 'one', 'sooner', 'twice', 'two'])
}, 60_000)

test('an answer gets through limits and outages of the REST API, once', async () => {
  const { discord } = hub
  const { zoe, dm } = friend()
  discord.mood.failNext = 2
  discord.say(dm, zoe, '/think through an outage')
  await hub.hears(dm, 'through an outage')
  let lost = 2
  discord.mood.loseAnswers = (method, path) => method === 'POST' && path.endsWith('/messages') && lost-- > 0
  discord.say(dm, zoe, '/think through lost answers')
  await hub.hears(dm, 'through lost answers')
  await hub.settled()
  discord.mood.loseAnswers = null
  expect(hub.texts(dm)).toEqual(['through an outage', 'through lost answers'])
}, 60_000)

const kills = Number(process.env['ATRIUM_BOT_KILLS'] ?? 2)
const onLinux = test.skipIf(process.platform !== 'linux') // the program is found in /proc

onLinux(
  `P38 the program is killed at ${kills} random moments of an answer, and the answer arrives once`,
  async () => {
    const { discord } = hub
    for (let round = 0; round < kills; round++) {
      const { zoe, dm } = friend()
      discord.say(dm, zoe, '/slow 40 30')
      await wait(randomInt(0, 2_000))
      await killProgram()
      await hub.hears(dm, words(40))
      discord.say(dm, zoe, '/think again')
      await hub.hears(dm, 'again')
      await hub.settled()
      expect(hub.texts(dm).filter((text) => text.includes('word'))).toEqual([words(40)])
    }
  },
  60_000 + kills * 30_000,
)

onLinux(
  'P38 killed while it asks: after the restart the same button still answers, once',
  async () => {
    const { discord } = hub
    const { zoe, dm } = friend()
    discord.say(dm, zoe, '/run echo survived')
    const prompt = await hub.hears(dm, 'May I use Bash?')
    await killProgram()
    discord.press(dm, zoe, prompt, hub.buttons(prompt)[0]?.custom_id ?? '')
    await hub.hears(dm, /It ran:[\s\S]*survived/)
    expect(hub.texts(dm).filter((text) => text.includes('It ran'))).toHaveLength(1)
  },
  60_000,
)

onLinux('P42 the token is in no argument, no environment, no answer of the hub and no note', async () => {
  const { discord, app } = hub
  const pid = await programPid()
  const told = await Promise.all(
    ['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
  )
  const answers = await Promise.all(
    ['config', 'status', 'discord/notes/cursor', 'discord/notes/places'].map((path) =>
      app.rest('GET', `/api/bots/${path}`),
    ),
  )
  const logs = await Promise.all(
    (await readdir(`${app.home}/logs`).catch(() => [])).map((name) =>
      readFile(`${app.home}/logs/${name}`, 'utf8'),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(JSON.stringify([told, answers.map(({ body }) => body), logs])).not.toContain(discord.token)
})

test('a wrong token fails at once with a reason, and is not tried again', async () => {
  const wrong = 'MTAx.wrong.token-canary-0987654321'
  await using other = await openDiscordHub({ token: wrong })
  await expect.poll(async () => (await other.connector()).status, patience).toBe('failed')
  const { last_error } = await other.connector()
  expect(last_error).toContain('does not take the bot token')
  expect(last_error).not.toContain(wrong)
  expect(other.discord.calls.length).toBeLessThanOrEqual(3)
})

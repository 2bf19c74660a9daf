// Matrix as people see it, through the real hub and its program of the bots.
import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killProgram, patience, words } from './hub.ts'
import { type MatrixHub, openMatrixHub } from './others.ts'

const names = Array.from({ length: 10 }, (_, n) => `Friend${n}`)
let next = 0
let hub: MatrixHub
beforeAll(async () => {
  hub = await openMatrixHub()
  await hub.set({ allowed_users: names.map((name) => hub.matrix.user(name)) })
  await hub.runs()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

function friend() {
  const zoe = hub.matrix.user(names[next++ % names.length] ?? '')
  return { zoe, dm: hub.matrix.room([zoe]) }
}

test('P38 a stranger invites the bot, gets one polite answer, is paired, asks, allows by a reaction and gets the streamed result', async () => {
  const { matrix, app } = hub
  const eve = matrix.user('Eve')
  const dm = matrix.room([eve], { withBot: false })
  matrix.invite(dm, eve, { isDirect: true })
  matrix.say(dm, eve, 'Hello?')
  await hub.hears(dm, 'let in')
  matrix.say(dm, eve, '/run echo secretly')
  const party = matrix.room([eve], { withBot: false })
  matrix.invite(party, eve)
  const reached = matrix.position()
  await hub.read((cursor) => Number(cursor.slice(1)) >= reached)
  const [request, ...more] = await hub.pairings()
  expect(more).toEqual([])
  const approved = await app.rest('POST', `/api/bots/pairing/${request?.id}/approve`, {
    trust_level: 'vault',
  })
  expect(approved.status).toBe(200)
  await hub.hears(dm, 'You are let in')
  expect(hub.texts(dm)).toHaveLength(2)
  expect(matrix.isIn(party)).toBe(false)

  matrix.say(dm, eve, '/run echo seen')
  const prompt = await hub.hears(dm, 'May I use Bash?')
  expect(prompt.body).toContain('1️⃣ ✅ Allow\n2️⃣ ❌ Refuse')
  matrix.react(dm, eve, prompt.id, '1️⃣')
  await hub.hears(dm, /It ran:[\s\S]*seen/)
  expect((await hub.hears(dm, 'Permission asked for')).body).not.toContain('1️⃣')

  matrix.say(dm, eve, '/slow 60 40')
  await hub.hears(dm, /^word1 .*word5/)
  expect((await hub.hears(dm, words(60))).edits).toBeGreaterThan(1)
  await hub.settled()
  expect(hub.texts(dm).filter((text) => text.includes(words(60)))).toHaveLength(1)
  await expect
    .poll(
      () => matrix.reactions(dm).filter(({ content }) => JSON.stringify(content).includes('👀')).length,
      patience,
    )
    .toBe(0)
})

test('a number answers what is asked, and own words do, too', async () => {
  const { matrix } = hub
  const { zoe, dm } = friend()
  matrix.say(dm, zoe, '/ask Which one? | Red | Green')
  await hub.hears(dm, 'Which one?')
  matrix.say(dm, zoe, '2')
  await hub.hears(dm, 'You said: Green')
  matrix.say(dm, zoe, '/ask And now? | Red | Green')
  await hub.hears(dm, 'And now?')
  matrix.say(dm, zoe, 'neither')
  await hub.hears(dm, 'You said: neither')
})

test('in groups it answers who speaks to it, by the commands with !', async () => {
  const { matrix } = hub
  const { zoe } = friend()
  const group = matrix.room([zoe, matrix.user('Max')], { name: 'Kitchen' })
  const mention = { 'm.mentions': { user_ids: [matrix.botId] } }
  matrix.say(group, zoe, 'Atrium: hello', mention)
  await hub.hears(group, 'activate')
  await hub.activate(group.id)
  matrix.say(group, zoe, 'Atrium: /think in the kitchen', mention)
  await hub.hears(group, 'in the kitchen')
  matrix.say(group, zoe, '/think not for you')
  matrix.say(group, zoe, 'Atrium: !help', mention)
  await hub.hears(group, '!new begins a new conversation')
  await hub.settled()
  expect(hub.texts(group).join('\n')).not.toContain('not for you')
})

test('what came while the homeserver was away, or busy, is answered afterwards, once', async () => {
  const { matrix } = hub
  const { zoe, dm } = friend()
  matrix.mood.failNext = 4
  for (const word of ['one', 'two']) matrix.say(dm, zoe, `/think ${word}`)
  await hub.hears(dm, 'two')
  matrix.mood.limitNext = 1
  matrix.say(dm, zoe, '/think patient')
  await hub.hears(dm, 'patient')
  let lost = 2
  matrix.mood.loseAnswers = (method, path) =>
    method === 'PUT' && path.includes('/send/m.room.message') && lost-- > 0
  matrix.say(dm, zoe, '/think lost')
  await hub.hears(dm, 'lost')
  await hub.settled()
  matrix.mood.loseAnswers = null
  expect(hub.texts(dm)).toEqual(['one', 'two', 'patient', 'lost'])
}, 60_000)

const kills = Number(process.env['ATRIUM_BOT_KILLS'] ?? 2)
const onLinux = test.skipIf(process.platform !== 'linux') // the program is found in /proc

onLinux(
  `P38 the program is killed at ${kills} random moments of an answer, and the answer arrives once`,
  async () => {
    const { matrix } = hub
    for (let round = 0; round < kills; round++) {
      const { zoe, dm } = friend()
      matrix.say(dm, zoe, '/slow 40 30')
      await wait(randomInt(0, 2_000))
      await killProgram()
      await hub.hears(dm, words(40))
      matrix.say(dm, zoe, '/think again')
      await hub.hears(dm, 'again')
      await hub.settled()
      expect(hub.texts(dm).filter((text) => text.includes('word'))).toEqual([words(40)])
    }
  },
  60_000 + kills * 30_000,
)

onLinux(
  'killed while it asks: after the restart the number still answers, once',
  async () => {
    const { matrix } = hub
    const { zoe, dm } = friend()
    matrix.say(dm, zoe, '/run echo survived')
    await hub.hears(dm, 'May I use Bash?')
    await killProgram()
    matrix.say(dm, zoe, '1')
    await hub.hears(dm, /It ran:[\s\S]*survived/)
    expect(hub.texts(dm).filter((text) => text.includes('It ran'))).toHaveLength(1)
  },
  60_000,
)

test('a token that is no longer good fails at once with a reason', async () => {
  const { zoe, dm } = friend()
  hub.matrix.mood.tokenGood = false
  hub.matrix.say(dm, zoe, 'hi')
  await expect.poll(async () => (await hub.connector()).status, patience).toBe('failed')
  expect((await hub.connector()).last_error).toContain('sign the bot in again')
})

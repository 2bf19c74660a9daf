// Many people at once, and the pace that Discord asks for.
import { expect, test } from 'vitest'
import { person } from './doubles/discord.ts'
import { words } from './hub.ts'
import { openDiscordHub } from './others.ts'

/** More than are followed at once. */
const users = Number(process.env['ATRIUM_BOT_USERS'] ?? 40)

test(
  `${users} people who write at once are all answered, each once`,
  async () => {
    await using hub = await openDiscordHub()
    const { discord } = hub
    const people = Array.from({ length: users }, (_, i) => person(`Person ${i}`))
    await hub.set({ allowed_users: people.map(({ id }) => id) })
    await hub.runs()
    const chats = people.map((one) => discord.world.dm(one))
    const began = performance.now()
    for (const [i, one] of people.entries()) discord.say(discord.world.dm(one), one, `/think hello${i}`)
    await expect
      .poll(() => chats.filter((dm, i) => hub.texts(dm).includes(`hello${i}`)).length, {
        timeout: 30_000 + users * 300,
        interval: 200,
      })
      .toBe(users)
    await hub.settled()
    for (const [i, dm] of chats.entries()) expect(hub.texts(dm)).toEqual([`hello${i}`])
    console.info(
      `${users} people: ${Math.round(performance.now() - began)} ms, ${discord.calls.length} calls`,
    )
  },
  90_000 + users * 400,
)

test('a stream at the pace of Discord: it grows before the eyes, and Discord hardly ever has to ask for less', async () => {
  const zoe = person('Zoe')
  await using hub = await openDiscordHub({ discord: {}, realPace: true })
  await hub.set({ allowed_users: [zoe.id] })
  await hub.runs()
  const dm = hub.discord.world.dm(zoe)
  hub.discord.say(dm, zoe, '/slow 80 60')
  await hub.hears(dm, words(80))
  await hub.settled()
  const edits = hub.discord.calls.filter(
    ({ method, path }) => method === 'PATCH' && path.includes('/messages/'),
  )
  expect(edits.length).toBeGreaterThanOrEqual(2)
  expect(edits.length).toBeLessThanOrEqual(10)
  expect(hub.discord.calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1)
}, 120_000)

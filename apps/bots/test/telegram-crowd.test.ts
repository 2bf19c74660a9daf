// Many people at once, and the pace that Telegram asks for.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openTelegramHub, programPid, words } from './hub.ts'

/** More than are followed at once. */
const users = Number(process.env['ATRIUM_BOT_USERS'] ?? 32)

async function memoryMb(): Promise<number> {
  const status = await readFile(`/proc/${await programPid()}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024
}

test.skipIf(process.platform !== 'linux')(
  `${users} people who write at once are all answered, each once, in bounded memory`,
  async () => {
    await using hub = await openTelegramHub()
    const { telegram } = hub
    const people = Array.from({ length: users }, (_, i) => telegram.person(`Person ${i}`))
    await hub.set({ allowed_users: people.map(({ id }) => id) })
    await expect.poll(() => telegram.polled, { timeout: 25_000 }).toBe(true)
    const before = await memoryMb()
    const began = performance.now()
    for (const [i, person] of people.entries()) telegram.say(person, `/think hello${i}`)
    await expect
      .poll(() => people.filter((person, i) => hub.texts(person).includes(`hello${i}`)).length, {
        timeout: 30_000 + users * 300,
        interval: 200,
      })
      .toBe(users)
    await expect.poll(async () => (await hub.status()).undelivered, { timeout: 30_000 }).toBe(0)
    for (const [i, person] of people.entries()) expect(hub.texts(person)).toEqual([`hello${i}`])
    const grown = (await memoryMb()) - before
    console.info(
      `${users} people: ${Math.round(performance.now() - began)} ms, ${telegram.calls.length} calls, ${Math.round(before)} MB and ${Math.round(grown)} MB more`,
    )
    expect(grown).toBeLessThan(256)
  },
  60_000 + users * 400,
)

test('a stream at the pace of Telegram: it grows before its eyes, and Telegram never has to ask for less', async () => {
  await using hub = await openTelegramHub({ realPace: true })
  const { telegram } = hub
  const zoe = await hub.friend('Zoe')
  telegram.say(zoe, '/slow 80 60')
  const answer = await hub.hears(zoe, words(80))
  await expect.poll(async () => (await hub.status()).undelivered, { timeout: 20_000 }).toBe(0)
  expect(answer.edits).toBeGreaterThanOrEqual(2)
  expect(answer.edits).toBeLessThanOrEqual(8)
  expect(telegram.calls.filter(({ status }) => status === 429)).toEqual([])
})

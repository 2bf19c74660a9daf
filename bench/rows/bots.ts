import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnServer } from '@atrium/server/testing'
import { createTelegramDouble } from '../../apps/bots/test/doubles/telegram.ts'
import { startFloor } from '../lib/child.ts'
import { post } from '../lib/load.ts'
import { asDifference, inTurns, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const turns = 3
const messages = 5
/** People write slower than the platform takes messages of a bot. */
const quietMs = 3_000
const askAgainMs = 2

/** A person's message at the platform until the bot's first words stand there, against a bare HTTP round trip. */
async function measure(): Promise<Result[]> {
  await using telegram = await createTelegramDouble({ chatBurst: 1_000, perSecond: 1_000 })
  await using server = await spawnServer({ ATRIUM_TELEGRAM_API_ROOT: telegram.apiRoot })
  await using floor = await startFloor('fastify.ts')
  const person = telegram.person('Zoe')
  const { status, body } = await server.rest('PUT', '/api/bots/config', {
    telegram: { enabled: true, bot_token: telegram.token, allowed_users: [person.id] },
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  while (!telegram.polled) await sleep(20)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const bare = async (): Promise<number> => {
    const begun = performance.now()
    await post(floor.url, { body: '{}', agent })
    return performance.now() - begun
  }
  const answered = async (): Promise<number> => {
    await sleep(quietMs)
    const before = telegram.calls.length
    const begun = performance.now()
    telegram.say(person, 'Hello')
    const wrote = () =>
      telegram.calls.slice(before).find(({ method, status }) => method === 'sendMessage' && status === 200)
    for (;;) {
      const found = wrote()
      if (found) return found.at - begun
      if (performance.now() - begun > 20_000) throw new Error(JSON.stringify(telegram.calls.slice(before)))
      await sleep(askAgainMs)
    }
  }
  const each = async (one: () => Promise<number>) => {
    const times: number[] = []
    for (let count = 0; count < messages; count++) times.push(await one())
    return median(times)
  }
  try {
    const measured = await inTurns(
      turns,
      () => each(bare),
      () => each(answered),
    )
    const note = "a person's message until the bot's first words stand at the platform; floor: a bare POST"
    return [asDifference('first words of a bot', measured, 150, milliseconds, note)]
  } finally {
    agent.destroy()
  }
}

export const bots: Row = { name: 'bots', measure }

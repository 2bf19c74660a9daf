import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnServer } from '@atrium/server/testing'
import { createTelegramDouble } from '../../apps/bots/test/doubles/telegram.ts'
import { startFloor } from '../lib/child.ts'
import { post } from '../lib/load.ts'
import { asDifference, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const messages = 9
/** The answer before is written to its end, and the platform takes the next message at once. */
const quietMs = 5_000
const askAgainMs = 2

type Call = { method: string; params: Record<string, unknown> }

/**
 * A person's message at the platform until the bot's sign that it answers stands there, and until its first words do, against
 * a bare HTTP round trip. In between the bot keeps the platform's pace: one message a second in a chat.
 */
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
  const answered = async (): Promise<{ sign: number; words: number }> => {
    await sleep(quietMs)
    const before = telegram.calls.length
    const begun = performance.now()
    telegram.say(person, 'Hello')
    const said = (isMeant: (call: Call) => boolean) => telegram.calls.slice(before).find(isMeant)
    for (;;) {
      const sign = said(({ method }) => method === 'sendMessage')
      const words = said(({ params }) => JSON.stringify(params['text'] ?? '').length > 3) // more than `…`
      if (sign && words) return { sign: sign.at - begun, words: words.at - begun }
      if (performance.now() - begun > 20_000) throw new Error(JSON.stringify(telegram.calls.slice(before)))
      await sleep(askAgainMs)
    }
  }
  try {
    const times = { floor: [] as number[], sign: [] as number[], words: [] as number[] }
    for (let count = -1; count < messages; count++) {
      const [floor, { sign, words }] = [await bare(), await answered()]
      if (count < 0) continue // it warms up
      times.floor.push(floor)
      times.sign.push(sign)
      times.words.push(words)
    }
    const against = (ours: number[]) => ({ floor: median(times.floor), ours: median(ours) })
    const until = (what: string) => `a person's message until ${what} at the platform; floor: a bare POST`
    return [
      asDifference('sign of a bot', against(times.sign), 150, milliseconds, until('its place stands')),
      asDifference(
        'first words of a bot',
        against(times.words),
        1_500,
        milliseconds,
        `${until('they stand')}; a second of it is the platform's own pace`,
      ),
    ]
  } finally {
    agent.destroy()
  }
}

export const bots: Row = { name: 'bots', measure }

import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { cpuMs, startFloor } from '../lib/child.ts'
import { asFactor, inTurns, microseconds, type Result, type Row } from '../lib/result.ts'
import { openViewers } from '../lib/viewers.ts'

const viewers = 200
const viewersPerKey = 30
const events = 600
const everyMs = 5
const turns = 3
const frame = JSON.stringify({
  type: 'text',
  run_id: '01900000-0000-7000-8000-000000000000',
  block: 'abcdefgh',
  delta: 'word 123 ',
})

/** One key may open only so many streams. */
async function makeKeys(server: SpawnedServer): Promise<string[]> {
  const keys: string[] = []
  for (let index = 0; index < viewers; index += viewersPerKey) {
    const made = await server.rest('POST', '/api/auth/keys', { label: `bench ${index}`, scopes: ['chat'] })
    keys.push(String(made.body.key))
  }
  return keys
}

async function untilSteady(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count()
    await sleep(500)
  }
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const keys = await makeKeys(server)
  const answer = await server.rest('POST', '/api/chat', { message: '/think ready', runner: 'guide' })
  const chatId = /"session_id":"([^"]+)"/.exec(String(answer.body))?.[1] ?? ''
  const headersOf = (index: number) => ({
    authorization: `Bearer ${keys[Math.floor(index / viewersPerKey)]}`,
  })
  using ours = await openViewers(`${server.url}/api/chat/${chatId}/events?stream=delta`, headersOf, viewers)
  await using floor = await startFloor('sse.ts', frame)
  using bare = await openViewers(floor.url, () => ({}), viewers)
  await untilSteady(ours.total)

  const perFrame = async (child: ChildProcess, total: () => number, run: () => Promise<unknown>) => {
    const before = { cpu: cpuMs(child), frames: total() }
    await run()
    await untilSteady(total)
    return (cpuMs(child) - before.cpu) / (total() - before.frames)
  }
  const measured = await inTurns(
    turns,
    () =>
      perFrame(floor.child, bare.total, () => fetch(`${floor.url}/${events}/${everyMs}`, { method: 'POST' })),
    () =>
      perFrame(server.child, ours.total, () =>
        server.rest('POST', '/api/chat', { session_id: chatId, message: `/slow ${events} ${everyMs}` }),
      ),
  )
  const [first = '', ...others] = ours.texts()
  const missed = others.filter((text) => text !== first).length
  const note = `${viewers} viewers, an event every ${everyMs} ms, CPU a frame; ${missed} viewers missed something`
  const result = asFactor('SSE fan-out', measured, 1.5, microseconds, note)
  return [{ ...result, ok: result.ok && missed === 0 && first !== '' }]
}

export const fanOut: Row = { name: 'fanout', measure }

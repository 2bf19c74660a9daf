import { setTimeout as sleep } from 'node:timers/promises'
import { spawnServer } from '@atrium/server/testing'
import { memoryMb, startFloor } from '../lib/child.ts'
import { get } from '../lib/load.ts'
import { asDifference, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
const idleMs = 3_000
const megabytes = (value: number): string => `${value.toFixed(0)} MB`

type Start = { ms: number; mb: number }

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const floor: Start[] = []
  const ours: Start[] = []
  for (let turn = 0; turn < turns; turn++) {
    floor.push(await startBare())
    await server.kill('SIGTERM')
    const begun = performance.now()
    await server.again()
    await get(`${server.url}/api/health`, {})
    const ms = performance.now() - begun
    await sleep(idleMs)
    ours.push({ ms, mb: memoryMb(server.child) })
  }
  const of = (field: keyof Start) => ({
    floor: median(floor.map((start) => start[field])),
    ours: median(ours.map((start) => start[field])),
  })
  return [
    asDifference('start to first answer', of('ms'), 350, milliseconds, 'against a bare Fastify server'),
    asDifference('memory when idle', of('mb'), 60, megabytes, 'proportional set size after 3 s'),
  ]
}

async function startBare(): Promise<Start> {
  const begun = performance.now()
  await using floor = await startFloor('fastify.ts')
  await get(floor.url, {})
  const ms = performance.now() - begun
  await sleep(idleMs)
  return { ms, mb: memoryMb(floor.child) }
}

export const start: Row = { name: 'start', measure }

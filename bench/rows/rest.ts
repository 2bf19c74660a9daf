import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { cpuMs, startFloor } from '../lib/child.ts'
import { get, load } from '../lib/load.ts'
import { asFactor, inTurns, microseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
const requests = 4_000
const sessions = 20

/** Processor time a request of one route, ours against a bare Fastify route that sends the same value. */
async function compare(server: SpawnedServer, path: string): Promise<{ floor: number; ours: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  try {
    const headers = { authorization: `Bearer ${server.token}` }
    const url = server.url + path
    const payload = join(folder, 'payload.json')
    await writeFile(payload, await get(url, headers))
    await using floor = await startFloor('fastify.ts', payload)
    const perRequest = async (child: ChildProcess, target: string) => {
      const before = cpuMs(child)
      await load(target, { requests, headers })
      return (cpuMs(child) - before) / requests
    }
    return await inTurns(
      turns,
      () => perRequest(floor.child, floor.url),
      () => perRequest(server.child, url),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function measureRead(): Promise<Result[]> {
  await using server = await spawnServer()
  // A list without entries, kept in memory: what is left is the door itself, sign-in and validation included.
  const empty = await compare(server, '/api/sessions')
  return [asFactor('REST read', empty, 2, microseconds, 'GET /api/sessions without any, CPU a request')]
}

async function measureSessions(): Promise<Result[]> {
  await using server = await spawnServer()
  for (let index = 0; index < sessions; index++) {
    const made = await server.rest('POST', '/api/sessions', {
      name: `bench-${index}`,
      command: 'sleep 3600',
      directory: server.home,
    })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  }
  const list = await compare(server, '/api/sessions')
  return [
    asFactor('sessions list', list, 2.5, microseconds, `GET /api/sessions, ${sessions} live, CPU a request`),
  ]
}

export const restRead: Row = { name: 'rest', measure: measureRead }
export const sessionsList: Row = { name: 'sessions', measure: measureSessions }

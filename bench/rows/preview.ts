import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { spawnServer } from '@atrium/server/testing'
import { cpuMs, startFloor } from '../lib/child.ts'
import { load } from '../lib/load.ts'
import { asFactor, inTurns, microseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
const requests = 500

/** The cookie of a visit, got as a browser gets it. */
async function enter(address: string, hub: URL): Promise<string> {
  const { host, pathname, search } = new URL(address)
  const call = request({
    host: hub.hostname,
    port: hub.port,
    path: pathname + search,
    headers: { host },
  }).end()
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  answer.resume()
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

/** Processor time a request of a program behind the preview, sign-in and checks included, against the barest proxy. */
async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  await using program = await startFloor('fastify.ts')
  await using floor = await startFloor('proxy.ts', program.url)
  const { body } = await server.rest('POST', '/api/preview/select', {
    port: Number(new URL(program.url).port),
  })
  const cookie = await enter(body.url, new URL(server.url))
  const perRequest = async (child: ChildProcess, target: string, headers: Record<string, string>) => {
    const before = cpuMs(child)
    await load(target, { requests, headers })
    return (cpuMs(child) - before) / requests
  }
  const found = await inTurns(
    turns,
    () => perRequest(floor.child, floor.url, {}),
    () => perRequest(server.child, server.url, { host: new URL(body.url).host, cookie }),
  )
  return [
    asFactor(
      'preview',
      found,
      2,
      microseconds,
      'GET through the preview, CPU a request, against a bare proxy',
    ),
  ]
}

export const preview: Row = { name: 'preview', measure }

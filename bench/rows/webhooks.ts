import { once } from 'node:events'
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnServer } from '@atrium/server/testing'
import { post } from '../lib/load.ts'
import { asDifference, inTurns, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
const calls = 20
/** Events are rare: what one left to do is done before the next. */
const quietMs = 50

/** Takes everything; `heard` is when the next one has come. */
async function startReceiver() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(204).end()
      server.emit('heard')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    host: `127.0.0.1:${port}`,
    heard: () => once(server, 'heard'),
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** From a call that changes something until a receiver has heard of it, against a bare POST to that receiver. */
async function measure(): Promise<Result[]> {
  using receiver = await startReceiver()
  const url = `http://${receiver.host}/hook`
  await using server = await spawnServer({ ATRIUM_WEBHOOK_HOSTS: receiver.host })
  const made = await server.rest('POST', '/api/webhooks', { url, events: ['session.state.changed'] })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await server.rest('POST', '/api/sessions', {
    name: 'bench',
    command: 'sleep 3600',
    directory: server.home,
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = {
    authorization: `Bearer ${server.token}`,
    'x-atrium-hooks': '1',
    'x-atrium-session': 'cc-bench',
  }
  const each = async (send: () => Promise<unknown>) => {
    const times: number[] = []
    for (let count = 0; count < calls; count++) {
      await sleep(quietMs)
      const heard = receiver.heard()
      const begun = performance.now()
      const sent = send()
      await heard
      times.push(performance.now() - begun)
      await sent
    }
    return median(times)
  }
  let works = false
  /** Each tells another state than the one before. */
  const change = () => {
    works = !works
    const event = works ? 'UserPromptSubmit' : 'Stop'
    return post(`${server.url}/api/hooks/${event}`, { body: '{"session_id":"bench"}', agent, headers })
  }
  try {
    const measured = await inTurns(
      turns,
      () => each(() => post(url, { body: '{}', agent })),
      () => each(change),
    )
    const note =
      "an agent's hook until a receiver has the event, written down before it is sent; floor: a bare POST"
    return [asDifference('webhook', measured, 50, milliseconds, note)]
  } finally {
    agent.destroy()
  }
}

export const webhooks: Row = { name: 'webhooks', measure }

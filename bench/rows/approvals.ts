import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { WebSocket } from 'ws'
import { startFloor } from '../lib/child.ts'
import { asFactor, inTurns, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
const asks = 60
/** Requests are rare: nothing is warm from the one before, on either side. */
const quietMs = 10

async function open(url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers })
  await once(socket, 'open')
  return socket
}

/** There and back, bare. */
async function echo(socket: WebSocket): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < asks; count++) {
    await sleep(quietMs)
    const begun = performance.now()
    socket.send('{"type":"ping"}')
    await once(socket, 'message')
    times.push(performance.now() - begun)
  }
  return median(times)
}

/** The request of an agent's hook goes in, the console's frame comes out. */
async function approval(hook: Wire, person: Wire, socket: WebSocket): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < asks; count++) {
    const heard = frame(socket, 'tool-approval-request')
    await sleep(quietMs)
    const begun = performance.now()
    hook.post('/api/hooks/PermissionRequest', {
      hook_event_name: 'PermissionRequest',
      tool_name: 'Bash',
      tool_input: { command: `rm -rf build-${count}` },
      cwd: '/tmp',
    })
    const { id } = await heard
    times.push(performance.now() - begun)
    const [told, decided] = [hook.answered(), person.answered()]
    person.post(`/api/approvals/${id}`, { decision: 'deny' })
    await Promise.all([told, decided])
  }
  return median(times)
}

const frame = (socket: WebSocket, type: string): Promise<{ id: string }> =>
  new Promise((resolve) => {
    const hear = (data: Buffer): void => {
      const said = JSON.parse(data.toString()) as { type: string; id: string } // our own frames
      if (said.type !== type) return
      socket.off('message', hear)
      resolve(said)
    }
    socket.on('message', hear)
  })

/** A connection that is there already, with nothing of a client library on the way. */
async function wire(server: SpawnedServer) {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  await once(socket, 'connect')
  const head = (path: string, bytes: number) =>
    `POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${server.token}\r\n` +
    `Content-Type: application/json\r\nX-Atrium-Hooks: 1\r\nX-Penates-Session: cc-bench\r\nContent-Length: ${bytes}\r\n\r\n`
  return {
    post(path: string, body: unknown): void {
      const text = JSON.stringify(body)
      socket.write(head(path, Buffer.byteLength(text)) + text)
    },
    /** The answers are short: each comes in one piece. */
    answered: () => once(socket, 'data'),
    close: () => socket.destroy(),
  }
}
type Wire = Awaited<ReturnType<typeof wire>>

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  await using floor = await startFloor('websocket.ts')
  await server.rest('POST', '/api/sessions', { name: 'bench', command: 'sleep 3600', directory: server.home })
  const bare = await open(floor.url)
  const ours = await open(`${server.url.replace('http', 'ws')}/api/notifications/events`, {
    authorization: `Bearer ${server.token}`,
  })
  const [hook, person] = [await wire(server), await wire(server)]
  try {
    const times = await inTurns(
      turns,
      () => echo(bare),
      () => approval(hook, person, ours),
    )
    return [
      asFactor(
        'approval to an open console',
        times,
        3,
        milliseconds,
        "a hook's request until its frame, against a bare WebSocket there and back",
      ),
    ]
  } finally {
    hook.close()
    person.close()
    bare.terminate()
    ours.terminate()
  }
}

export const approvals: Row = { name: 'approvals', measure }

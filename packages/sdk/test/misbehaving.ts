import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as the server saw it, in the order of arrival. */
export type Seen = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}

export type Handler = (seen: Seen, response: ServerResponse, number: number) => void | Promise<void>

/** A local server that does what a test tells it, however rude. */
export async function misbehave(handler: Handler) {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local')
      const one: Seen = {
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      seen.push(one)
      void handler(one, response, seen.length)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    seen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
) {
  json(response, status, { error: 'Refused', message: `Refused: ${code}`, code, requestId: 'r-1' }, headers)
}

export function sse(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
}

/** One frame of a stream: what it is called and what it says. */
export type Frame = { id: string; event: Record<string, unknown> & { type: string } }

export const bytesOf = (frames: Frame[]): Buffer =>
  Buffer.from(frames.map(({ id, event }) => `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`).join(''))

const run_id = 'r1'
const grow = (type: 'text' | 'thinking', id: string, block: string, delta: string): Frame => ({
  id,
  event: { type, run_id, block, delta },
})

/** A run as the hub tells it with `?stream=delta`: two growing blocks and a tool call between them. */
export const story: Frame[] = [
  { id: '1', event: { type: 'session', run_id, id: 'c1', title: 'Grüße', is_new: true } },
  { id: '2', event: { type: 'user_message', run_id, content: 'hi', message_id: 'm1', attachments: [] } },
  grow('thinking', '2~1.1~4', '1.1', 'Hmm '),
  grow('thinking', '2~1.1~6', '1.1', '👋'),
  { id: '4', event: { type: 'tool_use_start', run_id, id: 't1', name: 'Read', input: { path: 'ü' } } },
  { id: '5', event: { type: 'tool_result', run_id, tool_use_id: 't1', result: 'ok', is_error: false } },
  grow('text', '5~1.2~3', '1.2', 'One'),
  grow('text', '5~1.2~8', '1.2', ' —漢字 '),
  grow('text', '5~1.2~11', '1.2', 'end'),
  {
    id: '7',
    event: { type: 'result', run_id, session_id: 'c1', response: 'One —漢字 end', message_count: 2 },
  },
]

/** What a hub sends after a cursor. A block that has ended meanwhile comes in one piece. */
export function after(cursor: string | undefined, { merged = false, of = story } = {}): Frame[] {
  const at = cursor === undefined ? 0 : of.findIndex(({ id }) => id === cursor) + 1
  const rest = of.slice(at)
  if (!merged) return rest
  return rest.reduce<Frame[]>((frames, frame) => {
    const last = frames.at(-1)
    if (!last || last.event['block'] === undefined || last.event['block'] !== frame.event['block'])
      return [...frames, frame]
    const delta = `${String(last.event['delta'])}${String(frame.event['delta'])}`
    return [...frames.slice(0, -1), { id: frame.id, event: { ...last.event, delta } }]
  }, [])
}

/** A run of growing blocks alone, with the cursors that a hub would give. */
export function storyOf(pieces: { block: number; delta: string }[]): Frame[] {
  const frames: Frame[] = [{ id: '1', event: { type: 'session', run_id, id: 'c1' } }]
  let [seq, chars, block] = [1, 0, pieces[0]?.block]
  for (const piece of pieces) {
    if (piece.block !== block) [seq, chars, block] = [seq + 1, 0, piece.block]
    chars += piece.delta.length
    frames.push(grow('text', `${seq}~1.${block}~${chars}`, `1.${block}`, piece.delta))
  }
  return [
    ...frames,
    { id: String(seq + 2), event: { type: 'result', run_id, session_id: 'c1', response: '' } },
  ]
}

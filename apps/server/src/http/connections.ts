import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'
import { networkOf } from './credentials.ts'
import { baseHeaders } from './headers.ts'
import { refuseUpgrade } from './upgrade.ts'

declare module 'fastify' {
  interface FastifyInstance {
    connections: Connections
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

export type Connections = ReturnType<typeof watchConnections>

/** What happens on the wire below requests: how many connections an address holds, who falls silent, what still runs. */
export function watchConnections(server: Server, bootMs: number) {
  const byAddress = new Map<string, number>()
  const current = new WeakMap<Socket, IncomingMessage>()
  /** Requests whose body is not here yet, and until when it may come. */
  const arriving = new Map<IncomingMessage, { by: number; socket: Socket; response: ServerResponse }>()
  let running = 0
  server.maxConnections = limits.sockets
  server.timeout = limits.bodySilenceMs

  server.on('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '')
    const held = (byAddress.get(address) ?? 0) + 1
    byAddress.set(address, held)
    socket.once('close', () => {
      const left = (byAddress.get(address) ?? 1) - 1
      if (left > 0) byAddress.set(address, left)
      else byAddress.delete(address)
    })
    if (held > limits.socketsPerAddress) socket.destroy()
  })

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    running++
    current.set(socket, request)
    if (hasBody(request))
      arriving.set(request, { by: performance.now() + limits.bodyTimeoutMs, socket, response })
    response.once('close', () => {
      if (current.get(socket) === request) current.delete(socket)
      if (request.complete) arriving.delete(request)
      if (--running === 0) server.emit('quiet')
    })
  })

  function late(socket: Socket, response: ServerResponse | undefined): void {
    if (response?.headersSent) return void socket.destroy()
    const refusal = new AppError('request_timeout', 'The body did not arrive in time')
    refuseUpgrade(socket, refusal, baseHeaders({ bootMs, secure: false }))
  }

  // Listening here keeps Node from cutting silent sockets by itself: streams may be silent, senders of a body may not.
  server.on('timeout', (socket: Socket) => {
    const request = current.get(socket)
    if (!request) return socket.destroy()
    if (!request.complete) late(socket, arriving.get(request)?.response)
  })

  // Node knows one time for all bodies, which is that of uploads.
  const sweep = setInterval(() => {
    const now = performance.now()
    for (const [request, { by, socket, response }] of arriving) {
      // A request that was refused early may have let go of its socket.
      if (request.complete || socket.destroyed) arriving.delete(request)
      else if (now > by) {
        arriving.delete(request)
        late(socket, response)
      }
    }
  }, 1_000)
  sweep.unref()
  server.once('close', () => clearInterval(sweep))

  return {
    /** Gives the body of this request another time than the ordinary one, from now. */
    allow(request: IncomingMessage, ms: number): void {
      const known = arriving.get(request)
      if (known) known.by = performance.now() + ms
    },
    running: (): number => running,
    /** Waits until no request runs any more, or the time is over. */
    async quiet(ms: number): Promise<void> {
      if (running === 0) return
      await once(server, 'quiet', { signal: AbortSignal.timeout(ms) }).catch(() => undefined)
    },
  }
}

import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'
import { networkOf } from './credentials.ts'
import { baseHeaders } from './headers.ts'
import { refuseUpgrade } from './upgrade.ts'

/** What happens on the wire below requests: how many connections an address holds, who falls silent, what still runs. */
export function watchConnections(server: Server, bootMs: number) {
  const byAddress = new Map<string, number>()
  const current = new WeakMap<Socket, IncomingMessage>()
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
    response.once('close', () => {
      if (current.get(socket) === request) current.delete(socket)
      if (--running === 0) server.emit('quiet')
    })
  })

  // Listening here keeps Node from cutting silent sockets by itself: streams may be silent, senders of a body may not.
  server.on('timeout', (socket: Socket) => {
    const request = current.get(socket)
    if (!request) return socket.destroy()
    if (request.complete) return
    const late = new AppError('request_timeout', 'The body did not arrive in time')
    refuseUpgrade(socket, late, baseHeaders({ bootMs, secure: false }))
  })

  return {
    running: (): number => running,
    /** Waits until no request runs any more, or the time is over. */
    async quiet(ms: number): Promise<void> {
      if (running === 0) return
      await once(server, 'quiet', { signal: AbortSignal.timeout(ms) }).catch(() => undefined)
    },
  }
}

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CloseReason, closeCodes, limits } from '@atrium/schema'
import { type WebSocket, WebSocketServer } from 'ws'
import type { App } from '../app.ts'
import type { Actor, Context } from '../context.ts'
import { AppError } from '../core/errors.ts'
import { refusalOf } from '../core/refusals.ts'
import { requireAccess } from '../trpc.ts'
import type { SocketDoor } from './doors.ts'
import type { Gate } from './gate.ts'
import { createMessageRate } from './message-rate.ts'
import {
  createMatcher,
  handshakeToken,
  type Match,
  refuseUpgrade,
  selectProtocol,
  takeQueryToken,
} from './upgrade.ts'

/** A peer that does not answer our close frame is cut off after this. */
const goodbyeMs = 2_000

export function closeSocket(socket: WebSocket, reason: CloseReason, message: string): void {
  if (socket.readyState >= socket.CLOSING) return
  socket.resume()
  // a reason has at most 123 bytes
  socket.close(
    closeCodes[reason].code,
    Buffer.from(message)
      .subarray(0, 120)
      .toString()
      .replace(/\uFFFD+$/, ''),
  )
  const timer = setTimeout(() => socket.terminate(), goodbyeMs)
  socket.once('close', () => clearTimeout(timer))
}

const reasonOf = (error: AppError): CloseReason => {
  if (error.status === 401 || error.status === 403) return 'unauthorized'
  if (error.status === 404) return 'notFound'
  if (error.status === 429) return 'tooMany'
  return 'internal'
}

export type Sockets = ReturnType<typeof createSockets>

/** The one upgrade gate. Host, Origin and path are refused before the upgrade, everything about the caller after it. */
export function createSockets(options: {
  app: App
  gate: Gate
  doors: readonly SocketDoor[]
  nextId: () => string
}) {
  const { app, gate, doors, nextId } = options
  const match = createMatcher(doors)
  const perKey = new Map<string, number>()
  const live = new Map<WebSocket, { seenAt: number }>()
  let stopped = false
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.websocketMessageBytes,
    handleProtocols: selectProtocol,
  })

  let sinceLastPing = 0
  const tickMs = 5_000
  const heartbeat = setInterval(() => {
    sinceLastPing += tickMs
    const ping = sinceLastPing >= limits.websocketPingMs
    if (ping) sinceLastPing = 0
    const silentSince = performance.now() - limits.websocketSilenceMs
    for (const [socket, state] of live) {
      if (state.seenAt < silentSince && !socket.isPaused)
        closeSocket(socket, 'silent', 'No sign of life for 90 seconds')
      else if (ping && socket.readyState === socket.OPEN) socket.ping()
    }
  }, tickMs)
  heartbeat.unref()

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const offered = handshakeToken(request)
    const inQuery = takeQueryToken(request)
    const token = offered ?? (app.config.socketQueryToken ? inQuery : null)
    const refusal = gate.screenUpgrade(request, offered !== null)
    const found = refusal ? null : match(request.url ?? '')
    if (!found) {
      const error = refusal ?? new AppError('not_found', 'There is no socket at this path')
      refuseUpgrade(socket, error, gate.headersFor(request))
      return
    }
    acceptor.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('error', () => undefined) // ws closes by itself with the right code
      accepted.pause()
      admit(accepted, request, token, found).catch((error: unknown) => {
        const known = refusalOf(error)
        if (!known) app.log.error({ err: error, socket: found.door.path }, 'socket failed')
        closeSocket(accepted, known ? reasonOf(known) : 'internal', known?.message ?? 'Something went wrong')
      })
    })
  }

  /** Everything that needs the caller; nothing is read from the socket until its door listens. */
  async function admit(socket: WebSocket, request: IncomingMessage, token: string | null, found: Match) {
    const actor = await gate.identify(request, token)
    if (actor instanceof AppError) throw actor
    requireAccess(actor, found.door.access)
    if (stopped) return closeSocket(socket, 'goingAway', 'The server is restarting')
    const held = perKey.get(actor.id) ?? 0
    if (held >= limits.websocketsPerKey || live.size >= limits.websockets)
      throw new AppError('too_many_requests', 'Too many connections')
    perKey.set(actor.id, held + 1)
    const gone = new AbortController()
    const state = { seenAt: performance.now() }
    live.set(socket, state)
    const revoke = () => closeSocket(socket, 'unauthorized', 'The credential was revoked')
    socket.once('close', () => {
      live.delete(socket)
      actor.revoked.removeEventListener('abort', revoke)
      const left = (perKey.get(actor.id) ?? 1) - 1
      if (left > 0) perKey.set(actor.id, left)
      else perKey.delete(actor.id)
      gone.abort()
    })
    if (actor.revoked.aborted) return revoke()
    actor.revoked.addEventListener('abort', revoke, { once: true })
    watch(socket, state)
    await found.door.open({
      socket,
      actor,
      ctx: contextOf(actor, gone.signal),
      params: found.params,
      query: found.query,
      signal: gone.signal,
    })
    socket.resume()
  }

  const contextOf = (actor: Actor, signal: AbortSignal): Context => ({
    app,
    actor,
    log: app.log,
    signal,
    requestId: nextId(),
    idempotencyKey: null,
    preconditions: { ifMatch: null, ifNoneMatch: null },
  })

  function watch(socket: WebSocket, state: { seenAt: number }): void {
    const rate = createMessageRate()
    const seen = () => {
      state.seenAt = performance.now()
    }
    socket.on('pong', seen)
    socket.on('ping', seen)
    socket.on('message', () => {
      seen()
      const wait = rate.take()
      if (wait === 0) return
      if (rate.isHopeless()) return closeSocket(socket, 'tooMany', 'Too many messages')
      socket.pause()
      setTimeout(() => socket.readyState === socket.OPEN && socket.resume(), wait).unref()
    })
  }

  return {
    /** What the server does with an upgrade that is nobody else's. */
    upgrade,
    size: (): number => live.size,
    /** Tells every client that the server stops and waits until all have gone. */
    async stop(): Promise<void> {
      stopped = true
      clearInterval(heartbeat)
      const gone = [...live.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of live.keys()) closeSocket(socket, 'goingAway', 'The server is restarting')
      await Promise.all(gone)
    },
  }
}

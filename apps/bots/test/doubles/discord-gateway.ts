/**
 * Discord's gateway as docs.discord.com/developers/events/gateway describes it: HELLO, heartbeats, IDENTIFY, READY,
 * RESUME with replay, RECONNECT, INVALID_SESSION and the close codes of topics/opcodes-and-status-codes.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  type APIInteraction,
  type APIMessage,
  GatewayCloseCodes,
  GatewayIntentBits,
  GatewayOpcodes,
} from 'discord.js'
import { type WebSocket, WebSocketServer } from 'ws'
import type { World } from './discord-world.ts'

type Session = {
  id: string
  intents: number
  seq: number
  log: { s: number; t: string; d: unknown }[]
  socket: WebSocket | null
}

const privileged =
  GatewayIntentBits.MessageContent | GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences

export function createGateway(server: Server, world: World, token: string, heartbeatMs: number) {
  const sockets = new WebSocketServer({ noServer: true })
  const sessions = new Map<string, Session>()
  const counts = { connects: 0, refused: 0, identifies: 0, resumes: 0, resumed: 0, heartbeats: 0 }
  const seen = { intents: 0 }
  const mood = { away: false, mute: false, twice: false, shuffle: false, closeAtIdentify: 0 }
  let limits = { total: 1000, remaining: 1000 }

  const send = (socket: WebSocket, op: GatewayOpcodes, more: object = {}) =>
    socket.send(JSON.stringify({ op, d: null, s: null, t: null, ...more }))

  function emit(session: Session, t: string, d: unknown): void {
    const entry = { s: ++session.seq, t, d }
    session.log.push(entry)
    if (session.socket) send(session.socket, GatewayOpcodes.Dispatch, entry)
  }

  function identify(
    socket: WebSocket,
    d: { token: string; intents: number; properties?: object },
  ): Session | null {
    counts.identifies++
    limits.remaining--
    if (mood.closeAtIdentify) return closed(socket, mood.closeAtIdentify)
    if (d.token !== token)
      return closed(socket, GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.')
    if (!d.properties) return closed(socket, GatewayCloseCodes.DecodeError, 'Error while decoding payload.')
    const allowed = world.contentAllowed ? GatewayIntentBits.MessageContent : 0
    if (d.intents & privileged & ~allowed)
      return closed(socket, GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).')
    seen.intents = d.intents
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      intents: d.intents,
      seq: 0,
      log: [],
      socket,
    }
    sessions.set(session.id, session)
    emit(session, 'READY', {
      v: 10,
      user: { ...world.bot, mfa_enabled: true, verified: true, email: null, flags: 0 },
      guilds: [...world.guilds.keys()].map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      shard: [0, 1],
      application: { id: world.applicationId, flags: world.applicationFlags() },
      private_channels: [],
      relationships: [],
      presences: [],
      session_type: 'normal',
      _trace: ['["gateway-double"]'],
    })
    return session
  }

  function resume(socket: WebSocket, d: { token: string; session_id: string; seq: number }): Session | null {
    counts.resumes++
    if (d.token !== token)
      return closed(socket, GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.')
    const session = sessions.get(d.session_id)
    if (!session) {
      send(socket, GatewayOpcodes.InvalidSession, { d: false })
      return null
    }
    if (d.seq > session.seq) return closed(socket, GatewayCloseCodes.InvalidSeq, 'Invalid seq.')
    session.socket?.terminate()
    session.socket = socket
    for (const entry of session.log) if (entry.s > d.seq) send(socket, GatewayOpcodes.Dispatch, entry)
    counts.resumed++
    emit(session, 'RESUMED', { _trace: [] })
    return session
  }

  function closed(socket: WebSocket, code: number, reason = ''): null {
    socket.close(code, reason)
    return null
  }

  function serve(socket: WebSocket): void {
    counts.connects++
    let session: Session | null = null
    send(socket, GatewayOpcodes.Hello, { d: { heartbeat_interval: heartbeatMs, _trace: [] } })
    socket.on('message', (bytes: Buffer) => {
      if (bytes.length > 4096)
        return void closed(socket, GatewayCloseCodes.DecodeError, 'Error while decoding payload.')
      const { op, d } = JSON.parse(bytes.toString())
      switch (op) {
        case GatewayOpcodes.Heartbeat:
          counts.heartbeats++
          if (!mood.mute) send(socket, GatewayOpcodes.HeartbeatAck)
          return
        case GatewayOpcodes.Identify:
          if (session)
            return void closed(socket, GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.')
          session = identify(socket, d)
          return
        case GatewayOpcodes.Resume:
          session = resume(socket, d)
          return
        default:
          if (!session) closed(socket, GatewayCloseCodes.NotAuthenticated, 'Not authenticated.')
      }
    })
    socket.on('close', (code) => {
      if (session?.socket === socket) session.socket = null
      // The client's 1000 and 1001 end the session (events/gateway#disconnecting).
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id)
    })
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://discord')
    if (mood.away || pathname !== '/gateway' || searchParams.get('v') !== '10') {
      counts.refused++
      socket.end(
        `HTTP/1.1 ${mood.away ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, serve)
  })

  const url = () => `ws://127.0.0.1:${(server.address() as { port: number }).port}/gateway`
  const live = () => [...sessions.values()].filter(({ socket }) => socket !== null)

  /** One event to every session whose intents ask for it; a session without a socket keeps it for its resume. */
  function dispatch(t: string, intent: number, make: (session: Session) => unknown): void {
    for (const session of sessions.values()) {
      if (intent !== 0 && !(session.intents & intent)) continue
      emit(session, t, make(session))
      if (mood.twice) emit(session, t, make(session))
    }
  }

  let held: APIMessage[] = []
  const announce = (message: APIMessage) => {
    const { guildId = null } = world.channels.get(message.channel_id) ?? {}
    dispatch(
      'MESSAGE_CREATE',
      guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
      ({ intents }) => ({
        ...world.asSeen(message, Boolean(intents & GatewayIntentBits.MessageContent)),
        ...(guildId !== null && {
          guild_id: guildId,
          member: { roles: [], joined_at: new Date(0).toISOString() },
        }),
      }),
    )
  }

  return {
    url,
    counts,
    seen,
    mood,
    limits: () => limits,
    setLimits: (next: typeof limits) => {
      limits = next
    },
    connected: () => live().length,
    sessions: () => sessions.size,
    messageCreated(message: APIMessage): void {
      if (mood.shuffle) held.push(message)
      else announce(message)
    },
    /** Sends what `shuffle` held back, newest first. */
    releaseShuffled(): void {
      for (const message of held.reverse()) announce(message)
      held = []
    },
    interactionCreated: (interaction: APIInteraction) => dispatch('INTERACTION_CREATE', 0, () => interaction),
    /** Cuts every connection without a close frame; sessions stay and can be resumed. */
    cut: () => live().forEach(({ socket }) => socket?.terminate()),
    close: (code: number) => live().forEach(({ socket }) => socket?.close(code)),
    askReconnect: () => live().forEach(({ socket }) => socket && send(socket, GatewayOpcodes.Reconnect)),
    invalidate(resumable: boolean): void {
      const open = live()
      if (!resumable) sessions.clear()
      for (const { socket } of open) if (socket) send(socket, GatewayOpcodes.InvalidSession, { d: resumable })
    },
    /** Sessions are forgotten, so that no resume succeeds. */
    forget: () => sessions.clear(),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await once(sockets, 'close')
    },
  }
}

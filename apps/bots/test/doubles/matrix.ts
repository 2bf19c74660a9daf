/**
 * A Matrix homeserver on loopback with one bot account: client-server API v3 as spec.matrix.org/latest/client-server-api
 * describes it (syncing, room events, relations, media, rate limits, standard errors). Tokens look like those of Synapse.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Answer,
  type Call,
  history,
  type Json,
  ok,
  type Room,
  type RoomEvent,
  refuse,
  type Said,
} from './matrix-rules.ts'

export type { Room, Said } from './matrix-rules.ts'

export async function createMatrix({ server = 'double.example' } = {}) {
  const token = `syt_${Buffer.from('atrium').toString('base64url')}_doubleOfAToken_1a2b3c`
  const botId = `@atrium:${server}`
  const names = new Map([[botId, 'Atrium']])
  const rooms = new Map<string, Room>()
  const media = new Map<string, { bytes: Buffer; type: string }>()
  const transactions = new Map<string, string>()
  const direct: Json = {}
  const calls: Call[] = []
  const waiting = new Set<() => void>()
  const mood = {
    failNext: 0,
    failWith: 502,
    /** The next so many sends are refused with M_LIMIT_EXCEEDED. */
    limitNext: 0,
    retryAfterMs: 50,
    tokenGood: true,
    /** Calls that match are done, but their answers never arrive. */
    loseAnswers: null as ((method: string, path: string) => boolean) | null,
    /** Timelines are cut to so many events, whatever the filter asks for. */
    timelineLimit: Number.POSITIVE_INFINITY,
    /** Servers before 1.11 have no authenticated media. */
    oldMedia: false,
    limited: 0,
  }
  let position = 1
  let number = 0
  const typing: string[] = []

  const http = createServer((request, response) => void handle(request, response))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const method = request.method ?? 'GET'
    const isJson = request.headers['content-type']?.includes('json') && bytes.length > 0
    const body = (isJson ? JSON.parse(bytes.toString()) : {}) as Json
    const call: Call = { method, path: pathname, body, at: Date.now(), status: 0 }
    calls.push(call)
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const refusal = gate(request, method, pathname)
    const answer =
      refusal ?? (await route(method, pathname, searchParams, { request, body, bytes, gone: gone.signal }))
    call.status = answer.status
    if (mood.loseAnswers?.(method, pathname)) return void response.destroy()
    if (answer.bytes) {
      const headers = { 'content-type': answer.type, 'content-length': answer.bytes.length }
      return void response.writeHead(200, headers as never).end(answer.bytes)
    }
    if (answer.html)
      return void response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.html)
    const wait = (answer.body as Json | undefined)?.['retry_after_ms']
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(wait !== undefined && { 'retry-after': String(Math.ceil(Number(wait) / 1000)) }),
    })
    response.end(JSON.stringify(answer.body ?? {}))
  }

  function gate(request: IncomingMessage, method: string, path: string): Answer | null {
    if (mood.failNext > 0) {
      mood.failNext--
      return { status: mood.failWith, html: '<html>Bad Gateway</html>' }
    }
    if (path === '/_matrix/client/versions' || path.startsWith('/_matrix/media/v3/download/')) return null
    if (request.headers.authorization === undefined)
      return refuse(401, 'M_MISSING_TOKEN', 'Missing access token')
    if (!mood.tokenGood || request.headers.authorization !== `Bearer ${token}`)
      return refuse(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.', { soft_logout: false })
    if (mood.limitNext > 0 && method === 'PUT' && path.includes('/send/')) {
      mood.limitNext--
      mood.limited++
      return refuse(429, 'M_LIMIT_EXCEEDED', 'Too Many Requests', { retry_after_ms: mood.retryAfterMs })
    }
    return null
  }

  type Asked = { request: IncomingMessage; body: Json; bytes: Buffer; gone: AbortSignal }

  async function route(method: string, path: string, query: URLSearchParams, asked: Asked): Promise<Answer> {
    const parts = path.split('/').slice(2).map(decodeURIComponent)
    if (path === '/_matrix/client/versions')
      return ok({ versions: ['v1.1', 'v1.10', ...(mood.oldMedia ? [] : ['v1.11'])], unstable_features: {} })
    if (path === '/_matrix/media/v3/upload' && method === 'POST') return upload(asked)
    if (path.startsWith('/_matrix/client/v1/media/download/') && !mood.oldMedia)
      return download(parts[4], parts[5])
    if (path.startsWith('/_matrix/media/v3/download/') && mood.oldMedia) return download(parts[3], parts[4])
    if (parts[1] === 'v1' && parts[2] === 'rooms' && parts[4] === 'relations')
      return relations(parts[3], parts[5])
    if (parts[1] !== 'v3') return refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request')
    switch (String(parts[2])) {
      case 'account':
        return ok({ user_id: botId, device_id: 'ATRIUM', is_guest: false })
      case 'sync':
        return sync(query, asked.gone)
      case 'profile':
        return ok({ displayname: names.get(String(parts[3])) ?? null })
      case 'join':
        return join(String(parts[3]))
      case 'user':
        if (method === 'PUT') Object.assign(direct, asked.body)
        return ok(direct)
      case 'rooms':
        return inRoom(method, String(parts[3]), parts.slice(4), query, asked.body)
      default:
        return refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request')
    }
  }

  function upload({ request, bytes }: Asked): Answer {
    if (bytes.length > 10_485_760) return refuse(413, 'M_TOO_LARGE', 'Upload request body is too large')
    const id = `media${++number}`
    media.set(id, { bytes, type: request.headers['content-type'] ?? 'application/octet-stream' })
    return ok({ content_uri: `mxc://${server}/${id}` })
  }

  function download(from: string | undefined, id: string | undefined): Answer {
    const file = from === server ? media.get(String(id)) : undefined
    return file
      ? { status: 200, bytes: file.bytes, type: file.type }
      : refuse(404, 'M_NOT_FOUND', 'Not found')
  }

  function relations(roomId: string | undefined, eventId: string | undefined): Answer {
    const chunk = events(String(roomId)).filter((event) => related(event)?.['event_id'] === eventId)
    return ok({ chunk: chunk.toReversed() })
  }

  const related = (event: RoomEvent) => event.content['m.relates_to'] as Json | undefined
  const events = (roomId: string) => rooms.get(roomId)?.timeline.map(({ event }) => event) ?? []

  async function sync(query: URLSearchParams, gone: AbortSignal): Promise<Answer> {
    const since = query.get('since')
    const from = since === null ? 0 : Number(since.slice(1))
    const deadline = Date.now() + Number(query.get('timeout') ?? 0)
    const filter = JSON.parse(query.get('filter') ?? '{}')
    for (;;) {
      const answer = changes(from, since === null, filter)
      if (since === null || answer.changed || Date.now() >= deadline || gone.aborted) return ok(answer.body)
      const news = Promise.withResolvers<void>()
      const timer = setTimeout(news.resolve, deadline - Date.now())
      waiting.add(news.resolve)
      gone.addEventListener('abort', () => news.resolve(), { once: true })
      await news.promise
      clearTimeout(timer)
      waiting.delete(news.resolve)
    }
  }

  const membership = (room: Room) => room.state.get(`m.room.member ${botId}`)?.content['membership']

  function changes(from: number, initial: boolean, filter: Json) {
    const timelineFilter = ((filter['room'] as Json)?.['timeline'] ?? {}) as {
      limit?: number
      types?: string[]
    }
    const limit = Math.min(timelineFilter.limit ?? 10, mood.timelineLimit)
    const join: Json = {}
    const invite: Json = {}
    for (const room of rooms.values()) {
      const isMember = membership(room) === 'join'
      if (membership(room) === 'invite' && room.invitedAt !== null && room.invitedAt > from) {
        const shown = ['m.room.member', 'm.room.name', 'm.room.encryption']
        invite[room.id] = {
          invite_state: { events: [...room.state.values()].filter(({ type }) => shown.includes(type)) },
        }
      }
      const joinedAt = room.timeline.find(
        ({ event }) => event.state_key === botId && event.content['membership'] === 'join',
      )?.at
      // A room that is new to the account is told from its beginning.
      const isNew = (joinedAt ?? 0) > from
      const visible = room.timeline.filter(
        ({ at, event }) =>
          isMember &&
          (isNew || at > from) &&
          (timelineFilter.types === undefined || timelineFilter.types.includes(event.type)),
      )
      if (visible.length === 0) continue
      const shown = limit === 0 ? [] : visible.slice(-limit)
      join[room.id] = {
        timeline: {
          events: shown.map(({ event }) => event),
          limited: shown.length < visible.length,
          prev_batch: `t${shown[0]?.at ?? position}`,
        },
        state: { events: initial || isNew ? [...room.state.values()] : [] },
        summary: { 'm.joined_member_count': members(room).length },
        account_data: { events: [] },
        ephemeral: { events: [] },
        unread_notifications: {},
      }
    }
    return {
      changed: Object.keys(join).length + Object.keys(invite).length > 0,
      body: {
        next_batch: `s${position}`,
        account_data: { events: initial ? [{ type: 'm.direct', content: direct }] : [] },
        presence: { events: [] },
        rooms: { join, invite, leave: {} },
        device_one_time_keys_count: {},
      },
    }
  }

  const members = (room: Room): string[] =>
    [...room.state.values()]
      .filter(({ type, content }) => type === 'm.room.member' && content['membership'] === 'join')
      .map(({ state_key }) => String(state_key))

  function join(roomId: string): Answer {
    const room = rooms.get(roomId)
    if (!room || !['invite', 'join'].includes(String(membership(room))))
      return refuse(403, 'M_FORBIDDEN', 'You are not invited to this room.')
    if (membership(room) === 'invite') setMember(room, botId, 'join')
    return ok({ room_id: roomId })
  }

  function inRoom(
    method: string,
    roomId: string,
    rest: string[],
    query: URLSearchParams,
    body: Json,
  ): Answer {
    const room = rooms.get(roomId)
    const [what, first, second] = rest
    if (!room) return refuse(403, 'M_FORBIDDEN', 'User not in room')
    if (what === 'leave') {
      setMember(room, botId, 'leave')
      return ok()
    }
    if (membership(room) !== 'join') return refuse(403, 'M_FORBIDDEN', `User ${botId} not in room ${roomId}`)
    switch (String(what)) {
      case 'send':
      case 'redact': {
        const type = what === 'send' ? String(first) : 'm.room.redaction'
        const key = `${roomId} ${what} ${first} ${second}`
        const before = transactions.get(key)
        if (before) return ok({ event_id: before })
        if (Buffer.byteLength(JSON.stringify(body)) > 65_000)
          return refuse(413, 'M_TOO_LARGE', 'event too large')
        const target =
          what === 'redact' ? events(roomId).find(({ event_id }) => event_id === first) : undefined
        if (target) target.content = {}
        const sent = append(room, type, botId, body, target ? { redacts: target.event_id } : {})
        transactions.set(key, sent.event_id)
        return ok({ event_id: sent.event_id })
      }
      case 'typing':
        if (body['typing'] === true) typing.push(roomId)
        return ok()
      case 'receipt':
      case 'read_markers':
        return ok()
      case 'joined_members':
        return ok({
          joined: Object.fromEntries(
            members(room).map((id) => [id, { display_name: names.get(id) ?? null }]),
          ),
        })
      case 'event': {
        const found = events(roomId).find(({ event_id }) => event_id === first)
        if (!found) return refuse(404, 'M_NOT_FOUND', 'Event not found.')
        const replaced = events(roomId)
          .filter(
            (event) => related(event)?.['rel_type'] === 'm.replace' && related(event)?.['event_id'] === first,
          )
          .at(-1)
        return ok({ ...found, ...(replaced && { unsigned: { 'm.relations': { 'm.replace': replaced } } }) })
      }
      case 'state': {
        const found = room.state.get(`${first} ${second ?? ''}`)
        return found ? ok(found.content) : refuse(404, 'M_NOT_FOUND', 'Event not found.')
      }
      case 'messages':
        return history(room, query, position)
      default:
        return refuse(404, 'M_UNRECOGNIZED', `Unrecognized request ${method}`)
    }
  }

  function append(
    room: Room,
    type: string,
    sender: string,
    content: Json,
    more: Partial<RoomEvent> = {},
  ): RoomEvent {
    const event: RoomEvent = {
      type,
      event_id: `$event${++number}`,
      sender,
      origin_server_ts: Date.now(),
      content,
      ...more,
    }
    room.timeline.push({ at: ++position, event })
    if (event.state_key !== undefined) room.state.set(`${type} ${event.state_key}`, event)
    for (const wake of waiting) wake()
    waiting.clear()
    return event
  }

  const setMember = (room: Room, userId: string, to: string, by = userId, more: Json = {}) =>
    append(
      room,
      'm.room.member',
      by,
      { membership: to, displayname: names.get(userId) ?? null, ...more },
      { state_key: userId },
    )

  return {
    url,
    token,
    botId,
    calls,
    mood,
    media,
    direct,
    typing,
    server,
    position: () => position,
    /** How often the bot asked for news. */
    syncs: () => calls.filter(({ path }) => path.endsWith('/sync')).length,
    user(name: string): string {
      const id = `@${name.toLowerCase()}:${server}`
      names.set(id, name)
      return id
    },
    room(people: string[], { name = '', encrypted = false, withBot = true } = {}): Room {
      const room: Room = { id: `!room${++number}:${server}`, timeline: [], state: new Map(), invitedAt: null }
      rooms.set(room.id, room)
      for (const id of people) setMember(room, id, 'join')
      if (name) append(room, 'm.room.name', String(people[0]), { name }, { state_key: '' })
      if (encrypted) this.encrypt(room)
      if (withBot) setMember(room, botId, 'join')
      return room
    },
    encrypt: (room: Room) =>
      append(room, 'm.room.encryption', botId, { algorithm: 'm.megolm.v1.aes-sha2' }, { state_key: '' }),
    invite(room: Room, by: string, { isDirect = false } = {}): void {
      setMember(room, botId, 'invite', by, isDirect ? { is_direct: true } : {})
      room.invitedAt = position
    },
    isIn: (room: Room): boolean => membership(room) === 'join',
    say: (room: Room, from: string, body: string, more: Json = {}): RoomEvent =>
      append(room, 'm.room.message', from, { msgtype: 'm.text', body, ...more }),
    /** Any event of a person, such as an encrypted one. */
    event: (
      room: Room,
      from: string,
      type: string,
      content: Json,
      more: Partial<RoomEvent> = {},
    ): RoomEvent => append(room, type, from, content, more),
    react: (room: Room, from: string, eventId: string, key: string): RoomEvent =>
      append(room, 'm.reaction', from, {
        'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key },
      }),
    store(bytes: Buffer, type: string): string {
      const id = `media${++number}`
      media.set(id, { bytes, type })
      return `mxc://${server}/${id}`
    },
    /** Messages of the bot as a client shows them: with their last edit. */
    answers(room: Room): Said[] {
      const own = events(room.id).filter(({ sender, type }) => sender === botId && type === 'm.room.message')
      const said: Said[] = []
      for (const event of own) {
        const relation = related(event)
        const shown = (event.content['m.new_content'] ?? event.content) as Json
        const target =
          relation?.['rel_type'] === 'm.replace' && said.find(({ id }) => id === relation['event_id'])
        const now = {
          body: typeof shown['body'] === 'string' ? shown['body'] : '',
          html: typeof shown['formatted_body'] === 'string' ? shown['formatted_body'] : null,
          content: shown,
        }
        if (target) Object.assign(target, now, { edits: target.edits + 1 })
        else
          said.push({
            id: event.event_id,
            edits: 0,
            redacted: Object.keys(event.content).length === 0,
            ...now,
          })
      }
      return said.filter(({ redacted }) => !redacted)
    },
    reactions: (room: Room): RoomEvent[] =>
      events(room.id).filter(
        ({ sender, type, content }) => sender === botId && type === 'm.reaction' && content['m.relates_to'],
      ),
    async [Symbol.asyncDispose]() {
      for (const wake of waiting) wake()
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

export type Matrix = Awaited<ReturnType<typeof createMatrix>>

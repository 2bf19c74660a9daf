/**
 * Discord on loopback: REST API v10 and gateway of one process. Sources of the shapes: docs.discord.com/developers
 * (topics/rate-limits, topics/opcodes-and-status-codes, resources/message, resources/application,
 * interactions/receiving-and-responding, components/reference); error bodies as clients report them
 * (`50035 … BASE_TYPE_MAX_LENGTH … Must be 2000 or fewer in length.`). How many calls a bucket takes is not
 * documented; the numbers are those the headers of the real service carry for a bot.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type APIMessage, InteractionResponseType, type RESTPostAPIChannelMessageJSONBody } from 'discord.js'
import { createGateway } from './discord-gateway.ts'
import { type Answer, type Files, fault, invalid, none, ok, parse, refuse } from './discord-rules.ts'
import {
  type Channel,
  createWorld,
  isLater,
  type Person,
  type StoredFile,
  snowflake,
} from './discord-world.ts'

export { person } from './discord-world.ts'

export type Call = { method: string; path: string; body: Record<string, unknown>; at: number; status: number }
type Acknowledged = { type: number; body: Record<string, unknown>; afterMs: number }

export type DiscordOptions = {
  heartbeatMs?: number
  /** How many messages, and edits, a channel takes in `windowMs`. */
  perChannel?: number
  windowMs?: number
  /** Calls a second over all routes. */
  globalPerSecond?: number
}

export async function createDiscord(options: DiscordOptions = {}) {
  const { heartbeatMs = 41_250, perChannel = 5, windowMs = 5_000, globalPerSecond = 50 } = options
  const token = `MTA.${snowflake()}.double-of-a-bot-token`
  const world = createWorld()
  const calls: Call[] = []
  const buckets = new Map<string, { used: number; resetAt: number }>()
  let globalWindow = { used: 0, resetAt: 0 }
  const interactions = new Map<
    string,
    { channel: Channel; born: number; answer: Acknowledged | null; original: APIMessage | null }
  >()
  const mood = {
    /** The next so many REST calls fail with this status. */
    failNext: 0,
    failWith: 503,
    /** Calls that match are done, but their answers never arrive. */
    loseAnswers: null as ((method: string, path: string) => boolean) | null,
    limited: 0,
  }

  const server = createServer((request, response) => void handle(request, response))
  const gateway = createGateway(server, world, token, heartbeatMs)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (pathname.startsWith('/cdn/')) return sendFile(pathname.slice(4), response)
    const method = request.method ?? 'GET'
    const path = decodeURIComponent(pathname.replace('/api/v10', ''))
    const { body, files } = await parse(request, Buffer.concat(chunks))
    const call: Call = { method, path, body, at: Date.now(), status: 0 }
    calls.push(call)
    const refusal = gate(request, method, path)
    const answer = refusal ?? route(method, path, searchParams, body, files)
    call.status = answer.status
    if (mood.loseAnswers?.(method, path)) return void response.destroy()
    response.writeHead(answer.status, {
      ...(answer.body !== undefined && { 'content-type': 'application/json' }),
      ...(answer.status !== 429 && bucketHeaders(method, path)),
      ...answer.headers,
    })
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  }

  function sendFile(path: string, response: ServerResponse): void {
    const file = world.files.get(path)
    if (!file) return void response.writeHead(404).end('This content is no longer available.')
    response
      .writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length })
      .end(file.bytes)
  }

  const isInteraction = (path: string) => path.startsWith('/interactions/') || path.startsWith('/webhooks/')

  /** Outages, sign-in and rates, in the order of the real service. */
  function gate(request: IncomingMessage, method: string, path: string): Answer | null {
    if (mood.failNext > 0) {
      mood.failNext--
      return { status: mood.failWith, body: { message: `${mood.failWith}: Service Unavailable`, code: 0 } }
    }
    if (isInteraction(path)) return null
    if (request.headers.authorization !== `Bot ${token}`) return refuse(401, 0, '401: Unauthorized')
    const now = Date.now()
    if (now >= globalWindow.resetAt) globalWindow = { used: 0, resetAt: now + 1000 }
    if (++globalWindow.used > globalPerSecond) return limited(globalWindow.resetAt - now, true, method, path)
    const { limit, window, key } = bucketOf(method, path)
    let bucket = buckets.get(key)
    if (!bucket || now >= bucket.resetAt) bucket = { used: 0, resetAt: now + window }
    buckets.set(key, bucket)
    if (++bucket.used > limit) return limited(bucket.resetAt - now, false, method, path)
    return null
  }

  function bucketOf(
    method: string,
    path: string,
  ): { limit: number; window: number; key: string; name: string } {
    const [, top = '', id = '', kind = ''] = path.split('/')
    const name = `${method}-${top}-${kind}`
    const key = `${name}-${id}`
    if (top !== 'channels') return { limit: 50, window: 1000, key, name }
    if (path.includes('/reactions/'))
      return { limit: 1, window: Math.min(250, windowMs), key: `${key}-r`, name: `${name}-r` }
    return { limit: perChannel, window: windowMs, key, name }
  }

  function bucketHeaders(method: string, path: string): Record<string, string> {
    const { limit, key, name } = bucketOf(method, path)
    const bucket = buckets.get(key)
    if (!bucket) return {}
    const left = Math.max(0, bucket.resetAt - Date.now()) / 1000
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - bucket.used)),
      'x-ratelimit-reset': String(bucket.resetAt / 1000),
      'x-ratelimit-reset-after': left.toFixed(3),
      'x-ratelimit-bucket': Buffer.from(name).toString('hex').slice(0, 32),
    }
  }

  function limited(waitMs: number, isGlobal: boolean, method: string, path: string): Answer {
    mood.limited++
    const retryAfter = Math.max(0.001, waitMs / 1000)
    return {
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: retryAfter, global: isGlobal },
      headers: {
        'retry-after': String(Math.ceil(retryAfter)),
        'x-ratelimit-scope': isGlobal ? 'global' : 'user',
        ...(isGlobal ? { 'x-ratelimit-global': 'true' } : bucketHeaders(method, path)),
      },
    }
  }

  function route(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
    files: Files,
  ): Answer {
    const door = `${method} ${path}`
    if (door === 'GET /gateway/bot')
      return ok({
        url: gateway.url(),
        shards: 1,
        session_start_limit: { ...gateway.limits(), reset_after: 0, max_concurrency: 1 },
      })
    if (door === 'GET /users/@me/guilds') return ok([...world.guilds.values()])
    if (door === 'GET /users/@me') return ok({ ...world.bot, verified: true, mfa_enabled: true, flags: 0 })
    if (door === 'GET /applications/@me')
      return ok({ id: world.applicationId, name: 'Atrium', flags: world.applicationFlags(), bot: world.bot })
    if (door === `PUT /applications/${world.applicationId}/commands`) return putCommands(body)
    if (door === 'POST /users/@me/channels') return openDm(String(body['recipient_id']))
    const [, top, id = '', kind, message = '', more] = path.split('/')
    if (top === 'guilds') return guild(id, kind)
    if (top === 'interactions') return callback(id, kind ?? '', body, query)
    if (top === 'webhooks') return followUp(kind ?? '', method, body, files)
    if (top !== 'channels') return { status: 404, body: { message: '404: Not Found', code: 0 } }
    const channel = world.channels.get(id)
    if (!channel) return refuse(404, 10003, 'Unknown Channel')
    if (!channel.visible) return refuse(403, 50001, 'Missing Access')
    if (kind === undefined) return ok(world.asChannel(channel))
    if (kind === 'typing') return none
    if (kind !== 'messages') return refuse(404, 0, '404: Not Found')
    if (more === 'reactions') return mark(world.find(id, message), method, String(path.split('/')[6]))
    if (message === '') return method === 'POST' ? create(channel, body, files) : page(channel, query)
    return one(channel, message, method, body, files)
  }

  function mark(message: APIMessage | undefined, method: string, emoji: string): Answer {
    if (!message) return refuse(404, 10008, 'Unknown Message')
    const others = (message.reactions ?? []).filter((one) => one.emoji.name !== emoji)
    const put = {
      count: 1,
      count_details: { burst: 0, normal: 1 },
      me: true,
      me_burst: false,
      burst_colors: [],
      emoji: { id: null, name: emoji },
    }
    message.reactions = method === 'PUT' ? [...others, put] : others
    return none
  }

  function guild(id: string, what: string | undefined): Answer {
    const found = world.guilds.get(id)
    if (!found) return refuse(404, 10004, 'Unknown Guild')
    if (what === 'channels')
      return ok(
        [...world.channels.values()]
          .filter(({ guildId }) => guildId === id)
          .map((channel) => world.asChannel(channel)),
      )
    if (what === 'threads') return ok({ threads: [], members: [] })
    return ok({ ...found, roles: [], emojis: [], features: [] })
  }

  function putCommands(body: unknown): Answer {
    const list = Object.values(body as object) as { name: string; description: string; options?: unknown[] }[]
    for (const { name, description } of list) {
      if (!/^[-_\p{L}\p{N}]{1,32}$/u.test(name) || name !== name.toLowerCase())
        return invalid('name', 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
      if (description.length < 1 || description.length > 100)
        return invalid('description', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
    }
    world.commands = list
    return ok(
      list.map((command) => ({
        ...command,
        id: snowflake(),
        application_id: world.applicationId,
        version: snowflake(),
      })),
    )
  }

  function openDm(recipientId: string): Answer {
    for (const channel of world.channels.values())
      if (channel.recipient?.id === recipientId) return ok(world.asChannel(channel))
    return refuse(400, 50033, 'Invalid Recipient(s)')
  }

  function create(channel: Channel, raw: Record<string, unknown>, files: Files): Answer {
    const body = raw as RESTPostAPIChannelMessageJSONBody
    const bad = fault(body, files, false)
    if (bad) return bad
    const key = `${channel.id}:${body.nonce}`
    const before = body.enforce_nonce ? world.byNonce.get(key) : undefined
    if (before) return ok(before)
    const reference = body.message_reference
    const target = reference?.message_id ? world.find(channel.id, reference.message_id) : undefined
    if (reference && !target && reference.fail_if_not_exists !== false)
      return invalid('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
    const message = world.message(channel, world.bot, (body.content ?? '').trim(), {
      components: (body.components ?? []) as never,
      attachments: files.map((file) => world.attachment(`${origin}/cdn`, channel, file)),
      ...(body.nonce !== undefined && { nonce: body.nonce }),
      ...(target && { message_reference: { message_id: target.id, channel_id: channel.id }, type: 19 }),
    })
    if (body.nonce !== undefined) world.byNonce.set(key, message)
    world.add(message)
    gateway.messageCreated(message)
    return ok(message)
  }

  function page(channel: Channel, query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 50)
    if (!(limit >= 1 && limit <= 100))
      return invalid('limit', 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.')
    const [after, before] = [query.get('after'), query.get('before')]
    const all = world
      .in(channel)
      .filter(({ id }) => (after === null || isLater(id, after)) && (before === null || isLater(before, id)))
    const some = after === null ? all.slice(-limit) : all.slice(0, limit)
    return ok(some.toReversed().map((message) => world.asSeen(message, world.contentAllowed)))
  }

  function one(
    channel: Channel,
    id: string,
    method: string,
    raw: Record<string, unknown>,
    files: Files,
  ): Answer {
    const message = world.find(channel.id, id)
    if (!message) return refuse(404, 10008, 'Unknown Message')
    if (method === 'GET') return ok(message)
    if (message.author.id !== world.bot.id)
      return refuse(403, 50005, 'Cannot edit a message authored by another user')
    if (method === 'DELETE') {
      world.messages.set(
        channel.id,
        world.in(channel).filter((other) => other !== message),
      )
      return none
    }
    const body = raw as RESTPostAPIChannelMessageJSONBody
    const bad = fault(body, files, true)
    if (bad) return bad
    Object.assign(message, {
      ...(body.content !== undefined && { content: body.content.trim() }),
      ...(body.components !== undefined && { components: body.components }),
      edited_timestamp: new Date().toISOString(),
    })
    return ok(message)
  }

  function callback(
    id: string,
    interactionToken: string,
    body: Record<string, unknown>,
    query: URLSearchParams,
  ): Answer {
    const interaction = interactions.get(`${id}/${interactionToken}`)
    const afterMs = Date.now() - (interaction?.born ?? 0)
    if (!interaction || afterMs > 3000) return refuse(404, 10062, 'Unknown interaction')
    if (interaction.answer) return refuse(400, 40060, 'Interaction has already been acknowledged.')
    interaction.answer = {
      type: Number(body['type']),
      body: (body['data'] ?? {}) as Record<string, unknown>,
      afterMs,
    }
    if (body['type'] === InteractionResponseType.UpdateMessage && interaction.original)
      Object.assign(interaction.original, body['data'])
    const { content, flags } = interaction.answer.body
    if (body['type'] !== InteractionResponseType.ChannelMessageWithSource || flags === 64) return none
    const shown = world.message(interaction.channel, world.bot, String(content), { type: 20 })
    world.add(shown)
    gateway.messageCreated(shown)
    return query.get('with_response') === 'true'
      ? ok({ interaction: { id, type: 2 }, resource: { type: 4, message: shown } })
      : none
  }

  function followUp(
    interactionToken: string,
    method: string,
    body: Record<string, unknown>,
    files: Files,
  ): Answer {
    const entry = [...interactions].find(([key]) => key.endsWith(`/${interactionToken}`))?.[1]
    if (!entry?.answer) return refuse(404, 10015, 'Unknown Webhook')
    const bad = fault(body as RESTPostAPIChannelMessageJSONBody, files, method === 'PATCH')
    if (bad) return bad
    entry.answer.body = { ...entry.answer.body, ...body }
    return ok({ id: snowflake(), content: body['content'] ?? '' })
  }

  function interact(
    channel: Channel,
    interaction: { id: string; token: string },
    original: APIMessage | null,
  ) {
    const entry = { channel, born: Date.now(), answer: null as Acknowledged | null, original }
    interactions.set(`${interaction.id}/${interaction.token}`, entry)
    // both kinds of interaction the double makes
    gateway.interactionCreated(interaction as never)
    return { channel, acknowledged: () => entry.answer }
  }

  return {
    /** What `rest.api` is in a client: without the version. */
    api: `${origin}/api`,
    cdn: `${origin}/cdn`,
    token,
    world,
    gateway,
    calls,
    mood,
    /** A person writes; the bot is told if its intents ask for it. */
    say(
      channel: Channel,
      from: Person,
      content: string,
      more: {
        mention?: boolean
        replyTo?: APIMessage
        files?: StoredFile[]
        id?: string
        attachments?: APIMessage['attachments']
      } = {},
    ): APIMessage {
      const { mention, replyTo, files = [], id, attachments } = more
      const message = world.message(channel, from, mention ? `<@${world.bot.id}> ${content}` : content, {
        ...(id && { id }),
        mentions: mention || replyTo?.author.id === world.bot.id ? [world.bot] : [],
        attachments: attachments ?? files.map((file) => world.attachment(`${origin}/cdn`, channel, file)),
        ...(replyTo && {
          type: 19,
          message_reference: { message_id: replyTo.id, channel_id: channel.id },
          referenced_message: replyTo,
        }),
      })
      world.add(message)
      gateway.messageCreated(message)
      return message
    },
    press: (channel: Channel, from: Person, message: APIMessage, customId: string, values?: string[]) =>
      interact(channel, world.pressed(channel, from, message, customId, values), message),
    command: (channel: Channel, from: Person, name: string, args: Record<string, string> = {}) =>
      interact(channel, world.commanded(channel, from, name, args), null),
    /** What the bot has in a channel now. */
    answers: (channel: Channel): APIMessage[] =>
      world.in(channel).filter(({ author }) => author.id === world.bot.id),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await gateway[Symbol.asyncDispose]()
      server.close()
      await once(server, 'close')
    },
  }
}

export type Discord = Awaited<ReturnType<typeof createDiscord>>

import { type Body, createClient, type IRequestOpts, Method } from 'matrix-js-sdk'
import { PlatformError } from '../platform.ts'
import { failureOf } from './errors.ts'

export type Content = Record<string, unknown>
type QueryDict = Record<string, string | number>
export type MatrixEvent = {
  type: string
  event_id: string
  sender: string
  origin_server_ts: number
  content: Content
  state_key?: string
  unsigned?: Content
}

const callMs = 30_000
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, getChild: () => quiet }

export type Api = ReturnType<typeof createApi>

/**
 * The calls that a bot makes, through the client of matrix-js-sdk. Its own sync keeps every room with all that was ever seen
 * in memory; a bot needs none of that, so it reads the answers itself.
 */
export function createApi({
  homeserver,
  token,
  userId,
  deviceId,
}: {
  homeserver: string
  token: string
  userId: string
  deviceId: string
}) {
  const client = createClient({
    baseUrl: homeserver.replace(/\/+$/, ''),
    accessToken: token,
    userId,
    deviceId,
    logger: quiet,
    // A homeserver that sends us elsewhere would send the token there too.
    fetchFn: (input, init) => fetch(input, { ...init, redirect: 'error' }),
  })
  const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`

  async function call<T>(
    method: Method,
    at: string,
    { query, body, signal, ...more }: { query?: QueryDict; body?: Body; signal: AbortSignal } & IRequestOpts,
  ): Promise<T> {
    try {
      return await client.http.authedRequest<T>(method, at, query, body, {
        localTimeoutMs: callMs,
        abortSignal: signal,
        ...more,
      })
    } catch (error) {
      throw failureOf(error)
    }
  }

  /** Asked for what may not be there. */
  const find = async <T>(at: string, signal: AbortSignal): Promise<T | null> => {
    try {
      return await call<T>(Method.Get, at, { signal })
    } catch (error) {
      if (error instanceof PlatformError && (error.kind === 'gone' || error.kind === 'blocked')) return null
      throw error
    }
  }

  return {
    whoami: (signal: AbortSignal) => call<{ user_id: string }>(Method.Get, '/account/whoami', { signal }),

    sync: (query: QueryDict & { timeout: number }, signal: AbortSignal) =>
      call<SyncAnswer>(Method.Get, '/sync', { query, signal, localTimeoutMs: query.timeout + callMs }),

    /** The same transaction is the same event. */
    async send(
      roomId: string,
      type: string,
      content: Content,
      { txn, signal }: { txn: string; signal: AbortSignal },
    ): Promise<string> {
      const at = path('rooms', roomId, 'send', type, txn)
      const { event_id } = await call<{ event_id: string }>(Method.Put, at, { body: content, signal })
      return event_id
    },

    async redact(
      roomId: string,
      eventId: string,
      { txn, signal }: { txn: string; signal: AbortSignal },
    ): Promise<void> {
      await call(Method.Put, path('rooms', roomId, 'redact', eventId, txn), { body: {}, signal })
    },

    async typing(roomId: string, signal: AbortSignal): Promise<void> {
      const body = { typing: true, timeout: 10_000 }
      await call(Method.Put, path('rooms', roomId, 'typing', userId), { body, signal })
    },

    async receipt(roomId: string, eventId: string, signal: AbortSignal): Promise<void> {
      await call(Method.Post, path('rooms', roomId, 'receipt', 'm.read', eventId), { body: {}, signal })
    },

    async join(roomId: string, signal: AbortSignal): Promise<void> {
      await call(Method.Post, path('join', roomId), { body: {}, signal })
    },

    async leave(roomId: string, signal: AbortSignal): Promise<void> {
      await call(Method.Post, path('rooms', roomId, 'leave'), { body: {}, signal })
    },

    event: (roomId: string, eventId: string, signal: AbortSignal) =>
      find<MatrixEvent>(path('rooms', roomId, 'event', eventId), signal),

    state: (roomId: string, type: string, key: string, signal: AbortSignal) =>
      find<Content>(`${path('rooms', roomId, 'state', type)}/${encodeURIComponent(key)}`, signal),

    async members(roomId: string, signal: AbortSignal): Promise<number> {
      const answer = await find<{ joined?: Content }>(path('rooms', roomId, 'joined_members'), signal)
      return Object.keys(answer?.joined ?? {}).length
    },

    async direct(signal: AbortSignal): Promise<Content> {
      return (await find<Content>(path('user', userId, 'account_data', 'm.direct'), signal)) ?? {}
    },

    async displayName(id: string, signal: AbortSignal): Promise<string | null> {
      const name = (await find<Content>(path('profile', id, 'displayname'), signal))?.['displayname']
      return typeof name === 'string' ? name : null
    },

    async roomOf(alias: string, signal: AbortSignal): Promise<string | null> {
      return (await find<{ room_id: string }>(path('directory', 'room', alias), signal))?.room_id ?? null
    },

    history: (roomId: string, query: QueryDict, signal: AbortSignal) =>
      call<{ chunk: MatrixEvent[]; end?: string }>(Method.Get, path('rooms', roomId, 'messages'), {
        query,
        signal,
      }),

    async annotations(roomId: string, eventId: string, signal: AbortSignal): Promise<MatrixEvent[]> {
      const at = path('rooms', roomId, 'relations', eventId, 'm.annotation', 'm.reaction')
      const { chunk } = await call<{ chunk: MatrixEvent[] }>(Method.Get, at, {
        signal,
        prefix: '/_matrix/client/v1',
      })
      return chunk
    },

    async upload(
      bytes: Uint8Array,
      { name, type, signal }: { name: string; type: string; signal: AbortSignal },
    ): Promise<string> {
      const abortController = new AbortController()
      const stop = () => abortController.abort()
      signal.addEventListener('abort', stop, { once: true })
      try {
        const file = new Blob([new Uint8Array(bytes)], { type })
        return (await client.uploadContent(file, { name, type, abortController })).content_uri
      } catch (error) {
        throw failureOf(error)
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },

    /** The bytes of a file of the homeserver; servers before 1.11 keep them behind the older address. */
    async download(
      mxc: string,
      { name, maxBytes, signal }: { name: string; maxBytes: number; signal: AbortSignal },
    ): Promise<Uint8Array> {
      const [, server, id] = /^mxc:\/\/([\w.:[\]-]+)\/([\w-]+)$/.exec(mxc) ?? []
      if (server === undefined || id === undefined)
        throw new PlatformError('refused', `${name} has no address that can be read`)
      const ask = (at: string, init: RequestInit) =>
        fetch(new URL(`${at}/${server}/${id}`, client.baseUrl), { ...init, redirect: 'error', signal })
      try {
        let response = await ask('/_matrix/client/v1/media/download', {
          headers: { authorization: `Bearer ${token}` },
        })
        if (response.status === 404 || response.status === 405) {
          await response.body?.cancel()
          response = await ask('/_matrix/media/v3/download', {})
        }
        if (!response.ok)
          throw new PlatformError(
            response.status >= 500 ? 'away' : 'gone',
            `The homeserver does not give ${name} (${response.status})`,
          )
        return await readAtMost(response, name, maxBytes)
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}

async function readAtMost(response: Response, name: string, maxBytes: number): Promise<Uint8Array> {
  const tooBig = () => new PlatformError('too_big', `${name} is larger than ${maxBytes} bytes`)
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel()
    throw tooBig()
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw tooBig()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export type JoinedRoom = {
  timeline?: { events?: MatrixEvent[]; limited?: boolean; prev_batch?: string }
  state?: { events?: MatrixEvent[] }
  summary?: { 'm.joined_member_count'?: number }
}
export type InvitedRoom = { invite_state?: { events?: Omit<MatrixEvent, 'event_id' | 'origin_server_ts'>[] } }
export type SyncAnswer = {
  next_batch: string
  account_data?: { events?: { type: string; content: Content }[] }
  rooms?: { join?: Record<string, JoinedRoom>; invite?: Record<string, InvitedRoom> }
}

import { type ChatApi, createChat } from './chat.ts'
import { createDownload, type Downloads } from './download.ts'
import { createFiles, type FilesApi } from './files.ts'
import { createList, type Lists } from './list.ts'
import { createLive, type Live } from './live.ts'
import { createNotifications, type NotificationsApi } from './notifications.ts'
import { createProjects, type ProjectsApi } from './projects.ts'
import { createRest, type Rest } from './rest.ts'
import type { WebSocketClass } from './socket.ts'
import { createStream, type Stream } from './stream.ts'
import { createTerminals, type TerminalApi } from './terminal.ts'
import { createTransport, type FetchLike, type Token, type Transport } from './transport.ts'
import { createUpload, type Uploads } from './upload.ts'

/** Everything is optional in a browser that the hub itself serves: the page's origin and its sign-in cookie are used. */
export type ClientOptions = {
  /** Address of the hub, such as `https://hub.example.org`; default: the origin of the page. */
  baseUrl?: string | URL | undefined
  /** Owner token or API key, or a function that gives it for each call; default: none, so the sign-in cookie counts. */
  token?: Token | undefined
  /** Default: the global one. */
  fetch?: FetchLike | undefined
  /** Default: the global one; needed for terminals before Node 22 (the class of the `ws` package fits). */
  WebSocket?: WebSocketClass | undefined
  /** Headers for every request, such as those a proxy before the hub asks for. Sockets of browsers cannot carry any. */
  headers?: Record<string, string> | undefined
  /** Milliseconds for one try of a call, and until a stream answers, and a second more for each 64 KiB sent; default 30,000. */
  timeoutMs?: number | undefined
  /** How often a call that may be repeated is tried again, and the first connection of a stream; default 3. */
  retries?: number | undefined
  /** Milliseconds of silence after which a stream counts as cut; default 45,000 (the hub speaks every 15,000). */
  silenceMs?: number | undefined
}

/** A hub, from here. */
export type Client = {
  /** Address of the hub, without a slash at the end. */
  readonly baseUrl: string
  /** Conversations with agents: send, watch, answer, stop. */
  readonly chat: ChatApi
  /** Terminal sessions, by their bytes. */
  readonly terminal: TerminalApi
  /** Files of projects and sessions: up, down, and as they change. */
  readonly files: FilesApi
  /** Projects, as they change. */
  readonly projects: ProjectsApi
  /** Any list that comes in pages, to its end: `for await (const chat of list('GET /chat'))`. */
  readonly list: Lists
  /** Any route that gives a file, as a stream. */
  readonly download: Downloads
  /** Any route that takes files, as streams. */
  readonly upload: Uploads
  /** Any JSON route: `rest('GET /chat/{session_id}', { path: { session_id } })`. */
  readonly rest: Rest
  /** Any route that answers with events, one by one: `for await (… of stream('POST /sandbox/build'))`. */
  readonly stream: Stream
  /** Changes of chats, sessions, agents and imports as they happen. */
  readonly live: Live
  /** What may interest a person who does not look: sessions that rest, wait or end, and requests for a decision. */
  readonly notifications: NotificationsApi
  /**
   * A plain `fetch` of a path below the hub's address with the sign-in added; no retry, no time limit, and a refusal is
   * a `Response` as usual. For what `rest` cannot carry.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/**
 * A client of one hub. It holds no connection of its own, so there is nothing to close.
 * @throws TypeError when there is no `baseUrl` and no page to take it from, or no `fetch`
 */
export function createClient(options: ClientOptions = {}): Client {
  const transport = createTransport({
    baseUrl: addressOf(options.baseUrl),
    token: options.token,
    fetch: options.fetch,
    headers: options.headers,
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 3,
  })
  const silenceMs = options.silenceMs ?? 45_000
  const feeds = { transport, WebSocket: () => options.WebSocket ?? globalWebSocket(), pingMs: silenceMs / 3 }
  const download = createDownload(transport, { silenceMs })
  const upload = createUpload(transport)
  const client: Client = {
    baseUrl: transport.baseUrl,
    chat: createChat(transport, { silenceMs }),
    terminal: createTerminals(feeds),
    files: createFiles(feeds, { upload, download }),
    projects: createProjects(feeds),
    list: createList(transport),
    download,
    upload,
    rest: createRest(transport),
    stream: createStream(transport, { silenceMs }),
    live: createLive(transport, { silenceMs }),
    notifications: createNotifications(feeds),
    fetch: (path, init) => transport.fetch(path, init),
  }
  connections.set(client, { transport, silenceMs })
  return client
}

type Connection = { transport: Transport; silenceMs: number }

/** What other entries of the package need of a client and nobody else should see. */
const connections = new WeakMap<Client, Connection>()

/** @throws TypeError when the client is not one of this copy of the package */
export function connectionOf(client: Client): Connection {
  const connection = connections.get(client)
  if (!connection) throw new TypeError('This client was made by another copy of @atrium/sdk')
  return connection
}

function addressOf(baseUrl: string | URL | undefined): string {
  const address = baseUrl === undefined ? globalThis.location?.origin : String(baseUrl)
  if (!address || !/^https?:\/\//.test(address))
    throw new TypeError('createClient needs a baseUrl such as "http://127.0.0.1:3333"')
  return address.replace(/\/+$/, '')
}

function globalWebSocket(): WebSocketClass {
  if (typeof globalThis.WebSocket === 'function') return globalThis.WebSocket
  throw new TypeError(
    'There is no WebSocket here; give one to createClient, such as that of the "ws" package',
  )
}

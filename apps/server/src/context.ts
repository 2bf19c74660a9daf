import type { Scope } from '@atrium/schema'
import type { App } from './app.ts'
import type { Log } from './core/log.ts'

/** What a program inside a session was started for, or the agent of a chat, which is in no session. */
export type Within = {
  session: string | null
  cardId: string | null
  projectId: string | null
  chatId?: string
}

/** Who calls, after the credential was checked. */
export type Actor = {
  /** Id of the credential: `owner`, a key id `k_…`, or `local` where the mode asks for none. Rates are counted by it. */
  id: string
  /** For people: `owner` or the label of the key. */
  label: string
  scopes: readonly Scope[]
  /** Set for an agent that the hub started: it reaches its own session or chat, its card and its project alone. */
  within?: Within
  /** Ends when the credential is revoked; open streams and sockets end with it. */
  revoked: AbortSignal
}

/** What a request shows to prove who calls. Every field comes from the wire and proves nothing by itself. */
export type Caller = {
  /** Of `Authorization: Bearer`, `X-API-Key` or a WebSocket subprotocol; empty when it is malformed, null when none came. */
  token: string | null
  /** Value of the browser session's cookie. */
  cookie: string | null
  /** `Cf-Access-Jwt-Assertion`. */
  accessJwt: string | null
  /** Peer, or the client named by a listed proxy. */
  address: string
  /** Whether the wire to the browser is encrypted, as far as a listed proxy or our public address tells. */
  secure: boolean
  /** Whether the call comes from this computer, to a loopback name, and no forwarding header is on it. */
  isDirect(): boolean
}

/** Given by the auth feature. Answers at once for credentials it knows; null is a refusal. */
export type Verify = (caller: Caller) => Actor | null | Promise<Actor | null>

/** Who does something, and in which request: what a line of the audit log says. */
export type By = Pick<Context, 'actor' | 'requestId'>

/** What a caller makes a change depend on; null where the header is not there. */
export type Preconditions = { ifMatch: string | null; ifNoneMatch: string | null }

/** What a door knows about one request. */
export type Context = {
  app: App
  /** Null only on public doors. */
  actor: Actor | null
  log: Log
  /** Ends when the caller has left. */
  signal: AbortSignal
  requestId: string
  idempotencyKey: string | null
  preconditions: Preconditions
}

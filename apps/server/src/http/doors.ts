import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { Actor, Context } from '../context.ts'
import type { AppError } from '../core/errors.ts'
import type { Access } from '../rest-meta.ts'

/**
 * A route that tRPC cannot carry: SSE, uploads, raw bytes. It is served under `/api`, checked like every other door and
 * described in the OpenAPI document from the same record.
 */
export type RawRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api`, parameters as `{name}`. */
  path: `/${string}`
  access: Access
  summary: string
  /** Path, query and body in one object, as for procedures. */
  input: z.ZodType
  /** Limit of the body in bytes; default that of ordinary JSON. */
  bodyLimit?: number
  /** Takes `multipart/form-data`, to be read with `receiveUpload`; every other route refuses it. */
  upload?: boolean
  /** The JSON body is left on the wire, to be read with `receiveBody`. */
  streamed?: boolean
  /** The body comes as the bytes it is, whatever its media type; the schema only describes it. */
  raw?: boolean
  /** Media types of a body that is left on the wire as the bytes it is, to be read with `receiveBody`; others are refused. */
  takes?: readonly string[]
  /** Has a rate of its own and counts in no other, once the credential is good. */
  ownRate?: boolean
  /** Calls a minute of one key, where the route has a rate of its own. */
  perMinute?: number
  /** Request headers that the route reads, and what they do; for the reference. */
  headers?: Record<string, string>
  /** Body of a refusal, where clients of the route read another one than ours; not that of a missing credential or scope. */
  refusal?: (refusal: AppError, requestId: string) => unknown
  /** What success looks like in the reference; `stream` where the route can also be followed: one `data:` line. */
  response: {
    status: number
    contentType: string
    description: string
    schema?: z.ZodType
    stream?: z.ZodType
  }
  /** Throwing before `reply.hijack()` is answered like any refusal. */
  handle(call: RawCall): Promise<unknown>
}

export type RawCall = {
  ctx: Context
  /** Parsed by the route's schema; undefined where the body is left on the wire. */
  input: unknown
  /** The input of such a route: path, query, and this in place of the body. @throws AppError invalid */
  read: (body: Record<string, unknown>) => unknown
  request: FastifyRequest
  reply: FastifyReply
}

/** A WebSocket below `/api`. Host, Origin and rate were checked before the upgrade, the credential after it (close 4001). */
export type SocketDoor = {
  /** Parameters as `{name}`, decoded before use. */
  path: `/${string}`
  access: Exclude<Access, 'public'>
  summary: string
  /** Query and JSON frames, for the reference. */
  query?: z.ZodObject
  frames?: { client: z.ZodType; server: z.ZodType }
  /**
   * Called once the credential is accepted. Pings, revocation, rates and shutdown are the gate's work. The socket is paused
   * until this resolves: resolve when the listeners are there, not when the socket closes. Throwing closes it by the error
   * (`not_found` is 4004).
   */
  open(call: SocketCall): Promise<void>
}

export type SocketCall = {
  socket: WebSocket
  actor: Actor
  ctx: Context
  params: Record<string, string>
  query: Record<string, string>
  /** Ends when the socket has closed. */
  signal: AbortSignal
}

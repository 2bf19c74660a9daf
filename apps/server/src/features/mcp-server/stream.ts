import type { OutgoingHttpHeaders } from 'node:http'
import { limits, McpMessage } from '@atrium/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../app.ts'
import type { Actor, Context } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import type { RawCall, RawRoute } from '../../http/doors.ts'
import { errorBody } from '../../http/errors.ts'
import { createAgentTools } from './agent-tools.ts'
import { hubCaller } from './caller.ts'
import { createToolbox, rpc } from './dispatch.ts'
import { exchange, type Message, readMessage } from './exchange.ts'
import { createInFlight } from './in-flight.ts'
import { createResources } from './resources.ts'
import { tools } from './tools.ts'

const inFlight = createInFlight()
const toolbox = createToolbox(tools, hubCaller)
const resources = createResources(hubCaller)

const headers = {
  'Mcp-Session-Id': 'Session that `initialize` answered with; it ties a cancellation to its call.',
  'MCP-Protocol-Version': 'Version of the protocol that was agreed on.',
}

/** A refusal in the form that clients of the protocol read, with ours inside. */
const asRpc = (refusal: AppError, requestId: string): object => ({
  jsonrpc: '2.0',
  id: null,
  error: {
    code: refusal.code === 'bad_request' ? rpc.parse : rpc.request,
    message: refusal.message,
    data: errorBody(refusal, requestId),
  },
})

function one(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  if (Array.isArray(value)) throw new AppError('bad_request', `${name} was sent twice`)
  return value === undefined || value === '' ? null : value
}

/** What kinds of answer the caller takes. @throws AppError bad_request */
function accepted(request: FastifyRequest): { json: boolean; stream: boolean } {
  const { accept = '*/*' } = request.headers
  const any = accept.includes('*/*')
  const json = any || /application\/(json|\*)/.test(accept)
  const stream = /text\/(event-stream|\*)/.test(accept)
  if (!json && !stream)
    throw new AppError('bad_request', 'Accept must name application/json, text/event-stream, or both')
  return { json, stream }
}

const plain = ({ app, actor, log, signal, requestId, idempotencyKey, preconditions }: Context): Context => ({
  app,
  actor,
  log,
  signal,
  requestId,
  idempotencyKey,
  preconditions,
})

function actorOf({ actor }: Context): Actor {
  if (!actor) throw new AppError('unauthorized', 'Valid API key required')
  return actor
}

async function post(call: RawCall): Promise<unknown> {
  const { ctx, request, reply } = call
  const actor = actorOf(ctx)
  const session = one(request, 'mcp-session-id')
  const message = await readMessage(request.body)
  if (!message)
    throw new AppError('invalid', 'The body must be one message of JSON-RPC 2.0; batches are not taken')
  if (session !== null) inFlight.assertSession(actor.id, session)
  switch (message.kind) {
    case 'request':
      return answer(call, { actor, session, message })
    case 'misused': {
      const refusal = new AppError('invalid', `${message.method}: ${message.problem}`)
      const error = { code: rpc.params, message: refusal.message, data: errorBody(refusal, request.id) }
      return { jsonrpc: '2.0', id: message.id, error }
    }
    case 'notification':
      heed(message, actor, session)
      return reply.code(202).send()
    case 'response':
      return reply.code(202).send() // to nothing that was asked here
  }
}

/** Of what a client tells without asking, only a cancellation is of interest here. */
function heed(
  { method, params }: Message & { kind: 'notification' },
  actor: Actor,
  session: string | null,
): void {
  const id = params['requestId']
  if (method === 'notifications/cancelled' && (typeof id === 'string' || typeof id === 'number'))
    inFlight.cancel(actor.id, session, id)
}

type Asked = { actor: Actor; session: string | null; message: Message & { kind: 'request' } }

async function answer({ ctx, request, reply }: RawCall, asked: Asked): Promise<unknown> {
  const { actor, session, message } = asked
  const { json, stream } = accepted(request)
  const waits = message.method === 'tools/call' && toolbox.isWaiting(message.params['name'])
  const streamed = stream && (waits || !json)
  using _open = inFlight.open(actor.id)
  // What waits is a stream to the hub, whatever its answer looks like: it is counted, and ended, as one.
  using place = waits || streamed ? request.server.streams.reserve(actor, null) : null
  using begun = inFlight.begin(actor.id, session, message.id)
  const signal = AbortSignal.any([ctx.signal, actor.revoked, begun.signal, ...(place ? [place.ended] : [])])
  const whole = { ctx: plain(ctx), toolbox, resources, signal, streamed }
  const response = await exchange(whole, message.message, one(request, 'mcp-protocol-version'))
  const cut = (): AppError | null => cutOff(actor, place?.ended)
  const refusal = response && !actor.revoked.aborted ? null : cut()
  if (refusal) throw refusal
  if (!response) return reply.code(202).send() // nobody waits for an answer to what was taken back
  if (message.method === 'initialize' && response.ok) reply.header('mcp-session-id', inFlight.newSession())
  if (!streamed || !response.body)
    return reply
      .code(response.status)
      .type('application/json; charset=utf-8')
      .send(await response.text())
  await pipe(response.body, reply, signal, () => {
    const last = cut()
    return last && { ...asRpc(last, request.id), id: message.id }
  })
  return reply // what is held above is held until then
}

/** Why the hub ends a call that its client still waits for; null when it does not. */
function cutOff({ revoked }: Actor, ended: AbortSignal | undefined): AppError | null {
  if (revoked.aborted) return new AppError('unauthorized', 'Valid API key required')
  if (!ended?.aborted) return null
  return new AppError('draining', 'The server is restarting', { retryAfterSeconds: 5 })
}

/** Sends the events as they come, with a sign of life in between, and what is to be said when they are cut off. */
async function pipe(
  body: ReadableStream<Uint8Array>,
  reply: FastifyReply,
  signal: AbortSignal,
  last: () => object | null,
): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders), // Fastify names header by header what this type says at once
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  raw.flushHeaders()
  const pings = setInterval(() => raw.writableNeedDrain || raw.write(': ping\n\n'), limits.ssePingMs)
  try {
    for await (const chunk of body) {
      if (signal.aborted) break
      raw.write(chunk) // an answer is small, and progress is told once a second
    }
  } finally {
    clearInterval(pings)
    const farewell = signal.aborted ? last() : null
    raw.end(farewell && `event: message\ndata: ${JSON.stringify(farewell)}\n\n`)
  }
}

const door = {
  path: '/mcp',
  access: 'signed-in',
  input: McpMessage,
  headers,
  refusal: asRpc,
} as const satisfies Partial<RawRoute>

/** What the agent of a chat gets of it, without a wire in between. */
export const chatToolsOf = (app: App) => createAgentTools(app, hubCaller)

/** The hub as a server of the Model Context Protocol, over streamable HTTP. */
export const mcpRoutes: readonly RawRoute[] = [
  {
    ...door,
    method: 'POST',
    summary: 'Speak MCP: list and call the tools that the key allows',
    response: {
      status: 200,
      contentType: 'application/json',
      description:
        'The answer to a request; 202 without a body for what needs none. Tools that wait answer with an event stream where the client takes one: progress, then the answer.',
      schema: McpMessage,
      stream: McpMessage,
    },
    handle: post,
  },
  {
    ...door,
    method: 'DELETE',
    input: z.object({}),
    summary: 'End an MCP session and what is still open in it',
    response: { status: 204, contentType: 'application/json', description: 'The session has ended.' },
    async handle({ ctx, request, reply }) {
      const actor = actorOf(ctx)
      const session = one(request, 'mcp-session-id')
      if (session === null) throw new AppError('bad_request', 'The header Mcp-Session-Id is missing')
      inFlight.assertSession(actor.id, session)
      inFlight.end(actor.id, session)
      return reply.code(204).send()
    },
  },
]

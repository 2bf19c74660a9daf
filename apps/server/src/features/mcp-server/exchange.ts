// Owns the SDK's server: one for each message, since nothing of a conversation is kept here between two of them.
import type * as SdkTypes from '@modelcontextprotocol/sdk/types.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { Context } from '../../context.ts'
import { version } from '../../core/version.ts'
import type { Toolbox } from './dispatch.ts'
import type { Resources } from './resources.ts'

const instructions = `Atrium is a hub for agents on its owner's own machine. Its chats are conversations with agents; a chat works on by itself, and waits for a person where it needs a permission: nobody can give that from here. Its sessions are terminals. Its cards are pieces of work of a project. Read before you write, and tell the person what you began.`

export type Exchange = {
  ctx: Context
  toolbox: Toolbox
  resources: Resources
  /** Ends when nobody waits any more. */
  signal: AbortSignal
  /** Whether the answer is a stream of events; else it is one JSON text, and no progress is told. */
  streamed: boolean
}

/** Loaded at the first message: a hub that nobody speaks MCP with never needs it. */
const load = async () => {
  const [{ McpServer }, { WebStandardStreamableHTTPServerTransport }, types, { AjvJsonSchemaValidator }] =
    await Promise.all([
      import('@modelcontextprotocol/sdk/server/mcp.js'),
      import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
      import('@modelcontextprotocol/sdk/types.js'),
      import('@modelcontextprotocol/sdk/validation/ajv'),
    ])
  return {
    McpServer,
    Transport: WebStandardStreamableHTTPServerTransport,
    types,
    checks: checksOf(types),
    ajv: new AjvJsonSchemaValidator(),
  }
}
let loaded: ReturnType<typeof load> | null = null
const sdk = (): ReturnType<typeof load> => (loaded ??= load())

type Params = Record<string, unknown>
export type Message =
  | { kind: 'request'; id: RequestId; method: string; params: Params; message: JSONRPCMessage }
  | { kind: 'notification'; method: string; params: Params }
  | { kind: 'response' }
  /** A request whose parameters are not those of its method. */
  | { kind: 'misused'; id: RequestId; method: string; problem: string }

/** What a body says; null when it is no message of the protocol. */
export async function readMessage(body: unknown): Promise<Message | null> {
  const { types, checks } = await sdk()
  const message = types.JSONRPCMessageSchema.safeParse(body).data
  if (!message) return null
  if (!('method' in message)) return { kind: 'response' }
  const { method } = message
  // Who cannot work on tasks carries them out as ordinary calls.
  const { task: _, ...params }: Params = message.params ?? {}
  if (!('id' in message)) return { kind: 'notification', method, params }
  const whole = { ...message, params } as JSONRPCMessage // one field less is what the type allows
  const checked = checks.get(method)?.safeParse(whole)
  if (checked && !checked.success)
    return { kind: 'misused', id: message.id, method, problem: problemOf(checked.error) }
  return { kind: 'request', id: message.id, method, params, message: whole }
}

/** The SDK calls parameters of the wrong kind an error inside; they are the caller's. */
const checksOf = (types: typeof SdkTypes): ReadonlyMap<string, Checks> =>
  new Map<string, Checks>([
    ['initialize', types.InitializeRequestSchema],
    ['ping', types.PingRequestSchema],
    ['tools/list', types.ListToolsRequestSchema],
    ['tools/call', types.CallToolRequestSchema],
    ['resources/list', types.ListResourcesRequestSchema],
    ['resources/templates/list', types.ListResourceTemplatesRequestSchema],
    ['resources/read', types.ReadResourceRequestSchema],
  ])

type Issue = { path: PropertyKey[]; message: string }
type Checks = {
  safeParse(value: unknown): { success: true } | { success: false; error: { issues: Issue[] } }
}
const problemOf = ({ issues: [first] }: { issues: Issue[] }): string =>
  first ? `${first.path.map(String).join('.')}: ${first.message}` : 'The parameters are not valid'

/** The answer to one message; null when the caller took it back or is gone. */
export async function exchange(
  { ctx, toolbox, resources, signal, streamed }: Exchange,
  message: JSONRPCMessage,
  protocolVersion: string | null,
): Promise<Response | null> {
  const { McpServer, Transport, types, ajv } = await sdk()
  const { server } = new McpServer(
    { name: 'atrium', title: 'Atrium', version },
    { capabilities: { tools: {}, resources: {} }, instructions, jsonSchemaValidator: ajv },
  )
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({ tools: toolbox.list(ctx) }))
  server.setRequestHandler(types.CallToolRequestSchema, ({ params }, extra) => {
    const token = params._meta?.progressToken
    let steps = 0
    const progress = (text: string): void => {
      if (token === undefined || !streamed) return
      const told = { progressToken: token, progress: ++steps, message: text }
      void extra.sendNotification({ method: 'notifications/progress', params: told }).catch(() => undefined) // it has left
    }
    return toolbox.call(ctx, params.name, params.arguments, {
      signal: AbortSignal.any([signal, extra.signal]),
      progress,
    })
  })
  server.setRequestHandler(types.ListResourcesRequestSchema, ({ params }) =>
    resources.list(ctx, params?.cursor),
  )
  server.setRequestHandler(types.ListResourceTemplatesRequestSchema, () => resources.templates(ctx))
  server.setRequestHandler(types.ReadResourceRequestSchema, ({ params }) => resources.read(ctx, params.uri))

  const transport = new Transport({ enableJsonResponse: !streamed, keepAliveMs: 0 })
  await server.connect(transport)
  const over = Promise.withResolvers<null>()
  const end = (): void => {
    over.resolve(null)
    void server.close()
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  // The gate looked at the headers already; to the SDK every caller takes both kinds of answer.
  const headers = new Headers({
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(protocolVersion !== null && { 'mcp-protocol-version': protocolVersion }),
  })
  const request = new Request('http://atrium/api/mcp', { method: 'POST', headers })
  return Promise.race([transport.handleRequest(request, { parsedBody: message }), over.promise])
}

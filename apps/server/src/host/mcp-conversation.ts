// Owns the official client of the Model Context Protocol: one short conversation with a server, and what came of it.
import { limits } from '@atrium/schema'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ErrorCode, ListToolsResultSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import { sleep } from '../core/clock.ts'
import { version } from '../core/version.ts'
import { childEnv } from './exec.ts'
import type { McpAddress, McpAnswer, McpTool } from './mcp-client.ts'
import { createMcpFetch, type HttpFacts } from './mcp-fetch.ts'
import { openStdio, type StdioFacts } from './mcp-stdio.ts'

type Facts = { stdio: StdioFacts | null; http: HttpFacts | null; late: boolean; timeoutMs: number }
type Connection = {
  transport: Transport
  facts: Pick<Facts, 'stdio' | 'http'>
  /** Says goodbye, where the server keeps something for us. */
  leave?: () => Promise<void>
  end: () => Promise<void>
}

const maxTools = 1_000
const maxPages = 50
const nameChars = 200
const schemaChars = 64 * 1024

/**
 * Starts or calls a server, shakes hands, lists its tools and ends it with every process it began. Never throws for what a
 * server does; `signal` gives up early.
 */
export async function askServer(
  address: McpAddress,
  place: { cwd: string; hub: string },
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<McpAnswer> {
  const stop = new AbortController()
  const facts: Facts = { stdio: null, http: null, late: false, timeoutMs }
  const timer = setTimeout(() => {
    facts.late = true
    stop.abort()
  }, timeoutMs)
  const either = AbortSignal.any([signal, stop.signal])
  let connection: Connection | null = null
  try {
    connection = connect(address, place, { signal: either, giveUp: () => stop.abort() })
    Object.assign(facts, connection.facts)
    const answer = await untilAborted(converse(connection.transport, either), either)
    await connection.leave?.()
    return answer
  } catch (error) {
    signal.throwIfAborted()
    return failure(address, error, facts)
  } finally {
    clearTimeout(timer)
    stop.abort()
    await connection?.end()
  }
}

function connect(
  address: McpAddress,
  place: { cwd: string; hub: string },
  { signal, giveUp }: { signal: AbortSignal; giveUp: () => void },
): Connection {
  if (address.type === 'stdio') {
    const { command, args, env } = address
    const stdio = openStdio({ command, args, env: childEnv(env), ...place }, limits.mcpReplyBytes)
    return { transport: stdio.transport, facts: { stdio: stdio.facts, http: null }, end: stdio.end }
  }
  const { fetch, facts } = createMcpFetch({ maxBytes: limits.mcpReplyBytes, signal, giveUp })
  const options = { fetch, requestInit: { headers: address.headers } }
  const url = new URL(address.url)
  if (address.type === 'sse') {
    // Servers of before the second transport are still around.
    // oxlint-disable-next-line typescript/no-deprecated
    const transport = new SSEClientTransport(url, options)
    return { transport, facts: { stdio: null, http: facts }, end: () => transport.close() }
  }
  const transport = new StreamableHTTPClientTransport(url, { ...options, reconnectionOptions })
  return {
    transport: transport as Transport,
    facts: { stdio: null, http: facts },
    leave: () => Promise.race([transport.terminateSession(), sleep(leaveMs, signal)]).catch(() => undefined),
    end: () => transport.close(),
  }
}

/** One conversation: a stream that ends early is not opened again. */
const reconnectionOptions = {
  maxRetries: 0,
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1,
}
const leaveMs = 1_000

async function converse(transport: Transport, signal: AbortSignal): Promise<McpAnswer> {
  const client = new Client({ name: 'atrium', version }, { capabilities: {} })
  client.onerror = () => undefined // what matters also rejects a request
  await client.connect(transport, { signal })
  const info = client.getServerVersion()
  const tools: McpTool[] = []
  if (client.getServerCapabilities()?.tools) {
    let cursor: string | undefined
    for (let page = 0; page < maxPages && tools.length < maxTools; page++) {
      // Not `listTools`, which compiles every schema the server sends.
      const params = cursor === undefined ? {} : { cursor }
      const list = await client.request({ method: 'tools/list', params }, ListToolsResultSchema, { signal })
      for (const tool of list.tools) tools.push(shown(tool))
      cursor = list.nextCursor
      if (cursor === undefined) break
    }
  }
  return {
    ok: true,
    serverInfo: { name: cut(info?.name, nameChars), version: cut(info?.version, nameChars) },
    tools: tools.slice(0, maxTools),
  }
}

const cut = (text: string | undefined, max: number): string => (text ?? '').slice(0, max)

function shown(tool: {
  name: string
  description?: string | undefined
  inputSchema: Record<string, unknown>
}): McpTool {
  const fits = JSON.stringify(tool.inputSchema).length <= schemaChars
  return {
    name: cut(tool.name, nameChars),
    description: cut(tool.description, limits.textChars),
    inputSchema: fits ? tool.inputSchema : { type: 'object' },
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined) // it may fail when nobody waits any more
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('given up'))
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

/** In our words: an answer of somebody else's server is not passed on. */
function failure(address: McpAddress, error: unknown, facts: Facts): McpAnswer & { ok: false } {
  const { stdio, http } = facts
  if (stdio) return stdioFailure(address, error, { ...facts, stdio })
  if (http?.tooMuch)
    return { ok: false, error: `The server sent more than ${megabytes(limits.mcpReplyBytes)}` }
  if (http?.redirected)
    return {
      ok: false,
      error: 'The server redirects to another address; redirects are not followed',
      hint: 'Set the address it redirects to.',
      ...(http.status !== null && { httpStatus: http.status }),
    }
  if (facts.late) return late(facts)
  if (http?.networkError)
    return {
      ok: false,
      error: `The server cannot be reached (${http.networkError})`,
      hint: 'Is it running, and is the address right?',
    }
  if (http !== null && http.status !== null && http.status >= 400)
    return { ok: false, ...refusal(http.status), httpStatus: http.status }
  return protocolFailure(error)
}

function refusal(status: number): { error: string; hint?: string } {
  if (status === 401 || status === 403)
    return {
      error: `The server asks for a sign-in (status ${status})`,
      hint: 'Give it a token in its headers, such as Authorization.',
    }
  if (status === 404 || status === 405)
    return {
      error: `There is no MCP server at this address (status ${status})`,
      hint: 'Older servers speak sse: set the type to sse.',
    }
  return { error: `The server answered with status ${status}` }
}

const late = ({ timeoutMs }: Facts) => ({
  ok: false as const,
  error: `The server did not answer within ${timeoutMs / 1000} s`,
})

function protocolFailure(error: unknown): McpAnswer & { ok: false } {
  if (error instanceof McpError && error.code === ErrorCode.RequestTimeout)
    return { ok: false, error: 'The server did not answer in time' }
  if (error instanceof McpError)
    return { ok: false, error: `The server refused with the protocol's error ${error.code}` }
  return { ok: false, error: 'The server does not speak MCP' }
}

function stdioFailure(
  address: McpAddress,
  error: unknown,
  facts: Facts & { stdio: StdioFacts },
): McpAnswer & { ok: false } {
  const { exit, startError, stderr, garbage, tooMuch } = facts.stdio
  const hint = stderr.trim() === '' ? {} : { hint: stderr.trim() }
  if (startError) {
    const command = address.type === 'stdio' ? address.command : ''
    return startError.code === 'ENOENT'
      ? {
          ok: false,
          error: `The program '${command}' was not found`,
          hint: 'Install it, or give its whole path; the hub looks through its own PATH.',
        }
      : { ok: false, error: `The program '${command}' cannot be started (${startError.code ?? 'unknown'})` }
  }
  if (tooMuch)
    return { ok: false, error: `The server wrote more than ${megabytes(limits.mcpReplyBytes)}`, ...hint }
  if (exit) {
    const how = exit.signal === null ? `exited with code ${exit.code}` : `was ended by ${exit.signal}`
    return { ok: false, error: `Server ${how}`, ...hint }
  }
  if (garbage !== '' && facts.late)
    return {
      ok: false,
      error: 'The server wrote something else than MCP messages to its standard output',
      hint: stderr.trim() || garbage.trim(),
    }
  if (facts.late) return { ...late(facts), ...hint }
  return { ...protocolFailure(error), ...hint }
}

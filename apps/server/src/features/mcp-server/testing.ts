import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { expect } from 'vitest'
import type { TestApp } from '../../testing.ts'

export type McpTestClient = Awaited<ReturnType<typeof connectMcp>>

/** The official client, as an agent of any vendor would come. */
export async function connectMcp(app: Pick<TestApp, 'url' | 'token'>, token = app.token) {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL(`${app.url}/api/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  })
  // The class says `sessionId: string | undefined` where the interface has an optional one.
  await client.connect(transport as Parameters<typeof client.connect>[0])
  const { tools } = await client.listTools() // from now on the client checks every answer against its schema
  return {
    client,
    transport,
    tools,
    names: tools.map(({ name }) => name),
    /** What a tool gives; a refusal fails the test. */
    async use(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
      const result = (await client.callTool({ name, arguments: args })) as CallToolResult
      expect([name, result.isError ?? false, result.content]).toEqual([name, false, result.content])
      return result.structuredContent ?? {}
    },
    /** What a tool refuses: the body that a REST caller would get. */
    async refusal(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
      const result = (await client.callTool({ name, arguments: args })) as CallToolResult
      expect([name, result.isError, result.content]).toEqual([name, true, result.content])
      return result._meta?.['atrium/error'] as Record<string, unknown> // this hub's own
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** A key with these scopes. */
export async function keyOf(app: TestApp, ...scopes: string[]): Promise<{ id: string; key: string }> {
  const { body } = await app.rest('POST', '/api/auth/keys', { label: scopes.join(' '), scopes })
  return body
}

/** One message as bytes on the wire. */
export const post = (
  app: Pick<TestApp, 'url' | 'token'>,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${app.url}/api/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

export const call = (name: string, args: unknown = {}, id: unknown = 1, meta?: unknown) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args, ...(meta !== undefined && { _meta: meta }) },
})

export const initialize = (protocolVersion = '2025-06-18') => ({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
})

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { messageOf } from '../core/errors.ts'
import { version } from '../core/version.ts'
import type { HubTool } from './runner.ts'

/** Tools of the hub as a server in this process. The low-level handlers take JSON Schemas as they are. */
export function hubServer(name: string, tools: readonly HubTool[]): McpServer {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const server = new McpServer({ name, version }, { capabilities: { tools: {} } })
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema, readOnly }) => ({
      name,
      description,
      inputSchema: { ...inputSchema, type: 'object' as const },
      annotations: { readOnlyHint: readOnly === true },
      // Known from the first turn on, not searched for.
      _meta: { 'anthropic/alwaysLoad': true },
    })),
  }))
  server.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    try {
      const tool = byName.get(params.name)
      if (!tool) throw new Error(`There is no tool '${params.name}' here`)
      return answer(await tool.run(params.arguments ?? {}, signal), false)
    } catch (error) {
      return answer(messageOf(error), true)
    }
  })
  return server
}

const answer = (text: string, isError: boolean) => ({ content: [{ type: 'text' as const, text }], isError })

import { createHash } from 'node:crypto'
import { limits } from '@atrium/schema'
import { endAsked } from './mcp-tag.ts'

/** Where a server is; every value is filled in. */
export type McpAddress =
  | { type: 'stdio'; command: string; args: string[]; env: Record<string, string> }
  | { type: 'http' | 'sse'; url: string; headers: Record<string, string> }

export type McpTool = { name: string; description: string; inputSchema: Record<string, unknown> }

/** A server that does not answer is a result, not an error of ours. */
export type McpAnswer =
  | { ok: true; serverInfo: { name: string; version: string }; tools: McpTool[] }
  | { ok: false; error: string; hint?: string; httpStatus?: number }

export type McpClient = ReturnType<typeof createMcpClient>

export type McpClientOptions = {
  /** Tells the programs of this hub from those of another one. */
  home: string
  cwd: string
  /** No hub has run here before. */
  isNew?: boolean
}

export function createMcpClient({ home, cwd, isNew = false }: McpClientOptions) {
  const hub = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const cleared = isNew ? Promise.resolve() : endAsked(hub)
  return {
    /** One short conversation with a server: who it is and which tools it has. `signal` gives up early. */
    async ask(
      address: McpAddress,
      signal: AbortSignal,
      timeoutMs: number = limits.mcpTimeoutMs,
    ): Promise<McpAnswer> {
      await cleared
      // Loaded at the first use: the official client takes as long as half of the start.
      const { askServer } = await import('./mcp-conversation.ts')
      return askServer(address, { cwd, hub }, { signal, timeoutMs })
    },
  }
}

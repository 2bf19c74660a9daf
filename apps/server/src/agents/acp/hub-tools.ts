// Owns the doors through which an agent outside this process reaches tools of the hub: a socket for each server, which the
// agent's MCP client comes to through a program that joins its input and output to it.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HubTool, McpServer } from '../runner.ts'

export const socketPipe = fileURLToPath(new URL('../../host/socket-pipe.ts', import.meta.url))
/** Where the sockets are found inside of a sandbox. */
export const toolsInside = '/atrium/tools'

const maxConnections = 8

export type ToolDoors = {
  /** Null when there are no tools. */
  folder: string | null
  servers: Record<string, McpServer>
  close(): Promise<void>
}

type Options = {
  tools: Record<string, HubTool[]>
  /** As the agent names them: it may be in a sandbox. */
  node: string
  pipe: string
  confined: boolean
}

export async function openToolDoors({ tools, node, pipe, confined }: Options): Promise<ToolDoors> {
  const given = Object.entries(tools).filter(([, list]) => list.length > 0)
  if (given.length === 0) return { folder: null, servers: {}, close: () => Promise.resolve() }
  // Loaded at the first use: a hub without agents never needs them.
  const [{ hubServer }, { StdioServerTransport }] = await Promise.all([
    import('../claude-hub-tools.ts'),
    import('@modelcontextprotocol/sdk/server/stdio.js'),
  ])
  // Nobody else may enter the folder. Short on purpose: the path of a socket may have 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'atrium-'))
  const doors: Server[] = []
  const open = new Set<Socket>()
  const servers: Record<string, McpServer> = {}
  for (const [index, [name, list]] of given.entries()) {
    const door = createServer((socket) => {
      if (open.size >= maxConnections * given.length) return void socket.destroy()
      open.add(socket)
      socket.on('error', () => socket.destroy())
      const server = hubServer(name, list)
      socket.on('close', () => {
        open.delete(socket)
        void server.close().catch(() => undefined)
      })
      void server.connect(new StdioServerTransport(socket, socket)).catch(() => socket.destroy())
    })
    await new Promise<void>((resolve, reject) => {
      door.once('error', reject)
      door.listen(join(folder, String(index)), resolve)
    })
    door.on('error', () => undefined) // there is no room for another connection
    doors.push(door)
    const socketPath = join(confined ? toolsInside : folder, String(index))
    servers[name] = { type: 'stdio', command: node, args: [pipe, socketPath], env: {} }
  }
  return {
    folder,
    servers,
    async close() {
      for (const socket of open) socket.destroy()
      await Promise.all(doors.map((door) => new Promise((done) => door.close(done))))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

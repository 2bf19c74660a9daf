import { realpath } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { isProgram } from '../host/on-path.ts'
import { isInside } from '../host/paths.ts'
import { type SandboxBind, sandboxPath } from '../host/sandbox.ts'
import type { Reachable } from './claude-equipment.ts'
import { type AgentSpec, confinedPlugins, type McpServer } from './runner.ts'

type Stdio = Extract<McpServer, { type: 'stdio' }>

/** System folders that are the same inside and outside. */
const shared = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64']

/**
 * What an agent is given, seen from inside its sandbox: folders with skills are mounted read-only, servers run in there with
 * the agent, and what needs the network or a program of the person's is missing.
 */
export async function bringInside(
  spec: AgentSpec,
  node: string,
): Promise<{ reachable: Reachable; binds: SandboxBind[] }> {
  const { mcpServers, plugins } = spec.equipment
  const reachable: Reachable = { servers: {}, plugins: [], switchedOff: [], missing: [] }
  const binds: SandboxBind[] = []
  for (const [index, from] of plugins.entries()) {
    const to = `${confinedPlugins}/${index}`
    binds.push({ from, to })
    reachable.plugins.push(to)
  }
  for (const [server, config] of Object.entries(mcpServers))
    try {
      reachable.servers[server] = await insideServer(config, spec.workingDirectory, node)
    } catch (error) {
      reachable.missing.push({ server, reason: messageOf(error) })
    }
  return { reachable, binds }
}

async function insideServer(server: McpServer, folder: string, node: string): Promise<McpServer> {
  if (server.type !== 'stdio') throw new Error('a sandbox has no network')
  return { ...server, command: await insideCommand(server, folder, node) }
}

async function insideCommand({ command }: Stdio, folder: string, node: string): Promise<string> {
  if (command.includes('/')) {
    const path = isAbsolute(command) ? command : resolve(folder, command)
    const real = await realpath(path).catch(() => path)
    if ([...shared, folder].some((root) => isInside(root, real))) return path
    if (real === (await realpath(process.execPath))) return node
  } else {
    for (const root of sandboxPath.split(':')) if (await isProgram(`${root}/${command}`)) return command
    if (command === 'node') return node
  }
  throw new Error(`its program '${command}' is not inside the sandbox`)
}

// Turns what an agent is given into what the program takes, and tells which of it did not come to work.
import type { Options, Query } from '@anthropic-ai/claude-agent-sdk'
import { limits } from '@atrium/schema'
import { sleep } from '../core/clock.ts'
import type { AgentEvent, Equipment, McpServer } from './runner.ts'

/** The part of an equipment that the program can reach from where it runs, as it is named there. */
export type Reachable = {
  servers: Record<string, McpServer>
  plugins: string[]
  /** Plugins of the person that are not to be there. */
  switchedOff: string[]
  /** Servers that cannot be used there, and why. */
  missing: { server: string; reason: string }[]
}

/** The first version that takes servers on its standard input, off the command line that others can read. */
const takesServers = [2, 1, 261]
const pollMs = 100
const reasonChars = 300

export const reachableOutside = (
  { mcpServers, plugins, ownPlugins }: Equipment,
  enabled: string[],
): Reachable => ({
  servers: mcpServers,
  plugins,
  switchedOff: ownPlugins ? [] : enabled,
  missing: [],
})

/** An older program would show the servers' secrets on its command line: it gets none. */
export function forVersion(reachable: Reachable, version: string | null): Reachable {
  if (Object.keys(reachable.servers).length === 0 || isAtLeast(version, takesServers)) return reachable
  const reason = `this 'claude' is too old for tool servers (${version ?? 'unknown version'}; needs ${takesServers.join('.')})`
  const missing = Object.keys(reachable.servers).map((server) => ({ server, reason }))
  return { ...reachable, servers: {}, missing: [...reachable.missing, ...missing] }
}

function isAtLeast(version: string | null, wanted: readonly number[]): boolean {
  const parts = (version ?? '0').split(/[.-]/).map(Number)
  for (const [index, least] of wanted.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part > least
  }
  return true
}

/** Servers and subagents that are in no list of the hub are not there: the chat's workspace and trust decide alone. */
export async function equipmentOptions(
  { hubTools, subagents }: Equipment,
  reachable: Reachable,
  credentials: readonly string[],
): Promise<Options> {
  // Loaded at the first use, like the SDK: a hub without Claude never needs it.
  const { hubServer } = await import('./claude-hub-tools.ts')
  const own = Object.entries(hubTools).map(([name, tools]) => [
    name,
    { type: 'sdk' as const, name, instance: hubServer(name, tools) },
  ])
  const servers = Object.entries(reachable.servers).map(([name, server]) => [
    name,
    server.type === 'stdio' ? { ...server, env: { ...blank(credentials), ...server.env } } : server,
  ])
  return {
    strictMcpConfig: true,
    mcpServers: { ...Object.fromEntries(servers), ...Object.fromEntries(own) },
    ...(servers.length > 0 && { mcpServersDelivery: 'initialize' as const }),
    plugins: reachable.plugins.map((path) => ({ type: 'local' as const, path, skipMcpDiscovery: true })),
    ...(Object.keys(subagents).length > 0 && { agents: subagents }),
    ...(reachable.switchedOff.length > 0 && {
      settings: { enabledPlugins: Object.fromEntries(reachable.switchedOff.map((name) => [name, false])) },
    }),
  }
}

/** The program hands its own environment on to the servers it starts; what is the agent's alone is blotted out. */
const blank = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries([...names, 'CLAUDE_CODE_MESSAGING_TOKEN'].map((name) => [name, '']))

/**
 * Waits until every server has started or failed, so that the first turn has their tools, and says which did not.
 * Gives up waiting, not the servers.
 */
export async function* serverWarnings(
  client: Pick<Query, 'initializationResult' | 'mcpServerStatus'>,
  { servers, missing }: Reachable,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  for (const { server, reason } of missing) yield warning(server, reason)
  if (Object.keys(servers).length === 0) return
  const giveUp = performance.now() + limits.mcpTimeoutMs
  await client.initializationResult()
  for (;;) {
    const known = await client.mcpServerStatus()
    const mine = known.filter(({ name }) => Object.hasOwn(servers, name))
    const wait = mine.some(({ status }) => status === 'pending') && performance.now() < giveUp
    if (wait) {
      await sleep(pollMs, signal)
      continue
    }
    for (const name of Object.keys(servers)) {
      const found = mine.find((one) => one.name === name)
      if (found?.status === 'connected') continue
      yield warning(name, without(reasonOf(found?.status, found?.error), servers[name]))
    }
    return
  }
}

function reasonOf(status: string | undefined, error: string | undefined): string {
  if (status === 'pending') return `it did not answer within ${limits.mcpTimeoutMs / 1000} s`
  if (status === 'needs-auth') return 'it asks for a sign-in; give it a token in its headers'
  return error?.trim() || 'it did not start'
}

/** What it says of itself may repeat the secrets it was given. */
function without(text: string, server: McpServer | undefined): string {
  const secrets = Object.values(server?.type === 'stdio' ? server.env : (server?.headers ?? {}))
  return secrets
    .filter((secret) => secret.length > 3)
    .reduce((left, secret) => left.replaceAll(secret, '…'), text)
    .slice(0, reasonChars)
}

const warning = (server: string, reason: string): AgentEvent => ({
  type: 'warning',
  code: 'tool_server_failed',
  title: 'A tool server is missing',
  message: `The tool server '${server}' is not there in this conversation: ${reason}.`,
})

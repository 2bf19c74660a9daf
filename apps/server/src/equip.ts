// Composes what the agent of a chat is given beside its own tools: what is there, as far as the chat's trust and workspace
// let it in. What fails costs only itself and is said.
import { type Allowed, limits, type TrustLevel, type WorkspacePlugins } from '@atrium/schema'
import type { Equipment, HubTool, McpServer, Subagent } from './agents/runner.ts'
import { unlessAborted } from './core/clock.ts'
import { messageOf } from './core/errors.ts'
import type { Log } from './core/log.ts'
import { headOf } from './core/text.ts'
import { hashOf } from './core/trusted.ts'
import type { EquipmentFor, Equipped } from './features/runs/handover.ts'

type Filters = { mcps: Allowed; skills: Allowed; agents: Allowed; plugins: WorkspacePlugins }

export type EquipDeps = {
  log: Log
  /** What the workspace of a chat lets in. */
  filters(workspaceId: string | null): Promise<Filters>
  /** Approved servers by name, tools of the hub itself, and what was left out. */
  mcps(
    options: { trustLevel: TrustLevel; allowed: Allowed },
    chat: EquipmentFor,
  ): Promise<{
    servers: Record<string, McpServer>
    hubTools: Record<string, HubTool[]>
    warnings: string[]
  }>
  /** A folder with the skills; null when there are none. */
  skills(allowed: Allowed): Promise<{ folder: string; hash: string } | null>
  /** Tools of the loaded modules, by module, and why modules that were approved are not among them. */
  modules(): Promise<{ tools: Record<string, HubTool[]>; leftOut: Record<string, string> }>
  /** Agent files by name. */
  subagents(allowed: Allowed): Promise<Record<string, Subagent>>
  /** Tools of the hub for this chat alone, by the name of their server. */
  ownTools(chat: EquipmentFor): Promise<Record<string, HubTool[]>>
  /** How long a part, and a call of a tool, may take. */
  times?: { partMs: number; toolMs: number }
}

const nothing: Filters = {
  mcps: 'none',
  skills: 'none',
  agents: 'none',
  plugins: { include_user: false, dirs: [] },
}

export const createEquip =
  (deps: EquipDeps) =>
  async (chat: EquipmentFor): Promise<Equipped> => {
    const { partMs, toolMs } = deps.times ?? { partMs: limits.equipPartMs, toolMs: limits.hubToolMs }
    const warnings: string[] = []
    /** One part that cannot be had leaves the others as they are. */
    async function part<Value>(what: string, load: () => Promise<Value>, without: Value) {
      try {
        return await unlessAborted(load(), AbortSignal.timeout(partMs))
      } catch (error) {
        deps.log.warn({ err: error, feature: 'equip', chatId: chat.chatId }, `${what} could not be given`)
        warnings.push(`${what} could not be given to this chat: ${messageOf(error)}`)
        return without
      }
    }

    const filters = await part('What its workspace allows', () => deps.filters(chat.workspaceId), nothing)
    const [mcps, skills, modules, subagents, own] = await Promise.all([
      part('MCP servers', () => deps.mcps({ trustLevel: chat.trustLevel, allowed: filters.mcps }, chat), {
        servers: {},
        hubTools: {},
        warnings: [],
      }),
      part('Skills', () => deps.skills(filters.skills), null),
      part('Tools of modules', () => deps.modules(), { tools: {}, leftOut: {} }),
      part('Agent files', () => deps.subagents(filters.agents), {}),
      part('Tools of the scheduler', () => deps.ownTools(chat), {}),
    ])
    const hubTools = { ...only(modules.tools, filters.mcps), ...mcps.hubTools, ...own }
    const { servers, taken } = besides(mcps.servers, Object.keys(hubTools))
    warnings.push(...mcps.warnings, ...Object.values(only(modules.leftOut, filters.mcps)))
    for (const name of taken)
      warnings.push(`The MCP server '${name}' is left out: a part of the hub has that name. Give it another.`)
    for (const dir of filters.plugins.dirs)
      warnings.push(
        `The plugin folder '${dir}' is left out: plugins start programs that nobody has approved.`,
      )

    const equipment: Omit<Equipment, 'fingerprint'> = {
      mcpServers: servers,
      hubTools: Object.fromEntries(
        Object.entries(hubTools).map(([name, tools]) => [name, tools.map((tool) => bounded(tool, toolMs))]),
      ),
      plugins: skills === null ? [] : [skills.folder],
      subagents,
      ownPlugins: filters.plugins.include_user,
    }
    return { equipment: { ...equipment, fingerprint: fingerprint(equipment, skills?.hash ?? '') }, warnings }
  }

/** A tool that hangs or says too much costs its own call, not the turn or the record of the chat. */
const bounded = (tool: HubTool, ms: number): HubTool => ({
  ...tool,
  async run(input, signal) {
    const enough = AbortSignal.any([signal, AbortSignal.timeout(ms)])
    const said = await unlessAborted(tool.run(input, enough), enough)
    const head = headOf(said, limits.toolResultBytes)
    return head.length < said.length ? `${head}\n\n… cut` : said
  },
})

/** Tools of a module are a server like any other to whoever says which may be used. */
const only = <Value>(map: Record<string, Value>, allowed: Allowed): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(map).filter(
      ([name]) => allowed === 'all' || (allowed !== 'none' && allowed.includes(name)),
    ),
  )

/** As the agent writes the name of a server into those of its tools. */
const spelled = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_-]/g, '_')

/** No server of somebody else may have tools that look like the hub's own, which some chats use unasked. */
function besides(
  servers: Record<string, McpServer>,
  own: readonly string[],
): { servers: Record<string, McpServer>; taken: string[] } {
  const clash = (name: string): boolean =>
    own.some((one) => {
      const [mine, other] = [`${spelled(one)}__`, `${spelled(name)}__`]
      return mine.startsWith(other) || other.startsWith(mine)
    })
  const taken = Object.keys(servers).filter(clash)
  return {
    servers: Object.fromEntries(Object.entries(servers).filter(([name]) => !taken.includes(name))),
    taken,
  }
}

/** Sorted, so that the same things found in another order are the same. */
function fingerprint(given: Omit<Equipment, 'fingerprint'>, skills: string): string {
  const sorted = <Value>(map: Record<string, Value>) =>
    Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1))
  const { mcpServers, hubTools, plugins, subagents, ownPlugins } = given
  return hashOf([sorted(mcpServers), sorted(hubTools), plugins, skills, sorted(subagents), ownPlugins])
}

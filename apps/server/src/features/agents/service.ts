import { Agent, type OwnAgentCreate, type OwnAgentUpdate } from '@atrium/schema'
import type { AcpAgent } from '../../agents/acp/agents.ts'
import type { AgentRunner } from '../../agents/runner.ts'
import { AppError, conflict, messageOf, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Tasks } from '../../core/tasks.ts'
import { type OwnAgents, toAcpAgent } from './own.ts'

type Fetch = NonNullable<Agent['install']>

export type AgentsDeps = {
  /** Parts of the hub, in the order of preference: the first one that is ready is the default. */
  runners: readonly AgentRunner[]
  /** Agents of the hub's own list that speak ACP. */
  known: readonly AcpAgent[]
  own: OwnAgents
  /** The runner of an agent that speaks ACP. */
  acp(agent: AcpAgent): AgentRunner
  /** How the program of a runner is fetched, where that can be done. */
  installers: Readonly<
    Record<string, (progress: (line: string) => void, signal: AbortSignal) => Promise<unknown>>
  >
  /** Name that a person chose; null leaves it to what is ready. */
  preferred: () => string | null
  /** Words as a person reads them, kept apart by quotes, with nothing in them that an eye would miss. */
  commandLine(words: readonly string[]): string
  events: Events
  tasks: Tasks
}

const trustCode = Agent.shape.trust_code.catch(null)
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
const levels = ['full', 'vault', 'sandboxed'] as const
const allModes: Agent['modes'] = ['default', 'acceptEdits', 'plan']

export function createAgents(deps: AgentsDeps) {
  const { installers, preferred, events, tasks, own } = deps
  const fetches = new Map<string, Fetch>()
  const listed = deps.known.map((agent) => ({ agent, runner: deps.acp(agent) }))
  /** Runners of agents that were added, each for just the entry it was made of. */
  const added = new Map<string, { of: unknown; agent: AcpAgent; runner: AgentRunner }>()

  function ownRunner(name: string): { agent: AcpAgent; runner: AgentRunner } | undefined {
    const entry = own.find(name)
    const before = added.get(name)
    if (!entry) {
      added.delete(name)
      return undefined
    }
    if (before?.of === entry) return before
    const agent = toAcpAgent(entry)
    const made = { of: entry, agent, runner: deps.acp(agent) }
    added.set(name, made)
    return made
  }

  /** Whether it is the name of an agent of the hub's own. */
  const isTaken = (name: string): boolean =>
    [...deps.runners, ...listed.map(({ runner }) => runner)].some((runner) => runner.name === name)
  const acpOf = (name: string) => listed.find(({ agent }) => agent.id === name) ?? ownRunner(name)
  const find = (name: string): AgentRunner | undefined =>
    deps.runners.find((runner) => runner.name === name) ?? acpOf(name)?.runner
  const all = (): AgentRunner[] => [
    ...deps.runners,
    ...listed.map(({ runner }) => runner),
    // One whose name the hub's list has taken since it was added is not reached any more.
    ...own.list().flatMap(({ name }) => (isTaken(name) ? [] : (ownRunner(name)?.runner ?? []))),
  ]

  function note(name: string, fetch: Fetch): void {
    fetches.set(name, fetch)
    events.emit('agents.agent.changed', { name })
  }

  /** The levels that it can be held to, and why not the others. */
  async function trustOf(
    runner: AgentRunner,
  ): Promise<Pick<Agent, 'trust_levels' | 'trust_note' | 'trust_code'>> {
    const refusals = await Promise.all(
      levels.map(async (level) => runner.assertTrust?.(level).then(() => null, asError) ?? null),
    )
    const refusal = refusals.find((one) => one !== null) ?? null
    return {
      trust_levels: levels.filter((_, index) => refusals[index] === null),
      trust_note: refusal?.message ?? null,
      trust_code: trustCode.parse(refusal instanceof AppError ? refusal.facts.reason : null),
    }
  }

  async function describe(runner: AgentRunner, isAdmin: boolean): Promise<Omit<Agent, 'is_default'>> {
    const { status, message, version, models, modes } = await runner.status()
    const acp = acpOf(runner.name)?.agent
    const entry = own.find(runner.name)
    return {
      name: runner.name,
      title: runner.title,
      kind: entry ? 'own' : acp ? 'known' : 'builtin',
      homepage: acp?.homepage ?? null,
      command_line: acp && (isAdmin || !entry) ? deps.commandLine([acp.command, ...acp.args]) : null,
      own: entry && isAdmin ? own.shown(entry) : null,
      ...(await trustOf(runner)),
      modes: modes ?? allModes,
      status,
      message,
      install_command: runner.setup?.install_command ?? null,
      sign_in: runner.setup?.sign_in ?? null,
      version,
      models,
      installable: runner.name in installers,
      install: fetches.get(runner.name) ?? null,
    }
  }

  function chooseDefault(agents: readonly { name: string; status: Agent['status'] }[]): string {
    const chosen = agents.find(({ name }) => name === preferred())
    // What is on the machine beside the hub is chosen by a person, never by its being there.
    const ready = agents.find(
      ({ name, status }) => status === 'ready' && deps.runners.some((runner) => runner.name === name),
    )
    return (chosen ?? ready ?? agents[0])?.name ?? ''
  }

  async function list(isAdmin = false): Promise<{ agents: Agent[] }> {
    const described = await Promise.all(all().map((runner) => describe(runner, isAdmin)))
    const name = chooseDefault(described)
    const agents = described.map((agent) => ({ ...agent, is_default: agent.name === name }))
    return { agents: agents.sort((one, other) => Number(other.is_default) - Number(one.is_default)) }
  }

  async function get(name: string): Promise<Agent> {
    const agent = (await list(true)).agents.find((one) => one.name === name)
    if (!agent) throw notFound('Agent', name)
    return agent
  }

  return {
    list,
    /** @throws AppError agent_unavailable */
    runner(name: string): AgentRunner {
      const runner = find(name)
      if (!runner) throw new AppError('agent_unavailable', `There is no agent '${name}' here`)
      return runner
    },
    /** The agent of a new chat. A real one that fails is never replaced by another: this is asked before it starts. */
    async defaultName(): Promise<string> {
      const name = preferred()
      if (name !== null && find(name)) return name
      const statuses = await Promise.all(
        deps.runners.map(async (runner) => ({ name: runner.name, ...(await runner.status()) })),
      )
      return chooseDefault(statuses)
    },
    /** @throws AppError already_exists, limit_reached, invalid */
    async add(agent: OwnAgentCreate): Promise<Agent> {
      if (isTaken(agent.name))
        throw new AppError('already_exists', `'${agent.name}' is the name of an agent of the hub's own list`)
      await own.add(agent)
      events.emit('agents.agent.changed', { name: agent.name })
      return get(agent.name)
    },
    /** Live sessions go on as they were; the next one is started as it is now. @throws AppError not_found, invalid */
    async change(name: string, change: OwnAgentUpdate): Promise<Agent> {
      await own.change(name, change)
      events.emit('agents.agent.changed', { name })
      return get(name)
    },
    /** Its chats stay; they are answered again when another agent is chosen. @throws AppError not_found */
    async remove(name: string): Promise<void> {
      await own.remove(name)
      events.emit('agents.agent.changed', { name })
    },
    /** Begins to fetch the program of an agent; a second call while it runs joins the first. */
    async install(name: string): Promise<Agent> {
      const runner = find(name)
      const fetch = installers[name]
      if (!runner) throw notFound('Agent', name)
      if (!fetch) throw conflict(`The agent '${name}' has nothing to install`)
      if (fetches.get(name)?.state !== 'running') {
        const since = new Date().toISOString()
        note(name, { state: 'running', message: 'Starting', since })
        tasks.add(`agents.${name}.install`, async (signal) => {
          try {
            await fetch((message) => note(name, { state: 'running', message, since }), signal)
            note(name, { state: 'done', message: 'Installed', since })
          } catch (error) {
            note(name, { state: 'failed', message: messageOf(error), since })
          }
        })
      }
      return get(name)
    },
  }
}

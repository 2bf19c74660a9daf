import type { Agent } from '@atrium/schema'
import type { AgentRunner } from '../../agents/runner.ts'
import { AppError, conflict, messageOf, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Tasks } from '../../core/tasks.ts'

type Fetch = NonNullable<Agent['install']>

export type AgentsDeps = {
  /** In the order of preference: the first one that is ready is the default. */
  runners: readonly AgentRunner[]
  /** How the program of a runner is fetched, where that can be done. */
  installers: Readonly<
    Record<string, (progress: (line: string) => void, signal: AbortSignal) => Promise<unknown>>
  >
  /** Name that a person chose; null leaves it to what is ready. */
  preferred: () => string | null
  events: Events
  tasks: Tasks
}

export function createAgents({ runners, installers, preferred, events, tasks }: AgentsDeps) {
  const fetches = new Map<string, Fetch>()
  const find = (name: string): AgentRunner | undefined => runners.find((runner) => runner.name === name)

  function note(name: string, fetch: Fetch): void {
    fetches.set(name, fetch)
    events.emit('agents.agent.changed', { name })
  }

  async function describe(runner: AgentRunner): Promise<Omit<Agent, 'is_default'>> {
    const { status, message, version, models } = await runner.status()
    return {
      name: runner.name,
      title: runner.title,
      status,
      message,
      version,
      models,
      installable: runner.name in installers,
      install: fetches.get(runner.name) ?? null,
    }
  }

  function chooseDefault(agents: readonly { name: string; status: Agent['status'] }[]): string {
    const chosen = agents.find(({ name }) => name === preferred())
    const ready = agents.find(({ status }) => status === 'ready')
    return (chosen ?? ready ?? agents[0])?.name ?? ''
  }

  async function list(): Promise<{ agents: Agent[] }> {
    const described = await Promise.all(runners.map(describe))
    const name = chooseDefault(described)
    const agents = described.map((agent) => ({ ...agent, is_default: agent.name === name }))
    return { agents: agents.sort((one, other) => Number(other.is_default) - Number(one.is_default)) }
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
        runners.map(async (runner) => ({ name: runner.name, ...(await runner.status()) })),
      )
      return chooseDefault(statuses)
    },
    /** Begins to fetch the program of an agent; a second call while it runs joins the first. */
    async install(name: string): Promise<Agent> {
      const runner = find(name)
      const fetch = installers[name]
      if (!runner) throw notFound('Agent', name)
      if (!fetch) throw conflict(`The agent '${name}' has nothing to install`)
      if (fetches.get(name)?.state !== 'running') {
        note(name, { state: 'running', message: 'Starting' })
        tasks.add(`agents.${name}.install`, async (signal) => {
          try {
            await fetch((message) => note(name, { state: 'running', message }), signal)
            note(name, { state: 'done', message: 'Installed' })
          } catch (error) {
            note(name, { state: 'failed', message: messageOf(error) })
          }
        })
      }
      const agent = (await list()).agents.find((one) => one.name === name)
      if (!agent) throw notFound('Agent', name)
      return agent
    },
  }
}

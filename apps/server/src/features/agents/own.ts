// Owns the list of agents that the person has added: one private file, since it holds secrets, written whole or not at all.
import { isAbsolute } from 'node:path'
import { limits, OwnAgent, type OwnAgentCreate, type OwnAgentUpdate } from '@atrium/schema'
import { z } from 'zod'
import type { AcpAgent } from '../../agents/acp/agents.ts'
import { AppError, conflict, invalid, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'

export type OwnAgentsDeps = {
  file: string
  /** Text of the file; null when there is none. */
  read(file: string): Promise<string | null>
  write(file: string, text: string): Promise<void>
  /** Values as answers show them. */
  mask(env: Record<string, string>): Record<string, string>
  /** Stands in what is not shown. */
  maskSign: string
  problems: Problems
}

const Stored = z.object({ agents: z.array(OwnAgent) })

export async function createOwnAgents(deps: OwnAgentsDeps) {
  const { file, problems } = deps
  const lock = createKeyedLock()
  let agents: OwnAgent[] = []
  /** A file that cannot be read is not written over. */
  let broken: string | null = null

  async function load(): Promise<void> {
    const text = await deps.read(file)
    if (text === null) return
    const parsed = Stored.safeParse(parse(text))
    if (parsed.success) agents = parsed.data.agents
    else {
      broken = `The list of own agents cannot be read: ${file}. Mend it, or remove it.`
      problems.report('record_quarantined', broken, 'agents')
    }
  }
  await load()

  async function keep(next: OwnAgent[]): Promise<void> {
    if (broken !== null) throw conflict(broken)
    await deps.write(file, `${JSON.stringify({ agents: next }, null, 2)}\n`)
    agents = next
  }

  /** A masked value that comes back stands for the one that is kept. */
  function unmasked(
    name: string,
    env: Record<string, string>,
    old: Record<string, string>,
  ): Record<string, string> {
    const shown = deps.mask(old)
    return Object.fromEntries(
      Object.entries(env).map(([key, value]) => {
        const before = old[key]
        if (before !== undefined && value === shown[key]) return [key, before]
        if (value.includes(deps.maskSign))
          throw invalid(
            'env',
            `A masked value stands where the value of ${key} should, for the agent '${name}'`,
          )
        return [key, value]
      }),
    )
  }

  const find = (name: string): OwnAgent | undefined => agents.find((agent) => agent.name === name)

  return {
    list: (): readonly OwnAgent[] => agents,
    find,
    /** @throws AppError conflict, limit_reached, invalid */
    add: (agent: OwnAgentCreate): Promise<OwnAgent> =>
      lock('agents', async () => {
        if (find(agent.name))
          throw new AppError('already_exists', `There is an agent '${agent.name}' already`)
        if (agents.length >= limits.ownAgents)
          throw new AppError('limit_reached', `At most ${limits.ownAgents} agents may be added`)
        const added = { ...agent, env: unmasked(agent.name, agent.env, {}) }
        await keep([...agents, added])
        return added
      }),
    /** @throws AppError not_found, invalid */
    change: (name: string, change: OwnAgentUpdate): Promise<OwnAgent> =>
      lock('agents', async () => {
        const old = find(name)
        if (!old) throw notFound('Agent', name)
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
        const next: OwnAgent = {
          ...old,
          ...given,
          env: change.env === undefined ? old.env : unmasked(name, change.env, old.env),
        }
        await keep(agents.map((agent) => (agent.name === name ? next : agent)))
        return next
      }),
    /** @throws AppError not_found */
    remove: (name: string): Promise<void> =>
      lock('agents', async () => {
        if (!find(name)) throw notFound('Agent', name)
        await keep(agents.filter((agent) => agent.name !== name))
      }),
    /** As answers to an administrator show it. */
    shown: ({ command, args, env, variables, service, folders }: OwnAgent) => ({
      command,
      args,
      env: deps.mask(env),
      variables,
      service,
      folders,
    }),
  }
}

export type OwnAgents = Awaited<ReturnType<typeof createOwnAgents>>

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the hub makes of an agent that was added. */
export function toAcpAgent({
  name,
  title,
  command,
  args,
  env,
  variables,
  service,
  folders,
}: OwnAgent): AcpAgent {
  return {
    id: name,
    title,
    chosen: true,
    homepage: null,
    command,
    args,
    packages: null,
    hints: {
      install: isAbsolute(command)
        ? 'Change its command in the settings.'
        : 'Install it, or change its command in the settings.',
      login: '',
    },
    setup: { install_command: null, sign_in: null },
    variables,
    env,
    credential: null,
    modes: {},
    service: service && {
      key: service.key_variable,
      url: () => service.url.replace(/\/$/, ''),
      calls: [/^(GET|POST) \/[\w./:-]*$/],
      header: (key) =>
        service.header === 'authorization' ? { authorization: `Bearer ${key}` } : { [service.header]: key },
      env: (url, key) => ({ [service.url_variable]: url, [service.key_variable]: key }),
    },
    folders,
  }
}

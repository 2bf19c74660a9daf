import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { sleep } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Tasks } from '../core/tasks.ts'
import { childEnv } from '../host/exec.ts'
import { agentTag } from '../host/strays.ts'
import { forVersion, reachableOutside } from './claude-equipment.ts'
import {
  claudeConfigFolder,
  claudeEnv,
  enabledPlugins,
  findProgram,
  hasCredential,
  programVersion,
} from './claude-program.ts'
import { sandboxLaunch } from './claude-sandbox.ts'
import { type Launch, openClaudeSession } from './claude-session.ts'
import { hubTag } from './hub-tag.ts'
import type { AgentRunner, AgentSpec, AgentStatus } from './runner.ts'

export type ClaudeDeps = {
  tasks: Tasks
  log: Log
  /** Folder for agents' programs and for the private homes of sandboxed ones. */
  agentsFolder: string
  /** Credentials and switches of the agent. */
  agentEnv: Readonly<NodeJS.ProcessEnv>
  /** Program that a person chose; null searches. */
  claudePath(): Promise<string | null>
  /** What a hub that was killed has left running is gone: nothing is started before. */
  cleared: Promise<void>
  /** The list of models has come. */
  changed(): void
  /** What the vendor told of the account's rate limits, as it is. */
  limitsTold?: (facts: unknown) => void
}

const modelsMs = 20_000
const askAgainMs = 10 * 60_000
const howToInstall =
  "Install it with 'atrium agents install claude', or set the path of your own in the settings."
const howToSignIn =
  "Set ANTHROPIC_API_KEY (and ANTHROPIC_BASE_URL for another service), or sign in once with 'claude' itself."

export function createClaude(deps: ClaudeDeps): AgentRunner {
  const models = new Map<string, AgentStatus['models']>()
  const askedAt = new Map<string, number>()
  const hub = hubTag(deps.agentsFolder)

  async function program() {
    const configured = await deps.claudePath()
    const found = await findProgram({ configured, agentsFolder: deps.agentsFolder })
    const missing =
      configured === null
        ? `The program 'claude' was not found. ${howToInstall}`
        : `There is no program at ${configured}. ${howToInstall}`
    return { found, missing }
  }

  /** Asks the program itself, without a message to any model, and ends it again. */
  async function learnModels(path: string, signal: AbortSignal): Promise<void> {
    const { query } = await import('@anthropic-ai/claude-agent-sdk')
    const never = Promise.withResolvers<never>()
    const client = query({
      prompt: (async function* () {
        yield await never.promise
      })(),
      options: {
        pathToClaudeCodeExecutable: path,
        env: claudeEnv(deps.agentEnv),
        cwd: childEnv()['HOME'] ?? homedir(),
        settingSources: ['user'],
        // Nobody asked for the person's tool servers here.
        strictMcpConfig: true,
        persistSession: false,
      },
    })
    const late = new AbortController()
    const tooLate = AbortSignal.any([signal, late.signal])
    try {
      const said = await Promise.race([client.initializationResult(), sleep(modelsMs, tooLate)])
      if (!said) return
      models.set(
        path,
        said.models.map(({ value, displayName, description }) => ({
          value,
          title: displayName,
          description: description || null,
        })),
      )
      deps.changed()
    } finally {
      late.abort()
      client.close()
    }
  }

  /** What is known now; asked for beside it, not again soon when it fails. */
  function modelsOf(path: string): AgentStatus['models'] {
    const last = askedAt.get(path) ?? Number.NEGATIVE_INFINITY
    if (!models.has(path) && performance.now() - last > askAgainMs) {
      askedAt.set(path, performance.now())
      deps.tasks.add('agents.claude.models', (signal) => learnModels(path, signal))
    }
    return models.get(path) ?? []
  }

  async function launchFor(spec: AgentSpec, path: string): Promise<Launch> {
    const env = claudeEnv(deps.agentEnv)
    const configFolder = claudeConfigFolder(deps.agentEnv)
    const tag = { name: agentTag, value: `${hub}-${randomUUID()}` }
    const credentials = Object.keys(deps.agentEnv)
    const version = await programVersion(path)
    const told = deps.limitsTold && { limitsTold: deps.limitsTold }
    const ended = async () => deps.log.info({ ...factsOf(spec), event: 'ended' }, 'agent')
    if (spec.trustLevel !== 'sandboxed')
      return {
        program: path,
        env,
        tag,
        plansFolder: join(configFolder, 'plans'),
        reachable: forVersion(reachableOutside(spec.equipment, await enabledPlugins(configFolder)), version),
        credentials,
        wrap: (file, args) => ({ file, args }),
        ended,
        ...told,
      }
    // A folder that cannot be removed now must not keep the end from being told.
    const leftOver = (error: unknown) => deps.log.warn({ ...factsOf(spec), err: error }, 'left over')
    const launch = await sandboxLaunch(spec, { ...deps, program: path, configFolder })
    const reachable = forVersion(launch.reachable, version)
    return {
      ...launch,
      ...told,
      tag,
      reachable,
      credentials,
      ended: () => launch.ended().catch(leftOver).then(ended),
    }
  }

  return {
    name: 'claude',
    title: 'Claude',
    setup: {
      install_command: 'atrium agents install claude',
      sign_in: { variables: ['ANTHROPIC_API_KEY'], command: 'claude' },
    },
    steerable: true,
    async status() {
      const { found, missing } = await program()
      const nothing = { version: null, models: [] }
      if (!found) return { status: 'missing', message: missing, ...nothing }
      const version = await programVersion(found.path)
      if (version === null)
        return { status: 'error', message: `${found.path} does not run on this machine.`, ...nothing }
      if (!(await hasCredential(deps.agentEnv)))
        return { status: 'no_credential', message: howToSignIn, version, models: [] }
      return { status: 'ready', message: null, version, models: modelsOf(found.path) }
    },
    async start(spec, signal) {
      const { found, missing } = await program()
      if (!found) throw new AppError('agent_unavailable', missing)
      if (!(await hasCredential(deps.agentEnv))) throw new AppError('agent_unavailable', howToSignIn)
      const folder = await stat(spec.workingDirectory).catch(() => null)
      if (!folder?.isDirectory())
        throw new AppError('agent_unavailable', `There is no folder ${spec.workingDirectory} to work in.`)
      await deps.cleared
      const launch = await launchFor(spec, found.path)
      try {
        signal.throwIfAborted()
        const session = await openClaudeSession(spec, launch)
        deps.log.info({ ...factsOf(spec), event: 'started' }, 'agent')
        return session
      } catch (error) {
        await launch.ended()
        throw error
      }
    },
  }
}

const factsOf = ({ chatId, trustLevel }: AgentSpec) => ({
  feature: 'agents',
  agent: 'claude',
  chatId,
  trust: trustLevel,
})

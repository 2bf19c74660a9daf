import { randomUUID } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sleep } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Tasks } from '../core/tasks.ts'
import { version as hubVersion } from '../core/version.ts'
import { agentTag } from '../host/strays.ts'
import type { AcpAgent } from './acp/agents.ts'
import { type Choices, knownModes, modelList } from './acp/choices.ts'
import { launchConfined, launchOpen, whyNotConfined } from './acp/launch.ts'
import { type AcpProgram, canSignIn, findAcpProgram } from './acp/program.ts'
import { type AcpSessionOptions, openAcpSession } from './acp/session.ts'
import { createToolGate } from './acp/tool-gate.ts'
import { hubTag } from './hub-tag.ts'
import { type AgentRunner, type AgentSpec, type AgentStatus, noEquipment } from './runner.ts'

export type AcpDeps = {
  tasks: Tasks
  log: Log
  /** Folder for agents' programs and for the private homes of sandboxed ones. */
  agentsFolder: string
  /** Environment of the hub; an agent gets what is named for it. */
  hostEnv: Readonly<NodeJS.ProcessEnv>
  /** What had been said in a chat before its last message. */
  earlier: (chatId: string) => Promise<string | null>
  /** What a hub that was killed has left running is gone: nothing is started before. */
  cleared: Promise<void>
  /** The models of an agent have come. */
  changed(name: string): void
  times?: AcpSessionOptions['times']
  turnBytes?: number
}

type Learned = { version: string | null; choices: Choices }

const askAgainMs = 10 * 60_000
const askAfterMs = 1_000

/** Any agent that speaks the Agent Client Protocol on its standard input and output. */
export function createAcp(agent: AcpAgent, deps: AcpDeps): AgentRunner {
  const hub = hubTag(deps.agentsFolder)
  let learned: Learned | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  /** Sessions that begin: they will say it themselves. */
  let beginning = 0

  const missing = (): string => `The program '${agent.command}' was not found. ${agent.hints.install}`.trim()

  function learn(facts: Learned): void {
    const before = JSON.stringify(modelList(learned?.choices.models ?? null))
    learned = facts
    if (JSON.stringify(modelList(facts.choices.models)) !== before) deps.changed(agent.id)
  }

  async function start(spec: AgentSpec, signal: AbortSignal) {
    beginning++
    try {
      return await open(spec, signal)
    } finally {
      beginning--
    }
  }

  async function open(spec: AgentSpec, signal: AbortSignal) {
    const program = await findAcpProgram(agent, deps.agentsFolder)
    if (!program) throw new AppError('agent_unavailable', missing())
    if (!(await canSignIn(agent, deps.hostEnv)))
      throw new AppError('agent_unavailable', `${agent.title} is not signed in. ${agent.hints.login}`)
    const folder = await stat(spec.workingDirectory).catch(() => null)
    if (!folder?.isDirectory())
      throw new AppError('agent_unavailable', `There is no folder ${spec.workingDirectory} to work in.`)
    await deps.cleared
    const gate = createToolGate(spec.equipment.hubTools)
    const { agentsFolder, hostEnv } = deps
    const options = { agent, program, agentsFolder, hostEnv, tools: gate.tools }
    const launch = await (spec.trustLevel === 'full'
      ? launchOpen(spec, options)
      : launchConfined(spec, options))
    const facts = { feature: 'agents', agent: agent.id, chatId: spec.chatId, trust: spec.trustLevel }
    try {
      signal.throwIfAborted()
      const session = await openAcpSession(
        spec,
        {
          agent,
          gate,
          launch: {
            ...launch,
            async ended() {
              // A folder that cannot be removed now must not keep the end from being told.
              await launch
                .ended()
                .catch((error: unknown) => deps.log.warn({ ...facts, err: error }, 'left over'))
              deps.log.info({ ...facts, event: 'ended' }, 'agent')
            },
          },
          tag: { name: agentTag, value: `${hub}-${randomUUID()}` },
          earlier: deps.earlier,
          learned: learn,
          version: hubVersion,
          ...(deps.times && { times: deps.times }),
          ...(deps.turnBytes && { turnBytes: deps.turnBytes }),
        },
        signal,
      )
      deps.log.info({ ...facts, event: 'started' }, 'agent')
      return session
    } catch (error) {
      await launch.ended()
      throw error
    }
  }

  /** Asks the program itself what can be chosen, in a folder that is nobody's, without a message to any model. */
  async function learnChoices(signal: AbortSignal): Promise<void> {
    await sleep(askAfterMs, signal)
    if (learned || beginning > 0) return void (askedAt = Number.NEGATIVE_INFINITY)
    const workingDirectory = join(deps.agentsFolder, 'probe')
    await mkdir(workingDirectory, { recursive: true, mode: 0o700 })
    const spec: AgentSpec = {
      chatId: 'probe',
      workingDirectory,
      vault: workingDirectory,
      trustLevel: 'full',
      permissionMode: 'default',
      model: null,
      systemPrompt: null,
      appendPrompt: '',
      equipment: noEquipment,
      agentSessionId: null,
    }
    const session = await open(spec, signal)
    await session.close()
  }

  function choicesBeside({ fetched }: AcpProgram): void {
    // What merely lies on the machine is not started by being looked at.
    if (!agent.chosen && !fetched) return
    if (learned || performance.now() - askedAt < askAgainMs) return
    askedAt = performance.now()
    deps.tasks.add(`agents.${agent.id}.models`, (signal) =>
      learnChoices(signal).catch((error: unknown) =>
        deps.log.info(
          { err: error, feature: 'agents', agent: agent.id },
          'an agent did not say what can be chosen',
        ),
      ),
    )
  }

  return {
    name: agent.id,
    title: agent.title,
    steerable: false,
    setup: agent.setup,
    async status(): Promise<AgentStatus> {
      const program = await findAcpProgram(agent, deps.agentsFolder)
      const facts = {
        version: learned?.version ?? null,
        models: modelList(learned?.choices.models ?? null),
        ...(learned && { modes: knownModes(learned.choices, agent.modes) }),
      }
      if (!program) return { status: 'missing', message: missing(), version: null, models: [] }
      if (!(await canSignIn(agent, deps.hostEnv)))
        return { status: 'no_credential', message: agent.hints.login, ...facts }
      choicesBeside(program)
      return { status: 'ready', message: null, ...facts }
    },
    start,
    async assertTrust(trust) {
      if (trust === 'full') return
      const why = await whyNotConfined(agent, deps.hostEnv)
      if (why !== null)
        throw new AppError('sandbox_unavailable', `Sandbox is not available: ${why.text}`, {
          reason: why.code,
        })
    },
  }
}

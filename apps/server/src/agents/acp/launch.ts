import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Agent } from '@atrium/schema'
import { messageOf } from '../../core/errors.ts'
import { childEnv } from '../../host/exec.ts'
import { isInside, realPathOf } from '../../host/paths.ts'
import {
  type SandboxBind,
  type SandboxPlan,
  sandboxAvailable,
  sandboxEnv,
  sandboxedCommand,
} from '../../host/sandbox.ts'
import { openRelay } from '../../host/sandbox-relay.ts'
import { bringInside } from '../claude-sandbox-equipment.ts'
import type { AgentSpec, HubTool, McpServer } from '../runner.ts'
import {
  heldKey,
  keepHome,
  modelUrlInside,
  nodeInside,
  overBridge,
  sandboxUnavailable,
  seatBinds,
} from '../sandbox-seat.ts'
import type { AcpAgent } from './agents.ts'
import { openToolDoors, socketPipe, type ToolDoors, toolsInside } from './hub-tools.ts'
import { type AcpProgram, acpEnv, programFolder, secretNames } from './program.ts'

/** How the program of one session is started, and what it finds there. */
export type AcpLaunch = {
  file: string
  args: string[]
  env: NodeJS.ProcessEnv
  confined: boolean
  servers: Record<string, McpServer>
  /** Servers that cannot be used there, and why. */
  missing: { server: string; reason: string }[]
  /** Names of variables that no server is to inherit. */
  secrets: string[]
  /** How a program that the agent has the hub run is started. */
  run(
    command: string,
    args: string[],
    cwd: string,
  ): Promise<{ file: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv }>
  /** Frees what belongs to it; harmless twice. */
  ended(): Promise<void>
}

export type LaunchOptions = {
  agent: AcpAgent
  /** Tools of the hub for this session, by the name of their server; each asks before it does anything. */
  tools: Record<string, HubTool[]>
  program: AcpProgram
  agentsFolder: string
  hostEnv: Readonly<NodeJS.ProcessEnv>
}

const pipeInside = '/atrium/pipe.ts'
/** What is run later by somebody else, with no sandbox and no question. */
const runLater = [
  '.atrium',
  '.parachute',
  '.agents',
  '.modules',
  '.skills',
  '.claude',
  '.codex',
  '.mcp.json',
  '.githooks',
  '.husky',
  '.vscode',
  '.idea',
  '.envrc',
]

export async function launchOpen(spec: AgentSpec, options: LaunchOptions): Promise<AcpLaunch> {
  const { agent, program, hostEnv } = options
  const env = acpEnv(agent, hostEnv)
  const secrets = secretNames(agent)
  const doors = await openToolDoors({
    tools: options.tools,
    node: process.execPath,
    pipe: socketPipe,
    confined: false,
  })
  return {
    file: program.file,
    args: program.args,
    env,
    confined: false,
    servers: { ...spec.equipment.mcpServers, ...doors.servers },
    missing: [],
    secrets,
    run: (command, args, cwd) => Promise.resolve({ file: command, args, cwd, env: childEnv() }),
    ended: () => doors.close(),
  }
}

/**
 * Why an agent cannot be held in a sandbox here; null when it can. An agent that speaks ACP does what it does by itself and
 * asks when it likes to: below full trust nothing but a sandbox holds it.
 */
export async function whyNotConfined(
  agent: AcpAgent,
  hostEnv: Readonly<NodeJS.ProcessEnv>,
): Promise<{ code: NonNullable<Agent['trust_code']>; text: string } | null> {
  const full = 'Choose full trust for this chat, or another agent.'
  if (!agent.service)
    return {
      code: 'service_unknown',
      text: `${agent.title} acts by itself, so below full trust it would have to run in a sandbox, and how it reaches its model from there is not known. ${full}`,
    }
  const state = await sandboxAvailable()
  if (!state.available)
    return {
      code: 'sandbox_missing',
      text: `${agent.title} acts by itself, so below full trust it needs one: ${state.reason} ${full}`,
    }
  if (!{ ...hostEnv, ...agent.env }[agent.service.key])
    return {
      code: 'key_missing',
      text: `a sign-in of ${agent.title} itself is not brought into a sandbox. Set ${agent.service.key}, or choose full trust for this chat.`,
    }
  return null
}

/**
 * The whole agent inside a sandbox: its only way out is the model service, and no credential of anybody is inside. At the
 * trust `vault` it may write the vault, too.
 * @throws AppError sandbox_unavailable; it is never started open instead
 */
export async function launchConfined(spec: AgentSpec, options: LaunchOptions): Promise<AcpLaunch> {
  const { agent, program, agentsFolder, hostEnv } = options
  const why = await whyNotConfined(agent, hostEnv)
  const { service } = agent
  if (why !== null || !service) throw sandboxUnavailable(why?.text ?? '')
  const values = { ...hostEnv, ...agent.env }
  const seen = await Promise.all([
    programFolder(program.path),
    ...agent.folders.map((path) => realpath(path)),
  ]).catch((error: unknown) => Promise.reject(sandboxUnavailable(messageOf(error))))
  for (const path of seen) if (path !== null) await assertNoSecrets(path, agentsFolder)
  const home = await privateHome(spec, agentsFolder, agent.id)
  const { reachable, binds: given } = await bringInside(spec, nodeInside)
  const doors: ToolDoors = await openToolDoors({
    tools: options.tools,
    node: nodeInside,
    pipe: pipeInside,
    confined: true,
  })
  const relay = await openRelay({
    baseUrl: service.url(values),
    allowed: service.calls,
    headers: service.header(values[service.key] ?? ''),
  }).catch(async (error: unknown) => {
    await doors.close()
    throw error
  })
  const ended = async () => void (await Promise.all([relay.close(), doors.close()]))
  try {
    const base = await folders(spec, [dirname(agentsFolder)])
    const binds: SandboxBind[] = [
      ...(base.binds ?? []),
      ...seatBinds(home, relay),
      { from: socketPipe, to: pipeInside },
      ...(doors.folder === null ? [] : [{ from: doors.folder, to: toolsInside }]),
      ...seen.flatMap((path) => (path === null ? [] : [{ from: path, to: path }])),
      ...given,
    ]
    const file = program.file === process.execPath ? nodeInside : await realpath(program.file)
    const start = overBridge(file, ...(await realArgs(program)))
    const command = await sandboxedCommand(start, { ...base, binds })
    return {
      ...command,
      env: sandboxEnv(service.env(modelUrlInside, heldKey)),
      confined: true,
      servers: { ...reachable.servers, ...doors.servers },
      missing: reachable.missing,
      secrets: [],
      run: async (name, args, cwd) => ({
        ...(await sandboxedCommand([name, ...args], { ...base, begin: await insideFolder(cwd, base) })),
        cwd: spec.workingDirectory,
        env: sandboxEnv(),
      }),
      ended,
    }
  } catch (error) {
    await ended()
    throw error
  }
}

/** What the agent sees of the machine is not the hub's own state, but for the programs that it has fetched. */
async function assertNoSecrets(path: string, agentsFolder: string): Promise<void> {
  const [programs, home] = await Promise.all([realPathOf(agentsFolder), realPathOf(dirname(agentsFolder))])
  const isProgram = path !== programs.path && isInside(programs.path, path)
  if (isInside(path, home.path) || (isInside(home.path, path) && !isProgram))
    throw sandboxUnavailable(`${path} holds what is the hub's own.`)
}

/** A script is found where it really lies, with the packages it belongs to. */
const realArgs = ({ file, args, path }: AcpProgram): Promise<string[]> =>
  Promise.all(
    args.map((arg) => (file === process.execPath && arg === path ? realpath(arg) : Promise.resolve(arg))),
  )

/** What of the person's can be written: the working directory, and at the trust `vault` the vault. */
async function folders(spec: AgentSpec, hidden: string[]): Promise<SandboxPlan> {
  const writable = spec.trustLevel === 'vault' ? [await realpath(spec.vault)] : []
  const binds: SandboxBind[] = []
  for (const root of [...writable, spec.workingDirectory])
    for (const name of runLater) {
      const path = join(root, name)
      const facts = await lstat(path).catch(() => null)
      if (facts?.isDirectory() || facts?.isFile()) binds.push({ from: path, to: path })
    }
  return { workingDirectory: spec.workingDirectory, writable, hidden, binds }
}

async function insideFolder(cwd: string, { workingDirectory, writable = [] }: SandboxPlan): Promise<string> {
  const real = await realpath(cwd)
  if ([workingDirectory, ...writable].some((root) => real === root || real.startsWith(`${root}/`)))
    return real
  throw sandboxUnavailable(`${cwd} is not inside it.`)
}

/** Home of one chat's agent inside, kept so that its conversation can be resumed. */
async function privateHome(spec: AgentSpec, agentsFolder: string, agent: string): Promise<string> {
  const folder = join(agentsFolder, 'sandbox', basename(spec.chatId), agent)
  await keepHome(folder)
  return folder
}

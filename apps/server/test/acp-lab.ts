import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AcpAgent } from '../src/agents/acp/agents.ts'
import { createAcp } from '../src/agents/acp.ts'
import { type AgentRunner, type AgentSession, type AgentSpec, noEquipment } from '../src/agents/runner.ts'
import { createLog } from '../src/core/log.ts'
import { createTasks } from '../src/core/tasks.ts'
import { setHostEnv } from '../src/host/exec.ts'
import { follow, type LabSession } from './claude-lab.ts'

export const testAgentScript = fileURLToPath(new URL('./acp-agent.ts', import.meta.url))

/** The tests' own agent; `flags` say how it misbehaves. */
export const testAgent = (state: string, flags = '', more: Partial<AcpAgent> = {}): AcpAgent => ({
  id: 'tester',
  title: 'Tester',
  chosen: true,
  homepage: null,
  command: process.execPath,
  args: [testAgentScript],
  packages: null,
  hints: { install: 'Install it.', login: '' },
  setup: { install_command: null, sign_in: null },
  variables: ['TESTER_KEY'],
  env: { ACP_TEST: flags, ACP_TEST_STATE: state },
  credential: null,
  modes: { default: 'ask', acceptEdits: 'auto-edit', plan: 'plan' },
  service: null,
  folders: [],
  ...more,
})

export type AcpLab = {
  runner: AgentRunner
  root: string
  folder: string
  vault: string
  /** What the agent wrote down, by the name of the thing. */
  notes(name: string): Promise<unknown[]>
  open(spec?: Partial<AgentSpec>): Promise<LabSession>
  /** Begins a session that somebody may leave. */
  start(signal: AbortSignal, spec?: Partial<AgentSpec>): Promise<AgentSession>
} & AsyncDisposable

export async function openAcpLab(
  options: {
    flags?: string
    agent?: Partial<AcpAgent>
    env?: NodeJS.ProcessEnv
    earlier?: string
    times?: { greetMs: number; openMs: number; stopMs: number }
    turnBytes?: number
  } = {},
): Promise<AcpLab> {
  const cleanup = new AsyncDisposableStack()
  const root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-acp-')))
  cleanup.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))
  const [home, vault, state] = [join(root, 'home'), join(root, 'vault'), join(root, 'state')]
  const folder = join(vault, 'project')
  for (const path of [home, folder, state]) await mkdir(path, { recursive: true })
  setHostEnv({ PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' })
  const log = createLog('silent')
  const tasks = createTasks(log)
  cleanup.defer(() => tasks.close())
  const runner = createAcp(testAgent(state, options.flags, options.agent), {
    tasks,
    log,
    agentsFolder: join(root, 'hub', 'agents'),
    hostEnv: { PATH: process.env['PATH'], ...options.env },
    cleared: Promise.resolve(),
    earlier: async () => options.earlier ?? null,
    changed: () => undefined,
    ...(options.times && { times: options.times }),
    ...(options.turnBytes && { turnBytes: options.turnBytes }),
  })
  const stop = new AbortController()
  const sessions: AgentSession[] = []
  const start = (signal: AbortSignal, spec: Partial<AgentSpec> = {}) =>
    runner.start(
      {
        chatId: randomUUID(),
        workingDirectory: folder,
        vault,
        trustLevel: 'full',
        permissionMode: 'default',
        model: null,
        systemPrompt: null,
        appendPrompt: '',
        equipment: noEquipment,
        agentSessionId: null,
        ...spec,
      },
      signal,
    )
  cleanup.defer(async () => void (await Promise.all(sessions.map((session) => session.close()))))
  cleanup.defer(() => stop.abort())
  return {
    runner,
    root,
    folder,
    vault,
    async notes(name) {
      const text = await readFile(join(state, 'notes.jsonl'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => {
          const value = JSON.parse(line) as Record<string, unknown>
          return name in value ? [value[name]] : []
        })
    },
    async open(spec) {
      const session = await start(stop.signal, spec)
      sessions.push(session)
      return follow(session)
    },
    start,
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

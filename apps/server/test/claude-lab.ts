import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, test } from 'vitest'
import { createClaude } from '../src/agents/claude.ts'
import { clearStrays } from '../src/agents/hub-tag.ts'
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentRunner,
  type AgentSession,
  type AgentSpec,
  noEquipment,
} from '../src/agents/runner.ts'
import { createLog } from '../src/core/log.ts'
import { createTasks } from '../src/core/tasks.ts'
import { setHostEnv } from '../src/host/exec.ts'
import { type FakeAnthropic, startFakeAnthropic } from './fake-anthropic/start.ts'

const claude = inject('claude')
const noSandbox = inject('noSandbox')

type Needs = { sandbox?: boolean; processes?: boolean }

function lacking({ sandbox, processes }: Needs): string | null {
  if ('missing' in claude) return claude.missing
  if (sandbox && noSandbox !== null) return noSandbox
  return processes && process.platform !== 'linux' ? 'it looks into /proc' : null
}

/** A test that drives the real program: skipped with its reason where something is missing, which is a failure in CI. */
export function withClaude(
  name: string,
  body: () => Promise<void>,
  timeoutMs = 60_000,
  needs: Needs = {},
): void {
  const reason = lacking(needs)
  if (reason === null) test(name, body, timeoutMs)
  else if (process.env['CI'])
    test(name, () => {
      throw new Error(`This test cannot run here: ${reason}`)
    })
  else test.skip(`skipped: ${name} (${reason})`, body)
}

export const claudePath = (): string => {
  if ('path' in claude) return claude.path
  throw new Error(claude.missing)
}

type Of<Type extends AgentEvent['type'], Event = AgentEvent> = Event extends { type: infer Named }
  ? Type extends Named
    ? Event & { type: Type }
    : never
  : never

/** One session whose events are kept and can be waited for. */
export type LabSession = {
  session: AgentSession
  events: AgentEvent[]
  say(text: string, images?: { mimeType: string; base64: string }[]): string
  /** The next event of this type that nobody has waited for yet. */
  next<Type extends AgentEvent['type']>(type: Type): Promise<Of<Type>>
  /** Sends and waits for the end of the turn, letting every request pass. */
  turn(text: string, answer?: (event: Of<'permission'>) => AgentAnswer): Promise<Of<'turn_ended'>>
  of<Type extends AgentEvent['type']>(type: Type): Of<Type>[]
}

export type Lab = {
  fake: FakeAnthropic
  runner: AgentRunner
  root: string
  folder: string
  agentEnv: NodeJS.ProcessEnv
  /** The last request to the model, as JSON. */
  sent(): string
  open(spec?: Partial<AgentSpec>): Promise<LabSession>
} & AsyncDisposable

/** The real program, a Messages double of its own and a home of its own. */
export async function openLab(
  options: {
    env?: NodeJS.ProcessEnv
    delay?: number
    path?: string | null
    hostPath?: string
    agentsFolder?: string
  } = {},
): Promise<Lab> {
  const cleanup = new AsyncDisposableStack()
  const root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-claude-')))
  cleanup.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))
  const [home, folder, temporary] = [join(root, 'home'), join(root, 'project'), join(root, 'tmp')]
  for (const path of [home, folder, temporary]) await mkdir(path)
  const fake = await startFakeAnthropic({ delay: options.delay ?? 0 })
  cleanup.defer(() => fake.close())
  setHostEnv({ PATH: options.hostPath ?? process.env['PATH'], HOME: home, LANG: 'C.UTF-8' })
  const log = createLog('silent')
  const tasks = createTasks(log)
  cleanup.defer(() => tasks.close())
  const agentEnv: NodeJS.ProcessEnv = {
    ANTHROPIC_BASE_URL: fake.url,
    ANTHROPIC_API_KEY: 'sk-ant-test-canary',
    CLAUDE_CODE_TMPDIR: temporary,
    CLAUDE_CODE_MAX_RETRIES: '1',
    ...options.env,
  }
  const path = options.path === undefined ? claudePath() : options.path
  const runner = createClaude({
    tasks,
    log,
    agentsFolder: options.agentsFolder ?? join(root, 'agents'),
    cleared: clearStrays(options.agentsFolder ?? join(root, 'agents')),
    agentEnv,
    claudePath: async () => path,
    changed: () => undefined,
  })
  const stop = new AbortController()
  const sessions: AgentSession[] = []
  cleanup.defer(async () => void (await Promise.all(sessions.map((session) => session.close()))))
  cleanup.defer(() => stop.abort())
  return {
    fake,
    runner,
    root,
    folder,
    agentEnv,
    sent: () => JSON.stringify(fake.requests.at(-1)?.body ?? null),
    async open(spec = {}) {
      const session = await runner.start({ ...plainSpec(root, folder), ...spec }, stop.signal)
      sessions.push(session)
      return follow(session)
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

const plainSpec = (root: string, folder: string): AgentSpec => ({
  chatId: randomUUID(),
  workingDirectory: folder,
  vault: root,
  trustLevel: 'full',
  permissionMode: 'default',
  model: null,
  systemPrompt: null,
  appendPrompt: '',
  equipment: noEquipment,
  agentSessionId: null,
})

export function follow(session: AgentSession): LabSession {
  const events: AgentEvent[] = []
  const taken = new Set<AgentEvent>()
  let changed = Promise.withResolvers<void>()
  let ended = false
  void (async () => {
    for await (const event of session.events) {
      events.push(event)
      changed.resolve()
      changed = Promise.withResolvers()
    }
    ended = true
    changed.resolve()
  })()
  const lab: LabSession = {
    session,
    events,
    say(text, images = []) {
      const id = randomUUID()
      session.send({ id, text, images })
      return id
    },
    async next(type) {
      for (;;) {
        const found = events.find((event) => event.type === type && !taken.has(event))
        if (found) {
          taken.add(found)
          return found as Of<typeof type> // of this type by the line above
        }
        if (ended) throw new Error(`The session ended without '${type}': ${JSON.stringify(events.at(-1))}`)
        await changed.promise
      }
    },
    async turn(text, answer = () => ({ kind: 'permission', decision: 'allow' })) {
      lab.say(text)
      const end = lab.next('turn_ended')
      let over = false
      void end.finally(() => (over = true)).catch(() => undefined)
      void (async () => {
        while (!over) {
          const asked = await lab.next('permission')
          session.answer(asked.requestId, answer(asked))
        }
      })().catch(() => undefined)
      return end
    },
    of: (type) => events.filter((event): event is Of<typeof type> => event.type === type),
  }
  return lab
}

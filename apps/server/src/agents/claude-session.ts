// Owns one process of the agent: its query, its open questions and its end.
import type { ChildProcess } from 'node:child_process'
import type { UUID } from 'node:crypto'
import type { SDKUserMessage, SpawnedProcess } from '@anthropic-ai/claude-agent-sdk'
import { createChannel } from '../core/channel.ts'
import { sleep } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { spawn } from '../host/exec.ts'
import { endFamily } from '../host/strays.ts'
import { type Reachable, serverWarnings } from './claude-equipment.ts'
import { type ClaudeFailure, classifyFailure } from './claude-errors.ts'
import { createClaudeEvents } from './claude-events.ts'
import { readable, sessionOptions } from './claude-options.ts'
import { createClaudeRequests } from './claude-requests.ts'
import type { AgentEvent, AgentMessage, AgentSession, AgentSpec } from './runner.ts'

/** How the program is started; a sandbox puts another program before it. */
export type Launch = {
  program: string
  env: NodeJS.ProcessEnv
  /** `NAME=value` by which every process of the session is found again, also those that left its group. */
  tag: { name: string; value: string }
  /** Folder of the agent's own plans: plan mode writes them without asking. */
  plansFolder: string
  /** What of the equipment the program can reach, and as what. */
  reachable: Reachable
  /** Variables of the environment that are the agent's alone. */
  credentials: readonly string[]
  wrap(file: string, args: readonly string[]): { file: string; args: readonly string[] }
  /** Called once, after the last process of the session has ended. */
  ended(): Promise<void>
  /** What the vendor told of the account's rate limits, as it is. */
  limitsTold?: (facts: unknown) => void
}

const stopMs = 5_000
const usageMs = 2_000
const unreadEvents = 2_000

export async function openClaudeSession(spec: AgentSpec, launch: Launch): Promise<AgentSession> {
  // Loaded at the first use: it takes a fifth of the start, and a hub without Claude never needs it.
  const { query } = await import('@anthropic-ai/claude-agent-sdk')
  const fixed = await sessionOptions(spec, launch)
  const events = createChannel<AgentEvent>()
  const prompts = createChannel<SDKUserMessage>()
  const folded = createClaudeEvents()
  const unanswered = new Set<string>()
  const tag = `${launch.tag.name}=${launch.tag.value}`
  let child: ChildProcess | null = null
  let lastFailure: ClaudeFailure | null = null
  let closing = false
  const listeners = new Set<(event: AgentEvent) => void>()

  const emit = (event: AgentEvent): void => {
    if (event.type === 'turn_ended') {
      lastFailure = event.error
      for (const id of event.messageIds) unanswered.delete(id)
    }
    for (const listener of listeners) listener(event)
    events.push(event)
  }
  /** Whether an event of this type came within the time. */
  const heard = async (type: AgentEvent['type'], ms: number): Promise<boolean> => {
    const found = Promise.withResolvers<boolean>()
    const listener = (event: AgentEvent) => event.type === type && found.resolve(true)
    listeners.add(listener)
    const timer = setTimeout(() => found.resolve(false), ms)
    try {
      return await found.promise
    } finally {
      clearTimeout(timer)
      listeners.delete(listener)
    }
  }

  const requests = createClaudeRequests(emit)
  const over = new AbortController()
  const ready = Promise.withResolvers<void>()
  const client = query({
    prompt: (async function* () {
      await ready.promise
      yield* prompts
    })(),
    options: {
      ...fixed,
      canUseTool: requests.ask,
      env: { ...launch.env, [launch.tag.name]: launch.tag.value },
      spawnClaudeCodeProcess({ command, args, cwd, env }) {
        const start = launch.wrap(command, args)
        const options = { env, ...(cwd !== undefined && { cwd }), stdio: ['pipe', 'pipe', 'ignore'] as const }
        child = spawn(start.file, start.args, { ...options, stdio: [...options.stdio] })
        return child as SpawnedProcess // its stdin and stdout are pipes
      },
    },
  })

  /** A resumed session counts its cost on from its transcript; asked before the first message. */
  async function learnTotal(): Promise<void> {
    if (spec.agentSessionId === null) return
    folded.resumedAt(null)
    const late = new AbortController()
    try {
      await client.initializationResult()
      const asked = client.usage_EXPERIMENTAL_MAY_CHANGE_DO_NOT_RELY_ON_THIS_API_YET()
      const usage = await Promise.race([asked, sleep(usageMs, late.signal)])
      folded.resumedAt(usage?.session.total_cost_usd ?? null)
    } catch {
      // An older program: the cost of the first turn stays unknown.
    } finally {
      late.abort()
    }
  }

  /** Told before the first turn, which begins with the tools that there are. */
  async function tellServers(): Promise<void> {
    try {
      for await (const event of serverWarnings(client, launch.reachable, over.signal)) emit(event)
    } catch {
      // The session is over, or it is about to say itself what is wrong.
    }
  }

  async function run(): Promise<void> {
    let thrown: unknown = null
    try {
      for await (const message of client) {
        for (const event of folded.push(message)) emit(event)
        if (message.type === 'rate_limit_event') launch.limitsTold?.(message.rate_limit_info)
        await events.room(unreadEvents)
      }
    } catch (error) {
      thrown = error
    }
    over.abort()
    requests.withdrawAll()
    const error = closing ? null : exitFailure(child, lastFailure, thrown)
    for (const event of folded.end(error)) emit(event)
    await endFamily(child, tag, stopMs)
    await launch.ended()
    emit({ type: 'closed', error })
    events.end()
  }

  void Promise.all([learnTotal(), tellServers()]).then(() => ready.resolve())
  const finished = run()

  async function close(): Promise<void> {
    if (!closing) {
      closing = true
      over.abort()
      requests.withdrawAll()
      prompts.end()
      ready.resolve()
      client.close()
      await endFamily(child, tag, stopMs)
    }
    await finished
  }

  return {
    events,
    send(message: AgentMessage) {
      unanswered.add(message.id)
      prompts.push({
        type: 'user',
        message: { role: 'user', content: contentOf(message, spec) },
        parent_tool_use_id: null,
        uuid: message.id as UUID, // the hub's message ids are UUIDs
      })
    },
    answer: (requestId, answer) => requests.answer(requestId, answer),
    async interrupt() {
      if (closing || (!folded.live && unanswered.size === 0)) return
      // Sent but not begun: stopping now would stop nothing and the turn would run after all.
      if (!folded.live && !(await heard('turn_started', stopMs))) return close()
      if (!folded.live) return
      folded.interrupting()
      const ended = heard('turn_ended', stopMs)
      await Promise.race([client.interrupt().catch(() => undefined), ended])
      if (!(await ended)) await close()
    },
    async configure({ model, permissionMode }) {
      if (model !== undefined) await client.setModel(model ?? undefined)
      if (permissionMode !== undefined) await client.setPermissionMode(permissionMode)
    },
    close,
  }
}

function contentOf(message: AgentMessage, spec: AgentSpec): SDKUserMessage['message']['content'] {
  const text = readable(message.text, spec)
  if (message.images.length === 0) return text
  const images = message.images.map(({ mimeType, base64 }) => ({
    type: 'image' as const,
    source: { type: 'base64' as const, media_type: mimeType as 'image/png', data: base64 }, // checked at the door
  }))
  return text === '' ? images : [{ type: 'text' as const, text }, ...images]
}

/** Why a process that nobody asked to end has ended. */
function exitFailure(
  child: ChildProcess | null,
  lastFailure: ClaudeFailure | null,
  thrown: unknown,
): ClaudeFailure {
  if (lastFailure?.code === 'session_not_found') return lastFailure
  const failure = classifyFailure({ text: messageOf(thrown), kind: null, status: null, terminalReason: null })
  if (failure.code === 'session_not_found') return failure
  const how = child?.signalCode ? `signal ${child.signalCode}` : `exit status ${child?.exitCode ?? 'unknown'}`
  return {
    code: 'agent_exited',
    message: `The agent's process ended unexpectedly (${how}).`,
    retryDelayMs: null,
  }
}

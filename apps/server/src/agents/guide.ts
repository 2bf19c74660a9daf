import type { Question } from '@atrium/schema'
import { createChannel } from '../core/channel.ts'
import { sleep } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { randomText } from '../core/ids.ts'
import { commands, type GuideTools, greeting, split } from './guide-commands.ts'
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentMessage,
  type AgentRunner,
  type AgentSession,
  type AgentSpec,
  hubToolName,
} from './runner.ts'

export type GuideDeps = {
  tools: GuideTools
  /** Pause between two pieces of an answer. */
  pieceMs?: number
}

/** What a command may do: say things and use tools, each asked for like those of any agent. */
export type Stage = {
  spec: AgentSpec
  signal: AbortSignal
  think(text: string): Promise<void>
  say(text: string, pieceMs?: number): Promise<void>
  /** Runs a tool once it is allowed, and shows what came back; null when it was refused or failed. */
  use(name: string, input: Record<string, unknown>, work: Work): Promise<string | null>
  ask(questions: Question[]): Promise<Record<string, string | string[]>>
}
export type Work = (input: Record<string, unknown>) => Promise<string>

const tools = ['Read', 'Write', 'LS', 'Bash', 'AskUserQuestion']

/** The built-in agent: no model behind it, the same answer to the same message, through the same tools and events. */
export function createGuide({ tools: hands, pieceMs = 10 }: GuideDeps): AgentRunner {
  return {
    name: 'guide',
    title: 'Guide (built in, no model)',
    steerable: false,
    status: () => Promise.resolve({ status: 'ready', message: null, version: null, models: [] }),
    start: (spec) => Promise.resolve(openSession(spec, hands, pieceMs)),
  }
}

function openSession(spec: AgentSpec, hands: GuideTools, pieceMs: number): AgentSession {
  const given = Object.entries(spec.equipment.hubTools).flatMap(([server, list]) =>
    list.map(({ name }) => hubToolName(server, name)),
  )
  const queue = createChannel<AgentEvent>()
  const waiting = new Map<string, (answer: AgentAnswer) => void>()
  let permissionMode = spec.permissionMode
  /** Turns that run or wait for theirs. */
  const stops = new Set<AbortController>()
  let line: Promise<void> = Promise.resolve()
  let closed = false

  /** Waits for a person, or for the end of the turn. */
  function answerTo(id: string, signal: AbortSignal): Promise<AgentAnswer> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        waiting.delete(id)
        reject(signal.reason)
      }
      if (signal.aborted) return stop()
      signal.addEventListener('abort', stop, { once: true })
      waiting.set(id, (answer) => {
        signal.removeEventListener('abort', stop)
        resolve(answer)
      })
    })
  }

  async function grow(
    kind: 'text' | 'thinking',
    text: string,
    ms: number,
    signal: AbortSignal,
  ): Promise<void> {
    const block = randomText(8)
    let content = ''
    for (const piece of text.match(/\S+\s*|\s+/g) ?? []) {
      content += piece
      queue.push({ type: 'delta', kind, block, delta: piece })
      await sleep(ms, signal)
    }
    queue.push({ type: kind, block, content, parentToolUseId: null })
  }

  function stageFor(signal: AbortSignal): Stage {
    return {
      spec,
      signal,
      think: (text) => grow('thinking', text, pieceMs, signal),
      say: (text, ms = pieceMs) => grow('text', text, ms, signal),
      async use(toolName, input, work) {
        const toolUseId = `tool_${randomText(12)}`
        const requestId = `request_${randomText(12)}`
        queue.push({ type: 'tool_use', id: toolUseId, name: toolName, input, parentToolUseId: null })
        const answered = answerTo(requestId, signal)
        queue.push({
          type: 'permission',
          requestId,
          toolUseId,
          toolName,
          input,
          reason: null,
          suggestions: [],
        })
        const answer = await answered
        const finish = (result: string, isError: boolean) => {
          queue.push({ type: 'tool_result', toolUseId, result, isError, parentToolUseId: null })
          return isError ? null : result
        }
        if (answer.kind !== 'permission' || answer.decision === 'deny')
          return finish(answer.kind === 'permission' ? answer.message : 'Not allowed', true)
        try {
          return finish(await work(answer.input ?? input), false)
        } catch (error) {
          signal.throwIfAborted()
          return finish(messageOf(error), true)
        }
      },
      async ask(questions) {
        const toolUseId = `tool_${randomText(12)}`
        const requestId = `request_${randomText(12)}`
        const input = { questions }
        queue.push({ type: 'tool_use', id: toolUseId, name: 'AskUserQuestion', input, parentToolUseId: null })
        const answered = answerTo(requestId, signal)
        queue.push({ type: 'question', requestId, toolUseId, questions })
        const answer = await answered
        const answers = answer.kind === 'question' ? answer.answers : {}
        queue.push({
          type: 'tool_result',
          toolUseId,
          result: JSON.stringify(answers),
          isError: false,
          parentToolUseId: null,
        })
        return answers
      },
    }
  }

  async function perform({ id, text }: AgentMessage, stop: AbortController): Promise<void> {
    queue.push({ type: 'turn_started' })
    queue.push({ type: 'init', tools: [...tools, ...given], permissionMode })
    const ended = { type: 'turn_ended' as const, messageIds: [id], model: null, usage: null, costUsd: null }
    try {
      const [name, rest] = split(text)
      const command = commands[name] ?? greeting
      await command(stageFor(stop.signal), rest, hands)
      queue.push({ ...ended, outcome: 'completed', text: '', error: null })
    } catch (error) {
      if (stop.signal.aborted) queue.push({ ...ended, outcome: 'aborted', text: '', error: null })
      else
        queue.push({
          ...ended,
          outcome: 'error',
          text: messageOf(error),
          error: { code: 'unknown_error', message: messageOf(error), retryDelayMs: null },
        })
    }
  }

  return {
    events: queue,
    send(message) {
      const stop = new AbortController()
      stops.add(stop)
      line = line.then(async () => {
        if (!closed) await perform(message, stop)
        stops.delete(stop)
      })
    },
    answer(requestId, answer) {
      const resolve = waiting.get(requestId)
      waiting.delete(requestId)
      resolve?.(answer)
      return resolve !== undefined
    },
    async interrupt() {
      for (const stop of stops) stop.abort()
      await line
    },
    configure(change) {
      permissionMode = change.permissionMode ?? permissionMode
      return Promise.resolve()
    },
    async close() {
      if (closed) return
      closed = true
      for (const stop of stops) stop.abort()
      await line
      queue.push({ type: 'closed', error: null })
      queue.end()
    },
  }
}

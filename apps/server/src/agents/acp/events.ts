import type { PermissionMode, Usage } from '@atrium/schema'
import { randomText } from '../../core/ids.ts'
import { headOf } from '../../core/text.ts'
import { type Json, list, number, record, text } from '../claude-json.ts'
import type { AgentEvent } from '../runner.ts'
import {
  type KnownCall,
  learn,
  type NamedCall,
  namedCalls,
  newCall,
  plainContent,
  resultOf,
} from './tools.ts'

type Ended = Extract<AgentEvent, { type: 'turn_ended' }>
type Error = NonNullable<Ended['error']>

type Block = { kind: 'text' | 'thinking'; id: string; message: string | null; content: string }

type ToldCall = KnownCall & {
  /** What it is called in events: some agents count their calls anew in each turn. */
  as: string
  shown: NamedCall['input'] | null
  over: boolean
}

type Turn = {
  message: string
  block: Block | null
  calls: Map<string, ToldCall>
  /** Text of the turn's last block. */
  said: string
  chars: number
  plan: string
  usage: Usage | null
}

/** A block that grows beyond this is ended and the next begins: it is one row of the record. */
const blockChars = 256 * 1024
/** What an agent calls a call is kept for the whole session. */
const idChars = 200
/** More than any answer; an agent that goes on is stopped. */
const turnChars = 16 * 1024 * 1024
const maxCalls = 5_000
const maxDepth = 20
const maxMembers = 1_000

export type AcpEventsOptions = {
  /** Absolute. */
  folder: string
  /** What ran in a terminal of the hub. */
  terminal?: (id: string) => string | null
}

/**
 * Folds the updates of one ACP session into agent events. A turn is a prompt and its answer; what is said outside of one
 * belongs to nobody and is dropped. Calls are told when their input is whole, or when somebody is asked about them.
 */
export function createAcpEvents({ folder, terminal = () => null }: AcpEventsOptions) {
  let turn: Turn | null = null
  const used = new Set<string>()
  /** The running total of the session, in dollars; null while it is not known. */
  let total: number | null = 0
  let totalAtBegin: number | null = 0
  let model: string | null = null

  function endBlock(): AgentEvent[] {
    const block = turn?.block
    if (!turn || !block) return []
    turn.block = null
    if (block.content === '') return []
    if (block.kind === 'text') turn.said = block.content
    return [{ type: block.kind, block: block.id, content: block.content, parentToolUseId: null }]
  }

  function grow(kind: Block['kind'], update: Json): AgentEvent[] {
    if (!turn) return []
    const delta = plainContent(record(update['content']))
    if (delta === '') return []
    const message = text(update['messageId'])
    const { block } = turn
    const isSame =
      block?.kind === kind && (message === null || block.message === null || message === block.message)
    const events = isSame && block.content.length < blockChars ? [] : endBlock()
    turn.block ??= { kind, id: randomText(8), message, content: '' }
    turn.block.content += delta
    turn.chars += delta.length
    events.push({ type: 'delta', kind, block: turn.block.id, delta })
    return events
  }

  function callOf(id: string): ToldCall | null {
    if (!turn) return null
    const known = turn.calls.get(id)
    if (known) return known
    if (turn.calls.size >= maxCalls) return null
    const short = id.slice(0, idChars)
    const call = {
      ...newCall(id),
      as: used.has(short) ? `${short}-${randomText(6)}` : short,
      shown: null,
      over: false,
    }
    used.add(short)
    turn.calls.set(id, call)
    return call
  }

  function show(call: ToldCall): AgentEvent[] {
    if (call.shown !== null) return []
    const [{ name, input }] = namedCalls(call, folder)
    call.shown = input
    const told = shortened(input) as NamedCall['input'] // an object as before
    return [...endBlock(), { type: 'tool_use', id: call.as, name, input: told, parentToolUseId: null }]
  }

  function finish(call: ToldCall, isError: boolean, instead?: string): AgentEvent[] {
    if (call.over) return []
    const events = show(call)
    call.over = true
    const said = resultOf(call, call.shown ?? {}, terminal)
    const result = said === '' && instead !== undefined ? instead : said
    Object.assign(call, { input: {}, output: undefined, content: [], printed: '', shown: {} }) // told, and no longer kept
    return [...events, { type: 'tool_result', toolUseId: call.as, result, isError, parentToolUseId: null }]
  }

  function tool(update: Json): AgentEvent[] {
    const id = text(update['toolCallId'])
    const call = id === null ? null : callOf(id)
    if (!call || call.over) return []
    learn(call, update)
    if (call.status === 'completed' || call.status === 'failed') return finish(call, call.status === 'failed')
    return call.status === 'in_progress' ? show(call) : []
  }

  /** A plan is told as the list of things to do that it is, each time it has changed. */
  function plan(update: Json): AgentEvent[] {
    if (!turn) return []
    const todos = list(update['entries'])
      .slice(0, 200)
      .map(record)
      .map(({ content, status, priority }) => ({
        content: text(content) ?? '',
        status: text(status) ?? 'pending',
        ...(priority === 'high' && { priority }),
      }))
    const now = JSON.stringify(todos)
    if (todos.length === 0 || now === turn.plan) return []
    turn.plan = now
    const id = `plan_${randomText(12)}`
    return [
      ...endBlock(),
      { type: 'tool_use', id, name: 'TodoWrite', input: { todos }, parentToolUseId: null },
      { type: 'tool_result', toolUseId: id, result: '', isError: false, parentToolUseId: null },
    ]
  }

  function usage(update: Json): AgentEvent[] {
    const { amount, currency } = record(update['cost'])
    const cost = number(amount)
    if (cost !== null && currency === 'USD' && cost >= 0) {
      total = cost
    }
    return []
  }

  function compaction(update: Json): AgentEvent[] {
    if (!turn || update['status'] !== 'completed') return []
    return [{ type: 'compact', trigger: 'auto', preTokens: null }]
  }

  function notice(update: Json): AgentEvent[] {
    const title = text(update['title'])
    if (!turn || title === null || update['severity'] === 'info') return []
    const message = text(update['description']) ?? title
    return [
      { type: 'warning', code: 'agent_notice', title: headOf(title, 200), message: headOf(message, 2_000) },
    ]
  }

  function push(update: Json): AgentEvent[] {
    switch (update['sessionUpdate']) {
      case 'agent_message_chunk':
        return grow('text', update)
      case 'agent_thought_chunk':
        return grow('thinking', update)
      case 'tool_call':
      case 'tool_call_update':
        return tool(update)
      case 'plan':
        return plan(update)
      case 'usage_update':
        return usage(update)
      case 'notice':
        return notice(update)
      case 'compaction_update':
        return compaction(update)
      default:
        return []
    }
  }

  return {
    get live() {
      return turn !== null
    },
    /** Whether the turn has said more than any answer is. */
    get tooLong() {
      return (turn?.chars ?? 0) > turnChars
    },
    /** The session goes on from an earlier one, whose total the agent may count on from. */
    resumed(): void {
      total = null
    },
    setModel(next: string): AgentEvent[] {
      model = next
      return turn ? [{ type: 'model', model: next }] : []
    },
    begin(message: string, permissionMode: PermissionMode): AgentEvent[] {
      totalAtBegin = total
      turn = { message, block: null, calls: new Map(), said: '', chars: 0, plan: '', usage: null }
      return [
        { type: 'turn_started' },
        { type: 'init', tools: [], permissionMode },
        ...(model === null ? [] : [{ type: 'model' as const, model }]),
      ]
    },
    push,
    /** A permission is asked for: its call is shown first, since its news may come later. Null outside of a turn. */
    asked(
      call: Json,
    ): { events: AgentEvent[]; calls: [NamedCall, ...NamedCall[]]; toolUseId: string } | null {
      const id = text(call['toolCallId']) ?? `call_${randomText(12)}`
      const known = callOf(id)
      if (!known) return null
      const { status: _, ...news } = call
      // About the call as it is put to the person: what was known before may be of another attempt.
      const put = {
        ...newCall(id),
        kind: known.kind,
        name: known.name,
        title: known.title,
        input: known.input,
      }
      learn(put, news)
      if (put.content.length === 0) put.content = known.content
      if (put.paths.length === 0) put.paths = known.paths
      learn(known, news)
      return { events: known.over ? [] : show(known), calls: namedCalls(put, folder), toolUseId: known.as }
    },
    /** The one end of a turn; `facts` is what the agent answered its prompt with. */
    end(outcome: Ended['outcome'], facts: Json | null, error: Error | null): AgentEvent[] {
      if (!turn) return []
      const events = endBlock()
      for (const call of turn.calls.values()) {
        // A call that never got beyond its announcement was not made.
        if (call.over || (call.shown === null && call.status === 'pending' && outcome !== 'completed'))
          continue
        events.push(...finish(call, outcome !== 'completed', outcome === 'completed' ? '' : 'Stopped'))
      }
      const { message, said } = turn
      const cost =
        total !== null && totalAtBegin !== null && total >= totalAtBegin ? total - totalAtBegin : null
      const hasCost = total !== null && total > 0
      turn = null
      events.push({
        type: 'turn_ended',
        outcome,
        messageIds: [message],
        text: error?.message ?? said,
        model,
        usage: usageOf(record(facts?.['usage'])),
        costUsd: hasCost ? cost : null,
        error,
      })
      return events
    },
  }
}

/** As a record shows it; what a person is asked about is never cut. */
function shortened(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return headOf(value, blockChars)
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxDepth) return '…'
  if (Array.isArray(value)) return value.slice(0, maxMembers).map((one) => shortened(one, depth + 1))
  const members = Object.entries(value).slice(0, maxMembers)
  return Object.fromEntries(members.map(([name, one]) => [headOf(name, idChars), shortened(one, depth + 1)]))
}

/** Tokens of a turn, where the agent says them. */
function usageOf(usage: Json): Usage | null {
  const input = number(usage['inputTokens'])
  const output = number(usage['outputTokens'])
  if (input === null && output === null) return null
  return {
    input_tokens: input ?? 0,
    output_tokens: output ?? 0,
    cache_read_input_tokens: number(usage['cachedReadTokens']) ?? 0,
    cache_creation_input_tokens: number(usage['cachedWriteTokens']) ?? 0,
  }
}

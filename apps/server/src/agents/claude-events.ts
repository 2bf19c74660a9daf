import { PermissionMode, type Usage } from '@atrium/schema'
import { type Blocks, createBlocks } from './claude-blocks.ts'
import { type ClaudeFailure, classifyFailure } from './claude-errors.ts'
import { type Json, list, number, record, text, toolText } from './claude-json.ts'
import type { AgentEvent } from './runner.ts'

type Turn = {
  /** Messages this turn took up, as the CLI announced them. */
  messages: Set<string>
  model: string | null
  /** Kind of the API error that the CLI put into a synthetic message. */
  failure: string | null
  said: Set<string>
}

/**
 * Folds the messages of one SDK session into agent events. Driven by what arrives, never by what was asked: turns begin
 * at `init` and end at `result`, also those that nobody asked for. Unknown messages are passed over, the set grows with
 * every version.
 */
export function createClaudeEvents() {
  const blocks: Blocks = createBlocks()
  let sessionId: string | null = null
  let mode: string | null = null
  /** The SDK's running total; null until a resumed session has said where it stands. */
  let total: number | null = 0
  let turn: Turn | null = null
  let interrupted = false
  /** Announced between two turns, so they belong to the next one. */
  let upcoming: string[] = []

  function begin(): AgentEvent[] {
    if (turn) return []
    turn = { messages: new Set(upcoming), model: null, failure: null, said: new Set() }
    upcoming = []
    interrupted = false
    return [{ type: 'turn_started' }]
  }

  /** Says a thing of this kind once a turn. */
  const once = (key: string, event: AgentEvent): AgentEvent[] => {
    if (!turn || turn.said.has(key)) return []
    turn.said.add(key)
    return [event]
  }

  function onInit(message: Json): AgentEvent[] {
    const events: AgentEvent[] = []
    const id = text(message['session_id'])
    if (id && id !== sessionId) {
      sessionId = id
      events.push({ type: 'session', agentSessionId: id })
    }
    events.push(...begin())
    const permissionMode = text(message['permissionMode']) ?? 'default'
    const tools = list(message['tools']).filter((tool) => typeof tool === 'string')
    mode = permissionMode
    events.push(...once('init', { type: 'init', tools, permissionMode }))
    const model = text(message['model'])
    if (model && turn) turn.model = model
    if (model) events.push(...once('model', { type: 'model', model }))
    return events
  }

  function onSystem(message: Json): AgentEvent[] {
    switch (message['subtype']) {
      case 'init':
        return onInit(message)
      case 'status': {
        const next = PermissionMode.safeParse(message['permissionMode'])
        if (!next.success || next.data === mode) return []
        mode = next.data
        return [{ type: 'permission_mode', mode: next.data }]
      }
      case 'compact_boundary': {
        const facts = record(message['compact_metadata'])
        return [
          {
            type: 'compact',
            trigger: text(facts['trigger']) ?? 'auto',
            preTokens: number(facts['pre_tokens']),
          },
        ]
      }
      case 'api_retry':
        return [retryWarning(message)]
      case 'model_fallback':
      case 'model_refusal_fallback':
        return [fallbackWarning(message)]
      default:
        return []
    }
  }

  function onAssistant(message: Json): AgentEvent[] {
    const parent = text(message['parent_tool_use_id'])
    const body = record(message['message'])
    const kind = text(message['error'])
    if (kind !== null) {
      // The words of the failure come again with the result; they are no answer.
      if (turn && parent === null) turn.failure = kind
      return []
    }
    const model = text(body['model'])
    if (turn && parent === null && model && model !== '<synthetic>') turn.model = model
    const base = (text(message['uuid']) ?? text(body['id']) ?? 'block').replaceAll('-', '')
    return list(body['content']).flatMap((part, index): AgentEvent[] => {
      const block = record(part)
      const id = text(block['id'])
      const name = text(block['name'])
      switch (block['type']) {
        case 'text':
          return blocks.finish('text', text(block['text']) ?? '', parent, `${base}.${index}`)
        case 'thinking':
          return blocks.finish('thinking', text(block['thinking']) ?? '', parent, `${base}.${index}`)
        case 'tool_use':
        case 'server_tool_use':
        case 'mcp_tool_use':
          if (id === null || name === null) return []
          return [{ type: 'tool_use', id, name, input: record(block['input']), parentToolUseId: parent }]
        default:
          return []
      }
    })
  }

  function onUser(message: Json): AgentEvent[] {
    const parent = text(message['parent_tool_use_id'])
    return list(record(message['message'])['content']).flatMap((part): AgentEvent[] => {
      const block = record(part)
      const toolUseId = text(block['tool_use_id'])
      if (block['type'] !== 'tool_result' || toolUseId === null) return []
      const isError = block['is_error'] === true
      const result = toolText(block['content'])
      return [{ type: 'tool_result', toolUseId, result, isError, parentToolUseId: parent }]
    })
  }

  function costOf(result: Json): number | null {
    const now = number(result['total_cost_usd'])
    if (now === null) return null
    const before = total
    total = now
    if (before === null) return null
    return now >= before ? now - before : now
  }

  function onResult(result: Json): AgentEvent[] {
    const events = [...begin(), ...blocks.closeAll()]
    const ended: Turn = turn ?? { messages: new Set(), model: null, failure: null, said: new Set() }
    turn = null
    const ids = list(result['user_message_uuids']).filter((id) => typeof id === 'string')
    const single = text(result['user_message_uuid'])
    const outcome = outcomeOf(result, interrupted)
    const words =
      text(result['result']) ??
      list(result['errors'])
        .filter((line) => typeof line === 'string')
        .join(' ')
    events.push({
      type: 'turn_ended',
      outcome,
      messageIds: [...new Set([...ended.messages, ...ids, ...(single ? [single] : [])])],
      text: outcome === 'completed' ? words : '',
      model: ended.model,
      usage: usageOf(record(result['usage'])),
      costUsd: costOf(result),
      error: outcome === 'error' ? failureOf(result, ended.failure, words) : null,
    })
    return events
  }

  function onLifecycle(message: Json): AgentEvent[] {
    const id = text(message['command_uuid'])
    if (id === null || message['state'] !== 'started') return []
    if (turn) turn.messages.add(id)
    else upcoming.push(id)
    return []
  }

  function onRateLimit(message: Json): AgentEvent[] {
    const facts = record(message['rate_limit_info'])
    const windows = Object.entries(record(facts['unifiedWindows']))
    const all = [facts, ...windows.map(([rateLimitType, one]) => ({ rateLimitType, ...record(one) }))]
    const pressing = all.find((one) => (text(record(one)['status']) ?? 'allowed') !== 'allowed')
    if (!pressing) return []
    const { status, rateLimitType } = record(pressing)
    return once(`rate ${String(status)} ${String(rateLimitType)}`, rateWarning(pressing, text(status) ?? ''))
  }

  return {
    push(input: unknown): AgentEvent[] {
      const message = record(input)
      switch (message['type']) {
        case 'system':
          return onSystem(message)
        case 'stream_event':
          if (message['parent_tool_use_id']) return []
          return [...(turn ? [] : begin()), ...blocks.stream(record(message['event']), text(message['uuid']))]
        case 'assistant':
          return onAssistant(message)
        case 'user':
          return onUser(message)
        case 'result':
          return onResult(message)
        case 'rate_limit_event':
          return onRateLimit(message)
        case 'command_lifecycle':
          return onLifecycle(message)
        case 'conversation_reset':
          total = 0
          return []
        default:
          return []
      }
    },
    /** A resumed session begins with the total of its transcript. */
    resumedAt(costUsd: number | null): void {
      total = costUsd
    },
    /** A stop was asked for: whatever ends the live turn now is a stop, not a failure. */
    interrupting(): void {
      if (turn) interrupted = true
    },
    get live(): boolean {
      return turn !== null
    },
    /** The process is gone: ends what was live. */
    end(error: ClaudeFailure | null): AgentEvent[] {
      const events = blocks.closeAll()
      if (!turn) return events
      const { messages, model } = turn
      turn = null
      events.push({
        type: 'turn_ended',
        outcome: error ? 'error' : 'aborted',
        messageIds: [...messages],
        text: '',
        model,
        usage: null,
        costUsd: null,
        error,
      })
      return events
    },
  }
}

function outcomeOf(result: Json, interrupted: boolean): 'completed' | 'aborted' | 'error' {
  const reason = text(result['terminal_reason'])
  if (reason?.startsWith('aborted')) return 'aborted'
  if (result['is_error'] !== true) return 'completed'
  return interrupted && result['subtype'] === 'error_during_execution' ? 'aborted' : 'error'
}

const failureOf = (result: Json, kind: string | null, words: string): ClaudeFailure =>
  classifyFailure({
    text: words,
    kind,
    status: number(result['api_error_status']),
    terminalReason: text(result['terminal_reason']),
  })

function usageOf(usage: Json): Usage | null {
  const input = number(usage['input_tokens'])
  if (input === null) return null
  return {
    input_tokens: input,
    output_tokens: number(usage['output_tokens']) ?? 0,
    cache_read_input_tokens: number(usage['cache_read_input_tokens']) ?? 0,
    cache_creation_input_tokens: number(usage['cache_creation_input_tokens']) ?? 0,
  }
}

const seconds = (ms: number | null): string => `${((ms ?? 0) / 1000).toFixed(1)} s`

function retryWarning(message: Json): AgentEvent {
  const attempt = number(message['attempt']) ?? 1
  const most = number(message['max_retries'])
  const status = number(message['error_status'])
  const cause =
    status === null ? 'The connection to the model service failed' : `The model service answered ${status}`
  return {
    type: 'warning',
    code: 'api_retry',
    title: 'Trying again',
    message: `${cause}; attempt ${attempt}${most === null ? '' : ` of ${most}`} follows in ${seconds(number(message['retry_delay_ms']))}.`,
  }
}

function fallbackWarning(message: Json): AgentEvent {
  const to = text(message['fallback_model']) ?? text(message['to_model']) ?? text(message['model'])
  return {
    type: 'warning',
    code: 'model_fallback',
    title: 'Another model answers',
    message: to
      ? `The chosen model cannot answer now; ${to} goes on.`
      : 'The chosen model cannot answer now; another one goes on.',
  }
}

function rateWarning(facts: Json, status: string): AgentEvent {
  const window = (text(facts['rateLimitType']) ?? 'usage').replaceAll('_', ' ')
  const used = number(facts['utilization'])
  const resets = number(facts['resetsAt'])
  const until = resets === null ? '' : `; it starts anew at ${new Date(resets * 1000).toISOString()}`
  return {
    type: 'warning',
    code: 'rate_limit',
    title: status === 'rejected' ? 'Usage limit reached' : 'Usage limit near',
    message: `The ${window} limit of the account is ${used === null ? status.replaceAll('_', ' ') : `${Math.round(used * 100)} % used`}${until}.`,
  }
}

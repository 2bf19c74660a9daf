// Writes the log of a conversation from elsewhere, as it would be if it had been held here.
import { defaultTrustLevel, type LogEvent, type StoredAttachment } from '@atrium/schema'
import { sortableId } from '../../core/ids.ts'
import type { ImportedRows } from './store.ts'

export type ImportedMessage = {
  role: 'user' | 'assistant'
  text: string
  /** What an assistant said and did, in place of `text`. */
  blocks?: readonly ImportedBlock[]
  /** ISO 8601, UTC. */
  at: string
  attachments?: readonly StoredAttachment[]
}

export type ImportedBlock =
  | { type: 'text' | 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; id: string; text: string; isError: boolean }

/** Longest message that is kept; a run's own text has no such bound, but a file from elsewhere may hold anything. */
export const maxChars = 1_000_000

/** What the log says of the chat around its messages. */
export type LoggedChat = {
  title: string | null
  workingDirectory: string | null
  runner: string
  agentSessionId: string | null
  model?: string | null
  messages: readonly ImportedMessage[]
  messageCount?: number
  note?: { code: string; title: string; message: string }
}

export function logRows(
  id: string,
  of: LoggedChat,
  firstSeq: number,
): Pick<ImportedRows, 'events' | 'texts'> {
  const log = toLog(id, of, firstSeq === 1)
  return {
    events: log.map(({ event, at }, index) => ({
      chatId: id,
      seq: firstSeq + index,
      runId: event.run_id,
      type: event.type,
      data: JSON.stringify(event),
      at,
    })),
    texts: log.flatMap(({ event, at }, index) => {
      const said = saidIn(event)
      return said === null ? [] : [{ chatId: id, seq: firstSeq + index, ...said, at }]
    }),
  }
}

function saidIn(event: LogEvent): { role: 'user' | 'assistant'; text: string } | null {
  if (event.type === 'user_message') return { role: 'user', text: event.content }
  if (event.type === 'text' && event.content) return { role: 'assistant', text: event.content }
  return null
}

type Logged = { at: string; event: LogEvent }
/** The log as it would be if the conversation had been held here: one run for each message and what answers it. */
function toLog(chatId: string, { messages, note, ...chat }: LoggedChat, isNew: boolean): Logged[] {
  const log: Logged[] = []
  const turns = toTurns(messages)
  let count = (chat.messageCount ?? messages.length) - messages.length
  for (const [index, turn] of turns.entries()) {
    const run_id = sortableId()
    const [first] = turn
    const last = turn.at(-1)
    if (!first || !last) continue
    const add = (at: string, event: LogEvent): void => void log.push({ at, event })
    add(first.at, {
      type: 'session',
      run_id,
      id: chatId,
      title: chat.title,
      trust_level: defaultTrustLevel,
      working_directory: chat.workingDirectory,
      workspace_id: null,
      is_new: index === 0 && isNew,
      runner: chat.runner,
    })
    if (note && index === 0) add(first.at, { type: 'warning', run_id, ...note })
    const answers: string[] = []
    let blocks = 0
    for (const { role, text, at, attachments, blocks: told } of turn) {
      const content = clean(text.slice(0, maxChars))
      if (role === 'user')
        add(at, {
          type: 'user_message',
          run_id,
          content,
          message_id: sortableId(),
          attachments: [...(attachments ?? [])],
        })
      else
        for (const block of told ?? [{ type: 'text' as const, text }]) {
          const event = toEvent(block, run_id, `${index + 1}.${++blocks}`)
          if (event.type === 'text') answers.push(event.content ?? '')
          add(at, event)
        }
    }
    count += turn.length
    add(last.at, {
      type: 'result',
      run_id,
      session_id: chatId,
      sdk_session_id: chat.agentSessionId,
      response: answers.join('\n\n'),
      model: chat.model ?? null,
      message_count: count,
      duration_ms: Math.max(0, Date.parse(last.at) - Date.parse(first.at)) || 0,
      usage: null,
      cost_usd: null,
    })
  }
  return log
}

function toEvent(block: ImportedBlock, run_id: string, id: string): LogEvent {
  if (block.type === 'tool_use') {
    const { name, input } = block
    return { type: 'tool_use_start', run_id, id: clean(block.id), name: clean(name), input }
  }
  const content = clean(block.text.slice(0, maxChars))
  if (block.type === 'tool_result')
    return {
      type: 'tool_result',
      run_id,
      tool_use_id: clean(block.id),
      result: content,
      is_error: block.isError,
      ...(block.text.length > maxChars && { truncated: true }),
    }
  // Readers get the difference to what they have; the log needs only the whole.
  return { type: block.type, run_id, block: id, content, delta: '' }
}

/** A message of a person begins a turn. */
function toTurns(messages: readonly ImportedMessage[]): ImportedMessage[][] {
  const turns: ImportedMessage[][] = []
  for (const message of messages) {
    const turn = turns.at(-1)
    if (turn && message.role === 'assistant') turn.push(message)
    else turns.push([message])
  }
  return turns
}

/** What a database cannot hold: NUL, and halves of characters. */
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed()

// Owns how conversations from elsewhere become chats: each whole or not at all, and the same one never twice.

import type { Database } from '@atrium/db'
import { defaultTrustLevel, type LogEvent, limits, type StoredAttachment } from '@atrium/schema'
import type { Transaction } from 'kysely'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import { type ChatRow, type ChatStore, type ImportedRows, toChat } from './store.ts'
import { titleOf } from './title.ts'

export type ImportedMessage = {
  role: 'user' | 'assistant'
  text: string
  /** What an assistant said and did, in place of `text`. */
  blocks?: readonly ImportedBlock[]
  /** ISO 8601, UTC. */
  at: string
  attachments?: readonly StoredAttachment[]
}

export type ImportedChat = {
  /** Absent: a new one. A chat that has it already stays as it is. */
  id?: string
  title: string | null
  source: string
  module?: string
  /** As chats keep it: relative to the vault, null for the vault itself, absolute elsewhere. */
  workingDirectory: string | null
  createdAt: string
  lastAccessed: string
  archived: boolean
  runner: string
  /** Session of the agent that goes on; null when the conversation is only there to be read. */
  agentSessionId: string | null
  model?: string | null
  metadata: Record<string, unknown> | null
  /** Oldest first. */
  messages: readonly ImportedMessage[]
  /** How many the conversation really has, where `messages` are only its last. */
  messageCount?: number
  /** Told at the beginning of the log. */
  note?: { code: string; title: string; message: string }
}

export type ImportedBlock =
  | { type: 'text' | 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; id: string; text: string; isError: boolean }

/** What a conversation that was imported before has got since. */
export type ImportedMore = {
  id: string
  /** Of the chat when it was last imported; with another one it was continued here and stays as it is. */
  nextSeq: number
  lastAccessed: string
  messages: readonly ImportedMessage[]
  messageCount: number
}

export type Imported = { id: string; created: boolean }

/** In the same transaction; `nextSeq` of every chat that was made or got more. */
type Also = (trx: Transaction<Database>, done: ReadonlyMap<string, number>) => Promise<void>

/** Longest message that is kept; a run's own text has no such bound, but a file from elsewhere may hold anything. */
const maxChars = 1_000_000

export function createImportChat({ store, events }: { store: ChatStore; events: Events }) {
  /**
   * Makes chats of them in one transaction: all or none. For bulk, some dozens at a time: what is bigger keeps other
   * writers waiting.
   */
  async function importChats(chats: readonly ImportedChat[]): Promise<Imported[]> {
    const rows = chats.map(toRows)
    const made = await store.transaction((trx) => store.insertImported(trx, rows))
    for (const { chat } of rows) if (made.has(chat.id) && chat.archived === 0) tell(chat)
    const told = new Set<string>()
    return rows.map(({ chat: { id } }) => {
      const created = made.has(id) && !told.has(id) // the same id twice in one batch is one chat
      told.add(id)
      return { id, created }
    })
  }

  async function grow(trx: Transaction<Database>, more: ImportedMore): Promise<ImportedRows | null> {
    const chat = await store.find(more.id, trx)
    if (chat?.nextSeq !== more.nextSeq) return null
    const messageCount = chat.messageCount + more.messageCount
    const rows = logRows(chat.id, { ...chat, ...more, messageCount }, more.nextSeq)
    const nextSeq = more.nextSeq + rows.events.length
    const lastAccessed = more.lastAccessed > chat.lastAccessed ? more.lastAccessed : chat.lastAccessed
    const change = { nextSeq, messageCount, lastAccessed }
    await store.update(trx, chat.id, change)
    await store.insertLog(trx, [rows])
    return { chat: { ...chat, ...change }, ...rows }
  }

  /** New chats, and what others have got since, in one transaction: all or none. Gives what `also` is told. */
  async function importBatch(
    { chats, more }: { chats: readonly ImportedChat[]; more: readonly ImportedMore[] },
    also: Also,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = chats.map(toRows)
    const told: ChatRow[] = []
    const done = await store.transaction(async (trx) => {
      const made = await store.insertImported(trx, rows)
      const after = new Map<string, number>()
      for (const { chat } of rows) if (made.has(chat.id)) after.set(chat.id, chat.nextSeq)
      for (const one of more) {
        const grown = await grow(trx, one)
        if (!grown) continue
        after.set(one.id, grown.chat.nextSeq)
        told.push(grown.chat)
      }
      await also(trx, after)
      return after
    })
    for (const chat of told) tell(chat)
    return done
  }

  const tell = (row: ChatRow): void => events.emit('chat.chat.changed', { chat: toChat(row) })

  return {
    importChats,
    importBatch,
    async importChat(chat: ImportedChat): Promise<Imported> {
      const [imported] = await importChats([chat])
      return imported as Imported // one in, one out
    },
  }
}

function toRows(imported: ImportedChat): ImportedRows {
  const id = imported.id ?? sortableId()
  const title = titleIn(imported)
  const { events, texts } = logRows(id, { ...imported, title }, 1)
  if (title !== null)
    texts.unshift({ chatId: id, seq: 0, role: 'title', text: title, at: imported.createdAt })
  return {
    chat: {
      id,
      title,
      titleSource: 'default',
      module: imported.module ?? 'chat',
      source: imported.source,
      workingDirectory: imported.workingDirectory,
      vaultRoot: null,
      model: imported.model ?? null,
      modelChoice: null,
      messageCount: imported.messageCount ?? imported.messages.length,
      archived: imported.archived ? 1 : 0,
      createdAt: imported.createdAt,
      lastAccessed: imported.lastAccessed,
      continuedFrom: null,
      agentType: null,
      trustLevel: defaultTrustLevel,
      workspaceId: null,
      linkedBotPlatform: null,
      linkedBotChatId: null,
      linkedBotChatType: null,
      metadata: imported.metadata === null ? null : JSON.stringify(imported.metadata),
      runner: imported.runner,
      permissionMode: 'default',
      state: 'idle',
      agentSessionId: imported.agentSessionId,
      nextSeq: events.length + 1,
    },
    events,
    texts,
  }
}

/** As it is called elsewhere, else by its first message. */
function titleIn({ title, messages }: ImportedChat): string | null {
  const first = messages.find(({ role }) => role === 'user')?.text ?? ''
  const chosen = title?.trim() ? title.trim() : titleOf(first.slice(0, maxChars))
  return chosen === null ? null : clean(Array.from(chosen).slice(0, limits.titleChars).join(''))
}

function logRows(id: string, of: Told, firstSeq: number): Pick<ImportedRows, 'events' | 'texts'> {
  const log = toLog(id, of)
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
type Told = Pick<
  ImportedChat,
  'messages' | 'messageCount' | 'note' | 'title' | 'workingDirectory' | 'runner'
> &
  Pick<ImportedChat, 'agentSessionId' | 'model'>

/** The log as it would be if the conversation had been held here: one run for each message and what answers it. */
function toLog(chatId: string, { messages, note, ...chat }: Told): Logged[] {
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
      is_new: index === 0 && !('nextSeq' in chat),
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
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed()

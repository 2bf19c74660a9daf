// Owns how conversations from elsewhere become chats: each whole or not at all, and the same one never twice.
import { defaultTrustLevel, type LogEvent, limits, type StoredAttachment } from '@atrium/schema'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import { type ChatRow, type ChatStore, type ImportedRows, toChat } from './store.ts'

export type ImportedMessage = {
  role: 'user' | 'assistant'
  text: string
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

export type Imported = { id: string; created: boolean }

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

  const tell = (row: ChatRow): void => events.emit('chat.chat.changed', { chat: toChat(row) })

  return {
    importChats,
    async importChat(chat: ImportedChat): Promise<Imported> {
      const [imported] = await importChats([chat])
      return imported as Imported // one in, one out
    },
  }
}

export type ImportChat = ReturnType<typeof createImportChat>

function toRows(imported: ImportedChat): ImportedRows {
  const id = imported.id ?? sortableId()
  const log = toLog(id, imported)
  const title = imported.title === null ? null : clean(imported.title.slice(0, limits.titleChars))
  const texts: ImportedRows['texts'] = log.flatMap(({ event, at }, index) => {
    const said = saidIn(event)
    return said === null ? [] : [{ chatId: id, seq: index + 1, ...said, at }]
  })
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
      nextSeq: log.length + 1,
    },
    events: log.map(({ event, at }, index) => ({
      chatId: id,
      seq: index + 1,
      runId: event.run_id,
      type: event.type,
      data: JSON.stringify(event),
      at,
    })),
    texts,
  }
}

function saidIn(event: LogEvent): { role: 'user' | 'assistant'; text: string } | null {
  if (event.type === 'user_message') return { role: 'user', text: event.content }
  if (event.type === 'text' && event.content) return { role: 'assistant', text: event.content }
  return null
}

type Logged = { at: string; event: LogEvent }

/** The log as it would be if the conversation had been held here: one run for each message and what answers it. */
function toLog(chatId: string, { messages, note, ...chat }: ImportedChat): Logged[] {
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
      is_new: index === 0,
      runner: chat.runner,
    })
    if (note && index === 0) add(first.at, { type: 'warning', run_id, ...note })
    const answers: string[] = []
    for (const { role, text, at, attachments } of turn) {
      const content = clean(text.slice(0, maxChars))
      if (role === 'user')
        add(at, {
          type: 'user_message',
          run_id,
          content,
          message_id: sortableId(),
          attachments: [...(attachments ?? [])],
        })
      else {
        answers.push(content)
        // Readers get the difference to what they have; the log needs only the whole.
        add(at, { type: 'text', run_id, block: `${index + 1}.${answers.length}`, content, delta: '' })
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

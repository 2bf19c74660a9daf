// Owns how conversations from elsewhere become chats: each whole or not at all, and the same one never twice.

import type { Database } from '@atrium/db'
import { defaultTrustLevel, limits } from '@atrium/schema'
import type { Transaction } from 'kysely'
import type { Bus } from '../../core/bus.ts'
import { announceAppended } from '../../core/event-log.ts'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import { clean, type ImportedMessage, logRows, maxChars } from './imported-log.ts'
import { type ChatRow, type ChatStore, type ImportedRows, toChat } from './store.ts'
import { titleOf } from './title.ts'

export type { ImportedBlock, ImportedMessage } from './imported-log.ts'

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

export function createImportChat({ store, events, bus }: { store: ChatStore; events: Events; bus: Bus }) {
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
    for (const chat of told) {
      announceAppended(bus, chat.id, chat.nextSeq - 1)
      tell(chat)
    }
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

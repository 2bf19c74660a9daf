// Decides what becomes of a conversation: new chats, more messages for chats that are here, or nothing.
import { hash } from 'node:crypto'
import { nowIso } from '../../core/clock.ts'
import { sortableId } from '../../core/ids.ts'
import type { ImportedChat, ImportedMore } from '../chat/imported.ts'
import type { Conversation, Said } from './formats/conversation.ts'
import type { KnownConversation } from './store.ts'

/** What one conversation asks for. */
export type Plan = {
  conversation: Conversation
  chats: { path: Said[]; sign: string; branch: number; chatId: string }[]
  more: { path: Said[]; sign: string; known: KnownConversation; since: Said[] }[]
}

const signs = 8

/** Eight characters for each message; the same in every export. */
const signOf = (path: readonly Said[]): string =>
  path.map(({ key }) => hash('sha256', key, 'base64url').slice(0, signs)).join('')

/** Each known chat goes with the way that begins like it; what no chat begins like is new. */
export function planOf(conversation: Conversation, known: readonly KnownConversation[]): Plan {
  const plan: Plan = { conversation, chats: [], more: [] }
  const unused = new Set(known)
  let branch = Math.max(-1, ...known.map((row) => row.branch))
  const ways = conversation.paths.map((path) => ({ path, sign: signOf(path) }))
  // A chat that has all of a way, or more than an older export has of it, leaves nothing to do.
  const left = ways.filter(({ sign }) => {
    const same = known.filter(({ messages }) => messages.startsWith(sign))
    for (const row of same) if (row.messages === sign) unused.delete(row)
    return same.length === 0
  })
  for (const { path, sign } of left) {
    const beginning = [...unused]
      .filter(({ messages }) => sign.startsWith(messages))
      .sort((a, b) => b.messages.length - a.messages.length)[0]
    if (beginning) {
      unused.delete(beginning)
      plan.more.push({ path, sign, known: beginning, since: path.slice(beginning.messages.length / signs) })
    } else plan.chats.push({ path, sign, branch: ++branch, chatId: sortableId() })
  }
  return plan
}

export type ToldMessages = ImportedChat['messages']

const isAnswer = ({ role, blocks }: Said): boolean =>
  role === 'user' || blocks.some(({ type }) => type === 'text')

const count = (path: readonly Said[]): number => path.filter(isAnswer).length

/** Every message has a time: its own, else that of the one before it. */
export function timesOf(path: readonly Said[], begun: string): string[] {
  let at = begun
  return path.map((said) => (at = said.at ?? at))
}

const begunAt = ({ createdAt, updatedAt, paths }: Conversation): string =>
  createdAt ?? paths[0]?.find(({ at }) => at !== null)?.at ?? updatedAt ?? nowIso()

export type ChatFacts = {
  archived: boolean
  runner: string
  workingDirectory: string | null
  importedAt: string
}

export function toChat(
  { conversation }: Plan,
  { path, branch, chatId }: Plan['chats'][number],
  messages: ToldMessages,
  { archived, importedAt, ...facts }: ChatFacts,
): ImportedChat {
  const { source, id, title, model, updatedAt } = conversation
  const createdAt = begunAt(conversation)
  const isMain = branch === 0
  return {
    ...facts,
    id: chatId,
    title: isMain || title === null ? title : `${title} (branch ${branch + 1})`,
    source,
    createdAt,
    lastAccessed: (isMain ? updatedAt : null) ?? timesOf(path, createdAt).at(-1) ?? createdAt,
    archived: archived || !isMain,
    agentSessionId: null,
    model,
    metadata: {
      original_id: id,
      imported_at: importedAt,
      ...conversation.facts,
      ...(!isMain && { branch: branch + 1 }),
    },
    messages,
    messageCount: count(path),
  }
}

export const toMore = (
  { conversation }: Plan,
  { path, known, since }: Plan['more'][number],
  messages: ToldMessages,
): ImportedMore => ({
  id: known.chatId,
  nextSeq: known.nextSeq,
  lastAccessed: timesOf(path, begunAt(conversation)).at(-1) ?? nowIso(),
  messages,
  messageCount: count(since),
})

/** Times of the last `since.length` messages of a way. */
export const timesSince = (
  conversation: Conversation,
  path: readonly Said[],
  since: readonly Said[],
): string[] => timesOf(path, begunAt(conversation)).slice(path.length - since.length)

// Owns which chat of the hub a conversation in a messenger is: the current one, made when it is first needed.
import { type BotPlatform, type BotTrustLevel, defaultTrustLevel, type TrustLevel } from '@atrium/schema'
import { sortableId } from '../../core/ids.ts'
import type { ChatRow } from '../chat/store.ts'
import type { BotSettings } from './settings.ts'
import type { BotsStore, ConversationRow, PersonRow, Place, Trx, Writer } from './store.ts'
import { platformTitles } from './texts.ts'

/** What of the chats the bots need. */
export type ChatRooms = {
  find(id: string): Promise<ChatRow | undefined>
  /** Makes a chat in which nothing has been said. */
  begin(trx: Trx, chat: NewBotChat): Promise<void>
  /** Whoever shows lists hears of it; behind the commit. */
  tell: (id: string) => void
  addMetadata: (id: string, more: Record<string, unknown>) => Promise<void>
}
export type NewBotChat = {
  id: string
  title: string
  source: BotPlatform
  trustLevel: BotTrustLevel
  linkedBotChatId: string
  linkedBotChatType: 'dm' | 'group'
  metadata: Record<string, unknown> | null
}
export type Speaker = { place: Place; kind: 'dm' | 'group'; title: string | null; display: string }

export type BotChats = ReturnType<typeof createBotChats>

export function createBotChats(deps: {
  store: BotsStore
  settings: BotSettings
  rooms: ChatRooms
  stricter(one: TrustLevel, other: TrustLevel): TrustLevel
}) {
  const { store, settings, rooms } = deps

  /** The most that a conversation is trusted with: what the platform is set to, and never more than the person. */
  function trustOf(
    platform: BotPlatform,
    kind: 'dm' | 'group',
    person: PersonRow | undefined,
  ): BotTrustLevel {
    const { dm_trust_level, group_trust_level } = settings.of(platform)
    const own = (person?.trustLevel ?? defaultTrustLevel) as BotTrustLevel // written from the schema
    return deps.stricter(kind === 'dm' ? dm_trust_level : group_trust_level, own) as BotTrustLevel // neither is full
  }

  const emptyConversation = ({ place, kind, title }: Speaker): ConversationRow => ({
    ...place,
    kind,
    title,
    sessionId: null,
    activated: kind === 'dm' ? 1 : 0,
  })

  return {
    trustOf,
    emptyConversation,
    /** Its chat, if it has one that is in use. */
    async current(conversation: ConversationRow | undefined): Promise<ChatRow | undefined> {
      if (!conversation?.sessionId) return undefined
      const chat = await rooms.find(conversation.sessionId)
      return chat && chat.archived === 0 ? chat : undefined
    },
    /** Makes the chat of a conversation; `tell` of the rooms behind the commit. */
    async begin(
      { trx }: Writer,
      speaker: Speaker,
      person: PersonRow | undefined,
      metadata: Record<string, unknown> | null,
    ): Promise<string> {
      const { place, kind, title, display } = speaker
      const known = (await store.conversations.find(place, trx)) ?? emptyConversation(speaker)
      const id = sortableId()
      await rooms.begin(trx, {
        id,
        title: `${platformTitles[place.platform]} - ${kind === 'group' && title ? title : display}`,
        source: place.platform,
        trustLevel: trustOf(place.platform, kind, person),
        linkedBotChatId: place.chatId,
        linkedBotChatType: kind,
        metadata,
      })
      await store.conversations.save(trx, { ...known, kind, title: title ?? known.title, sessionId: id })
      return id
    },
    find: (id: string): Promise<ChatRow | undefined> => rooms.find(id),
    tell: rooms.tell,
    addMetadata: rooms.addMetadata,
  }
}

/** What is kept with a chat beside its columns; a damaged note is none. */
export function metadataOf(chat: Pick<ChatRow, 'metadata'> | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(chat?.metadata ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

// Owns what becomes of a message that arrived: who may speak, where the bot listens, how much at once. Each update once.
import { type BotMessage, type BotMessageTaken, limits } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { createRateLimit } from '../../http/rate-limit.ts'
import type { ChatRow } from '../chat/store.ts'
import { type BotChats, metadataOf, type Speaker } from './chats.ts'
import type { Commands } from './commands.ts'
import type { Deliveries } from './deliveries.ts'
import { plainName } from './names.ts'
import type { Pairing } from './pairing.ts'
import type { BotSettings } from './settings.ts'
import type { BotsStore, ConversationRow, PersonRow, Place, UpdateRow, Writer } from './store.ts'
import { texts } from './texts.ts'

/** What waits for its turn: all that the agent is to be told. */
export type WaitingMessage = Pick<
  BotMessage,
  'attachments' | 'chat_kind' | 'context' | 'message_id' | 'text' | 'user_display' | 'user_id' | 'voice'
> & { chat_title: string | null }

const ignored: BotMessageTaken = { duplicate: false, action: 'ignore', delivery: null }
const duplicate: BotMessageTaken = { ...ignored, duplicate: true }

export const placeOf = (at: Pick<BotMessage, 'platform' | 'chat_id' | 'thread_id'>): Place => ({
  platform: at.platform,
  chatId: at.chat_id,
  threadId: at.thread_id ?? '',
})
/** What arrived, when nothing waits for it any more. */
export const rowOf = (
  { platform, update_id, user_id }: Pick<BotMessage, 'platform' | 'update_id' | 'user_id'>,
  place: Place,
  seq: number,
): UpdateRow => ({
  platform,
  updateId: update_id,
  seq,
  at: nowIso(),
  chatId: place.chatId,
  threadId: place.threadId,
  userId: user_id,
  state: 'over',
  message: null,
  messageId: null,
  sessionId: null,
  runId: null,
})
export const keyOf = (place: { platform: string; chatId: string; threadId: string }): string =>
  JSON.stringify([place.platform, place.chatId, place.threadId])

type Heard = {
  message: BotMessage
  speaker: Speaker
  person: PersonRow
  conversation: ConversationRow | undefined
  chat: ChatRow | undefined
}

export function createIntake(deps: {
  store: BotsStore
  settings: BotSettings
  chats: BotChats
  pairing: Pairing
  deliveries: Deliveries
  commands: Commands
  /** Something waits for its turn. */
  wake(): void
  heard(platform: BotMessage['platform']): void
}) {
  const { store, settings, chats, pairing, deliveries, commands } = deps
  const lock = createKeyedLock()
  const rate = createRateLimit(limits.botMessagesPerMinute)
  const stops = createRateLimit(limits.botMessagesPerMinute)
  /** Conversations that were told that they are too fast, until they are not. */
  const toldOff = new Set<string>()

  /** Notes the update and answers it by itself; `also` may find that there is nothing to say. */
  async function say(
    message: BotMessage,
    text: string,
    also: (writer: Writer) => Promise<boolean> = async () => true,
  ): Promise<BotMessageTaken> {
    const place = placeOf(message)
    const taken = await store.write(async (writer): Promise<BotMessageTaken> => {
      const known = await store.updates.find(message.platform, message.update_id, writer.trx)
      if (known) return duplicate
      if (!(await also(writer))) return ignored
      await store.updates.insert(writer.trx, rowOf(message, place, await writer.next()))
      const outgoing = { kind: 'say' as const, place, replyTo: message.message_id, text }
      return { duplicate: false, action: 'say', delivery: await deliveries.begin(writer, outgoing) }
    })
    if (taken.delivery) deliveries.announce(message.platform)
    return taken
  }

  /** Nobody we know: at most they may ask, and nothing that they say goes anywhere. */
  async function stranger(message: BotMessage, speaker: Speaker): Promise<BotMessageTaken> {
    if (message.chat_kind === 'group' && !message.addressed) return ignored
    const { place, kind, title } = speaker
    const asker = { place, userId: message.user_id, display: speaker.display, kind, title }
    // Whoever knocks all the time costs a look, and no write.
    if (!(await pairing.mayAsk(asker))) return ignored
    const taken = await say(message, texts.stranger, (writer) => pairing.ask(writer, asker))
    if (taken.action === 'say') pairing.asked()
    return taken
  }

  /** What is said to the bot; null when it is not. */
  function addressedText({ message, chat }: Heard): string | null {
    const own = metadataOf(chat)['bot_settings']
    const { response_mode: mode, mention_pattern: pattern } = (own ?? {}) as Record<string, unknown> // written by the configuration of chats
    const ofPlatform =
      message.chat_kind === 'dm' ? 'all_messages' : settings.of(message.platform).group_mention_mode
    if ((mode ?? ofPlatform) !== 'mention_only' || message.addressed) return message.text
    if (message.platform === 'discord' || typeof pattern !== 'string' || pattern === '') return null
    const at = message.text.toLowerCase().indexOf(pattern.toLowerCase())
    return at < 0 ? null : `${message.text.slice(0, at)}${message.text.slice(at + pattern.length)}`.trim()
  }

  /** Milliseconds that this conversation has to wait; -1 when it was told so already. */
  function tooFast(place: Place): number {
    const key = keyOf(place)
    const wait = rate.take(key)
    if (wait === 0) toldOff.delete(key)
    else if (toldOff.has(key)) return -1
    else toldOff.add(key)
    if (toldOff.size > limits.botWaiting) toldOff.clear()
    return wait
  }

  /** A group that the owner has not looked at yet: said twice, then nothing. Null when it is activated. */
  async function unactivated(heard: Heard): Promise<BotMessageTaken | null> {
    const { message, speaker, person, conversation, chat } = heard
    if (message.chat_kind === 'dm' || conversation?.activated === 1) return null
    const metadata = metadataOf(chat)
    if (chat && metadata['pending_initialization'] !== true) {
      if (conversation)
        await store.write(({ trx }) => store.conversations.save(trx, { ...conversation, activated: 1 }))
      return null
    }
    if (!chat) {
      const pending = { pending_initialization: true, init_prompts: 1 }
      let made = ''
      const taken = await say(message, texts.notActivated, async (writer) => {
        made = await chats.begin(writer, speaker, person, pending)
        return true
      })
      if (made !== '') chats.tell(made)
      return taken
    }
    const prompts = Number(metadata['init_prompts'] ?? 1)
    if (prompts >= 2) return ignored
    const taken = await say(message, texts.stillNotActivated)
    if (!taken.duplicate) await chats.addMetadata(chat.id, { init_prompts: prompts + 1 })
    return taken
  }

  const isTooLarge = ({ attachments = [], voice }: BotMessage): boolean => {
    const sizes = [...attachments, ...(voice ? [voice] : [])].map(
      ({ base64Data }) => (base64Data.length * 3) / 4,
    )
    const sum = sizes.reduce((total, size) => total + size, 0)
    return sum > limits.attachmentsBytes + 3 || sizes.some((size) => size > limits.attachmentBytes + 3)
  }

  /** Keeps it for its turn. */
  async function run(heard: Heard, text: string): Promise<BotMessageTaken> {
    const { message, speaker } = heard
    const { place, kind, title } = speaker
    const { attachments, voice, context, message_id, user_id, user_display } = message
    const waiting: WaitingMessage = {
      text,
      chat_kind: kind,
      chat_title: title,
      message_id,
      user_id,
      user_display,
      ...(attachments && { attachments }),
      ...(voice && { voice }),
      ...(context && { context }),
    }
    const taken = await store.write(async (writer): Promise<BotMessageTaken | 'full'> => {
      const { trx, next } = writer
      const full =
        (await store.updates.countWaiting(place, trx)) >= limits.botWaitingPerChat ||
        (await store.updates.countWaiting(null, trx)) >= limits.botWaiting
      if (full) return 'full'
      const row = rowOf(message, place, await next())
      const isNew = await store.updates.insert(trx, {
        ...row,
        state: 'waiting',
        message: JSON.stringify(waiting),
        messageId: sortableId(),
      })
      if (!isNew) return duplicate
      const known = await store.conversations.find(place, trx)
      if (!known || (title !== null && title !== known.title))
        await store.conversations.save(trx, { ...(known ?? chats.emptyConversation(speaker)), title })
      return { duplicate: false, action: 'run', delivery: null }
    })
    if (taken === 'full') return say(message, texts.tooManyWaiting)
    deps.wake()
    return taken
  }

  /** Stops at any rate; of many in a row that have nothing to stop only the first ones are answered. */
  async function stop(heard: Heard): Promise<BotMessageTaken> {
    const isFast = stops.take(keyOf(heard.speaker.place)) > 0
    const text = await commands.stop(heard)
    return isFast && text === texts.nothingToStop ? ignored : say(heard.message, text)
  }

  async function hear(heard: Heard): Promise<BotMessageTaken> {
    const { message, speaker } = heard
    const spoken = addressedText(heard)
    if (spoken === null) return ignored
    const name = message.command?.name
    if (name === 'stop') return stop(heard)
    const hasFiles = (message.attachments?.length ?? 0) > 0 || message.voice !== undefined
    if (spoken.trim() === '' && !hasFiles && !message.command) return ignored
    const wait = tooFast(speaker.place)
    if (wait < 0) return ignored
    if (wait > 0) return say(message, texts.tooFast(Math.ceil(wait / 1_000)))
    if (message.command && commands.has(message.command.name)) {
      const { name: command, args } = message.command
      return say(message, await commands.perform(command, args, heard))
    }
    if (isTooLarge(message)) return say(message, texts.tooLarge)
    return (await unactivated(heard)) ?? run(heard, spoken)
  }

  async function take(message: BotMessage): Promise<BotMessageTaken> {
    const place = placeOf(message)
    const { platform, chat_kind: kind, user_display: display } = message
    if (await store.updates.find(platform, message.update_id)) return duplicate
    if (Date.now() - Date.parse(message.sent_at) > limits.botMessageAgeMs) return ignored
    const rooms = platform === 'matrix' ? settings.of(platform).allowed_rooms : []
    // Which room an alias names only the connector knows, and it tells of no other.
    const isListed = rooms.length === 0 || rooms.some((room) => room === place.chatId || room.startsWith('#'))
    if (!isListed) return ignored
    const speaker: Speaker = { place, kind, title: message.chat_title ?? null, display }
    const person = await store.people.find(platform, message.user_id)
    if (!person) return stranger(message, speaker)
    const conversation = await store.conversations.find(place)
    const chat = await chats.current(conversation)
    return hear({ message, speaker, person, conversation, chat })
  }

  return {
    /** Durable when it resolves; messages of one conversation one after another. */
    take(message: BotMessage): Promise<BotMessageTaken> {
      deps.heard(message.platform)
      return lock(keyOf(placeOf(message)), () => take(cleaned(message)))
    },
  }
}

/** Names as they can be shown; NUL is no part of a text. */
const cleaned = (message: BotMessage): BotMessage => ({
  ...message,
  user_display: plainName(message.user_display) || message.user_id,
  chat_title: plainName(message.chat_title ?? '') || null,
  text: message.text.replaceAll('\0', ''),
})

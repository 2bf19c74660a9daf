import type { Message, MessageEntity, Update, User } from 'grammy/types'
import type { Incoming, IncomingFile, Place } from '../platform.ts'

export type Me = { id: number; username: string; first_name: string }
export type FileRef = {
  fileId: string
  name: string
  mimeType: string
  sizeBytes: number | null
  kind: 'file' | 'voice'
}
type Download = (ref: FileRef) => IncomingFile

const quotedChars = 1_000

export const placeOf = (
  message: Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message'>,
): Place => ({
  chatId: String(message.chat.id),
  // Elsewhere the number names a thread of replies, which nobody sees as a place of its own.
  threadId: message.is_topic_message && message.message_thread_id ? String(message.message_thread_id) : null,
  kind: message.chat.type === 'private' ? 'dm' : 'group',
})

export const nameOf = ({ first_name, last_name, username }: User): string =>
  `${[first_name, last_name].filter(Boolean).join(' ')}${username ? ` (@${username})` : ''}`

/** A message of a person; undefined for what nobody said: other bots, and notices of the chat. */
export function incomingOf(update: Update, me: Me, download: Download): Incoming | undefined {
  const { message } = update
  if (!message?.from) return undefined
  // Who writes in the name of a group is a bot by its number.
  const from = message.sender_chat
    ? { id: String(message.sender_chat.id), name: message.sender_chat.title ?? 'Anonymous' }
    : message.from.is_bot
      ? undefined
      : { id: String(message.from.id), name: nameOf(message.from) }
  const refs = filesIn(message)
  const words = message.text ?? message.caption ?? describe(message)
  if (!from || (words === '' && refs.length === 0)) return undefined

  const place = placeOf(message)
  const { text, mentioned } = withoutMention(words, message.entities ?? message.caption_entities ?? [], me)
  const command = commandIn(text)
  const toOther = command?.bot !== undefined && command.bot !== me.username.toLowerCase()
  const isReply = message.reply_to_message?.from?.id === me.id && !isTopicRoot(message)
  return {
    updateId: String(update.update_id),
    place,
    chatTitle: 'title' in message.chat ? (message.chat.title ?? null) : null,
    userId: from.id,
    userDisplay: from.name,
    messageId: String(message.message_id),
    text: command && !toOther ? `/${command.name}${command.args && ` ${command.args}`}` : text,
    sentAt: new Date(message.date * 1_000).toISOString(),
    addressed: place.kind === 'dm' || (!toOther && (mentioned || isReply || command !== null)),
    command: command && !toOther ? { name: command.name, args: command.args } : null,
    quoted: quotedIn(message, me),
    files: refs.map(download),
  }
}

const isTopicRoot = ({ reply_to_message: to, message_thread_id: thread }: Message): boolean =>
  to !== undefined && to.message_id === thread

/** What the person points at: another's message, or a passage they chose. What the agent said itself it knows. */
function quotedIn(message: Message, me: Me): { name: string; text: string } | null {
  const { reply_to_message: to, quote } = message
  if (!to || isTopicRoot(message)) return null
  const mine = to.from?.id === me.id
  const text = quote?.text ?? (mine ? '' : (to.text ?? to.caption ?? ''))
  return text === ''
    ? null
    : { name: to.from ? nameOf(to.from) : 'Unknown', text: text.slice(0, quotedChars) }
}

/** Takes out the name of the bot; what stands around it stays as it is. */
function withoutMention(
  words: string,
  entities: readonly MessageEntity[],
  me: Me,
): { text: string; mentioned: boolean } {
  let text = words
  let mentioned = false
  for (const entity of [...entities].sort((a, b) => b.offset - a.offset)) {
    const { offset, length } = entity
    const name = words.slice(offset, offset + length)
    const isMine =
      entity.type === 'mention'
        ? name.toLowerCase() === `@${me.username.toLowerCase()}`
        : entity.type === 'text_mention' && entity.user.id === me.id
    if (!isMine) continue
    mentioned = true
    text = `${text.slice(0, offset)}${text.slice(offset + length)}`
  }
  return { text: mentioned ? text.replace(/^[\s,:]+/, '').trimEnd() : text, mentioned }
}

function commandIn(text: string): { name: string; args: string; bot: string | undefined } | null {
  const [, name, bot, args] = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/i.exec(text) ?? []
  return name === undefined
    ? null
    : { name: name.toLowerCase(), args: (args ?? '').trimEnd(), bot: bot?.toLowerCase() }
}

/** What cannot be passed on as bytes is said in words. */
function describe(message: Message): string {
  if (message.sticker) return `[Sticker ${message.sticker.emoji ?? ''}]`.replace(' ]', ']')
  if (message.location) {
    const { latitude, longitude } = message.location
    return `[${message.venue ? `${message.venue.title}, ${message.venue.address}` : 'Location'}: ${latitude}, ${longitude}]`
  }
  if (message.contact) {
    const { first_name, last_name, phone_number } = message.contact
    return `[Contact: ${[first_name, last_name].filter(Boolean).join(' ')}, ${phone_number}]`
  }
  if (message.poll)
    return `[Poll: ${message.poll.question} ${message.poll.options.map(({ text }) => text).join(' | ')}]`
  return message.dice ? `[${message.dice.emoji} ${message.dice.value}]` : ''
}

function filesIn(message: Message): FileRef[] {
  const { photo, document, voice, audio, video, video_note: round, animation } = message
  const ref = (
    file: { file_id: string; file_size?: number },
    name: string,
    mimeType: string,
    kind: FileRef['kind'] = 'file',
  ): FileRef => ({ fileId: file.file_id, name, mimeType, sizeBytes: file.file_size ?? null, kind })
  const number = message.message_id
  const largest = photo?.at(-1)
  if (largest) return [ref(largest, `photo-${number}.jpg`, 'image/jpeg')]
  if (voice) return [ref(voice, `voice-${number}.ogg`, voice.mime_type ?? 'audio/ogg', 'voice')]
  if (audio) return [ref(audio, audio.file_name ?? `audio-${number}.mp3`, audio.mime_type ?? 'audio/mpeg')]
  if (animation)
    return [
      ref(animation, animation.file_name ?? `animation-${number}.mp4`, animation.mime_type ?? 'video/mp4'),
    ]
  if (document)
    return [
      ref(document, document.file_name ?? `file-${number}`, document.mime_type ?? 'application/octet-stream'),
    ]
  if (video) return [ref(video, video.file_name ?? `video-${number}.mp4`, video.mime_type ?? 'video/mp4')]
  return round ? [ref(round, `video-${number}.mp4`, 'video/mp4')] : []
}

/** Pictures that were sent together are one message: the first carries the words and all files. */
export function joinAlbums(updates: readonly Update[]): Update[][] {
  const groups = new Map<string, Update[]>()
  for (const update of updates) {
    const album = update.message?.media_group_id
    const key = album === undefined ? `update ${update.update_id}` : `${update.message?.chat.id} ${album}`
    groups.set(key, [...(groups.get(key) ?? []), update])
  }
  return [...groups.values()]
}

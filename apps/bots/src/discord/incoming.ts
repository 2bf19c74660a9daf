import {
  type APIApplicationCommandInteraction,
  type APIAttachment,
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  type APIUser,
  ComponentType,
  InteractionType,
  MessageFlags,
  MessageType,
  SnowflakeUtil,
} from 'discord.js'
import { type Incoming, type IncomingFile, type Place, PlatformError } from '../platform.ts'
import { failureOf } from './errors.ts'

/** Kinds of messages that people write; the others tell of joins, pins and the like. */
const written: readonly MessageType[] = [MessageType.Default, MessageType.Reply]

/** A message with where it was written, which the REST API leaves out. */
export type Arrived = { message: APIMessage; guildId: string | null }

export const placeOf = ({ message, guildId }: Arrived): Place => ({
  chatId: message.channel_id,
  threadId: null,
  kind: guildId === null ? 'dm' : 'group',
})

/** Whether a person wrote it; what bots write is never answered, so that two of them do not talk for ever. */
export const isPersons = ({ message }: Arrived): boolean =>
  message.author.bot !== true && message.webhook_id === undefined && written.includes(message.type)

/** The message as the conversations know it; null when nothing of it can be read. */
export function incomingOf(
  { message, guildId }: Arrived,
  { botId, chatTitle, isOurs }: { botId: string; chatTitle: string | null; isOurs: (url: URL) => boolean },
): Incoming | null {
  const forwarded = message.message_snapshots?.[0]?.message
  const written = message.content || (forwarded?.content ?? '')
  const text = readable(written, message.mentions, botId)
  const attachments = [...message.attachments, ...(forwarded?.attachments ?? [])]
  const addressed =
    guildId === null ||
    message.mentions.some(({ id }) => id === botId) ||
    message.referenced_message?.author.id === botId
  if (text === '' && attachments.length === 0 && !addressed) return null
  const voice = Boolean((message.flags ?? 0) & MessageFlags.IsVoiceMessage)
  return {
    updateId: message.id,
    place: placeOf({ message, guildId }),
    chatTitle,
    userId: message.author.id,
    userDisplay: nameOf(message.author),
    messageId: message.id,
    text,
    sentAt: new Date(SnowflakeUtil.timestampFrom(message.id)).toISOString(),
    addressed,
    command: addressed ? commandOf(text) : null,
    quoted: quotedBy(message, botId),
    files: attachments.map((attachment) => fileOf(attachment, { voice, isOurs })),
  }
}

function quotedBy(
  { referenced_message: quoted }: APIMessage,
  botId: string,
): { name: string; text: string } | null {
  if (!quoted || quoted.author.id === botId || quoted.content === '') return null
  return {
    name: nameOf(quoted.author),
    text: readable(quoted.content, quoted.mentions, botId).slice(0, 4_000),
  }
}

export const nameOf = ({ global_name, username }: APIUser): string => global_name ?? username

/** Without the mention of the bot, and with the names of others instead of their numbers. */
function readable(content: string, mentions: readonly APIUser[], botId: string): string {
  return content
    .replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ')
    .replace(/<@!?(\d+)>/g, (all, id) => {
      const user = mentions.find((one) => one.id === id)
      return user ? `@${nameOf(user)}` : all
    })
    .replace(/ {2,}/g, ' ')
    .trim()
}

function commandOf(text: string): Incoming['command'] {
  const [, name, args] = /^[/!]([a-z]{1,32})(?:\s+([\s\S]*))?$/i.exec(text) ?? []
  return name === undefined ? null : { name: name.toLowerCase(), args: (args ?? '').trim() }
}

function fileOf(
  { filename, size, url, content_type }: APIAttachment,
  { voice, isOurs }: { voice: boolean; isOurs: (url: URL) => boolean },
): IncomingFile {
  return {
    name: filename,
    mimeType: content_type?.split(';')[0] ?? 'application/octet-stream',
    sizeBytes: size,
    kind: voice ? 'voice' : 'file',
    async download(maxBytes, signal) {
      if (size > maxBytes) throw new PlatformError('too_big', `${filename} is larger than ${maxBytes} bytes`)
      const address = URL.parse(url)
      if (!address || !isOurs(address))
        throw new PlatformError('refused', `${filename} does not lie where Discord keeps files`)
      return await fetchBytes(address, filename, maxBytes, signal)
    },
  }
}

async function fetchBytes(
  url: URL,
  name: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const response = await fetch(url, { redirect: 'error', signal })
    if (!response.ok) throw new PlatformError('gone', `Discord no longer has ${name} (${response.status})`)
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > maxBytes) throw new PlatformError('too_big', `${name} is larger than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw failureOf(error)
  }
  return Buffer.concat(chunks)
}

/** Who did it and where. */
export function actorOf(interaction: APIInteraction): { user: APIUser; place: Place } | null {
  const user = interaction.member?.user ?? interaction.user
  const chatId = interaction.channel?.id
  if (!user || chatId === undefined) return null
  return {
    user,
    place: { chatId, threadId: null, kind: interaction.guild_id === undefined ? 'dm' : 'group' },
  }
}

export const isPress = (interaction: APIInteraction): interaction is APIMessageComponentInteraction =>
  interaction.type === InteractionType.MessageComponent

export const isSlash = (interaction: APIInteraction): interaction is APIApplicationCommandInteraction =>
  interaction.type === InteractionType.ApplicationCommand

/** What a button says that was pressed, or the choice of a menu. */
export function buttonOf({ data }: APIMessageComponentInteraction): string {
  return data.component_type === ComponentType.Button ? data.custom_id : (data.values[0] ?? data.custom_id)
}

/** `/chat` is how one speaks with the bot where nothing else reaches it; the others are commands. */
export function slashOf({ data }: APIApplicationCommandInteraction): Pick<Incoming, 'text' | 'command'> {
  const options = 'options' in data ? (data.options ?? []) : []
  const args = options
    .map((option) => ('value' in option ? String(option.value) : ''))
    .join(' ')
    .trim()
  if (data.name === 'chat') return { text: args, command: null }
  return { text: `/${data.name} ${args}`.trim(), command: { name: data.name, args } }
}

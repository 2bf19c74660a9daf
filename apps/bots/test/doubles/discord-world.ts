/**
 * What Discord knows: people, servers, channels and messages. Shapes follow the public reference
 * (docs.discord.com/developers: resources/message, resources/channel, interactions/receiving-and-responding,
 * events/gateway-events) and are held to it by the types of discord-api-types.
 */
import { randomBytes } from 'node:crypto'
import {
  type APIApplicationCommandInteraction,
  type APIAttachment,
  type APIChannel,
  type APIMessage,
  type APIMessageComponentInteraction,
  type APIUser,
  ApplicationFlags,
  ChannelType,
  ComponentType,
  InteractionType,
  MessageType,
} from 'discord.js'

/** First millisecond of Discord's ids. */
const epoch = 1_420_070_400_000n
let sequence = 0n

export function snowflake(at = Date.now()): string {
  sequence = (sequence + 1n) & 0xfffn
  return String(((BigInt(at) - epoch) << 22n) | sequence)
}

export const isLater = (a: string, b: string): boolean => BigInt(a) > BigInt(b)

export type Person = APIUser
export type Channel = {
  id: string
  guildId: string | null
  name: string
  recipient: Person | null
  visible: boolean
}
export type Guild = { id: string; name: string }
export type StoredFile = { bytes: Buffer; type: string; name: string }

export const person = (name: string, bot = false): Person => ({
  id: snowflake(),
  username: name.toLowerCase().replaceAll(/\W/g, ''),
  discriminator: '0',
  global_name: name,
  avatar: null,
  ...(bot && { bot: true }),
})

export function createWorld() {
  const applicationId = snowflake()
  const bot: Person = { ...person('Atrium', true), id: applicationId, global_name: null }
  const guilds = new Map<string, Guild>()
  const channels = new Map<string, Channel>()
  const messages = new Map<string, APIMessage[]>()
  const files = new Map<string, StoredFile>()
  const byNonce = new Map<string, APIMessage>()

  const world = {
    applicationId,
    bot,
    guilds,
    channels,
    messages,
    files,
    byNonce,
    commands: [] as { name: string; description: string; options?: unknown[] }[],
    /** Whether the switch «Message Content Intent» of the developer portal is on. */
    contentAllowed: true,

    applicationFlags: () => (world.contentAllowed ? ApplicationFlags.GatewayMessageContentLimited : 0),

    guild(name: string): Guild {
      const guild = { id: snowflake(), name }
      guilds.set(guild.id, guild)
      return guild
    },

    channel(guild: Guild, name: string): Channel {
      const channel = { id: snowflake(), guildId: guild.id, name, recipient: null, visible: true }
      channels.set(channel.id, channel)
      return channel
    },

    /** The one conversation of the bot with a person. */
    dm(recipient: Person): Channel {
      for (const channel of channels.values()) if (channel.recipient?.id === recipient.id) return channel
      const channel = { id: snowflake(), guildId: null, name: '', recipient, visible: true }
      channels.set(channel.id, channel)
      return channel
    },

    in: (channel: Channel): APIMessage[] => messages.get(channel.id) ?? [],

    add(message: APIMessage): void {
      const list = messages.get(message.channel_id) ?? []
      list.push(message)
      messages.set(message.channel_id, list)
    },

    find: (channelId: string, id: string): APIMessage | undefined =>
      messages.get(channelId)?.find((message) => message.id === id),

    message(channel: Channel, author: Person, content: string, more: Partial<APIMessage> = {}): APIMessage {
      return {
        id: snowflake(),
        channel_id: channel.id,
        author,
        content,
        timestamp: new Date().toISOString(),
        edited_timestamp: null,
        tts: false,
        mention_everyone: false,
        mentions: [],
        mention_roles: [],
        attachments: [],
        embeds: [],
        pinned: false,
        type: MessageType.Default,
        components: [],
        ...more,
      }
    },

    /** What the bot may read of a message: without the content intent only direct messages, mentions and its own. */
    asSeen(message: APIMessage, content: boolean): APIMessage {
      const channel = channels.get(message.channel_id)
      const open =
        content ||
        channel?.guildId === null ||
        message.author.id === bot.id ||
        message.mentions.some(({ id }) => id === bot.id)
      return open ? message : { ...message, content: '', attachments: [], embeds: [], components: [] }
    },

    asChannel(channel: Channel): APIChannel {
      const shape =
        channel.guildId === null
          ? {
              id: channel.id,
              type: ChannelType.DM,
              last_message_id: world.in(channel).at(-1)?.id ?? null,
              flags: 0,
              recipients: channel.recipient ? [channel.recipient] : [],
            }
          : {
              id: channel.id,
              type: ChannelType.GuildText,
              guild_id: channel.guildId,
              name: channel.name,
              position: 0,
              permission_overwrites: [],
              nsfw: false,
              parent_id: null,
              topic: null,
              last_message_id: world.in(channel).at(-1)?.id ?? null,
              rate_limit_per_user: 0,
              flags: 0,
            }
      // a union of thirteen kinds; these are two of them
      return shape as unknown as APIChannel
    },

    attachment(base: string, channel: Channel, file: StoredFile): APIAttachment {
      const id = snowflake()
      const path = `/attachments/${channel.id}/${id}/${encodeURIComponent(file.name)}`
      files.set(path, file)
      return {
        id,
        filename: file.name,
        size: file.bytes.length,
        url: `${base}${path}?ex=1&is=2&hm=3`,
        proxy_url: `${base}${path}`,
        content_type: file.type,
      }
    },

    interactionBase(channel: Channel, user: Person) {
      const member = {
        user,
        roles: [],
        joined_at: new Date(0).toISOString(),
        deaf: false,
        mute: false,
        flags: 0,
        permissions: '0',
      }
      return {
        id: snowflake(),
        application_id: applicationId,
        version: 1 as const,
        token: randomBytes(24).toString('base64url'),
        channel_id: channel.id,
        channel: world.asChannel(channel),
        locale: 'en-US',
        entitlements: [],
        authorizing_integration_owners: {},
        attachment_size_limit: 10_485_760,
        app_permissions: '274877975552',
        ...(channel.guildId === null ? { user } : { guild_id: channel.guildId, member }),
      }
    },

    pressed(channel: Channel, user: Person, message: APIMessage, customId: string, values?: string[]) {
      const data = values
        ? { component_type: ComponentType.StringSelect, custom_id: customId, values }
        : { component_type: ComponentType.Button, custom_id: customId }
      return {
        ...world.interactionBase(channel, user),
        type: InteractionType.MessageComponent,
        message,
        data,
      } as unknown as APIMessageComponentInteraction
    },

    commanded(channel: Channel, user: Person, name: string, options: Record<string, string>) {
      return {
        ...world.interactionBase(channel, user),
        type: InteractionType.ApplicationCommand,
        data: {
          id: snowflake(),
          name,
          type: 1,
          options: Object.entries(options).map(([key, value]) => ({ name: key, type: 3, value })),
        },
      } as unknown as APIApplicationCommandInteraction
    },
  }
  return world
}

export type World = ReturnType<typeof createWorld>

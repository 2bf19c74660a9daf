import { z } from 'zod'
import { TrustLevel } from './chat.ts'
import { IsoDate } from './common.ts'
import { limits } from './limits.ts'

/** A messenger that the hub speaks through. */
export const BotPlatform = z.enum(['telegram', 'discord', 'matrix']).meta({
  id: 'BotPlatform',
  description: 'telegram, discord or matrix.',
})
export type BotPlatform = z.infer<typeof BotPlatform>

/** What a conversation in a messenger may be trusted with; full trust is given to one chat in its own settings. */
export const BotTrustLevel = TrustLevel.exclude(['full']).meta({
  id: 'BotTrustLevel',
  description:
    'vault: files inside the vault, everything else asks. sandboxed: an OS sandbox where only the working directory is writable. A person who comes by a messenger never gets full trust by pairing.',
})
export type BotTrustLevel = z.infer<typeof BotTrustLevel>

/** What a connector does now. */
export const BotState = z.enum(['stopped', 'running', 'reconnecting', 'failed']).meta({
  id: 'BotState',
  description:
    'stopped: not wanted. running: it reads and writes. reconnecting: it is started, or tried again with growing pauses. failed: given up, because the platform refused the token or ten tries in a row failed; start it again when the cause is gone.',
})
export type BotState = z.infer<typeof BotState>

export const BotConnector = z
  .object({
    enabled: z.boolean().describe('Whether it starts with the hub.'),
    has_token: z.boolean().describe('Whether a token is stored; the token itself is never told.'),
    allowed_users_count: z.number().int().describe('People who may speak with it.'),
    running: z.boolean().describe('Whether it reads and writes now.'),
    status: BotState,
    failure_count: z.number().int().describe('Failures in a row.'),
    last_error: z.string().nullable().describe('The last failure, without secrets, at most 200 characters.'),
    last_error_time: z.number().nullable().describe('When that was, in seconds since 1970.'),
    uptime: z.number().nullable().describe('For how many seconds it has been running; null when it is not.'),
    last_message_time: z
      .number()
      .nullable()
      .describe('When the last message came, in seconds since 1970; null before the first.'),
    reconnect_attempts: z.number().int().describe('Tries since it last ran.'),
    bot_name: z.string().nullable().describe('What the bot is called there; null before the first sign-in.'),
  })
  .meta({ id: 'BotConnector', description: 'State of one connector.' })
export type BotConnector = z.infer<typeof BotConnector>

/** Source: the first API page, `GET /api/bots/status`, with the fields of its later version. */
export const BotsStatus = z
  .object({
    configured: z.boolean().describe('Always true: the hub carries its own bots.'),
    connectors: z
      .object({ telegram: BotConnector, discord: BotConnector, matrix: BotConnector })
      .describe('One a platform.'),
    process: z
      .object({
        state: z.enum(['stopped', 'running', 'waiting']).describe('waiting: it ended and is started again.'),
        restarts: z.number().int().describe('How often it was started again since the hub began.'),
      })
      .describe('The program that carries all connectors.'),
    waiting: z.number().int().describe('Messages that were taken and wait for a place.'),
    undelivered: z.number().int().describe('What still has to go out.'),
  })
  .meta({ id: 'BotsStatus' })
export type BotsStatus = z.infer<typeof BotsStatus>

export const GroupMentionMode = z
  .enum(['mention_only', 'all_messages'])
  .describe('mention_only: in groups it answers when it is spoken to. all_messages: to everything.')
export const AckEmoji = z
  .string()
  .min(1)
  .max(16)
  .nullable()
  .describe('Reaction on a message that was taken, until it is answered; null for none.')

const common = {
  enabled: z.boolean().describe('Whether it starts with the hub.'),
  dm_trust_level: BotTrustLevel.describe('Most that a direct conversation is trusted with; default vault.'),
  group_trust_level: BotTrustLevel.describe('Most that a group is trusted with; default sandboxed.'),
  group_mention_mode: GroupMentionMode,
  ack_emoji: AckEmoji,
}
const hasToken = z.boolean().describe('Whether a token is stored; the token itself is never told.')
const TelegramUser = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const DiscordUser = z.string().regex(/^\d{1,25}$/, 'must be a number as Discord shows it')
const MatrixUser = z
  .string()
  .max(255)
  .regex(/^@[^\s:]+:\S+$/, 'must look like @name:server')
const MatrixRoom = z
  .string()
  .max(255)
  .regex(/^[!#]\S+$/, 'must look like !room:server')

/** Source: the first API page, `GET /api/bots/config`; `group_mention_mode`, `ack_emoji` and matrix as its file has them. */
export const BotsConfig = z
  .object({
    telegram: z
      .object({
        ...common,
        has_token: hasToken,
        allowed_users: z.array(z.number().int()).describe('Numeric ids of people who may speak with it.'),
      })
      .describe('Telegram.'),
    discord: z
      .object({
        ...common,
        has_token: hasToken,
        allowed_users: z.array(z.string()).describe('Ids of people who may speak with it.'),
      })
      .describe('Discord.'),
    matrix: z
      .object({
        ...common,
        has_token: hasToken,
        allowed_users: z.array(z.string()).describe('People who may speak with it.'),
        homeserver_url: z.string().describe('Address of the homeserver; empty when it is not set.'),
        user_id: z.string().describe('Account of the bot; empty when it is not set.'),
        device_id: z.string().describe('Device of the bot.'),
        allowed_rooms: z.array(z.string()).describe('Rooms it speaks in; empty is every room.'),
      })
      .describe('Matrix.'),
  })
  .meta({ id: 'BotsConfig' })
export type BotsConfig = z.infer<typeof BotsConfig>

const changes = {
  enabled: common.enabled.optional(),
  dm_trust_level: common.dm_trust_level.optional(),
  group_trust_level: common.group_trust_level.optional(),
  group_mention_mode: GroupMentionMode.optional(),
  ack_emoji: AckEmoji.optional(),
}
const token = z
  .string()
  .max(500)
  .regex(/^\S*$/, 'must not contain spaces')
  .optional()
  .describe('New token; absent or empty keeps the stored one. It is never told again.')
const listed = 'Replaces the list.'

/** Source: the first API page, `PUT /api/bots/config`. Absent members stay; a connector that is named starts anew. */
export const BotsConfigUpdate = z
  .object({
    telegram: z
      .object({
        ...changes,
        bot_token: token,
        allowed_users: z.array(TelegramUser).max(limits.botUsers).optional().describe(listed),
      })
      .optional()
      .describe('Telegram.'),
    discord: z
      .object({
        ...changes,
        bot_token: token,
        allowed_users: z.array(DiscordUser).max(limits.botUsers).optional().describe(listed),
      })
      .optional()
      .describe('Discord.'),
    matrix: z
      .object({
        ...changes,
        access_token: token,
        allowed_users: z.array(MatrixUser).max(limits.botUsers).optional().describe(listed),
        homeserver_url: z
          .union([z.literal(''), z.url({ protocol: /^https?$/ })])
          .optional()
          .describe('Address of the homeserver; a private one only when the hub allows it.'),
        user_id: z
          .union([z.literal(''), MatrixUser])
          .optional()
          .describe('Account of the bot.'),
        device_id: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/)
          .optional()
          .describe('Device of the bot.'),
        allowed_rooms: z.array(MatrixRoom).max(limits.botUsers).optional().describe(listed),
      })
      .optional()
      .describe('Matrix.'),
  })
  .meta({ id: 'BotsConfigUpdate' })
export type BotsConfigUpdate = z.infer<typeof BotsConfigUpdate>

/** A platform in a path; an unknown one is refused by name. */
export const BotPlatformRef = z.object({
  platform: z.string().min(1).max(64).describe('telegram, discord or matrix.'),
})
export const BotStarted = z.object({
  success: z.literal(true).describe('Always true.'),
  message: z.string().describe('What happened; sign-in at the platform follows, see the status.'),
})
export const BotTested = z
  .object({
    success: z.boolean().describe('Whether the platform took the token.'),
    bot_name: z.string().optional().describe('What the bot is called there.'),
    bot_username: z.string().optional().describe('telegram: its user name. matrix: its account.'),
    bot_id: z.string().optional().describe('discord: its id.'),
    error: z.string().optional().describe('Why not.'),
  })
  .meta({ id: 'BotTested' })
export type BotTested = z.infer<typeof BotTested>

/** Somebody who asks to be let in. Source: the first API page, with the casing of its originals. */
export const PairingRequest = z
  .object({
    id: z.string().describe('Id of the request.'),
    platform: BotPlatform,
    platformUserId: z.string().describe('Who asks, as the platform numbers people.'),
    platformUserDisplay: z.string().describe('What they call themselves; proves nothing.'),
    platformChatId: z.string().describe('Where they wrote.'),
    platformChatKind: z.enum(['dm', 'group']).describe('Whether that is a direct conversation or a group.'),
    platformChatTitle: z.string().nullable().describe('Name of the group.'),
    status: z.enum(['pending', 'approved', 'denied', 'expired']).describe('A request expires after an hour.'),
    approvedTrustLevel: BotTrustLevel.nullable().describe('What they were trusted with.'),
    createdAt: IsoDate.describe('When they asked.'),
    expiresAt: IsoDate.describe('When it is over without an answer.'),
    resolvedAt: IsoDate.nullable().describe('When it was decided.'),
    resolvedBy: z.string().nullable().describe('Who decided: owner or the label of a key.'),
  })
  .meta({ id: 'PairingRequest' })
export type PairingRequest = z.infer<typeof PairingRequest>
export const PairingList = z.object({
  requests: z.array(PairingRequest).describe('Those that wait, newest first; at most 20.'),
})
export const PairingCount = z.object({ pending: z.number().int().describe('Requests that wait.') })
export const PairingRef = z.object({ id: z.string().min(1).max(64).describe('Id of the request.') })
export const PairingApprove = PairingRef.extend({
  trust_level: BotTrustLevel.default('vault').describe(
    'What this person is trusted with; default vault. Never full.',
  ),
})
export const PairingApproved = z.object({
  success: z.literal(true).describe('Always true.'),
  request: PairingRequest.describe('As it is now.'),
})

/** Somebody who may speak with a bot. */
export const BotPerson = z
  .object({
    platform: BotPlatform,
    user_id: z.string().describe('As the platform numbers people.'),
    display: z
      .string()
      .nullable()
      .describe('What they called themselves when they asked; null when listed by hand.'),
    trust_level: BotTrustLevel.nullable().describe(
      'What they were trusted with; null: as the platform is set.',
    ),
    since: IsoDate.describe('Since when they may.'),
  })
  .meta({ id: 'BotPerson' })
export type BotPerson = z.infer<typeof BotPerson>
export const BotPeople = z.object({ people: z.array(BotPerson).describe('Newest first.') })
export const BotPersonRef = z.object({
  platform: z.string().min(1).max(64).describe('telegram, discord or matrix.'),
  user_id: z.string().min(1).max(255).describe('As the platform numbers people.'),
})
export const BotPersonRevoked = z.object({
  success: z.literal(true).describe('Always true.'),
  platform: BotPlatform,
  user_id: z.string().describe('Who may speak no more.'),
})

/** A conversation in a messenger. */
export const BotConversation = z
  .object({
    platform: BotPlatform,
    chat_id: z.string().describe('Conversation there.'),
    thread_id: z.string().nullable().describe('Topic there.'),
    kind: z.enum(['dm', 'group']).describe('Whether it is a direct conversation or a group.'),
    title: z.string().nullable().describe('Name of the group, or title of its chat.'),
    session_id: z.string().nullable().describe('Its chat; null when the next message begins one.'),
    pending_activation: z
      .boolean()
      .describe('Whether it waits for `POST /api/chat/{session_id}/activate`: a group that is new.'),
  })
  .meta({ id: 'BotConversation' })
export type BotConversation = z.infer<typeof BotConversation>
export const BotConversations = z.object({
  conversations: z.array(BotConversation).describe('At most 200; those that wait for activation first.'),
})

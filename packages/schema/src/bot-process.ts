import { z } from 'zod'
import { AckEmoji, BotPlatform, GroupMentionMode } from './bots.ts'
import { Attachment } from './chat.ts'
import { ChatId, IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'

// What the program that carries the connectors says and asks (scope `bots`).

const outside = (what: string) => z.string().min(1).max(255).describe(what)
const place = {
  platform: BotPlatform,
  chat_id: outside(
    'Conversation there. Matrix: the room. Discord: the channel, or the thread as its own channel.',
  ),
  thread_id: z
    .string()
    .max(255)
    .nullable()
    .optional()
    .describe('Telegram: topic of a forum group. Each topic is a conversation of its own.'),
}
const speaker = {
  user_id: outside('Who wrote or pressed.'),
  user_display: z.string().max(255).describe('What they call themselves.'),
}

/** What arrived in a messenger, once by `update_id`. */
export const BotMessage = z
  .object({
    ...place,
    ...speaker,
    update_id: outside('Unique on the platform: the same one is taken once, for ever.'),
    chat_kind: z.enum(['dm', 'group']).describe('Whether it is a direct conversation or a group.'),
    chat_title: z.string().max(255).nullable().optional().describe('Name of the group.'),
    message_id: outside('The message, to reply and react to.'),
    sent_at: IsoDate.describe('When it was written, as the platform says.'),
    text: z
      .string()
      .max(limits.messageChars)
      .describe('What was written, without the mention of the bot; empty with files alone.'),
    addressed: z
      .boolean()
      .describe('Whether the bot is spoken to: mentioned, replied to, a command, or a direct conversation.'),
    command: z
      .object({
        name: z.string().min(1).max(64).describe('Without the slash, in lower case.'),
        args: z.string().max(limits.messageChars).describe('The rest of the line; empty without one.'),
      })
      .nullable()
      .optional()
      .describe('A command, where the text is one.'),
    attachments: z
      .array(Attachment)
      .max(limits.attachments)
      .optional()
      .describe('Pictures and files that came with it; at most 10, together 25 MiB.'),
    voice: Attachment.optional().describe('A voice note; the hub turns it into text where it can.'),
    context: z
      .array(
        z.object({
          name: z.string().max(255).describe('Who wrote.'),
          text: z.string().max(4_096).describe('What.'),
        }),
      )
      .max(20)
      .optional()
      .describe('What was written in the group just before, oldest first.'),
  })
  .meta({ id: 'BotMessage' })
export type BotMessage = z.infer<typeof BotMessage>

/** Something that must go out, until it is done. */
export const BotDelivery = z
  .object({
    id: z
      .string()
      .describe('20 characters of [0-9a-z]; also the root of nonces and transaction ids (`<id>-<part>`).'),
    seq: z.number().int().describe('Counts up; `after` of the list.'),
    platform: BotPlatform,
    kind: z
      .enum(['answer', 'say'])
      .describe('answer: what the agent says in `run_id`, followed as it grows. say: `text`, as it is.'),
    chat_id: z.string().describe('Where to.'),
    thread_id: z.string().nullable().describe('Topic there.'),
    reply_to: z.string().nullable().describe('Message that it answers.'),
    text: z.string().nullable().describe('For `say`: the text, in Markdown.'),
    session_id: ChatId.nullable().describe('For `answer`: the chat.'),
    run_id: z.string().nullable().describe('For `answer`: the run.'),
    state: z
      .enum(['open', 'done', 'failed'])
      .describe('open: has to go out. failed: given up, because the platform refused it or a day went by.'),
    messages: z
      .array(z.string())
      .describe('Messages of the platform that carry it, in order, as the program recorded them.'),
    created_at: IsoDate.describe('Since when it waits.'),
  })
  .meta({ id: 'BotDelivery' })
export type BotDelivery = z.infer<typeof BotDelivery>

/** With what a program that begins has to know before it reads the run again. */
export const BotOpenDelivery = BotDelivery.extend({
  asking: z
    .array(z.string())
    .describe('Ids of the requests that the run has asked so far and nobody has answered.'),
}).meta({ id: 'BotOpenDelivery' })
export type BotOpenDelivery = z.infer<typeof BotOpenDelivery>

export const BotMessageTaken = z
  .object({
    duplicate: z.boolean().describe('Whether this update was taken before; then nothing else happens.'),
    action: z
      .enum(['ignore', 'say', 'run'])
      .describe(
        'ignore: nothing is said. say: the hub answers itself. run: an agent answers; react with the emoji until its delivery is done.',
      ),
    delivery: BotDelivery.nullable().describe(
      'What goes out now, if it is there already; otherwise, and after a crash, it comes in the list of deliveries. Begin each id once.',
    ),
  })
  .meta({ id: 'BotMessageTaken' })
export type BotMessageTaken = z.infer<typeof BotMessageTaken>

/** A pressed button, or the text that answers a question. */
export const BotAnswer = z
  .object({
    ...place,
    ...speaker,
    update_id: outside('Unique on the platform: the same one is taken once.'),
    request_id: z.string().min(1).max(200).describe('Of the event `permission_request` or `user_question`.'),
    decision: z.enum(['allow', 'deny']).optional().describe('For a permission request; this one call.'),
    answers: z
      .record(
        z.string().max(limits.textChars),
        z.union([z.string().max(limits.textChars), z.array(z.string().max(limits.textChars)).max(100)]),
      )
      .optional()
      .describe('For a question: question text to answer; a list for several choices; free text is allowed.'),
  })
  .meta({ id: 'BotAnswer' })
export type BotAnswer = z.infer<typeof BotAnswer>
export const BotAnswerTaken = z
  .object({
    duplicate: z.boolean().describe('Whether this update was taken before.'),
    taken: z.boolean().describe('Whether this answer was the one that counts.'),
    say: z
      .string()
      .nullable()
      .describe('What to tell the one who pressed, as a short notice; null for nothing.'),
  })
  .meta({ id: 'BotAnswerTaken' })
export type BotAnswerTaken = z.infer<typeof BotAnswerTaken>

export const BotDeliveriesQuery = z.object({
  platform: BotPlatform,
  after: QueryInt.min(0)
    .default(0)
    .describe('Only those with a greater `seq`; 0 (default) is all that is open, for the start.'),
  wait_ms: QueryInt.min(0)
    .max(25_000)
    .default(0)
    .describe('Wait so long for the next one where there is none; default 0.'),
  limit: QueryInt.min(1).max(200).default(100).describe('How many at most; default 100.'),
})
export const BotDeliveries = z.object({
  deliveries: z.array(BotOpenDelivery).describe('Open ones, in order of `seq`.'),
  after: z.number().int().describe('Send as `after` for what comes next.'),
})
export const BotDeliveryRef = z.object({
  platform: BotPlatform,
  id: z.string().min(1).max(64).describe('Id of the delivery.'),
})
export const BotDeliveryUpdate = BotDeliveryRef.extend({
  messages: z
    .array(z.string().max(255))
    .max(limits.botParts)
    .optional()
    .describe('Replaces the list of messages that carry it.'),
  state: z.enum(['done', 'failed']).optional().describe('Ends it; harmless the second time.'),
  error: z.string().max(1_000).optional().describe('With failed: why, without secrets.'),
})
export type BotDeliveryUpdate = z.infer<typeof BotDeliveryUpdate>
export const BotFileQuery = BotDeliveryRef.extend({
  path: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .describe('As the answer names it in a Markdown link or picture; other files are not given.'),
})

/** Notes that a connector keeps in the hub: `cursor`, how far it has read; `places`, where it has to look after an absence. */
export const BotNoteRef = z.object({
  platform: BotPlatform,
  name: z.enum(['cursor', 'places']).describe('cursor or places.'),
})
const noteValue = z.string().max(limits.botNoteChars)
export const BotNote = z
  .object({
    value: noteValue.nullable().describe('As it was last written; null before the first time.'),
  })
  .meta({ id: 'BotNote' })
export type BotNote = z.infer<typeof BotNote>
export const BotNoteUpdate = BotNoteRef.extend({
  value: noteValue.describe('Replaces the note; durable when the answer comes.'),
})
export type BotNoteUpdate = z.infer<typeof BotNoteUpdate>

/** Somebody asks the bot into a conversation, where the platform lets it choose. */
export const BotInvitation = z.object({
  platform: BotPlatform,
  chat_id: outside('Conversation that it is asked into.'),
  chat_kind: z.enum(['dm', 'group']).describe('Whether it is a direct conversation or a group.'),
  user_id: outside('Who asks.'),
})
export type BotInvitation = z.infer<typeof BotInvitation>
export const BotInvitationAnswer = z
  .object({
    join: z
      .boolean()
      .describe(
        'Whether to go in: where a person invites who may speak with the bot, and, while requests for pairing are taken, into a direct conversation with anybody, so that they can ask.',
      ),
  })
  .meta({ id: 'BotInvitationAnswer' })
export type BotInvitationAnswer = z.infer<typeof BotInvitationAnswer>

// Lines on the standard input and output of the program: one JSON object each.

const generation = z
  .number()
  .int()
  .describe('Counts up with each start of this connector; a connector of an older one is stopped first.')

/** A connector that has to run. */
export const BotWanted = z.discriminatedUnion('platform', [
  z.object({
    platform: z.literal('telegram').describe('The messenger.'),
    generation,
    token: z.string().describe('What the platform knows the bot by; a secret.'),
    api_root: z.string().describe('https://api.telegram.org, or what takes its place.'),
    group_mention_mode: GroupMentionMode,
    ack_emoji: AckEmoji,
  }),
  z.object({
    platform: z.literal('discord').describe('The messenger.'),
    generation,
    token: z.string().describe('What the platform knows the bot by; a secret.'),
    api_root: z.string().describe('https://discord.com/api, or what takes its place; without the version.'),
    group_mention_mode: GroupMentionMode,
    ack_emoji: AckEmoji,
  }),
  z.object({
    platform: z.literal('matrix').describe('The messenger.'),
    generation,
    token: z.string().describe('What the platform knows the bot by; a secret.'),
    homeserver_url: z.string().describe('Address of the homeserver.'),
    user_id: z.string().describe('Name of the bot, such as @hub:example.org.'),
    device_id: z.string().describe('Device that the token belongs to.'),
    allowed_rooms: z.array(z.string()).describe('Empty is every room.'),
    group_mention_mode: GroupMentionMode,
    ack_emoji: AckEmoji,
  }),
])
export type BotWanted = z.infer<typeof BotWanted>

/** From the hub. The program ends when its standard input ends. */
export const BotsOrder = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('connect').describe('The first line.'),
    base_url: z.string().describe('The hub, such as http://127.0.0.1:3333.'),
    key: z.string().describe('Key of scope `bots`, good while this program lives.'),
  }),
  z.object({
    type: z.literal('configure').describe('Everything that has to run; what is not listed stops.'),
    connectors: z.array(BotWanted).describe('One for each platform that has to run.'),
  }),
  z.object({
    type: z.literal('ping').describe('Answer with the same id within 30 s.'),
    id: z.number().int().describe('Comes back in the answer.'),
  }),
])
export type BotsOrder = z.infer<typeof BotsOrder>

/** To the hub. Lines that cannot be read are logged and passed over. */
export const BotsReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready').describe('The program read `connect`.') }),
  z.object({ type: z.literal('pong'), id: z.number().int().describe('That of the ping.') }),
  z.object({
    type: z.literal('state'),
    platform: BotPlatform,
    generation,
    state: z
      .enum(['starting', 'running', 'reconnecting', 'stopped', 'failed'])
      .describe(
        'reconnecting: the library tries again by itself. failed: this generation is over; the hub starts the next one after a pause, or none when `fatal`.',
      ),
    error: z.string().max(2_000).optional().describe('Why, without the token.'),
    fatal: z.boolean().optional().describe('With failed: trying again cannot help (token refused).'),
    bot: z
      .object({
        id: z.string().max(255).describe('As the platform numbers it.'),
        name: z.string().max(255).describe('What people see.'),
        username: z.string().max(255).optional().describe('What people call it by, without @.'),
      })
      .optional()
      .describe('With running: who the bot is.'),
  }),
])
export type BotsReport = z.infer<typeof BotsReport>

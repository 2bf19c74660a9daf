import {
  type APIApplication,
  type APIMessage,
  ApplicationCommandOptionType,
  ApplicationFlags,
  GatewayIntentBits,
  REST,
  Routes,
} from 'discord.js'
import type { DiscordConfig } from '../lines.ts'
import type { Log } from '../log.ts'
import { type Connector, type Limits, type Listener, type Memory, PlatformError } from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import { recallCursor } from './cursor.ts'
import { failureOf } from './errors.ts'
import { discordFormat } from './format.ts'
import { listen } from './gateway.ts'
import { createInteractions, type Interactions } from './interactions.ts'
import { bodyOf, filesOf, ownReactions } from './messages.ts'
import { createReader } from './reader.ts'

// Sources: docs.discord.com/developers/resources/message, topics/rate-limits. Five messages, and five edits, in five seconds
// a channel, and fifty calls a second; the library waits where the headers say so, these keep it from having to.
export const discordLimits: Limits = {
  sendsOnce: true,
  messageSize: 2_000,
  captionSize: 2_000,
  chatMs: 1_000,
  groupMs: 1_000,
  perSecond: 40,
  progressMs: 1_250,
  downloadBytes: 10 * 1024 * 1024,
  uploadBytes: 10 * 1024 * 1024,
  buttonDataBytes: 100,
  buttonLabelChars: 80,
  buttons: 25,
}
const contentFlags = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited
const basicIntents = GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages
const contentNote =
  'The Message Content Intent is switched off in the developer portal of Discord: in servers the bot reads only what mentions it or replies to it'
/** Where Discord keeps files. */
const fileHosts = ['cdn.discordapp.com', 'media.discordapp.net']
const defaultRoot = 'https://discord.com/api'

export function createDiscord(
  { token, api_root }: Pick<DiscordConfig, 'token' | 'api_root'>,
  { memory, log }: { memory: Memory; log: Log },
): Connector {
  const api = (api_root || defaultRoot).replace(/\/+$/, '')
  const rest = new REST({ version: '10', api, timeout: 15_000, userAgentAppendix: 'Atrium' }).setToken(token)
  rest.on('error', () => undefined)
  const marks = new Map<string, string>()
  let botId = ''
  let applicationId = ''
  let interactions: Interactions | null = null

  /** Files lie at Discord, or where the API does that stands in its place. */
  const isOurs = (url: URL): boolean =>
    (url.protocol === 'https:' && fileHosts.includes(url.host)) ||
    (api !== defaultRoot && url.origin === new URL(api).origin)

  async function call<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const failure = failureOf(error)
      // The library forgets a token that was refused once.
      if (failure.kind === 'unauthorized') rest.setToken(token)
      throw failure
    }
  }

  /** Who the bot is and what it may read; asked until there is an answer. */
  async function introduce(listener: Listener, signal: AbortSignal): Promise<APIApplication> {
    for (let tries = 0; ; tries++) {
      try {
        const application = (await call(() =>
          rest.get(Routes.currentApplication(), { signal }),
        )) as APIApplication
        botId = application.bot?.id ?? application.id
        applicationId = application.id
        return application
      } catch (error) {
        signal.throwIfAborted()
        const failure = failureOf(error)
        if (failure.kind === 'unauthorized') throw failure
        listener.state({ status: 'reconnecting', error: failure.message })
        await sleep(backoff(tries, { baseMs: 1_000, capMs: 300_000 }), signal)
      }
    }
  }

  async function run(listener: Listener, signal: AbortSignal): Promise<void> {
    try {
      const application = await introduce(listener, signal)
      const cursor = await recallCursor(memory, log, signal)
      const answering = createInteractions({ rest, log, signal })
      interactions = answering
      let canRead = Boolean((application.flags ?? 0) & contentFlags)
      const reader = createReader({
        rest,
        bot: { id: botId },
        isOurs,
        interactions: answering,
        cursor,
        listener,
        log,
        signal,
      })
      const bot = { id: botId, name: application.bot?.username ?? application.name }
      const running = () => listener.state({ status: 'running', bot, ...(!canRead && { note: contentNote }) })
      try {
        for (let session = cursor.session; !signal.aborted; session = null) {
          const refused = await listen({
            rest,
            token,
            signal,
            session,
            intents: canRead ? basicIntents | GatewayIntentBits.MessageContent : basicIntents,
            dispatch: reader.dispatch,
            ready(next) {
              cursor.begin(next)
              running()
              reader.catchUp()
            },
            resumed: running,
            lost: (error) => listener.state({ status: 'reconnecting', error }),
          }).catch((error: unknown) => failureOf(error))
          if (!refused) return
          if (refused.kind !== 'refused' || !canRead) throw new PlatformError('unauthorized', refused.message)
          canRead = false
        }
      } finally {
        await cursor.close()
      }
    } catch (error) {
      if (!signal.aborted) throw failureOf(error)
    }
  }

  /** The message that a slash command stands for, where it is one. */
  const shownAs = async (id: string): Promise<string | null> =>
    interactions ? await interactions.messageOf(id) : id

  return {
    platform: 'discord',
    format: discordFormat,
    limits: discordLimits,
    run,

    send: ({ chatId }, message, { key, replyTo, signal }) =>
      call(async () => {
        const target = replyTo === null ? null : await shownAs(replyTo)
        const body = {
          ...bodyOf(message),
          // The same one within some minutes is the same message.
          nonce: key,
          enforce_nonce: true,
          ...(target && { message_reference: { message_id: target, fail_if_not_exists: false } }),
        }
        const sent = await rest.post(Routes.channelMessages(chatId), { body, signal, ...filesOf(message) })
        return (sent as APIMessage).id
      }),

    edit: ({ chatId }, messageId, message, { signal }) =>
      call(async () => {
        const body = bodyOf(message)
        await rest.patch(Routes.channelMessage(chatId, messageId), { body, signal, ...filesOf(message) })
        return messageId
      }),

    remove: ({ chatId }, messageId, signal) =>
      call(async () => {
        await rest.delete(Routes.channelMessage(chatId, messageId), { signal })
      }).catch((error: PlatformError) => {
        if (error.kind !== 'gone') throw error
      }),

    typing: ({ chatId }, signal) =>
      call(async () => {
        await rest.post(Routes.channelTyping(chatId), { signal })
      }),

    react: ({ chatId }, messageId, emoji, signal) =>
      call(async () => {
        const target = await shownAs(messageId)
        if (target === null) return
        const own = (mark: string) =>
          Routes.channelMessageOwnReaction(chatId, target, encodeURIComponent(mark))
        if (emoji !== null) {
          await rest.put(own(emoji), { signal })
          marks.set(target, emoji)
          return
        }
        const known = marks.get(target)
        marks.delete(target)
        // After a crash only Discord knows what we put there.
        const put = known
          ? [known]
          : ownReactions((await rest.get(Routes.channelMessage(chatId, target), { signal })) as APIMessage)
        for (const mark of put) await rest.delete(own(mark), { signal })
      }),

    setCommands: (commands, signal) =>
      call(async () => {
        if (applicationId === '') await introduce({ state: () => undefined } as unknown as Listener, signal)
        const text = (name: string, description: string, required: boolean) => ({
          type: ApplicationCommandOptionType.String,
          name,
          description,
          required,
        })
        const body = [
          {
            name: 'chat',
            description: 'Say something to the agent',
            options: [text('message', 'What to say', true)],
          },
          ...commands.map(({ name, description }) => ({
            name,
            description: description.slice(0, 100),
            options:
              name === 'model'
                ? [text('name', 'The model to use; without it you are shown which is', false)]
                : [],
          })),
        ]
        await rest.put(Routes.applicationCommands(applicationId), { body, signal })
      }),
  }
}

import { Api, InputFile } from 'grammy'
import type { InlineKeyboardMarkup, InputMedia, Update } from 'grammy/types'
import type { TelegramConfig } from '../lines.ts'
import { type Log, messageOf } from '../log.ts'
import {
  type Connector,
  type Incoming,
  type IncomingFile,
  type Limits,
  type Listener,
  type Outgoing,
  type Place,
  PlatformError,
  type Press,
} from '../platform.ts'
import { backoff, sleep } from '../time.ts'
import { failureOf, isNoChange, movedTo } from './failures.ts'
import { telegramFormat } from './format.ts'
import { poll } from './poll.ts'
import { type FileRef, incomingOf, type Me, nameOf, placeOf } from './updates.ts'

// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
// https://core.telegram.org/bots/api#sendmessage, #senddocument, #getfile, #inlinekeyboardbutton
export const telegramLimits: Limits = {
  sendsOnce: false,
  messageSize: 4_096,
  captionSize: 1_024,
  chatMs: 1_000,
  groupMs: 3_000,
  perSecond: 30,
  progressMs: 1_200,
  downloadBytes: 20 * 1024 * 1024,
  uploadBytes: 50 * 1024 * 1024,
  buttonDataBytes: 64,
  buttonLabelChars: 60,
  buttons: 50,
}
const photoBytes = 10 * 1024 * 1024
const noticeChars = 200

const callMs = 30_000
const uploadMs = 180_000
const longPollMs = 50_000
const allowed = ['message', 'callback_query'] as const

/** The connector for Telegram: long polling, so the hub needs no address that Telegram can reach. */
export function createTelegram(
  { token, api_root: apiRoot }: TelegramConfig,
  log: Log,
  limits: Limits = telegramLimits,
): Connector {
  const root = apiRoot.replace(/\/+$/, '')
  const api = new Api(token, { apiRoot: root, timeoutSeconds: uploadMs / 1_000 })
  /** Groups that became supergroups while something for them was on its way. */
  const moved = new Map<string, string>()

  /** grammY declares the signal of a polyfill; Node's own is the same to it. */
  const within = (ms: number, signal: AbortSignal) =>
    AbortSignal.any([signal, AbortSignal.timeout(ms)]) as unknown as Parameters<typeof api.getMe>[0]

  async function call<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      throw failureOf(error)
    }
  }

  /** In a chat that may have moved. */
  function inChat<T>(place: Place, signal: AbortSignal, work: (chatId: string) => Promise<T>): Promise<T> {
    return call(async () => {
      const chatId = moved.get(place.chatId) ?? place.chatId
      try {
        return await work(chatId)
      } catch (error) {
        const next = movedTo(error)
        if (next === undefined) throw error
        moved.set(place.chatId, next)
        return work(next)
      }
    }, signal)
  }

  const textOf = ({ text, rich }: Outgoing) => (rich ? text.rich : text.plain) || '…'
  const parseMode = ({ rich }: Outgoing) => (rich ? { parse_mode: 'HTML' as const } : {})
  const threadOf = ({ threadId }: Place) => (threadId ? { message_thread_id: Number(threadId) } : {})
  const noPreview = { link_preview_options: { is_disabled: true } }

  function mediaOf(message: Outgoing, file: NonNullable<Outgoing['file']>): InputMedia {
    const isPhoto = /^image\/(jpeg|png)$/.test(file.mimeType) && file.bytes.length <= photoBytes
    const caption = textOf(message).slice(0, limits.captionSize)
    return {
      type: isPhoto ? 'photo' : 'document',
      media: new InputFile(file.bytes, file.name),
      caption,
      ...parseMode(message),
    }
  }

  const fileOf = (ref: FileRef): IncomingFile => ({
    name: ref.name,
    mimeType: ref.mimeType,
    sizeBytes: ref.sizeBytes,
    kind: ref.kind,
    async download(maxBytes, signal) {
      const { file_path: path } = await call(() => api.getFile(ref.fileId, within(callMs, signal)), signal)
      if (path === undefined) throw new PlatformError('refused', 'Telegram does not have the file any more')
      return call(() => readFile(`${root}/file/bot${token}/${path}`, maxBytes, signal), signal)
    },
  })

  const pressOf = ({ callback_query: query, update_id: id }: Update): Press | undefined => {
    const message = query?.message
    if (!query || !message || query.data === undefined) return undefined
    const { data, from } = query
    const place = placeOf(message as Parameters<typeof placeOf>[0]) // one that is too old has its chat, too
    return {
      updateId: String(id),
      place,
      userId: String(from.id),
      userDisplay: nameOf(from),
      messageId: String(message.message_id),
      button: data,
      // Without an answer the button keeps turning; one that comes too late is refused, and nobody minds.
      reply: async (text, isRefusal = false) => {
        const other = text === '' ? {} : { text: text.slice(0, noticeChars) }
        const patience = () => within(callMs, AbortSignal.any([]))
        await api.answerCallbackQuery(query.id, other, patience()).catch(async () => {
          // Whoever pressed long ago has to be told in another way that it was in vain.
          const options = {
            ...threadOf(place),
            reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
          }
          if (isRefusal) await api.sendMessage(message.chat.id, text, options, patience()).catch(() => {})
        })
      },
    }
  }

  async function signIn(listener: Listener, signal: AbortSignal): Promise<Me> {
    for (let tries = 0; ; tries++) {
      try {
        const me = await call(() => api.getMe(within(callMs, signal)), signal)
        // Updates go to a webhook that was set some time, or to us.
        await call(() => api.deleteWebhook({ drop_pending_updates: false }, within(callMs, signal)), signal)
        return me
      } catch (error) {
        signal.throwIfAborted()
        const failure = failureOf(error)
        if (failure.kind === 'unauthorized') throw failure
        listener.state({ status: 'reconnecting', error: failure.message })
        await sleep(
          Math.max(failure.retryAfterMs ?? 0, backoff(tries, { baseMs: 1_000, capMs: 60_000 })),
          signal,
        )
      }
    }
  }

  /** An update in no shape that we know is passed over: asked for again it would be the same. */
  function read<T>(updates: Update[], look: () => T): T | undefined {
    try {
      return look()
    } catch (error) {
      const ids = updates.map(({ update_id }) => update_id)
      log.error({ updates: ids, error: messageOf(error) }, 'A message of Telegram could not be read')
      return undefined
    }
  }

  async function handle(updates: Update[], me: Me, listener: Listener): Promise<void> {
    const [first] = updates
    const press = first && read(updates, () => pressOf(first))
    if (press) return listener.press(press)
    const parts = read(updates, () => updates.flatMap((update) => incomingOf(update, me, fileOf) ?? [])) ?? []
    const message = parts.reduce<Incoming | undefined>(
      (whole, part) =>
        whole
          ? {
              ...whole,
              text: [whole.text, part.text].filter(Boolean).join('\n'),
              addressed: whole.addressed || part.addressed,
              files: [...whole.files, ...part.files],
            }
          : part,
      undefined,
    )
    if (message) await listener.message(message)
  }

  return {
    platform: 'telegram',
    format: telegramFormat,
    limits,
    // https://core.telegram.org/api/bots/ids: groups have negative numbers.
    kindOf: (chatId) => (chatId.startsWith('-') ? 'group' : 'dm'),

    async run(listener, signal) {
      try {
        const me = await signIn(listener, signal)
        const bot = { id: String(me.id), name: me.first_name, username: me.username }
        const running = () => listener.state({ status: 'running', bot })
        running()
        await poll(
          {
            fetch: (offset, seconds) =>
              api.getUpdates(
                { offset, timeout: seconds, limit: 100, allowed_updates: [...allowed] },
                within(longPollMs, signal),
              ),
            handle: (updates) => handle(updates, me, listener),
            regain: async () => {
              await api.deleteWebhook({ drop_pending_updates: false }, within(callMs, signal))
            },
            running,
            reconnecting: (error) => listener.state({ status: 'reconnecting', error }),
            failure: failureOf,
            log,
          },
          signal,
        )
      } catch (error) {
        if (!signal.aborted) throw failureOf(error)
      }
    },

    async send(place, message, { replyTo, signal }) {
      const options = {
        ...threadOf(place),
        ...(replyTo !== null && {
          reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
        }),
        ...keyboardOf(message),
      }
      const sent = await inChat(place, signal, (chatId): Promise<{ message_id: number }> => {
        if (!message.file)
          return api.sendMessage(
            chatId,
            textOf(message),
            { ...options, ...parseMode(message), ...noPreview },
            within(callMs, signal),
          )
        const { type, media, ...caption } = mediaOf(message, message.file)
        const file = media as InputFile // made so above
        return type === 'photo'
          ? api.sendPhoto(chatId, file, { ...options, ...caption }, within(uploadMs, signal))
          : api.sendDocument(chatId, file, { ...options, ...caption }, within(uploadMs, signal))
      })
      return String(sent.message_id)
    },

    async edit(place, messageId, message, { signal }) {
      const id = Number(messageId)
      await inChat(place, signal, async (chatId) => {
        try {
          if (message.file)
            await api.editMessageMedia(
              chatId,
              id,
              mediaOf(message, message.file),
              keyboardOf(message),
              within(uploadMs, signal),
            )
          else
            await api.editMessageText(
              chatId,
              id,
              textOf(message),
              { ...keyboardOf(message), ...parseMode(message), ...noPreview },
              within(callMs, signal),
            )
        } catch (error) {
          if (!isNoChange(error)) throw error
        }
      })
      return messageId
    },

    async remove(place, messageId, signal) {
      await inChat(place, signal, async (chatId) => {
        try {
          await api.deleteMessage(chatId, Number(messageId), within(callMs, signal))
        } catch (error) {
          if (!isNoChange(error)) throw error
        }
      })
    },

    async typing(place, signal) {
      await inChat(place, signal, (chatId) =>
        api.sendChatAction(chatId, 'typing', threadOf(place), within(callMs, signal)),
      )
    },

    async react(place, messageId, emoji, signal) {
      // Telegram knows which ones it takes; another one is refused, and the message is answered all the same.
      const reaction = emoji === null ? [] : [{ type: 'emoji' as const, emoji: emoji as '👀' }]
      await inChat(place, signal, (chatId) =>
        api.setMessageReaction(chatId, Number(messageId), reaction, {}, within(callMs, signal)),
      )
    },

    async setCommands(commands, signal) {
      await call(
        () =>
          api.setMyCommands(
            commands.map(({ name, description }) => ({ command: name, description })),
            {},
            within(callMs, signal),
          ),
        signal,
      )
    },
  }
}

function keyboardOf({ buttons }: Outgoing): { reply_markup?: InlineKeyboardMarkup } {
  if (buttons.length === 0) return {}
  const rows = buttons.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data })))
  return { reply_markup: { inline_keyboard: rows } }
}

/** Reads no more than was asked for; its address has the token in it, so it is named nowhere. */
async function readFile(url: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal, redirect: 'error' }).catch(() => {
    throw new PlatformError('away', 'The file could not be fetched from Telegram')
  })
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    const kind = response.status >= 500 || response.status === 429 ? 'away' : 'refused'
    throw new PlatformError(kind, `Telegram did not give the file (${response.status})`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > maxBytes) throw new PlatformError('too_big', 'The file is larger than the hub takes')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

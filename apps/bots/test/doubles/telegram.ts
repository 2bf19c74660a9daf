/**
 * The Bot API of Telegram on loopback. Shapes and rules: core.telegram.org/bots/api (#getupdates, #sendmessage,
 * #editmessagetext, #editmessagemedia, #answercallbackquery, #setmessagereaction, #getfile, #making-requests,
 * #responseparameters) and core.telegram.org/bots/faq (rates: one message a second in a chat with short bursts, 20 a minute
 * in a group, 30 a second in all). Sentences of refusals: Client.cpp of github.com/tdlib/telegram-bot-api.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ParseError } from './telegram-html.ts'
import {
  type Answer,
  bad,
  type Call,
  type Chat,
  createRates,
  keyboardIn,
  ok,
  type Params,
  type Person,
  readCall,
  refuse,
  type Shown,
  type StoredFile,
  type TelegramOptions,
  textIn,
  wordsIn,
} from './telegram-wire.ts'

export type { Person, Shown, TelegramOptions } from './telegram-wire.ts'

export type TelegramDouble = Awaited<ReturnType<typeof createTelegramDouble>>

export async function createTelegramDouble(options: TelegramOptions = {}) {
  const me = {
    id: 7_000_000_001,
    is_bot: true,
    first_name: 'Para',
    username: 'para_bot',
    can_join_groups: true,
  }
  const token = `${me.id}:${randomBytes(26).toString('base64url')}`
  const chats = new Map<number, Chat>()
  const shown = new Map<number, Shown>()
  const files = new Map<string, StoredFile>()
  const calls: Call[] = []
  /** What the double itself did wrong. */
  const faults: unknown[] = []
  const notices: { id: string; text: string }[] = []
  const reactions = new Map<number, string[]>()
  const blocked = new Set<number>()
  let updates: { update_id: number; [kind: string]: unknown }[] = []
  let updateId = 800_000_000
  let messageId = 0
  let personId = 55_500
  let commands: unknown[] = []
  let poller: { end(answer: Answer): void; wake(): void } | null = null
  const mood = {
    /** Sockets are cut without an answer. */
    away: false,
    /** Every call waits so long. */
    slowMs: 0,
    tokenValid: true,
    /** Answers for the next calls of a method, in order. */
    next: [] as { method: string; answer: Answer }[],
    /** Long polls answer with what was confirmed already, too. */
    repeats: false,
  }

  const limited = createRates(options)

  const messageOf = (one: Shown) => ({
    message_id: one.id,
    from: me,
    chat: chats.get(one.chatId),
    date: Math.floor(Date.now() / 1_000),
    ...(one.threadId !== null && { message_thread_id: one.threadId, is_topic_message: true }),
    ...(one.file ? { caption: one.text, document: { file_name: one.file.name } } : { text: one.text }),
    ...(one.buttons.length > 0 && {
      reply_markup: { inline_keyboard: one.buttons.map((button) => [button]) },
    }),
  })

  function write(params: Params, one: Shown, file: StoredFile | null): Answer {
    const buttons = keyboardIn(params)
    if (!Array.isArray(buttons)) return buttons
    const field = file ? 'caption' : 'text'
    let said: ReturnType<typeof textIn>
    try {
      said = textIn(params, field)
    } catch (error) {
      if (error instanceof ParseError) return bad(`can't parse entities: ${error.message}`)
      throw error
    }
    const text = said.text.trim()
    if (!file && text === '') return bad('message text is empty')
    if (text.length > (file ? 1_024 : 4_096))
      return bad(file ? 'message caption is too long' : 'message is too long')
    const isSame =
      shown.has(one.id) &&
      !file &&
      one.text === text &&
      JSON.stringify([one.entities, one.buttons]) === JSON.stringify([said.entities, buttons])
    if (isSame)
      return bad(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      )
    if (shown.has(one.id)) one.edits++
    Object.assign(one, { text, html: said.html, entities: said.entities, buttons, file: file ?? one.file })
    shown.set(one.id, one)
    return ok(messageOf(one))
  }

  function send(params: Params, file: StoredFile | null): Answer {
    const chatId = Number(params['chat_id'])
    if (!chats.has(chatId)) return bad('chat not found')
    if (blocked.has(chatId)) return refuse(403, 'Forbidden: bot was blocked by the user')
    const wait = limited(chatId)
    if (wait) return wait
    const reply = params['reply_parameters'] as { message_id: number } | string | undefined
    const replyTo = typeof reply === 'string' ? (JSON.parse(reply) as { message_id: number }) : reply
    const thread = params['message_thread_id']
    const one: Shown = {
      id: messageId + 1,
      chatId,
      threadId: thread === undefined ? null : Number(thread),
      text: '',
      html: null,
      entities: [],
      buttons: [],
      replyTo: replyTo?.message_id ?? null,
      file: null,
      edits: 0,
      deleted: false,
    }
    const answer = write(params, one, file)
    if (answer.ok) messageId++
    return answer
  }

  function edit(params: Params, file: StoredFile | null): Answer {
    const chatId = Number(params['chat_id'])
    const one = shown.get(Number(params['message_id']))
    if (!one || one.deleted || one.chatId !== chatId) return bad('message to edit not found')
    if (blocked.has(chatId)) return refuse(403, 'Forbidden: bot was blocked by the user')
    if (!file && one.file) return bad('there is no text in the message to edit')
    return limited(chatId) ?? write(params, one, file)
  }

  async function poll(params: Params, response: ServerResponse): Promise<Answer | null> {
    const offset = Number(params['offset'] ?? 0)
    poller?.end(
      refuse(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    poller = null
    if (!mood.repeats) updates = updates.filter(({ update_id }) => update_id >= offset)
    const give = () => ok(updates.slice(0, Number(params['limit'] ?? 100)))
    const seconds = Number(params['timeout'] ?? 0)
    if (updates.length > 0 || seconds === 0) return give()
    return new Promise((resolve) => {
      const finish = (answer: Answer | null) => {
        clearTimeout(timer)
        if (poller === mine) poller = null
        resolve(answer)
      }
      const timer = setTimeout(() => finish(ok([])), seconds * 1_000)
      const mine = { end: finish, wake: () => finish(give()) }
      poller = mine
      response.once('close', () => finish(null))
    })
  }

  async function answerTo(
    method: string,
    params: Params,
    uploads: Map<string, StoredFile>,
    response: ServerResponse,
  ): Promise<Answer | null> {
    const planned = mood.next.findIndex((one) => one.method === method)
    if (planned >= 0) return mood.next.splice(planned, 1)[0]?.answer ?? null
    switch (method) {
      case 'getMe':
        return ok(me)
      case 'deleteWebhook':
      case 'sendChatAction':
        return ok(true)
      case 'getUpdates':
        return poll(params, response)
      case 'sendMessage':
        return send(params, null)
      case 'sendPhoto':
      case 'sendDocument': {
        const field = method === 'sendPhoto' ? 'photo' : 'document'
        const file = fileIn(wordsIn(params[field]), uploads)
        return file ? send(params, file) : bad(`there is no ${field} in the request`)
      }
      case 'editMessageText':
        return edit(params, null)
      case 'editMessageMedia': {
        const media = (
          typeof params['media'] === 'string' ? JSON.parse(params['media']) : params['media']
        ) as Params
        const file = fileIn(wordsIn(media['media']), uploads)
        return file ? edit({ ...params, ...media }, file) : bad('wrong file identifier/HTTP URL specified')
      }
      case 'deleteMessage': {
        const one = shown.get(Number(params['message_id']))
        if (!one || one.deleted) return bad('message to delete not found')
        one.deleted = true
        return ok(true)
      }
      case 'setMessageReaction': {
        const reaction = (
          typeof params['reaction'] === 'string' ? JSON.parse(params['reaction']) : params['reaction']
        ) as {
          emoji: string
        }[]
        const id = Number(params['message_id'])
        reactions.set(id, [...(reactions.get(id) ?? []), reaction[0]?.emoji ?? ''])
        return ok(true)
      }
      case 'answerCallbackQuery':
        notices.push({ id: String(params['callback_query_id']), text: wordsIn(params['text']) })
        return ok(true)
      case 'setMyCommands':
        commands = (
          typeof params['commands'] === 'string' ? JSON.parse(params['commands']) : params['commands']
        ) as unknown[]
        return ok(true)
      case 'getFile': {
        const id = String(params['file_id'])
        const file = files.get(id)
        if (!file) return bad('wrong file_id or the file is temporarily unavailable')
        if (file.bytes.length > 20 * 1024 * 1024) return bad('file is too big')
        return ok({
          file_id: id,
          file_unique_id: id,
          file_size: file.bytes.length,
          file_path: `documents/${id}`,
        })
      }
      default:
        return refuse(404, 'Not Found: method not found')
    }
  }

  const fileIn = (value: string, uploads: Map<string, StoredFile>) =>
    uploads.get(value.replace(/^attach:\/\//, ''))

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double')
    if (mood.away) return void request.socket.destroy()
    if (mood.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, mood.slowMs))
    const [, fileToken, path] = /^\/file\/bot([^/]+)\/documents\/(.+)$/.exec(url.pathname) ?? []
    if (path !== undefined) {
      const file = fileToken === token ? files.get(path) : undefined
      return void response.writeHead(file ? 200 : 404).end(file?.bytes)
    }
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? []
    const { params, uploads } = await readCall(request, url)
    const answer =
      given !== token || !mood.tokenValid
        ? refuse(401, 'Unauthorized')
        : await answerTo(method, params, uploads, response)
    if (!answer) return void response.destroy()
    const status = answer.ok ? 200 : answer.error_code
    calls.push({ method, params, at: performance.now(), status })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      faults.push(error)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  function push(kind: string, value: unknown): number {
    updateId++
    updates.push({ update_id: updateId, [kind]: value })
    poller?.wake()
    return updateId
  }

  const chatOf = (person: Person): Chat => {
    const chat = chats.get(person.id) ?? {
      id: person.id,
      type: 'private' as const,
      first_name: person.first_name,
    }
    chats.set(chat.id, chat)
    return chat
  }
  const storeFile = (file: StoredFile) => {
    const id = `file${randomBytes(8).toString('hex')}`
    files.set(id, file)
    return { file_id: id, file_unique_id: id, file_size: file.bytes.length }
  }

  return {
    token,
    me,
    apiRoot: `http://127.0.0.1:${port}`,
    mood,
    calls,
    faults,
    notices,
    blocked,
    get commands() {
      return commands
    },
    get waiting() {
      return updates.length
    },
    get polled() {
      return poller !== null
    },
    reactionsOn: (id: number) => reactions.get(id) ?? [],
    callsOf: (method: string) => calls.filter((call) => call.method === method),

    person: (first_name: string, username?: string): Person => ({
      id: ++personId,
      is_bot: false,
      first_name,
      language_code: 'en',
      ...(username !== undefined && { username }),
    }),
    group(title: string, { forum = false } = {}): Chat {
      const chat: Chat = { id: -1_001_000_000_000 - ++personId, type: 'supergroup', title, is_forum: forum }
      chats.set(chat.id, chat)
      return chat
    },
    /** A person writes; gives the ids of the message and of its update. */
    say(
      person: Person,
      text: string,
      {
        chat = chatOf(person),
        ...more
      }: {
        chat?: Chat
        threadId?: number
        replyTo?: number
        photo?: StoredFile
        document?: StoredFile
        voice?: StoredFile
        album?: string
      } = {},
    ): { messageId: number; updateId: number } {
      const id = ++messageId
      const to = more.replyTo === undefined ? undefined : shown.get(more.replyTo)
      const file = more.photo ?? more.document ?? more.voice
      const entities = [...text.matchAll(/@\w+|^\/\w+(@\w+)?/g)].map(({ 0: found, index }) => ({
        type: found.startsWith('/') ? 'bot_command' : 'mention',
        offset: index,
        length: found.length,
      }))
      const message = {
        message_id: id,
        from: person,
        chat,
        date: Math.floor(Date.now() / 1_000),
        ...(more.threadId !== undefined && { message_thread_id: more.threadId, is_topic_message: true }),
        ...(to && { reply_to_message: messageOf(to) }),
        ...(more.album !== undefined && { media_group_id: more.album }),
        ...(more.photo && {
          photo: [
            { file_id: 'small', file_unique_id: 'small', width: 90, height: 90 },
            { ...storeFile(more.photo), width: 1_280, height: 960 },
          ],
        }),
        ...(more.document && {
          document: {
            ...storeFile(more.document),
            file_name: more.document.name,
            mime_type: more.document.mimeType,
          },
        }),
        ...(more.voice && {
          voice: { ...storeFile(more.voice), duration: 2, mime_type: more.voice.mimeType },
        }),
        ...(text !== '' && (file ? { caption: text, caption_entities: entities } : { text, entities })),
      }
      return { messageId: id, updateId: push('message', message) }
    },
    /** A person presses the button of that label on a message. */
    press(person: Person, messageId: number, label: string): string {
      const one = shown.get(messageId)
      const button = one?.buttons.find(({ text }) => text.includes(label))
      if (!one || !button) throw new Error(`there is no button ${label}: ${JSON.stringify(one?.buttons)}`)
      const id = randomBytes(6).toString('hex')
      push('callback_query', {
        id,
        from: person,
        message: messageOf(one),
        chat_instance: '1',
        data: button.callback_data,
      })
      return id
    },
    /** An update as it is, for what arrives twice, out of order or in no shape; without a number it gets the next. */
    raw(update: { update_id?: number; [kind: string]: unknown }): void {
      updates.push({ ...update, update_id: update.update_id ?? ++updateId })
      poller?.wake()
    },
    updates: () => updates,
    /** What a person sees of the bot in a chat, oldest first. */
    seen: (chatId: number): Shown[] =>
      [...shown.values()].filter((one) => one.chatId === chatId && !one.deleted),
    /** A person deletes a message of the bot. */
    deleteFor(id: number): void {
      const one = shown.get(id)
      if (one) one.deleted = true
    },
    async [Symbol.asyncDispose](): Promise<void> {
      poller?.end(ok([]))
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

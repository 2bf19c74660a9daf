import { type ChatStream, createChatStream } from './chat-stream.ts'
import type { OnState } from './follow.ts'
import { type CallOptions, segment, type Transport } from './transport.ts'
import type { ChatAnswer, ChatRequest } from './types.ts'
import { uuid } from './wait.ts'

/** What `chat.send()` takes besides the message. */
export type SendOptions = {
  /** Ends the reading with an {@link AbortedError}; the run goes on (`chat.abort()` stops it). */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back. */
  onState?: OnState | undefined
  /** Two sends of one request with one key are one message; default: one made for this call. */
  idempotencyKey?: string | undefined
}

/** Where `chat.attach()` begins and ends. */
export type AttachOptions = {
  /** Begin after this cursor, of `ChatStream.cursor` or a page of history; default: the whole log. */
  after?: string | undefined
  /** Begin at most this many stored events before the end, at the start of a run; ignored with `after`. */
  last?: number | undefined
  /** Only the events of this run. */
  run?: string | undefined
  /** true: stay after the run has ended and follow what comes, for ever. */
  follow?: boolean | undefined
  /** Ends the reading with an {@link AbortedError}; the run goes on. */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back. */
  onState?: OnState | undefined
}

/** Conversations with agents: send, watch, answer, stop. */
export interface ChatApi {
  /**
   * Sends a message, at once, and gives the events of its run. A wire that breaks is mended by itself, and the message
   * is never taken twice. A refusal (unknown chat, full queue) is thrown where the stream is read: ApiError `not_found`,
   * `queue_full`, `agent_unavailable`, `invalid` and others.
   *
   * @example
   * const run = hub.chat.send({ message: 'What is in this folder?', session_id: chatId })
   * for await (const event of run) if (event.type === 'text') process.stdout.write(event.delta)
   */
  send(request: ChatRequest | string, options?: SendOptions): ChatStream
  /**
   * The events of a chat from a cursor on, live runs included: for a reload, a second device, a bot. Ends when the live
   * run has ended, or at once when none is live, unless `follow` is set.
   *
   * @example
   * for await (const event of hub.chat.attach(chatId, { last: 200, follow: true })) show(event)
   */
  attach(chatId: string, options?: AttachOptions): ChatStream
  /**
   * Answers a permission request (`decision`) or a question (`answers`). The first valid answer wins.
   * @throws ApiError `already_answered`, `gone`, `not_found`
   */
  answer(chatId: string, answer: ChatAnswer, options?: CallOptions): Promise<void>
  /**
   * Stops the live run; does nothing when there is none.
   * @throws ApiError `not_found`
   */
  abort(chatId: string, options?: CallOptions): Promise<void>
}

export function createChat(transport: Transport, { silenceMs }: { silenceMs: number }): ChatApi {
  const pathOf = (chatId: string, action: string) => `/api/chat/${segment(chatId)}/${action}`

  return {
    send(request, options = {}) {
      const asked = typeof request === 'string' ? { message: request } : request
      // A key goes with one request: what is made up here would be another one the next time.
      const messageId = asked.message_id ?? (options.idempotencyKey === undefined ? uuid() : undefined)
      const body = { ...asked, message_id: messageId }
      const headers = { 'idempotency-key': options.idempotencyKey ?? uuid() }
      return createChatStream(
        transport,
        {
          chatId: undefined,
          after: undefined,
          ends: 'first',
          signal: options.signal,
          onState: options.onState,
          silenceMs,
          request: ({ chatId, runId, cursor }) =>
            chatId && runId && cursor
              ? {
                  path: pathOf(chatId, 'events'),
                  request: {
                    query: { run: runId, until: 'outcome', stream: 'delta' },
                    headers: { 'last-event-id': cursor },
                  },
                }
              : { path: '/api/chat', request: { method: 'POST', query: { stream: 'delta' }, headers, body } },
        },
        true,
      )
    },

    attach(chatId, options = {}) {
      const { after, last, run, follow = false } = options
      return createChatStream(
        transport,
        {
          chatId,
          after,
          ends: follow ? 'never' : 'hub',
          signal: options.signal,
          onState: options.onState,
          silenceMs,
          request: ({ cursor, delta }) => ({
            path: pathOf(chatId, 'events'),
            request: {
              query: {
                last: cursor ? undefined : last,
                run,
                until: follow ? 'never' : 'outcome',
                stream: delta ? 'delta' : 'full',
              },
              ...(cursor && { headers: { 'last-event-id': cursor } }),
            },
          }),
        },
        false,
      )
    },

    async answer(chatId, answer, options) {
      await transport.json(pathOf(chatId, 'answer'), { method: 'POST', body: answer }, options)
    },

    async abort(chatId, options) {
      await transport.json(pathOf(chatId, 'abort'), { method: 'POST' }, options)
    },
  }
}

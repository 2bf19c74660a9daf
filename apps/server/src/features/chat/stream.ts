import { ChatEvent, ChatEventsQuery, ChatRequest, limits } from '@atrium/schema'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { RawRoute } from '../../http/doors.ts'

const eventStream = {
  status: 200,
  contentType: 'text/event-stream',
  description: 'One JSON object a `data:` line, its cursor in `id:`; a comment every 15 s of silence.',
  schema: ChatEvent,
}

const Send = ChatRequest.extend({
  stream: z.enum(['full', 'delta']).default('full').describe('delta: growing text comes without `content`.'),
})

const lastEventId = 'Cursor of the last event that was read; the stream goes on behind it.'

/** `Last-Event-ID` is what a reconnecting reader sends by itself. */
function cursorOf(header: string | string[] | undefined): string | null {
  if (Array.isArray(header)) throw new AppError('bad_request', 'Last-Event-ID was sent twice')
  return header === undefined || header === '' ? null : header
}

/** Event streams of chats: send and view, and view alone. */
export const chatRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/chat',
    access: 'chat',
    summary: 'Send a message and follow its run',
    input: Send,
    bodyLimit: limits.chatBodyBytes,
    perMinute: limits.runsPerMinute,
    headers: {
      'Idempotency-Key': 'A retry with the same key and body sends nothing twice; it follows the first run.',
      'Last-Event-ID': lastEventId,
    },
    response: eventStream,
    async handle({ ctx, input, request, reply }) {
      const { stream: mode, ...message } = input as z.infer<typeof Send> // parsed by the door
      const { actor, app } = ctx
      if (!actor) throw new AppError('unauthorized', 'Valid API key required')
      const cursor = cursorOf(request.headers['last-event-id'])
      // a stream that may not be opened is refused before the message is stored
      return request.server.streams.send({ ctx, reply }, null, async (signal) => {
        const { chatId, runId } = await app.chat.send(actor, message, ctx.idempotencyKey)
        reply.header('x-chat-id', chatId)
        return app.chat.watch(chatId, { cursor, run: runId, mode, untilOutcome: true, signal })
      })
    },
  },
  {
    method: 'GET',
    path: '/chat/{session_id}/events',
    access: 'bot-chat',
    summary: 'Follow a chat from a cursor',
    input: ChatEventsQuery,
    headers: { 'Last-Event-ID': lastEventId },
    response: eventStream,
    async handle({ ctx, input, request, reply }) {
      const query = input as ChatEventsQuery // parsed by the door
      const { app } = ctx
      return request.server.streams.send({ ctx, reply }, query.session_id, (signal) =>
        app.chat.watch(query.session_id, {
          cursor: cursorOf(request.headers['last-event-id']) ?? query.after ?? null,
          last: query.last,
          run: query.run,
          mode: query.stream,
          untilOutcome: query.until === 'outcome',
          signal,
        }),
      )
    },
  },
]

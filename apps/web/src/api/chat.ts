import type { ChatAnswer, ChatConfig, ChatEvent, ChatHistory, ChatRequest } from '@atrium/schema'
import { hub } from './client.ts'

const chat = (id: string) => ({ path: { session_id: id } })

/** A page of the log that ends before the sequence number given, or at the end. */
export const chatHistory = (id: string, before: number | null, signal: AbortSignal): Promise<ChatHistory> =>
  hub.rest('GET /chat/{session_id}/history', {
    ...chat(id),
    query: { limit: 200, ...(before !== null && { before }) },
    signal,
  })

/**
 * Follows a chat for as long as the signal lets it. A browser that goes offline keeps dead connections open for long;
 * the stream is dropped then, and taken up where it stood as soon as there is a network again.
 */
export async function* followChat(
  id: string,
  after: string,
  signal: AbortSignal,
  onConnection: (connected: boolean) => void,
): AsyncGenerator<ChatEvent> {
  for (let cursor = after; ; ) {
    const wire = new AbortController()
    const drop = () => wire.abort()
    addEventListener('offline', drop)
    const stream = hub.chat.attach(id, {
      after: cursor,
      follow: true,
      signal: AbortSignal.any([signal, wire.signal]),
      onState: (state) => {
        if (state === 'open') onConnection(true)
        if (state === 'reconnecting') onConnection(false)
      },
    })
    try {
      yield* stream
    } catch (error) {
      if (signal.aborted || !wire.signal.aborted) throw error
    } finally {
      removeEventListener('offline', drop)
    }
    cursor = stream.cursor ?? cursor
    onConnection(false)
    await backOnline(signal)
  }
}

/** Settles when there is a network again, or the signal ends the waiting. */
const backOnline = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (navigator.onLine || signal.aborted) return resolve()
    addEventListener('online', () => resolve(), { once: true, signal })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Sends a message; settles when the hub has it, with the chat's id. The page hears the answer through its own stream. */
export async function sendMessage(request: ChatRequest): Promise<string> {
  const stream = hub.chat.send(request)
  for await (const _ of stream) if (stream.chatId) return stream.chatId
  throw new Error('The hub took the message without naming its chat')
}

export const answerRequest = (id: string, answer: ChatAnswer) => hub.chat.answer(id, answer)
export const stopRun = (id: string) => hub.chat.abort(id)

export const configureChat = (id: string, config: ChatConfig) =>
  hub.rest('PUT /chat/{session_id}/config', { ...chat(id), body: config })
export const archiveChat = (id: string, archived: boolean) =>
  archived
    ? hub.rest('POST /chat/{session_id}/archive', chat(id))
    : hub.rest('POST /chat/{session_id}/unarchive', chat(id))
export const deleteChat = (id: string) => hub.rest('DELETE /chat/{session_id}', chat(id))

/** The whole conversation as text, for a file. */
export const chatMessages = (id: string) =>
  hub.rest('GET /chat/{session_id}', chat(id)).then(({ title, messages }) => ({ title, messages }))

import {
  ApiError,
  type ChatEvent,
  type Client,
  ConnectionError,
  type RestOptions,
  type RestResult,
  TimeoutError,
} from '@atrium/sdk'
import { type Log, messageOf } from './log.ts'
import type { Memory, PlatformName } from './platform.ts'
import { backoff, createSlots, sleep } from './time.ts'

export type Delivery = RestResult<'GET /bots/{platform}/deliveries'>['deliveries'][number]
export type Message = RestOptions<'POST /bots/{platform}/messages'>['body']
export type Taken = RestResult<'POST /bots/{platform}/messages'>
export type Answer = RestOptions<'POST /bots/{platform}/answers'>['body']
export type AnswerTaken = RestResult<'POST /bots/{platform}/answers'>
export type DeliveryChange = RestOptions<'PATCH /bots/{platform}/deliveries/{id}'>['body']

/** How long the hub is asked to wait for the next delivery. */
const waitMs = 25_000
/** Chats that are followed at once, all platforms together: the hub allows 32 streams a key. */
const followedAtOnce = 28

export type Hub = ReturnType<typeof createHub>

/** The hub, as the bots need it: whatever it is asked is asked until it answers. */
export function createHub(client: Client, log: Log) {
  const followed = createSlots(followedAtOnce)

  /** Waits out a hub that is away, starting or busy; a refusal is thrown. */
  async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        signal.throwIfAborted()
        if (!isPassing(error)) throw error
        if (tries % 10 === 3) log.warn({ error: messageOf(error) }, 'The hub does not answer; asking again')
        const asked = error instanceof ApiError ? (error.retryAfter ?? 0) * 1_000 : 0
        await sleep(Math.max(asked, backoff(tries, { baseMs: 200, capMs: 5_000 })), signal)
      }
    }
  }

  return {
    /** Hands in a message; durable when this resolves. */
    message: (platform: PlatformName, body: Message, signal: AbortSignal): Promise<Taken> =>
      patiently(
        () => client.rest('POST /bots/{platform}/messages', { path: { platform }, body, signal }),
        signal,
      ),
    answer: (platform: PlatformName, body: Answer, signal: AbortSignal): Promise<AnswerTaken> =>
      patiently(
        () => client.rest('POST /bots/{platform}/answers', { path: { platform }, body, signal }),
        signal,
      ),
    note: (platform: PlatformName, id: string, body: DeliveryChange, signal: AbortSignal): Promise<unknown> =>
      patiently(
        () => client.rest('PATCH /bots/{platform}/deliveries/{id}', { path: { platform, id }, body, signal }),
        signal,
      ),

    /** What a connector keeps here for itself. */
    memory: (platform: PlatformName): Memory => ({
      async recall(name, signal) {
        const path = { platform, name }
        const { value } = await patiently(
          () => client.rest('GET /bots/{platform}/notes/{name}', { path, signal }),
          signal,
        )
        return value
      },
      async remember(name, value, signal) {
        const path = { platform, name }
        await patiently(
          () => client.rest('PUT /bots/{platform}/notes/{name}', { path, body: { value }, signal }),
          signal,
        )
      },
      async mayJoin({ chatId, kind, userId }, signal) {
        const body = { chat_id: chatId, chat_kind: kind, user_id: userId }
        const { join } = await patiently(
          () => client.rest('POST /bots/{platform}/invitations', { path: { platform }, body, signal }),
          signal,
        )
        return join
      },
    }),

    /** What has to go out, page by page: first what is open (perhaps nothing), then what comes. */
    async *deliveries(platform: PlatformName, signal: AbortSignal): AsyncGenerator<Delivery[]> {
      let after = 0
      for (let waits = 0; ; waits = waitMs) {
        const page = await patiently(
          () =>
            client.rest('GET /bots/{platform}/deliveries', {
              path: { platform },
              query: { after, wait_ms: waits },
              signal,
              timeoutMs: waitMs + 15_000,
            }),
          signal,
        )
        yield page.deliveries
        after = page.after
      }
    },

    /** The events of one run from its start, across everything that can break. Ends with its outcome. */
    async *follow(chatId: string, run: string, signal: AbortSignal): AsyncGenerator<ChatEvent> {
      const release = await followed.take(signal)
      try {
        let after: string | undefined
        for (let tries = 0; ; tries++) {
          const stream = client.chat.attach(chatId, { run, signal, ...(after !== undefined && { after }) })
          try {
            for await (const event of stream) {
              tries = 0
              yield event
              if (isOutcome(event)) return
            }
          } catch (error) {
            signal.throwIfAborted()
            if (!isPassing(error)) throw error
          }
          after = stream.cursor
          await sleep(backoff(tries, { baseMs: 200, capMs: 5_000 }), signal)
        }
      } finally {
        release()
      }
    },

    /** A file that the answer names; null when the hub does not give it. */
    async file(
      platform: PlatformName,
      id: string,
      path: string,
      { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
    ): Promise<{ bytes: Uint8Array; mimeType: string } | null> {
      const address = `/api/bots/${platform}/deliveries/${encodeURIComponent(id)}/file?${new URLSearchParams({ path })}`
      for (let tries = 0; tries < 3; tries++) {
        try {
          const timeout = AbortSignal.any([signal, AbortSignal.timeout(60_000)])
          const response = await client.fetch(address, { signal: timeout })
          const isTooLarge = Number(response.headers.get('content-length') ?? 0) > maxBytes
          if (response.ok && !isTooLarge) {
            const bytes = new Uint8Array(await response.arrayBuffer())
            const mimeType = response.headers.get('content-type') ?? 'application/octet-stream'
            return bytes.length > maxBytes ? null : { bytes, mimeType }
          }
          await response.body?.cancel()
          if (response.status < 500) return null
        } catch (error) {
          signal.throwIfAborted()
          log.warn({ delivery: id, error: messageOf(error) }, 'A file of an answer could not be fetched')
        }
        await sleep(backoff(tries, { baseMs: 500, capMs: 5_000 }), signal)
      }
      return null
    },
  }
}

const isOutcome = ({ type }: ChatEvent): boolean =>
  type === 'result' || type === 'aborted' || type === 'error'

function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true
  // 401: the hub gave out a new key and tells it in the next line.
  return error instanceof ApiError && (error.status >= 500 || [401, 408, 429].includes(error.status))
}

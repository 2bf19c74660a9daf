import { follow, type OnState } from './follow.ts'
import { errorOf, type Transport } from './transport.ts'
import type { LiveEvent } from './types.ts'

/** What `live()` takes. */
export type LiveOptions = {
  /** Ends the reading with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back; read your lists again on each `open`. */
  onState?: OnState | undefined
}

/** Changes of chats, sessions and agents, so that lists are never stale. Follows until the loop or the signal ends it. */
export type Live = (options?: LiveOptions) => AsyncIterable<LiveEvent>

export function createLive(transport: Transport, { silenceMs }: { silenceMs: number }): Live {
  // What the hub sends there follows its own schema, which the type comes from.
  return (options = {}) =>
    subscribe(transport, 'live.events', { silenceMs, ...options }) as AsyncIterable<LiveEvent>
}

/** A tRPC subscription, read without tRPC's client: it is an event stream like any other. */
export async function* subscribe(
  transport: Transport,
  procedure: string,
  { signal, onState, silenceMs, input }: LiveOptions & { silenceMs: number; input?: unknown },
): AsyncGenerator<unknown, void, void> {
  const messages = follow(transport, {
    request: () => ({
      path: `/trpc/${procedure}`,
      request: { query: { input: input === undefined ? undefined : JSON.stringify(input) } },
    }),
    isOver: () => false,
    signal,
    onState,
    silenceMs,
  })
  for await (const { event, data } of messages) {
    if (event === 'serialized-error')
      throw errorOf(JSON.parse(data), { status: 500, message: 'The subscription was refused' })
    // `connected`, `ping` and `return` are tRPC's own.
    if (event === 'message') yield JSON.parse(data)
  }
}

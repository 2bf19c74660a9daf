import { connection } from './follow.ts'
import type { paths } from './generated/openapi.d.ts'
import { type Asked, addressOf, type Loose, type Merged } from './rest.ts'
import type { Transport } from './transport.ts'

type Method = 'get' | 'post'
type EventOf<O> = O extends { responses: { 200: { content: { 'text/event-stream': infer E } } } } ? E : never
type Operations = {
  [P in keyof paths]: {
    [M in Method & keyof paths[P] as [EventOf<paths[P][M]>] extends [never]
      ? never
      : P extends `/api${infer Rest}`
        ? `${Uppercase<M>} ${Rest}`
        : never]: paths[P][M]
  }
}[keyof paths]
type Table = Merged<Operations>

/**
 * A route that answers with events, such as `'POST /sandbox/build'`. Those of chats have `hub.chat`; `/mcp` is for clients of
 * the Model Context Protocol.
 */
export type StreamRoute = Exclude<keyof Table, `${string} /chat${string}` | `${string} /mcp`>

/** What such a route takes. */
export type StreamOptions<R extends StreamRoute> = Asked<Table[R]> & {
  /** Ends the reading with an {@link AbortedError}; what the hub does for it may go on. */
  signal?: AbortSignal | undefined
}

/** One event of such a route, told apart by `type`. */
export type StreamEvent<R extends StreamRoute> = EventOf<Table[R]>

type Options<R extends StreamRoute> =
  Record<never, never> extends StreamOptions<R> ? [options?: StreamOptions<R>] : [options: StreamOptions<R>]

/**
 * The events of one call as they come. It is one connection: when the wire breaks the loop throws a
 * {@link ConnectionError} and nothing is sent again.
 */
export type Stream = <R extends StreamRoute>(
  route: R,
  ...options: Options<R>
) => AsyncIterable<StreamEvent<R>>

export function createStream(transport: Transport, { silenceMs }: { silenceMs: number }): Stream {
  async function* stream(
    route: string,
    { path, query, body, signal }: Loose & { signal?: AbortSignal } = {},
  ): AsyncGenerator<unknown, void, void> {
    const address = addressOf(route, path)
    const request = { method: address.method, query, body }
    for await (const step of connection(transport, address.path, request, { signal, silenceMs }))
      if (step !== 'open') yield JSON.parse(step.message.data)
  }
  // The table of types stands for what the hub sends; at run time a route is only a string.
  return stream as Stream
}

import {
  createTRPCClient,
  httpBatchStreamLink,
  splitLink,
  type TRPCClient,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { type Client, connectionOf } from './client.ts'
import { subscribe } from './live.ts'
import type { AppRouter } from './procedures.ts'

export type { AppRouter } from './procedures.ts'

/** The hub takes no more calls than this in one batch. */
const maxBatch = 20

/**
 * The hub's procedures with their types, over the client's sign-in and address: calls in one tick travel together,
 * subscriptions come back by themselves.
 */
export function createTrpc(client: Client): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: subscriptionLink(client),
        false: httpBatchStreamLink({
          url: `${client.baseUrl}/trpc`,
          maxItems: maxBatch,
          // The link makes whole addresses and a `RequestInit` of its own; both fit what `fetch` takes.
          fetch: (url, init) =>
            client.fetch(addressOf(url).slice(client.baseUrl.length), init as RequestInit),
        }),
      }),
    ],
  })
}

/** Subscriptions over the SDK's own event streams: with a header for sign-in, and alive in every runtime. */
function subscriptionLink(client: Client): TRPCLink<AppRouter> {
  const { transport, silenceMs } = connectionOf(client)
  return () =>
    ({ op }) =>
      observable((observer) => {
        const stop = new AbortController()
        const read = async () => {
          observer.next({ result: { type: 'started' } })
          for await (const data of subscribe(transport, op.path, {
            signal: stop.signal,
            silenceMs,
            input: op.input,
          }))
            observer.next({ result: { type: 'data', data } })
          observer.complete()
        }
        read().catch((error: unknown) => {
          if (!stop.signal.aborted)
            observer.error(TRPCClientError.from(error instanceof Error ? error : new Error(String(error))))
        })
        return () => stop.abort()
      })
}

const addressOf = (url: string | URL | Request) =>
  typeof url === 'string' ? url : url instanceof URL ? url.href : url.url

import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'

/** What went wrong on the wire, the first time something did. */
export type HttpFacts = {
  status: number | null
  redirected: boolean
  tooMuch: boolean
  /** Code of the system, such as ECONNREFUSED. */
  networkError: string | null
}

/** A fetch that follows no redirect and lets `maxBytes` through in all; with it end what is open when `signal` ends. */
export function createMcpFetch({
  maxBytes,
  signal,
  giveUp,
}: {
  maxBytes: number
  signal: AbortSignal
  /** Too much came: who waits for an answer learns it from nowhere else. */
  giveUp: () => void
}): {
  fetch: FetchLike
  facts: HttpFacts
} {
  const facts: HttpFacts = { status: null, redirected: false, tooMuch: false, networkError: null }
  let left = maxBytes
  const bounded = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.length
        if (left >= 0) return controller.enqueue(chunk)
        facts.tooMuch = true
        giveUp()
        controller.error(new Error('too much'))
      },
    })
  return {
    facts,
    async fetch(url, init = {}) {
      const ends = init.signal ? AbortSignal.any([init.signal, signal]) : signal
      const response = await fetch(url, { ...init, redirect: 'manual', signal: ends }).catch(
        (error: unknown) => {
          facts.networkError ??= codeOf(error)
          throw error
        },
      )
      if (response.status >= 300 && response.status < 400) {
        facts.redirected = true
        facts.status ??= response.status
        await response.body?.cancel()
        throw new Error('redirects are not followed')
      }
      // 405: the server has no stream of its own, which it need not.
      if (!response.ok && !(init.method === 'GET' && response.status === 405))
        facts.status ??= response.status
      if (!response.body) return response
      const { status, statusText, headers } = response
      const copy = new Response(response.body.pipeThrough(bounded()), { status, statusText, headers })
      Object.defineProperty(copy, 'url', { value: response.url }) // a made one has none
      return copy
    },
  }
}

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const { code } = at as NodeJS.ErrnoException
    if (typeof code === 'string') return code
  }
  return 'no connection'
}

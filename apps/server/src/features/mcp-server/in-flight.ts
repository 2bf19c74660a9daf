// Owns which calls are being answered now, so that a later message of the same client can take one back.

import { limits } from '@atrium/schema'
import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import { AppError } from '../../core/errors.ts'
import { randomText } from '../../core/ids.ts'

const shape = /^ms_[A-Za-z0-9_-]{32}$/

/**
 * A session is a name that a client sends with each message, and nothing is kept for it but its open calls: after a restart
 * of the hub it goes on, and what a key may do is asked anew with every message.
 */
export function createInFlight() {
  /** By key and session, then by the id that the client gave its call. */
  const calls = new Map<string, Map<RequestId, AbortController>>()
  const perKey = new Map<string, number>()
  /** Of each key, the sessions that were ended last. */
  const ended = new Map<string, string[]>()
  const placeOf = (key: string, session: string): string => `${key} ${session}`

  return {
    newSession: (): string => `ms_${randomText(32)}`,

    /** @throws AppError not_found when that session was ended, or never was one */
    assertSession(key: string, session: string): void {
      if (!shape.test(session) || ended.get(key)?.includes(session))
        throw new AppError('not_found', 'This MCP session has ended; begin a new one with initialize')
    },

    end(key: string, session: string): void {
      const before = ended.get(key) ?? []
      ended.delete(key)
      ended.set(key, [...before.slice(1 - limits.mcpSessionsEnded), session])
      const [oldest] = ended.keys()
      if (ended.size > limits.apiKeys && oldest !== undefined) ended.delete(oldest)
      for (const call of calls.get(placeOf(key, session))?.values() ?? []) call.abort()
    },

    /** @throws AppError too_many_requests */
    open(key: string): Disposable {
      const open = perKey.get(key) ?? 0
      if (open >= limits.mcpCallsPerKey)
        throw new AppError('too_many_requests', 'This key has too many open calls. Try again in 5 seconds.', {
          retryAfterSeconds: 5,
        })
      perKey.set(key, open + 1)
      return {
        [Symbol.dispose]() {
          const now = (perKey.get(key) ?? 1) - 1
          if (now > 0) perKey.set(key, now)
          else perKey.delete(key)
        },
      }
    },

    /** From now on until disposed the call can be cancelled. A client without a session cannot take anything back. */
    begin(key: string, session: string | null, id: RequestId): Disposable & { signal: AbortSignal } {
      const call = new AbortController()
      if (session === null) return { signal: call.signal, [Symbol.dispose]: () => undefined }
      const place = placeOf(key, session)
      const open = calls.get(place) ?? new Map<RequestId, AbortController>()
      calls.set(place, open.set(id, call))
      return {
        signal: call.signal,
        [Symbol.dispose]() {
          if (open.get(id) === call) open.delete(id)
          if (open.size === 0 && calls.get(place) === open) calls.delete(place)
        },
      }
    },

    cancel(key: string, session: string | null, id: RequestId): void {
      if (session !== null) calls.get(placeOf(key, session))?.get(id)?.abort()
    },

    /** Calls that can be cancelled now. */
    size: (): number => [...calls.values()].reduce((sum, open) => sum + open.size, 0),
  }
}

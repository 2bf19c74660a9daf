// Owns the credentials of programs that the hub itself starts: in memory alone, ended with the program.
import type { Scope } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { hashOf, makeKey } from './keys.ts'

export function createProcessKeys() {
  const byHash = new Map<string, Actor>()
  return {
    /** Who shows this key; null when it is nobody's or its program has ended. */
    byToken: (token: string): Actor | null =>
      byHash.size === 0 ? null : (byHash.get(hashOf(token)) ?? null),

    issue(label: string, scopes: readonly Scope[]): { key: string; end(): void } {
      const { key, id, keyHash } = makeKey()
      const stop = new AbortController()
      byHash.set(keyHash, { id, label, scopes, revoked: stop.signal })
      return {
        key,
        /** The next request with it is refused, and what is open with it ends. */
        end() {
          byHash.delete(keyHash)
          stop.abort()
        },
      }
    },
  }
}

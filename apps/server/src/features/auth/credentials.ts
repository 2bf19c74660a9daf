// Owns what is known about credentials in use, so that a request costs no query, and ends it when one is revoked.
import { limits, type Scope } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import type { Tasks } from '../../core/tasks.ts'
import { hashOf, isCookieShaped, isKeyShaped, sameHash } from './keys.ts'
import type { AuthStore, StoredKey, StoredSession } from './store.ts'

/** Last uses are written down at most once a minute. */
const touchMs = 60_000

export const allScopes: readonly Scope[] = ['chat', 'terminal', 'files', 'bots', 'hooks', 'admin']

type Credential = { hash: string; actor: Actor; stop: AbortController; touchedAt: number }
type Session = Credential & { credentialId: string; expiresAt: number; deadline: number; seenAt: number }

export type CredentialsDeps = { store: AuthStore; tasks: Tasks; ownerToken: string }

export function createCredentials({ store, tasks, ownerToken }: CredentialsDeps) {
  const keys = new Map<string, Credential>()
  const sessions = new Map<string, Session>()
  let owner = ownerOf(ownerToken)
  let local = newActor('local', 'local', allScopes)
  /** Counts revocations: an answer of the database that is older than the last one must not be kept. */
  let epoch = 0

  function ownerOf(token: string): Credential {
    return { hash: hashOf(token), touchedAt: 0, ...newActor('owner', 'owner', allScopes) }
  }
  /** Sessions are bound to this owner token: another token, also across a restart, and they are nobody's. */
  const ownerSessionsId = (): string => `owner:${owner.hash.slice(7, 23)}`

  function remember(key: StoredKey): Credential {
    const known = keys.get(key.keyHash)
    if (known) return known
    const fresh = { hash: key.keyHash, touchedAt: 0, ...newActor(key.id, key.label, key.scopes) }
    keys.set(key.keyHash, fresh)
    return fresh
  }

  function used(credential: Credential): Actor {
    const { id } = credential.actor
    const now = Date.now()
    if (id !== 'owner' && Math.abs(now - credential.touchedAt) >= touchMs) {
      credential.touchedAt = now
      tasks.add('auth.touch', () => store.touchKey(id, new Date(now).toISOString()))
    }
    return credential.actor
  }

  /** Keeps what the database says; when something was revoked meanwhile it is asked again, and nothing old is kept. */
  async function settled<Found, Kept>(
    ask: () => Promise<Found>,
    keep: (found: Found) => Kept,
  ): Promise<Kept> {
    for (;;) {
      const before = epoch
      const found = await ask()
      if (before === epoch) return keep(found)
    }
  }

  const loadKey = (hash: string): Promise<Actor | null> =>
    settled(
      () => store.findKeyByHash(hash),
      (key) => (key && sameHash(key.keyHash, hash) ? used(remember(key)) : null),
    )

  /** What browser sessions of this id stand for, where that is in use already. */
  const credentialOf = (id: string): Credential | undefined =>
    id === ownerSessionsId() ? owner : [...keys.values()].find((entry) => entry.actor.id === id)

  const loadSession = (idHash: string): Promise<Actor | null> =>
    settled(
      async () => {
        const row = await store.findSession(idHash)
        const key = row && !credentialOf(row.credentialId) ? await store.findKey(row.credentialId) : undefined
        return { row, key }
      },
      ({ row, key }) => {
        const credential = row && (credentialOf(row.credentialId) ?? (key && remember(key)))
        if (!credential) return null
        const session = sessions.get(idHash) ?? openSession(row, credential)
        sessions.set(idHash, session)
        return useSession(session)
      },
    )

  function openSession(row: StoredSession, credential: Credential): Session {
    const own = newActor(credential.actor.id, credential.actor.label, credential.actor.scopes)
    const expiresAt = Date.parse(row.expiresAt)
    return {
      hash: row.idHash,
      credentialId: row.credentialId,
      stop: own.stop,
      actor: { ...own.actor, revoked: AbortSignal.any([own.actor.revoked, credential.actor.revoked]) },
      touchedAt: 0,
      expiresAt,
      deadline: performance.now() + expiresAt - Date.now(), // a clock that is set back extends nothing
      seenAt: Date.parse(row.lastSeenAt),
    }
  }

  const isOver = ({ expiresAt, deadline, seenAt, actor }: Session): boolean =>
    Date.now() >= expiresAt ||
    performance.now() >= deadline ||
    Date.now() - seenAt >= limits.browserSessionIdleMs ||
    actor.revoked.aborted

  function useSession(session: Session): Actor | null {
    if (isOver(session)) {
      forgetSession(session.hash)
      return null
    }
    const now = Date.now()
    session.seenAt = now
    if (Math.abs(now - session.touchedAt) >= touchMs) {
      session.touchedAt = now
      tasks.add('auth.touch', () => store.touchSession(session.hash, new Date(now).toISOString()))
    }
    return session.actor
  }

  function forgetSession(idHash: string): void {
    epoch++
    sessions.get(idHash)?.stop.abort()
    sessions.delete(idHash)
  }

  return {
    /** The actor of a token or key; a promise only for one that was not seen before. */
    byToken(token: string): Actor | null | Promise<Actor | null> {
      const hash = hashOf(token)
      if (sameHash(hash, owner.hash)) return owner.actor
      const known = keys.get(hash)
      if (known) return used(known)
      return isKeyShaped(token) ? loadKey(hash) : null
    },
    byCookie(cookie: string): Actor | null | Promise<Actor | null> {
      if (!isCookieShaped(cookie)) return null
      const idHash = hashOf(cookie)
      const known = sessions.get(idHash)
      return known ? useSession(known) : loadSession(idHash)
    },
    /** Who calls from this computer when the mode asks for no credential. */
    local: (): Actor => local.actor,
    /** What browser sessions of this actor are stored under. */
    sessionsId: (actor: Actor): string => (actor.id === 'owner' ? ownerSessionsId() : actor.id),
    expiryOf: (cookie: string): string | null => {
      const session = sessions.get(hashOf(cookie))
      return session ? new Date(session.expiresAt).toISOString() : null
    },
    /** Whether that is this very owner token, and not one of before. */
    isOwner: (credentialId: string): boolean => credentialId === ownerSessionsId(),
    forgetSession,
    /** Ends what is open with browser sessions that are over. */
    forgetExpired(): void {
      for (const session of sessions.values()) if (isOver(session)) forgetSession(session.hash)
    },
    /** Ends everything that is open with this key. */
    forgetKey(id: string): void {
      epoch++
      for (const [hash, entry] of keys) {
        if (entry.actor.id !== id) continue
        keys.delete(hash)
        entry.stop.abort()
      }
      for (const session of sessions.values()) if (session.credentialId === id) forgetSession(session.hash)
    },
    /** Puts another owner token in force; gives what the old one's sessions were stored under, or null for the same. */
    replaceOwner(token: string): string | null {
      if (hashOf(token) === owner.hash) return null
      epoch++
      const old = owner
      const oldSessions = ownerSessionsId()
      owner = ownerOf(token)
      old.stop.abort()
      for (const session of sessions.values())
        if (session.credentialId === oldSessions) forgetSession(session.hash)
      return oldSessions
    },
    /** Ends what is open without a credential. */
    endLocal(): void {
      local.stop.abort()
      local = newActor('local', 'local', allScopes)
    },
  }
}

function newActor(
  id: string,
  label: string,
  scopes: readonly Scope[],
): { actor: Actor; stop: AbortController } {
  const stop = new AbortController()
  return { stop, actor: { id, label, scopes, revoked: stop.signal } }
}

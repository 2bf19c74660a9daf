// Owns the credentials of programs inside sessions: one a session, good for this session alone, ended with it.
import type { Actor, Within } from '../../context.ts'
import { nowIso } from '../../core/clock.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { hashOf, makeSessionKey } from './keys.ts'
import type { AuthStore, StoredSessionKey } from './store.ts'

type Purpose = Pick<Within, 'cardId' | 'projectId'>
type Held = { row: StoredSessionKey; actor: Actor & { within: Within }; stop: AbortController }

export type SessionKeys = Awaited<ReturnType<typeof createSessionKeys>>

export async function createSessionKeys(store: AuthStore) {
  const lock = createKeyedLock()
  const bySession = new Map<string, Held>()
  const byHash = new Map<string, Held>()
  for (const row of await store.listSessionKeys()) keep(row)

  function keep(row: StoredSessionKey): void {
    const stop = new AbortController()
    const within = { session: row.session, cardId: row.cardId, projectId: row.projectId }
    const actor = {
      id: row.keyId,
      label: row.session,
      scopes: ['hooks'] as const,
      within,
      revoked: stop.signal,
    }
    const held: Held = { row, actor, stop }
    bySession.set(row.session, held)
    if (row.keyHash !== null) byHash.set(row.keyHash, held)
  }

  function close(session: string): Held | undefined {
    const held = bySession.get(session)
    if (!held) return undefined
    bySession.delete(session)
    if (held.row.keyHash !== null) byHash.delete(held.row.keyHash)
    held.stop.abort()
    return held
  }

  async function end(session: string): Promise<void> {
    const held = bySession.get(session)
    if (!held || held.row.keyHash === null) return
    close(session)
    const row = { ...held.row, keyHash: null }
    keep(row)
    await store.saveSessionKey(row)
  }

  return {
    /** Who shows this key; null when it is nobody's or its session has ended. */
    byToken: (token: string): Actor | null => byHash.get(hashOf(token))?.actor ?? null,

    /** A fresh key for a session that is about to start; a session that is started again keeps what it was for. */
    issue: (session: string, purpose?: Purpose): Promise<string> =>
      lock('keys', async () => {
        const before = bySession.get(session)?.row
        const { key, keyId, keyHash } = makeSessionKey()
        const row = {
          session,
          envName: session,
          keyId,
          keyHash,
          cardId: purpose ? purpose.cardId : (before?.cardId ?? null),
          projectId: purpose ? purpose.projectId : (before?.projectId ?? null),
          agent: null,
          createdAt: nowIso(),
        }
        await store.saveSessionKey(row)
        close(session)
        keep(row)
        return key
      }),

    /** The next request with its key is refused. */
    end: (session: string): Promise<void> => lock('keys', () => end(session)),

    rename: (from: string, to: string): Promise<void> =>
      lock('keys', async () => {
        const held = bySession.get(from)
        if (!held || from === to) return
        close(to)
        bySession.delete(from)
        held.row = { ...held.row, session: to }
        bySession.set(to, held)
        held.actor.within.session = to
        held.actor.label = to
        await store.renameSessionKey(from, to)
      }),

    forget: (session: string): Promise<void> =>
      lock('keys', async () => {
        close(session)
        await store.removeSessionKey(session)
      }),

    /** Ends the keys of all sessions that do not live. */
    endAllBut: (live: ReadonlySet<string>): Promise<void> =>
      lock('keys', async () => {
        const over = [...bySession.keys()].filter((session) => !live.has(session))
        for (const session of over) await end(session)
      }),

    /** The project that the session was started for; null for one without. */
    projectOf: (session: string): string | null => bySession.get(session)?.row.projectId ?? null,

    /** Keeps what is known of the agent in a session; gives nothing for one without a key. */
    rememberAgent: (session: string, agent: string): Promise<void> =>
      lock('keys', async () => {
        const held = bySession.get(session)
        if (!held || held.row.agent === agent) return
        held.row = { ...held.row, agent }
        await store.saveSessionKey(held.row)
      }),
    agentOf: (session: string): string | null => bySession.get(session)?.row.agent ?? null,

    /** What the session was called when its programs began; null for one without a key. */
    envNameOf: (session: string): string | null => bySession.get(session)?.row.envName ?? null,
  }
}

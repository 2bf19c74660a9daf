import type {
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  AuthMode,
  AuthSettings,
  Scope,
  SignedIn,
} from '@atrium/schema'
import { limits } from '@atrium/schema'
import type { Actor, By, Caller } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import type { Bus, Topic } from '../../core/bus.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import { isSessionKey } from '../../core/session-key.ts'
import { StartError } from '../../core/start-error.ts'
import type { Tasks } from '../../core/tasks.ts'
import { type AccessConfig, createAccessCheck } from './access-jwt.ts'
import { allScopes, createCredentials } from './credentials.ts'
import { hashOf, isCookieShaped, makeKey, makeSecret } from './keys.ts'
import { createProcessKeys } from './process-keys.ts'
import { createSessionKeys } from './session-keys.ts'
import type { AuthStore, StoredKey } from './store.ts'

export type AuthDeps = {
  store: AuthStore
  bus: Bus
  tasks: Tasks
  problems: Problems
  audit: Audit
  ownerToken: string
  /** Mode of a fresh install. */
  initialMode: AuthMode
  /** Where the hub listens, for the refusal. */
  host: string
  /** Whether somebody beyond this computer may reach the hub. */
  exposed: boolean
  access: AccessConfig | null
}

const revokedTopic: Topic<{ id: string }> = 'auth.revoked'
const modeTopic: Topic<{ mode: AuthMode }> = 'auth.mode'

/** @throws StartError when authentication is off and the hub can be reached from elsewhere */
export async function createAuth(deps: AuthDeps) {
  const { store, bus, tasks } = deps
  const credentials = createCredentials(deps)
  const sessionKeys = await createSessionKeys(store)
  const processKeys = createProcessKeys()
  const lock = createKeyedLock()
  const replays = createReplays<ApiKeyCreated>()
  const checkAccess = deps.access && createAccessCheck(deps.access)
  let mode = (await store.findMode()) ?? deps.initialMode
  if (mode === 'disabled' && deps.exposed)
    throw new StartError('misconfigured', `Refusing to listen on ${deps.host} with authentication off`)
  for (const { id, scopes } of await store.listKeys())
    if (scopes.length === 0)
      deps.problems.report(
        'record_quarantined',
        `The scopes of key ${id} cannot be read; it may do nothing`,
        id,
      )
  await prune()
  tasks.every('auth.prune', 3_600_000, prune)

  bus.subscribe(revokedTopic, ({ id }) => credentials.forgetKey(id))
  bus.subscribe(modeTopic, (message) => {
    mode = message.mode
    if (mode === 'always') credentials.endLocal()
  })

  async function prune(): Promise<void> {
    const now = Date.now()
    credentials.forgetExpired()
    await store.pruneSessions(
      new Date(now).toISOString(),
      new Date(now - limits.browserSessionIdleMs).toISOString(),
    )
  }

  /** `by` is null for what the hub does by itself. */
  const audit = (event: string, by: By | null, facts: Record<string, unknown> = {}): Promise<void> =>
    deps.audit.append(`auth.${event}`, by, facts)

  function identify(caller: Caller): Actor | null | Promise<Actor | null> {
    if (caller.token !== null) return orLocal(caller, byToken(caller.token))
    if (caller.cookie !== null) return orLocal(caller, credentials.byCookie(caller.cookie))
    return exempt(caller)
  }
  const byToken = (token: string) =>
    isSessionKey(token)
      ? sessionKeys.byToken(token)
      : (processKeys.byToken(token) ?? credentials.byToken(token))
  const exempt = (caller: Caller): Actor | null =>
    mode !== 'always' && caller.isDirect() ? credentials.local() : null
  const orLocal = (caller: Caller, found: Actor | null | Promise<Actor | null>) =>
    found instanceof Promise ? found.then((actor) => actor ?? exempt(caller)) : (found ?? exempt(caller))

  /** Whether Cloudflare Access lets the call through; calls made directly on this computer never came by it. */
  async function passesAccess(caller: Caller): Promise<boolean> {
    if (!checkAccess || caller.isDirect()) return true
    const verdict = await checkAccess(caller.accessJwt)
    if (verdict.refused === undefined) return true
    deps.audit.refused(
      'auth.fail',
      { actor: null, requestId: null, address: caller.address },
      { reason: `bad-jwt:${verdict.refused}` },
    )
    return false
  }

  const settings = async (): Promise<AuthSettings> => ({
    require_auth: mode,
    key_count: await store.countKeys(),
  })

  return {
    mode: (): AuthMode => mode,

    /** What belongs to this caller's credential and ends with it is kept under this: the key, or this very owner token. */
    credentialOf: (actor: Actor): string => credentials.sessionsId(actor),
    /** What such a credential may do now; null when there is none any more. */
    async scopesOf(credentialId: string): Promise<readonly Scope[] | null> {
      if (credentials.isOwner(credentialId)) return allScopes
      if (credentialId === 'local') return mode === 'always' ? null : allScopes
      return (await store.findKey(credentialId))?.scopes ?? null
    },
    sessionKeys,
    processKeys,

    verify(caller: Caller): Actor | null | Promise<Actor | null> {
      if (!checkAccess || caller.isDirect()) return identify(caller)
      return passesAccess(caller).then((passes) => (passes ? identify(caller) : null))
    },

    async listKeys(): Promise<{ keys: ApiKey[]; auth_mode: AuthMode }> {
      const keys = await store.listKeys()
      return { keys: keys.map(shownOf), auth_mode: mode }
    },

    /** `idempotencyKey` makes a retry give the same key again. */
    async createKey(by: By, input: ApiKeyCreate, idempotencyKey: string | null): Promise<ApiKeyCreated> {
      const replay = idempotencyKey === null ? null : `${by.actor?.id} ${idempotencyKey}`
      return replays(replay, JSON.stringify(input), () => lock('keys', () => makeStoredKey(by, input)))
    },

    /** The next request with it is refused, and what is open with it ends. */
    async revokeKey(by: By, id: string): Promise<{ status: 'deleted'; id: string }> {
      if (!(await store.removeKey(id))) throw notFound('Key', id)
      bus.publish(revokedTopic, { id })
      deps.problems.clear('record_quarantined', id)
      await audit('key.revoked', by, { id })
      return { status: 'deleted', id }
    },

    settings,

    /** One change after another, so that the mode in force is the one that is stored. */
    async setMode(by: By, next: AuthMode): Promise<AuthSettings> {
      if (next === 'disabled' && deps.exposed)
        throw conflict('Authentication cannot be switched off while the server listens beyond this computer')
      return lock('mode', async () => {
        await store.saveMode(next)
        bus.publish(modeTopic, { mode: next })
        await audit('mode.changed', by, { mode: next })
        return settings()
      })
    },

    /**
     * Exchanges a token or key for a browser session; the cookie's value is given once and kept only as a hash.
     * `before` is the cookie the browser had, which ends.
     * @throws AppError unauthorized
     */
    async signIn(caller: Caller, token: string, { requestId }: By): Promise<SignedIn & { cookie: string }> {
      const actor = (await passesAccess(caller)) ? await credentials.byToken(token) : null
      if (!actor) {
        deps.audit.refused(
          'auth.fail',
          { actor: null, requestId, address: caller.address },
          { reason: 'bad-sign-in' },
        )
        throw new AppError('unauthorized', 'Valid API key required')
      }
      if (caller.cookie !== null) await endSession(caller.cookie)
      const cookie = makeSecret()
      const now = Date.now()
      const expiresAt = new Date(now + limits.browserSessionLifeMs).toISOString()
      const at = new Date(now).toISOString()
      const credentialId = credentials.sessionsId(actor)
      await store.insertSession({
        idHash: hashOf(cookie),
        credentialId,
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      })
      for (const idHash of await store.trimSessions(credentialId, limits.browserSessions))
        credentials.forgetSession(idHash)
      await audit('login', { actor, requestId }, { address: caller.address })
      return { cookie, label: actor.label, scopes: [...actor.scopes], expires_at: expiresAt }
    },

    /** Ends the browser session on the server, wherever it is open. */
    async signOut(caller: Caller, by: By): Promise<void> {
      if (caller.cookie === null) return
      await endSession(caller.cookie)
      await audit('logout', by)
    },

    whoAmI: (caller: Caller, actor: Actor): SignedIn => ({
      label: actor.label,
      scopes: [...actor.scopes],
      expires_at:
        caller.token === null && caller.cookie !== null ? credentials.expiryOf(caller.cookie) : null,
    }),

    /** Puts another owner token in force; browsers that were signed in with the old one are signed out. */
    async replaceOwnerToken(token: string): Promise<void> {
      const oldSessions = credentials.replaceOwner(token)
      if (oldSessions === null) return
      await store.removeSessionsOf(oldSessions)
      await audit('owner.rotated', null)
    },
  }

  async function makeStoredKey(by: By, { label, scopes }: ApiKeyCreate): Promise<ApiKeyCreated> {
    if ((await store.countKeys()) >= limits.apiKeys)
      throw new AppError('limit_reached', `There are ${limits.apiKeys} API keys already; revoke one first`)
    const { key, ...made } = makeKey()
    const stored: StoredKey = {
      ...made,
      label,
      scopes: [...new Set(scopes)],
      created_at: nowIso(),
      last_used_at: null,
    }
    await store.insertKey(stored)
    await audit('key.created', by, { id: stored.id, scopes: stored.scopes })
    return { ...shownOf(stored), key }
  }

  async function endSession(cookie: string): Promise<void> {
    if (!isCookieShaped(cookie)) return
    const idHash = hashOf(cookie)
    await store.removeSession(idHash)
    credentials.forgetSession(idHash)
  }
}

/** What lists may tell about a key. */
const shownOf = (key: StoredKey): ApiKey => ({
  id: key.id,
  label: key.label,
  scopes: key.scopes,
  prefix: key.prefix,
  last4: key.last4,
  created_at: key.created_at,
  last_used_at: key.last_used_at,
})

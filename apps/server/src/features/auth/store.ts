import type { Database } from '@atrium/db'
import type { ApiKey, AuthMode, Scope } from '@atrium/schema'
import { AuthMode as AuthModeSchema, Scope as ScopeSchema } from '@atrium/schema'
import type { Kysely, Selectable } from 'kysely'

export type StoredKey = ApiKey & { keyHash: string }
export type StoredSession = { idHash: string; credentialId: string; lastSeenAt: string; expiresAt: string }
export type StoredSessionKey = Selectable<Database['sessionKey']>

const modeKey = 'auth_mode'

/** A damaged list of scopes allows nothing. */
function scopesOf(text: string): Scope[] {
  try {
    const parsed = ScopeSchema.array().safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

const toKey = (row: Selectable<Database['apiKey']>): StoredKey => ({
  id: row.id,
  label: row.label,
  scopes: scopesOf(row.scopes),
  prefix: row.prefix,
  last4: row.last4,
  created_at: row.createdAt,
  last_used_at: row.lastUsedAt,
  keyHash: row.keyHash,
})

export function createAuthStore(db: Kysely<Database>) {
  return {
    async listKeys(): Promise<StoredKey[]> {
      const rows = await db
        .selectFrom('apiKey')
        .selectAll()
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(toKey)
    },

    async countKeys(): Promise<number> {
      const row = await db
        .selectFrom('apiKey')
        .select((e) => e.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async findKeyByHash(keyHash: string): Promise<StoredKey | undefined> {
      const row = await db.selectFrom('apiKey').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()
      return row && toKey(row)
    },

    async findKey(id: string): Promise<StoredKey | undefined> {
      const row = await db.selectFrom('apiKey').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toKey(row)
    },

    async insertKey(key: StoredKey): Promise<void> {
      await db
        .insertInto('apiKey')
        .values({
          id: key.id,
          label: key.label,
          scopes: JSON.stringify(key.scopes),
          keyHash: key.keyHash,
          prefix: key.prefix,
          last4: key.last4,
          createdAt: key.created_at,
          lastUsedAt: key.last_used_at,
        })
        .execute()
    },

    /** Removes the key and every browser session that stands for it; false when there was none. */
    removeKey: (id: string): Promise<boolean> =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('browserSession').where('credentialId', '=', id).execute()
        const { numDeletedRows } = await trx.deleteFrom('apiKey').where('id', '=', id).executeTakeFirst()
        return numDeletedRows > 0n
      }),

    async touchKey(id: string, at: string): Promise<void> {
      await db.updateTable('apiKey').set({ lastUsedAt: at }).where('id', '=', id).execute()
    },

    listSessionKeys: (): Promise<StoredSessionKey[]> => db.selectFrom('sessionKey').selectAll().execute(),

    async saveSessionKey(key: StoredSessionKey): Promise<void> {
      const { session, ...rest } = key
      await db
        .insertInto('sessionKey')
        .values({ session, ...rest })
        .onConflict((conflict) => conflict.column('session').doUpdateSet(rest))
        .execute()
    },

    /** Whoever had the name before is gone. */
    renameSessionKey: (from: string, to: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('sessionKey').where('session', '=', to).execute()
        await trx.updateTable('sessionKey').set({ session: to }).where('session', '=', from).execute()
      }),

    async removeSessionKey(session: string): Promise<void> {
      await db.deleteFrom('sessionKey').where('session', '=', session).execute()
    },

    async insertSession(session: StoredSession & { createdAt: string }): Promise<void> {
      await db.insertInto('browserSession').values(session).execute()
    },

    findSession: (idHash: string): Promise<StoredSession | undefined> =>
      db
        .selectFrom('browserSession')
        .select(['idHash', 'credentialId', 'lastSeenAt', 'expiresAt'])
        .where('idHash', '=', idHash)
        .executeTakeFirst(),

    async touchSession(idHash: string, at: string): Promise<void> {
      await db.updateTable('browserSession').set({ lastSeenAt: at }).where('idHash', '=', idHash).execute()
    },

    async removeSession(idHash: string): Promise<void> {
      await db.deleteFrom('browserSession').where('idHash', '=', idHash).execute()
    },

    async removeSessionsOf(credentialId: string): Promise<void> {
      await db.deleteFrom('browserSession').where('credentialId', '=', credentialId).execute()
    },

    /** Keeps the newest sessions of a credential; gives the ones that had to go. */
    async trimSessions(credentialId: string, keep: number): Promise<string[]> {
      const surplus = db
        .selectFrom('browserSession')
        .select('idHash')
        .where('credentialId', '=', credentialId)
        .orderBy('lastSeenAt', 'desc')
        .orderBy('idHash')
        .limit(1_000)
        .offset(keep)
      const gone = await db
        .deleteFrom('browserSession')
        .where('idHash', 'in', surplus)
        .returning('idHash')
        .execute()
      return gone.map((row) => row.idHash)
    },

    /** Forgets sessions past their end, or silent since `idleSince`. */
    async pruneSessions(now: string, idleSince: string): Promise<void> {
      await db
        .deleteFrom('browserSession')
        .where((e) => e.or([e('expiresAt', '<', now), e('lastSeenAt', '<', idleSince)]))
        .execute()
    },

    /** The mode as last set; undefined on a fresh install. A damaged value is the strictest mode. */
    async findMode(): Promise<AuthMode | undefined> {
      const row = await db.selectFrom('setting').select('value').where('key', '=', modeKey).executeTakeFirst()
      if (!row) return undefined
      return AuthModeSchema.options.find((mode) => JSON.stringify(mode) === row.value) ?? 'always'
    },

    async saveMode(mode: AuthMode): Promise<void> {
      const value = JSON.stringify(mode)
      await db
        .insertInto('setting')
        .values({ key: modeKey, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
    },
  }
}

export type AuthStore = ReturnType<typeof createAuthStore>

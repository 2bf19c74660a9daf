import { createHash } from 'node:crypto'
import type { Database, TrustedProgramTable } from '@atrium/db'
import type { Kysely } from 'kysely'
import { nowIso } from './clock.ts'
import { AppError } from './errors.ts'

export type TrustedKind = TrustedProgramTable['kind']
export type Trust = 'approved' | 'new' | 'changed'
export type Trusted = ReturnType<typeof createTrusted>

/** Hash of a value by its JSON; give the keys in a fixed order. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

/**
 * Programs that lie in the person's files run only as an administrator has seen them: each is known by the hash of all that
 * decides what runs, and any change asks again.
 */
export function createTrusted(db: Kysely<Database>) {
  return {
    async state(kind: TrustedKind, name: string, hash: string): Promise<Trust> {
      const row = await db
        .selectFrom('trustedProgram')
        .select('hash')
        .where('kind', '=', kind)
        .where('name', '=', name)
        .executeTakeFirst()
      if (!row) return 'new'
      return row.hash === hash ? 'approved' : 'changed'
    },
    /** The approved hash of everything of one kind, by name. */
    async all(kind: TrustedKind): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('trustedProgram')
        .select(['name', 'hash'])
        .where('kind', '=', kind)
        .execute()
      return new Map(rows.map(({ name, hash }) => [name, hash]))
    },
    /** What was approved of one kind and when, by name. */
    async approvals(kind: TrustedKind): Promise<Map<string, { hash: string; at: string }>> {
      const rows = await db
        .selectFrom('trustedProgram')
        .select(['name', 'hash', 'approvedAt'])
        .where('kind', '=', kind)
        .execute()
      return new Map(rows.map(({ name, hash, approvedAt }) => [name, { hash, at: approvedAt }]))
    },
    /** `by`: id of the credential. */
    async approve(kind: TrustedKind, name: string, hash: string, by: string): Promise<void> {
      const row = { hash, approvedAt: nowIso(), approvedBy: by }
      await db
        .insertInto('trustedProgram')
        .values({ kind, name, ...row })
        .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet(row))
        .execute()
    },
    async forget(kind: TrustedKind, name: string): Promise<void> {
      await db.deleteFrom('trustedProgram').where('kind', '=', kind).where('name', '=', name).execute()
    },
  }
}

/** What approves must be what was shown. @throws AppError conflict */
export function assertShown(shown: string | undefined, hash: string, what: string): void {
  if (shown !== undefined && shown !== hash)
    throw new AppError('conflict', `${what} changed since it was shown; look at it again`)
}

import type { Database } from '@atrium/db'
import { SessionName } from '@atrium/schema'
import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { Exit } from './host.ts'

/** A session that was begun or adopted here, running or not. */
export type KnownSession = {
  name: string
  tmuxName: string
  directory: string
  command: string | null
  createdAt: string
  lastSeenAt: string
  pinned: boolean
  muted: boolean
  manuallyStopped: boolean
  exit: Exit | null
}

const StoredExit = z.object({ code: z.number().nullable(), signal: z.string().nullable() })
const StoredTime = z.iso.datetime()

/** What cannot be read costs only itself. */
const isWhole = (known: KnownSession): boolean =>
  SessionName.safeParse(known.name).success &&
  known.directory !== '' &&
  StoredTime.safeParse(known.createdAt).success &&
  StoredTime.safeParse(known.lastSeenAt).success

function exitOf(text: string | null): Exit | null {
  if (text === null) return null
  try {
    return StoredExit.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const toKnown = (row: Selectable<Database['knownSession']>): KnownSession => ({
  ...row,
  pinned: row.pinned === 1,
  muted: row.muted === 1,
  manuallyStopped: row.manuallyStopped === 1,
  exit: exitOf(row.exit),
})

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)

const toRow = (known: KnownSession) => ({
  ...known,
  pinned: flag(known.pinned),
  muted: flag(known.muted),
  manuallyStopped: flag(known.manuallyStopped),
  exit: known.exit && JSON.stringify(known.exit),
})

export type SessionsStore = ReturnType<typeof createSessionsStore>

export function createSessionsStore(db: Kysely<Database>) {
  return {
    /** All entries; `damaged` are the names of those that cannot be read and are left as they are. */
    async list(): Promise<{ known: KnownSession[]; damaged: string[] }> {
      const rows = await db.selectFrom('knownSession').selectAll().orderBy('name').execute()
      const all = rows.map(toKnown)
      return {
        known: all.filter(isWhole),
        damaged: all.filter((one) => !isWhole(one)).map(({ name }) => name),
      }
    },

    async save(known: KnownSession): Promise<void> {
      const { name, ...rest } = toRow(known)
      await db
        .insertInto('knownSession')
        .values({ name, ...rest })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(rest))
        .execute()
    },

    /** Puts `known` in the place of the entry called `from`. */
    async replace(from: string, known: KnownSession): Promise<void> {
      await db.updateTable('knownSession').set(toRow(known)).where('name', '=', from).execute()
    },

    async touch(names: string[], at: string): Promise<void> {
      if (names.length === 0) return
      await db.updateTable('knownSession').set({ lastSeenAt: at }).where('name', 'in', names).execute()
    },

    async remove(name: string): Promise<void> {
      await db.deleteFrom('knownSession').where('name', '=', name).execute()
    },
  }
}

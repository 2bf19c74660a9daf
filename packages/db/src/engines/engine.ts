import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'

export type Engine = 'sqlite' | 'postgres'

/** An open database. Whoever opened it closes it. */
export interface OpenDatabase extends AsyncDisposable {
  db: Kysely<Database>
  engine: Engine
  /** The SQLite file, or the Postgres URL. */
  url: string
  close(): Promise<void>
}

import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Engine } from '../engines/engine.ts'

/** One step forward; there are none back. All steps that are due run in one transaction. */
export interface Migration {
  name: string
  up(db: Kysely<Database>, engine: Engine): Promise<void>
}

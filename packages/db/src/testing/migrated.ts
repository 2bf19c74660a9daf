import { migrate } from '../migrate.ts'
import { openDatabase } from '../open.ts'

/** Gives an empty database the current schema. */
export async function migrateEmpty(url: string): Promise<void> {
  const database = await openDatabase({ url })
  const backup = () => Promise.reject(new Error('An empty database needs no backup'))
  try {
    await migrate(database, { backup })
  } finally {
    await database.close()
  }
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import type { Engine, OpenDatabase } from './engines/engine.ts'
import { openDatabase } from './open.ts'
import { migrateEmpty } from './testing/migrated.ts'
import { createCopy, createSchema } from './testing/postgres.ts'

export const engines: readonly Engine[] = ['sqlite', 'postgres']

/**
 * Runs a suite once on each engine. Postgres is the server that `ATRIUM_TEST_POSTGRES_URL` names, else
 * an embedded one, shared by all files of a test run and ended with it.
 */
export function eachEngine(name: string, suite: (engine: Engine) => void): void {
  for (const engine of engines) describe(`${name} on ${engine}`, () => suite(engine))
}

/** Room for one empty database; disposing of it removes everything. */
export interface TestDatabase extends AsyncDisposable {
  url: string
}

/** A fresh place for a database, to be opened (and opened again) by its URL. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'postgres') {
    const { url, drop } = await createSchema()
    return { url, [Symbol.asyncDispose]: drop }
  }
  const folder = await mkdtemp(join(tmpdir(), 'atrium-db-'))
  return {
    url: join(folder, 'atrium.db'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

let migrated: Promise<Buffer> | undefined

/** The file of a SQLite database with the current schema and nothing in it. */
export function migratedFile(): Promise<Buffer> {
  migrated ??= makeMigratedFile()
  return migrated
}

async function makeMigratedFile(): Promise<Buffer> {
  await using place = await createTestDatabase('sqlite')
  await migrateEmpty(place.url)
  return await readFile(place.url)
}

/** As `createTestDatabase`, with the current schema: copied, for to migrate takes longer than most tests. */
export async function createMigratedDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'postgres') {
    const { url, drop } = await createCopy()
    return { url, [Symbol.asyncDispose]: drop }
  }
  const place = await createTestDatabase(engine)
  await writeFile(place.url, await migratedFile())
  return place
}

/**
 * An open database with the current schema, in a place of its own.
 *
 * @example await using database = await openTestDatabase(engine)
 */
export async function openTestDatabase(engine: Engine): Promise<OpenDatabase> {
  const place = await createMigratedDatabase(engine)
  const database = await openDatabase({ url: place.url })
  const close = async () => {
    await database.close()
    await place[Symbol.asyncDispose]()
  }
  return { ...database, close, [Symbol.asyncDispose]: close }
}

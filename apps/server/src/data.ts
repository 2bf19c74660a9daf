import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Backup,
  backup,
  DatabaseBusyError,
  DatabaseDamagedError,
  DatabaseUnreachableError,
  MigrationError,
  migrate,
  type OpenDatabase,
  openDatabase,
  pruneBackups,
  type Restored,
  restore,
  SchemaTooNewError,
} from '@atrium/db'
import { type Config, databaseFile } from './config.ts'
import { messageOf } from './core/errors.ts'
import type { Log } from './core/log.ts'
import type { Problems } from './core/problems.ts'
import { StartError } from './core/start-error.ts'
import { openDataFolder } from './host/data-folder.ts'

/** Of the backups made before migrations. */
const keptBackups = 10

export type DataDeps = { config: Config; problems: Problems; log: Log }

/**
 * Opens the database and brings its schema up to date. When that fails the data stays as it was, and the server runs in
 * recovery mode on an empty database of its own, so that it can say what to do.
 * @throws StartError misconfigured when a newer version wrote the data
 */
export async function openData(deps: DataDeps): Promise<{ database: OpenDatabase; recovery: boolean }> {
  try {
    return { database: await openMigrated(deps.config), recovery: false }
  } catch (error) {
    if (error instanceof SchemaTooNewError)
      throw new StartError('misconfigured', error.message, { cause: error })
    const damaged = error instanceof DatabaseDamagedError
    if (!damaged && !(error instanceof MigrationError)) throw unreachable(error)
    deps.problems.report(damaged ? 'database_damaged' : 'migration_failed', error.message)
    deps.log.error({ err: error, feature: 'data', event: 'recovery' }, 'starting in recovery mode')
    return { database: await openEmpty(deps.config), recovery: true }
  }
}

function unreachable(error: unknown): unknown {
  if (error instanceof DatabaseBusyError)
    return new StartError('inUse', 'The database is held by another program', { cause: error })
  if (error instanceof DatabaseUnreachableError)
    return new StartError('crash', `The database cannot be used: ${messageOf(error.cause)}`, { cause: error })
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return error
  return new StartError('crash', `The database cannot be used: ${messageOf(error)}`, { cause: error })
}

async function openMigrated(config: Config): Promise<OpenDatabase> {
  const database = await openDatabase({ url: config.databaseUrl ?? databaseFile(config) })
  try {
    await migrate(database, {
      async backup() {
        const folder = join(config.home, 'backups', 'before-migration')
        const made = await backup(database, folder)
        await pruneBackups(folder, keptBackups)
        return made
      },
    })
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Makes a checked copy of the data, also while a server uses it.
 * @throws StartError misconfigured when there is nothing to copy yet
 */
export async function saveData(config: Config, folder = join(config.home, 'backups')): Promise<Backup> {
  const url = config.databaseUrl ?? databaseFile(config)
  if (!config.databaseUrl && !existsSync(url))
    throw new StartError('misconfigured', `There is no database yet: ${url}`)
  await using database = await openDatabase({ url })
  return await backup(database, folder)
}

/**
 * Puts a backup in the place of the data; what was there is kept beside it.
 * @throws StartError inUse while a server runs on the folder
 */
export async function restoreData(config: Config, file: string): Promise<Restored> {
  const folder = await openDataFolder(config.home)
  try {
    return await restore(file, { url: config.databaseUrl ?? databaseFile(config) })
  } finally {
    await folder.release()
  }
}

async function openEmpty(config: Config): Promise<OpenDatabase> {
  const file = join(config.home, 'recovery.db')
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true })
  const database = await openDatabase({ url: file })
  await migrate(database, { backup: () => Promise.reject(new Error('an empty database is not backed up')) })
  return database
}

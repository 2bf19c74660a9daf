// Owns ATRIUM_HOME: its mode, and the lock that keeps a second server out.
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sleep } from '../core/clock.ts'
import { StartError } from '../core/start-error.ts'
import { isAlive } from './alive.ts'
import { keepPrivate, writePrivate } from './private-file.ts'

/** Two that begin at the same moment keep each other out for an instant; neither gives up before this is over. */
const settleMs = 200
/** How long a start waits for a holder to say who it is. */
const lockWaitMs = 2_000
const sqliteBusy = 5

export type Running = { pid: number; url: string | null }

export type DataFolder = {
  path: string
  /** Says under which address the server answers, for `atrium token` and `atrium doctor`. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

/**
 * Makes the folder, closes it to other users and takes its lock. The lock is the kernel's: it ends with the process, so
 * there is nothing stale to clean up.
 * @throws StartError inUse, misconfigured
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await keepPrivate(path, 0o700)
  const lock = await takeLock(path)
  const announce = (url: string | null) =>
    writePrivate(join(path, 'server.json'), JSON.stringify({ pid: process.pid, url } satisfies Running))
  await announce(null)
  return {
    path,
    announce,
    async release() {
      if (!lock.isOpen) return
      await rm(join(path, 'server.json'), { force: true })
      lock.close()
    },
  }
}

/** The server that runs on this folder now, if one does. */
export async function runningOn(path: string): Promise<Running | null> {
  const text = await readFile(join(path, 'server.json'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const running = JSON.parse(text) as Running // written by `announce` alone
    return isAlive(running.pid) ? running : null
  } catch {
    return null
  }
}

async function takeLock(path: string): Promise<DatabaseSync> {
  const file = join(path, 'lock')
  // Never opened by ourselves once it is there: closing it would drop every lock this process has on it.
  await open(file, 'wx', 0o600).then(
    (handle) => handle.close(),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  const began = performance.now()
  for (;;) {
    const lock = tryLock(file)
    if (lock) return lock
    const waited = performance.now() - began
    const running = waited > settleMs ? await runningOn(path) : null
    if (running || waited > lockWaitMs)
      throw new StartError(
        'inUse',
        `Data folder is in use by ${running ? `process ${running.pid}` : 'another process'}: ${path}`,
      )
    await sleep(5 + Math.random() * 20)
  }
}

function tryLock(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(file)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null
    throw new StartError('misconfigured', `${file} is not a lock of ours; remove it`, { cause: error })
  }
}

/** Path of the vault that was made or found here before; null at the first start. */
export const knownVault = (home: string): Promise<string | null> =>
  readFile(join(home, 'vault'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

export const rememberVault = (home: string, vault: string): Promise<void> =>
  writePrivate(join(home, 'vault'), vault)

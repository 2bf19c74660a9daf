import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SyncError } from './error.ts'

const fileName = '.atrium-sync.json'
const lockName = '.atrium-sync.lock'
const sqliteBusy = 5

/** `base`: what both sides held when they last agreed. `stamp` and `hash`: how the file looked here when it was hashed. */
export type Known = { base?: string; stamp?: string; hash?: string }

/** What is remembered between two runs, in the folder itself. */
export type State = { url: string; root: string; files: Map<string, Known> }

const isText = (value: unknown): value is string => typeof value === 'string'
const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value)

function parse(text: string): State | null {
  try {
    const { version, url, root, files } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || !isText(url) || !isText(root) || typeof files !== 'object' || files === null)
      return null
    const known = new Map<string, Known>()
    for (const [path, entry] of Object.entries(files as Record<string, Record<string, unknown>>)) {
      const { base, stamp, hash } = entry
      known.set(path, {
        ...(isHash(base) && { base }),
        ...(isText(stamp) && { stamp }),
        ...(isHash(hash) && { hash }),
      })
    }
    return { url, root, files: known }
  } catch {
    return null
  }
}

/**
 * The memory of the folder; a new one where there is none. A damaged one is set aside: without it both sides are compared
 * as if for the first time, which keeps everything.
 * @throws SyncError when the folder is kept in step with something else
 */
export async function readState(
  folder: string,
  { url, root, say }: { url: string; root: string; say: (line: string) => void },
): Promise<State> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  const fresh: State = { url, root, files: new Map() }
  if (text === null) return fresh
  const state = parse(text)
  if (!state) {
    const aside = `.atrium-sync.damaged-${randomUUID().slice(0, 8)}.json`
    await rename(join(folder, fileName), join(folder, aside))
    say(`${fileName} was damaged and is now ${aside}; both sides are compared anew`)
    return fresh
  }
  if (state.root !== root)
    throw new SyncError(
      `This folder is kept in step with ${state.root}, not ${root}. Remove ${fileName} to change that.`,
    )
  if (state.url === url) return state
  // What agreed with one hub says nothing about another: without it nothing is overwritten or deleted for its sake.
  say(`This folder was kept in step with ${state.url}; it is compared anew with ${url}`)
  for (const known of state.files.values()) delete known.base
  return { ...state, url }
}

/** Whole or not at all. */
export async function saveState(folder: string, { url, root, files }: State): Promise<void> {
  const draft = join(folder, `${fileName}.draft`)
  const text = JSON.stringify({ version: 1, url, root, files: Object.fromEntries(files) })
  await rm(draft, { force: true }) // of a run that was killed, or a link to somewhere else
  await using file = await open(draft, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
  await rename(draft, join(folder, fileName))
}

/**
 * One run a folder. The lock is the kernel's: it ends with the process, so nothing stale is left, and the file stays.
 * @throws SyncError when another one is at work
 */
export function lockFolder(folder: string): Disposable {
  const lock = new DatabaseSync(join(folder, lockName))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy)
      throw new SyncError('Another atrium sync works in this folder', 75)
    throw new SyncError(`${lockName} is not a lock of ours; remove it`)
  }
  return { [Symbol.dispose]: () => lock.close() }
}

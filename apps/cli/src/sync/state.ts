import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SyncError } from './error.ts'

const fileName = '.atrium-sync.json'
const lockName = '.atrium-sync.lock'

/** `base`: what both sides held when they last agreed. `stamp` and `hash`: how the file looked here when it was hashed. */
export type Known = { base?: string; stamp?: string; hash?: string }

/** What is remembered between two runs, in the folder itself. */
export type State = { url: string; root: string; files: Map<string, Known> }

const isText = (value: unknown): value is string => typeof value === 'string'

function parse(text: string): State | null {
  try {
    const { version, url, root, files } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || !isText(url) || !isText(root) || typeof files !== 'object' || files === null)
      return null
    const known = new Map<string, Known>()
    for (const [path, entry] of Object.entries(files as Record<string, Record<string, unknown>>)) {
      const { base, stamp, hash } = entry
      known.set(path, {
        ...(isText(base) && { base }),
        ...(isText(stamp) && { stamp }),
        ...(isText(hash) && { hash }),
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
  return { ...state, url }
}

/** Whole or not at all. */
export async function saveState(folder: string, { url, root, files }: State): Promise<void> {
  const draft = join(folder, `${fileName}.draft`)
  const text = JSON.stringify({ version: 1, url, root, files: Object.fromEntries(files) })
  await using file = await open(draft, 'w', 0o600)
  await file.writeFile(text)
  await file.sync()
  await rename(draft, join(folder, fileName))
}

/** One run a folder. @throws SyncError when another one is at work */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, lockName)
  for (let tries = 0; tries < 3; tries++) {
    try {
      await using file = await open(path, 'wx', 0o600)
      await file.writeFile(String(process.pid))
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = Number(await readFile(path, 'utf8').catch(() => '0'))
      if (isAlive(owner))
        throw new SyncError(`Another atrium sync works in this folder (process ${owner})`, 75)
      await rm(path, { force: true })
    }
  }
  throw new SyncError('Another atrium sync works in this folder', 75)
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

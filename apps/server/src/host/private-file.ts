import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StartError } from '../core/start-error.ts'

/** Text of a file that only its owner may read; null when there is none. A mode that is too open is corrected. */
export async function readPrivate(file: string): Promise<string | null> {
  let handle: Awaited<ReturnType<typeof open>>
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    const why = code === 'ELOOP' ? 'is a link' : `cannot be read (${code})`
    throw new StartError('misconfigured', `${file} ${why}`, { cause: error })
  }
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new StartError('misconfigured', `${file} is not a file`)
    assertOwn(file, facts.uid)
    if ((facts.mode & 0o077) !== 0) await handle.chmod(0o600).catch(() => undefined)
    assertPrivate(file, (await handle.stat()).mode)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/** Writes aside, flushes, renames: a crash leaves the old file or the new one. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await using handle = await open(aside, 'wx', 0o600)
    await handle.writeFile(text)
    await handle.sync()
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  await using folder = await open(dirname(file), 'r')
  await folder.sync() // the name, too, survives a power loss
}

/** Removes it, also from what survives a power loss. */
export async function removePrivate(file: string): Promise<void> {
  await rm(file, { force: true })
  await using folder = await open(dirname(file), 'r')
  await folder.sync()
}

/** Closes a folder of ours to other users. @throws StartError misconfigured when that cannot be done */
export async function keepPrivate(path: string, mode: number): Promise<void> {
  const facts = await stat(path)
  if (!facts.isDirectory()) throw new StartError('misconfigured', `${path} is not a folder`)
  assertOwn(path, facts.uid)
  if ((facts.mode & 0o077) !== 0) await chmod(path, mode).catch(() => undefined)
  assertPrivate(path, (await stat(path)).mode)
}

function assertOwn(path: string, uid: number): void {
  if (process.geteuid && uid !== process.geteuid())
    throw new StartError('misconfigured', `${path} is readable by other users: it belongs to user ${uid}`)
}

function assertPrivate(path: string, mode: number): void {
  if ((mode & 0o077) !== 0)
    throw new StartError(
      'misconfigured',
      `${path} is readable by other users and that could not be corrected`,
    )
}

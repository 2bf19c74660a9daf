import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The text of a file; null when there is none. */
export const readText = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

/** A file that is reached by a link stays one. */
const targetOf = (file: string): Promise<string> => realpath(file).catch(() => file)

/**
 * Puts a text in the place of another one, whole or not at all; rights stay as they are. Gives false, and changes nothing, when
 * the file is not `before` any more.
 */
export async function replaceText(
  file: string,
  before: string | null,
  text: string | null,
  mode = 0o600,
): Promise<boolean> {
  const target = await targetOf(file)
  if (text === null) {
    if ((await readText(target)) !== before) return false
    await rm(target, { force: true })
    return true
  }
  const info = await stat(target).catch(() => null)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const aside = `${target}.atrium-${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(aside, 'wx', info ? info.mode & 0o777 : mode)
    try {
      if (info) await handle.chmod(info.mode & 0o777)
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if ((await readText(target)) !== before) return false
    await rename(aside, target)
    return true
  } finally {
    await rm(aside, { force: true })
  }
}

// Owns the file `token` in ATRIUM_HOME.
import { watch } from 'node:fs/promises'
import { join } from 'node:path'
import { randomText } from '../core/ids.ts'
import { ownerTokenProblem } from '../core/owner-token.ts'
import { StartError } from '../core/start-error.ts'
import { readPrivate, writePrivate } from './private-file.ts'

/**
 * The owner token of this folder, made if there is none.
 * @throws StartError misconfigured when others can read it and that cannot be corrected
 */
export const readOwnerToken = async (home: string): Promise<string> =>
  (await findOwnerToken(home)) ?? (await replaceOwnerToken(home))

/** The owner token of this folder; null before the first start. @throws StartError as `readOwnerToken` */
export async function findOwnerToken(home: string): Promise<string | null> {
  const file = join(home, 'token')
  const found = await readPrivate(file)
  if (found === null) return null
  const token = found.trim()
  const problem = ownerTokenProblem(token)
  if (problem !== null)
    throw new StartError(
      'misconfigured',
      `The owner token in ${file} ${problem}; remove the file to get a new one`,
    )
  return token
}

/** Makes another owner token; browsers and scripts that have the old one are signed out. */
export async function replaceOwnerToken(home: string): Promise<string> {
  const token = randomText(43)
  await writePrivate(join(home, 'token'), `${token}\n`)
  return token
}

/** Hears of owner tokens that `atrium token --rotate` writes while the server runs, and of a file that holds none. */
export async function watchOwnerToken(
  home: string,
  hear: { changed(token: string): Promise<void>; refused(message: string): void },
  signal: AbortSignal,
): Promise<void> {
  for await (const { filename } of watch(home, { signal })) {
    if (filename !== 'token') continue
    try {
      await hear.changed(await readOwnerToken(home))
    } catch (error) {
      if (!(error instanceof StartError)) throw error
      hear.refused(error.message)
    }
  }
}

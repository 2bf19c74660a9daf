import { isAbsolute, join, normalize, relative, sep } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError, conflict } from '../../core/errors.ts'
import { type OpenFolder, openFolder } from '../../host/open-folder.ts'
import { isInside, resolveInside } from '../../host/paths.ts'
import { isSynced } from './names.ts'

/** A folder of the vault that is kept in step. */
export type Root = {
  /** As the caller named it. */
  asked: string
  /** Below the vault, with `/`; empty for the vault itself. */
  below: string
  real: string
}

/** A path below the root, as one below the vault. */
export const inVault = ({ below }: Root, path: string): string => (below === '' ? path : `${below}/${path}`)

/** A path below the vault, as one below the root. */
export const inRoot = ({ below }: Root, path: string): string =>
  below === '' ? path : path.slice(below.length + 1)

/**
 * @throws AppError bad_request (`..`), outside_roots, forbidden (protected parts, hidden folders)
 */
export async function rootOf(asked: string, vault: string): Promise<Root> {
  if (asked.includes('\0') || !asked.isWellFormed() || Buffer.byteLength(asked) > limits.syncPathBytes)
    throw new AppError('bad_request', 'Not a path')
  if (asked.split(/[/\\]/).includes('..')) throw new AppError('bad_request', 'Path traversal not allowed')
  const full = isAbsolute(asked) ? normalize(asked) : join(vault, asked)
  const wanted = belowOf(full, vault)
  if (wanted !== null) assertSynced(wanted)
  const real = await resolveInside(full, [vault])
  const below = belowOf(real, vault) ?? ''
  assertSynced(below)
  return { asked, below, real }
}

function belowOf(path: string, vault: string): string | null {
  return isInside(vault, path) ? relative(vault, path).split(sep).join('/') : null
}

function assertSynced(below: string): void {
  if (below !== '' && !below.split('/').every(isSynced))
    throw new AppError('forbidden', 'Hidden and protected folders are not synced')
}

/** Null when there is no such folder. @throws AppError bad_request when it is a file */
export async function openRoot({ real, asked }: Root, vault: string): Promise<OpenFolder | null> {
  try {
    return await openFolder(real, [vault])
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'not_found') return null
    if (error.code === 'conflict') throw new AppError('bad_request', `${asked} is not a directory`)
    throw error
  }
}

/** Nothing is taken for deleted where everything is gone at once: a disk that is away looks the same. */
export const emptied = ({ asked }: Root, count: number): AppError =>
  conflict(
    `All ${count} files of ${asked} are gone; sync is paused. If that is meant, ask again with accept_empty=true`,
  )

// Paths of folders as chats keep them: relative to the vault, `/` between, empty for the vault itself.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { isGuarded } from '../../host/vault-places.ts'

const outside = () => new AppError('outside_roots', 'Path is outside the allowed folders')

/** @throws AppError outside_roots, bad_request */
export function normalFolder(path: string): string {
  if (path.includes('\0')) throw new AppError('bad_request', 'A path must not contain NUL')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  // A home is meant by `~` wherever paths are read.
  if (path.startsWith('/') || parts[0] === '~' || parts.includes('..')) throw outside()
  if (isGuarded(parts.join('/'))) throw outside()
  return parts.join('/')
}

/** Refuses a folder that a link leads to, wherever it leads. @throws AppError outside_roots */
export async function assertNoLink(vault: string, folder: string): Promise<void> {
  let at = vault
  for (const part of folder.split('/').filter(Boolean)) {
    at = join(at, part)
    const info = await lstat(at).catch(() => null)
    if (!info) return // nothing is below it either
    if (info.isSymbolicLink()) throw outside()
  }
}

// Paths of folders as chats keep them: relative to the vault, `/` between, empty for the vault itself.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { isGuarded } from '../../host/vault-places.ts'

const outside = () => new AppError('outside_roots', 'Path is outside the allowed folders')

/** @throws AppError outside_roots, bad_request */
export function normalFolder(path: string): string {
  if (path.includes('\0')) throw new AppError('bad_request', 'A path must not contain NUL')
  if (path.startsWith('/') || path.startsWith('~')) throw outside()
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..') || isGuarded(parts.join('/'))) throw outside()
  return parts.join('/')
}

/** Refuses a folder that a link leads to, wherever it leads. @throws AppError outside_roots */
export async function assertNoLink(vault: string, folder: string): Promise<void> {
  let at = vault
  for (const part of folder.split('/').filter(Boolean)) {
    at = join(at, part)
    const info = await lstat(at).catch(() => null)
    if (info?.isSymbolicLink()) throw outside()
  }
}

/** The folder and those above it, the vault first. */
export function withParents(folder: string): string[] {
  const parts = folder.split('/').filter(Boolean)
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

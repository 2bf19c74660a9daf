// Which paths below a root a file route may touch: one rule for everything that is done with files of projects and sessions.
import { lstat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { AppError, conflict } from '../../core/errors.ts'
import { expandHome, isInside, realPathOf, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'

export type Places = ReturnType<typeof createPlaces>

/** A name in an open-ended folder: the thing itself, even when it is a link. */
export type Entry = { parent: string; name: string; path: string }

/** `home`: the hub's data folder, `vault`, `person`: the person's home folder; all real paths. */
export type Grounds = { home: string; vault: string; person: string }

/** Also what some file systems take for that name: other letters, ends, and signs that cannot be seen. */
const isGit = (part: string): boolean => /^\.git[. ]*$/i.test(part.normalize('NFKC').replace(/\p{Cf}/gu, ''))

/** Files that the system makes up: some never end, some wait, some tell secrets of programs. */
const madeUp = process.platform === 'linux' ? ['/proc', '/sys', '/dev'] : ['/dev']

const isMadeUp = (real: string): boolean =>
  !real.startsWith('/dev/shm/') && madeUp.some((folder) => isInside(folder, real))

export function createPlaces(root: string, grounds: Grounds) {
  const below = (real: string): string => relative(root, real).split(sep).join('/')

  /** Our own data, and what of the vault holds programs and secrets of the hub. */
  function isProtected(real: string): boolean {
    if (isMadeUp(real) || isInside(grounds.home, real)) return true
    if (!isInside(grounds.vault, real)) return false
    const [first = ''] = relative(grounds.vault, real).split(sep)
    return !isGit(first) && isGuarded(first)
  }

  function assertOpen(real: string): void {
    if (isMadeUp(real)) throw new AppError('forbidden', 'Not a regular file')
    if (isProtected(real)) throw new AppError('forbidden', 'This folder belongs to the hub itself')
  }

  /** @throws AppError forbidden */
  function assertChangeable(real: string): void {
    assertOpen(real)
    // The whole path: a session may itself be somewhere in a .git.
    if (real.split(sep).some(isGit))
      throw new AppError('forbidden', 'The files in .git are changed by git alone')
  }

  const fullOf = (path: string): string => (isAbsolute(path) ? path : join(root, path))

  return {
    root,
    roots: [root] as readonly string[],
    below,
    isProtected,
    assertOpen,
    assertChangeable,

    /** A path as a terminal names it: `~/` is the person's home folder, unless there is a folder of that name here. */
    async named(path: string): Promise<string> {
      if (!path.startsWith('~/') || (await lstat(join(root, '~')).catch(() => null)) !== null) return path
      return expandHome(path, grounds.person)
    },

    /** Where a path leads, links followed, there or not. @throws AppError outside_roots, forbidden */
    async resolve(path: string): Promise<string> {
      const real = await resolveInside(fullOf(path), [root])
      assertOpen(real)
      return real
    },

    /** What a path names, its last part not followed. @throws AppError outside_roots, forbidden, conflict for the root */
    async entry(path: string): Promise<Entry> {
      const full = join(fullOf(path), '.').replace(/\/+$/, '') || '/'
      if (full.includes('\0')) throw new AppError('bad_request', 'A path must not contain NUL')
      if (isInside(full, root)) throw await rootRefusal(full)
      const parent = await resolveInside(dirname(full), [root])
      const real = join(parent, basename(full))
      assertOpen(real)
      return { parent, name: basename(full), path: real }
    },

    /** What must never go away as a whole. @throws AppError conflict */
    assertRemovable(real: string): void {
      if (real === root) throw conflict('Refusing to delete a project root')
      for (const kept of [root, grounds.home, grounds.vault, grounds.person])
        if (isInside(real, kept)) throw conflict(`Refusing to delete a folder that holds ${basename(kept)}`)
    },
  }

  async function rootRefusal(full: string): Promise<AppError> {
    const { path } = await realPathOf(full)
    return path === root
      ? conflict('Refusing to delete a project root')
      : new AppError('outside_roots', 'Path is outside the allowed folders')
  }
}

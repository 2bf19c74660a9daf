// Owns the working trees of cards. None is ever removed before what it holds is in the repository.
import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { AppError, conflict } from '../../core/errors.ts'
import { git } from '../../host/git.ts'
import {
  dirtOf,
  heads,
  isAncestor,
  lockedOr,
  type Repository,
  realOr,
  shaOf,
  updateRef,
  type Worktree,
  worktreesOf,
} from './repository.ts'

export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** The working tree that git has at a path; null when it knows of none. */
export async function worktreeAt(repository: Repository, path: string): Promise<Worktree | null> {
  const wanted = await realOr(path)
  for (const one of await worktreesOf(repository.top))
    if (!one.main && (one.path === path || (await realOr(one.path)) === wanted)) return one
  return null
}

/** Whether a path is one where the hub puts working trees of this repository. */
export const isOurPlace = (repository: Repository, path: string): boolean =>
  path.startsWith(repository.worktrees + sep) &&
  !path.split(sep).includes('..') &&
  dirname(path) === repository.worktrees

/**
 * Makes sure that the branch is checked out at `path`: what is there already and sound is used as it is.
 * @throws AppError conflict when the place or the branch is somebody else's
 */
export async function ensureWorktree(
  repository: Repository,
  path: string,
  wanted: { branch: string | null; from: string },
): Promise<void> {
  const { branch, from } = wanted
  const known = await worktreeAt(repository, path)
  const there = await isThere(path)
  if (known && there) {
    if (known.branch === branch) return
    throw conflict(
      `Another branch is checked out in the working tree of this card: ${known.branch ?? 'none'}`,
    )
  }
  if (there) throw conflict(`There is a folder in the way of the working tree: ${path}`)
  if (known) await forget(repository, path)
  await mkdir(repository.worktrees, { recursive: true })
  const start =
    branch === null
      ? ['--detach', path, from]
      : (await shaOf(repository.top, heads + branch))
        ? [path, branch]
        : ['--no-track', '-b', branch, path, from]
  const made = await git(['worktree', 'add', '--no-guess-remote', ...start], {
    cwd: repository.top,
    writes: true,
    filters: true,
    timeoutMs: 120_000,
  })
  if (made.code === 0) return
  const said = made.stderr.toString().trim()
  throw lockedOr(said, new AppError('internal', `worktree setup failed: ${said}`))
}

/** Drops what git still knows of a working tree that is gone. */
async function forget(repository: Repository, path: string): Promise<void> {
  await git(['worktree', 'remove', '--force', '--', path], { cwd: repository.top, writes: true })
}

/**
 * Takes the folder away in one move, then lets go of it: what was begun before can be gone on with, and half a working tree
 * is never taken for a whole one. `aside` is the name of the place between, the same in every try.
 */
export async function removeWorktree(repository: Repository, path: string, aside: string): Promise<void> {
  if (!isOurPlace(repository, path)) throw conflict(`The hub did not make this working tree: ${path}`)
  const between = join(repository.worktrees, `.removed-${aside}`)
  if (await isThere(path)) await rename(path, between)
  await rm(between, { recursive: true, force: true, maxRetries: 3 })
  await forget(repository, path)
}

/** Deletes a branch that the base holds whole and that nobody has checked out. */
export async function deleteMergedBranch(repository: Repository, branch: string): Promise<boolean> {
  const { top, base } = repository
  const sha = await shaOf(top, heads + branch)
  const baseSha = await shaOf(top, heads + base)
  if (branch === base || sha === null || baseSha === null) return false
  if (!(await isAncestor(top, sha, baseSha))) return false
  if ((await worktreesOf(top)).some((one) => one.branch === branch)) return false
  return updateRef(top, heads + branch, null, sha)
}

/** Removes a working tree and a branch that hold nothing yet; anything else stays. */
export async function removeIfUntouched(
  repository: Repository,
  made: { path: string; branch: string | null; from: string; aside: string },
): Promise<boolean> {
  const tree = await worktreeAt(repository, made.path)
  if (tree) {
    if (tree.head !== made.from || (await dirtOf(made.path).catch(() => ['?'])).length > 0) return false
    await removeWorktree(repository, made.path, made.aside)
  } else if (await isThere(made.path)) return false
  if (made.branch !== null && (await shaOf(repository.top, heads + made.branch)) === made.from)
    await updateRef(repository.top, heads + made.branch, null, made.from)
  return true
}

// Owns what the board knows of a repository: where it is, what its base is, which working trees it has.
import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { type GitOptions, git, gitRefusal, gitText, isNoRepository } from '../../host/git.ts'

export type Repository = {
  /** Top of the main working tree. */
  top: string
  /** Where git keeps its own: shared by all working trees. */
  gitFolder: string
  /** The project inside the working tree, with a slash at the end; empty at the top. */
  prefix: string
  /** Where working trees of cards lie. */
  worktrees: string
  /** Branch that cards begin at and end in. */
  base: string
}

export type Worktree = { path: string; head: string; branch: string | null; locked: boolean; main: boolean }

export const heads = 'refs/heads/'

/** The repository of a folder; null when there is none. */
export async function openRepository(folder: string): Promise<Repository | null> {
  const asked = [
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--git-common-dir',
    '--show-prefix',
  ]
  const found = await git(asked, { cwd: folder })
  if (found.code !== 0) {
    if (isNoRepository(found.stderr)) return null
    throw await gitRefusal(found.stderr, folder)
  }
  const [top = '', gitFolder = '', prefix = ''] = found.stdout.toString().split('\n')
  const worktrees = join(dirname(top), '.penates-worktrees', basename(top))
  return { top, gitFolder, prefix, worktrees, base: await baseOf(top) }
}

/** What the remote calls its main branch, else main, else master, else what is checked out. */
async function baseOf(cwd: string): Promise<string> {
  const remote = await git(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], { cwd })
  const named = remote.stdout.toString().trim().replace('refs/remotes/origin/', '')
  const names = [...(remote.code === 0 ? [named] : []), 'main', 'master']
  for (const name of names) if (await shaOf(cwd, heads + name)) return name
  const current = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd })
  return current.stdout.toString().trim() || 'main'
}

/** The commit that a full reference or an id names; null when there is none. */
export async function shaOf(cwd: string, ref: string): Promise<string | null> {
  const { code, stdout } = await git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    { cwd },
  )
  return code === 0 ? stdout.toString().trim() : null
}

export async function isAncestor(cwd: string, older: string, newer: string): Promise<boolean> {
  return (await git(['merge-base', '--is-ancestor', older, newer], { cwd })).code === 0
}

/** Working trees as git lists them, the main one first. */
export async function worktreesOf(cwd: string): Promise<Worktree[]> {
  const text = await gitText(['worktree', 'list', '--porcelain', '-z'], { cwd })
  return text
    .split('\0\0')
    .filter(Boolean)
    .map((block, index) => {
      const fields = new Map(
        block.split('\0').map((line): [string, string] => {
          const space = line.indexOf(' ')
          return space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)]
        }),
      )
      return {
        path: fields.get('worktree') ?? '',
        head: fields.get('HEAD') ?? '',
        branch: fields.get('branch')?.replace(heads, '') ?? null,
        locked: fields.has('locked'),
        main: index === 0,
      }
    })
}

/** Changed and untracked paths of a working tree, as git says. */
export async function dirtOf(cwd: string): Promise<string[]> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none']
  const text = await gitText(args, { cwd, filters: true })
  return text.split('\0').filter(Boolean)
}

/** A branch that git would take as it is written. @throws AppError invalid through `refuse` */
export async function isBranchName(name: string): Promise<boolean> {
  if (name.startsWith('-') || name === 'HEAD' || /\p{Cc}/u.test(name)) return false
  const { code, stdout } = await git(['check-ref-format', '--branch', name], { cwd: '/' })
  return code === 0 && stdout.toString().trim() === name
}

/** Sets, moves or removes a reference only when it is as it was seen; all zeros is "not there". */
export async function updateRef(
  cwd: string,
  ref: string,
  to: string | null,
  from: string | null = null,
): Promise<boolean> {
  const args = to === null ? ['-d', ref, ...(from ? [from] : [])] : [ref, to, ...(from ? [from] : [])]
  const { code } = await git(['update-ref', '--no-deref', ...args], { cwd, writes: true })
  return code === 0
}

/** Somebody of the hub's where git knows nobody: commits need an author. */
export async function authorOf(cwd: string): Promise<NodeJS.ProcessEnv> {
  const { code } = await git(['var', 'GIT_COMMITTER_IDENT'], { cwd })
  return code === 0 ? {} : hubAuthor
}

export const hubAuthor: NodeJS.ProcessEnv = {
  GIT_AUTHOR_NAME: 'Atrium',
  GIT_AUTHOR_EMAIL: 'atrium@localhost',
  GIT_COMMITTER_NAME: 'Atrium',
  GIT_COMMITTER_EMAIL: 'atrium@localhost',
}

/** As `gitText` with its one line of answer, for commands that only read. */
export const askLine = async (args: readonly string[], options: GitOptions): Promise<string> =>
  (await gitText(args, options)).trim()

/** The same for commands that write objects. */
export const gitLine = (args: readonly string[], options: GitOptions): Promise<string> =>
  askLine(args, { ...options, writes: true })

/** Real path, or the path itself where there is nothing. */
export const realOr = (path: string): Promise<string> => realpath(path).catch(() => path)

/** @throws AppError conflict with `locked` when another git is at work, or died there */
export function lockedOr(said: string, error: AppError): AppError {
  if (!/\.lock'?: File exists|Another git process/.test(said)) return error
  return new AppError('conflict', 'Another git works in this repository, or left its lock file behind', {
    reason: 'locked',
  })
}

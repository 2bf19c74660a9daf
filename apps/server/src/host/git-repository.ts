// A repository with a working tree, opened for several commands in a row.
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type AppError, conflict } from '../core/errors.ts'
import type { ExecResult } from './exec.ts'
import { type GitOptions, git, gitRefusal, isNoRepository, neutral } from './git.ts'

export type Operation = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect'

export type Repository = {
  /** Top of the working tree. */
  root: string
  /** Where git keeps what belongs to this working tree. */
  gitFolder: string
  /** Runs git at the top; nothing that the configuration names is run. */
  git(args: readonly string[], options?: Omit<GitOptions, 'cwd' | 'off'>): Promise<ExecResult>
  /** As that, for what must succeed. @throws AppError conflict with what git said */
  text(args: readonly string[], options?: Omit<GitOptions, 'cwd' | 'off'>): Promise<string>
  /** What git said, as a refusal. */
  refusal(stderr: Buffer): Promise<AppError>
}

/**
 * The repository that a folder is in; null when there is none.
 * @throws AppError conflict when it is another user's, or says that its files lie elsewhere
 */
export async function openRepository(cwd: string, signal?: AbortSignal): Promise<Repository | null> {
  const [found, off] = await Promise.all([
    git(['rev-parse', '--show-toplevel', '--absolute-git-dir'], { cwd, ...(signal && { signal }) }),
    neutral(cwd, signal),
  ])
  if (found.code !== 0) {
    if (isNoRepository(found.stderr)) return null
    throw await gitRefusal(found.stderr, cwd)
  }
  const [root = '', gitFolder = ''] = found.stdout.toString().split('\n')
  await assertAtHome(root, gitFolder, cwd)
  const run: Repository['git'] = (args, options = {}) =>
    git(args, { ...options, cwd: root, off, ...(signal && { signal }) })
  return {
    root,
    gitFolder,
    git: run,
    refusal: (stderr) => gitRefusal(stderr, root),
    async text(args, options) {
      const { code, stdout, stderr } = await run(args, options)
      if (code !== 0) throw await gitRefusal(stderr, root)
      return stdout.toString()
    },
  }
}

/** `core.worktree` may name any folder of the machine; only one that says itself that it is of this repository is read. */
async function assertAtHome(root: string, gitFolder: string, cwd: string): Promise<void> {
  const mark = join(root, '.git')
  const isFolder = await stat(mark).then(
    (info) => info.isDirectory(),
    () => null,
  )
  const leads =
    isFolder === null
      ? null
      : isFolder
        ? mark
        : /^gitdir: (.+?)\s*$/.exec(await readFile(mark, 'utf8').catch(() => ''))?.[1]
  const real = leads ? await realpath(resolve(dirname(mark), leads)).catch(() => null) : null
  if (real === null || real !== (await realpath(gitFolder).catch(() => null)))
    throw conflict(
      `The repository at ${cwd} says that its files lie elsewhere (core.worktree), which is not followed: ${root}`,
    )
}

const signs: readonly [file: string, operation: Operation][] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
]

/** What has been begun in a working tree and not ended. */
export async function operationIn(gitFolder: string): Promise<Operation | null> {
  for (const [file, operation] of signs) {
    const isThere = await stat(join(gitFolder, file)).then(
      () => true,
      () => false,
    )
    if (isThere) return operation
  }
  return null
}

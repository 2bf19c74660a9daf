// Owns the merge of a card: made of objects alone, beside every working tree, so that there is nothing to be left half done.
import { isUtf8 } from 'node:buffer'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conflict } from '../../core/errors.ts'
import { git, gitRefusal, gitText } from '../../host/git.ts'
import { authorOf, gitLine, type Repository } from './repository.ts'

export type MergeResult =
  | { kind: 'merged'; tree: string }
  | { kind: 'conflict' }
  | { kind: 'failed'; said: string }

/** What the two would be together; nothing but objects is written. */
export async function mergedTree(cwd: string, base: string, branch: string): Promise<MergeResult> {
  const args = ['merge-tree', '--write-tree', '--no-messages', base, branch]
  const { code, stdout, stderr } = await git(args, { cwd, filters: true, writes: true, timeoutMs: 60_000 })
  if (code === 0) return { kind: 'merged', tree: stdout.toString().trim() }
  if (code === 1) return { kind: 'conflict' }
  return { kind: 'failed', said: stderr.toString().trim() }
}

export const planFiles = ['CHANGELOG.md', 'ROADMAP.md'] as const
export type Plan = { path: string; text: string; mode: string }

/** The plan of the project as it is in a tree; null without one. @throws AppError conflict when it is no text */
export async function planIn(repository: Repository, tree: string): Promise<Plan | null> {
  const cwd = repository.top
  for (const name of planFiles) {
    const path = repository.prefix + name
    const line = await gitText(['ls-tree', '-z', '--full-tree', tree, '--', path], { cwd })
    const [, mode, id] = /^(100\d{3}) blob ([0-9a-f]+)\t/.exec(line) ?? []
    if (mode === undefined || id === undefined) continue
    const { code, stdout, stderr, truncated } = await git(['cat-file', 'blob', id], { cwd })
    if (code !== 0 || truncated) throw await gitRefusal(stderr, cwd)
    // Written back as it is understood: other bytes would be lost on the way.
    if (!isUtf8(stdout)) throw conflict(`${name} is not a text file in UTF-8`)
    return { path, mode, text: stdout.toString() }
  }
  return null
}

/** The merge of both, and on top of it the plan with its new line. */
export async function commitMerge(
  repository: Repository,
  merge: { base: string; branch: string; tree: string; title: string; message: string },
  plan: Plan,
): Promise<string> {
  const cwd = repository.top
  const env = await authorOf(cwd)
  const commit = (tree: string, message: string, ...parents: string[]) =>
    gitLine(['commit-tree', '--no-gpg-sign', ...parents.flatMap((one) => ['-p', one]), '-m', message, tree], {
      cwd,
      env,
    })
  const merged = await commit(merge.tree, merge.message, merge.base, merge.branch)
  const tree = await treeWith(cwd, merge.tree, plan)
  return commit(tree, `docs(changelog): ${merge.title}`, merged)
}

/** The tree with one file in the place of another. */
async function treeWith(cwd: string, tree: string, plan: Plan): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'atrium-index-'))
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') }
    const blob = await gitLine(['hash-object', '-w', '--no-filters', '--stdin'], { cwd, input: plan.text })
    await gitText(['read-tree', tree], { cwd, env, writes: true })
    const input = `${plan.mode} ${blob}\t${plan.path}\0`
    await gitText(['update-index', '-z', '--index-info'], { cwd, env, writes: true, input })
    return await gitLine(['write-tree'], { cwd, env })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

import { lstat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { limits, type ProjectGitFiles } from '@atrium/schema'
import { git } from '../../host/git.ts'

type State = ProjectGitFiles['files'][string]

/** Whether a folder lies in a working tree of git, so that git is not started for nothing. */
async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await lstat(join(at, '.git')).catch(() => null)) !== null) return true
    if (dirname(at) === at) return false
  }
}

/** Which of these names of a folder git ignores; none where there is no repository or git does not answer. */
export async function ignoredOf(
  folder: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (names.length === 0 || !(await isInRepository(folder))) return new Set()
  const answer = await git(['check-ignore', '-z', '--stdin'], {
    cwd: folder,
    input: names.map((name) => `./${name}\0`).join(''),
    ...(signal && { signal }),
  }).catch(() => null)
  signal?.throwIfAborted()
  if (answer === null || answer.code !== 0) return new Set()
  const found = answer.stdout.toString().split('\0').filter(Boolean)
  return new Set(found.map((path) => path.replace(/^\.\//, '').replace(/\/$/, '')))
}

/** What git sees of the files below a folder, by path below it. */
export async function gitFilesOf(folder: string, signal: AbortSignal): Promise<ProjectGitFiles> {
  if (!(await isInRepository(folder))) return { files: {}, truncated: false }
  const top = await git(['rev-parse', '--show-toplevel'], { cwd: folder, signal })
  if (top.code !== 0) return { files: {}, truncated: false }
  const status = await git(['status', '--porcelain=v1', '-z', '--no-renames', '--', '.'], {
    cwd: folder,
    filters: true,
    signal,
  })
  if (status.code !== 0 && !status.truncated) return { files: {}, truncated: false }
  return badgesOf(status.stdout.toString(), {
    prefix: relative(top.stdout.toString().replace(/\n$/, ''), folder).split(sep).filter(Boolean).join('/'),
    truncated: status.truncated,
  })
}

/** Reads `git status --porcelain=v1 -z`, whose paths count from the top of the repository. */
export function badgesOf(
  output: string,
  { prefix, truncated = false }: { prefix: string; truncated?: boolean },
): ProjectGitFiles {
  const files: ProjectGitFiles['files'] = {}
  const lines = output.split('\0')
  if (truncated) lines.pop() // cut somewhere in it
  let count = 0
  for (const line of lines) {
    if (line.length < 4) continue
    const path = line.slice(3)
    if (prefix !== '' && !path.startsWith(`${prefix}/`)) continue
    if (count++ === limits.gitBadges) return { files, truncated: true }
    const own = prefix === '' ? path : path.slice(prefix.length + 1)
    // An untracked folder above or at the root itself has no name of its own below it.
    if (own !== '') files[own] = stateOf(line.charAt(0), line.charAt(1))
  }
  return { files, truncated }
}

function stateOf(index: string, tree: string): State {
  const both = index + tree
  if (both === '??') return 'untracked'
  if (index === 'U' || tree === 'U' || both === 'AA' || both === 'DD') return 'conflict'
  if (tree === 'D' || (index === 'D' && tree === ' ')) return 'deleted'
  if (tree !== ' ') return 'modified'
  if (index === 'A') return 'added'
  return index === 'R' ? 'renamed' : 'staged'
}

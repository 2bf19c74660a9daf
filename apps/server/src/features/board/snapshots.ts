// Owns what is kept of a working tree that is to go: one commit with every file as it lies there, and the index beside it.
// Written object by object: no filter, no conversion of line ends, no hook has a say in what the bytes are.
import { isUtf8 } from 'node:buffer'
import { chmod, copyFile, lstat, mkdtemp, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { conflict } from '../../core/errors.ts'
import { git, gitRefusal, gitText } from '../../host/git.ts'
import { askLine, gitLine, hubAuthor, shaOf, updateRef } from './repository.ts'
import { isThere } from './worktrees.ts'

export type Taken = { commit: string; files: number; branch: string | null }

export const snapshotRef = (cardId: string, startedAt: string): string =>
  `refs/atrium/snapshots/${cardId}/${startedAt.replace(/[^0-9TZ]/g, '')}`

/** Files that one process is given. */
const batch = 100
const slow = { timeoutMs: limits.networkGitMs }

/**
 * Keeps everything that is not committed in the working tree under `ref`; null when there is nothing to keep.
 * @throws AppError conflict when there is something that a commit cannot hold
 */
export async function takeSnapshot(cwd: string, ref: string, title: string): Promise<Taken | null> {
  const head = await shaOf(cwd, 'HEAD')
  if (head === null) throw conflict('The working tree has no commit to begin with')
  const branch = await currentBranch(cwd)
  const scratch = await mkdtemp(join(tmpdir(), 'atrium-index-'))
  try {
    const indexFile = await askLine(['rev-parse', '--path-format=absolute', '--git-path', 'index'], { cwd })
    const copy = async (name: string): Promise<NodeJS.ProcessEnv> => {
      const path = join(scratch, name)
      const { mtimeMs } = await stat(indexFile)
      await copyFile(indexFile, path)
      await chmod(path, 0o600)
      // Files as young as the index are compared by what is in them: a younger copy would hide changes of that second.
      const then = Math.floor(mtimeMs / 1_000)
      await utimes(path, then, then)
      return { GIT_INDEX_FILE: path }
    }
    const staged = await git(['write-tree'], { cwd, writes: true, env: await copy('staged') })
    const env = await copy('all')
    const paths = await changedPaths(cwd, env)
    const removals = paths.map((path) => `0 ${'0'.repeat(40)}\t${path}\0`).join('')
    await gitText(['update-index', '-z', '--index-info'], { cwd, writes: true, env, input: removals })
    for (let at = 0; at < paths.length; at += batch) {
      const input = await entriesOf(cwd, paths.slice(at, at + batch))
      await gitText(['update-index', '-z', '--index-info'], { cwd, writes: true, env, input })
    }
    const tree = await gitLine(['write-tree'], { cwd, env })
    const headTree = await askLine(['rev-parse', `${head}^{tree}`], { cwd })
    const stagedTree = staged.code === 0 ? staged.stdout.toString().trim() : tree
    const lost = branch === null && !(await isOnABranch(cwd, head))
    if (tree === headTree && stagedTree === headTree && !lost) return null
    const make = (of: string, message: string, ...parents: string[]) =>
      gitLine(['commit-tree', '--no-gpg-sign', ...parents.flatMap((one) => ['-p', one]), '-m', message, of], {
        cwd,
        env: hubAuthor,
      })
    const index = await make(stagedTree, `Index of: ${title}`, head)
    const commit = await make(tree, `Not committed: ${title}`, head, index)
    if (!(await updateRef(cwd, ref, commit)))
      throw conflict('The snapshot could not be kept in the repository')
    const changed = await gitText(['diff-tree', '-r', '-z', '--name-only', head, commit], { cwd })
    return { commit, branch, files: changed.split('\0').filter(Boolean).length }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function currentBranch(cwd: string): Promise<string | null> {
  const { code, stdout } = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd })
  return code === 0 ? stdout.toString().trim() : null
}

async function isOnABranch(cwd: string, commit: string): Promise<boolean> {
  const args = [
    'for-each-ref',
    '--count=1',
    `--contains=${commit}`,
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ]
  return (await gitText(args, { cwd })).trim() !== ''
}

/** Paths that differ from the index, new ones with them. @throws AppError conflict for a repository inside */
async function changedPaths(cwd: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const list = async (...args: string[]): Promise<string[]> => {
    const { code, stdout, stderr, truncated } = await git(['ls-files', '-z', ...args], {
      cwd,
      env,
      filters: true,
    })
    if (code !== 0 || truncated) throw await gitRefusal(stderr, cwd)
    if (!isUtf8(stdout)) throw conflict('There is a file in the working tree whose name is not UTF-8')
    return stdout.toString().split('\0').filter(Boolean)
  }
  const paths = new Set([
    ...(await list('--modified', '--deleted')),
    ...(await list('--others', '--exclude-standard')),
  ])
  for (const line of await list('--stage')) {
    const path = line.slice(line.indexOf('\t') + 1)
    if (line.startsWith('160000') && (await isThere(join(cwd, path, '.git')))) throw nested(path)
  }
  // Files that a person told git to leave alone: it names none of their changes.
  for (const line of await list('-v')) {
    const [tag, path] = [line.charAt(0), line.slice(2)]
    const isOut = tag.toLowerCase() === 's'
    if (/[a-zS]/.test(tag) && (!isOut || (await isThere(join(cwd, path))))) paths.add(path)
  }
  for (const path of paths) if (path.endsWith('/')) throw nested(path)
  return [...paths]
}

const nested = (path: string) =>
  conflict(`There is another repository in the working tree, which is not for the hub to remove: ${path}`)

/** Lines of the index for files as they lie there; none for those that are gone. */
async function entriesOf(cwd: string, paths: readonly string[]): Promise<string> {
  const options = { cwd, writes: true, ...slow }
  const files: { path: string; mode: string }[] = []
  const lines: string[] = []
  for (const path of paths) {
    const full = join(cwd, path)
    const stat = await lstat(full).catch(() => null)
    if (stat === null || stat.isDirectory()) continue // gone, or a folder whose files are named one by one
    if (stat.isFile()) files.push({ path, mode: (stat.mode & 0o100) === 0 ? '100644' : '100755' })
    else if (stat.isSymbolicLink()) {
      const input = await readlink(full, 'buffer')
      const id = await gitLine(['hash-object', '-w', '--no-filters', '--stdin'], { ...options, input })
      lines.push(`120000 ${id}\t${path}\0`)
    } else throw conflict(`This is no file that git could keep: ${path}`)
  }
  if (files.length > 0) {
    const args = ['hash-object', '-w', '--no-filters', '--', ...files.map(({ path }) => path)]
    const ids = (await gitLine(args, options)).split('\n')
    files.forEach(({ path, mode }, at) => lines.push(`${mode} ${ids[at]}\t${path}\0`))
  }
  return lines.join('')
}

/** Puts the files of a snapshot into a working tree that stands at its commit, and the index as it was. */
export async function applySnapshot(cwd: string, commit: string): Promise<void> {
  const options = { cwd, writes: true, filters: true, ...slow }
  await gitText(['read-tree', '--reset', '-u', commit], options)
  await undoConversions(cwd, commit)
  await gitText(['read-tree', `${commit}^2`], options)
}

/** Where the attributes of the repository made something else of a file, its bytes as they were kept. */
async function undoConversions(cwd: string, commit: string): Promise<void> {
  const raw = await gitText(['diff-tree', '-r', '-z', '--no-renames', `${commit}^1`, commit], { cwd })
  const fields = raw.split('\0')
  const files: { id: string; path: string }[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', , id = ''] = (fields[at] ?? '').split(' ')
    if (mode.startsWith('100')) files.push({ id, path: fields[at + 1] ?? '' })
  }
  for (let at = 0; at < files.length; at += batch) {
    const some = files.slice(at, at + batch)
    const args = ['hash-object', '--no-filters', '--', ...some.map(({ path }) => path)]
    const ids = (await gitText(args, { cwd, ...slow })).split('\n')
    for (const [n, { id, path }] of some.entries()) {
      if (ids[n] === id) continue
      const size = Number(await gitText(['cat-file', '-s', id], { cwd }))
      const kept = await git(['cat-file', 'blob', id], { cwd, maxBytes: size + 1_000, ...slow })
      if (kept.stdout.length !== size)
        throw conflict(`The repository has lost a file of the snapshot: ${path}`)
      await writeFile(join(cwd, path), kept.stdout)
    }
  }
}

/** Whether merging the snapshot into the base would bring nothing. */
export async function isContained(cwd: string, commit: string, base: string): Promise<boolean> {
  const merged = await git(['merge-tree', '--write-tree', base, commit], { cwd, writes: true, filters: true })
  if (merged.code !== 0) return false
  const tree = await askLine(['rev-parse', `${base}^{tree}`], { cwd })
  return merged.stdout.toString().trim() === tree
}

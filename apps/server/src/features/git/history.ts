/** What has been committed: pages of history, branches, one commit, and what lies between two. */
import {
  type CommitRow,
  type DiffList,
  type FileDiff,
  type GitBranches,
  type GitCommit,
  type GitLog,
  type GitLogQuery,
  limits,
} from '@atrium/schema'
import { invalid, notFound } from '../../core/errors.ts'
import { type GitOptions, git, gitRefusal, isNoRepository } from '../../host/git.ts'
import { createRawDiffReader } from './raw-diff.ts'
import { diffOptions, settings, textOf, withinBudget } from './uncommitted.ts'

/** Two states of a repository: ids of commits or names of branches. */
export type DiffRange = {
  base: string
  head: string
  /** Compares with where the two parted ways, as `base...head` does. */
  mergeBase?: boolean
}

type At = { cwd: string; signal?: AbortSignal | undefined }

const options = ({ cwd, signal }: At): GitOptions => ({ cwd, ...(signal && { signal }) })

/** What git prints; null outside a repository and in one without commits. @throws AppError conflict */
async function read(args: readonly string[], at: At): Promise<string | null> {
  const { code, stdout, stderr } = await git(args, options(at))
  if (code === 0) return stdout.toString()
  if (isNoRepository(stderr) || /does not have any commits yet/.test(stderr.toString())) return null
  throw await gitRefusal(stderr, at.cwd)
}

const fields = ['%H', '%h', '%s', '%an', '%aI'] as const
const rowFormat = `--format=tformat:${[...fields, '%D'].join('%x00')}`
const logOptions = [
  '-z',
  '--no-color',
  '--no-show-signature',
  '--no-notes',
  '--no-mailmap',
  '--encoding=UTF-8',
]

const rowOf = ([sha = '', shortSha = '', subject = '', authorName = '', isoDate = '']: string[]) => ({
  sha,
  shortSha,
  subject,
  authorName,
  isoDate,
})

/** `HEAD -> main, tag: v1, origin/main` as names alone; a name holds no blank, so that nothing in it can be taken for another. */
const refsOf = (decoration: string): string[] =>
  decoration
    .split(', ')
    .map((ref) => ref.replace(/^(?:HEAD -> |tag: )/, ''))
    .filter((ref) => ref !== '' && ref !== 'HEAD' && !ref.endsWith('/HEAD'))

export async function log(at: At, page: Omit<GitLogQuery, 'name'>): Promise<GitLog> {
  const { limit, skip, before, branch } = page
  const from = branch === undefined ? [] : [await refOf(at, branch)]
  const args = ['log', rowFormat, ...logOptions, `--max-count=${limit + 1}`, `--skip=${skip}`]
  if (before !== undefined) args.push(`--before=${before}`)
  const text = await read([...args, '--end-of-options', ...from, '--'], at)
  if (text === null) return { commits: [], hasMore: false }
  const parts = text.split('\0')
  const commits: CommitRow[] = []
  const width = fields.length + 1
  for (let first = 0; first + width <= parts.length; first += width) {
    const one = parts.slice(first, first + width)
    commits.push({ ...rowOf(one), refs: refsOf(one[width - 1] ?? '') })
  }
  return { commits: commits.slice(0, limit), hasMore: commits.length > limit }
}

/** The full name of a branch that is there. @throws AppError invalid when git takes it for none, not_found */
async function refOf(at: At, branch: string): Promise<string> {
  await assertBranchName(branch, 'branch', at)
  for (const kind of ['refs/heads/', 'refs/remotes/']) {
    const ref = kind + branch
    const { code } = await git(['show-ref', '--verify', '--quiet', '--', ref], options(at))
    if (code === 0) return ref
  }
  throw notFound('Branch', branch)
}

async function assertBranchName(branch: string, field: string, at: At): Promise<void> {
  const refused = () =>
    invalid(field, `git does not take this as the name of a branch: ${JSON.stringify(branch)}`)
  if (branch.startsWith('-') || branch.includes('\0')) throw refused()
  const { code, stdout } = await git(['check-ref-format', '--branch', branch], options(at))
  // It also reads `@{-1}`, as the branch before: the name itself must come back.
  if (code !== 0 || stdout.toString() !== `${branch}\n`) throw refused()
}

export async function branches(at: At): Promise<GitBranches> {
  const format = '%(refname)%00%(HEAD)%00%(upstream:short)%00%(upstream:track,nobracket)%00%(symref)'
  const list = (kind: string, shown: string) =>
    read(
      [
        'for-each-ref',
        '--sort=-committerdate',
        `--count=${limits.gitBranches + 1}`,
        `--format=${shown}`,
        kind,
      ],
      at,
    )
  const [local, remote] = await Promise.all([
    list('refs/heads/', format),
    list('refs/remotes/', '%(refname)%00%(symref)'),
  ])
  const rows = (text: string | null): string[][] =>
    (text ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\0'))
  const all = { local: rows(local), remote: rows(remote) }
  return {
    local: all.local.slice(0, limits.gitBranches).map(([ref = '', head, upstream = '', track = '']) => ({
      name: ref.slice('refs/heads/'.length),
      current: head === '*',
      upstream,
      ...distance(upstream, track),
    })),
    remote: all.remote
      .slice(0, limits.gitBranches)
      .filter(([, symref]) => symref === '')
      .map(([ref = '']) => ({ name: ref.slice('refs/remotes/'.length) })),
    truncated: Object.values(all).some((kind) => kind.length > limits.gitBranches),
  }
}

/** `ahead 1, behind 2`; nothing when both are at the same commit, `gone` when the other one was removed. */
function distance(upstream: string, track: string): { ahead: number | null; behind: number | null } {
  if (upstream === '' || track === 'gone') return { ahead: null, behind: null }
  return { ahead: count(track, 'ahead'), behind: count(track, 'behind') }
}

const count = (track: string, word: string): number =>
  Number(new RegExp(`${word} (\\d+)`).exec(track)?.[1] ?? 0)

/** What a commit says of itself, each part ended by a NUL; what it changed follows. */
const commitFields = [...fields, '%P', '%b'] as const

/** One call of git for all of it. @throws AppError not_found */
export async function commit(at: At, sha: string): Promise<GitCommit> {
  const unknown = () => notFound('Commit', sha)
  const reader = createRawDiffReader()
  const head = createHeadReader(commitFields.length, reader.push)
  const { code, truncated, stderr } = await git(
    [
      'log',
      '--no-walk',
      '--max-count=1',
      `--format=tformat:${commitFields.join('%x00')}`,
      ...logOptions,
      ...diffOptions,
      // Also `%h` would be whole: the ids of files are not needed here, and those in the patch stay whole.
      '--abbrev',
      '--full-index',
      '--root',
      '--diff-merges=first-parent',
      '--end-of-options',
      `${sha}^{commit}`,
      '--',
    ],
    { ...options(at), settings, onOutput: head.push },
  )
  if (code !== 0 && !truncated) {
    if (isNoRepository(stderr) || isNoObject(stderr)) throw unknown()
    throw await gitRefusal(stderr, at.cwd)
  }
  const parts = head.fields()
  const row = rowOf(parts)
  // A branch may be called like the beginning of an id.
  if (!row.sha.startsWith(sha)) throw unknown()
  const [parents = '', body = ''] = parts.slice(fields.length)
  return {
    ...row,
    body: body.trim().slice(0, limits.commitMessageBytes),
    parents: parents.split(' ').filter(Boolean),
    ...listOf(reader),
  }
}

/** Takes so many fields off the beginning, and a line end; hands on what follows. */
function createHeadReader(count: number, rest: (chunk: Buffer) => boolean) {
  let head: Buffer = Buffer.alloc(0)
  let isWhole = false
  return {
    push: (chunk: Buffer): boolean => {
      if (isWhole) return rest(chunk)
      head = Buffer.concat([head, chunk])
      let end = -1
      for (let found = 0; found < count; found++) {
        end = head.indexOf(0, end + 1)
        if (end < 0) return head.length < limits.helperOutputBytes
      }
      if (head.length === end + 1) return true // the line end is still to come
      isWhole = true
      return rest(head.subarray(end + 2))
    },
    fields: (): string[] => head.toString('utf8').split('\0').slice(0, count),
  }
}

const isNoObject = (stderr: Buffer): boolean =>
  /unknown revision|bad revision|bad object|ambiguous argument|expected commit type|not a valid object|Needed a single revision/i.test(
    stderr.toString(),
  )

/** @throws AppError not_found when one of the two is not there, invalid */
export async function between(at: At, { base, head, mergeBase = false }: DiffRange): Promise<DiffList> {
  const [from, to] = await Promise.all([idOf(at, base), idOf(at, head)])
  if (!mergeBase) return compare(at, from, to)
  const parted = await git(['merge-base', from, to], options(at))
  // Without a common beginning everything in it is new.
  return compare(at, parted.code === 0 ? parted.stdout.toString().trim() : from, to)
}

/** A branch of this name comes before an id that begins so, unless it is whole. */
async function idOf(at: At, name: string): Promise<string> {
  const isId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)
  const ref = isId ? name : await refOf(at, name)
  const found = await git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    options(at),
  )
  if (found.code !== 0) throw notFound('Commit', name)
  return found.stdout.toString().trim()
}

/** Two trees, told file by file. */
async function compare(at: At, from: string, to: string): Promise<DiffList> {
  const reader = createRawDiffReader()
  const { code, truncated, stderr } = await git(
    ['diff-tree', '-r', ...diffOptions, '--end-of-options', from, to, '--'],
    { ...options(at), settings, onOutput: reader.push },
  )
  if (code !== 0 && !truncated) throw await gitRefusal(stderr, at.cwd)
  return listOf(reader)
}

function listOf(reader: ReturnType<typeof createRawDiffReader>): DiffList {
  const { files, total } = reader.end()
  return {
    files: withinBudget(files.map(({ newId: _id, ...file }): FileDiff => ({ ...file, diff: textOf(file) }))),
    truncated: total > files.length,
  }
}

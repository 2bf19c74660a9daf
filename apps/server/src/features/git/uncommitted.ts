import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChangedFile, type Diff, limits } from '@atrium/schema'
import { operationIn, type Repository } from '../../host/git-repository.ts'
import { createRawDiffReader, type RawDiff } from './raw-diff.ts'
import { createStatusReader, type Status } from './status.ts'
import { contentOf } from './untracked.ts'

/** How files are compared, whatever the configuration says. */
export const diffOptions = [
  '--raw',
  '-p',
  '-z',
  '-M',
  '-l300',
  '--abbrev=64',
  '--unified=3',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
] as const

export const settings = [
  ['core.bigFileThreshold', String(limits.diffTextBytes)],
  ['diff.suppressBlankEmpty', 'false'],
  ['diff.orderFile', '/dev/null'],
] as const

/** Paths beyond this are not compared: a command line has an end. */
const argumentBytes = 1024 * 1024
/** Named so in every repository, for the two kinds of ids. */
const emptyTree: Record<number, string> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
}

/** @throws AppError conflict */
export async function statusOf(
  repository: Pick<Repository, 'text'>,
  untracked: 'all' | 'normal',
): Promise<Status> {
  const reader = createStatusReader()
  const args = [
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    `--untracked-files=${untracked}`,
    '--find-renames',
  ]
  await repository.text(args, { onOutput: reader.push })
  return reader.end()
}

type Row = Status['staged'][number]

/** What is not committed: one look at the whole, then at most two at what that found, side by side. */
export async function uncommitted(repository: Repository): Promise<Diff> {
  const status = await statusOf(repository, 'all')
  const { staged, unstaged, untracked } = trim(status)
  const head = status.born ? 'HEAD' : (emptyTree[status.idChars] ?? '')
  const [ofIndex, ofFiles, ofNew, operation] = await Promise.all([
    compare(repository, ['diff-index', '--cached', head], staged),
    compare(repository, ['diff-files', '-2'], unstaged),
    Promise.all(untracked.slice(0, limits.diffUntracked).map(({ path }) => contentOf(repository.root, path))),
    operationIn(repository.gitFolder),
  ])
  const files = [
    ...staged.map((row) => withDiff(row, ofIndex)),
    ...(await Promise.all(unstaged.map((row) => sized(repository.root, withDiff(row, ofFiles))))),
    ...untracked.map((row, at): ChangedFile => ({ ...blank, ...row, ...ofNew[at] })),
  ]
  return {
    isRepo: true,
    root: repository.root,
    branch: status.branch,
    ahead: status.ahead,
    behind: status.behind,
    operation,
    files: withinBudget(files),
    truncated: status.total > files.length,
    totalFiles: status.total,
  }
}

function trim({ staged, unstaged, untracked }: Status): Pick<Status, 'staged' | 'unstaged' | 'untracked'> {
  let room: number = limits.diffFiles
  const some = (rows: Row[]): Row[] => {
    const kept = rows.slice(0, room)
    room -= kept.length
    return kept
  }
  return { staged: some(staged), unstaged: some(unstaged), untracked: some(untracked) }
}

async function compare(
  repository: Repository,
  command: readonly string[],
  rows: readonly Row[],
): Promise<Map<string, RawDiff>> {
  const paths: string[] = []
  let bytes = 0
  for (const { path, oldPath } of rows)
    for (const one of oldPath === undefined ? [path] : [oldPath, path]) {
      bytes += Buffer.byteLength(one) + 1
      if (bytes <= argumentBytes) paths.push(one)
    }
  const found = new Map<string, RawDiff>()
  if (paths.length === 0) return found
  const reader = createRawDiffReader(2 * limits.diffFiles)
  const [name = '', ...options] = command
  // `--` ends the options; where a tree is named it stands before that.
  const args = [name, ...options.filter(isOption), ...diffOptions, ...options.filter(isTree), '--', ...paths]
  const { code, truncated, stderr } = await repository.git(args, { settings, onOutput: reader.push })
  if (code !== 0 && !truncated) throw await repository.refusal(stderr)
  // A conflict is told twice, as such and with what it looks like now; the second one has the lines.
  for (const file of reader.end().files) found.set(file.path, file)
  return found
}

const isOption = (word: string): boolean => word.startsWith('-')
const isTree = (word: string): boolean => !word.startsWith('-')

const blank = { additions: 0, deletions: 0, binary: false, oversize: false, diff: null } as const

function withDiff(row: Row, found: ReadonlyMap<string, RawDiff>): ChangedFile {
  const raw = found.get(row.path)
  if (!raw) return { ...blank, ...row }
  const { additions, deletions, binary, oversize, oldMode, newMode, submodule } = raw
  return {
    ...row,
    additions,
    deletions,
    binary,
    oversize,
    diff: textOf(raw),
    ...(oldMode !== undefined && { oldMode }),
    ...(newMode !== undefined && { newMode }),
    ...(submodule && { submodule }),
  }
}

/** The lines of a change; null where there are none, as for a file that was only moved. */
export const textOf = ({ binary, diff }: Pick<RawDiff, 'binary' | 'diff'>): string | null =>
  binary || !diff.includes('\n@@ ') ? null : diff

/** git takes what is very large for no text. */
async function sized(root: string, file: ChangedFile): Promise<ChangedFile> {
  if (!file.binary) return file
  const info = await lstat(join(root, file.path)).catch(() => null)
  return { ...file, oversize: (info?.size ?? 0) > limits.diffTextBytes }
}

/** The whole answer stays within its size; what no longer fits is told without lines. */
export function withinBudget<File extends { diff: string | null; oversize: boolean }>(files: File[]): File[] {
  let room: number = limits.diffBytes
  return files.map((file) => {
    if (file.diff === null) return file
    const bytes = Buffer.byteLength(file.diff)
    if (bytes > room) return { ...file, diff: null, oversize: true }
    room -= bytes
    return file
  })
}

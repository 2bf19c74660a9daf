import { z } from 'zod'
import { QueryInt } from './common.ts'
import { limits } from './limits.ts'
import { SessionName } from './sessions.ts'

/** Id of a commit, whole or its beginning. */
export const CommitId = z
  .string()
  .regex(/^[0-9a-f]{4,64}$/, 'A commit id is 4 to 64 lower-case hexadecimal digits')
  .meta({
    description: 'Id of a commit, whole or its first 4 digits and more.',
    examples: ['9fceb02d0ae598e95dc970b74767f19372d61af8'],
  })

/** Name of a branch as people write it. Whether git takes it as one is asked when it is used. */
export const BranchName = z
  .string()
  .min(1)
  .refine((name) => new TextEncoder().encode(name).length <= limits.branchNameBytes, {
    message: `At most ${limits.branchNameBytes} bytes`,
  })
  .meta({
    description: 'Name of a branch, local (`main`) or remote (`origin/main`).',
    examples: ['main'],
  })

/** What changed in one file. */
export const FileDiff = z
  .object({
    path: z.string().describe('Path below the root of the repository.'),
    oldPath: z.string().optional().describe('Where it was before, when it was renamed or copied.'),
    status: z.string().meta({
      description:
        'A added, M modified, D deleted, R renamed, C copied, T another kind of file, U in conflict, ? not in git.',
      examples: ['M'],
    }),
    additions: z.number().int().describe('Lines added.'),
    deletions: z.number().int().describe('Lines removed.'),
    binary: z.boolean().describe('Whether it is no text.'),
    oversize: z
      .boolean()
      .describe(
        `Whether its change is too large to be told whole: \`diff\` ends early, or is null. ${limits.diffFileBytes / 1024} KiB a file, ${limits.diffBytes / 1024 / 1024} MiB in all.`,
      ),
    diff: z
      .string()
      .nullable()
      .describe('Unified diff with its header; null where there are no lines to show.'),
    oldMode: z.string().optional().describe('Mode before, when the mode changed (such as 100644).'),
    newMode: z.string().optional().describe('Mode after, when the mode changed (such as 100755).'),
    submodule: z.boolean().optional().describe('true for a submodule, of which only the commit is compared.'),
  })
  .meta({ id: 'FileDiff' })
export type FileDiff = z.infer<typeof FileDiff>

const files = <Item extends z.ZodType>(item: Item) =>
  z.array(item).describe(`What changed, at most ${limits.diffFiles} files.`)
const truncated = z
  .boolean()
  .describe(`Whether more than ${limits.diffFiles} files changed and the rest is left out.`)

/** A list of changes that is no longer than it may be. */
export const DiffList = z.object({ files: files(FileDiff), truncated })
export type DiffList = z.infer<typeof DiffList>

/** One line of `GET /api/sessions/{name}/diff`. Source: the second API page. */
export const ChangedFile = FileDiff.extend({
  category: z
    .enum(['staged', 'unstaged', 'untracked'])
    .describe('Where the change is; a file with both kinds is listed twice. Conflicts are unstaged.'),
  conflict: z
    .enum([
      'both_modified',
      'both_added',
      'both_deleted',
      'added_by_us',
      'added_by_them',
      'deleted_by_us',
      'deleted_by_them',
    ])
    .optional()
    .describe('How two branches disagree about it.'),
}).meta({ id: 'ChangedFile' })
export type ChangedFile = z.infer<typeof ChangedFile>

export const DiffQuery = z.object({ name: SessionName })

/** What is not committed yet. Source: the second API page, `GET /api/sessions/{name}/diff`. */
export const Diff = z
  .discriminatedUnion('isRepo', [
    z.object({ isRepo: z.literal(false).describe('The folder is in no repository.') }),
    z.object({
      isRepo: z.literal(true).describe('The folder is in a repository.'),
      root: z.string().describe('Root of the working tree; all paths count from here.'),
      branch: z.string().describe('Branch, or (detached).'),
      ahead: z.number().int().nullable().describe('Commits ahead of upstream; null without one.'),
      behind: z.number().int().nullable().describe('Commits behind upstream; null without one.'),
      operation: z
        .enum(['merge', 'rebase', 'cherry-pick', 'revert', 'bisect'])
        .nullable()
        .describe('What has been begun here and not ended.'),
      files: files(ChangedFile),
      truncated,
      totalFiles: z.number().int().describe('How many there are in all.'),
    }),
  ])
  .meta({ id: 'Diff' })
export type Diff = z.infer<typeof Diff>

export const GitLogQuery = z.object({
  name: SessionName,
  limit: QueryInt.min(1)
    .max(limits.gitLogPageMax)
    .default(limits.gitLogPage)
    .describe(`Commits a page, at most ${limits.gitLogPageMax}.`),
  skip: QueryInt.min(0)
    .max(limits.gitLogSkip)
    .default(0)
    .describe(`Commits to pass over, at most ${limits.gitLogSkip}.`),
  before: z
    .string()
    .max(64)
    .regex(/^[\w][\w :+.,/-]*$/, 'A date as git writes it, such as 2026-01-31 or "2 weeks ago"')
    .optional()
    .describe('Only commits older than this date, in any form that git reads.'),
  branch: BranchName.optional().describe('History of this branch; default: what is checked out.'),
})
export type GitLogQuery = z.infer<typeof GitLogQuery>

/** One commit in a list. */
export const CommitRow = z
  .object({
    sha: z.string().describe('Id.'),
    shortSha: z.string().describe('Its beginning, as long as git finds enough.'),
    subject: z.string().describe('First line of the message.'),
    authorName: z.string().describe('Who wrote it.'),
    isoDate: z.string().describe('When it was written, with the zone of its author (ISO 8601).'),
    refs: z.array(z.string()).describe('Branches and tags that point at it.'),
  })
  .meta({ id: 'CommitRow' })
export type CommitRow = z.infer<typeof CommitRow>

/** A page of history. Source: the second API page, `GET /api/sessions/{name}/git/log`. */
export const GitLog = z
  .object({
    commits: z.array(CommitRow).describe('Youngest first; empty outside a repository.'),
    hasMore: z.boolean().describe('Whether there are older ones.'),
  })
  .meta({ id: 'GitLog' })
export type GitLog = z.infer<typeof GitLog>

/** Source: the second API page, `GET /api/sessions/{name}/git/branches`. */
export const GitBranches = z
  .object({
    local: z
      .array(
        z.object({
          name: z.string().describe('Name.'),
          current: z.boolean().describe('Whether it is checked out here.'),
          upstream: z.string().describe('Branch it follows; empty when there is none.'),
          ahead: z.number().int().nullable().describe('Commits ahead of it; null without one.'),
          behind: z.number().int().nullable().describe('Commits behind it; null without one.'),
        }),
      )
      .describe('Branches of this repository, the last used first.'),
    remote: z
      .array(z.object({ name: z.string().describe('Name with that of its remote.') }))
      .describe('Branches of its remotes as last fetched.'),
    truncated: z
      .boolean()
      .describe(`Whether there are more than ${limits.gitBranches} of one kind, and the rest is left out.`),
  })
  .meta({ id: 'GitBranches' })
export type GitBranches = z.infer<typeof GitBranches>

export const GitCommitQuery = z.object({ name: SessionName, sha: CommitId })

/** One commit with what it changed. Source: the second API page, `GET /api/sessions/{name}/git/commit/{sha}`. */
export const GitCommit = CommitRow.omit({ refs: true })
  .extend({
    body: z.string().describe('The message without its first line.'),
    parents: z.array(z.string()).describe('Ids of its parents; two for a merge, none for a first commit.'),
    files: files(FileDiff).describe('What changed since its first parent.'),
    truncated,
  })
  .meta({ id: 'GitCommit' })
export type GitCommit = z.infer<typeof GitCommit>

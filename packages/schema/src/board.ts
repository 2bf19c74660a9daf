import { z } from 'zod'
import { IsoDate } from './common.ts'
import { DiffList } from './git.ts'
import { limits } from './limits.ts'

/** Where a card stands, in the order of the board's columns. Source: the second API page, Board. */
export const cardStages = ['idea', 'brainstorming', 'spec', 'implement', 'review', 'done'] as const
export const CardStage = z
  .enum(cardStages)
  .describe(
    'Column: idea, brainstorming (being worked out), spec (written down, waits to be built), implement, review, done.',
  )
export type CardStage = z.infer<typeof CardStage>

const CardId = z
  .uuid()
  .meta({ description: 'Id of the card (UUID).', examples: ['5c85a1de-6f1c-4b39-9f0a-3f5f2f0f9d11'] })
const ProjectId = z
  .string()
  .min(1)
  .max(limits.fileNameBytes)
  .regex(/^\P{Cc}+$/u, 'must be the id of a project')
  .meta({ description: 'Id of the project.', examples: ['shop'] })
/** No store keeps a NUL. */
const withoutNul = (text: string): string => text.replaceAll('\0', '')
const Title = z
  .string()
  .overwrite((text) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())
  .min(1)
  .max(limits.titleChars)
  .meta({ description: 'Title, at most 200 characters; made one line.', examples: ['Dark mode'] })
const Priority = z.enum(['p0', 'p1', 'p2']).nullable().describe('Priority; p0 is the most pressing.')
const Theme = z
  .string()
  .overwrite(withoutNul)
  .trim()
  .max(limits.labelChars)
  .nullable()
  .describe('A word that groups cards.')
const Notes = z
  .string()
  .transform((text) => withoutNul(text).slice(0, limits.cardNotesChars))
  .nullable()
  .describe('Notes; cut to 500 characters.')
const Order = z
  .number()
  .describe('Place inside the column, ascending; fractions are fine. The hub may renumber a column.')

/** One card. Source: the second API page, `GET /api/board/cards`. */
export const Card = z
  .object({
    id: CardId,
    projectId: ProjectId,
    title: z.string().describe('Title.'),
    priority: Priority,
    stage: CardStage,
    origin: z.enum(['solo', 'collab']).describe('collab when an agent and a person thought of it together.'),
    theme: z.string().nullable().describe('A word that groups cards.'),
    order: Order,
    sessionRef: z.string().nullable().describe('Session that works for it, or did last.'),
    brainstormDoc: z.string().nullable().describe('Path of the written spec, below the project folder.'),
    notes: z.string().nullable().describe('Notes.'),
    branch: z.string().nullable().describe('Branch with the work, once there is some to look at.'),
    implementSummary: z.string().nullable().describe('What the agent says it did.'),
    worktreePath: z.string().nullable().describe('Folder of its own working tree.'),
    createdAt: IsoDate,
    updatedAt: IsoDate,
    sessionLive: z.boolean().describe('Whether `sessionRef` runs now.'),
  })
  .meta({ id: 'Card' })
export type Card = z.infer<typeof Card>

export const CardList = z.object({
  cards: z.array(Card).describe('By project, column and place in it.'),
})
export const CardListQuery = z.object({ projectId: ProjectId.optional().describe('Only of this project.') })
export const CardRef = z.object({ id: CardId })

export const CardCreate = z.object({
  projectId: ProjectId,
  title: Title,
  priority: Priority.default(null),
  stage: CardStage.default('idea'),
  origin: z
    .string()
    .max(limits.labelChars)
    .default('solo')
    .transform((word): 'solo' | 'collab' => (word === 'collab' ? 'collab' : 'solo'))
    .describe('`collab`; everything else is `solo`.'),
  theme: Theme.default(null),
  notes: Notes.default(null),
})
export type CardCreate = z.infer<typeof CardCreate>

export const CardUpdate = CardRef.extend({
  stage: CardStage.optional().describe('Column to move to, the same one to change the order.'),
  order: Order.optional().describe('Place in that column; only with `stage`. Default: the end.'),
  endSession: z.boolean().optional().describe('With a change of `stage`: end the session of the card.'),
  title: Title.optional(),
  projectId: ProjectId.optional(),
  priority: Priority.optional(),
  theme: Theme.optional(),
  sessionRef: z
    .string()
    .regex(/^[\w\-. ]{1,64}$/, 'must be the name of a session')
    .nullable()
    .optional()
    .describe('Session that works for it. Not for agents.'),
  brainstormDoc: z
    .string()
    .min(1)
    .max(limits.cardFieldChars)
    .nullable()
    .optional()
    .describe('Path of the spec, inside the project.'),
  notes: Notes.optional(),
  branch: z
    .string()
    .min(1)
    .max(limits.branchNameBytes)
    .nullable()
    .optional()
    .describe('Branch with the work; by the rules of git.'),
  implementSummary: z
    .string()
    .overwrite(withoutNul)
    .max(limits.cardSummaryChars)
    .nullable()
    .optional()
    .describe('What was done, in two or three sentences.'),
  worktreePath: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .nullable()
    .optional()
    .describe("A working tree that git lists for the project, in the hub's folder. Not for agents."),
})
export type CardUpdate = z.infer<typeof CardUpdate>

export const CardCleanup = z
  .object({
    sessionKilled: z.boolean().describe('Whether its session was ended.'),
    worktreeRemoved: z.boolean().describe('Whether its working tree was removed.'),
    branchDeleted: z.boolean().describe('Whether its branch, merged, was deleted.'),
    branchKept: z.boolean().describe('Whether its branch was kept, because it holds more than the base.'),
    snapshot: z
      .string()
      .nullable()
      .describe('Snapshot of what was not committed in the working tree; null when all was.'),
    kept: z.string().nullable().describe('Why the working tree was left where it is; null when it was not.'),
  })
  .meta({ id: 'CardCleanup' })
export type CardCleanup = z.infer<typeof CardCleanup>
export const CardUpdated = Card.extend({
  cleanup: CardCleanup.optional().describe('What moving to done tidied up.'),
})

export const CardRun = z.object({
  session: z.string().describe('Name of the session.'),
  reused: z.boolean().describe('Whether it ran already (status 200) or was begun now (201).'),
  hint: z
    .string()
    .optional()
    .describe(
      'What the person may have to do in the terminal: the hub answers no question of trust for them.',
    ),
})
export type CardRun = z.infer<typeof CardRun>
export const CardImplement = CardRef.extend({
  permissionMode: z
    .enum(['default', 'acceptEdits', 'plan', 'auto', 'bypassPermissions'])
    .default('acceptEdits')
    .describe(
      "Permission mode of the agent. What it may not do alone it asks: in its terminal, or through the hub's approvals.",
    ),
})
export type CardImplement = z.infer<typeof CardImplement>

export const BranchDiff = z
  .object({
    isRepo: z.boolean().describe('Whether the project is a git repository.'),
    base: z.string().optional().describe('Branch that it is compared with.'),
    branch: z.string().optional().describe('Branch of the card.'),
    files: DiffList.shape.files.optional(),
    truncated: DiffList.shape.truncated.optional(),
  })
  .meta({ id: 'BranchDiff' })
export type BranchDiff = z.infer<typeof BranchDiff>

/** Why a card cannot be finished now. The first seven are the original's. */
export const finishReasons = [
  'dirty-tree',
  'no-base',
  'no-remote',
  'no-branch',
  'conflict',
  'preflight-error',
  'no-changelog-section',
  'fetch-failed',
  'remote-diverged',
  'locked',
  'uncommitted-work',
] as const
export type FinishReason = (typeof finishReasons)[number]
export const CardFinish = CardRef.extend({
  uncommitted: z
    .enum(['refuse', 'snapshot'])
    .default('refuse')
    .describe(
      'What becomes of changes in its working tree that are not committed and so would not be merged: refuse to finish, or keep them as a snapshot.',
    ),
})
export const CardFinished = z.object({
  done: z.literal(true).describe('Always true; a refusal is an HTTP error with `reason`.'),
  base: z.string().describe('Branch that it was merged into.'),
  pushed: z.literal(true).describe('Always true: the remote has it.'),
  note: z
    .string()
    .nullable()
    .describe('What is left to the person; null when nothing is, for example a base that could not follow.'),
  cleanup: CardCleanup.nullable().describe('What was tidied up.'),
})
export type CardFinished = z.infer<typeof CardFinished>

/** What was not committed when a working tree was removed. */
export const CardSnapshot = z
  .object({
    id: z.string().describe('Id of the snapshot.'),
    cardId: CardId,
    projectId: ProjectId,
    title: z.string().describe('Title of the card then.'),
    branch: z.string().nullable().describe('Branch that was checked out; null when none was.'),
    ref: z.string().describe('Reference in the repository that keeps it.'),
    commit: z.string().describe('Commit that holds the files.'),
    files: z.number().int().describe('How many files differ from the last commit.'),
    createdAt: IsoDate,
    cardThere: z.boolean().describe('Whether the card is still on the board.'),
  })
  .meta({ id: 'CardSnapshot' })
export type CardSnapshot = z.infer<typeof CardSnapshot>
export const CardSnapshotList = z.object({
  snapshots: z.array(CardSnapshot).describe('Newest first; at most 1,000.'),
})
const SnapshotId = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .describe('Id of the snapshot.')
export const CardSnapshotRef = z.object({ id: SnapshotId })

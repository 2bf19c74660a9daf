import { z } from 'zod'
import { QueryInt } from './common.ts'
import { CommitId, GitLogQuery } from './git.ts'
import { limits } from './limits.ts'
import { SessionName } from './sessions.ts'

/** Id of a project, as its routes name it. */
export const ProjectId = z
  .string()
  .min(1)
  .max(limits.projectIdChars)
  .regex(/^(?!session:)[^/\\\p{Cc}]+$/u, 'must be the id of a project')
  .meta({ description: 'Id of the project.', examples: ['shop'] })

/** A project, or the folder of a terminal session. */
export const ProjectSource = z
  .string()
  .min(1)
  .max(limits.projectIdChars)
  .regex(/^[^/\\\p{Cc}]+$/u, 'must be the id of a project, or session: and a name')
  .meta({
    description: 'Id of a project, or `session:` and the name of a terminal session.',
    examples: ['shop', 'session:cc-shop'],
  })

const noControl = (text: string): boolean => !/\p{Cc}/u.test(text)
const noBraces = (text: string): boolean => !/[{}]/.test(text)

const DisplayName = z
  .string()
  .trim()
  .min(1, 'displayName required')
  .max(limits.projectNameChars, `displayName too long (max ${limits.projectNameChars})`)
  .refine((name) => noControl(name) && noBraces(name), 'displayName has unsafe chars')
  .meta({ description: 'Name for people, without control characters or braces.', examples: ['Shop'] })

const FolderPath = z
  .string()
  .min(1, 'path required')
  .max(limits.pathBytes)
  .meta({ description: 'Absolute path of its folder; `~` is your home.', examples: ['~/code/shop'] })

/** Version in the headings of a plan, without the `v` in front. */
export const PlanVersion = z
  .string()
  .regex(/^[0-9A-Za-z.\-+]{1,40}$/, 'must be 1 to 40 of 0-9 A-Z a-z . - +')
  .meta({ description: 'Version, without the `v` in front.', examples: ['1.2.0'] })

/** Sections of a plan that hold checklists. */
export const PlanSection = z
  .enum(['released', 'dev', 'backlog'])
  .describe('released: what is out. dev: what is being worked on. backlog: what may come.')
export type PlanSection = z.infer<typeof PlanSection>

/** One line of a checklist. */
export const PlanItem = z
  .object({
    done: z.boolean().describe('Whether its box is ticked.'),
    text: z.string().describe('What it says, without the box and without its facts.'),
    meta: z
      .record(z.string(), z.string())
      .describe('Facts at the end of the line, `{priority: p1, theme: ui}`.'),
    line: z
      .number()
      .int()
      .describe('Number of its line from 1: what changes name it by. Any change may move it.'),
    hash: z
      .string()
      .describe(
        'What its line says; sent back with a change, the change is refused when the line says something else.',
      ),
  })
  .meta({ id: 'PlanItem' })
export type PlanItem = z.infer<typeof PlanItem>

const Counted = (what: string) =>
  z
    .object({
      version: z.string().nullable().describe('Version in the heading; null without such a section.'),
      done: z.number().int().describe('Ticked items.'),
      total: z.number().int().describe('All items.'),
    })
    .describe(what)

const facts = {
  id: ProjectId,
  displayName: z.string().describe('Name for people.'),
  path: z.string().describe('Its folder.'),
  pinned: z.boolean().describe('Whether it stands first.'),
}
const more = {
  discovered: z
    .boolean()
    .describe('Whether it was found below `ATRIUM_PROJECT_ROOTS` and not added by a person.'),
  available: z.boolean().describe('Whether its folder is there now.'),
  problem: z
    .string()
    .nullable()
    .describe('Why its plan cannot be read; null when it can, or when there is none.'),
}

/** A project as lists show it. */
export const ProjectSummary = z
  .object({
    ...facts,
    released: Counted('Items of the version that is out.'),
    dev: Counted('Items of the version that is being worked on.'),
    backlogCount: z.number().int().describe('Items of the backlog.'),
    missing: z.boolean().describe('Whether it has no plan: neither `CHANGELOG.md` nor `ROADMAP.md`.'),
    mtimeMs: z.number().nullable().describe('When its plan changed last, in ms; null without one.'),
    ...more,
  })
  .meta({ id: 'ProjectSummary' })
export type ProjectSummary = z.infer<typeof ProjectSummary>

export const ProjectList = z.object({
  projects: z.array(ProjectSummary).describe('Pinned ones first, then by name.'),
})

const Section = (what: string) =>
  z
    .object({
      version: z.string().nullable().describe('Version in the heading; null without such a section.'),
      items: z.array(PlanItem).describe('Its items in their order.'),
    })
    .describe(what)

/** A project with its plan. */
export const Project = z
  .object({
    ...facts,
    released: Section('What is out.'),
    dev: Section('What is being worked on.'),
    backlog: z.array(PlanItem).describe('What may come.'),
    changelog: z.string().describe('Text of the section `Changelog`.'),
    sections: z.array(PlanSection).describe('Checklists that the plan has, empty ones too, in their order.'),
    unknown: z.array(z.string()).describe('Headings of the other sections, which are left alone.'),
    missing: z.boolean().optional().describe('true when it has no plan; else not there.'),
    ...more,
    file: z
      .string()
      .nullable()
      .describe('`CHANGELOG.md` or `ROADMAP.md`, whichever is its plan; null without one.'),
    hash: z
      .string()
      .nullable()
      .describe(
        'SHA-256 of its plan; as `If-Match` of a change it refuses the change when the plan differs.',
      ),
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof Project>

export const ProjectRef = z.object({ id: ProjectId })

/** Source: the second API page names `name`; its clients send `displayName`. */
export const ProjectCreate = z
  .object({
    displayName: DisplayName.optional(),
    name: DisplayName.optional().describe('The same as `displayName`.'),
    path: FolderPath,
    plan: z
      .boolean()
      .default(true)
      .describe(
        'Whether a `CHANGELOG.md` is written where the folder has no plan; one that is there is kept as it is.',
      ),
  })
  .refine((project) => project.displayName !== undefined || project.name !== undefined, {
    path: ['displayName'],
    message: 'displayName required',
  })
export type ProjectCreate = z.infer<typeof ProjectCreate>

export const ProjectCreated = z.object({
  id: ProjectId,
  displayName: z.string().describe('Name for people.'),
  path: z.string().describe('Its folder, links resolved.'),
})
export type ProjectCreated = z.infer<typeof ProjectCreated>

export const ProjectUpdate = ProjectRef.extend({
  pinned: z.boolean({ error: 'pinned must be a boolean' }).optional().describe('Whether it stands first.'),
  displayName: DisplayName.optional(),
  path: FolderPath.optional().describe('Where its folder is now, after it was moved.'),
})
export type ProjectUpdate = z.infer<typeof ProjectUpdate>

export const ProjectRemoved = z.object({ ok: z.literal(true).describe('Always true.') })

/** What may be done to an item. */
export const PlanAction = z.enum(['toggle', 'delete', 'add', 'edit', 'move', 'reorder', 'set-version'])
export type PlanAction = z.infer<typeof PlanAction>

/** A field that the service checks, so that a refusal says which rule was broken first: `reason` is `bad-line`, …. */
function checkedLater(type: z.ZodType, description: string) {
  const { $schema: _, ...shape } = z.toJSONSchema(type)
  return z
    .unknown()
    .optional()
    .meta({ ...shape, description })
}

export const PlanChange = ProjectRef.extend({
  action: checkedLater(PlanAction, 'What is to be done.'),
  section: checkedLater(PlanSection, 'Where the line lies; for `add`, where it goes.'),
  line: checkedLater(
    z.int().min(1),
    'Number of the line, from 1. All actions but `add` and `set-version` need it.',
  ),
  hash: checkedLater(
    z.string(),
    '`hash` of the item as it was shown: the change is refused when its line says something else by now.',
  ),
  text: checkedLater(
    z.string().min(1).max(limits.planTextChars),
    'For `add` and `edit`: what it says, without control characters or braces.',
  ),
  meta: checkedLater(
    z.record(z.string(), z.string()),
    `For \`add\`: at most ${limits.planFacts} facts, names and values at most ${limits.planFactChars} characters.`,
  ),
  toSection: checkedLater(PlanSection, 'For `move`: where the item goes.'),
  toIndex: checkedLater(
    z.int().min(0),
    'For `reorder`: its new place among the items of its section, from 0.',
  ),
  version: checkedLater(PlanVersion, 'For `set-version`: the new version, of `released` or `dev`.'),
})
export type PlanChange = z.infer<typeof PlanChange>

export const ProjectRelease = ProjectRef.extend({
  releaseVersion: checkedLater(PlanVersion, 'Version that is released, without the `v` in front.'),
  newDevVersion: checkedLater(PlanVersion, 'Version that is worked on from now.'),
  narrative: checkedLater(
    z.string().max(limits.planNarrativeChars),
    'What the changelog says about it: Markdown without a line that begins with `## `. Optional.',
  ),
})
export type ProjectRelease = z.infer<typeof ProjectRelease>

/** What `ideagen` answers: 201 for a session that was begun, 200 for one that is there. */
export const ProjectIdeas = z.object({
  session: SessionName,
  reused: z.boolean().describe('Whether the session was there already.'),
})
export type ProjectIdeas = z.infer<typeof ProjectIdeas>

export const ProjectSearchQuery = z.object({
  q: z.string().max(limits.queryValueChars).default('').describe('Words to find in the text of items.'),
  limit: QueryInt.min(1)
    .default(limits.projectSearchPage)
    .transform((wanted) => Math.min(wanted, limits.projectSearchPageMax))
    .describe(
      `1 to ${limits.projectSearchPageMax}; default ${limits.projectSearchPage}. A larger one is cut.`,
    ),
})
export type ProjectSearchQuery = z.infer<typeof ProjectSearchQuery>

export const ProjectMatches = z.object({
  matches: z
    .array(
      z.object({
        projectId: ProjectId,
        projectName: z.string().describe('Name of the project for people.'),
        section: PlanSection,
        line: PlanItem.shape.line,
        text: PlanItem.shape.text,
        meta: PlanItem.shape.meta,
        done: PlanItem.shape.done,
      }),
    )
    .describe('What is being worked on first, then the backlog, then what is out.'),
  truncated: z.boolean().describe('Whether there are more.'),
})
export type ProjectMatches = z.infer<typeof ProjectMatches>

export const ProjectGitQuery = z.object({ id: ProjectSource })
export const ProjectGit = z.object({
  status: z
    .object({
      branch: z.string().describe('Current branch, or `(detached)`.'),
      dirty: z.boolean().describe('Whether anything is changed or untracked.'),
      ahead: z.number().int().nullable().describe('Commits that its upstream lacks; null without one.'),
      behind: z
        .number()
        .int()
        .nullable()
        .describe('Commits of its upstream that it lacks; null without one.'),
    })
    .nullable()
    .describe('null when the folder is in no repository.'),
  commits: z
    .array(
      z.object({
        hash: z.string().describe('Id of the commit, shortened.'),
        subject: z.string().describe('First line of its message.'),
        relDate: z.string().describe('When, in words: `3 hours ago`.'),
      }),
    )
    .describe('The five newest.'),
})
export type ProjectGit = z.infer<typeof ProjectGit>

/** The same questions as those of a session's repository, asked of a project's. */
export const ProjectLogQuery = GitLogQuery.omit({ name: true }).extend({ id: ProjectId })
export const ProjectCommitQuery = z.object({ id: ProjectId, sha: CommitId })

/** What a client may say on `WS /api/projects/events`. */
export const ProjectClientFrame = z.object({
  type: z
    .literal('ping')
    .describe('Answered with `pong`, so that a client can tell a quiet wire from a dead one.'),
})

/** Frames of `WS /api/projects/events`. */
export const ProjectFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello').describe('The watching has begun.') }),
  z.object({ type: z.literal('pong').describe('Answer to a ping.') }),
  z.object({
    type: z.literal('project-changed'),
    id: ProjectId,
    seq: z
      .number()
      .int()
      .describe('Grows with every change of this project; from 1 again when the hub starts.'),
  }),
])
export type ProjectFrame = z.infer<typeof ProjectFrame>

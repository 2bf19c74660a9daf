import { Approval, FileMatches, FileSearchQuery, limits, PlanUsage, ProjectSummary } from '@atrium/schema'
import { z } from 'zod'
import { tool } from './tool.ts'

export const hubTools = [
  tool({
    name: 'list_projects',
    title: 'List projects',
    description: 'Projects that the hub knows: their folders, and how far their plans are.',
    access: 'files',
    hints: { readOnly: true },
    input: z.object({}),
    output: z.object({ projects: z.array(ProjectSummary).describe('Pinned ones first, then by name.') }),
    run: ({ hub }) => hub.projects.list(),
  }),
  tool({
    name: 'search_files',
    title: 'Search files of a project',
    description: 'Find files of a project by name, or lines in them by their text.',
    access: 'files',
    hints: { readOnly: true },
    input: z.object({
      project_id: FileSearchQuery.shape.id,
      query: FileSearchQuery.shape.q,
      in: FileSearchQuery.shape.in,
      path: FileSearchQuery.shape.path,
      regex: FileSearchQuery.shape.regex,
      case_sensitive: FileSearchQuery.shape.caseSensitive,
      limit: z
        .number()
        .int()
        .min(1)
        .max(limits.searchResults)
        .default(50)
        .describe(`How many matches, 1 to ${limits.searchResults}; default 50.`),
    }),
    output: FileMatches,
    run: ({ hub }, { project_id: id, query: q, case_sensitive: caseSensitive, ...input }) =>
      hub.projectFiles.search({ id, q, caseSensitive, ...input }),
  }),
  tool({
    name: 'list_approvals',
    title: 'List what waits for a person',
    description:
      'What agents of the hub ask and nobody has answered yet. They are answered by a person, in the console or a messenger, never from here.',
    access: 'signed-in',
    hints: { readOnly: true },
    input: z.object({}),
    output: z.object({
      approvals: z
        .array(
          Approval.pick({
            id: true,
            source: true,
            kind: true,
            state: true,
            name: true,
            title: true,
            tool: true,
            text: true,
            createdAt: true,
            expiresAt: true,
          }),
        )
        .describe('What waits, newest first; then what expired within the last hour.'),
    }),
    run: ({ hub }) => hub.approvals.list(),
  }),
  tool({
    name: 'get_usage',
    title: 'Usage of the plan',
    description: "How much of the person's plan is used, and when its limits begin anew.",
    access: 'chat',
    hints: { readOnly: true },
    input: z.object({}),
    output: PlanUsage,
    run: ({ hub }) => hub.usage.get(),
  }),
]

import { z } from 'zod'
import { IsoDate } from './common.ts'

export const HealthQuery = z.object({
  detailed: z.boolean().default(false).describe('true adds the parts; needs a key.'),
})

/** Something that is wrong, and what it means. */
export const Problem = z.object({
  code: z.string().describe('Kind of problem.'),
  message: z.string().describe('One sentence with the next step.'),
  subject: z.string().nullable().describe('Name, id or path of what it is about, where there are several.'),
})
export const Health = z
  .object({
    status: z
      .enum(['ok', 'degraded', 'recovery'])
      .describe('ok: all is well. degraded: see problems. recovery: only health and restore work.'),
    timestamp: z.number().int().describe('Milliseconds since 1970.'),
    version: z.string().describe('Version of the hub.'),
    commit: z.string().optional().describe('Commit, when run from a checkout; with detailed.'),
    problems: z.array(Problem).optional().describe('What is wrong; with detailed.'),
    vault: z
      .object({
        path: z.string().describe('Folder.'),
        status: z.enum(['ok', 'inaccessible']).describe('Whether it can be read and written.'),
      })
      .optional()
      .describe('The vault; with detailed.'),
    database: z
      .object({
        engine: z.enum(['sqlite', 'postgres']).describe('Engine.'),
        status: z.enum(['ok', 'error']).describe('Whether it answers.'),
      })
      .optional()
      .describe('The database; with detailed.'),
    tmux: z
      .object({
        available: z.boolean().describe('Whether it can be used.'),
        version: z.string().nullable().describe('Version.'),
      })
      .optional()
      .describe('tmux; with detailed.'),
    sandbox: z
      .object({
        available: z.boolean().describe('Whether sandboxed runs are possible.'),
        engine: z.string().nullable().describe('bubblewrap or null.'),
      })
      .optional()
      .describe('The sandbox; with detailed.'),
    modules: z
      .array(
        z.object({
          name: z.string().describe('Name.'),
          status: z.string().describe('State.'),
          hash: z.string().nullable().describe('Hash.'),
        }),
      )
      .optional()
      .describe('Modules; with detailed.'),
    uptime: z.number().optional().describe('Seconds since the start; with detailed.'),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>

export const Version = z
  .object({
    current: z.string().describe('Version that runs.'),
    latest: z.string().nullable().describe('Newest published version; null when not known.'),
    publishedAt: IsoDate.nullable().describe('When that was published.'),
    url: z.string().nullable().describe('Where to read about it.'),
    changelogMd: z.string().nullable().describe('What changed, in Markdown.'),
    isNewer: z.boolean().describe('Whether latest is newer than current.'),
    checkedAt: z
      .number()
      .int()
      .nullable()
      .describe('Milliseconds since 1970 of the last check; null if there was none.'),
    error: z.string().nullable().describe('Why the last check failed.'),
  })
  .meta({ id: 'Version' })
export type Version = z.infer<typeof Version>

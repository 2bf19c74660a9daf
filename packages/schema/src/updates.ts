import { z } from 'zod'

/** Something that has a version here and perhaps a newer one elsewhere. Source: the second API page, `GET /api/updates`. */
export const UpdateItem = z
  .object({
    id: z.string().describe('Id: hub, cli:claude, ext:tmux and the like.'),
    category: z.enum(['hub', 'cli', 'dependency', 'external']).describe('What kind of thing it is.'),
    name: z.string().describe('Name for people.'),
    current: z.string().nullable().describe('Version that is here; null where it does not say.'),
    latest: z.string().nullable().describe('Newest published version; null when it is not known.'),
    outdated: z.boolean().describe('Whether the newest is newer.'),
    source: z.enum(['github', 'git', 'cli', 'system']).describe('Where the newest version was looked up.'),
    executable: z.boolean().describe('Whether the hub can start its update.'),
    url: z.string().nullable().describe('Where to read about it.'),
  })
  .meta({ id: 'UpdateItem' })
export type UpdateItem = z.infer<typeof UpdateItem>

export const UpdateGuardReason = z
  .enum(['up-to-date', 'dirty-tree', 'local-ahead', 'not-a-checkout', 'no-tmux'])
  .describe(
    'up-to-date: nothing newer. dirty-tree: files of the hub were changed. local-ahead: it has commits of its own. not-a-checkout: it was not installed with git. no-tmux: nothing would outlive the restart.',
  )
export type UpdateGuardReason = z.infer<typeof UpdateGuardReason>

export const HubUpdate = UpdateItem.extend({
  guard: z
    .object({
      ok: z.boolean().describe('Whether an update may begin.'),
      reason: UpdateGuardReason.nullable().describe('Why not; null when it may.'),
    })
    .describe('What stands in the way of an update.'),
  lastUpdate: z
    .object({
      from: z.string().describe('Version before.'),
      to: z.string().describe('Version that was asked for.'),
      state: z
        .enum(['running', 'done', 'rolled-back', 'failed'])
        .describe('rolled-back and failed: the version before runs on, as it was.'),
      message: z.string().describe('What happened, in a sentence.'),
      at: z.number().describe('Milliseconds since 1970.'),
    })
    .nullable()
    .describe('How the last update went; null when there was none.'),
}).meta({ id: 'HubUpdate' })
export type HubUpdate = z.infer<typeof HubUpdate>

export const UpdatesQuery = z.object({
  refresh: z
    .enum(['0', '1', 'true', 'false'])
    .default('0')
    .describe('1 asks again instead of giving what was learnt within the last hour.'),
})
export const Updates = z
  .object({
    hub: HubUpdate.nullable().describe('The hub itself; null when not even its own facts could be read.'),
    clis: z.array(UpdateItem).describe('Coding agents that are installed here.'),
    dependencies: z
      .array(UpdateItem)
      .describe('Always empty: what the hub is made of comes with its own updates.'),
    externals: z.array(UpdateItem).describe('Programs of the system that the hub uses.'),
    outdatedCount: z.number().int().describe('How many are outdated.'),
    checkedAt: z.number().int().describe('Milliseconds since 1970 of the look.'),
    error: z.string().nullable().describe('What could not be learnt, and why; null when all was.'),
  })
  .meta({ id: 'Updates' })
export type Updates = z.infer<typeof Updates>

export const UpdateRef = z.object({
  id: z
    .string()
    .regex(/^[a-z]+(:[a-z0-9-]+)?$/, 'must be an id of the list')
    .max(64)
    .describe('Id from the list.'),
})
export const UpdateStarted = z.object({
  session: z.string().describe('Terminal session in which it runs: watch it there.'),
  existing: z.literal(true).optional().describe('Set when it was running already.'),
})
export type UpdateStarted = z.infer<typeof UpdateStarted>

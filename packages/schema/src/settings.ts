import { z } from 'zod'
import { RunnerName } from './agents.ts'
import { limits } from './limits.ts'

/** What a person may change while the hub runs; each value outlives a restart. */
export const Settings = z
  .object({
    default_runner: RunnerName.nullable().describe(
      'Agent of new chats; null chooses claude where it is usable, else guide.',
    ),
    claude_path: z
      .string()
      .min(1)
      .max(limits.pathBytes)
      .regex(/^\//, 'must be an absolute path')
      .nullable()
      .describe('The `claude` program to use; null finds it on PATH.'),
    max_live_agents: z
      .number()
      .int()
      .min(limits.liveAgents.min)
      .max(limits.liveAgents.max)
      .describe('Agent processes that may live at once, about 230 MB each.'),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof Settings>
export const SettingsUpdate = Settings.partial()
export type SettingsUpdate = z.infer<typeof SettingsUpdate>

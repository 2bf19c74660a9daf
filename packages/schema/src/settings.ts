import { z } from 'zod'
import { RunnerName } from './agents.ts'
import { limits } from './limits.ts'

/** What a person may change while the hub runs; each value outlives a restart. */
export const Settings = z
  .object({
    defaultRunner: RunnerName.nullable().describe(
      'Agent of new chats; null chooses claude where it is usable, else guide.',
    ),
    claudePath: z
      .string()
      .min(1)
      .max(limits.pathBytes)
      .regex(/^\//, 'must be an absolute path')
      .nullable()
      .describe('The `claude` program to use; null finds it on PATH.'),
    maxLiveAgents: z
      .number()
      .int()
      .min(limits.liveAgents.min)
      .max(limits.liveAgents.max)
      .describe('Agent processes that may live at once, about 230 MB each.'),
    tmuxMouse: z
      .enum(['on', 'off'])
      .describe('Whether the mouse scrolls and selects in terminals; off leaves it to the program inside.'),
    checkForUpdates: z
      .boolean()
      .describe(
        'Whether the hub looks twice a day for a newer version of itself; nothing is installed by itself.',
      ),
    autoRestore: z
      .boolean()
      .describe(
        'Whether sessions that nobody stopped begin again after the machine was off. Default false: nothing is run again by itself.',
      ),
    autoRestoreContinue: z
      .boolean()
      .describe('Whether agents then go on with their conversation instead of beginning anew.'),
    remoteApproval: z
      .boolean()
      .describe(
        'Whether what agents in terminals ask is shown in the approvals, and may be answered from there.',
      ),
    chatTools: z
      .boolean()
      .describe(
        'Whether the agent of a chat may read its own chat and, as far as it is trusted, the cards of its project, and begin further chats.',
      ),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof Settings>
/** What is to change; what is absent stays. Source: the second API page, `PATCH /api/settings`. */
export const SettingsUpdate = Settings.partial()
  .strict()
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'no valid settings in body')
export type SettingsUpdate = z.infer<typeof SettingsUpdate>

/** Settings with what surrounds them. Source: the second API page, `GET /api/settings`. */
export const SettingsView = z
  .object({
    settings: Settings.describe('What holds now.'),
    defaults: Settings.describe('What holds where nothing was set.'),
    schema: z
      .record(z.string(), z.unknown())
      .describe('JSON Schema of the settings, with a description each.'),
    status: z
      .object({
        version: z.string().describe('Version of the hub.'),
        uptimeSeconds: z.number().int().describe('Seconds since the start.'),
        sessions: z.number().int().describe('Sessions that run.'),
        activePtys: z.number().int().describe('Terminals that are open.'),
      })
      .describe('How the hub is now.'),
    features: z
      .object({
        voice: z
          .object({
            enabled: z.boolean().describe('Whether speech can be written down.'),
            lang: z.string().describe('Language that is expected.'),
          })
          .describe('Voice input.'),
        preview: z
          .object({
            enabled: z.boolean().describe('Whether previews are served.'),
            host: z.string().nullable().describe('Host name of previews.'),
          })
          .describe('The preview proxy.'),
        cfAccess: z
          .object({ enabled: z.boolean().describe('Whether it is asked.') })
          .describe('Cloudflare Access.'),
        push: z.object({ configured: z.boolean().describe('Whether it can be sent.') }).describe('Web Push.'),
        projectRoots: z.array(z.string()).describe('Folders whose subfolders may be projects.'),
        browseRoots: z.array(z.string()).describe('Folders that may be browsed.'),
        defaultProjectDir: z.string().describe('Where new sessions begin.'),
      })
      .describe('What this hub can do.'),
  })
  .meta({ id: 'SettingsView' })
export type SettingsView = z.infer<typeof SettingsView>
export const SettingsChanged = z.object({ settings: Settings.describe('What holds now.') })

import { z } from 'zod'
import { Chat, TrustLevel } from './chat.ts'
import { QueryInt, Slug } from './common.ts'
import { limits } from './limits.ts'

/** Words of trust as the first system has spelled them over time. */
const trustWords = {
  full: 'full',
  trusted: 'full',
  direct: 'full',
  vault: 'vault',
  sandboxed: 'sandboxed',
  untrusted: 'sandboxed',
} as const satisfies Record<string, TrustLevel>

const isTrustWord = (word: string): word is keyof typeof trustWords => Object.hasOwn(trustWords, word)

/** A trust level under any of its names, in any case. */
export const TrustWord = z
  .string()
  .max(limits.nameChars)
  .transform((word, ctx): TrustLevel => {
    const known = word.toLowerCase()
    if (isTrustWord(known)) return trustWords[known]
    ctx.addIssue({ code: 'custom', message: 'full, vault or sandboxed' })
    return z.NEVER
  })
  .describe('full, vault or sandboxed; the older words trusted, direct and untrusted are understood.')

/** Which of a kind the chats of a workspace may use. */
export const Allowed = z
  .union([
    z.enum(['all', 'none']),
    z.array(z.string().min(1).max(limits.fileNameBytes)).max(limits.capabilityNames),
  ])
  .meta({ id: 'Allowed', description: 'all, none, or the names that may be used.' })
export type Allowed = z.infer<typeof Allowed>

const dirs = z.array(z.string().min(1).max(limits.pathBytes)).max(limits.capabilityNames)

export const WorkspacePlugins = z
  .object({
    include_user: z.boolean().describe("Whether the person's own plugins are used."),
    dirs: dirs.describe('Folders of further plugins.'),
  })
  .meta({ id: 'WorkspacePlugins' })
export type WorkspacePlugins = z.infer<typeof WorkspacePlugins>

export const WorkspaceCapabilities = z
  .object({
    mcps: Allowed.describe('MCP servers.'),
    skills: Allowed.describe('Skills.'),
    agents: Allowed.describe('Agent files.'),
    plugins: WorkspacePlugins.describe('Plugins of the agent program.'),
  })
  .meta({ id: 'WorkspaceCapabilities', description: 'What its chats may use.' })
export type WorkspaceCapabilities = z.infer<typeof WorkspaceCapabilities>

export const SandboxLimits = z
  .object({
    memory: z
      .string()
      .regex(/^\d{1,6}(\.\d{1,3})?[bkmg]?$/i)
      .default('512m')
      .describe('Most memory, as Docker writes it: 512m.'),
    cpu: z
      .string()
      .regex(/^\d{1,4}(\.\d{1,3})?$/)
      .default('1.0')
      .describe('Most processors, as text: 1.0.'),
    timeout: z.number().int().min(1).max(86_400).default(300).describe('Longest run in seconds.'),
  })
  .meta({ id: 'SandboxLimits' })
export type SandboxLimits = z.infer<typeof SandboxLimits>

/** A workspace: what the chats in it begin with, and what they may use. Source: the first API page. */
export const Workspace = z
  .object({
    name: z.string().describe('Name for people.'),
    slug: Slug,
    description: z.string().describe('What it is for; may be empty.'),
    trust_level: TrustLevel.describe('No chat in it is trusted more than this.'),
    working_directory: z.string().nullable().describe('Folder of chats that have none of their own.'),
    model: z.string().nullable().describe('Model of chats for which nobody chose one.'),
    capabilities: WorkspaceCapabilities,
    sandbox: SandboxLimits.nullable().describe('Limits of sandboxed runs; null sets none.'),
  })
  .meta({ id: 'Workspace', description: 'A workspace.' })
export type Workspace = z.infer<typeof Workspace>

/** As it is sent: what is left out is `all`, and the older forms of `plugins` are understood. */
export const CapabilitiesInput = z.object({
  mcps: Allowed.default('all').describe('MCP servers; default all.'),
  skills: Allowed.default('all').describe('Skills; default all.'),
  agents: Allowed.default('all').describe('Agent files; default all.'),
  plugins: z
    .union([
      z.object({
        include_user: z.boolean().default(true).describe("Whether the person's own plugins are used."),
        dirs: dirs.default([]).describe('Folders of further plugins.'),
      }),
      z.literal('all').transform(() => ({ include_user: true, dirs: [] as string[] })),
      z.literal('none').transform(() => ({ include_user: false, dirs: [] as string[] })),
    ])
    .default({ include_user: true, dirs: [] })
    .describe('Plugins of the agent program; all and none are understood.'),
})

/** Null is the default. */
const given = <Type extends z.ZodType>(type: Type, description: string) =>
  type.nullable().optional().describe(description)

export const WorkspaceCreate = z
  .object({
    name: z.string().trim().min(1).max(limits.titleChars).describe('Name for people.'),
    description: given(z.string().max(limits.textChars), 'What it is for.'),
    trust_level: given(TrustWord, 'No chat in it is trusted more than this; full (default) sets no bound.'),
    default_trust_level: given(TrustWord, 'Older name of trust_level, which wins.'),
    working_directory: given(
      z.string().max(limits.pathBytes),
      'Folder of chats that have none of their own: relative to the vault, or absolute.',
    ),
    model: given(z.string().max(128), 'Model of chats for which nobody chose one.'),
    capabilities: given(CapabilitiesInput, 'What its chats may use, as a whole; default everything.'),
    sandbox: given(SandboxLimits, 'Limits of sandboxed runs; default none.'),
  })
  .meta({ id: 'WorkspaceCreate' })
export type WorkspaceCreate = z.infer<typeof WorkspaceCreate>

export const WorkspaceRef = z.object({
  slug: z.string().max(limits.pathParameterChars).describe('Slug of the workspace.'),
})

/** Changes to a workspace: absent fields stay, null goes back to the default. The slug never changes. */
export const WorkspaceUpdate = WorkspaceRef.extend({
  ...WorkspaceCreate.shape,
  name: given(WorkspaceCreate.shape.name, 'New name; null keeps it.'),
})
export type WorkspaceUpdate = Omit<z.infer<typeof WorkspaceUpdate>, 'slug'>

export const WorkspaceFound = z.object({ workspace: Workspace })
export const WorkspaceList = z.object({
  workspaces: z.array(Workspace).describe('Sorted by slug; those that cannot be read are left out.'),
})
export const WorkspaceDeleted = z.object({ deleted: Slug })

export const WorkspaceChatsQuery = WorkspaceRef.extend({
  archived: z.boolean().optional().describe('true: only archived chats; false: only others; default both.'),
  limit: QueryInt.min(1)
    .max(limits.workspaceChatsMax)
    .default(limits.chatPage)
    .describe('1 to 500; default 100.'),
  offset: QueryInt.min(0).default(0).describe('How many to skip; default 0.'),
})
export const WorkspaceChats = z.object({
  workspace: Workspace,
  sessions: z.array(Chat).describe('Its chats, newest change first.'),
})

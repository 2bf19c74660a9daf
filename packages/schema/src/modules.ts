import { z } from 'zod'
import { limits } from './limits.ts'

/** Name of a module, skill, server or agent in URLs and folders. */
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .describe('Name: lower-case letters, digits, - and _.')

export const ModuleTrust = z
  .enum(['full', 'vault', 'sandboxed'])
  .describe(
    'What its process may reach. full: what the person may. vault: it reads the vault and itself and writes through the hub. sandboxed: the hub alone.',
  )
export type ModuleTrust = z.infer<typeof ModuleTrust>

/** What a module is, as the list shows it. */
export const ModuleEntry = z
  .object({
    name: z.string().describe('Name; its routes lie below /api/{name}.'),
    status: z
      .enum(['loaded', 'pending_approval', 'failed', 'unsupported', 'invalid'])
      .describe(
        'loaded: its routes answer. pending_approval: new or changed, an administrator must approve it. failed: approved, but it does not run. unsupported: a Python module of the first system. invalid: it can never be loaded as it is.',
      ),
    source: z.enum(['bundled', 'vault']).describe('Part of the hub, or a folder of the vault.'),
    approval: z
      .enum(['approved', 'new', 'changed'])
      .describe('Whether its files are as an administrator approved them.'),
    message: z.string().nullable().describe('Why it is not loaded, in one sentence; null when it is.'),
    path: z.string().describe('Its folder; for one in the vault relative to the vault.'),
    sha256: z.string().nullable().describe('Hash over all its files; null when they cannot be read.'),
    files: z.number().int().describe('How many files the hash covers.'),
    size: z.number().int().describe('Bytes of those files.'),
    hash: z.string().optional().describe('First 12 digits of the hash; of what is loaded.'),
    current_hash: z.string().optional().describe('First 12 digits of the hash of what waits for approval.'),
    known_hash: z
      .string()
      .nullable()
      .optional()
      .describe('First 12 digits of the hash that was approved before; null for a new one.'),
    version: z.string().describe('Version by its manifest.'),
    description: z.string().describe('What it is for, by its manifest.'),
    provides: z.array(z.string()).describe('Interfaces it provides.'),
    requires: z.array(z.string()).describe('Interfaces it needs.'),
    trust_level: ModuleTrust,
    has_router: z.boolean().describe('Whether it has routes.'),
    routes: z
      .array(
        z.object({
          method: z.string().describe('Method.'),
          path: z.string().describe('Path, with /api.'),
          summary: z.string().describe('What it does.'),
          scope: z.string().describe('Scope that a key needs.'),
        }),
      )
      .describe('Its routes; empty until it was loaded once.'),
    tools: z.array(z.string()).describe('Tools it gives to agents.'),
    hooks: z.array(z.string()).describe('Events it hears.'),
    schedule: z
      .array(
        z.object({
          name: z.string().describe('Name of the job.'),
          cron: z.string().describe('When, as a cron expression.'),
          next_run: z.string().nullable().describe('Time of the next run.'),
        }),
      )
      .describe('What it does by the clock.'),
    running: z.boolean().describe('Whether its process runs now; one that is not needed rests.'),
    memory: z
      .number()
      .int()
      .nullable()
      .describe('Bytes of memory of its process; null when it is not known.'),
  })
  .meta({ id: 'Module' })
export type ModuleEntry = z.infer<typeof ModuleEntry>

export const ModuleList = z.object({ modules: z.array(ModuleEntry).describe('Modules, by name.') })

export const ModuleRef = z.object({ name })
export const ModuleApprove = ModuleRef.extend({
  hash: z
    .string()
    .regex(/^[0-9a-f]{12,64}$/)
    .optional()
    .describe('What was shown, at least its first 12 digits: other files than these are not approved.'),
})
export const ModuleApproved = z.object({
  approved: z.literal(true).describe('Always true; a refusal is an HTTP error.'),
  name: z.string().describe('Name.'),
  message: z.string().describe('What came of it.'),
  status: z.enum(['loaded', 'failed']).describe('Whether it is loaded now.'),
})

const mod = z.string().min(1).max(limits.nameChars).describe('chat, daily, brain or build, in any case.')

export const ModulePromptRef = z.object({ mod })
export const ModulePrompt = z.object({
  module: z.string().describe('Name.'),
  path: z.string().describe('File of the prompt, relative to the vault.'),
  exists: z.boolean().describe('Whether the file is there.'),
  content: z.string().nullable().describe('Its text; null when it is not there.'),
  defaultPrompt: z.string().describe('A text to begin with.'),
})
export const ModulePromptUpdate = ModulePromptRef.extend({
  content: z.string().max(limits.modulePromptChars).optional().describe('The new text.'),
  reset: z.boolean().default(false).describe('true removes the file.'),
})
export const ModulePromptUpdated = z.object({
  success: z.literal(true).describe('Always true; a refusal is an HTTP error.'),
  path: z.string().optional().describe('File that was written, relative to the vault.'),
  reset: z.literal(true).optional().describe('Set when the file was removed.'),
})
export const ModuleStats = z.object({
  module: z.string().describe('Name.'),
  fileCount: z.number().int().describe('Files in its folder of the vault, at any depth.'),
  totalSize: z.number().int().describe('Bytes of them.'),
  hasPrompt: z.boolean().describe('Whether it has a prompt of its own.'),
  truncated: z.boolean().describe('Whether the folder is too large to be counted to its end.'),
})

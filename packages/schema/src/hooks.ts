import { z } from 'zod'

/** Everything that happens in the hub and that a script or module may hear of. */
export const hookEvents = [
  'server.started',
  'server.stopping',
  'session.created',
  'session.resumed',
  'session.completed',
  'message.received',
  'message.sent',
  'run.before',
  'run.after',
  'tool.before',
  'tool.after',
  'sync.pushed',
  'daily.entry.created',
  'daily.entry.updated',
  'module.loaded',
  'module.unloaded',
  'bot.message.received',
  'bot.message.sent',
  'context.approaching_limit',
] as const
/** Modules add events of their own, which begin with their name. */
export type HookEvent = (typeof hookEvents)[number] | `${string}.${string}`

export const Hook = z
  .object({
    name: z.string().describe('File name without its ending, or name of the module.'),
    source: z.enum(['script', 'module']).describe('A script of the vault, or a module.'),
    path: z.string().describe('File or folder.'),
    events: z.array(z.string()).describe('Events it hears; empty until it is approved.'),
    blocking: z.boolean().describe('Whether the hub waits for it.'),
    timeout: z.number().describe('Seconds it may take.'),
    enabled: z.boolean().describe('Whether it is called at all.'),
    description: z.string().describe('What it is for.'),
    status: z
      .enum(['active', 'disabled', 'pending_approval', 'failed', 'unsupported'])
      .describe(
        'active: it is called. disabled: it says so itself. pending_approval: new or changed, an administrator must approve it. failed: its config cannot be read. unsupported: a Python script of the first system.',
      ),
    approval: z.enum(['approved', 'new', 'changed']).describe('Whether the file is as it was approved.'),
    sha256: z.string().nullable().describe('Hash of the file; null when it cannot be read.'),
    message: z.string().nullable().describe('Why it is not called, in one sentence; null when it is.'),
  })
  .meta({ id: 'Hook', description: 'A hook as the list shows it.' })
export type Hook = z.infer<typeof Hook>

export const HookList = z.object({
  hooks: z.array(Hook).describe('Hooks, by name.'),
  health: z
    .object({
      hooks_count: z.number().int().describe('Hooks that are called.'),
      events_registered: z.array(z.string()).describe('Events that somebody hears.'),
      recent_errors_count: z.number().int().describe('Failures in the list of errors.'),
    })
    .describe('How the hooks do.'),
})

export const HookFailure = z
  .object({
    hook_name: z.string().describe('Name of the hook.'),
    event: z.string().describe('Event it was called for.'),
    error: z.string().describe('What went wrong.'),
    timestamp: z.string().describe('When, in ISO 8601 with +00:00.'),
  })
  .meta({ id: 'HookFailure' })
export type HookFailure = z.infer<typeof HookFailure>
export const HookErrors = z.object({
  errors: z.array(HookFailure).describe('The last 50, the oldest first.'),
})

export const HookApprove = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    .describe('Name of the hook.'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{12,64}$/)
    .optional()
    .describe('What was shown, at least its first 12 digits: another file than this is not approved.'),
})
export const HookApproved = z.object({
  approved: z.literal(true).describe('Always true; a refusal is an HTTP error.'),
  name: z.string().describe('Name.'),
  message: z.string().describe('What came of it.'),
  hook: Hook,
})

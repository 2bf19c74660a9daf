import { z } from 'zod'

/** Which agent answers: `claude` (Agent SDK) or `guide` (built in, no model). Later ACP agents join by name. */
export const RunnerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .meta({ description: 'Name of the agent that runs: claude, guide.', examples: ['claude'] })

/** How freely an agent may change things without asking, as the agents themselves name it. */
export const PermissionMode = z.enum(['default', 'acceptEdits', 'plan']).meta({
  id: 'PermissionMode',
  description:
    'default: ask as the trust level says. acceptEdits: file edits in the working directory are not asked about. plan: read and plan, change nothing until the plan is approved.',
})
export type PermissionMode = z.infer<typeof PermissionMode>

export const AgentModel = z.object({
  value: z.string().describe('What to send as `model`.'),
  title: z.string().describe('Name for people.'),
  description: z.string().nullable().describe('One line about it.'),
})

/** One agent as this machine has it. */
export const Agent = z
  .object({
    name: RunnerName,
    title: z.string().describe('Name for people.'),
    status: z
      .enum(['ready', 'missing', 'no_credential', 'error'])
      .describe(
        'ready: usable now. missing: its program is not installed. no_credential: it has no way to sign in. error: see message.',
      ),
    message: z.string().nullable().describe('What is missing and the next step.'),
    version: z.string().nullable().describe('Version of its program, where there is one.'),
    models: z
      .array(AgentModel)
      .describe('Models to choose from; empty when the agent has none or has not said yet.'),
    is_default: z.boolean().describe('Whether a new chat gets this agent.'),
    installable: z.boolean().describe('Whether `POST /api/agents/{name}/install` can fetch it.'),
    install: z
      .object({
        state: z.enum(['running', 'done', 'failed']).describe('How the fetch stands.'),
        message: z.string().describe('Last line of progress, or why it failed.'),
      })
      .nullable()
      .describe('The fetch of its program, if one was started.'),
  })
  .meta({ id: 'Agent' })
export type Agent = z.infer<typeof Agent>
export const AgentList = z.object({ agents: z.array(Agent).describe('All agents, the default one first.') })
export const AgentRef = z.object({ name: RunnerName })

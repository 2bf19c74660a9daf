import { z } from 'zod'
import { IsoDate } from './common.ts'
import { limits } from './limits.ts'
import { TrustLevel } from './trust.ts'

/** Which agent answers: `claude` (Agent SDK), `guide` (built in, no model), or one that speaks ACP, by its name. */
export const RunnerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .meta({
    description: 'Name of the agent that runs: claude, guide, codex, opencode, … or one that was added.',
    examples: ['claude'],
  })

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

/** No NUL: a program's arguments and environment cannot carry one. */
const plain = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not contain NUL')
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'is not a name of a variable')
const path = plain(limits.pathBytes).regex(/^\//, 'must be an absolute path')

/** How an agent of the person reaches its model, so that it can be held in a sandbox. */
export const AgentService = z
  .object({
    url: z
      .url({ protocol: /^https?$/ })
      .max(limits.queryValueChars)
      .describe('Address of the model service; every call below it may pass, and nothing else.'),
    url_variable: variable.describe('Variable in which the agent is told an address in place of that one.'),
    key_variable: variable.describe(
      'Variable that holds its key. The key stays outside of the sandbox; the agent is given a stand-in.',
    ),
    header: z
      .enum(['authorization', 'x-api-key', 'x-goog-api-key'])
      .default('authorization')
      .describe('Header in which the service wants the key; authorization is `Bearer`.'),
  })
  .meta({ id: 'AgentService' })

const own = {
  title: z.string().trim().min(1).max(limits.labelChars).describe('Name for people.'),
  command: plain(limits.commandChars)
    .min(1)
    .regex(/^(\/|[^/]+$)/, 'must be a name on PATH or an absolute path')
    .describe(
      'Program to start: a name on PATH or an absolute path. It speaks ACP on its standard input and output.',
    ),
  args: z
    .array(plain(limits.commandChars))
    .max(limits.commandWords)
    .describe('Its arguments, one by one; no shell reads them.'),
  env: z
    .record(variable, plain(limits.textChars))
    .refine((values) => Object.keys(values).length <= limits.agentVariables, 'holds too many variables')
    .describe(
      'Values that it gets beside what every program gets. In answers they are masked; a masked value keeps the old one.',
    ),
  variables: z
    .array(variable.refine((name) => !name.startsWith('ATRIUM_'), 'is a variable of the hub itself'))
    .max(limits.agentVariables)
    .describe("Names in the hub's own environment whose values it gets, too."),
  service: AgentService.nullable().describe(
    'How it reaches its model from a sandbox. Null: it runs in chats of full trust alone, since it acts by itself.',
  ),
  folders: z
    .array(path)
    .max(limits.agentFolders)
    .describe('Absolute folders that it must see inside a sandbox, read-only, beside its own program.'),
}

/** A program of the person that speaks ACP. */
export const OwnAgent = z.object({ name: RunnerName, ...own }).meta({ id: 'OwnAgent' })
export type OwnAgent = z.infer<typeof OwnAgent>

/** Body of `POST /api/agents`. */
export const OwnAgentCreate = z
  .object({
    name: RunnerName.describe('Name to choose it by; letters, digits, `_` and `-`.'),
    title: own.title,
    command: own.command,
    args: own.args.default([]),
    env: own.env.default({}),
    variables: own.variables.default([]),
    service: own.service.default(null),
    folders: own.folders.default([]),
  })
  .meta({ id: 'OwnAgentCreate' })
export type OwnAgentCreate = z.infer<typeof OwnAgentCreate>

/** Body of `PATCH /api/agents/{name}`; what is absent stays. */
export const OwnAgentUpdate = z.object({
  title: own.title.optional(),
  command: own.command.optional(),
  args: own.args.optional(),
  env: own.env.optional(),
  variables: own.variables.optional(),
  service: own.service.optional(),
  folders: own.folders.optional(),
})
export type OwnAgentUpdate = z.infer<typeof OwnAgentUpdate>

/** One agent as this machine has it. */
export const Agent = z
  .object({
    name: RunnerName,
    title: z.string().describe('Name for people.'),
    kind: z
      .enum(['builtin', 'known', 'own'])
      .describe(
        'builtin: a part of the hub. known: on its list of agents that speak ACP. own: added by a person.',
      ),
    homepage: z.string().nullable().describe('Where to read about it.'),
    command_line: z
      .string()
      .nullable()
      .describe(
        'The whole command line that starts it, for agents that speak ACP; hidden characters are made visible.',
      ),
    own: OwnAgent.omit({ name: true, title: true })
      .nullable()
      .describe(
        'What an administrator set for an own agent, secrets masked; null for the others and for other readers.',
      ),
    trust_levels: z
      .array(TrustLevel)
      .describe('Levels of trust that it can be held to on this machine. A chat of another one is refused.'),
    trust_note: z.string().nullable().describe('Why the other levels cannot be had, and the next step.'),
    trust_code: z
      .enum(['service_unknown', 'sandbox_missing', 'key_missing'])
      .nullable()
      .describe(
        'What trust_note says, for clients with words of their own. service_unknown: how it reaches its model from a sandbox is not known. sandbox_missing: there is no sandbox on this machine. key_missing: it has a sign-in of its own, which is not brought into a sandbox, and no key.',
      ),
    modes: z
      .array(PermissionMode)
      .describe('Permission modes that it knows itself; the hub holds to the others in what it asks.'),
    status: z
      .enum(['ready', 'missing', 'no_credential', 'error'])
      .describe(
        'ready: usable now. missing: its program is not installed. no_credential: it has no way to sign in. error: see message.',
      ),
    message: z.string().nullable().describe('What is missing and the next step.'),
    install_command: z
      .string()
      .nullable()
      .describe('Command that installs its program; null where there is none to name.'),
    sign_in: z
      .object({
        variables: z.array(z.string()).describe("Variables to set in the hub's environment."),
        command: z.string().nullable().describe('Command of its own that signs in, once.'),
      })
      .nullable()
      .describe('What lets it sign in, one or the other; null where it is not known.'),
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
        since: IsoDate.describe('When it was started.'),
      })
      .nullable()
      .describe('The fetch of its program, if one was started.'),
  })
  .meta({ id: 'Agent' })
export type Agent = z.infer<typeof Agent>
export const AgentList = z.object({ agents: z.array(Agent).describe('All agents, the default one first.') })
export const AgentRef = z.object({ name: RunnerName })

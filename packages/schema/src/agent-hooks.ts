import { z } from 'zod'
import { SessionName } from './sessions.ts'

/** Hooks of coding agents that have a door of their own. Source: the second API page, Hooks. */
export const agentHookEvents = [
  'UserPromptSubmit',
  'Stop',
  'SubagentStop',
  'Notification',
  'SessionStart',
  'SessionEnd',
  'PostToolUse',
] as const
export type AgentHookEvent = (typeof agentHookEvents)[number]

/** What a hook tells, as far as the hub reads it. Anything else in it is passed over, and nothing has to be there. */
export const AgentHook = z
  .looseObject({
    session_id: z.string().optional().describe('Id of the agent’s own session.'),
    cwd: z.string().optional().describe('Folder in which the agent works.'),
    permission_mode: z.string().optional().describe('How the agent asks; absent means `default`.'),
    tool_name: z.string().optional().describe('Tool that the agent uses.'),
    tool_input: z.record(z.string(), z.unknown()).optional().describe('What it is used with.'),
    tool_use_id: z.string().optional().describe('Id of this use.'),
    notification_type: z.string().optional().describe('`permission_prompt`, `idle_prompt` or another one.'),
  })
  .meta({ id: 'AgentHook', description: 'The JSON that the agent gives its hook, as it is.' })

export const AgentHookTaken = z.object({
  ok: z.literal(true).describe('Always true.'),
  name: SessionName,
  event: z.string().describe('The event that was told.'),
})
export const AgentStatuslineTaken = AgentHookTaken.omit({ event: true })

const reason = z.string().optional().describe('Why, for the agent and the person.')
/** Empty means no opinion: the agent asks as it would without the hub. */
export const PreToolUseAnswer = z.object({
  hookSpecificOutput: z
    .object({
      hookEventName: z.literal('PreToolUse').describe('The event that is answered.'),
      permissionDecision: z
        .enum(['allow', 'deny', 'ask'])
        .describe('allow: no dialog. deny: it is not run. ask: the agent opens its dialog.'),
      permissionDecisionReason: reason,
      updatedInput: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('What to use in place of the input.'),
    })
    .describe('The decision, in the form that the agent reads.'),
})
export type PreToolUseAnswer = z.infer<typeof PreToolUseAnswer>

export const PermissionRequestAnswer = z.object({
  hookSpecificOutput: z
    .object({
      hookEventName: z.literal('PermissionRequest').describe('The event that is answered.'),
      decision: z
        .union([
          z.object({
            behavior: z.literal('allow').describe('The tool is used.'),
            updatedInput: z
              .record(z.string(), z.unknown())
              .optional()
              .describe('What to use in place of the input.'),
          }),
          z.object({
            behavior: z.literal('deny').describe('The tool is not used.'),
            message: z.string().describe('What the agent is told.'),
          }),
        ])
        .describe('Closes the dialog that is open.'),
    })
    .describe('The decision, in the form that the agent reads.'),
})
export type PermissionRequestAnswer = z.infer<typeof PermissionRequestAnswer>

/** What a status line tells of a session. */
export const AgentStatusline = z
  .looseObject({
    rate_limits: z.record(z.string(), z.unknown()).optional().describe('Limits of the plan, by window.'),
    cost: z.record(z.string(), z.unknown()).optional().describe('What the session cost so far.'),
    context_window: z.record(z.string(), z.unknown()).optional().describe('How full the context is.'),
    model: z.record(z.string(), z.unknown()).optional().describe('The model that answers.'),
  })
  .meta({ id: 'AgentStatusline', description: 'What the agent tells its status line.' })

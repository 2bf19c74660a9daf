import { z } from 'zod'
import { ChatRef, TrustLevel } from './chat.ts'
import { ChatId, IsoDate } from './common.ts'
import { limits } from './limits.ts'

/** What a standing rule covers. */
export const GrantType = z
  .enum(['read', 'write', 'bash', 'tool'])
  .describe(
    'read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.',
  )
export type GrantType = z.infer<typeof GrantType>

/** A rule that could be kept when a permission is given, from narrow to broad. */
export const SuggestedGrant = z
  .object({
    scope: z
      .enum(['file', 'folder', 'recursive', 'root', 'vault', 'command', 'program', 'tool'])
      .describe('How broad the rule is.'),
    pattern: z.string().describe('The pattern of the rule.'),
    label: z.string().describe('The rule in words.'),
  })
  .meta({ id: 'SuggestedGrant' })
export type SuggestedGrant = z.infer<typeof SuggestedGrant>

const requestId = z.string().min(1).max(200).describe('Id of the permission request or question.')

/** Body of `POST /api/chat/{session_id}/answer`: `answers` for a question, `decision` for a permission. */
export const ChatAnswer = z.object({
  request_id: requestId,
  answers: z
    .record(
      z.string().max(limits.textChars),
      z.union([z.string().max(limits.textChars), z.array(z.string().max(limits.textChars)).max(100)]),
    )
    .optional()
    .describe('Question text to answer; a list for several choices; free text is allowed.'),
  decision: z.enum(['allow', 'deny']).optional().describe('For a permission request.'),
  message: z.string().max(limits.textChars).optional().describe('With deny: told to the agent.'),
  input: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('With allow: the tool runs with this input in place of the asked one.'),
  grant: z
    .object({
      scope: SuggestedGrant.shape.scope,
      pattern: z.string().min(1).max(limits.pathBytes).describe('Pattern of the rule.'),
    })
    .optional()
    .describe('Keep a standing rule for this chat.'),
})
export type ChatAnswer = z.infer<typeof ChatAnswer>
export const ChatAnswerCall = ChatRef.extend(ChatAnswer.shape)
export const ChatAnswered = z.object({
  success: z.literal(true).describe('Always true.'),
  message: z.string().describe('What was taken.'),
  session_id: ChatId,
  request_id: requestId,
})

/** One question or permission request that waits for a person. */
export const PendingRequest = z
  .object({
    id: requestId,
    kind: z.enum(['permission', 'question']).describe('What is asked.'),
    tool_name: z.string().describe('Tool that asks.'),
    file_path: z.string().nullable().describe('Path it wants; for Bash the command.'),
    input: z.record(z.string(), z.unknown()).describe('The whole input of the call.'),
    suggested_grants: z.array(SuggestedGrant).describe('Rules that could be kept.'),
    timestamp: IsoDate.describe('When it was asked.'),
    expires_at: IsoDate.describe('When it is denied for want of an answer.'),
  })
  .meta({ id: 'PendingRequest' })
export type PendingRequest = z.infer<typeof PendingRequest>

/** A standing rule of a chat. */
export const Grant = z
  .object({
    id: z.string().describe('Id of the rule.'),
    type: GrantType,
    pattern: z.string().describe('What it covers.'),
    created_at: IsoDate.describe('When it was made.'),
  })
  .meta({ id: 'Grant' })
export type Grant = z.infer<typeof Grant>

export const ChatPermissions = z
  .object({
    sessionId: ChatId,
    trustLevel: TrustLevel,
    pending: z.array(PendingRequest).describe('Requests that wait now.'),
    grants: z.array(Grant).describe('Standing permissions.'),
    denies: z.array(Grant).describe('Standing refusals; they win over permissions.'),
  })
  .meta({ id: 'ChatPermissions' })
export type ChatPermissions = z.infer<typeof ChatPermissions>

export const PermissionDecision = ChatRef.extend({
  request_id: requestId,
  pattern: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .nullable()
    .optional()
    .describe('Keep a standing rule with this pattern; without it, this one call only.'),
})
export const PermissionDecided = z.object({
  success: z.literal(true).describe('Always true.'),
  sessionId: ChatId,
  requestId,
  pattern: z.string().nullable().describe('Pattern of the standing rule, if one was kept.'),
})
export type PermissionDecided = z.infer<typeof PermissionDecided>
export const GrantRef = ChatRef.extend({ grant_id: z.string().max(64).describe('Id of the rule.') })

import { z } from 'zod'
import { StoredAttachment, TrustLevel } from './chat.ts'
import { ChatId, IsoDate } from './common.ts'
import { SuggestedGrant } from './permissions.ts'

/** One choice of a question that an agent asks. */
export const Question = z
  .object({
    question: z.string().describe('The question; answers are keyed by this text.'),
    header: z.string().describe('Short label.'),
    multiSelect: z.boolean().describe('Whether several options may be chosen.'),
    options: z
      .array(
        z.object({
          label: z.string().describe('The choice.'),
          description: z.string().optional().describe('What it means.'),
          preview: z.string().optional().describe('Longer text to show.'),
        }),
      )
      .describe('Choices; free text is always allowed too.'),
  })
  .meta({ id: 'Question' })
export type Question = z.infer<typeof Question>

/** Tokens of one run. */
export const Usage = z
  .object({
    input_tokens: z.number().describe('Tokens read.'),
    output_tokens: z.number().describe('Tokens written.'),
    cache_read_input_tokens: z.number().describe('Of those read, from the cache.'),
    cache_creation_input_tokens: z.number().describe('Of those read, put into the cache.'),
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>

/** Causes of a failed run, from the first system's table of typed errors. */
export const RunErrorCode = z.enum([
  'billing_error',
  'expired_token',
  'invalid_api_key',
  'rate_limited',
  'service_error',
  'network_error',
  'context_exceeded',
  'mcp_connection_failed',
  'mcp_tool_error',
  'session_not_found',
  'session_unavailable',
  'tool_execution_failed',
  'invalid_credentials',
  'service_unavailable',
  'sandbox_unavailable',
  'agent_unavailable',
  'agent_exited',
  'interrupted',
  'unknown_error',
])
export type RunErrorCode = z.infer<typeof RunErrorCode>

export const ErrorAction = z.object({
  key: z.string().describe('Shortcut key.'),
  label: z.string().describe('Text of the button.'),
  action: z.enum(['retry', 'settings', 'reauth', 'dismiss', 'new_session']).describe('What to do.'),
})

const run = { run_id: z.string().describe('Run that the event belongs to.') }
const block = z.string().describe('Id of the text block; growing text of one block has one id.')
const parent = z
  .string()
  .nullable()
  .optional()
  .describe('Tool call of the subagent that this belongs to; absent or null for the main agent.')
const request = z.string().describe('Id to answer with.')

export const SessionEvent = z.object({
  type: z.literal('session'),
  ...run,
  id: ChatId,
  title: z.string().nullable().describe('Title of the chat.'),
  trust_level: TrustLevel.describe('Effective trust level.'),
  working_directory: z.string().nullable().describe('Folder of the agent; null is the vault.'),
  workspace_id: z.string().nullable().describe('Workspace of the chat.'),
  is_new: z.boolean().describe('Whether this message began the chat.'),
  runner: z.string().describe('Agent that answers.'),
})
export const PromptMetadataEvent = z.object({
  type: z.literal('prompt_metadata'),
  ...run,
  prompt_source: z
    .enum(['default', 'custom', 'agent'])
    .describe("default: the agent's own prompt. custom: replaced by system_prompt. agent: by an agent file."),
  context_files: z.array(z.string()).describe('Files whose text is in the prompt.'),
  context_tokens: z.number().int().describe('Estimated tokens of the contexts (4 characters each).'),
  context_truncated: z.boolean().describe('Whether something was cut to fit.'),
  total_prompt_tokens: z.number().int().describe('Estimated tokens of all that the hub adds.'),
  working_directory_instructions: z
    .string()
    .nullable()
    .describe('AGENTS.md or CLAUDE.md found in the working directory.'),
})
export const UserMessageEvent = z.object({
  type: z.literal('user_message'),
  ...run,
  content: z.string().describe('The message as typed.'),
  message_id: z.string().describe('Id of the message.'),
  attachments: z.array(StoredAttachment).describe('Files that came with it.'),
})
export const InitEvent = z.object({
  type: z.literal('init'),
  ...run,
  tools: z.array(z.string()).describe('Tools the agent has.'),
  permission_mode: z.string().describe('Mode in force.'),
})
export const ModelEvent = z.object({
  type: z.literal('model'),
  ...run,
  model: z.string().describe('Model that answers.'),
})
const growing = {
  ...run,
  block,
  content: z.string().optional().describe('The whole block so far; absent with ?stream=delta.'),
  delta: z.string().describe('What was added.'),
  replace: z
    .boolean()
    .optional()
    .describe('true: `content` stands in place of all that was sent of this block (after a crash).'),
  parent_tool_use_id: parent,
}
export const ThinkingEvent = z.object({ type: z.literal('thinking'), ...growing })
export const TextEvent = z.object({ type: z.literal('text'), ...growing })
export const ToolUseStartEvent = z.object({
  type: z.literal('tool_use_start'),
  ...run,
  id: z.string().describe('Id of the call.'),
  name: z.string().describe('Tool.'),
  input: z.record(z.string(), z.unknown()).describe('Its input.'),
  parent_tool_use_id: parent,
})
export const ToolResultEvent = z.object({
  type: z.literal('tool_result'),
  ...run,
  tool_use_id: z.string().describe('Id of the call.'),
  result: z.string().describe('What came back, at most 256 KiB; the transcript has the whole.'),
  is_error: z.boolean().describe('Whether the call failed.'),
  truncated: z.boolean().optional().describe('Whether `result` was cut.'),
  parent_tool_use_id: parent,
})
export const PermissionRequestEvent = z.object({
  type: z.literal('permission_request'),
  ...run,
  request_id: request,
  tool_use_id: z.string().nullable().describe('Call that asks.'),
  tool_name: z.string().describe('Tool.'),
  input: z.record(z.string(), z.unknown()).describe('The whole input of the call.'),
  reason: z.string().nullable().describe('Why it is asked, where the agent says so.'),
  suggested_grants: z.array(SuggestedGrant).describe('Rules that could be kept, narrow to broad.'),
  expires_at: IsoDate.describe('When it is denied for want of an answer.'),
})
export const UserQuestionEvent = z.object({
  type: z.literal('user_question'),
  ...run,
  request_id: request,
  questions: z.array(Question).describe('What is asked.'),
  expires_at: IsoDate.describe('When it goes on without an answer.'),
})
export const RequestResolvedEvent = z.object({
  type: z.literal('request_resolved'),
  ...run,
  request_id: request,
  decision: z.enum(['allow', 'deny']).optional().describe('For a permission.'),
  answers: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe('For a question.'),
  by: z.string().describe('Who answered: label of the key, owner, grant, expired, aborted, agent.'),
})
export const WarningEvent = z.object({
  type: z.literal('warning'),
  ...run,
  code: z.string().describe('Kind of warning.'),
  title: z.string().describe('Headline.'),
  message: z.string().describe('One sentence; the run goes on.'),
})
export const CompactEvent = z.object({
  type: z.literal('compact'),
  ...run,
  trigger: z.string().describe('manual or auto.'),
  pre_tokens: z.number().nullable().describe('Tokens before.'),
})
export const ResultEvent = z.object({
  type: z.literal('result'),
  ...run,
  session_id: ChatId,
  sdk_session_id: z.string().nullable().describe("The agent's own session."),
  response: z.string().describe('Text of the answer.'),
  model: z.string().nullable().describe('Model that answered.'),
  message_count: z.number().int().describe('Messages in the chat now.'),
  duration_ms: z.number().int().describe('Length of the run.'),
  usage: Usage.nullable().describe('Tokens of the run, where the agent says so.'),
  cost_usd: z.number().nullable().describe('Cost of the run in US dollars, where the agent says so.'),
  folded_into: z.string().optional().describe('The message was answered in this other run.'),
})
export const AbortedEvent = z.object({
  type: z.literal('aborted'),
  ...run,
  session_id: ChatId,
  message: z.string().describe('Why it stopped.'),
  partial_response: z.string().describe('What had been said.'),
})
export const RunErrorEvent = z.object({
  type: z.literal('error'),
  ...run,
  session_id: ChatId,
  code: RunErrorCode.describe('Cause.'),
  title: z.string().describe('Headline.'),
  message: z.string().describe('One sentence.'),
  can_retry: z.boolean().describe('Whether trying again may help.'),
  retry_delay_ms: z.number().int().nullable().describe('When to try again; null: a person decides.'),
  actions: z.array(ErrorAction).describe('What the person can do.'),
})

/** Everything that is kept in a chat's log, in order. */
export const LogEvent = z
  .discriminatedUnion('type', [
    SessionEvent,
    PromptMetadataEvent,
    UserMessageEvent,
    InitEvent,
    ModelEvent,
    ThinkingEvent,
    TextEvent,
    ToolUseStartEvent,
    ToolResultEvent,
    PermissionRequestEvent,
    UserQuestionEvent,
    RequestResolvedEvent,
    WarningEvent,
    CompactEvent,
    ResultEvent,
    AbortedEvent,
    RunErrorEvent,
  ])
  .meta({ id: 'LogEvent' })
export type LogEvent = z.infer<typeof LogEvent>

/** Told to one viewer when its cursor cannot be honoured; the whole log follows. */
export const ResetEvent = z.object({
  type: z.literal('reset'),
  reason: z.enum(['unknown_cursor', 'too_old']).describe('Why.'),
  transcript: z.string().describe('Path of the transcript.'),
})
/** Last words of a stream that the hub ends while the run goes on. */
export const ServerRestartingEvent = z.object({ type: z.literal('server_restarting') })
/** Last word of a stream whose credential was revoked, or whose chat was deleted. */
export const StreamEndEvent = z.object({
  type: z.literal('stream_end'),
  code: z.enum(['credential_revoked', 'not_found', 'slow_reader']).describe('Why the stream ends.'),
  message: z.string().describe('One sentence.'),
})

/** One `data:` line of a chat stream. Readers ignore types they do not know. */
export const ChatEvent = z
  .discriminatedUnion('type', [...LogEvent.options, ResetEvent, ServerRestartingEvent, StreamEndEvent])
  .meta({ id: 'ChatEvent' })
export type ChatEvent = z.infer<typeof ChatEvent>

/** Types that end a run; exactly one of them does. */
export const outcomeTypes = ['result', 'aborted', 'error'] as const
export type Outcome = Extract<LogEvent, { type: (typeof outcomeTypes)[number] }>
export const isOutcome = (event: { type: string }): event is Outcome =>
  (outcomeTypes as readonly string[]).includes(event.type)

/** A stored event with its place in the log. */
export const StoredEvent = z.object({
  seq: z.number().int().describe('Sequence number; 1 is the first, without gaps.'),
  at: IsoDate.describe('When it was stored.'),
  event: LogEvent.describe('The event.'),
})
export type StoredEvent = z.infer<typeof StoredEvent>
export const ChatHistory = z
  .object({
    events: z.array(StoredEvent).describe('Oldest first.'),
    cursor: z.string().describe('Cursor after the last of them, to follow from.'),
    before: z
      .number()
      .int()
      .nullable()
      .describe('Send as `before` for the page before this one; null at the start.'),
  })
  .meta({ id: 'ChatHistory' })
export type ChatHistory = z.infer<typeof ChatHistory>

import type { components, paths } from './generated/openapi.d.ts'

type Models = components['schemas']
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never

/** A conversation with an agent. */
export type Chat = Models['Chat']
/** What to say, to whom, and with what. */
export type ChatRequest = Omit<BodyOf<paths['/api/chat']['post']>, 'stream'>
/** A file that goes with a message. */
export type Attachment = Models['Attachment']
/** Answer to a permission request (`decision`) or a question (`answers`). */
export type ChatAnswer = BodyOf<paths['/api/chat/{session_id}/answer']['post']>
/** A page of a chat's log. */
export type ChatHistory = Models['ChatHistory']
/** How far an agent is trusted. */
export type TrustLevel = Models['TrustLevel']
/** A terminal session. */
export type Session = Models['Session']
/** An agent as the hub's machine has it. */
export type Agent = Models['Agent']
/** A standing rule that could be kept when a permission is given. */
export type SuggestedGrant = Models['SuggestedGrant']
/** One choice that an agent asks for. */
export type Question = Models['Question']
/** A file of the vault, with its content. */
export type FileContent = Models['FileContent']
/** One line of a folder of the vault. */
export type FolderEntry = Models['FolderEntry']
/** What the chats in it begin with, and what they may use. */
export type Workspace = Models['Workspace']
/** An MCP server, its secrets masked. */
export type McpServer = Models['McpServer']
/** Instructions that an agent reads when a task calls for them. */
export type Skill = Models['Skill']
/** A module, as the list of modules shows it. */
export type ModuleEntry = Models['Module']
/** An agent that works by the clock. */
export type ScheduledAgent = Models['ScheduledAgent']
/** A session that Claude Code has a transcript of. */
export type ClaudeSession = Models['ClaudeSession']
/** How an import goes, or went. */
export type Import = Models['Import']
/** What an import tells while it is followed. */
export type ImportEvent = Models['ImportEvent']
/** What changed on the hub: chats, sessions, agents, imports. */
export type LiveEvent = Models['LiveEvent']
/** What a session does, or what waits for a decision: told as it happens, and not kept. */
export type NotificationEvent = Exclude<Models['NotificationFrame'], { type: 'hello' | 'pong' }>
/** What a webhook is sent: tell them apart by `type`, and let pass what you do not know. */
export type WebhookEvent = Models['WebhookEvent']
/** Name of an event that webhooks are sent. */
export type WebhookEventType = WebhookEvent['type']
/** Somebody outside who is told of events. */
export type Webhook = Models['Webhook']
/** One problem of a request that failed validation. */
export type ValidationIssue = Models['ValidationIssue']
/** Machine-readable error code. Newer hubs may know more of them. */
export type ErrorCode = Models['Error']['code'] | (string & {})

/** One `data:` line as the hub sends it with `?stream=delta`. */
export type WireEvent = Models['ChatEvent']
type Wire<T extends WireEvent['type']> = Extract<WireEvent, { type: T }>

/** A block of the answer, growing: `content` is all of it so far, `delta` what was added. */
export type TextEvent = Wire<'text'> & {
  /** The block so far. */
  content: string
}
/** A block of thinking, growing in the same way. */
export type ThinkingEvent = Wire<'thinking'> & {
  /** The block so far. */
  content: string
}
/** The chat a run belongs to; the first event, and again when the title changes. */
export type ChatSessionEvent = Wire<'session'>
/** A message that a person sent. */
export type UserMessageEvent = Wire<'user_message'>
/** The agent begins a tool call. */
export type ToolUseStartEvent = Wire<'tool_use_start'>
/** A tool call came back. */
export type ToolResultEvent = Wire<'tool_result'>
/** The agent asks for permission; answer with `chat.answer()`. */
export type PermissionRequestEvent = Wire<'permission_request'>
/** The agent asks something; answer with `chat.answer()`. */
export type UserQuestionEvent = Wire<'user_question'>
/** Somebody, or time, answered a request. */
export type RequestResolvedEvent = Wire<'request_resolved'>
/** A run ended with an answer. */
export type RunResult = Wire<'result'>
/** A run was stopped. */
export type RunAborted = Wire<'aborted'>
/** A run failed. */
export type RunFailed = Wire<'error'>
/** Exactly one of these ends a run. */
export type Outcome = RunResult | RunAborted | RunFailed

/**
 * What a chat stream gives, told apart by `type`. A newer hub may send types that are not listed; they are passed on,
 * so end a `switch` with a `default` that does nothing.
 */
export type ChatEvent =
  | Exclude<WireEvent, { type: 'text' | 'thinking' | 'server_restarting' | 'stream_end' }>
  | TextEvent
  | ThinkingEvent

// The public names, one by one. Adding one makes it part of the interface.
export type { AttachOptions, ChatApi, SendOptions } from './chat.ts'
export type { ChatStream } from './chat-stream.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export {
  AbortedError,
  ApiError,
  type ApiErrorFields,
  AtriumError,
  ConnectionError,
  RunError,
  TimeoutError,
} from './errors.ts'
export type { ConnectionState, OnState } from './follow.ts'
export type { Live, LiveOptions } from './live.ts'
export type { Rest, RestOptions, RestResult, Route } from './rest.ts'
export type { WebSocketClass, WebSocketLike } from './socket.ts'
export type { Stream, StreamEvent, StreamOptions, StreamRoute } from './stream.ts'
export type { Terminal, TerminalApi, TerminalEnd, TerminalOptions } from './terminal.ts'
export type { CallOptions, FetchLike, Token } from './transport.ts'
export type {
  Agent,
  Attachment,
  Chat,
  ChatAnswer,
  ChatEvent,
  ChatHistory,
  ChatRequest,
  ChatSessionEvent,
  ClaudeSession,
  ErrorCode,
  FileContent,
  FolderEntry,
  Import,
  ImportEvent,
  LiveEvent,
  McpServer,
  ModuleEntry,
  Outcome,
  PermissionRequestEvent,
  Question,
  RequestResolvedEvent,
  RunAborted,
  RunFailed,
  RunResult,
  ScheduledAgent,
  Session,
  Skill,
  SuggestedGrant,
  TextEvent,
  ThinkingEvent,
  ToolResultEvent,
  ToolUseStartEvent,
  TrustLevel,
  UserMessageEvent,
  UserQuestionEvent,
  ValidationIssue,
  Workspace,
} from './types.ts'

// The public names, one by one. Adding one makes it part of the interface.
export type { AttachOptions, ChatApi, SendOptions } from './chat.ts'
export type { ChatStream } from './chat-stream.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export type {
  Download,
  DownloadOptions,
  DownloadRoute,
  Downloads,
  TransferOptions,
} from './download.ts'
export {
  AbortedError,
  ApiError,
  type ApiErrorFields,
  AtriumError,
  ConnectionError,
  isApiError,
  RunError,
  TimeoutError,
} from './errors.ts'
export type { FileChange, FilesApi, FileWatchOptions, Uploaded, UploadOptions } from './files.ts'
export type { ConnectionState, OnState } from './follow.ts'
export type { List, ListItem, ListOptions, ListRoute, Lists } from './list.ts'
export type { Live, LiveOptions } from './live.ts'
export type { Notifications, NotificationsApi, NotificationsOptions } from './notifications.ts'
export type { ProjectChange, ProjectsApi, ProjectWatchOptions } from './projects.ts'
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
  NotificationEvent,
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
  Webhook,
  WebhookEvent,
  WebhookEventType,
  Workspace,
} from './types.ts'
export type {
  SendingOptions,
  UploadData,
  UploadFile,
  UploadRoute,
  UploadRouteOptions,
  Uploads,
} from './upload.ts'
export {
  type UnwrapOptions,
  WebhookError,
  type WebhookErrorReason,
  type WebhookHeaders,
  webhooks,
} from './webhooks.ts'

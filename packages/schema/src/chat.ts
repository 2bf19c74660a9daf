import { z } from 'zod'
import { PermissionMode, RunnerName } from './agents.ts'
import { ChatId, IsoDate, QueryInt, Slug } from './common.ts'
import { limits } from './limits.ts'
import { TrustLevel } from './trust.ts'

export { TrustLevel }

/** What a chat is doing now. */
export const ChatState = z.enum(['idle', 'queued', 'working', 'waiting', 'interrupted', 'failed']).meta({
  id: 'ChatState',
  description:
    'idle: nothing runs. queued: a message waits for a free place. working: a run is live. waiting: a run waits for a person. interrupted: the last run was cut off by the end of the hub. failed: the last run ended with an error.',
})
export type ChatState = z.infer<typeof ChatState>

/** A conversation with an agent. Names and casing as the first system's session object. Null fields are present. */
export const Chat = z
  .object({
    id: ChatId,
    title: z.string().nullable().describe('First line of the first message, or what a person set.'),
    module: z.string().describe('chat, daily or build.'),
    source: z
      .string()
      .describe(
        'Where it came from: atrium, mcp, agent (begun by the agent of another chat), claude-code, claude, chatgpt, telegram, discord, matrix.',
      ),
    workingDirectory: z
      .string()
      .nullable()
      .describe('Folder of the agent, relative to the vault when inside it; null is the vault.'),
    vaultRoot: z
      .string()
      .nullable()
      .describe('Root the working directory is relative to, when it is not the vault.'),
    model: z.string().nullable().describe('Model of the last run.'),
    modelChoice: z
      .string()
      .nullable()
      .describe("Model that a person chose for later runs; null leaves it to the agent's default."),
    messageCount: z.number().int().describe('Messages of people and agents.'),
    archived: z.boolean().describe('Whether it is hidden from the normal list.'),
    createdAt: IsoDate.describe('When it began.'),
    lastAccessed: IsoDate.describe('When it last changed.'),
    continuedFrom: z.string().nullable().describe('Id of the chat that this one continues.'),
    agentType: z.string().nullable().describe('Kind of agent, as the client named it.'),
    trustLevel: TrustLevel.describe('Effective trust level.'),
    linkedBotPlatform: z.string().nullable().describe('Messenger of a bot chat.'),
    linkedBotChatId: z.string().nullable().describe('Id of the chat there.'),
    linkedBotChatType: z.string().nullable().describe('dm or group.'),
    workspaceId: z.string().nullable().describe('Slug of its workspace.'),
    metadata: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('Further settings; see the configuration route.'),
    runner: RunnerName.describe('Agent that answers in this chat.'),
    permissionMode: PermissionMode.describe('How freely the agent acts.'),
    state: ChatState,
  })
  .meta({ id: 'Chat' })
export type Chat = z.infer<typeof Chat>

export const ChatMessage = z
  .object({
    role: z.enum(['user', 'assistant']).describe('Who said it.'),
    content: z.string().describe('The text; tool calls and thinking are left out.'),
    timestamp: IsoDate.describe('When it was said.'),
  })
  .meta({ id: 'ChatMessage' })
export type ChatMessage = z.infer<typeof ChatMessage>

export const ChatWithMessages = Chat.extend({
  messages: z.array(ChatMessage).describe('The conversation as text, oldest first; the last 1,000.'),
}).meta({ id: 'ChatWithMessages' })
export type ChatWithMessages = z.infer<typeof ChatWithMessages>

const blockedExtension = /\.(exe|dll|so|dylib|bat|cmd|ps1|vbs|app|dmg|pkg|msi|jar|war|ear|scr|com|pif)$/i

/** A file that goes with a message. Source: the first API page, `POST /api/chat`. */
export const Attachment = z
  .object({
    name: z
      .string()
      .min(1)
      .max(255)
      .refine((name) => !blockedExtension.test(name), 'This kind of file cannot be attached')
      .describe('File name.'),
    mimeType: z
      .string()
      .max(255)
      .default('application/octet-stream')
      .describe('Media type; default application/octet-stream.'),
    base64Data: z.base64().describe('The bytes in Base64; at most 10 MiB decoded.'),
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof Attachment>

/** A stored attachment, as events and transcripts name it. */
export const StoredAttachment = z
  .object({
    name: z.string().describe('File name as sent.'),
    mimeType: z.string().describe('Media type.'),
    sizeBytes: z.number().int().describe('Size in bytes.'),
    path: z.string().describe('Where it lies, relative to the vault.'),
  })
  .meta({ id: 'StoredAttachment' })
export type StoredAttachment = z.infer<typeof StoredAttachment>

const filePath = z.string().max(limits.pathBytes)

/** Body of `POST /api/chat`. Source: the first API page; `runner`, `message_id`, `permission_mode` and `delivery` are ours. */
export const ChatRequest = z
  .object({
    message: z.string().min(1).max(limits.messageChars).describe('What to say; 1 to 102,400 characters.'),
    session_id: ChatId.nullable().optional().describe('Chat to continue; null, absent or "new" begins one.'),
    trust_level: TrustLevel.nullable()
      .optional()
      .describe(
        'Trust for this and later runs; a new chat gets the default, an existing one is only ever made stricter.',
      ),
    workspace_id: Slug.nullable()
      .optional()
      .describe('Workspace whose defaults and bounds apply; it must be there.'),
    attachments: z
      .array(Attachment)
      .max(limits.attachments)
      .optional()
      .describe('Files that go with the message; at most 10, together 25 MiB.'),
    context_files: z
      .array(filePath)
      .max(limits.contextFiles)
      .optional()
      .describe(
        'Files whose text goes into the prompt, relative to the vault or absolute inside an allowed folder.',
      ),
    context_folders: z
      .array(filePath)
      .max(limits.contextFolders)
      .optional()
      .describe(
        'Folders whose AGENTS.md or CLAUDE.md, and those above, go into the prompt; default: the folders of the chat.',
      ),
    working_directory: filePath
      .nullable()
      .optional()
      .describe('Folder of the agent: relative to the vault, or absolute inside an allowed folder.'),
    runner: RunnerName.nullable()
      .optional()
      .describe('Agent to use; default: the one of the chat, else claude when usable, else guide.'),
    model: z.string().max(128).nullable().optional().describe('Model, as the agent names it.'),
    permission_mode: PermissionMode.nullable()
      .optional()
      .describe('How freely the agent acts; kept for later runs.'),
    system_prompt: z
      .string()
      .max(100_000)
      .nullable()
      .optional()
      .describe('Replaces the system prompt, kept for later messages. Empty takes it away.'),
    message_id: z
      .uuid()
      .optional()
      .describe('Id of the message, made by the client; the same id is never taken twice.'),
    delivery: z
      .enum(['queue', 'steer'])
      .optional()
      .describe(
        'While a run is live: queue (default) runs it next; steer hands it into the live run where the agent can take it.',
      ),
    module: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
      .optional()
      .describe('chat (default), daily or build.'),
    agent_type: z
      .string()
      .max(128)
      .nullable()
      .optional()
      .describe('Kind of agent, kept with a new chat: the name of an agent file chooses that file.'),
    agent_path: filePath
      .nullable()
      .optional()
      .describe(
        'Agent file, Markdown relative to the vault, whose text replaces the system prompt; kept for later messages. Empty takes it away.',
      ),
    initial_context: z
      .string()
      .max(limits.messageChars)
      .nullable()
      .optional()
      .describe('Only for a new chat: put before the message.'),
    prior_conversation: z
      .string()
      .max(limits.messageChars)
      .nullable()
      .optional()
      .describe('An earlier conversation, told to the agent in the system prompt.'),
    continued_from: ChatId.nullable().optional().describe('Chat that this new one continues.'),
  })
  .meta({ id: 'ChatRequest' })
export type ChatRequest = z.infer<typeof ChatRequest>

export const ChatRef = z.object({ session_id: ChatId })

/** A cursor in a chat's log: opaque, taken from the SSE `id:` line. */
export const Cursor = z.string().max(64).describe('Opaque cursor from an `id:` line.')

export const ChatEventsQuery = ChatRef.extend({
  after: Cursor.optional().describe(
    'Send what came after this; default: the whole log. `Last-Event-ID` wins over it.',
  ),
  last: QueryInt.min(1)
    .max(1_000)
    .optional()
    .describe(
      'Begin at most this many stored events before the end, at the start of a run. Ignored with a cursor.',
    ),
  run: z.string().max(64).optional().describe('Only events of this run.'),
  until: z
    .enum(['outcome', 'never'])
    .default('never')
    .describe(
      'outcome: end after the run that is live (or `run`) has ended. never (default): stay and follow.',
    ),
  stream: z.enum(['full', 'delta']).default('full').describe('delta: growing text comes without `content`.'),
})
export type ChatEventsQuery = z.infer<typeof ChatEventsQuery>

export const ChatHistoryQuery = ChatRef.extend({
  before: QueryInt.min(1)
    .optional()
    .describe('Events with a smaller sequence number; default: from the end.'),
  limit: QueryInt.min(1)
    .max(1_000)
    .default(200)
    .describe('How many events at most; the page is extended back to the start of its first run.'),
})

export const ChatListQuery = z.object({
  module: z.string().max(64).optional().describe('Only this module.'),
  search: z.string().max(200).optional().describe('Words to find in titles and message text.'),
  limit: QueryInt.min(1)
    .max(limits.chatPageMax)
    .default(limits.chatPage)
    .describe('1 to 1,000; default 100.'),
  offset: QueryInt.min(0).default(0).describe('How many to skip; default 0.'),
  archived: z.boolean().default(false).describe('true lists only archived chats.'),
  workspaceId: z.string().max(64).optional().describe('Only chats of this workspace.'),
})
export type ChatListQuery = z.infer<typeof ChatListQuery>
export const ChatList = z.object({ sessions: z.array(Chat).describe('Newest change first.') })

export const ChatStats = z
  .object({
    total: z.number().int().describe('All chats.'),
    active: z.number().int().describe('Chats that are not archived.'),
    archived: z.number().int().describe('Archived chats.'),
    by_module: z
      .record(z.string(), z.number().int())
      .describe('Count per module; chat, daily and build are always there.'),
  })
  .meta({ id: 'ChatStats' })
export type ChatStats = z.infer<typeof ChatStats>

export const ChatDeleted = z.object({ success: z.literal(true).describe('Always true.'), deleted: ChatId })
export const ChatChanged = z.object({
  success: z.literal(true).describe('Always true.'),
  session: Chat.describe('The chat as it is now.'),
})

export type ChatChanged = z.infer<typeof ChatChanged>

/** Changes to a chat. Absent fields stay; at least one must be there. */
export const ChatConfig = z.object({
  title: z.string().trim().min(1).max(limits.titleChars).optional().describe('New title.'),
  trust_level: TrustLevel.optional().describe(
    'New trust level for later runs; never more than the workspace of the chat allows.',
  ),
  module: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .optional()
    .describe('New module.'),
  workspace_id: z
    .union([Slug, z.literal('')])
    .nullable()
    .optional()
    .describe('Slug of a workspace; empty or null clears it.'),
  model: z
    .string()
    .max(128)
    .nullable()
    .optional()
    .describe('Model for later runs; null goes back to the default.'),
  runner: RunnerName.optional().describe('Agent for later runs.'),
  permission_mode: PermissionMode.optional().describe('How freely the agent acts from now on.'),
  config_overrides: z
    .object({
      system_prompt: z
        .string()
        .max(100_000)
        .nullable()
        .optional()
        .describe('Replaces the system prompt, kept for later messages. Empty takes it away.'),
      working_directory: filePath.nullable().optional().describe('Folder of the agent.'),
    })
    .optional()
    .describe('Replaces the stored overrides as a whole.'),
  response_mode: z
    .enum(['all_messages', 'mention_only'])
    .optional()
    .describe('When a bot answers in a group.'),
  mention_pattern: z.string().max(200).nullable().optional().describe('What counts as a mention of the bot.'),
})
export type ChatConfig = z.infer<typeof ChatConfig>
export const ChatConfigUpdate = ChatRef.extend(ChatConfig.shape)

export const ChatAborted = z.object({
  success: z.literal(true).describe('Always true.'),
  status: z.literal('aborted').describe('Always aborted, also when nothing ran any more.'),
  message: z.string().describe('What happened.'),
  sessionId: ChatId,
})

export const StreamStatus = z.object({
  active: z.boolean().describe('Whether a run is live or queued.'),
  sessionId: ChatId,
  queued: z.number().int().describe('Messages that wait.'),
  run_id: z.string().nullable().describe('The live run.'),
})
export type StreamStatus = z.infer<typeof StreamStatus>
export const ActiveStreams = z.object({
  streams: z
    .array(
      z.object({
        session_id: ChatId,
        run_id: z.string().describe('The live run.'),
        viewers: z.number().int().describe('Open streams on the chat.'),
      }),
    )
    .describe('Chats with a live run.'),
  count: z.number().int().describe('How many.'),
})

import { Chat, ChatId, ChatListQuery, ChatRequest, limits } from '@atrium/schema'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import { createRateLimit, tooManyRequests } from '../../http/rate-limit.ts'
import { follow, lastOf, RunState } from './follow.ts'
import { type ToolCall, tool } from './tool.ts'
import { pageOf, TranscriptEntry } from './transcript.ts'

const ChatFacts = Chat.pick({
  id: true,
  title: true,
  source: true,
  workingDirectory: true,
  workspaceId: true,
  model: true,
  runner: true,
  trustLevel: true,
  state: true,
  archived: true,
  messageCount: true,
  createdAt: true,
  lastAccessed: true,
})

const session_id = ChatId.describe('Id of the chat.')
export const WaitSeconds = z
  .number()
  .int()
  .min(0)
  .max(limits.mcpWaitMs / 1000)
  .describe(
    `How long to wait for the answer, 0 to ${limits.mcpWaitMs / 1000} seconds; the chat works on when the time is up.`,
  )
const wait_seconds = WaitSeconds.default(limits.mcpWaitDefaultMs / 1000)
const pageLimit = z.number().int().min(1).max(limits.mcpPageMax).default(limits.mcpPage)
const waitMsOf = (seconds: number): number => seconds * 1000

export const TranscriptPage = z.object({
  session_id,
  entries: z.array(TranscriptEntry).describe('What was said and done, oldest first.'),
  before: z
    .number()
    .int()
    .nullable()
    .describe('Send it as `before` for what came earlier; null at the beginning.'),
})

/** One page of a chat, from its end backwards. */
export async function transcriptPage(
  { hub }: Pick<ToolCall, 'hub'>,
  chatId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<z.input<typeof TranscriptPage>> {
  const { events, before: older } = await hub.chat.history({
    session_id: chatId,
    limit: limits.mcpPageMax * 2,
    ...(before !== undefined && { before }),
  })
  return { session_id: chatId, ...pageOf(events, older, limit) }
}

export const transcriptPaging = {
  before: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Only what has a smaller `seq`; default: from the end.'),
  limit: pageLimit.describe(`How many entries, 1 to ${limits.mcpPageMax}; default ${limits.mcpPage}.`),
}

const begun = createRateLimit(limits.mcpChatsPerMinute)
const sent = createRateLimit(limits.runsPerMinute)

/** Turns cost money and time: each key has as many here as over REST. @throws AppError too_many_requests */
export function assertMaySend({ actor, app }: ToolCall['ctx'], isNew: boolean): void {
  // Where more may be written, more may be said.
  const cost = Math.min(1, limits.writesPerMinute / app.config.writesPerMinute)
  const key = `${app.homePath} ${actor.id}` // a process may hold several hubs
  const wait = sent.take(key, cost) || (isNew ? begun.take(key, cost) : 0)
  if (wait > 0) throw tooManyRequests(wait, isNew ? 'Too many new chats' : 'Too many messages')
}

const message = ChatRequest.shape.message
const message_id = ChatRequest.shape.message_id

export const chatTools = [
  tool({
    name: 'list_chats',
    title: 'List chats',
    description:
      'Conversations with agents on this hub, the ones that changed last first. `state` tells which work now (working), wait for a person (waiting) or were cut off (interrupted).',
    access: 'chat',
    hints: { readOnly: true },
    input: z.object({
      limit: pageLimit.describe(`How many, 1 to ${limits.mcpPageMax}; default ${limits.mcpPage}.`),
      offset: ChatListQuery.shape.offset,
      archived: ChatListQuery.shape.archived,
      workspace: ChatListQuery.shape.workspaceId,
    }),
    output: z.object({
      chats: z.array(ChatFacts).describe('Newest change first.'),
      next_offset: z.number().int().nullable().describe('`offset` of the next page; null at the end.'),
    }),
    async run({ hub }, { limit, offset, archived, workspace }) {
      const { sessions } = await hub.chat.list({ limit, offset, archived, workspaceId: workspace })
      return { chats: sessions, next_offset: sessions.length < limit ? null : offset + limit }
    },
  }),
  tool({
    name: 'search_chats',
    title: 'Search chats',
    description:
      'Find chats by words in their titles and messages, with the messages where the words stand. read_transcript shows more of one.',
    access: 'chat',
    hints: { readOnly: true },
    input: z.object({
      query: z.string().trim().min(1).max(200).describe('Words to find.'),
      limit: z.number().int().min(1).max(20).default(10).describe('How many chats, 1 to 20; default 10.'),
      archived: ChatListQuery.shape.archived,
    }),
    output: z.object({
      chats: z
        .array(
          ChatFacts.extend({
            matches: z
              .array(
                z.object({
                  role: z.enum(['user', 'assistant']).describe('Who said it.'),
                  text: z.string().describe('The words with what stands around them.'),
                }),
              )
              .describe('At most 3 places, the latest ones.'),
          }),
        )
        .describe('Newest change first.'),
    }),
    async run({ hub }, { query, limit, archived }) {
      const { sessions } = await hub.chat.list({ search: query, limit, archived })
      const chats = []
      for (const chat of sessions) {
        const { messages } = await hub.chat.get({ session_id: chat.id })
        chats.push({ ...chat, matches: places(messages, query) })
      }
      return { chats }
    },
  }),
  tool({
    name: 'get_chat',
    title: 'Look at a chat',
    description: 'Facts of one chat, what it does now, and how its last run ended.',
    access: 'chat',
    hints: { readOnly: true },
    input: z.object({ session_id }),
    output: z.object({ chat: ChatFacts, run: RunState }),
    async run(call, input) {
      const chat = await call.ctx.app.chat.get(input.session_id)
      const { run_id } = await call.hub.chat.streamStatus(input)
      return { chat, run: await stateOf(call, chat.id, run_id, 0) }
    },
  }),
  tool({
    name: 'read_transcript',
    title: 'Read a chat',
    description:
      'What was said and done in a chat, tool calls included, the latest page first. `before` leads to earlier pages.',
    access: 'chat',
    hints: { readOnly: true },
    input: z.object({ session_id, ...transcriptPaging }),
    output: TranscriptPage,
    run: (call, { session_id: id, ...page }) => transcriptPage(call, id, page),
  }),
  tool({
    name: 'start_chat',
    title: 'Start a chat',
    description:
      'Begin a new conversation with an agent of the hub and wait for its answer. The agent works on its own machine account with its own tools. What it may not do alone it asks the person in the console; nobody can allow it from here.',
    access: 'chat',
    waits: true,
    input: z.object({
      message,
      title: z
        .string()
        .trim()
        .min(1)
        .max(limits.titleChars)
        .optional()
        .describe('Title; default: the first line.'),
      trust_level: ChatRequest.shape.trust_level,
      runner: ChatRequest.shape.runner,
      model: ChatRequest.shape.model,
      working_directory: ChatRequest.shape.working_directory,
      workspace: ChatRequest.shape.workspace_id,
      message_id,
      wait_seconds,
    }),
    output: RunState,
    async run(call, { wait_seconds: seconds, title, workspace, ...request }) {
      assertMaySend(call.ctx, true)
      const origin = { chatId: sortableId(), source: 'mcp', ...(title !== undefined && { title }) }
      const taken = ChatRequest.parse({ ...request, workspace_id: workspace })
      const { chatId, runId } = await call.ctx.app.chat.send(
        call.ctx.actor,
        taken,
        call.ctx.idempotencyKey,
        origin,
      )
      return follow(call, { chatId, runId, waitMs: waitMsOf(seconds) })
    },
  }),
  tool({
    name: 'send_message',
    title: 'Send a message',
    description:
      'Say something in a chat and wait for the answer. While a run is live the message waits in line, or is handed into it with delivery "steer".',
    access: 'chat',
    waits: true,
    input: z.object({ session_id, message, delivery: ChatRequest.shape.delivery, message_id, wait_seconds }),
    output: RunState,
    async run(call, { wait_seconds: seconds, ...request }) {
      if (request.session_id === 'new') throw new AppError('bad_request', 'Use start_chat to begin a chat')
      assertMaySend(call.ctx, false)
      const { chatId, runId } = await call.ctx.app.chat.send(
        call.ctx.actor,
        ChatRequest.parse(request),
        call.ctx.idempotencyKey,
      )
      return follow(call, { chatId, runId, waitMs: waitMsOf(seconds) })
    },
  }),
  tool({
    name: 'wait_for_chat',
    title: 'Wait for a chat',
    description: 'Wait until the live run of a chat has ended, and give its answer. Nothing is sent.',
    access: 'chat',
    hints: { readOnly: true },
    waits: true,
    input: z.object({ session_id, wait_seconds }),
    output: RunState,
    async run(call, { session_id: id, wait_seconds: seconds }) {
      const { run_id } = await call.hub.chat.streamStatus({ session_id: id })
      return stateOf(call, id, run_id, waitMsOf(seconds))
    },
  }),
  tool({
    name: 'stop_chat',
    title: 'Stop a chat',
    description: 'Stop what a chat does now and what waits in it. The chat and what was said stay.',
    access: 'chat',
    hints: { destructive: true, idempotent: true },
    input: z.object({ session_id }),
    output: z.object({ message: z.string().describe('What happened.') }),
    run: ({ hub }, input) => hub.chat.abort(input),
  }),
]

async function stateOf(call: ToolCall, id: string, runId: string | null, waitMs: number) {
  const idle = { chatId: id, runId, waitMs }
  return runId === null ? ((await lastOf(call, id, null)) ?? follow(call, idle)) : follow(call, idle)
}

const around = 160

/** Where any of the words stands, with a little of what is around it. */
function places(messages: readonly { role: 'user' | 'assistant'; content: string }[], query: string) {
  const words = query.toLowerCase().split(/\s+/)
  const found: { role: 'user' | 'assistant'; text: string }[] = []
  for (const { role, content } of messages.toReversed()) {
    const low = content.toLowerCase()
    const at = words.map((word) => low.indexOf(word)).find((index) => index >= 0)
    if (at === undefined) continue
    const [from, to] = [Math.max(0, at - around), Math.min(content.length, at + around)]
    found.push({
      role,
      text: `${from > 0 ? '…' : ''}${content.slice(from, to)}${to < content.length ? '…' : ''}`,
    })
    if (found.length === 3) break
  }
  return found
}

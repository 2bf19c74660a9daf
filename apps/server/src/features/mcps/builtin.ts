import type { Chat, ChatWithMessages } from '@atrium/schema'
import { z } from 'zod'
import type { HubTool } from '../../agents/runner.ts'
import type { Journals } from './journals.ts'

export type BuiltinDeps = {
  /** Chats that are not archived, newest first; `search` finds words in titles and text. */
  chats: (query: { search?: string; limit: number }) => Promise<readonly Chat[]>
  /** @throws AppError not_found */
  chat: (id: string) => Promise<ChatWithMessages>
  journals: Journals
}

const maxAnswerChars = 100_000

const limit = (max: number, fallback: number) =>
  z.number().int().min(1).max(max).default(fallback).describe(`1 to ${max}; default ${fallback}.`)

/** Tools that tell what was said in other chats. */
export const ofOtherChats = ['search_sessions', 'list_recent_sessions', 'get_session']

/** The hub's own tools, under the server name `atrium`: what was said in other chats, and what the journal holds. */
export function createBuiltinTools({ chats, chat, journals }: BuiltinDeps): HubTool[] {
  const listed = (found: readonly Chat[]): unknown =>
    found.map(({ id, title, module, createdAt, lastAccessed, messageCount }) => ({
      id,
      title,
      module,
      createdAt,
      lastAccessed,
      messageCount,
    }))
  return [
    tool({
      name: 'search_sessions',
      description: 'Find conversations by words in their titles and messages.',
      input: z.object({
        query: z.string().min(1).max(200).describe('Words to find.'),
        limit: limit(50, 10),
      }),
      run: async (input) => listed(await chats({ search: input.query, limit: input.limit })),
    }),
    tool({
      name: 'list_recent_sessions',
      description: 'The conversations that changed last.',
      input: z.object({ limit: limit(50, 10) }),
      run: async (input) => listed(await chats({ limit: input.limit })),
    }),
    tool({
      name: 'get_session',
      description: 'A conversation with its messages, the latest ones when it is long.',
      input: z.object({
        session_id: z.string().min(1).max(128).describe('Id of the conversation.'),
        message_limit: limit(200, 50),
      }),
      run: async (input) => {
        const { messages, ...facts } = await chat(input.session_id)
        return { session: listed([facts]), messages: fitting(messages.slice(-input.message_limit)) }
      },
    }),
    tool({
      name: 'search_journals',
      description: 'Find journal entries of the vault by words in their text.',
      readOnly: true,
      input: z.object({
        query: z.string().min(1).max(200).describe('Words to find; all of them must be there.'),
        limit: limit(50, 10),
      }),
      run: (input, signal) => journals.search(input.query, input.limit, signal),
    }),
    tool({
      name: 'list_recent_journals',
      description: 'The latest journal entries of the vault, by day.',
      readOnly: true,
      input: z.object({ limit: limit(50, 10) }),
      run: (input) => journals.recent(input.limit),
    }),
    tool({
      name: 'get_journal',
      description: 'All journal entries of one day.',
      readOnly: true,
      input: z.object({
        date: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/)
          .describe('The day, YYYY-MM-DD.'),
      }),
      run: (input) => journals.day(input.date),
    }),
  ]
}

function tool<Input extends z.ZodType>(spec: {
  name: string
  description: string
  readOnly?: boolean
  input: Input
  run(input: z.infer<Input>, signal: AbortSignal): Promise<unknown>
}): HubTool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(spec.input, { io: 'input' })
  return {
    name: spec.name,
    description: spec.description,
    inputSchema,
    ...(spec.readOnly && { readOnly: true }),
    async run(input, signal) {
      const parsed = spec.input.safeParse(input)
      if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
      const answer = JSON.stringify(await spec.run(parsed.data, signal), null, 1)
      return answer.length > maxAnswerChars ? `${answer.slice(0, maxAnswerChars)}\n… (cut)` : answer
    },
  }
}

/** The latest messages that one answer has room for. */
function fitting<Message extends { content: string }>(messages: readonly Message[]): Message[] {
  let room = maxAnswerChars / 2
  const kept: Message[] = []
  for (const message of [...messages].reverse()) {
    room -= message.content.length
    if (room < 0 && kept.length > 0) break
    kept.unshift({ ...message, content: message.content.slice(0, maxAnswerChars / 2) })
  }
  return kept
}

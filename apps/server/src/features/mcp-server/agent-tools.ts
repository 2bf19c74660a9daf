// Decides what the agent of a chat may do with the hub: its own chat always, its project's cards and further chats as far as
// it is trusted. It never has more than its chat, whatever it says.
import { CardCreate, ChatId, ChatRequest, limits, type TrustLevel } from '@atrium/schema'
import { z } from 'zod'
import type { HubTool } from '../../agents/runner.ts'
import type { App } from '../../app.ts'
import type { Actor, Context } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { randomText, sortableId } from '../../core/ids.ts'
import { invalidInput, refusalOf } from '../../core/refusals.ts'
import { createRateLimit, tooManyRequests } from '../../http/rate-limit.ts'
import type { EquipmentFor } from '../runs/handover.ts'
import type { CallerOf } from './caller.ts'
import { assertMaySend, transcriptPage, transcriptPaging } from './chats.ts'
import { follow, lastOf } from './follow.ts'
import { jsonSchemaOf, type ToolCall } from './tool.ts'

/** Kept with a chat that an agent began: by which chat, how deep, and which chat of a person it all goes back to. */
const Lineage = z.object({ chat: z.string(), root: z.string(), depth: z.number().int().min(1) })
type Lineage = z.infer<typeof Lineage>

/** Less than what a tool of an agent may take. */
const waitSeconds = Math.floor(limits.hubToolMs / 1000) - 10
const wait_seconds = z
  .number()
  .int()
  .min(0)
  .max(waitSeconds)
  .default(waitSeconds)
  .describe(
    `How long to wait for the answer, 0 to ${waitSeconds} seconds; the chat works on when the time is up.`,
  )
const session_id = ChatId.describe('Id of a chat that you began with start_chat.')

const hourMs = 3_600_000
const begun = createRateLimit(limits.agentChatsPerHour, undefined, hourMs)

type AgentTool<Input extends z.ZodObject = z.ZodObject> = {
  name: string
  description: string
  /** Least trust of the chat. */
  trust: TrustLevel
  readOnly?: true
  granted?: true
  input: Input
  run(call: ToolCall, chat: EquipmentFor, input: z.output<Input>): Promise<unknown>
}
const tool = <Input extends z.ZodObject>(spec: AgentTool<Input>): AgentTool => spec as unknown as AgentTool

const ownChat = tool({
  name: 'read_transcript',
  description:
    'What was said and done in this conversation, also before it was compacted, the latest page first. `before` leads to earlier pages.',
  trust: 'sandboxed',
  readOnly: true,
  granted: true,
  input: z.object(transcriptPaging),
  run: (call, { chatId }, page) => transcriptPage(call, chatId, page),
})

const cards = [
  tool({
    name: 'list_cards',
    description: 'Cards of the board of the project you work in.',
    trust: 'vault',
    readOnly: true,
    input: z.object({}),
    run: ({ hub }) => hub.board.cards.list({}),
  }),
  tool({
    name: 'create_card',
    description: 'Put an idea on the board of the project you work in.',
    trust: 'vault',
    input: CardCreate.pick({ title: true, notes: true, priority: true, theme: true }),
    run: ({ hub, ctx }, _chat, input) =>
      hub.board.cards.create({ ...input, projectId: ctx.actor.within?.projectId ?? '', origin: 'collab' }),
  }),
]

const chats = [
  tool({
    name: 'start_chat',
    description:
      'Begin a conversation with another agent of the hub, in the folder you work in, and wait for its answer. It has less freedom than you: what it may not do alone it asks the person.',
    trust: 'full',
    input: z.object({
      message: ChatRequest.shape.message,
      title: z
        .string()
        .trim()
        .min(1)
        .max(limits.titleChars)
        .optional()
        .describe('Title; default: the first line.'),
      trust_level: z
        .enum(['vault', 'sandboxed'])
        .default('vault')
        .describe('How far the new agent is trusted; never more than vault.'),
      runner: ChatRequest.shape.runner,
      model: ChatRequest.shape.model,
      wait_seconds,
    }),
    async run(call, chat, { wait_seconds: seconds, title, ...request }) {
      const started_by = await nextLineage(call, chat)
      assertMaySend(call.ctx, true)
      const wait = begun.take(started_by.root)
      if (wait > 0) throw tooManyRequests(wait, 'Too many chats were begun by agents')
      const { chatId, runId } = await call.ctx.app.chat.send(
        call.ctx.actor,
        ChatRequest.parse({
          ...request,
          working_directory: chat.workingDirectory,
          workspace_id: chat.workspaceId,
        }),
        null,
        {
          chatId: sortableId(),
          source: 'agent',
          ...(title !== undefined && { title }),
          metadata: { started_by },
        },
      )
      return follow(call, { chatId, runId, waitMs: seconds * 1000 })
    },
  }),
  tool({
    name: 'send_message',
    description: 'Say something in a chat that you began, and wait for the answer.',
    trust: 'full',
    input: z.object({ session_id, message: ChatRequest.shape.message, wait_seconds }),
    async run(call, chat, { session_id: id, message, wait_seconds: seconds }) {
      await assertBegunBy(call, chat, id)
      assertMaySend(call.ctx, false)
      const request = ChatRequest.parse({ session_id: id, message })
      const { chatId, runId } = await call.ctx.app.chat.send(call.ctx.actor, request, null)
      return follow(call, { chatId, runId, waitMs: seconds * 1000 })
    },
  }),
  tool({
    name: 'wait_for_chat',
    description: 'Wait until a chat that you began has answered, and give its answer.',
    trust: 'full',
    readOnly: true,
    input: z.object({ session_id, wait_seconds }),
    async run(call, chat, { session_id: id, wait_seconds: seconds }) {
      await assertBegunBy(call, chat, id)
      const { run_id: runId } = await call.hub.chat.streamStatus({ session_id: id })
      const ended = runId === null ? await lastOf(call, id, null) : null
      return ended ?? follow(call, { chatId: id, runId, waitMs: seconds * 1000 })
    },
  }),
  tool({
    name: 'stop_chat',
    description: 'Stop what a chat that you began does now.',
    trust: 'full',
    input: z.object({ session_id }),
    async run(call, chat, { session_id: id }) {
      await assertBegunBy(call, chat, id)
      return call.hub.chat.abort({ session_id: id })
    },
  }),
]

/** Names of all of them, for the documentation. */
export const agentTools: readonly AgentTool[] = [ownChat, ...cards, ...chats]

const lineageOf = (metadata: Record<string, unknown> | null): Lineage | null =>
  Lineage.safeParse(metadata?.['started_by']).data ?? null

/** Where a chat that this one begins would stand. @throws AppError limit_reached */
async function nextLineage({ ctx }: ToolCall, { chatId }: EquipmentFor): Promise<Lineage> {
  const own = lineageOf((await ctx.app.chat.get(chatId)).metadata)
  const depth = (own?.depth ?? 0) + 1
  if (depth > limits.agentChatDepth)
    throw new AppError(
      'limit_reached',
      `This chat was begun by an agent that was begun by an agent; it begins no further one`,
    )
  return { chat: chatId, root: own?.root ?? chatId, depth }
}

/** @throws AppError not_found: what other chats there are is none of its business */
async function assertBegunBy({ ctx }: ToolCall, { chatId }: EquipmentFor, id: string): Promise<void> {
  const found = await ctx.app.chat.get(id).catch(() => null)
  if (lineageOf(found?.metadata ?? null)?.chat !== chatId)
    throw new AppError('not_found', `You did not begin this chat: ${id}`)
}

const order: readonly TrustLevel[] = ['sandboxed', 'vault', 'full']
const reaches = (has: TrustLevel, needs: TrustLevel): boolean => order.indexOf(has) >= order.indexOf(needs)

/** The tools of a chat's agent. Each call looks anew how far the chat is trusted: it may have been narrowed since. */
export function createAgentTools(app: App, callerOf: CallerOf) {
  /** Nothing that comes over the wire is this actor: it is made for the call, and can do what the tools above do with it. */
  const actorOf = (chat: EquipmentFor, projectId: string | null): Actor => ({
    id: `chat:${chat.chatId}`,
    label: 'agent',
    scopes: ['chat', 'hooks'],
    within: { session: null, cardId: null, projectId, chatId: chat.chatId },
    revoked: new AbortController().signal,
  })

  async function call(
    one: AgentTool,
    chat: EquipmentFor,
    projectId: string | null,
    given: unknown,
    signal: AbortSignal,
  ) {
    const ctx: Context & { actor: Actor } = {
      app,
      actor: actorOf(chat, projectId),
      log: app.log,
      signal,
      requestId: `tool-${randomText(12)}`,
      idempotencyKey: null,
      preconditions: { ifMatch: null, ifNoneMatch: null },
    }
    const { trustLevel } = await app.chat.get(chat.chatId)
    if (!reaches(trustLevel, one.trust))
      throw new AppError('forbidden', `This chat is trusted less by now; '${one.name}' is not for it`)
    const parsed = one.input.safeParse(given)
    if (!parsed.success) throw invalidInput(parsed.error) ?? parsed.error
    return one.run({ ctx, hub: callerOf(ctx), signal, progress: () => undefined }, chat, parsed.data)
  }

  return (chat: EquipmentFor): HubTool[] => {
    const projectId = app.projects.containing(chat.workingDirectory)?.id ?? null
    return [ownChat, ...(projectId === null ? [] : cards), ...chats]
      .filter(({ trust }) => reaches(chat.trustLevel, trust))
      .map((one) => ({
        name: one.name,
        description: one.description,
        inputSchema: jsonSchemaOf(one.input, 'input'),
        ...(one.readOnly && { readOnly: true }),
        ...(one.granted && { granted: true }),
        async run(input, signal) {
          try {
            return JSON.stringify(await call(one, chat, projectId, input, signal), null, 1)
          } catch (error) {
            throw refusalOf(error) ?? error
          }
        },
      }))
  }
}

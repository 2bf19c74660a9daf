import {
  ActiveStreams,
  ChatAborted,
  ChatAnswerCall,
  ChatAnswered,
  ChatChanged,
  ChatConfigUpdate,
  ChatDeleted,
  ChatHistory,
  ChatHistoryQuery,
  ChatList,
  ChatListQuery,
  ChatPermissions,
  ChatRef,
  ChatStats,
  ChatWithMessages,
  GrantRef,
  Ok,
  PermissionDecided,
  PermissionDecision,
  StreamStatus,
  Transcript,
  TranscriptQuery,
} from '@atrium/schema'
import type { z } from 'zod'
import type { App } from '../../app.ts'
import type { Actor } from '../../context.ts'
import { rest } from '../../rest-meta.ts'
import { botChatProcedure, chatProcedure } from '../../trpc.ts'

const changed = (session: ChatChanged['session']): ChatChanged => ({ success: true, session })
/** The two verbs of the page are one decision. */
async function decide(
  { app, actor, requestId }: { app: App; actor: Actor; requestId: string },
  { session_id, request_id, pattern }: z.infer<typeof PermissionDecision>,
  decision: 'allow' | 'deny',
): Promise<PermissionDecided> {
  const call = { chatId: session_id, requestId: request_id, pattern, decision }
  await app.chat.permissions.decide(call, { actor, requestId })
  return { success: true, sessionId: session_id, requestId: request_id, pattern: pattern ?? null }
}

export const chat = {
  list: chatProcedure
    .meta(rest('GET /chat', 'List the chats, newest change first'))
    .input(ChatListQuery)
    .output(ChatList)
    .query(({ ctx, input }) => ctx.app.chat.list(input)),
  stats: chatProcedure
    .meta(rest('GET /chat/stats', 'Count the chats'))
    .output(ChatStats)
    .query(({ ctx }) => ctx.app.chat.stats()),
  activeStreams: chatProcedure
    .meta(rest('GET /chat/active-streams', 'Chats with a live run'))
    .output(ActiveStreams)
    .query(({ ctx }) => ctx.app.chat.activeStreams()),
  get: chatProcedure
    .meta(rest('GET /chat/{session_id}', 'A chat with its messages'))
    .input(ChatRef)
    .output(ChatWithMessages)
    .query(({ ctx, input }) => ctx.app.chat.details(input.session_id)),
  remove: chatProcedure
    .meta(rest('DELETE /chat/{session_id}', 'Delete a chat with everything in it'))
    .input(ChatRef)
    .output(ChatDeleted)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.chat.remove(ctx.actor, input.session_id)
      return { success: true as const, deleted: input.session_id }
    }),
  archive: chatProcedure
    .meta(rest('POST /chat/{session_id}/archive', 'Hide a chat from the normal list'))
    .input(ChatRef)
    .output(ChatChanged)
    .mutation(async ({ ctx, input }) => changed(await ctx.app.chat.archive(input.session_id, true))),
  unarchive: chatProcedure
    .meta(rest('POST /chat/{session_id}/unarchive', 'Bring a chat back into the normal list'))
    .input(ChatRef)
    .output(ChatChanged)
    .mutation(async ({ ctx, input }) => changed(await ctx.app.chat.archive(input.session_id, false))),
  activate: chatProcedure
    .meta(rest('POST /chat/{session_id}/activate', 'Set up a bot chat that waits for it'))
    .input(ChatConfigUpdate)
    .output(ChatChanged)
    .mutation(async ({ ctx, input: { session_id, ...config } }) =>
      changed(await ctx.app.chat.activate(ctx.actor, session_id, config)),
    ),
  configure: chatProcedure
    .meta(rest('PUT /chat/{session_id}/config', 'Change settings of a chat; absent fields stay'))
    .input(ChatConfigUpdate)
    .output(ChatChanged)
    .mutation(async ({ ctx, input: { session_id, ...config } }) =>
      changed(await ctx.app.chat.configure(ctx.actor, session_id, config)),
    ),
  transcript: chatProcedure
    .meta(
      rest('GET /chat/{session_id}/transcript', 'The whole conversation, tool calls and results included'),
    )
    .input(TranscriptQuery)
    .output(Transcript)
    .query(({ ctx, input }) =>
      ctx.app.chat.transcript(input.session_id, {
        afterCompact: input.after_compact,
        segment: input.segment,
        full: input.full,
      }),
    ),
  history: chatProcedure
    .meta(rest('GET /chat/{session_id}/history', 'One page of the event log, from its end backwards'))
    .input(ChatHistoryQuery)
    .output(ChatHistory)
    .query(({ ctx, input }) => ctx.app.chat.history(input.session_id, input.before, input.limit)),
  abort: botChatProcedure
    .meta(rest('POST /chat/{session_id}/abort', 'Stop the live run'))
    .input(ChatRef)
    .output(ChatAborted)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      status: 'aborted' as const,
      message: await ctx.app.chat.abort(ctx.actor, input.session_id),
      sessionId: input.session_id,
    })),
  streamStatus: chatProcedure
    .meta(rest('GET /chat/{session_id}/stream-status', 'Whether a run is live or queued'))
    .input(ChatRef)
    .output(StreamStatus)
    .query(({ ctx, input }) => ctx.app.chat.streamStatus(input.session_id)),
  answer: chatProcedure
    .meta(rest('POST /chat/{session_id}/answer', 'Answer a question or a permission request'))
    .input(ChatAnswerCall)
    .output(ChatAnswered)
    .mutation(async ({ ctx, input: { session_id, ...answer } }) => {
      await ctx.app.chat.permissions.answer(session_id, answer, ctx)
      const message = answer.answers === undefined ? 'Decision taken' : 'Answers submitted'
      return { success: true as const, message, session_id, request_id: answer.request_id }
    }),
  permissions: {
    list: chatProcedure
      .meta(rest('GET /chat/{session_id}/permissions', 'Requests that wait, and the standing rules'))
      .input(ChatRef)
      .output(ChatPermissions)
      .query(({ ctx, input }) => ctx.app.chat.permissions.list(input.session_id)),
    grant: chatProcedure
      .meta(rest('POST /chat/{session_id}/permissions/grant', 'Allow what an agent asked for'))
      .input(PermissionDecision)
      .output(PermissionDecided)
      .mutation(({ ctx, input }) => decide(ctx, input, 'allow')),
    deny: chatProcedure
      .meta(rest('POST /chat/{session_id}/permissions/deny', 'Refuse what an agent asked for'))
      .input(PermissionDecision)
      .output(PermissionDecided)
      .mutation(({ ctx, input }) => decide(ctx, input, 'deny')),
    remove: chatProcedure
      .meta(rest('DELETE /chat/{session_id}/permissions/{grant_id}', 'Withdraw a standing rule'))
      .input(GrantRef)
      .output(Ok)
      .mutation(async ({ ctx, input }) => {
        await ctx.app.chat.permissions.removeGrant(input.session_id, input.grant_id)
        return { success: true as const }
      }),
  },
}

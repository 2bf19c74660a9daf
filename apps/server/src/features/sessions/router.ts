import {
  Ok,
  Scrollback,
  ScrollbackQuery,
  SessionChanged,
  SessionCreate,
  SessionCreated,
  SessionList,
  SessionMute,
  SessionMuted,
  SessionPin,
  SessionPinned,
  SessionRef,
  SessionRename,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { terminalProcedure } from '../../trpc.ts'

const created = { status: 201 }

export const sessions = {
  list: terminalProcedure
    .meta(rest('GET /sessions', 'List terminal sessions'))
    .output(SessionList)
    .query(({ ctx }) => ctx.app.sessions.list()),
  create: terminalProcedure
    .meta(rest('POST /sessions', 'Start a terminal session', created))
    .input(SessionCreate)
    .output(SessionCreated)
    .mutation(({ ctx, input }) =>
      ctx.app.sessions.create(input, ctx.idempotencyKey && `${ctx.actor.id} ${ctx.idempotencyKey}`),
    ),
  remove: terminalProcedure
    .meta(rest('DELETE /sessions/{name}', 'End a session; its entry stays and can be restored'))
    .input(SessionRef)
    .output(Ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.sessions.remove(input.name)
      return { success: true as const }
    }),
  rename: terminalProcedure
    .meta(rest('PATCH /sessions/{name}', 'Rename a session'))
    .input(SessionRename)
    .output(SessionChanged)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      name: await ctx.app.sessions.rename(input.name, input.newName),
    })),
  adopt: terminalProcedure
    .meta(rest('POST /sessions/{name}/adopt', 'Make a foreign session a known one'))
    .input(SessionRef)
    .output(SessionChanged)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.sessions.adopt(input.name)
      return { success: true as const, name: input.name }
    }),
  restore: terminalProcedure
    .meta(rest('POST /sessions/{name}/restore', 'Start a dormant session again', created))
    .input(SessionRef)
    .output(SessionCreated)
    .mutation(({ ctx, input }) => ctx.app.sessions.restore(input.name)),
  mute: terminalProcedure
    .meta(rest('POST /sessions/{name}/mute', 'Turn notifications of a session off or on'))
    .input(SessionMute)
    .output(SessionMuted)
    .mutation(async ({ ctx, input: { name, muted } }) => {
      await ctx.app.sessions.mark(name, { muted })
      return { success: true as const, name, muted }
    }),
  pin: terminalProcedure
    .meta(rest('POST /sessions/{name}/pin', 'Pin a session, or let it go'))
    .input(SessionPin)
    .output(SessionPinned)
    .mutation(async ({ ctx, input: { name, pinned } }) => {
      await ctx.app.sessions.mark(name, { pinned })
      return { success: true as const, name, pinned }
    }),
  forget: terminalProcedure
    .meta(rest('DELETE /sessions/{name}/known', 'Forget a session; one that runs goes on'))
    .input(SessionRef)
    .output(Ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.sessions.forget(input.name)
      return { success: true as const }
    }),
  scrollback: terminalProcedure
    .meta(rest('GET /sessions/{name}/scrollback', 'Lines above the visible screen'))
    .input(ScrollbackQuery)
    .output(Scrollback)
    .query(({ ctx, input }) => ctx.app.sessions.scrollback(input.name, input.lines)),
}

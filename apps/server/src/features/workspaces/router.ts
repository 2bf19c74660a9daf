import {
  WorkspaceChats,
  WorkspaceChatsQuery,
  WorkspaceCreate,
  WorkspaceDeleted,
  WorkspaceFound,
  WorkspaceList,
  WorkspaceRef,
  WorkspaceUpdate,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure } from '../../trpc.ts'

export const workspaces = {
  list: chatProcedure
    .meta(rest('GET /workspaces', 'List the workspaces'))
    .output(WorkspaceList)
    .query(async ({ ctx }) => ({ workspaces: await ctx.app.workspaces.list() })),
  create: chatProcedure
    .meta(rest('POST /workspaces', 'Create a workspace', { status: 201 }))
    .input(WorkspaceCreate)
    .output(WorkspaceFound)
    .mutation(async ({ ctx, input }) => ({
      workspace: await ctx.app.workspaces.create(
        ctx.actor,
        input,
        ctx.idempotencyKey && `${ctx.actor.id} ${ctx.idempotencyKey}`,
      ),
    })),
  get: chatProcedure
    .meta(rest('GET /workspaces/{slug}', 'A workspace'))
    .input(WorkspaceRef)
    .output(WorkspaceFound)
    .query(async ({ ctx, input }) => ({ workspace: await ctx.app.workspaces.get(input.slug) })),
  update: chatProcedure
    .meta(rest('PUT /workspaces/{slug}', 'Change a workspace; absent fields stay, null is the default'))
    .input(WorkspaceUpdate)
    .output(WorkspaceFound)
    .mutation(async ({ ctx, input: { slug, ...change } }) => ({
      workspace: await ctx.app.workspaces.update(ctx.actor, slug, change),
    })),
  remove: chatProcedure
    .meta(rest('DELETE /workspaces/{slug}', 'Delete a workspace; its chats stay'))
    .input(WorkspaceRef)
    .output(WorkspaceDeleted)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.workspaces.remove(input.slug)
      return { deleted: input.slug }
    }),
  chats: chatProcedure
    .meta(rest('GET /workspaces/{slug}/sessions', 'Chats of a workspace, newest change first'))
    .input(WorkspaceChatsQuery)
    .output(WorkspaceChats)
    .query(async ({ ctx, input: { slug, ...query } }) => ({
      workspace: await ctx.app.workspaces.get(slug),
      ...(await ctx.app.chat.list({ ...query, workspaceId: slug })),
    })),
}

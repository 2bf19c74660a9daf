import { HookApprove, HookApproved, HookErrors, HookList } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, chatProcedure } from '../../trpc.ts'

export const hooks = {
  list: chatProcedure
    .meta(rest('GET /hooks', 'List the hook scripts of the vault and the hooks of modules'))
    .output(HookList)
    .query(({ ctx }) => ctx.app.hooks.list()),
  errors: chatProcedure
    .meta(rest('GET /hooks/errors', 'The last failures of hooks, the oldest first'))
    .output(HookErrors)
    .query(({ ctx }) => ctx.app.hooks.errors()),
  approve: adminProcedure
    .meta(rest('POST /hooks/{name}/approve', 'Allow a hook script to run exactly as its file is now'))
    .input(HookApprove)
    .output(HookApproved)
    .mutation(async ({ ctx, input }) => {
      const hook = await ctx.app.hooks.approve(ctx, input.name, input.hash)
      const message = hook.message ?? `The hook '${hook.name}' is ${hook.status}`
      return { approved: true as const, name: hook.name, message, hook }
    }),
}

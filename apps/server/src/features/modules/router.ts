import {
  ModuleApprove,
  ModuleApproved,
  ModuleList,
  ModulePrompt,
  ModulePromptRef,
  ModulePromptUpdate,
  ModulePromptUpdated,
  ModuleStats,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, chatProcedure } from '../../trpc.ts'

export const modules = {
  list: chatProcedure
    .meta(rest('GET /modules', 'List the modules, with what they offer and whether they run'))
    .output(ModuleList)
    .query(({ ctx }) => ctx.app.modules.list()),
  approve: adminProcedure
    .meta(rest('POST /modules/{name}/approve', 'Load a module exactly as its files are now'))
    .input(ModuleApprove)
    .output(ModuleApproved)
    .mutation(({ ctx, input }) => ctx.app.modules.approve(ctx, input.name, input.hash)),
  prompt: chatProcedure
    .meta(rest('GET /modules/{mod}/prompt', 'Read the instructions of a module'))
    .input(ModulePromptRef)
    .output(ModulePrompt)
    .query(({ ctx, input }) => ctx.app.modules.get(input.mod)),
  setPrompt: chatProcedure
    .meta(rest('PUT /modules/{mod}/prompt', 'Write or remove the instructions of a module'))
    .input(ModulePromptUpdate)
    .output(ModulePromptUpdated)
    .mutation(({ ctx, input }) => ctx.app.modules.put(input.mod, input.content, input.reset)),
  stats: chatProcedure
    .meta(rest('GET /modules/{mod}/stats', 'Count the files of a module in the vault'))
    .input(ModulePromptRef)
    .output(ModuleStats)
    .query(({ ctx, input }) => ctx.app.modules.stats(input.mod)),
}

import {
  limits,
  McpApprove,
  McpRef,
  McpServer,
  McpServerCreate,
  McpServerList,
  McpServerRemoved,
  McpServerSaved,
  McpTest,
  McpTools,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, chatProcedure } from '../../trpc.ts'
import { configOf } from './describe.ts'

export const mcps = {
  list: chatProcedure
    .meta(rest('GET /mcps', 'List the MCP servers'))
    .output(McpServerList)
    .query(({ ctx }) => ctx.app.mcps.list()),
  get: chatProcedure
    .meta(rest('GET /mcps/{name}', 'An MCP server'))
    .input(McpRef)
    .output(McpServer)
    .query(({ ctx, input }) => ctx.app.mcps.get(input.name)),
  create: adminProcedure
    .meta(rest('POST /mcps', 'Add an MCP server, or replace the one of this name'))
    .input(McpServerCreate)
    .output(McpServerSaved)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      server: await ctx.app.mcps.put(ctx, input.name, configOf(input)),
    })),
  remove: adminProcedure
    .meta(rest('DELETE /mcps/{name}', 'Remove an MCP server'))
    .input(McpRef)
    .output(McpServerRemoved)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.mcps.remove(ctx, input.name)
      return { success: true as const, removed: input.name }
    }),
  approve: adminProcedure
    .meta(rest('POST /mcps/{name}/approve', 'Let an MCP server of the file run as it is now'))
    .input(McpApprove)
    .output(McpServerSaved)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      server: await ctx.app.mcps.approve(ctx, input.name, input.hash),
    })),
  test: adminProcedure
    .meta(
      rest('POST /mcps/{name}/test', 'Start or call an MCP server and see whether it answers', {
        perMinute: limits.mcpTestsPerMinute,
      }),
    )
    .input(McpRef)
    .output(McpTest)
    .mutation(({ ctx, input }) => ctx.app.mcps.test(input.name, ctx.signal)),
  tools: chatProcedure
    .meta(
      rest('GET /mcps/{name}/tools', 'Ask an MCP server for its tools', {
        perMinute: limits.mcpToolListsPerMinute,
      }),
    )
    .input(McpRef)
    .output(McpTools)
    .query(({ ctx, input }) => ctx.app.mcps.tools(input.name, ctx.signal)),
}

import { Agent, AgentList, AgentRef } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, signedInProcedure } from '../../trpc.ts'

export const agents = {
  list: signedInProcedure
    .meta(rest('GET /agents', 'List the agents, the default one first'))
    .output(AgentList)
    .query(({ ctx }) => ctx.app.agents.list()),
  install: adminProcedure
    .meta(rest('POST /agents/{name}/install', 'Fetch the program of an agent'))
    .input(AgentRef)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.app.agents.install(input.name)),
}

import { Agent, AgentList, AgentRef, OwnAgentCreate, OwnAgentUpdate } from '@atrium/schema'
import { z } from 'zod'
import { hasScope } from '../../core/scopes.ts'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, signedInProcedure } from '../../trpc.ts'

export const agents = {
  list: signedInProcedure
    .meta(rest('GET /agents', 'List the agents, the default one first'))
    .output(AgentList)
    .query(({ ctx }) => ctx.app.agents.list(hasScope(ctx.actor, 'admin'))),
  add: adminProcedure
    .meta(rest('POST /agents', 'Add an agent of your own: a program that speaks ACP', { status: 201 }))
    .input(OwnAgentCreate)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.app.agents.add(input)),
  change: adminProcedure
    .meta(rest('PATCH /agents/{name}', 'Change an agent of your own; what is absent stays'))
    .input(AgentRef.extend(OwnAgentUpdate.shape))
    .output(Agent)
    .mutation(({ ctx, input: { name, ...change } }) => ctx.app.agents.change(name, change)),
  remove: adminProcedure
    .meta(rest('DELETE /agents/{name}', 'Remove an agent of your own', { status: 204 }))
    .input(AgentRef)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.app.agents.remove(input.name)),
  install: adminProcedure
    .meta(rest('POST /agents/{name}/install', 'Fetch the program of an agent'))
    .input(AgentRef)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.app.agents.install(input.name)),
}

import {
  Approval,
  ApprovalDecide,
  ApprovalDecided,
  ApprovalList,
  ApprovalRef,
  ApprovalsConfig,
  Ok,
  RuleChanged,
  RuleCreate,
  RuleList,
  RuleRef,
  RuleUpdate,
} from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { rest } from '../../rest-meta.ts'
import { publicProcedure, signedInProcedure, terminalProcedure } from '../../trpc.ts'

export const approvals = {
  list: signedInProcedure
    .meta(rest('GET /approvals', 'What agents ask and nobody has answered, of chats and of terminals'))
    .output(ApprovalList)
    .query(async ({ ctx }) => ({ approvals: await ctx.app.inbox.list(ctx.actor) })),
  config: terminalProcedure
    .meta(rest('GET /approvals/config', 'Whether agents in terminals may be answered from here'))
    .output(ApprovalsConfig)
    .query(({ ctx }) => ({ enabled: ctx.app.approvals.gate() })),
  configure: terminalProcedure
    .meta(rest('POST /approvals/config', 'Turn answers to agents in terminals on or off'))
    .input(ApprovalsConfig)
    .output(ApprovalsConfig)
    .mutation(async ({ ctx, input }) => {
      const { remoteApproval } = await ctx.app.settings.update(ctx, { remoteApproval: input.enabled })
      return { enabled: remoteApproval }
    }),
  get: signedInProcedure
    .meta(rest('GET /approvals/{id}', 'One request, with its whole input'))
    .input(ApprovalRef)
    .output(Approval)
    .query(({ ctx, input }) => ctx.app.inbox.get(ctx.actor, input.id)),
  /** Public for whoever has the one-time code; everybody else needs a credential. */
  decide: publicProcedure
    .meta(
      rest('POST /approvals/{id}', 'Allow or deny what an agent asks; the first valid answer wins', {
        code: 'token',
      }),
    )
    .input(ApprovalDecide)
    .output(ApprovalDecided)
    .mutation(async ({ ctx, input }) => {
      const { app, actor } = ctx
      if (input.token !== undefined) await app.inbox.decideByCode(ctx.requestId, input, input.token)
      else if (actor) await app.inbox.decide({ actor, requestId: ctx.requestId }, input)
      else throw new AppError('unauthorized', 'Valid API key required')
      return { ok: true as const, decision: input.decision }
    }),
}

export const rules = {
  list: terminalProcedure
    .meta(rest('GET /rules', 'The standing rules for all agents'))
    .output(RuleList)
    .query(async ({ ctx }) => ({ rules: await ctx.app.rules.list() })),
  create: terminalProcedure
    .meta(rest('POST /rules', 'Keep a standing rule', { status: 201 }))
    .input(RuleCreate)
    .output(RuleChanged)
    .mutation(async ({ ctx, input }) => ({ rule: await ctx.app.rules.create(ctx, input) })),
  update: terminalProcedure
    .meta(rest('PATCH /rules/{id}', 'Change a standing rule; absent fields stay'))
    .input(RuleUpdate)
    .output(RuleChanged)
    .mutation(async ({ ctx, input }) => ({ rule: await ctx.app.rules.update(ctx, input) })),
  remove: terminalProcedure
    .meta(rest('DELETE /rules/{id}', 'Withdraw a standing rule'))
    .input(RuleRef)
    .output(Ok)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.rules.remove(ctx, input.id)
      return { success: true as const }
    }),
}

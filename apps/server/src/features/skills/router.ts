import { Skill, SkillCreate, SkillDeleted, SkillList, SkillRef, SkillSaved } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure, chatProcedure } from '../../trpc.ts'

export const skills = {
  list: chatProcedure
    .meta(rest('GET /skills', 'List the skills'))
    .output(SkillList)
    .query(({ ctx }) => ctx.app.skills.list()),
  get: chatProcedure
    .meta(rest('GET /skills/{name}', 'A skill with its instructions'))
    .input(SkillRef)
    .output(Skill)
    .query(({ ctx, input }) => ctx.app.skills.get(input.name)),
  create: adminProcedure
    .meta(rest('POST /skills', 'Write a new skill'))
    .input(SkillCreate)
    .output(SkillSaved)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      skill: await ctx.app.skills.create(ctx, input, ctx.idempotencyKey),
    })),
  remove: adminProcedure
    .meta(rest('DELETE /skills/{name}', 'Move a skill to the trash'))
    .input(SkillRef)
    .output(SkillDeleted)
    .mutation(async ({ ctx, input }) => ({
      success: true as const,
      deleted: input.name,
      trash: await ctx.app.skills.remove(ctx, input.name),
    })),
}

import { PenatesImport, PenatesImported } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const penates = {
  import: adminProcedure
    .meta(
      rest(
        'POST /import/penates',
        'Take over sessions, projects, settings, devices and cards of a Penates hub',
      ),
    )
    .input(PenatesImport)
    .output(PenatesImported)
    .mutation(async ({ ctx, input }) => {
      const done = await ctx.app.penates.import(ctx, input)
      const taken = Object.fromEntries(done.parts.map((part) => [part.part, part.taken]))
      if (!input.dryRun) await ctx.app.audit.append('penates.import', ctx, { from: done.from, ...taken })
      return done
    }),
}

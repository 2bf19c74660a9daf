import { SettingsChanged, SettingsUpdate, SettingsView } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { adminProcedure } from '../../trpc.ts'

export const settings = {
  get: adminProcedure
    .meta(rest('GET /settings', 'Settings, their defaults, and what this hub can do'))
    .output(SettingsView)
    .query(({ ctx }) => ctx.app.settingsView()),
  update: adminProcedure
    .meta(rest('PATCH /settings', 'Change settings; what is absent stays'))
    .input(SettingsUpdate)
    .output(SettingsChanged)
    .mutation(async ({ ctx, input }) => ({ settings: await ctx.app.settings.update(ctx, input) })),
}

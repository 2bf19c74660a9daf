import { Settings, SettingsUpdate } from '@atrium/schema'
import { adminProcedure } from '../../trpc.ts'

/** For the console alone: `/api/settings` of the second page comes with the features it describes. */
export const settings = {
  get: adminProcedure.output(Settings).query(({ ctx }) => ctx.app.settings.get()),
  update: adminProcedure
    .input(SettingsUpdate)
    .output(Settings)
    .mutation(({ ctx, input }) => ctx.app.settings.update(ctx, input)),
}

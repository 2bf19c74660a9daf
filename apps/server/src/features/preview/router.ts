import { PreviewConfig, PreviewPorts, PreviewSelect, PreviewSelected } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { terminalProcedure } from '../../trpc.ts'

export const preview = {
  config: terminalProcedure
    .meta(rest('GET /preview/config', 'Whether and where previews are served'))
    .output(PreviewConfig)
    .query(({ ctx }) => ctx.app.preview.config()),
  ports: terminalProcedure
    .meta(rest('GET /preview/ports', 'List the ports that programs of this computer listen on'))
    .output(PreviewPorts)
    .query(({ ctx }) => ctx.app.preview.ports()),
  select: terminalProcedure
    .meta(rest('POST /preview/select', 'Allow a port to be seen, and get the address that opens it'))
    .input(PreviewSelect)
    .output(PreviewSelected)
    .mutation(({ ctx, input }) => ctx.app.preview.select(ctx.actor, input)),
}

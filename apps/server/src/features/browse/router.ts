import { Browse, BrowseMade, BrowseMake, BrowseQuery } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { filesProcedure } from '../../trpc.ts'

/** Folders to pick from. */
export const browse = {
  list: filesProcedure
    .meta(rest('GET /browse', 'Folders inside the allowed roots'))
    .input(BrowseQuery)
    .output(Browse)
    .query(({ ctx, input }) => ctx.app.browse.list(input)),
  make: filesProcedure
    .meta(rest('POST /browse/mkdir', 'Make a folder inside the allowed roots', { status: 201 }))
    .input(BrowseMake)
    .output(BrowseMade)
    .mutation(({ ctx, input }) => ctx.app.browse.make(input.path)),
}

import { Import, ImportContexts, ImportList, ImportRef } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure, filesProcedure } from '../../trpc.ts'

export const imports = {
  list: chatProcedure
    .meta(rest('GET /import', 'Imports since the start'))
    .output(ImportList)
    .query(({ ctx }) => ({ imports: ctx.app.imports.list() })),
  get: chatProcedure
    .meta(rest('GET /import/{import_id}', 'How an import goes, or went'))
    .input(ImportRef)
    .output(Import)
    .query(({ ctx, input }) => ctx.app.imports.get(input.import_id)),
  contexts: filesProcedure
    .meta(rest('GET /import/contexts', 'What is written in Chat/contexts'))
    .output(ImportContexts)
    .query(({ ctx }) => ctx.app.imports.contexts()),
}

import { PromptPreview, PromptPreviewQuery } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { chatProcedure } from '../../trpc.ts'

export const prompts = {
  preview: chatProcedure
    .meta(rest('GET /prompts/preview', 'The prompt that a next turn would get, and what it is made of'))
    .input(PromptPreviewQuery)
    .output(PromptPreview)
    .query(({ ctx, input }) => ctx.app.prompts.preview(input)),
}

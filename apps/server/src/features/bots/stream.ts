import { basename } from 'node:path'
import { BotFileQuery } from '@atrium/schema'
import { z } from 'zod'
import type { RawRoute } from '../../http/doors.ts'
import { promisedBytes } from '../../http/file-bytes.ts'

/** Files that an answer names, on their way to a messenger. */
export const botRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/bots/{platform}/deliveries/{id}/file',
    access: 'bots',
    summary: 'The bytes of a file that an answer names',
    input: BotFileQuery,
    response: {
      status: 200,
      contentType: 'application/octet-stream',
      description: 'The bytes, with their media type as far as their beginning tells.',
      schema: z.string().describe('The bytes.'),
    },
    async handle({ request, ctx, input, reply }) {
      const { file, type } = await ctx.app.bots.file(input as z.infer<typeof BotFileQuery>) // parsed by the route
      reply.headers({
        'content-type': type,
        'content-length': file.info.size,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(file.path).toWellFormed()).replaceAll("'", '%27')}`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      })
      if (file.info.size === 0) {
        await file.handle.close()
        return reply.send(Buffer.alloc(0))
      }
      return reply.send(promisedBytes(request.raw, file.handle, { start: 0, end: file.info.size - 1 }))
    },
  },
]

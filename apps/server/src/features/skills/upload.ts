import { limits, SkillSaved } from '@atrium/schema'
import { z } from 'zod'
import type { RawRoute } from '../../http/doors.ts'
import { receiveUpload } from '../../http/upload.ts'

/** A skill as an archive. */
export const skillRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/skills/upload',
    access: 'admin',
    summary: 'Add a skill from a .zip or .skill archive',
    input: z.object({}),
    upload: true,
    perMinute: limits.uploadsPerMinute,
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'The skill as it is now.',
      schema: SkillSaved,
    },
    async handle({ ctx, request }) {
      const { app } = ctx
      await using file = await receiveUpload(request, {
        folder: app.uploads,
        maxBytes: limits.skillArchiveBytes,
      })
      const skill = await app.skills.upload(ctx, { path: file.path, fileName: file.name })
      return { success: true, skill }
    },
  },
]

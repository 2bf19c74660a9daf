import { limits, ProjectUploaded, ProjectUploadQuery } from '@atrium/schema'
import type { z } from 'zod'
import { auditChange } from '../../core/audit.ts'
import type { RawRoute } from '../../http/doors.ts'
import { receiveFiles } from '../../http/upload.ts'

export const projectUploadRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/projects/{id}/files/upload',
    access: 'files',
    summary: 'Upload files into a folder',
    input: ProjectUploadQuery,
    upload: true,
    perMinute: limits.fileUploadsPerMinute,
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'The files as they lie there now.',
      schema: ProjectUploaded,
    },
    async handle({ ctx, input, request }) {
      const { id, path, onConflict } = input as z.infer<typeof ProjectUploadQuery> // parsed by the route
      const { projectFiles, uploads } = ctx.app
      const places = await projectFiles.uploadPlaces(ctx.actor, id)
      places.assertChangeable(await places.resolve(path))
      await using received = await receiveFiles(request, {
        folder: uploads,
        maxBytes: limits.fileUploadsBytes,
        maxFileBytes: limits.fileUploadBytes,
        maxFiles: limits.fileUploads,
        assertSpace: () => projectFiles.assertSpace(uploads),
      })
      const uploaded = await projectFiles.takeIn(
        places,
        path,
        received.files,
        onConflict === 'error' ? undefined : onConflict,
      )
      await auditChange(ctx, 'projectFiles.upload', { path })
      return { uploaded }
    },
  },
]

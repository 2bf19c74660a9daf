import { limits, SessionImage, SessionRef, SessionUploadQuery, UploadedFiles } from '@atrium/schema'
import type { z } from 'zod'
import { auditChange } from '../../core/audit.ts'
import { AppError } from '../../core/errors.ts'
import type { RawRoute } from '../../http/doors.ts'
import { receiveBody, receiveFiles } from '../../http/upload.ts'

/** Files and pictures for the folder where a session is. */
export const captureRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/sessions/{name}/upload',
    access: 'terminal',
    summary: 'Upload files into the folder where a session is',
    input: SessionUploadQuery,
    upload: true,
    perMinute: limits.fileUploadsPerMinute,
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'The files as they lie there now.',
      schema: UploadedFiles,
    },
    async handle({ ctx, input, request }) {
      const { name, onConflict } = input as z.infer<typeof SessionUploadQuery> // parsed by the route
      const { projectFiles, uploads } = ctx.app
      const places = await projectFiles.uploadPlaces(ctx.actor, `session:${name}`)
      await using received = await receiveFiles(request, {
        folder: uploads,
        maxBytes: limits.fileUploadsBytes,
        maxFileBytes: limits.fileUploadBytes,
        maxFiles: limits.fileUploads,
        assertSpace: () => projectFiles.assertSpace(uploads),
      })
      const how = onConflict === 'error' ? undefined : onConflict
      const uploaded = await projectFiles.takeIn(places, '', received.files, how)
      await auditChange(ctx, 'sessions.upload', { name })
      return { uploaded: uploaded.map(({ path, name: got }) => ({ path, name: got })) }
    },
  },
  {
    method: 'POST',
    path: '/sessions/{name}/image',
    access: 'terminal',
    summary: 'Keep a PNG image as a picture of a session',
    input: SessionRef,
    takes: ['image/png'],
    perMinute: limits.fileUploadsPerMinute,
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'Where it lies.',
      schema: SessionImage,
    },
    async handle({ ctx, read, request }) {
      const { name } = read({}) as z.infer<typeof SessionRef> // parsed by the route
      const directory = await ctx.app.sessions.directoryOf(name)
      await using body = await receiveBody(request, { folder: ctx.app.uploads, maxBytes: limits.imageBytes })
      if (body.size === 0) throw new AppError('bad_request', 'Empty image body')
      const image = await ctx.app.captures.savePng(directory, body.path)
      await auditChange(ctx, 'sessions.image', { name })
      return image
    },
  },
]

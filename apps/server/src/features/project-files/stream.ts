import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits, ProjectDownloadQuery, ProjectFileQuery, SessionFileQuery } from '@atrium/schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listForZip, zipOf } from '../../host/archive-write.ts'
import { hashBytes } from '../../host/hash-file.ts'
import { openFolder } from '../../host/open-folder.ts'
import type { OpenFile } from '../../host/paths.ts'
import { readWhole } from '../../host/read-whole.ts'
import type { RawCall, RawRoute } from '../../http/doors.ts'
import { promisedBytes } from '../../http/file-bytes.ts'
import { rangeOf } from './byte-ranges.ts'
import type { Places } from './places.ts'
import { openFile, showable, tagOf } from './reading.ts'
import { sessionPrefix } from './roots.ts'

const headers = {
  Range: 'One range of bytes, `bytes=0-1023`; any file, however large, may be read in parts.',
  'If-Range': 'The `ETag` of the parts so far: when it is another file by now, all of it comes.',
}

/** What a person's program calls the file: as plain text for old ones, whole for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** Bytes that somebody else wrote: nothing in them may run, and a browser that is pointed at them saves them. */
const guarded = (name: string) => ({
  'content-disposition': attachment(name),
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
})

/** Sends an open file, or the part of it that is asked for; the file is closed when that is done. */
async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: OpenFile,
  type: string,
  tag: string,
): Promise<unknown> {
  const size = file.info.size
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === tag ? rangeOf(request.headers.range, size) : null
  reply.headers({
    ...guarded(basename(file.path)),
    'accept-ranges': 'bytes',
    etag: tag,
    'content-type': type,
  })
  if (range === 'none') {
    await file.handle.close()
    return reply.code(416).header('content-range', `bytes */${size}`).send()
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  reply.header('content-length', Math.max(0, end - start + 1))
  if (end < start) {
    await file.handle.close()
    return reply.send(Buffer.alloc(0))
  }
  return reply.send(promisedBytes(request.raw, file.handle, { start, end }))
}

async function sendZip(
  places: Places,
  real: string,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<unknown> {
  await using undo = new AsyncDisposableStack()
  const folder = undo.use(await openFolder(real, places.roots))
  const items = await listForZip(folder, {
    maxEntries: limits.downloadEntries,
    maxBytes: limits.downloadBytes,
    leaveOut: places.isProtected,
    signal,
  })
  undo.move() // the archive closes it
  reply.headers({ ...guarded(`${basename(real) || 'folder'}.zip`), 'content-type': 'application/zip' })
  return reply.send(zipOf(folder, items, signal))
}

/** A file that can be shown, whole or in part. */
async function sendContent({ request, reply }: RawCall, places: Places, path: string): Promise<unknown> {
  await using undo = new AsyncDisposableStack()
  const file = undo.use(await openFile(places, path))
  const isPart = request.headers.range !== undefined && file.info.size > limits.mediaFileBytes
  if (isPart) {
    const tag = await tagOf(file.handle)
    undo.move()
    return sendFile(request, reply, file, 'application/octet-stream', tag)
  }
  const { type, language } = await showable(file, path)
  const { bytes } = await readWhole(file, limits.mediaFileBytes)
  const tag = `"${await hashBytes(bytes)}"`
  reply.headers({
    ...guarded(basename(file.path)),
    'content-type': type,
    'accept-ranges': 'bytes',
    etag: tag,
    'x-file-size': bytes.length,
    ...(language !== null && { 'x-file-lang': language }),
  })
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === tag ? rangeOf(request.headers.range, bytes.length) : null
  if (range === 'none') return reply.code(416).header('content-range', `bytes */${bytes.length}`).send()
  if (!range) return reply.send(bytes)
  reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`)
  return reply.send(bytes.subarray(range.start, range.end + 1))
}

const contentAnswer = {
  status: 200,
  contentType: 'application/octet-stream',
  description:
    'The bytes; `text/plain`, an image type or `application/pdf`, with `X-File-Size`, for text `X-File-Lang`, and an `ETag` for `If-Match`.',
  schema: z.string().describe('The bytes.'),
} as const

export const projectFileRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/projects/{id}/files/content',
    access: 'files',
    summary: 'The bytes of a text, an image or a PDF',
    input: ProjectFileQuery,
    headers,
    response: contentAnswer,
    async handle(call) {
      const { id, path } = call.input as z.infer<typeof ProjectFileQuery> // parsed by the route
      return sendContent(call, await call.ctx.app.projectFiles.placesOf(call.ctx.actor, id), path)
    },
  },
  {
    method: 'GET',
    path: '/sessions/{name}/file-content',
    access: 'terminal',
    summary: 'The bytes of a text, an image or a PDF that a terminal names',
    input: SessionFileQuery,
    headers,
    response: contentAnswer,
    async handle(call) {
      const { name, path } = call.input as z.infer<typeof SessionFileQuery> // parsed by the route
      const places = await call.ctx.app.projectFiles.placesOf(call.ctx.actor, sessionPrefix + name)
      return sendContent(call, places, await places.named(path))
    },
  },
  {
    method: 'GET',
    path: '/projects/{id}/files/download',
    access: 'files',
    summary: 'Download a file of any size, or a folder as a zip archive',
    input: ProjectDownloadQuery,
    headers,
    response: {
      status: 200,
      contentType: 'application/octet-stream',
      description: 'The file, or `application/zip`, as an attachment.',
      schema: z.string().describe('The bytes.'),
    },
    async handle({ ctx, input, request, reply }) {
      const { id, path } = input as z.infer<typeof ProjectDownloadQuery> // parsed by the route
      const places = await ctx.app.projectFiles.placesOf(ctx.actor, id)
      const real = await places.resolve(path)
      const isFolder = await lstat(real).then(
        (info) => info.isDirectory(),
        () => false,
      )
      if (isFolder) return sendZip(places, real, reply, ctx.signal)
      const file = await openFile(places, path)
      return sendFile(request, reply, file, 'application/octet-stream', await tagOf(file.handle))
    },
  },
]

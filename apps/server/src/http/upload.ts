import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../core/errors.ts'

/** Multipart bodies, for the routes that ask for them and no other. */
export async function registerUploads(scope: FastifyInstance): Promise<void> {
  await scope.register(multipart)
  scope.addHook('preParsing', async (request) => {
    const { upload } = request.routeOptions.config
    const isMultipart = request.headers['content-type']?.startsWith('multipart/') ?? false
    if (isMultipart && !upload) throw new AppError('unsupported_media_type', 'Send application/json')
  })
}

export type Upload = AsyncDisposable & {
  /** Where its bytes lie until it is disposed of. */
  path: string
  /** As the client named it: trust nothing in it. */
  name: string
  size: number
}

/**
 * Receives the one file of a `multipart/form-data` body onto the disk while it arrives; nothing of it stays when it is
 * refused, cut off or disposed of. `folder` must exist and be ours alone.
 * @throws AppError unsupported_media_type, payload_too_large, invalid
 */
export async function receiveUpload(
  request: FastifyRequest,
  { folder, maxBytes, field = 'file' }: { folder: string; maxBytes: number; field?: string },
): Promise<Upload> {
  if (!request.isMultipart())
    throw new AppError('unsupported_media_type', 'The body must be multipart/form-data')
  const place = await mkdtemp(join(folder, 'upload-'))
  const discard = () => rm(place, { recursive: true, force: true })
  try {
    const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 20, parts: 21 } })
    if (!part || part.fieldname !== field) throw invalid(field, `A file in the field '${field}' is missing`)
    const path = join(place, 'file')
    await pipeline(part.file, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    if (part.file.truncated)
      throw new AppError('payload_too_large', `The file is larger than ${maxBytes / 1024 / 1024} MB`)
    await using file = await open(path, 'r')
    const { size } = await file.stat()
    return { path, name: part.filename, size, [Symbol.asyncDispose]: discard }
  } catch (error) {
    await discard()
    throw error
  }
}

// Owns how bytes that are too many for memory come in: onto the disk while they arrive, within their limits, or not at all.
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { limits } from '@atrium/schema'
import multipart, { type Multipart } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../core/errors.ts'

/** A refused sender is read for this long, so that it sees the answer instead of a broken connection. */
const lingerMs = 1_000

/** Bodies of routes that take uploads; every other route refuses `multipart/form-data`. */
export async function registerUploads(scope: FastifyInstance): Promise<void> {
  await scope.register(multipart, { throwFileSizeLimit: false }) // the meter says it in our words
  endEarlySenders(scope)
}

/** JSON bodies that their route reads itself, with `receiveBody`. */
export function registerStreamedBodies(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', (_request, _payload, done) => done(null))
  endEarlySenders(scope)
}

/** Bodies that are taken as bytes, whatever they are said to be. */
export function registerRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.addHook('onRequest', (request, _reply, done) => {
    request.raw.headers['content-type'] = 'application/octet-stream' // a name that cannot be read is no reason to refuse
    done()
  })
}

/** Bodies of these media types that their route reads itself, with `receiveBody`; every other type is refused. */
export function registerBytes(scope: FastifyInstance, types: readonly string[]): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser([...types], (_request, _payload, done) => done(null))
  endEarlySenders(scope)
}

/** Who was answered before all was sent may go on sending for ever. */
function endEarlySenders(scope: FastifyInstance): void {
  scope.addHook('onResponse', (request, _reply, done) => {
    const { raw } = request
    const socket = raw.socket as Socket | null // a request that was cut has none any more
    if (!raw.complete && socket) {
      raw.unpipe()
      raw.resume()
      const timer = setTimeout(() => raw.complete || socket.destroy(), lingerMs)
      raw.once('close', () => clearTimeout(timer))
    }
    done()
  })
}

export type Upload = AsyncDisposable & {
  /** Where its bytes lie until it is disposed of. */
  path: string
  /** As the client named it: trust nothing in it. */
  name: string
  size: number
}

export type Receiving = {
  /** Must exist and be ours alone; it is emptied when the server starts. */
  folder: string
  maxBytes: number
  /** Asked now and then while bytes arrive. @throws AppError insufficient_storage */
  assertSpace?: () => Promise<void>
}

/**
 * Receives the one file of a `multipart/form-data` body onto the disk while it arrives; nothing of it stays when it is
 * refused, cut off or disposed of.
 * @throws AppError unsupported_media_type, payload_too_large, invalid, bad_request, insufficient_storage
 */
export async function receiveUpload(
  request: FastifyRequest,
  { field = 'file', ...receiving }: Receiving & { field?: string },
): Promise<Upload> {
  if (!request.isMultipart())
    throw new AppError('unsupported_media_type', 'The body must be multipart/form-data')
  return intoPlace(request, receiving, async (keep, cut) => {
    const missing = () => invalid(field, `A file in the field '${field}' is missing`)
    let found: { name: string; size: number } | null = null
    for await (const part of partsOf(request, receiving.maxBytes, cut)) {
      if (part.type === 'field') {
        if (part.valueTruncated)
          throw new AppError('payload_too_large', `A field is too long: ${part.fieldname}`)
        continue
      }
      if (part.fieldname !== field) throw missing()
      if (found) throw invalid(field, 'One file at a time')
      found = { name: part.filename ?? '', size: await keep(part.file) }
    }
    if (!found) throw missing()
    return found
  })
}

/**
 * Receives a body of JSON onto the disk, unread. Only for routes whose bodies are streamed.
 * @throws AppError payload_too_large, insufficient_storage, bad_request
 */
export function receiveBody(request: FastifyRequest, receiving: Receiving): Promise<Upload> {
  return intoPlace(request, receiving, async (keep) => {
    // Destroying the request would take its answer with it.
    const body = Readable.from(request.raw.iterator({ destroyOnReturn: false }), { objectMode: false })
    return { name: '', size: await keep(body) }
  })
}

/**
 * Receives the files of a `multipart/form-data` body, whatever their fields are called, all of them or none.
 * @throws AppError unsupported_media_type, payload_too_large, bad_request, insufficient_storage
 */
export async function receiveFiles(
  request: FastifyRequest,
  {
    maxFiles,
    maxFileBytes,
    ...receiving
  }: Receiving & {
    maxFiles: number
    /** Of one file; `maxBytes` is that of all of them. */
    maxFileBytes: number
  },
): Promise<AsyncDisposable & { files: readonly Omit<Upload, keyof AsyncDisposable>[] }> {
  if (!request.isMultipart())
    throw new AppError('unsupported_media_type', 'The body must be multipart/form-data')
  const files: Omit<Upload, keyof AsyncDisposable>[] = []
  const all = await intoPlace(request, receiving, async (keep, cut) => {
    for await (const part of partsOf(request, receiving.maxBytes, cut, maxFiles)) {
      if (part.type === 'field') continue
      if (files.length === maxFiles)
        throw new AppError('payload_too_large', `At most ${maxFiles} files at a time`)
      const at = files.length
      files.push({ name: part.filename ?? '', ...(await keep.as(`file-${at}`, part.file, maxFileBytes)) })
    }
    return { name: '', size: 0 }
  })
  return { files, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

type Keep = {
  (source: Readable): Promise<number>
  as(name: string, source: Readable, maxBytes: number): Promise<{ path: string; size: number }>
}

/** A folder of its own for one upload, which is gone unless `work` succeeds. */
async function intoPlace(
  request: FastifyRequest,
  { folder, maxBytes, assertSpace }: Receiving,
  work: (keep: Keep, cut: Cut) => Promise<{ name: string; size: number }>,
): Promise<Upload> {
  const larger = (most: number) =>
    new AppError('payload_too_large', `The file is larger than ${Math.floor(most / 1024 / 1024)} MB`)
  const tooLarge = () => larger(maxBytes)
  // What is far too large is not even begun.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + formBytes) throw tooLarge()
  await assertSpace?.()
  const place = await mkdtemp(join(folder, 'upload-'))
  const discard = () => rm(place, { recursive: true, force: true })
  const path = join(place, 'file')
  const cut = cutOf(request, maxBytes, tooLarge)
  try {
    cut.signal.throwIfAborted()
    const keepAt = async (target: string, source: Readable, most: number) => {
      const meter = createMeter(most, () => larger(most), assertSpace)
      const into = createWriteStream(target, { flags: 'wx', mode: 0o600 })
      await pipeline(source, meter.stream, into, { signal: cut.signal })
      return meter.size()
    }
    const keep: Keep = Object.assign((source: Readable) => keepAt(path, source, maxBytes), {
      async as(name: string, source: Readable, most: number) {
        const own = join(place, name)
        return { path: own, size: await keepAt(own, source, most) }
      },
    })
    const received = await work(keep, cut)
    return { path, ...received, [Symbol.asyncDispose]: discard }
  } catch (error) {
    await discard()
    throw error instanceof AppError || !cut.signal.aborted ? refusalOf(error) : cut.signal.reason
  } finally {
    cut[Symbol.dispose]()
  }
}

/** What a form may have around its file. */
const formBytes = (limits.uploadFields + 1) * (limits.uploadFieldBytes + 1_024)
const spaceEveryBytes = 16 * 1024 * 1024

type Cut = Disposable & { signal: AbortSignal; count: (chunk: Buffer) => void }

/** Ends when the sender has left before all was here, sent too much or lost its credential; the reason is the refusal. */
function cutOf({ raw, actor }: FastifyRequest, maxBytes: number, tooLarge: () => AppError): Cut {
  const cut = new AbortController()
  const leave = () => raw.complete || cut.abort(new AppError('bad_request', 'The upload was cut off'))
  const revoke = () => cut.abort(new AppError('credential_revoked', 'The credential was revoked'))
  if (raw.destroyed) leave()
  if (actor?.revoked.aborted) revoke()
  raw.once('close', leave)
  actor?.revoked.addEventListener('abort', revoke, { once: true })
  let size = 0
  return {
    signal: cut.signal,
    count(chunk) {
      size += chunk.length
      if (size > maxBytes + formBytes) cut.abort(tooLarge())
    },
    [Symbol.dispose]() {
      raw.off('close', leave)
      actor?.revoked.removeEventListener('abort', revoke)
    },
  }
}

/** The parts of a form until it is cut: the library says nothing of a wire that closed early, and counts only files. */
async function* partsOf(
  request: FastifyRequest,
  maxBytes: number,
  cut: Cut,
  files = 1,
): AsyncGenerator<Multipart> {
  const { signal, count } = cut
  const parts = request.parts(formLimits(maxBytes, files))[Symbol.asyncIterator]()
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => undefined)
  const stop = () => stopped.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  let next = parts.next() // from here on the body flows
  request.raw.on('data', count)
  try {
    for (;;) {
      next.catch(() => undefined) // it may fail when nobody waits for it any more
      const { done, value } = await Promise.race([next, stopped.promise])
      if (done) return
      yield value
      next = parts.next()
    }
  } finally {
    signal.removeEventListener('abort', stop)
    request.raw.off('data', count)
  }
}

const formLimits = (maxBytes: number, files: number) => ({
  limits: {
    fileSize: maxBytes + 1,
    files: files + 1, // one too many is refused by name
    fields: limits.uploadFields,
    fieldSize: limits.uploadFieldBytes,
    fieldNameSize: limits.fileNameBytes,
    parts: limits.uploadFields + files + 1,
    headerPairs: 20,
  },
})

/** Counts what goes through it and ends it where the limit is. */
function createMeter(
  maxBytes: number,
  tooLarge: () => AppError,
  assertSpace: (() => Promise<void>) | undefined,
) {
  let size = 0
  let asked = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) return done(tooLarge())
      if (!assertSpace || size - asked < spaceEveryBytes) return done(null, chunk)
      asked = size
      void continueWhen(assertSpace(), chunk, done)
    },
  })
  return { stream, size: () => size }
}

async function continueWhen(
  ready: Promise<void>,
  chunk: Buffer,
  done: (error: Error | null, chunk?: Buffer) => void,
): Promise<void> {
  try {
    await ready
  } catch (error) {
    return done(error as Error)
  }
  done(null, chunk)
}

const tooMany: Record<string, string> = {
  FST_PARTS_LIMIT: 'The form has too many parts',
  FST_FILES_LIMIT: 'The form has too many files',
  FST_FIELDS_LIMIT: 'The form has too many fields',
}

/** Failures of the multipart library, and of a wire that was cut, in our words. */
function refusalOf(error: unknown): unknown {
  if (error instanceof AppError) return error
  const { code = '', syscall } = (error ?? {}) as NodeJS.ErrnoException
  const over = tooMany[code]
  if (over) return new AppError('payload_too_large', over, { cause: error })
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('insufficient_storage', 'The disk is full', { cause: error })
  if (code === 'FST_MP_PREMATURE_CLOSE' || code === 'ECONNRESET' || code.startsWith('ERR_STREAM'))
    return new AppError('bad_request', 'The upload was cut off', { cause: error })
  // The parser's own word on a form that is wrong has no code.
  const isPlain = Object.getPrototypeOf(error) === Error.prototype
  if ((isPlain && code === '' && syscall === undefined) || code.startsWith('FST_'))
    return new AppError('bad_request', 'The form cannot be read', { cause: error })
  return error
}

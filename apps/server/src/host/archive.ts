// Owns yauzl: zip files of strangers, looked through as a whole before the first byte of them is kept.
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { limits, type ValidationIssue } from '@atrium/schema'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { AppError } from '../core/errors.ts'
import { type ArchiveEntry, type ArchiveLimits, inspectEntries, type Listed } from './archive-rules.ts'
import { unpackInto } from './archive-unpack.ts'

export type { ArchiveEntry, ArchiveLimits } from './archive-rules.ts'

export const defaultArchiveLimits: ArchiveLimits = {
  entries: limits.archiveEntries,
  bytes: limits.archiveBytes,
  ratio: limits.archiveRatio,
  depth: limits.archiveDepth,
}

export type Archive = AsyncDisposable & {
  /** Folders that have an entry of their own, and files, in the order of the archive. */
  entries: readonly ArchiveEntry[]
  /** The bytes of a file. Fails with `invalid` at the end when they are not those the archive promised. */
  stream(entry: ArchiveEntry): Readable
  /** @throws AppError invalid, payload_too_large */
  read(entry: ArchiveEntry, maxBytes: number): Promise<Buffer>
  /**
   * Makes `folder`, which must not exist, with everything in it, or nothing. `place` gives the name of a file below it, or
   * null to leave the file out; two files must not get one place. Nothing comes out executable.
   */
  unpack(folder: string, place?: (name: string) => string | null): Promise<void>
}

/** Refusal of an archive, each problem with the entry it is about. */
export function archiveRefused(problems: { index: number | null; msg: string }[]): AppError {
  const detail = problems.slice(0, 100).map(
    ({ index, msg }): ValidationIssue => ({
      loc: index === null ? ['archive'] : ['archive', 'entries', index],
      msg,
      type: 'archive_error',
    }),
  )
  return new AppError('invalid', `The archive is refused: ${detail[0]?.msg ?? 'it is not valid'}`, { detail })
}

/**
 * Opens a zip file and looks at all of it: counts, sizes, names, kinds, overlaps. Only what passes as a whole is given back.
 * `source`: path of a regular file of ours, or an open file that the caller closes.
 * @throws AppError unsupported_media_type (no zip file), invalid (`detail` names the entries)
 */
export async function openArchive(
  source: string | FileHandle,
  bounds: ArchiveLimits = defaultArchiveLimits,
): Promise<Archive> {
  await using undo = new AsyncDisposableStack()
  const handle =
    typeof source === 'string' ? await open(source, constants.O_RDONLY | constants.O_NOFOLLOW) : source
  if (typeof source === 'string') undo.defer(() => handle.close())
  const { size } = await handle.stat()
  await assertZip(handle)
  const zip = await openZip(handle, size)
  undo.defer(() => zip.close())
  if (zip.entryCount > bounds.entries)
    throw archiveRefused([{ index: null, msg: `more than ${bounds.entries} entries` }])
  // The type says boolean; it is where the list of contents begins.
  const directoryStart = Number(zip.readEntryCursor)
  const listed = await list(zip)
  const { entries, problems } = await inspectEntries(listed, { bounds, archiveBytes: size, directoryStart })
  if (problems.length > 0) throw archiveRefused(problems)
  const byIndex = new Map(listed.map(({ entry }, index) => [index, entry]))

  const stream = ({ index, isFolder }: ArchiveEntry): Readable => {
    const entry = byIndex.get(index)
    if (!entry || isFolder) throw new Error('There is no such file in this archive')
    return Readable.from(checked(zip, entry, index), { objectMode: false })
  }
  const owned = undo.move()
  return {
    entries,
    stream,
    async read(entry, maxBytes) {
      if (entry.size > maxBytes)
        throw new AppError('payload_too_large', `The file is larger than ${maxBytes} bytes: ${entry.name}`)
      const chunks: Buffer[] = []
      for await (const chunk of stream(entry)) chunks.push(chunk as Buffer) // not in object mode
      return Buffer.concat(chunks)
    },
    unpack: (folder, place = (name) => name) => unpackInto(folder, { entries, stream, place }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Zip files begin with a file, or, when they are empty, with their end. Programs that unpack themselves are none of ours. */
async function assertZip(handle: FileHandle): Promise<void> {
  const head = Buffer.alloc(4)
  await handle.read(head, 0, 4, 0)
  const magic = head.toString('latin1')
  if (magic !== 'PK\x03\x04' && magic !== 'PK\x05\x06')
    throw new AppError('unsupported_media_type', 'The file is not a ZIP archive')
}

async function openZip(handle: FileHandle, size: number): Promise<ZipFile> {
  // Names come as bytes: the library would quietly turn backslashes into slashes.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false }
  const reader = new HandleReader(handle)
  const zip = await fromRandomAccessReaderPromise(reader, size, options).catch((error: unknown) => {
    throw broken(null, error)
  })
  zip.on('error', () => undefined) // every failure also reaches whoever asked
  return zip
}

/** Every entry with where its bytes lie, or why it cannot be had. */
async function list(zip: ZipFile): Promise<Listed[]> {
  const listed: Listed[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      const local = await zip.readLocalFileHeaderPromise(entry)
      listed.push({ entry, local })
    }
  } catch (error) {
    throw broken(listed.length, error)
  }
  return listed
}

const broken = (index: number | null, cause: unknown): AppError =>
  Object.assign(archiveRefused([{ index, msg: 'the archive is damaged' }]), { cause })

/** The bytes of one file, held against the size and the checksum that were promised. */
async function* checked(zip: ZipFile, entry: Entry, index: number): AsyncGenerator<Buffer> {
  let sum = 0
  let size = 0
  try {
    const source = await zip.openReadStreamPromise(entry)
    for await (const data of source) {
      const chunk = data as Buffer // a byte stream
      size += chunk.length
      if (size > entry.uncompressedSize) throw new Error('more bytes than promised')
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (size !== entry.uncompressedSize || sum !== entry.crc32) throw new Error('other bytes than promised')
  } catch (error) {
    throw broken(index, error)
  }
}

/** Not the stream of the file itself, which closes it when it is given up early. */
async function* bytesOf(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, end - at))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) throw new Error('the file ends too early')
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

/** The library's own reader throws where nobody can catch it when an archive points far outside of itself. */
class HandleReader extends RandomAccessReader {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    super()
    this.#handle = handle
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!Number.isSafeInteger(position) || position < 0)
      return void setImmediate(() => callback(new Error('outside of the file')))
    this.#handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => setImmediate(() => callback(null, bytesRead)),
      (error: Error) => setImmediate(() => callback(error)),
    )
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(bytesOf(this.#handle, start, end), { objectMode: false })
  }

  /** Whoever opened the file closes it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null)
  }
}

import { ApiError, ConnectionError, TimeoutError } from './errors.ts'
import type { paths } from './generated/openapi.d.ts'
import { type Asked, addressOf, type Loose, type Merged, type RestResult } from './rest.ts'
import { chunksOf, streamOf } from './transfer.ts'
import { mayPass, pauseMs, type Transport } from './transport.ts'
import { linkedController, sleep, throwIfAborted } from './wait.ts'

type Answers<O, Type extends string> = O extends { responses: { 200: { content: { [T in Type]: unknown } } } }
  ? true
  : false
type Operations = {
  [P in keyof paths]: paths[P] extends { get: infer O }
    ? Answers<O, 'application/octet-stream'> extends true
      ? P extends `/api${infer Rest}`
        ? { [R in `GET ${Rest}`]: O }
        : never
      : never
    : never
}[keyof paths]
type Table = Merged<Operations>

/** A route that gives a file: of a project, of a session, a folder as a zip archive, or (`GET /fs/read`) a file of the vault. */
export type DownloadRoute = keyof Table | 'GET /fs/read'

/** What a download takes besides `path` and `query`. */
export type TransferOptions = {
  /** First byte to give; default 0. See {@link Download.start} for what came. */
  start?: number | undefined
  /** First byte that is not given, as for `Blob.slice`; default: the end of the file. */
  end?: number | undefined
  /** The `etag` of what you have of it already: when the file is another one by now, it comes from its beginning. */
  etag?: string | undefined
  /** Told with every piece: bytes given so far, and how many there will be where that is known. */
  onProgress?: ((received: number, expected: number | undefined) => void) | undefined
  /** Ends the download with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Milliseconds until the hub answers; default: that of the client. How long the bytes take is not limited. */
  timeoutMs?: number | undefined
}

type VaultOptions = {
  query: {
    /** File below the vault. */
    path: string
  }
}

/** What a download takes. */
export type DownloadOptions<R extends DownloadRoute> = TransferOptions &
  (R extends keyof Table ? Asked<Table[R]> : VaultOptions)

/** A file on its way. Nothing is read ahead of you, so a file of any size needs little memory. Read it once. */
export interface Download extends AsyncIterable<Uint8Array> {
  /** Name of the file as the hub gives it; of a folder `<name>.zip`. */
  readonly name: string | undefined
  /** Media type. */
  readonly type: string
  /** Bytes of the whole file; undefined for an archive, which is made as it is sent. */
  readonly size: number | undefined
  /** Where in the file the first byte belongs: the `start` that was asked for, or 0 when the whole file comes. */
  readonly start: number
  /** Names this state of the file, to go on with later; undefined for an archive. */
  readonly etag: string | undefined
  /**
   * The bytes. Where the wire breaks they go on at the next byte by themselves; `cancel()` ends it.
   * It errors with ApiError `file_changed` when the file was changed meanwhile, ConnectionError when the rest of it
   * could not be had, AbortedError.
   */
  readonly stream: ReadableStream<Uint8Array>
  /** All of it in memory. */
  bytes(): Promise<Uint8Array>
  /** All of it as text (UTF-8). */
  text(): Promise<string>
}

/**
 * Downloads a file as a stream, or a part of it.
 * @throws ApiError `not_found`, `outside_roots` and others, `http_416` when the file has no byte at `start`;
 *   ConnectionError; TimeoutError; AbortedError
 *
 * @example
 * const file = await hub.download('GET /projects/{id}/files/download', { path: { id }, query: { path: 'video.mp4' } })
 * for await (const bytes of file) await disk.write(bytes)
 */
export type Downloads = <R extends DownloadRoute>(route: R, options: DownloadOptions<R>) => Promise<Download>

type Options = Loose & TransferOptions
type Described = Pick<Download, 'name' | 'type' | 'size' | 'start' | 'etag'>

export function createDownload(transport: Transport, { silenceMs }: { silenceMs: number }): Downloads {
  const download = async (route: string, options: Options): Promise<Download> => {
    throwIfAborted(options.signal)
    const { controller, release } = linkedController(options.signal)
    const asked = { ...options, signal: controller.signal }
    try {
      const { described, chunks } = await (route === 'GET /fs/read'
        ? openVaultFile(transport, asked)
        : openFile(transport, route, asked, silenceMs))
      return told(described, counted(chunks, described, options, release), (reason) =>
        controller.abort(reason),
      )
    } catch (error) {
      release()
      throw error
    }
  }
  // The table of types stands for what routes take; at run time a route is only a string.
  return download as Downloads
}

async function* counted(
  chunks: AsyncGenerator<Uint8Array>,
  { size, start }: Described,
  { onProgress, end }: Options,
  release: () => void,
): AsyncGenerator<Uint8Array, void, void> {
  const expected = size === undefined ? undefined : Math.min(size, end ?? size) - start
  let received = 0
  try {
    for await (const chunk of chunks) {
      received += chunk.byteLength
      onProgress?.(received, expected)
      yield chunk
    }
  } finally {
    release()
  }
}

function told(
  described: Described,
  chunks: AsyncGenerator<Uint8Array>,
  stop: (reason: unknown) => void,
): Download {
  const stream = streamOf(chunks, stop)
  const response = () => new Response(stream)
  return {
    ...described,
    stream,
    bytes: async () => new Uint8Array(await response().arrayBuffer()),
    text: () => response().text(),
    [Symbol.asyncIterator]: () => chunksOf(stream),
  }
}

type Part = Described & {
  /** First byte that does not come; undefined where nobody knows. */
  end: number | undefined
  chunks: AsyncGenerator<Uint8Array>
  /** Gives the connection back, whether it was read or not. */
  close(): void
}

/** A file by HTTP ranges: what a broken wire has cut off is asked for again, and only if it is still the same file. */
async function openFile(transport: Transport, route: string, options: Options, silenceMs: number) {
  const { signal, timeoutMs, start = 0, end } = options
  const { path } = addressOf(route, options.path)
  const ask = (from: number, tag: string | undefined) =>
    part(transport, path, { query: options.query, from, end, tag, signal, timeoutMs }, silenceMs)
  const first = await transport.again(() => ask(start, options.etag), { signal })

  async function* chunks(): AsyncGenerator<Uint8Array, void, void> {
    let current = first
    let at = first.start
    for (let failures = 0; ; ) {
      try {
        for await (const chunk of current.chunks) {
          failures = 0
          at += chunk.byteLength
          yield chunk
        }
        if (first.end === undefined || at >= first.end) return
        throw new ConnectionError(`The download was cut off after ${at - first.start} bytes`)
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error
        if (first.etag === undefined)
          throw new ConnectionError(
            'The download was cut off. An archive is made as it is sent, so it has to be begun anew',
            { cause: error },
          )
        current = await goOn(at, error, ++failures)
      }
    }
  }

  async function goOn(at: number, cut: ConnectionError, failures: number): Promise<Part> {
    for (let cause: unknown = cut, count = failures; ; count++) {
      if (count > transport.retries || !(mayPass(cause) || cause instanceof TimeoutError)) throw cause
      await sleep(pauseMs(cause, count), signal)
      try {
        const next = await ask(at, first.etag)
        if (next.start === at && next.etag === first.etag) return next
        next.close()
      } catch (error) {
        cause = error
        continue
      }
      throw new ApiError('The file was changed while it was downloaded: begin anew', {
        status: 409,
        code: 'file_changed',
      })
    }
  }

  const { name, type, size, start: from, etag } = first
  return { described: { name, type, size, start: from, etag }, chunks: chunks() }
}

type Wanted = Pick<Options, 'query' | 'signal' | 'timeoutMs' | 'end'> & {
  from: number
  tag: string | undefined
}

async function part(
  transport: Transport,
  path: string,
  { query, from, end, tag, signal, timeoutMs }: Wanted,
  silenceMs: number,
): Promise<Part> {
  const isPart = from > 0 || end !== undefined
  const headers = {
    ...(isPart && { range: `bytes=${from}-${end === undefined ? '' : Math.max(from, end - 1)}` }),
    ...(isPart && tag !== undefined && { 'if-range': tag }),
  }
  const { response, controller, explain, untimed, release } = await transport.open(
    path,
    { query, headers },
    { signal, timeoutMs },
  )
  untimed()
  const reader = response.body?.getReader()
  const close = () => {
    release()
    controller.abort()
    reader?.cancel().catch(() => {})
  }
  const header = (name: string) => response.headers.get(name) ?? undefined
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header('content-range') ?? '') ?? []
  // What was packed for the way has another length than the file.
  const length = header('content-encoding') ? undefined : header('content-length')
  const size = total ?? (response.status === 200 ? length : undefined)
  const etag = header('etag')
  return {
    name: nameOf(header('content-disposition')),
    type: header('content-type') ?? 'application/octet-stream',
    size: size === undefined ? undefined : Number(size),
    start: Number(first ?? 0),
    end: last !== undefined ? Number(last) + 1 : size === undefined ? undefined : Number(size),
    // A weak one names what looks alike, which is not enough to put parts together.
    etag: etag?.startsWith('W/') ? undefined : etag,
    chunks: read(),
    close,
  }

  async function* read(): AsyncGenerator<Uint8Array, void, void> {
    let silence: ReturnType<typeof setTimeout> | undefined
    try {
      while (reader) {
        silence = setTimeout(() => controller.abort(new Error(`nothing came for ${silenceMs} ms`)), silenceMs)
        const { done, value } = await reader.read()
        // A reader that takes its time is no silence of the hub.
        clearTimeout(silence)
        if (done) return
        yield value
      }
    } catch (error) {
      throw explain(error)
    } finally {
      clearTimeout(silence)
      close()
    }
  }
}

/** As RFC 6266 has it: the whole name where it is given, else the plain one. */
function nameOf(disposition: string | undefined): string | undefined {
  const [, whole] = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '') ?? []
  const [, plain] = /filename="([^"]*)"/i.exec(disposition ?? '') ?? []
  try {
    return whole === undefined ? plain : decodeURIComponent(whole)
  } catch {
    return plain
  }
}

const pieceBytes = 4 * 1024 * 1024

/** A file of the vault, in pieces: each is a JSON call of its own, repeated like any other. */
async function openVaultFile(transport: Transport, options: Options) {
  const { signal, timeoutMs, end = Number.POSITIVE_INFINITY } = options
  const { path } = addressOf('GET /fs/read')
  type Piece = RestResult<'GET /fs/read'>
  const read = async (offset: number) => {
    const length = Math.max(0, Math.min(pieceBytes, end - offset))
    const query = { ...options.query, encoding: 'base64', offset, length }
    return (await transport.json(path, { query }, { signal, timeoutMs })) as Piece // the hub's own shape
  }
  const tagOf = ({ size, lastModified }: Piece) => `"${size}-${lastModified}"`

  let start = options.start ?? 0
  let first = await read(start)
  const etag = tagOf(first)
  if (start > 0 && options.etag !== undefined && options.etag !== etag) {
    start = 0
    first = await read(0)
  }
  if (start > 0 && start >= first.size)
    throw new ApiError(`The file has no byte at ${start}`, { status: 416, code: 'http_416' })
  const last = Math.min(end, first.size)

  async function* chunks(): AsyncGenerator<Uint8Array, void, void> {
    let piece = first
    for (let at = start; at < last; ) {
      if (at > start) piece = await read(at)
      if (tagOf(piece) !== tagOf(first) || piece.length === 0)
        throw new ApiError('The file was changed while it was downloaded: begin anew', {
          status: 409,
          code: 'file_changed',
        })
      const bytes = fromBase64(piece.content)
      at += bytes.byteLength
      yield bytes
    }
  }
  const described = { name: first.path.split('/').pop(), type: first.mimeType, size: first.size, start, etag }
  return { described, chunks: chunks() }
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}

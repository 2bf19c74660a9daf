import { AbortedError, ApiError, AtriumError, ConnectionError, TimeoutError } from './errors.ts'
import type { paths } from './generated/openapi.d.ts'
import { type Asked, addressOf, type Loose, type RestResult, type Route } from './rest.ts'
import { chunksOf, streamOf } from './transfer.ts'
import { errorOf, queryString, type Transport } from './transport.ts'
import { linkedController, throwIfAborted } from './wait.ts'

/** Routes whose body is the bytes of one file, and what they take it for. */
const bare = {
  'POST /sessions/{name}/image': 'image/png',
  'POST /voice/transcribe': 'audio/wav',
} as const
type Bare = keyof typeof bare

type Takes<O> = O extends { requestBody: { content: { 'multipart/form-data': unknown } } } ? true : false
type FormRoutes = {
  [P in keyof paths]: paths[P] extends { post: infer O }
    ? Takes<O> extends true
      ? P extends `/api${infer Rest}`
        ? `POST ${Rest}`
        : never
      : never
    : never
}[keyof paths]

/** A route that takes files: into a project or a session, an export to import, a skill, a picture, a recording. */
export type UploadRoute = Extract<FormRoutes, Route> | Bare

/**
 * Content of a file to upload. What is a stream is sent as it comes and never kept whole, except in browsers, where a request
 * cannot be a stream: there it is collected first.
 */
export type UploadData =
  | Blob
  | ArrayBuffer
  | ArrayBufferView<ArrayBuffer>
  | string
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/** A file to upload: a `File` as pages and `openAsBlob` give it, or a name with its content. */
export type UploadFile =
  | File
  | {
      /** Name of the file, without folders. */
      name: string
      /** Its content. */
      data: UploadData
      /** Media type; default: that of a `Blob`, else `application/octet-stream`. */
      type?: string | undefined
      /** Bytes of a stream, where you know them: `onProgress` needs them. */
      size?: number | undefined
    }

/** How files are sent. */
export type SendingOptions = {
  /** How much is on its way, 0 to 1; never told where a stream does not say its `size`. */
  onProgress?: ((share: number) => void) | undefined
  /** Ends the upload with an {@link AbortedError}; nothing of it stays on the hub. */
  signal?: AbortSignal | undefined
  /** Milliseconds in which the hub has to take a piece, or to answer once it has all; default: that of the client. */
  timeoutMs?: number | undefined
}

/** What an upload takes. */
export type UploadRouteOptions<R extends UploadRoute> = SendingOptions &
  Pick<RouteParts<R>, 'path' & keyof RouteParts<R>> &
  Pick<RouteParts<R>, 'query' & keyof RouteParts<R>> & {
    /** The file, or the files where the route takes several. Images must be PNG, recordings WAV. */
    files: UploadFile | readonly UploadFile[]
  }
type Operation<R extends string> = R extends `POST ${infer P}`
  ? `/api${P}` extends keyof paths
    ? paths[`/api${P}`] extends { post: infer O }
      ? O
      : never
    : never
  : never
type RouteParts<R extends UploadRoute> = Asked<Operation<R>>

/**
 * Uploads files by any route that takes them, without keeping them in memory.
 * @throws ApiError `payload_too_large`, `insufficient_storage`, `unsupported_media_type` and others; ConnectionError,
 *   TimeoutError: whether the hub took it is not known then; AbortedError
 *
 * @example
 * await hub.upload('POST /import/file', { query: { wait: false }, files: { name: 'export.zip', data: stream, size } })
 */
export type Uploads = <R extends UploadRoute>(
  route: R,
  options: UploadRouteOptions<R>,
) => Promise<RestResult<R & Route>>

type Options = Loose & SendingOptions & { files: UploadFile | readonly UploadFile[] }
type Part = { name: string; type: string; size: number | undefined; data: Blob | AsyncIterable<Uint8Array> }
type Sent = { status: number; body: unknown; retryAfter?: string | null }

export function createUpload(transport: Transport): Uploads {
  const upload = (route: string, options: Options): Promise<unknown> => {
    const { path } = addressOf(route, options.path)
    const parts = [options.files].flat().map((file) => partOf(file as UploadFile)) // `flat` forgets what it holds
    const type = bare[route as Bare] as string | undefined
    if (type !== undefined && parts.length !== 1) throw new TypeError(`${route} takes one file`)
    // What is a stream is gone once it was sent.
    const isKept = parts.every(({ data }) => data instanceof Blob)
    return transport.again(
      () => send(transport, path, parts, type, options),
      { signal: options.signal },
      // The hub does not know a second upload from the first: it is sent again only where it was refused.
      (error) => isKept && error instanceof ApiError,
    )
  }
  // The table of types stands for what routes take; at run time a route is only a string.
  return (async (route: string, options: Options) => upload(route, options)) as Uploads
}

function partOf(file: UploadFile): Part {
  const { name } = file
  const data = file instanceof Blob ? file : file.data
  const type = file.type || (data instanceof Blob && data.type) || 'application/octet-stream'
  if (data instanceof Blob) return { name, type, size: data.size, data }
  if (typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    const blob = new Blob([data], { type })
    return { name, type, size: blob.size, data: blob }
  }
  return { name, type, size: (file as { size?: number }).size, data: iterable(data) } // a `File` is a Blob
}

const iterable = (data: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>) =>
  'getReader' in data ? chunksOf(data) : data

async function send(
  transport: Transport,
  path: string,
  parts: Part[],
  type: string | undefined,
  options: Options,
): Promise<unknown> {
  const { signal, onProgress, timeoutMs = transport.timeoutMs } = options
  throwIfAborted(signal)
  const total = parts.reduce<number | undefined>(
    (sum, { size }) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  )
  const told = (sent: number) => {
    if (total !== undefined) onProgress?.(total === 0 ? 1 : Math.min(1, sent / total))
  }
  const { controller, release } = linkedController(signal)
  let late = false
  const stall = createStall(timeoutMs, () => {
    late = true
    controller.abort()
  })
  const wire = { transport, path: path + queryString(options.query), told, stall, signal: controller.signal }
  try {
    const { status, body, retryAfter } = await (isBrowser()
      ? byForm(wire, await formOf(parts, type), type)
      : byStream(wire, parts, type))
    if (status < 200 || (status > 299 && status < 400))
      throw new ConnectionError(
        `${transport.baseUrl} redirects; use the final address as baseUrl, or sign in there first`,
      )
    if (status < 300) {
      if (total !== undefined) onProgress?.(1)
      return body
    }
    throw errorOf(body, {
      status,
      message: `${transport.baseUrl} answered with status ${status}`,
      retryAfter: retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined,
    })
  } catch (error) {
    throwIfAborted(signal)
    if (late) throw new TimeoutError(`${transport.baseUrl}${path} took nothing for ${timeoutMs} ms`)
    if (error instanceof AtriumError) throw error
    throw new ConnectionError('The upload was cut off', { cause: error })
  } finally {
    stall.end()
    release()
    // The answer may come before all was sent: the source is not asked for the rest.
    controller.abort()
  }
}

/** Time runs while the hub has something to do, and stands while the source of the bytes has. */
function createStall(ms: number, onLate: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => clearTimeout(timer)
  return {
    begin() {
      end()
      timer = setTimeout(onLate, ms)
    },
    end,
  }
}

type Wire = {
  transport: Transport
  path: string
  told: (sent: number) => void
  stall: ReturnType<typeof createStall>
  signal: AbortSignal
}

/** Where a body cannot be a stream: pages and workers of browsers (those of edge runtimes have neither of the two). */
const isBrowser = () => typeof XMLHttpRequest === 'function' || 'clients' in globalThis

async function formOf(parts: Part[], type: string | undefined): Promise<FormData | Blob> {
  const form = new FormData()
  for (const { name, data, type: own } of parts) {
    const blob = data instanceof Blob ? data : await collected(data, type ?? own)
    if (type !== undefined) return blob
    form.append('file', blob, name)
  }
  return form
}

const collected = (data: AsyncIterable<Uint8Array>, type: string): Promise<Blob> => {
  const source = data[Symbol.asyncIterator]()
  const chunks = (async function* () {
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
  })()
  // A browser puts a large one on its disk.
  return new Response(
    streamOf(chunks, () => {}),
    { headers: { 'content-type': type } },
  ).blob()
}

async function byForm(wire: Wire, body: FormData | Blob, type: string | undefined): Promise<Sent> {
  wire.stall.begin()
  if (typeof XMLHttpRequest === 'function' && !wire.transport.ownFetch) return byRequest(wire, body, type)
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  return answered(wire, { body, headers })
}

/** `XMLHttpRequest` tells how far it is, which `fetch` does not. */
async function byRequest(
  { transport, path, told, stall, signal }: Wire,
  body: FormData | Blob,
  type: string | undefined,
): Promise<Sent> {
  const headers = await transport.signed(type === undefined ? {} : { 'content-type': type })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    request.open('POST', transport.baseUrl + path)
    headers.forEach((value, name) => {
      request.setRequestHeader(name, value)
    })
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => {
      stall.begin()
      told(loaded)
    }
    request.onload = () =>
      resolve({
        status: request.status,
        body: request.response as unknown,
        retryAfter: request.getResponseHeader('retry-after'),
      })
    request.onerror = () => reject(new ConnectionError(`Cannot reach ${transport.baseUrl}`))
    request.onabort = () => reject(new AbortedError('Stopped by the caller', { cause: signal.reason }))
    request.onloadend = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    else request.send(body)
  })
}

async function byStream(wire: Wire, parts: Part[], type: string | undefined): Promise<Sent> {
  const { stall, told, signal } = wire
  const boundary = `atrium-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`
  async function* counted(): AsyncGenerator<Uint8Array, void, void> {
    let sent = 0
    const [first] = parts
    for await (const chunk of type !== undefined && first ? bytesOf(first) : formBytes(parts, boundary)) {
      // Node goes on to read a body that nobody waits for any more.
      if (signal.aborted) throw signal.reason
      sent += chunk.byteLength
      told(sent)
      stall.begin()
      yield chunk
      stall.end()
    }
    stall.begin()
  }
  return answered(wire, {
    body: streamOf(counted(), () => {}),
    headers: { 'content-type': type ?? `multipart/form-data; boundary=${boundary}` },
    // What a stream as a body needs, and the DOM's types do not know yet.
    ...({ duplex: 'half' } as object),
  })
}

async function answered({ transport, path, signal }: Wire, init: RequestInit): Promise<Sent> {
  const response = await transport.fetch(path, { method: 'POST', redirect: 'manual', ...init, signal })
  return {
    status: response.status,
    body: await response.json().catch(() => null),
    retryAfter: response.headers.get('retry-after'),
  }
}

const bytesOf = ({ data }: Part): AsyncIterable<Uint8Array> =>
  data instanceof Blob ? chunksOf(data.stream()) : data

/** `multipart/form-data` as the WHATWG's `FormData` writes it. */
async function* formBytes(parts: Part[], boundary: string): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder()
  const quoted = (name: string) =>
    name.replace(/[\r\n"]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  for (const part of parts) {
    yield encoder.encode(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(part.name)}"\r\n` +
        `content-type: ${part.type.replace(/[\r\n]/g, '')}\r\n\r\n`,
    )
    yield* bytesOf(part)
    yield encoder.encode('\r\n')
  }
  yield encoder.encode(`--${boundary}--\r\n`)
}

import { ApiError, AtriumError, ConnectionError, TimeoutError } from './errors.ts'
import type { ValidationIssue } from './types.ts'
import { backoffMs, linkedController, sleep, throwIfAborted, uuid } from './wait.ts'

/** The part of `fetch` that the SDK uses. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>

/** Owner token or API key, or a function that gives the one of the moment. */
export type Token = string | (() => string | undefined | Promise<string | undefined>)

/** What every call takes. */
export type CallOptions = {
  /** Ends the call with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Milliseconds for one try of this call; default: that of the client. */
  timeoutMs?: number | undefined
  /** How often this call is tried again where that is safe; default: that of the client. */
  retries?: number | undefined
  /** Request headers that a route documents, such as `If-Match`. */
  headers?: Record<string, string> | undefined
  /**
   * For POST: two calls with one key are carried out once. The SDK makes one for every call; give your own to repeat a
   * call of an earlier process.
   */
  idempotencyKey?: string | undefined
}

/** One request, below the hub's address. */
export type Request = {
  method?: string
  query?: Record<string, unknown> | undefined
  headers?: Record<string, string>
  body?: unknown
}

export type TransportOptions = {
  baseUrl: string
  token: Token | undefined
  /** Default: the global one. */
  fetch: FetchLike | undefined
  /** Sent with every request. */
  headers: Record<string, string> | undefined
  timeoutMs: number
  retries: number
}

export type Transport = ReturnType<typeof createTransport>

/** One fetch for everything: sign-in, time limit, retries of calls that may be repeated, errors with a name. */
export function createTransport(options: TransportOptions) {
  const { baseUrl, retries } = options
  // Looked up at each call: browsers want it called on the global object, and tests may replace it.
  const send: FetchLike = options.fetch ?? ((url, init) => globalThis.fetch(url, init))

  const token = async () => (typeof options.token === 'function' ? options.token() : options.token)

  async function authorized(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = await signed(init.headers)
    return send(baseUrl + path, { ...init, headers })
  }

  /** Headers of a request, with the sign-in and those that every request has. */
  async function signed(own?: HeadersInit): Promise<Headers> {
    const headers = new Headers(own)
    for (const [name, value] of Object.entries(options.headers ?? {}))
      if (!headers.has(name)) headers.set(name, value)
    const secret = await token()
    if (secret && !headers.has('authorization')) headers.set('authorization', `Bearer ${secret}`)
    return headers
  }

  function prepare(path: string, request: Request): [string, RequestInit] {
    const headers = { ...request.headers }
    const { body } = request
    // A form says itself where its parts end.
    if (body !== undefined && !isForm(body)) headers['content-type'] = 'application/json'
    return [
      path + queryString(request.query),
      {
        method: request.method ?? 'GET',
        headers,
        // Following could hand the credential to another place, and turns a proxy's login page into an answer.
        redirect: 'manual',
        ...(body !== undefined && { body: isForm(body) ? body : JSON.stringify(body) }),
      },
    ]
  }

  /** One try; the answer is good, its body unread. `release` lets go of the caller's signal. */
  async function open(path: string, request: Request, { signal, timeoutMs }: CallOptions = {}) {
    throwIfAborted(signal)
    const { controller, release } = linkedController(signal)
    const [where, init] = prepare(path, request)
    const limit = (timeoutMs ?? options.timeoutMs) + uploadMs(init.body)
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      controller.abort()
    }, limit)
    const explain = (error: unknown): Error => {
      throwIfAborted(signal)
      if (error instanceof AtriumError) return error
      if (timedOut) return new TimeoutError(`${baseUrl}${path} did not answer within ${limit} ms`)
      return new ConnectionError(`Cannot reach ${baseUrl}: ${reasonOf(error)}`, { cause: error })
    }
    try {
      const response = await authorized(where, { ...init, signal: controller.signal })
      if (!response.ok) throw await refusal(response, baseUrl)
      return {
        response,
        controller,
        explain,
        untimed: () => clearTimeout(timer),
        release: () => {
          clearTimeout(timer)
          release()
        },
      }
    } catch (error) {
      clearTimeout(timer)
      release()
      controller.abort()
      throw explain(error)
    }
  }

  async function once(path: string, request: Request, call: CallOptions): Promise<unknown> {
    const { response, explain, release } = await open(path, request, call)
    try {
      if (response.status === 204) return undefined
      if (!isJson(response)) {
        await response.body?.cancel()
        throw new WrongAnswer(`${baseUrl} answered with ${typeOf(response)}, not JSON: is it an Atrium hub?`)
      }
      return await response.json()
    } catch (error) {
      throw explain(error)
    } finally {
      release()
    }
  }

  /** Tries again, with growing pauses, while `repeats` allows it and it may help. */
  async function again<T>(
    attempt: () => Promise<T>,
    call: Pick<CallOptions, 'signal' | 'retries'>,
    repeats: (error: unknown) => boolean = () => true,
  ): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await attempt()
      } catch (error) {
        if (failures > (call.retries ?? retries) || !mayPass(error) || !repeats(error)) throw error
        const wait = pauseMs(error, failures)
        if (wait > longestPauseMs) throw error
        await sleep(wait, call.signal)
      }
    }
  }

  return {
    baseUrl,
    retries,
    timeoutMs: options.timeoutMs,
    /** Whether requests go through a `fetch` of the caller's, which must not be passed by. */
    ownFetch: options.fetch !== undefined,
    token,
    signed,
    again,
    /** A plain `fetch` with the sign-in added: no retry, no time limit, no error mapping. */
    fetch: authorized,
    open,

    /** A JSON call, tried again while that is safe and may help. */
    async json(path: string, request: Request, call: CallOptions = {}): Promise<unknown> {
      const method = request.method ?? 'GET'
      const key = call.idempotencyKey ?? (method === 'POST' ? uuid() : undefined)
      const headers = { ...request.headers, ...call.headers, ...(key && { 'idempotency-key': key }) }
      const repeatable = key !== undefined || method === 'GET' || method === 'HEAD'
      // The hub does not know a second upload from the first: it is sent again only where it was refused.
      return again(
        () => once(path, { ...request, headers }, call),
        call,
        (error) => repeatable && (!isForm(request.body) || error instanceof ApiError),
      )
    },
  }
}

const isForm = (body: unknown): body is FormData => typeof FormData === 'function' && body instanceof FormData

/** What is large may go up slowly: a second for each 64 KiB. */
function uploadMs(body: unknown): number {
  const parts = isForm(body) ? [...body.values()] : [body]
  const sizes = parts.map((part) =>
    typeof part === 'string' ? part.length : part instanceof Blob ? part.size : 0,
  )
  return Math.floor(sizes.reduce((sum, size) => sum + size, 0) / 64)
}

/** Refusals with these codes stay until a person does something. */
const lasting = [
  'tmux_unavailable',
  'sandbox_unavailable',
  'agent_unavailable',
  'vault_missing',
  'read_only',
  'recovery',
]

/** Whether the same call may succeed later without anybody's help. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof ConnectionError && !(error instanceof WrongAnswer)
  // 502 and above, those of the proxies (520 to 527) included; a full disk (507) does not pass by itself.
  const isPassing =
    error.status === 408 || error.status === 429 || (error.status > 501 && error.status !== 507)
  return isPassing && !lasting.includes(error.code)
}

/** What answers is not a hub, or not at this address: trying again cannot help. */
export class WrongAnswer extends ConnectionError {}

/** A call should not have more patience than this; the hub's wish for a longer pause is the caller's to decide. */
const longestPauseMs = 60_000

/** How long to wait before the next try. */
export function pauseMs(error: unknown, failures: number): number {
  const asked = error instanceof ApiError && error.retryAfter !== undefined ? error.retryAfter * 1000 : 0
  return Math.max(asked, backoffMs(failures))
}

/** What follows the path; empty where nothing is asked. */
export function queryString(query: Record<string, unknown> | undefined): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== null) parameters.append(name, String(each))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

const typeOf = (response: Response) => response.headers.get('content-type') ?? 'no content type'
const isJson = (response: Response) => /^application\/([\w.-]+\+)?json\b/i.test(typeOf(response))

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}

async function refusal(response: Response, baseUrl: string): Promise<Error> {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    const place = response.headers.get('location')
    await response.body?.cancel()
    return new WrongAnswer(
      `${baseUrl} redirects${place ? ` to ${place}` : ''}; use the final address as baseUrl, or sign in there first`,
    )
  }
  const body: unknown = isJson(response) ? await response.json().catch(() => null) : null
  if (!isJson(response)) await response.body?.cancel()
  return errorOf(body, {
    status: response.status,
    message: `${baseUrl} answered with status ${response.status}`,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter: retryAfterOf(response.headers.get('retry-after')),
  })
}

type Told = {
  status: number
  message: string
  requestId?: string | undefined
  retryAfter?: number | undefined
}

/** What the hub says in a refusal, in the form of REST or of tRPC; where it says nothing, what the answer itself tells. */
export function errorOf(body: unknown, told: Told): ApiError {
  const inner = isRecord(body) && isRecord(body['error']) ? body['error'] : body
  const fields: Record<string, unknown> = isRecord(inner)
    ? { ...inner, ...(isRecord(inner['data']) && inner['data']) }
    : {}
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
  const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : undefined)
  const status = number('httpStatus') ?? told.status
  return new ApiError(text('message') ?? told.message, {
    status,
    code: text('code') ?? `http_${status}`,
    requestId: text('requestId') ?? told.requestId,
    // The hub's own schema says so; what else answers with `detail` is shown as it is.
    detail: Array.isArray(fields['detail']) ? (fields['detail'] as ValidationIssue[]) : undefined,
    retryAfter: told.retryAfter ?? number('retryAfter'),
    reason: text('reason'),
    meta: isRecord(fields['meta']) ? fields['meta'] : undefined,
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Seconds, from a number or a date. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

/** One segment of a path. A URL would drop `.` and `..`, whatever their escaping. */
export function segment(value: string): string {
  if (value === '' || value === '.' || value === '..') throw new TypeError(`Not usable in a path: "${value}"`)
  return encodeURIComponent(value)
}

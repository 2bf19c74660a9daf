import { ApiError, AtriumError, ConnectionError, TimeoutError } from './errors.ts'
import { createSseParser, type SseMessage } from './sse.ts'
import { mayPass, pauseMs, type Request, type Transport, WrongAnswer } from './transport.ts'
import { sleep } from './wait.ts'

/** Where a stream or a terminal stands: `connecting` the first time, `reconnecting` after that. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'closed'

/** Told of each change; `cause` is why the wire was lost. */
export type OnState = (state: ConnectionState, cause?: AtriumError) => void

export type FollowOptions = {
  /** The request of the next connection; it carries the cursor. */
  request(): { path: string; request: Request }
  /** Asked when the hub ended the stream in an orderly way: is that all? */
  isOver(): boolean
  signal: AbortSignal | undefined
  onState: OnState | undefined
  /** Milliseconds without a byte until the wire counts as dead; the hub says something every 15 s. */
  silenceMs: number
}

/**
 * Messages of an event stream that comes back by itself. The first connection is tried as often as any call; once it
 * stood, it is tried until the signal ends it.
 */
export async function* follow(transport: Transport, options: FollowOptions): AsyncGenerator<SseMessage> {
  const { signal, onState } = options
  let stood = false
  try {
    onState?.('connecting')
    for (let failures = 0; ; ) {
      let cause: AtriumError
      let atLeastMs = 0
      try {
        const { path, request } = options.request()
        for await (const step of connection(transport, path, request, options)) {
          if (step === 'open') {
            stood = true
            onState?.('open')
            continue
          }
          failures = 0
          atLeastMs = step.retryMs ?? 0
          yield step.message
        }
        if (options.isOver()) return
        cause = new ConnectionError('The stream ended too early')
      } catch (error) {
        if (!(error instanceof AtriumError) || !isPassing(error, stood)) throw error
        cause = error
      }
      failures++
      if (!stood && failures > transport.retries) throw cause
      onState?.(stood ? 'reconnecting' : 'connecting', cause)
      await sleep(Math.max(pauseMs(cause, failures), atLeastMs), signal)
    }
  } finally {
    onState?.('closed')
  }
}

/** A stream that stood before stays patient: what answers now may be a hub that stops, or a train's login page. */
const isPassing = (error: AtriumError, stood: boolean) =>
  mayPass(error) ||
  error instanceof TimeoutError ||
  (stood && (error instanceof ConnectionError || (error instanceof ApiError && error.code === 'internal')))

/** The wire stands, or a message came over it. */
export type Step = 'open' | { message: SseMessage; retryMs: number | undefined }

/** One connection, until its end; it does not come back. */
export async function* connection(
  transport: Transport,
  path: string,
  request: Request,
  { signal, silenceMs }: Pick<FollowOptions, 'signal' | 'silenceMs'>,
): AsyncGenerator<Step> {
  const headers = { accept: 'text/event-stream', ...request.headers }
  const { response, controller, explain, untimed, release } = await transport.open(
    path,
    { ...request, headers },
    { signal },
  )
  const reader = response.body?.getReader()
  let silence: ReturnType<typeof setTimeout> | undefined
  const watch = () => {
    clearTimeout(silence)
    silence = setTimeout(() => controller.abort(new Error(`nothing came for ${silenceMs} ms`)), silenceMs)
  }
  try {
    const type = response.headers.get('content-type') ?? 'no content type'
    if (!reader || !/^text\/event-stream\b/i.test(type))
      throw new WrongAnswer(`${transport.baseUrl}${path} answered with ${type}, not an event stream`)
    untimed()
    yield 'open'
    const parser = createSseParser()
    for (;;) {
      watch()
      const { done, value } = await reader.read()
      // A consumer that takes its time is no silence of the hub.
      clearTimeout(silence)
      if (done) return
      for (const message of parser.push(value)) yield { message, retryMs: parser.retryMs }
    }
  } catch (error) {
    throw explain(error)
  } finally {
    clearTimeout(silence)
    release()
    controller.abort()
    reader?.cancel().catch(() => {})
  }
}

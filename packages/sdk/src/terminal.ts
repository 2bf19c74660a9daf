import { AbortedError, ApiError, AtriumError, ConnectionError } from './errors.ts'
import type { FeedContext } from './feed.ts'
import type { OnState } from './follow.ts'
import { type Closed, createSocket, type WebSocketClass } from './socket.ts'
import { segment, type Transport } from './transport.ts'

/** How `terminal.attach()` opens a terminal. */
export type TerminalOptions = {
  /** Columns, 2 to 500; default 120. */
  cols?: number | undefined
  /** Rows, 1 to 300; default 40. */
  rows?: number | undefined
  /** Ends the attachment with an {@link AbortedError}; the session lives on. */
  signal?: AbortSignal | undefined
  /**
   * Hears when the wire opens, is lost and comes back. After `reconnecting` and `open` the screen is drawn anew, so clear
   * what you show on each `open`.
   */
  onState?: OnState | undefined
  /** Hears what the hub says about a frame that it could not take. */
  onNotice?: ((message: string) => void) | undefined
}

/** How a terminal ended: the program in the session did (`exited`), or this attachment was closed (`detached`). */
export type TerminalEnd = {
  /** `exited`: the program did. `detached`: this attachment was closed; the session lives on. */
  reason: 'exited' | 'detached'
  /** Exit status of the program, where the hub saw it. */
  exitCode: number | null
  /** Signal that ended the program, where the hub saw it. */
  signal: string | null
}

/**
 * A terminal session, attached. Loop over it for the bytes of the screen; leaving the loop detaches. It comes back by
 * itself when the wire breaks. Output that nobody reads is kept up to 4 MiB; past that the connection is dropped, and
 * the next read attaches again and gets the screen drawn anew.
 */
export interface Terminal extends AsyncIterable<Uint8Array> {
  /** Name of the session. */
  readonly name: string
  /**
   * Settles when it is over for good.
   * @throws ApiError `unauthorized`, `not_found`; ConnectionError; AbortedError
   */
  readonly ended: Promise<TerminalEnd>
  /**
   * Types text. While the wire is down up to 64 Ki characters wait for it.
   * @returns false when nothing was taken: it is over, or too much waits already
   */
  write(text: string): boolean
  /** Changes the size; values out of range are moved to the nearest possible one. */
  resize(cols: number, rows: number): void
  /** Detaches; the session lives on. */
  close(): void
}

/** Terminal sessions, by their bytes. */
export interface TerminalApi {
  /**
   * Attaches to a session, at once; several may be attached to one. A session that is not there is told where the terminal is
   * read, and by `ended`.
   *
   * @example
   * const terminal = hub.terminal.attach('cc-shop', { cols: 100, rows: 30 })
   * terminal.write('npm test\r')
   * for await (const bytes of terminal) process.stdout.write(bytes)
   */
  attach(name: string, options?: TerminalOptions): Terminal
}

/** Close codes after which coming back is of no use; 1000 is what a person's own detaching (`C-b d`) leads to. */
const codes = { detached: 1000, tooBig: 1009, unauthorized: 4001, notFound: 4004, ended: 4010 } as const
const maxUnread = 4 * 1024 * 1024
const maxUnsent = 1024 * 1024
const maxWaiting = 64 * 1024
const frameChars = 64 * 1024

const clamp = (value: number, min: number, max: number) =>
  Math.min(max, Math.max(min, Math.round(value) || min))

export function createTerminals({ transport, WebSocket, pingMs }: FeedContext): TerminalApi {
  return { attach: (name, options = {}) => attach(transport, WebSocket(), pingMs, name, options) }
}

function attach(
  transport: Transport,
  WebSocket: WebSocketClass,
  pingMs: number,
  name: string,
  options: TerminalOptions,
): Terminal {
  let cols = clamp(options.cols ?? 120, 2, 500)
  let rows = clamp(options.rows ?? 40, 1, 300)
  /** The size that the hub was told last. */
  let told = { cols, rows }
  const path = `/api/terminal/${segment(name)}`
  let unread: Uint8Array[] = []
  let unreadBytes = 0
  let slow = false
  let waiting: string[] = []
  let reading = false
  let over = false
  let wake = () => {}

  const socket = createSocket({
    WebSocket,
    pingMs,
    ping: '{"type":"ping"}',
    retries: transport.retries,
    final: Object.values(codes),
    signal: options.signal,
    onState: options.onState,
    async address() {
      const token = await transport.token()
      told = { cols, rows }
      return {
        url: `${transport.baseUrl.replace(/^http/, 'ws')}${path}?cols=${cols}&rows=${rows}`,
        protocols: token ? [`bearer.${token}`] : [],
      }
    },
    onOpen() {
      // The hub draws the whole screen on every attachment; what waited is older than that.
      unread = []
      unreadBytes = 0
      if (told.cols !== cols || told.rows !== rows) sendSize()
      for (const data of waiting.splice(0)) socket.send(JSON.stringify({ type: 'input', data }))
    },
    onText(text) {
      const frame = parse(text)
      if (frame?.type === 'error' && frame.message !== undefined) options.onNotice?.(frame.message)
    },
    onBytes(bytes) {
      if (slow) return
      unread.push(bytes)
      unreadBytes += bytes.byteLength
      if (unreadBytes > maxUnread) {
        slow = true
        unread = []
        unreadBytes = 0
        socket.pause()
      }
      wake()
    },
  })

  function sendSize(): void {
    told = { cols, rows }
    socket.send(JSON.stringify({ type: 'resize', ...told }))
  }

  const ended = socket.ended
    .finally(() => {
      over = true
      wake()
    })
    .then((closed) => endOf(closed, name, options.signal))
  // Who does not ask how it ended is not to be punished with an unhandled rejection.
  ended.catch(() => {})

  async function* read(): AsyncGenerator<Uint8Array, void, void> {
    if (reading) throw new AtriumError('This terminal is being read already')
    reading = true
    try {
      for (;;) {
        if (unread.length > 0) {
          const bytes = joined(unread, unreadBytes)
          unread = []
          unreadBytes = 0
          yield bytes
        } else if (over) {
          await ended
          return
        } else {
          if (slow) {
            slow = false
            socket.resume()
          }
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      reading = false
      socket.close()
    }
  }

  return {
    name,
    ended,
    write(text) {
      if (over) return false
      const pieces = piecesOf(text)
      if (socket.isOpen) {
        if (socket.unsentBytes > maxUnsent) return false
        for (const data of pieces) socket.send(JSON.stringify({ type: 'input', data }))
        return true
      }
      if (waiting.reduce((sum, each) => sum + each.length, text.length) > maxWaiting) return false
      waiting = [...waiting, ...pieces]
      return true
    },
    resize(newCols, newRows) {
      cols = clamp(newCols, 2, 500)
      rows = clamp(newRows, 1, 300)
      if (socket.isOpen) sendSize()
    },
    close: () => socket.close(),
    [Symbol.asyncIterator]: read,
  }
}

function joined(chunks: Uint8Array[], bytes: number): Uint8Array {
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Pieces under the hub's limit for one frame, never cut inside a surrogate pair. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + frameChars)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end--
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}

function parse(text: string): { type?: string; message?: string } | undefined {
  try {
    // Two optional fields of a frame; a frame of another form has neither.
    return JSON.parse(text) as { type?: string; message?: string }
  } catch {
    return undefined
  }
}

function endOf({ code, reason }: Closed, name: string, signal: AbortSignal | undefined): TerminalEnd {
  if (signal?.aborted) throw new AbortedError('Stopped by the caller', { cause: signal.reason })
  if (code === codes.unauthorized)
    throw new ApiError(reason || 'The credential is missing, wrong or revoked', {
      status: 401,
      code: 'unauthorized',
    })
  if (code === codes.notFound)
    throw new ApiError(reason || `Session not found: ${name}`, { status: 404, code: 'not_found' })
  if (code === codes.tooBig) throw new ConnectionError(reason || 'A message was over the limit')
  if (code !== codes.ended) return { reason: 'detached', exitCode: null, signal: null }
  const [, kind, value] = /^(exit|signal) (\S+)$/.exec(reason) ?? []
  return {
    reason: 'exited',
    exitCode: kind === 'exit' ? Number(value) : null,
    signal: kind === 'signal' && value !== undefined ? value : null,
  }
}

import { type AtriumError, ConnectionError } from './errors.ts'
import type { OnState } from './follow.ts'
import { backoffMs, sleep } from './wait.ts'

/** The part of `WebSocket` that the SDK uses; the browser's and that of the `ws` package fit. */
export interface WebSocketLike {
  /** Set to `arraybuffer`. */
  binaryType: string
  /** 1 while it is open. */
  readonly readyState: number
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number
  /** Called when it is open. */
  onopen: ((event: never) => void) | null
  /** Called with a text or an `ArrayBuffer` in `data`. */
  onmessage: ((event: never) => void) | null
  /** Called with `code` and `reason`, once. */
  onclose: ((event: never) => void) | null
  /** Called before `onclose` where it did not end in order. */
  onerror: ((event: never) => void) | null
  /** Sends a text. */
  send(data: string): void
  /** Closes it in order. */
  close(code?: number, reason?: string): void
}

/** Constructor of a {@link WebSocketLike}. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike

/** How a socket closed. */
export type Closed = { code: number; reason: string }

export type SocketOptions = {
  WebSocket: WebSocketClass
  /** Address and sub-protocols of the next connection. */
  address(): Promise<{ url: string; protocols: string[] }>
  onOpen(): void
  onText(text: string): void
  onBytes(bytes: Uint8Array): void
  /** Close codes after which coming back is of no use. */
  final: readonly number[]
  /** Sent when nothing came for `pingMs`; when nothing comes for as long again, the wire counts as dead. */
  ping: string
  pingMs: number
  /** How often the first connection is tried again. */
  retries: number
  signal: AbortSignal | undefined
  onState: OnState | undefined
}

const open = 1
/** Told to the hub, and no final code: the reader comes back. */
const slowReader = 4000
const left: Closed = { code: 1000, reason: 'closed by the caller' }

/** A WebSocket that comes back by itself until a final close code, `close()` or the signal. */
export function createSocket(options: SocketOptions) {
  const { onState } = options
  const stop = new AbortController()
  const abort = () => stop.abort(options.signal?.reason)
  let socket: WebSocketLike | undefined
  let paused: Promise<void> | undefined
  let unpause = () => {}
  let heard = false

  /** One connection, until it closes. */
  async function connection(): Promise<Closed> {
    const { url, protocols } = await options.address()
    if (stop.signal.aborted) return left
    return new Promise<Closed>((resolve) => {
      const current = new options.WebSocket(url, protocols)
      socket = current
      current.binaryType = 'arraybuffer'
      let timer: ReturnType<typeof setTimeout> | undefined
      let asked = false
      const finish = (closed: Closed) => {
        clearTimeout(timer)
        stop.signal.removeEventListener('abort', leave)
        current.onopen = current.onmessage = current.onclose = null
        resolve(closed)
      }
      const leave = () => {
        current.close(1000)
        finish(left)
      }
      const watch = () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          if (asked || current.readyState !== open) {
            current.close(1000)
            finish({ code: 1006, reason: 'no sign of life' })
          } else {
            asked = true
            current.send(options.ping)
            watch()
          }
        }, options.pingMs)
      }
      stop.signal.addEventListener('abort', leave)
      current.onerror = () => {}
      current.onopen = () => {
        onState?.('open')
        options.onOpen()
      }
      current.onmessage = ({ data }: { data: unknown }) => {
        asked = false
        heard = true
        watch()
        if (typeof data === 'string') options.onText(data)
        else if (data instanceof ArrayBuffer) options.onBytes(new Uint8Array(data))
      }
      current.onclose = ({ code, reason }: Closed) => finish({ code, reason })
      watch()
    })
  }

  async function run(): Promise<Closed> {
    let stood = false
    onState?.('connecting')
    for (let failures = 0; ; ) {
      heard = false
      const closed = await connection()
      socket = undefined
      if (stop.signal.aborted || options.final.includes(closed.code)) return closed
      stood ||= heard
      failures = heard ? 1 : failures + 1
      const cause: AtriumError = new ConnectionError(
        closed.reason || `The socket closed with code ${closed.code}`,
      )
      if (!stood && failures > options.retries) throw cause
      onState?.(stood ? 'reconnecting' : 'connecting', cause)
      if (paused) await paused
      else await sleep(backoffMs(failures), stop.signal).catch(() => {})
      if (stop.signal.aborted) return left
    }
  }

  if (options.signal?.aborted) abort()
  else options.signal?.addEventListener('abort', abort, { once: true })
  const ended = run().finally(() => {
    options.signal?.removeEventListener('abort', abort)
    onState?.('closed')
  })
  ended.catch(() => {})

  return {
    /** Settles when the socket is gone for good. */
    ended,
    get isOpen() {
      return socket?.readyState === open
    },
    get unsentBytes() {
      return socket?.bufferedAmount ?? 0
    },
    send(text: string): void {
      socket?.send(text)
    },
    /** Drops the connection, and comes back only after `resume()`. */
    pause(): void {
      if (paused) return
      paused = new Promise((resolve) => {
        unpause = () => {
          paused = undefined
          resolve()
        }
      })
      stop.signal.addEventListener('abort', unpause, { once: true })
      socket?.close(slowReader, 'slow reader')
    },
    resume(): void {
      unpause()
    },
    close(): void {
      stop.abort()
    },
  }
}

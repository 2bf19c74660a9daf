import { AbortedError, ApiError, type AtriumError, ConnectionError } from './errors.ts'
import type { OnState } from './follow.ts'
import { type Closed, createSocket, type WebSocketClass } from './socket.ts'
import type { Transport } from './transport.ts'

/** What feeds need of the client they belong to. */
export type FeedContext = {
  transport: Transport
  /** Looked up when a feed opens: a client without one may do everything else. */
  WebSocket: () => WebSocketClass
  pingMs: number
}

export type FeedOptions = {
  /** Below the hub's address. */
  path: string
  signal: AbortSignal | undefined
  onState: OnState | undefined
  onOpen?: () => void
  onText: (text: string) => void
}

/** Close codes after which coming back is of no use. */
const final = { tooBig: 1009, unauthorized: 4001 } as const

/** A socket that only tells: it comes back by itself, and what it told waits until it is read. */
export function createFeed<T>({ transport, WebSocket, pingMs }: FeedContext, options: FeedOptions) {
  const { path, signal, onState, onText, onOpen = () => {} } = options
  let unread: T[] = []
  let over = false
  let reading = false
  let failed: AtriumError | undefined
  let wake = () => {}
  /** The hub listens only when it has said something: what happens before is not told. */
  let isOpen = true

  const socket = createSocket({
    WebSocket: WebSocket(),
    pingMs,
    ping: '{"type":"ping"}',
    retries: transport.retries,
    final: Object.values(final),
    signal,
    onState(state, cause) {
      isOpen = state !== 'open'
      if (isOpen) onState?.(state, cause)
    },
    async address() {
      const token = await transport.token()
      return {
        url: `${transport.baseUrl.replace(/^http/, 'ws')}${path}`,
        protocols: token ? [`bearer.${token}`] : [],
      }
    },
    onOpen,
    onText(text) {
      // First, so that a list that is read now has what is told next.
      if (!isOpen) {
        isOpen = true
        onState?.('open')
      }
      onText(text)
    },
    onBytes: () => {},
  })
  const ended = socket.ended
    .finally(() => {
      over = true
      wake()
    })
    .then((closed) => assertWell(closed, signal))
  ended.catch(() => {})

  return {
    socket,
    /** Settles when it is over, however it ended. */
    ended: ended.catch(() => {}),
    get unread() {
      return unread.length
    },
    push(item: T): void {
      unread.push(item)
      wake()
    },
    /** Forgets the oldest that nobody read. */
    shift: () => void unread.shift(),
    /** Puts one thing in the place of all that nobody read. */
    replace(item: T): void {
      unread = [item]
      wake()
    },
    /** Ends it with a reason that the hub gave. */
    fail(error: AtriumError): void {
      failed = error
      socket.close()
    },
    async *read(): AsyncGenerator<T, void, void> {
      if (reading) throw new TypeError('This is being read already')
      reading = true
      try {
        for (;;) {
          while (unread.length > 0) yield unread.shift() as T // there is one
          if (over) break
          await new Promise<void>((resolve) => (wake = resolve))
        }
        if (failed) throw failed
        await ended
      } finally {
        socket.close()
      }
    },
  }
}

function assertWell({ code, reason }: Closed, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortedError('Stopped by the caller', { cause: signal.reason })
  if (code === final.unauthorized)
    throw new ApiError(reason || 'The credential is missing, wrong or revoked', {
      status: 401,
      code: 'unauthorized',
    })
  if (code === final.tooBig) throw new ConnectionError(reason || 'A message was over the limit')
}

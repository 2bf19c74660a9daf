/** Owns the viewers of sessions: each its own way in, its own pace and its own end. */
import { limits } from '@atrium/schema'
import type { WebSocket } from 'ws'
import type { Attachment, Size } from '../sessions/host.ts'
import type { Sessions } from '../sessions/service.ts'

const joinMs = 4
const joinBytes = 64 * 1024
const resizeMs = 1_000 / limits.terminalResizesPerSecond

/** No keyboard sends so much at once: it is text, and tmux is not to read keys into it. */
const pasteChars = 1_024
const waitingChars = 1024 * 1024
const pasteBegin = '\u001b[200~'
const pasteEnd = '\u001b[201~'

/** Sends the first chunk after silence at once and joins what follows; holds its source back while the reader is behind. */
export function sendOutput(
  attachment: Pick<Attachment, 'onData' | 'pause' | 'resume' | 'exited'>,
  socket: WebSocket,
  giveUp: () => void,
  stuckMs: number = limits.terminalStuckMs,
): void {
  let pending: Buffer[] = []
  let bytes = 0
  let joining: NodeJS.Timeout | null = null
  let stuck: NodeJS.Timeout | null = null

  function stopWaiting(): void {
    if (stuck) clearTimeout(stuck)
    stuck = null
  }

  function sent(): void {
    if (!stuck) return
    stopWaiting()
    if (socket.bufferedAmount <= limits.terminalResumeBytes) attachment.resume()
    else stuck = setTimeout(giveUp, stuckMs).unref()
  }

  function send(chunk: Buffer): void {
    if (socket.readyState !== socket.OPEN) return
    socket.send(chunk, { binary: true }, sent)
    if (stuck || socket.bufferedAmount < limits.terminalPauseBytes) return
    attachment.pause()
    stuck = setTimeout(giveUp, stuckMs).unref()
  }

  function flush(): void {
    joining = null
    if (bytes === 0) return
    const chunk = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending)
    pending = []
    bytes = 0
    send(chunk)
    joining = setTimeout(flush, joinMs)
  }

  attachment.onData((chunk) => {
    if (!joining) {
      send(chunk)
      joining = setTimeout(flush, joinMs)
      return
    }
    pending.push(chunk)
    bytes += chunk.length
    if (bytes < joinBytes) return
    clearTimeout(joining)
    flush()
  })
  void attachment.exited.then(() => {
    if (joining) clearTimeout(joining)
    flush()
    if (joining) clearTimeout(joining)
  })
  socket.once('close', () => {
    stopWaiting()
    if (joining) clearTimeout(joining)
  })
}

/**
 * Keys and text in the order in which they came; a pasted block reaches the program byte for byte. What waits for its turn is
 * bounded by reading no more from the client. `refused` hears of text that did not reach the program.
 */
export function createInput(
  attachment: Pick<Attachment, 'write' | 'paste'>,
  client: Pick<WebSocket, 'pause' | 'resume'>,
  refused: (error: unknown) => void,
): (data: string) => void {
  let turn: Promise<unknown> | null = null
  let waiting = 0
  return (data) => {
    const bracketed =
      data.startsWith(pasteBegin) && data.endsWith(pasteEnd) && data.length > pasteBegin.length
    if (!turn && !bracketed && data.length < pasteChars) {
      attachment.write(data)
      return
    }
    const text = bracketed ? data.slice(pasteBegin.length, -pasteEnd.length) : data
    const put = () =>
      bracketed || data.length >= pasteChars
        ? attachment.paste(text, bracketed).catch(refused)
        : Promise.resolve(attachment.write(data))
    const mine = (turn ?? Promise.resolve()).then(put)
    turn = mine
    waiting += data.length
    if (waiting > waitingChars) client.pause()
    void mine.then(() => {
      waiting -= data.length
      if (waiting <= waitingChars) client.resume()
      if (turn === mine) turn = null
    })
  }
}

/** At most ten changes of size a second; the last one wins. */
export function createResizer(attachment: Pick<Attachment, 'resize'>): {
  resize(size: Size): void
  close(): void
} {
  let last = Number.NEGATIVE_INFINITY
  let next: Size | null = null
  let timer: NodeJS.Timeout | null = null
  const apply = () => {
    timer = null
    if (!next) return
    last = performance.now()
    attachment.resize(next)
    next = null
  }
  return {
    resize(size) {
      next = size
      if (timer) return
      const wait = last + resizeMs - performance.now()
      if (wait <= 0) apply()
      else timer = setTimeout(apply, wait)
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}

export function createTerminals({ sessions }: { sessions: Pick<Sessions, 'attach' | 'endingOf'> }) {
  const open = new Map<Attachment, string>()
  return {
    async attach(name: string, size: Size): Promise<Attachment & { id: string }> {
      const attachment = await sessions.attach(name, size)
      open.set(attachment, attachment.id)
      void attachment.exited.then(() => open.delete(attachment))
      return attachment
    },
    endingOf: sessions.endingOf,
    /** How many views are open now. */
    count: () => open.size,
    /** How many of them show this session, by its id. */
    viewsOf: (id: string): number => [...open.values()].filter((shown) => shown === id).length,
    /** Ends every view; the sessions live on. */
    async close(): Promise<void> {
      const views = [...open.keys()]
      for (const view of views) view.close()
      await Promise.all(views.map((view) => view.exited))
    },
  }
}

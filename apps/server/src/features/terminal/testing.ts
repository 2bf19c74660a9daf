/** A terminal client for tests: keeps the screen as text and waits for what should come. */
import { once } from 'node:events'
import { WebSocket } from 'ws'

const tailChars = 16_384

export type TestTerminal = Awaited<ReturnType<typeof openTerminal>>

export async function openTerminal(
  server: { url: string; token: string },
  name: string,
  options: { query?: string; token?: string; wait?: boolean } = {},
) {
  const address = `${server.url.replace('http', 'ws')}/api/terminal/${encodeURIComponent(name)}${options.query ?? ''}`
  const socket = new WebSocket(address, [`bearer.${options.token ?? server.token}`])
  let chunks: Buffer[] = []
  let size = 0
  /** What text is looked for in: the end of the output, so that floods cost no more than trickles. */
  let tail = ''
  const frames: unknown[] = []
  const waiting = new Set<() => void>()
  const look = () => {
    for (const check of waiting) check()
  }
  socket.on('message', (data: Buffer, binary) => {
    if (binary) {
      chunks.push(data)
      size += data.length
      tail = tail.slice(-tailChars) + data.toString()
    } else frames.push(JSON.parse(data.toString()))
    look()
  })
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({ code, reason: String(reason) }))
  void closed.then(look)
  if (options.wait !== false) await Promise.race([once(socket, 'open'), closed])

  function until<T>(what: string, found: () => T | undefined | false | null, ms = 30_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check)
        reject(new Error(`${what} did not come; the output ends with ${JSON.stringify(tail.slice(-300))}`))
      }, ms)
      const check = () => {
        const value = found()
        if (value === undefined || value === false || value === null) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve(value)
      }
      waiting.add(check)
      check()
    })
  }

  return {
    socket,
    closed,
    frames,
    bytes: () => Buffer.concat(chunks),
    size: () => size,
    text: () => Buffer.concat(chunks).toString(),
    clear(): void {
      chunks = []
      tail = ''
    },
    send: (frame: unknown, binary = false) =>
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame), { binary }),
    type: (data: string) => socket.send(JSON.stringify({ type: 'input', data })),
    until,
    shows: (text: string | RegExp, ms?: number) =>
      until(
        `output ${String(text)}`,
        () => (typeof text === 'string' ? tail.includes(text) : text.test(tail)),
        ms,
      ),
    frame: (type: string, ms?: number) =>
      until(
        `frame ${type}`,
        () =>
          frames.find((frame) => (frame as { type: string }).type === type) as
            | { message?: string }
            | undefined,
        ms,
      ),
    async close(): Promise<void> {
      socket.close()
      await closed
    },
  }
}

// Owns the two pipes of an agent that speaks ACP: one JSON message a line, bounded, and held back while nobody reads.
import type { Readable, Writable } from 'node:stream'
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk'

/** Longer lines than any message; an agent that writes one has lost its way. */
const maxLineBytes = 32 * 1024 * 1024
/** Some programs greet or warn on the wire; one that does nothing else does not speak the protocol. */
const maxStrayLines = 1_000

/** Why the wire was given up; shown to people. */
export class WireError extends Error {
  override readonly name = 'WireError'
}

/** Whole lines of a stream of bytes. @throws WireError for a line without an end */
export async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    let rest = chunk
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      parts.push(rest.subarray(0, at))
      yield Buffer.concat(parts).toString('utf8')
      parts = []
      size = 0
      rest = rest.subarray(at + 1)
    }
    if (rest.length === 0) continue
    parts.push(rest)
    size += rest.length
    if (size > maxLineBytes) throw new WireError('The agent sent a message without an end.')
  }
  if (size > 0) yield Buffer.concat(parts).toString('utf8')
}

/** The message of a line; null for anything else that a program prints. */
export function messageIn(line: string): AnyMessage | null {
  const trimmed = line.trim()
  if (!trimmed.startsWith('{')) return null
  try {
    const value = JSON.parse(trimmed) as { jsonrpc?: unknown }
    return value.jsonrpc === '2.0' ? (value as AnyMessage) : null // its members are looked at where they are used
  } catch {
    return null
  }
}

/** Under which news of a session is handed on: the SDK looks at `session/update` with its own version's schema and drops what it does not know. */
export const newsMethod = '_atrium/news'

const asNews = (message: AnyMessage): AnyMessage =>
  'method' in message && message.method === 'session/update' ? { ...message, method: newsMethod } : message

type Wire = {
  stream: Stream
  strayLines: () => number
  /** How much the agent has said so far. */
  bytes: () => number
  /** Resolves when the agent has taken what it was sent, or takes nothing any more. */
  taken: () => Promise<void>
}

/** `room` resolves when what was read before has been taken in. */
export function openWire(pipes: { stdin: Writable; stdout: Readable }, room: () => Promise<void>): Wire {
  let stray = 0
  let bytes = 0
  let sent = Promise.resolve()
  async function* messages(): AsyncGenerator<AnyMessage> {
    for await (const line of linesOf(pipes.stdout)) {
      const message = messageIn(line)
      bytes += line.length
      if (message) {
        await room()
        yield asNews(message)
      } else if (line.trim() !== '' && ++stray > maxStrayLines)
        throw new WireError('The program does not speak ACP: it prints other text.')
    }
  }
  const incoming = messages()
  const readable = new ReadableStream<AnyMessage>(
    {
      async pull(controller) {
        const { done, value } = await incoming.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      // The generator may be waiting for bytes that never come: the pipe is closed, not asked.
      cancel: () => void pipes.stdout.destroy(),
    },
    { highWaterMark: 0 },
  )
  pipes.stdin.on('error', () => undefined) // it has ended; the other pipe says so, too
  const writable = new WritableStream<AnyMessage>({
    write: (message) =>
      (sent = new Promise((written) => {
        if (pipes.stdin.destroyed) written()
        else pipes.stdin.write(`${JSON.stringify(message)}\n`, () => written())
      })),
  })
  return { stream: { readable, writable }, strayLines: () => stray, bytes: () => bytes, taken: () => sent }
}

// The wire to the process of a module: one JSON value a line. Nothing that comes over it is believed, and none of it may keep
// the hub busy.
import type { Duplex } from 'node:stream'
import { limits } from '@atrium/schema'

/** As much as a module may say in one tick; what is more waits in its own process. */
const tickMs = 50
const bytesATick = 2 * 1024 * 1024
/** What the smallest message costs, as if it were so long. */
const messageCost = 1_024

export type Link = {
  /** False when the module does not read what it is told. */
  send(message: object): boolean
}

/** `fail` is called once, with the reason why nothing more can be said, and whether it was the module that cut the wire. */
export function openLink(
  stream: Duplex,
  hear: (message: Record<string, unknown>) => void,
  fail: (reason: string, isTheirs: boolean) => void,
): Link {
  let parts: Buffer[] = []
  let size = 0
  let taken = 0
  let paused: NodeJS.Timeout | null = null
  let ended = false

  const end = (reason: string, isTheirs = false): void => {
    if (ended) return
    ended = true
    if (paused) clearTimeout(paused)
    stream.destroy()
    fail(reason, isTheirs)
  }

  function line(bytes: Buffer): void {
    taken += messageCost + bytes.length
    try {
      const message: unknown = JSON.parse(bytes.toString('utf8'))
      // Even what can be parsed may be no text and no number where one is looked for.
      if (typeof message === 'object' && message !== null) hear(message as Record<string, unknown>)
    } catch {
      end('it sent something that is no message')
    }
  }

  function take(chunk: Buffer): void {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1 && !ended; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at))
      from = at + 1
      size += parts.at(-1)?.length ?? 0
      if (size > limits.moduleMessageBytes) break
      const whole = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts)
      parts = []
      size = 0
      line(whole)
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from))
      size += chunk.length - from
    }
    if (size > limits.moduleMessageBytes) end('it sent a message that is too large')
  }

  stream.on('data', (chunk: Buffer) => {
    if (ended) return
    take(chunk)
    if (taken < bytesATick || paused) return
    stream.pause()
    paused = setTimeout(() => {
      paused = null
      taken = 0
      stream.resume()
    }, tickMs)
  })
  stream.on('error', () => end('the wire to it broke', true))
  stream.on('close', () => end('it hung up', true))

  return {
    send(message) {
      if (ended || stream.writableLength > 2 * limits.moduleMessageBytes) return false
      stream.write(`${JSON.stringify(message)}\n`)
      return true
    },
  }
}

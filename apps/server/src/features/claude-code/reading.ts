// Reads transcripts in pieces, forwards and backwards. No piece keeps the event loop for long, and no line fills the memory.
import type { FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { fieldsOf, type Range } from './lines.ts'

const chunkBytes = 256 * 1024
/** Longer lines are passed over: nothing that a person or an agent says is that long. */
export const longestLine = 10 * 1024 * 1024
const newline = 0x0a
const none: ReadonlySet<string> = new Set()

export type TakeLine = (bytes: Buffer, range: Range, offset: number) => void

type Forward = {
  from: number
  /** Where the file ended when it was looked at; what was added meanwhile is for the next time. */
  to: number
  take: TakeLine
  /** Bytes of one piece. */
  piece?: number
  /** Asked after each piece: true ends it early. */
  enough?: () => boolean
  signal?: AbortSignal
  /** Waits after each piece, so that others get their turn. */
  pace?: () => Promise<void>
}

/**
 * Gives every whole line, in order. Resolves to the place behind the last one that was given; a half-written line at the
 * end is left for the next time.
 */
export async function readForward(handle: FileHandle, options: Forward): Promise<number> {
  const { to, take, piece = chunkBytes, enough, signal, pace = nextTurn } = options
  let at = options.from
  let done = at
  let rest: Buffer[] = []
  let restBytes = 0
  while (at < to) {
    signal?.throwIfAborted()
    const chunk = Buffer.allocUnsafe(Math.min(piece, to - at))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) break // it was cut meanwhile
    const bytes = chunk.subarray(0, bytesRead)
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (restBytes > 0) {
        if (restBytes + end <= longestLine) {
          const line = Buffer.concat([...rest, bytes.subarray(0, end)])
          take(line, { from: 0, to: line.length }, done)
        }
        rest = []
        restBytes = 0
      } else if (end > start) take(bytes, { from: start, to: end }, at + start)
      start = end + 1
      done = at + start
    }
    if (start < bytesRead) {
      restBytes += bytesRead - start
      if (restBytes <= longestLine) rest.push(bytes.subarray(start))
      else rest = []
    }
    at += bytesRead
    if (enough?.()) return done
    await pace()
  }
  if (restBytes > 0 && restBytes <= longestLine) {
    const line = Buffer.concat(rest)
    // A file may end without a line's end; half a line is no object.
    if (fieldsOf(line, { from: 0, to: line.length }, none)) {
      take(line, { from: 0, to: line.length }, done)
      done = at
    }
  }
  return done
}

type Backward = {
  /** The first byte that is not read. */
  before: number
  /** Most that may be read. */
  maxBytes: number
  /** False ends it: the line was not wanted any more. */
  take: (bytes: Buffer, range: Range, offset: number) => boolean
  signal?: AbortSignal
}

/** Gives whole lines from a place backwards. Resolves to the place where the next reader goes on. */
export async function readBackward(handle: FileHandle, options: Backward): Promise<number> {
  const { take, signal, maxBytes } = options
  let at = options.before
  let reached = options.before
  let rest: Buffer[] = []
  let restBytes = 0
  const give = (head: Buffer, offset: number): boolean => {
    const whole = head.length + restBytes
    if (whole === 0) return true
    if (whole <= longestLine) {
      const line = restBytes === 0 ? head : Buffer.concat([head, ...rest])
      if (!take(line, { from: 0, to: line.length }, offset)) return false
    }
    rest = []
    restBytes = 0
    return true
  }
  while (at > 0 && options.before - at < maxBytes) {
    signal?.throwIfAborted()
    const length = Math.min(chunkBytes, maxBytes, at)
    const chunk = Buffer.allocUnsafe(length)
    const { bytesRead } = await handle.read(chunk, 0, length, at - length)
    if (bytesRead < length) break // it was cut meanwhile
    at -= length
    let end = length
    for (let start = chunk.lastIndexOf(newline); start >= 0; ) {
      if (!give(chunk.subarray(start + 1, end), at + start + 1)) return reached
      reached = at + start + 1
      end = start
      start = start === 0 ? -1 : chunk.lastIndexOf(newline, start - 1)
    }
    if (end > 0) {
      restBytes += end
      if (restBytes <= longestLine) rest.unshift(chunk.subarray(0, end))
      else rest = []
    }
    await nextTurn()
  }
  if (at === 0) return give(Buffer.alloc(0), 0) ? 0 : reached
  // In the middle of one endless line: the next reader goes on there.
  return reached === options.before ? at : reached
}

/** Work for which nobody waits takes at most half of the time there is. */
export function createPace(signal?: AbortSignal): () => Promise<void> {
  const longest = 10
  let began = performance.now()
  return async () => {
    const busy = performance.now() - began
    if (busy < longest) return nextTurn()
    await pause(Math.min(busy, 250), undefined, signal && { signal })
    began = performance.now()
  }
}

// The log as files in ATRIUM_HOME/logs: the newest is `atrium.log`, older ones `atrium.log.1` and on. Entries are written at
// once, so that the last words of a process that was killed are there.
import { closeSync, fstatSync, mkdirSync, openSync, read, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { limits } from '@atrium/schema'

export type LogFile = ReturnType<typeof openLogFile>

const readAt = promisify(read)
const blockBytes = 64 * 1024
const closed = -1

/** A destination for pino that keeps `limits.logFiles` files of `limits.logFileBytes`, and can be read back and followed. */
export function openLogFile(folder: string, maxBytes: number = limits.logFileBytes) {
  const nameOf = (age: number): string => join(folder, age === 0 ? 'atrium.log' : `atrium.log.${age}`)
  const openNewest = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return openSync(nameOf(0), 'a', 0o600)
  }
  const listeners = new Set<(line: string) => void>()
  let file = openNewest()
  let size = fstatSync(file).size
  /** A full disk took part of an entry. */
  let isTorn = false

  function rotate(): void {
    for (let age = limits.logFiles - 2; age >= 0; age--)
      try {
        renameSync(nameOf(age), nameOf(age + 1))
      } catch {
        // There is none of that age yet.
      }
    // Only then the old one: a number that was closed may be somebody else's file the next moment.
    const next = openNewest()
    closeSync(file)
    file = next
    size = 0
    isTorn = false
  }

  /** Every file that is there with its size now, the newest first: what is written or moved on meanwhile is not part of it. */
  function openAll(): { file: number; size: number }[] {
    const found: { file: number; size: number }[] = []
    for (let age = 0; age < limits.logFiles; age++)
      try {
        const each = openSync(nameOf(age), 'r')
        found.push({ file: each, size: fstatSync(each).size })
      } catch {
        // There is none of that age.
      }
    return found
  }

  return {
    /** One entry, a whole line. A disk that takes no more costs the entry, not the hub. */
    write(line: string): void {
      if (file === closed) return
      const entry = Buffer.byteLength(line) > limits.logEntryBytes ? shortened(line) : line
      const bytes = Buffer.byteLength(entry)
      try {
        if (size > 0 && size + bytes > maxBytes) rotate()
        const text = isTorn ? `\n${entry}` : entry
        const written = writeSync(file, text)
        size += written
        isTorn = written < Buffer.byteLength(text)
      } catch {
        // Standard error has it.
      }
      for (const hear of listeners) hear(entry)
    },

    /** The youngest `lines` entries of this moment that `wanted` lets through, oldest first. */
    async tail(lines: number, wanted: (line: string) => boolean): Promise<string[]> {
      const found: string[] = []
      const files = openAll()
      try {
        let bytes = 0
        for (const each of files)
          for await (const line of backwards(each)) {
            if (!wanted(line)) continue
            bytes += line.length
            if (bytes > limits.logReplyBytes) return found.toReversed()
            if (found.push(line) === lines) return found.toReversed()
          }
        return found.toReversed()
      } finally {
        for (const each of files) closeSync(each.file)
      }
    },

    /** Hears every entry from now on; gives the way to stop. */
    follow(hear: (line: string) => void): () => void {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },

    close(): void {
      listeners.clear()
      closeSync(file)
      file = closed
    },
  }
}

/** What an entry was about, where all of it would be too much. */
function shortened(line: string): string {
  const { level, time, feature, event, msg } = JSON.parse(line) as Record<string, unknown> // pino wrote it
  const head = typeof msg === 'string' ? `${msg.slice(0, 1_000)} … cut` : '… cut'
  return `${JSON.stringify({ level, time, feature, event, msg: head })}\n`
}

/** Lines of a file, the last one first. */
async function* backwards({ file, size }: { file: number; size: number }): AsyncGenerator<string> {
  let at = size
  let rest: Buffer = Buffer.alloc(0)
  while (at > 0) {
    const length = Math.min(blockBytes, at)
    at -= length
    const { buffer } = await readAt(file, Buffer.alloc(length), 0, length, at)
    const lines = Buffer.concat([buffer, rest])
    const first = at === 0 ? -1 : lines.indexOf(10)
    rest = first === -1 && at > 0 ? lines : lines.subarray(0, first + 1)
    const whole =
      first === -1 && at > 0
        ? []
        : lines
            .subarray(first + 1)
            .toString('utf8')
            .split('\n')
    for (const line of whole.toReversed()) if (line !== '') yield line
  }
}

// Reads what a program writes line by line; a line without an end never fills the memory.
import type { Readable } from 'node:stream'

/** `hear` gets every whole line; one that is too long is passed over, and `tooLong` hears of it. */
export function readLines(
  stream: Readable,
  maxBytes: number,
  hear: (line: string) => void,
  tooLong: () => void = () => undefined,
): void {
  let parts: Buffer[] = []
  let size = 0
  let skipping = false
  stream.on('data', (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, at))
      if (!skipping) hear(Buffer.concat(parts).toString('utf8'))
      parts = []
      size = 0
      skipping = false
      from = at + 1
    }
    keep(chunk.subarray(from))
  })
  stream.on('error', () => undefined)

  function keep(part: Buffer): void {
    if (skipping || part.length === 0) return
    size += part.length
    if (size <= maxBytes) return void parts.push(part)
    skipping = true
    parts = []
    tooLong()
  }
}

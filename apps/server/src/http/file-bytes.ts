import type { ReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'

/** The bytes of an open file that an answer promised; the file is closed behind them. */
export function promisedBytes(
  request: IncomingMessage,
  handle: FileHandle,
  { start, end }: { start: number; end: number },
): ReadStream {
  const bytes = handle.createReadStream({ start, end })
  // A file that shrank meanwhile has fewer than that: the wire is cut, so that nobody waits for the rest.
  bytes.once('end', () => {
    if (bytes.bytesRead < end - start + 1) request.destroy()
  })
  return bytes
}

import type { Attachment } from '@atrium/sdk'
import { messageOf } from './log.ts'
import { type IncomingFile, PlatformError } from './platform.ts'

/** What the hub takes with one message. */
const fileBytes = 10 * 1024 * 1024
const allBytes = 25 * 1024 * 1024
const filesAtMost = 10
const timeoutMs = 60_000

export type Attachments = {
  files: Attachment[]
  voice: Attachment | null
  /** What could not be passed on, for the agent and the person who reads along. */
  notes: string[]
}

/** Fetches what came with a message, within the bounds of the hub; what is too large or gone becomes a note. */
export async function fetchFiles(
  files: readonly IncomingFile[],
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Attachments> {
  const result: Attachments = { files: [], voice: null, notes: [] }
  let room = allBytes
  for (const file of files.slice(0, filesAtMost)) {
    const bound = Math.min(fileBytes, maxBytes, room)
    const bytes = await fetchFile(file, bound, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      // Away for the moment: the platform tells of the message again, and then it is there.
      if (!(error instanceof PlatformError) || error.kind === 'away' || error.kind === 'limited') throw error
      const why = error.kind === 'too_big' ? tooLarge(bound) : messageOf(error)
      result.notes.push(`The file ${file.name} was not passed on: ${why}`)
      return null
    })
    if (!bytes) continue
    room -= bytes.length
    const attachment = {
      name: file.name.slice(0, 255) || 'file',
      mimeType: file.mimeType.slice(0, 255),
      base64Data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
    }
    if (file.kind === 'voice' && !result.voice) result.voice = attachment
    else result.files.push(attachment)
  }
  if (files.length > filesAtMost) result.notes.push(`Only the first ${filesAtMost} files were passed on.`)
  return result
}

const tooLarge = (bound: number): string =>
  `it is larger than ${Math.max(1, Math.floor(bound / 1024 / 1024))} MB.`

async function fetchFile(file: IncomingFile, bound: number, signal: AbortSignal): Promise<Uint8Array> {
  if (file.sizeBytes !== null && file.sizeBytes > bound)
    throw new PlatformError('too_big', 'The file is larger than the hub takes')
  return file.download(bound, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
}

export const withNotes = (text: string, notes: readonly string[]): string =>
  [text, ...notes.map((note) => `[${note}]`)].filter((part) => part !== '').join('\n\n')

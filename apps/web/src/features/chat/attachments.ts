import type { Attachment } from '@atrium/schema'
import { limits } from '@atrium/schema'

/** A file that will go with the next message. `preview` is an object URL for pictures; revoke it when done. */
export type Attached = { id: string; file: File; preview: string | null }

const blocked = /\.(exe|dll|so|dylib|bat|cmd|ps1|vbs|app|dmg|pkg|msi|jar|war|ear|scr|com|pif)$/i

export type Refused = { name: string; why: 'kind' | 'size' | 'total' | 'count' | 'empty' }

/** Which of the new files may go along with those already there, by the hub's limits. */
export function sortFiles(
  have: readonly { file: { size: number } }[],
  files: readonly File[],
): { taken: File[]; refused: Refused[] } {
  const taken: File[] = []
  const refused: Refused[] = []
  let total = have.reduce((sum, { file }) => sum + file.size, 0)
  for (const file of files) {
    const why = refusal(file, have.length + taken.length, total)
    if (why) refused.push({ name: file.name, why })
    else {
      taken.push(file)
      total += file.size
    }
  }
  return { taken, refused }
}

function refusal(file: File, count: number, total: number): Refused['why'] | null {
  if (blocked.test(file.name)) return 'kind'
  if (file.size === 0) return 'empty'
  if (file.size > limits.attachmentBytes) return 'size'
  if (total + file.size > limits.attachmentsBytes) return 'total'
  return count >= limits.attachments ? 'count' : null
}

/** Only pictures that a browser draws without running anything in them. */
const isPicture = (type: string): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)

export const attach = (file: File): Attached => ({
  id: crypto.randomUUID(),
  file,
  preview: isPicture(file.type) ? URL.createObjectURL(file) : null,
})

export async function toAttachment({ file }: Attached): Promise<Attachment> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return { name: file.name, mimeType: file.type || 'application/octet-stream', base64Data: btoa(binary) }
}

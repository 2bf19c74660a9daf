// Owns the files that came with messages: `Chat/assets/YYYY-MM-DD/` in the vault, whole or not there.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { type Attachment, limits, type StoredAttachment } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { resolveInside } from '../../host/paths.ts'

export type Kept = StoredAttachment & { absolute: string }

const imageType = /^image\/(png|jpeg|gif|webp)$/

export type Attachments = ReturnType<typeof createAttachments>

export function createAttachments({ vault }: { vault: string }) {
  /** @throws AppError payload_too_large */
  function decode(attachments: readonly Attachment[]): { attachment: Attachment; bytes: Buffer }[] {
    const decoded = attachments.map((attachment) => ({
      attachment,
      bytes: Buffer.from(attachment.base64Data, 'base64'),
    }))
    for (const { attachment, bytes } of decoded)
      if (bytes.length > limits.attachmentBytes)
        throw new AppError('payload_too_large', `The attachment is larger than 10 MiB: ${attachment.name}`)
    if (decoded.reduce((sum, { bytes }) => sum + bytes.length, 0) > limits.attachmentsBytes)
      throw new AppError('payload_too_large', 'The attachments together are larger than 25 MiB')
    return decoded
  }

  async function write(path: string, bytes: Buffer): Promise<void> {
    const draft = join(dirname(path), `.${basename(path)}.part`)
    try {
      const file = await open(draft, 'wx')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  const remove = async (kept: readonly { path: string }[]): Promise<void> => {
    for (const { path } of kept) {
      // A folder on the way may have become a link to elsewhere, and the file a link or a folder that is not ours.
      const folder = await resolveInside(dirname(path), [vault]).catch(() => null)
      if (folder) await rm(join(folder, basename(path)), { force: true }).catch(() => undefined)
    }
  }

  return {
    /**
     * Stores all of them or none.
     * @throws AppError payload_too_large, outside_roots
     */
    async keep(attachments: readonly Attachment[], now: Date): Promise<Kept[]> {
      if (attachments.length === 0) return []
      const [day, time] = now.toISOString().split('T') as [string, string]
      const folder = join('Chat', 'assets', day)
      const real = await resolveInside(folder, [vault])
      await mkdir(real, { recursive: true })
      const kept: Kept[] = []
      try {
        for (const { attachment, bytes } of decode(attachments)) {
          const name = fileName(attachment.name, time.slice(0, 8).replaceAll(':', '-'))
          const absolute = join(real, name)
          await write(absolute, bytes)
          kept.push({
            name: attachment.name,
            mimeType: attachment.mimeType,
            sizeBytes: bytes.length,
            path: [...folder.split(/[\\/]/), name].join('/'),
            absolute,
          })
        }
        return kept
      } catch (error) {
        await remove(kept)
        throw error
      }
    },
    remove,
    readImage: async (path: string): Promise<string> => (await readFile(path)).toString('base64'),
  }
}

/** Time, the beginning of the name, and a part that no other attachment has. */
function fileName(name: string, time: string): string {
  const extension = extname(name)
    .replace(/[^.A-Za-z0-9]/g, '')
    .slice(0, 16)
  const stem = basename(name, extname(name))
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 30)
  return `${time}_${stem || 'file'}-${randomBytes(4).toString('hex')}${extension}`
}

/** Images that an agent can look at. */
export const imagesOf = (kept: readonly Kept[]): { mimeType: string; path: string }[] =>
  kept
    .filter(({ mimeType }) => imageType.test(mimeType))
    .map(({ mimeType, absolute }) => ({ mimeType, path: absolute }))

/** What the agent reads of the attachments, behind the message. */
export function attachmentBlock(kept: readonly Kept[]): string {
  if (kept.length === 0) return ''
  const lines = kept.map(({ name, mimeType, sizeBytes, absolute }) => {
    if (mimeType.startsWith('image/')) return `![${name}](${absolute})\nFile: ${absolute}`
    const size = /^text\/|json|xml|javascript|yaml/.test(mimeType)
      ? ` (${(sizeBytes / 1024).toFixed(1)} KB)`
      : ''
    return `**[${name}](${absolute})**${size}\nFile: ${absolute}`
  })
  return `\n\n## Attachments\n\n${lines.join('\n\n')}`
}

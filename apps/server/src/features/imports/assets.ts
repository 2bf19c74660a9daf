// Owns the files of imported conversations: `Chat/assets/imports/<day>/` in the vault, under the same name each time.
import { hash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { limits, type StoredAttachment } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { resolveInside } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import type { FileRef } from './formats/conversation.ts'

/** A file of the export. */
export type ExportFile = { name: string; size: number; stream(): Readable }
export type FindFile = (ref: FileRef) => ExportFile | null
/** Asks for the room of a file. @throws AppError payload_too_large, insufficient_storage */
export type TakeRoom = (bytes: number) => Promise<void>

/** One file of an archive may be named by every conversation, each of which gets its own: small exports could fill a disk. */
export function createRoom(
  assertSpace: () => Promise<void>,
  maxBytes: number = limits.importFileBytes,
): TakeRoom {
  let left = maxBytes
  return async (bytes) => {
    if (bytes > left)
      throw new AppError('payload_too_large', 'The files of the export are too large together')
    left -= bytes
    if (bytes >= noticedBytes) await assertSpace()
  }
}
/** Smaller files are covered by what is asked before each transaction. */
const noticedBytes = 1024 * 1024

const types: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
  '.json': 'application/json',
}

export function createAssets({ vault }: { vault: string }) {
  /** A place that is free, or holds this very file already. */
  async function placeFor(
    folder: string,
    name: string,
    size: number,
  ): Promise<{ name: string; isThere: boolean }> {
    const extension = extname(name)
    const stem = name.slice(0, name.length - extension.length)
    for (let turn = 1; ; turn++) {
      const candidate = turn === 1 ? name : `${stem} (${turn})${extension}`
      const info = await lstat(join(folder, candidate)).catch(() => null)
      if (!info) return { name: candidate, isThere: false }
      if (info.isFile() && info.size === size) return { name: candidate, isThere: true }
    }
  }

  return {
    /**
     * Puts a file where it belongs, unless it is there. Null when the export does not have it. `take` is asked for the
     * room of a file that is not there yet.
     * @throws AppError outside_roots, and what `take` throws
     */
    async keep(
      ref: FileRef,
      { find, day, owner, take }: { find: FindFile; day: string; owner: string; take: TakeRoom },
    ): Promise<StoredAttachment | null> {
      const file = ref.text === null ? find(ref) : null
      if (!file && ref.text === null) return null
      const head = file && needsHead(ref, file) ? await headOf(file) : null
      const shown = nameFor(ref, file, head)
      const size = file ? file.size : Buffer.byteLength(ref.text ?? '')
      const folder = join('Chat', 'assets', 'imports', day)
      const real = await resolveInside(folder, [vault])
      const own = hash('sha256', `${owner}\0${ref.id ?? ref.name}\0${ref.text ?? ''}`, 'hex').slice(0, 8)
      const place = await placeFor(real, cleanName(shown, own), size)
      const path = join(folder, place.name)
      if (!place.isThere) {
        await take(size)
        await writeWhole(join(real, place.name), [vault], async (target) => {
          if (!file) return target.writeFile(ref.text ?? '')
          for await (const chunk of file.stream()) await target.write(chunk as Buffer) // not in object mode
        })
      }
      return {
        name: shown.slice(0, 255),
        mimeType: ref.mimeType ?? types[extname(shown).toLowerCase()] ?? 'application/octet-stream',
        sizeBytes: size,
        path: path.split(/[\\/]/).join('/'),
      }
    },
  }
}

export type Assets = ReturnType<typeof createAssets>

const isVague = (name: string): boolean => ['', '.dat', '.bin'].includes(extname(name).toLowerCase())
const needsHead = (ref: FileRef, file: ExportFile): boolean => isVague(ref.name) && isVague(file.name)

async function headOf(file: ExportFile): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of file.stream()) {
    chunks.push(chunk as Buffer) // not in object mode
    size += (chunk as Buffer).length
    if (size >= 16) break
  }
  return Buffer.concat(chunks)
}

const magic: [ending: string, at: number, bytes: string][] = [
  ['.png', 0, '\x89PNG'],
  ['.jpg', 0, '\xff\xd8\xff'],
  ['.gif', 0, 'GIF8'],
  ['.webp', 8, 'WEBP'],
  ['.pdf', 0, '%PDF'],
  ['.wav', 8, 'WAVE'],
]

/** The name that was given to it, with an ending that says what it is. */
function nameFor(ref: FileRef, file: ExportFile | null, head: Buffer | null): string {
  if (!isVague(ref.name)) return ref.name
  if (!file) return `${ref.name}.txt`
  const stem = ref.name.replace(/\.(dat|bin)$/i, '')
  if (!isVague(file.name)) return stem + extname(file.name)
  const text = head?.toString('latin1') ?? ''
  const found = magic.find(([, at, bytes]) => text.startsWith(bytes, at))
  return found ? stem + found[0] : ref.name
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** A base name that is safe everywhere, with a part that no other file has. */
export function cleanName(name: string, own: string): string {
  const base = (name.split(/[/\\]/).at(-1) ?? '').slice(-255).normalize('NFC')
  const ending = extname(base).replace(/[^.A-Za-z0-9]/g, '')
  const extension = ending.length > 1 && ending.length <= 16 ? ending : ''
  const stem = base
    .slice(0, base.length - extname(base).length)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
  // Fifty characters are at most 200 bytes.
  const short = Array.from(stem).slice(0, 50).join('')
  return `${short === '' || reserved.test(short) ? 'file' : short}-${own}${extension}`
}

type Signature = { mimeType: string; at: number; bytes: string }

/** First bytes of what the console can show; SVG and HTML are text on purpose. */
const signatures: readonly Signature[] = [
  { mimeType: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mimeType: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { mimeType: 'image/gif', at: 0, bytes: 'GIF87a' },
  { mimeType: 'image/gif', at: 0, bytes: 'GIF89a' },
  { mimeType: 'image/webp', at: 8, bytes: 'WEBP' },
  { mimeType: 'image/avif', at: 4, bytes: 'ftypavif' },
  { mimeType: 'image/heic', at: 4, bytes: 'ftypheic' },
  { mimeType: 'application/pdf', at: 0, bytes: '%PDF-' },
]

const sounds: readonly Signature[] = [
  { mimeType: 'audio/wav', at: 8, bytes: 'WAVE' },
  { mimeType: 'audio/mpeg', at: 0, bytes: 'ID3' },
  { mimeType: 'audio/mpeg', at: 0, bytes: '\xff\xfb' },
  { mimeType: 'audio/mp4', at: 4, bytes: 'ftypM4A' },
  { mimeType: 'audio/ogg', at: 0, bytes: 'OggS' },
]

const has = (head: Buffer, { at, bytes }: Signature): boolean =>
  head.toString('latin1', at, at + bytes.length) === bytes

/** Enough of the beginning for every signature. */
export const headBytes = 16

/** Images and PDF by their first bytes; null for everything else. */
export const mediaOf = (head: Buffer): string | null =>
  signatures.find((signature) => has(head, signature))?.mimeType ?? null

/** What cannot be shown as text, image or PDF. */
export const otherOf = (head: Buffer): string =>
  sounds.find((signature) => has(head, signature))?.mimeType ?? 'application/octet-stream'

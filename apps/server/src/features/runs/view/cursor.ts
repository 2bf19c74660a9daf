/** Where a reader is in a chat's log: behind event `seq` and, when `block` is set, `chars` into that growing block. */
export type Position = { seq: number; block: string | null; chars: number }

export const logStart: Position = { seq: 0, block: null, chars: 0 }

const shape = /^(0|[1-9]\d{0,14})(?:~(\d{1,9}\.\d{1,9})~([1-9]\d{0,14}))?$/

/** Null for a text that is no cursor of ours. */
export function parseCursor(text: string): Position | null {
  const match = shape.exec(text)
  if (!match) return null
  return { seq: Number(match[1]), block: match[2] ?? null, chars: Number(match[3] ?? 0) }
}

export const formatCursor = ({ seq, block, chars }: Position): string =>
  block !== null && chars > 0 ? `${seq}~${block}~${chars}` : String(seq)

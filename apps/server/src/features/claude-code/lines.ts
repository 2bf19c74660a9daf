// Reads single fields out of JSON lines without parsing the rest: one line of a transcript may have megabytes of it.

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c
const colon = 0x3a

/** A part of some bytes. */
export type Range = { from: number; to: number }

/** Ranges of the values of an object's own fields, for the names asked for; null when this is no object to its end. */
export function fieldsOf(bytes: Buffer, range: Range, names: ReadonlySet<string>): Map<string, Range> | null {
  const { to } = range
  const found = new Map<string, Range>()
  let at = skipSpace(bytes, range.from, to)
  if (bytes[at] !== openBrace) return null
  at = skipSpace(bytes, at + 1, to)
  if (bytes[at] === closeBrace) return found
  while (at < to) {
    if (bytes[at] !== quote) return null
    const nameEnd = endOfString(bytes, at, to)
    if (nameEnd < 0) return null
    const name = nameEnd - at > 64 ? '' : bytes.toString('latin1', at + 1, nameEnd - 1)
    at = skipSpace(bytes, nameEnd, to)
    if (bytes[at] !== colon) return null
    const from = skipSpace(bytes, at + 1, to)
    at = endOfValue(bytes, from, to)
    if (at < 0) return null
    if (names.has(name)) found.set(name, { from, to: at })
    at = skipSpace(bytes, at, to)
    if (bytes[at] === closeBrace) return found
    if (bytes[at] !== comma) return null
    at = skipSpace(bytes, at + 1, to)
  }
  return null
}

function skipSpace(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] ?? 0) <= 0x20 && bytes[at] !== 0) at++
  return at
}

/** Behind the closing quote; -1 when there is none. Byte by byte: a search for quotes is slow where many are escaped. */
function endOfString(bytes: Buffer, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at]
    if (byte === backslash) at++
    else if (byte === quote) return at + 1
  }
  return -1
}

/** Behind the value; -1 when it does not end. */
function endOfValue(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from]
  if (first === quote) return endOfString(bytes, from, to)
  let depth = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      at = endOfString(bytes, at, to) - 1
      if (at < 0) return -1
    } else if (byte === openBrace || byte === openBracket) depth++
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (byte === comma && depth === 0) return at
  }
  return -1
}

/** The parsed value; undefined when it is none or longer than `maxBytes`. */
export function valueAt(bytes: Buffer, range: Range | undefined, maxBytes = 4_096): unknown {
  if (!range || range.to - range.from > maxBytes) return undefined
  try {
    return JSON.parse(bytes.toString('utf8', range.from, range.to))
  } catch {
    return undefined
  }
}

export function textAt(bytes: Buffer, range: Range | undefined, maxBytes?: number): string | null {
  const value = valueAt(bytes, range, maxBytes)
  return typeof value === 'string' ? value : null
}

/** Whether the value is `true`. */
export const isTrueAt = (bytes: Buffer, range: Range | undefined): boolean =>
  range !== undefined && range.to - range.from === 4 && bytes[range.from] === 0x74

/** Beginning of a string that may be too long to parse. */
export function headOfText(bytes: Buffer, range: Range | undefined, chars: number): string | null {
  if (!range || bytes[range.from] !== quote) return null
  const whole = textAt(bytes, range, 16 * chars)
  if (whole !== null) return whole.slice(0, chars)
  // Cut between two characters and two escapes, then close it again.
  const cut = bytes.toString('utf8', range.from, Math.min(range.to, range.from + 16 * chars))
  const safe = cut.replace(/\uFFFD$/u, '').replace(/\\(?:u[\da-fA-F]{0,3})?$/u, '')
  let slashes = 0
  while (safe.at(-1 - slashes) === '\\') slashes++
  try {
    const value: unknown = JSON.parse(`${slashes % 2 === 0 ? safe : safe.slice(0, -1)}"`)
    return typeof value === 'string' ? value.slice(0, chars) : null
  } catch {
    return null
  }
}

// Bytes of JSON.

export const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a] as const
export const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d] as const
export const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
export const isEndOfWord = (byte: number): boolean =>
  isSpace(byte) || byte === comma || byte === closeBrace || byte === closeBracket || byte === colon
export const canBegin = (byte: number): boolean =>
  byte !== comma && byte !== colon && byte !== closeBrace && byte !== closeBracket

/** Index of the quote that ends a string, or -1. */
export function endOfString(piece: Buffer, begin: number): number {
  for (let at = piece.indexOf(quote, begin); at >= 0; at = piece.indexOf(quote, at + 1)) {
    let escapes = 0
    while (at - 1 - escapes >= begin && piece[at - 1 - escapes] === backslash) escapes++
    if (escapes % 2 === 0) return at
  }
  return -1
}

/** Whether a piece of a string ends in the middle of an escape. */
export function endsEscaped(piece: Buffer, begin: number): boolean {
  let escapes = 0
  while (piece.length - 1 - escapes >= begin && piece[piece.length - 1 - escapes] === backslash) escapes++
  return escapes % 2 === 1
}

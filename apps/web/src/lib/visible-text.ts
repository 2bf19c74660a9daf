/** A stretch of text as it is, or one character that would be invisible or would move its neighbours. */
export type TextPart = { text: string } | { code: string; name: string }

const names: Record<number, string> = {
  0x00: 'NUL',
  0x07: 'BEL',
  0x08: 'backspace',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0x7f: 'delete',
  0xa0: 'no-break space',
  0xad: 'soft hyphen',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop direction',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop isolate',
  0xfeff: 'byte order mark',
}

// Controls (tab and newline aside), format characters, separators, private use, lone surrogates, what is made to be ignored, odd spaces.
const hidden =
  /(?![\n\t])(?!(?<=\p{ExtPict})\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{DI}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]/gu

/**
 * Cuts a text where a character would not show itself, so that what a person approves is what runs.
 * The parts joined again, each code back to its character, are the text.
 */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const found of text.matchAll(hidden)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) })
    const point = found[0].codePointAt(0) ?? 0
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    parts.push({ code, name: names[point] ?? 'invisible character' })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

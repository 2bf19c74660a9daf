// Controls (tab and newline aside), format characters, separators, private use, lone surrogates, what is made to be ignored
// and odd spaces: what would not show itself, or would move its neighbours. The console has the same list.
const hidden =
  /(?![\n\t])(?!(?<=\p{ExtPict})\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{DI}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]/gu

/** The whole text, with every character that hides written out: `⟨U+202E⟩`. */
export const visible = (text: string): string =>
  text.replaceAll(
    hidden,
    (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )

/** The beginning of a text on one line, for lists and messages; one that goes on ends with `…`. */
export function previewOf(text: string, chars: number): string {
  const line = visible(text.slice(0, 4 * chars).replaceAll(/\s*\n\s*/g, ' ⏎ '))
  if (line.length <= chars && text.length <= 4 * chars) return line
  return `${line
    .slice(0, chars - 1)
    .replace(/⟨[^⟩]*$/, '')
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`
}

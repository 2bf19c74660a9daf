/** A line for a terminal: names of files and words of a hub may hold signs that move the cursor, colour or forge lines. */
export const plain = (line: string): string =>
  line.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  )

/** Keeps the youngest lines that fit. */
export function lastBytes(
  text: { data: string; truncated: boolean },
  maxBytes: number,
): { data: string; truncated: boolean } {
  const bytes = Buffer.from(text.data)
  if (bytes.length <= maxBytes) return text
  const cut = bytes.subarray(bytes.length - maxBytes)
  return { data: cut.subarray(cut.indexOf(10) + 1).toString('utf8'), truncated: true }
}

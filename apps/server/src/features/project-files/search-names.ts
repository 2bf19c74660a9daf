import type { FileMatch } from '@atrium/schema'

export type Named = { path: string; type: FileMatch['type'] }

/**
 * How well a path fits what was typed, and where: the name whole, its beginning, a part of it, a part of the path, or at
 * least its letters in this order. Null when it does not.
 */
export function fits(
  path: string,
  wanted: string,
  caseSensitive: boolean,
): { rank: number; start: number; end: number } | null {
  const text = caseSensitive ? path : path.toLowerCase()
  const needle = caseSensitive ? wanted : wanted.toLowerCase()
  // Lower case may be longer than what it came from; then places in it mean nothing.
  const exact = text.length === path.length
  const from = text.lastIndexOf('/') + 1
  const inName = text.indexOf(needle, from)
  if (inName >= 0 && exact) {
    const rank = text.length === inName + needle.length && inName === from ? 0 : inName === from ? 1 : 2
    return { rank, start: inName, end: inName + needle.length }
  }
  const inPath = text.indexOf(needle)
  if (inPath >= 0)
    return exact ? { rank: 3, start: inPath, end: inPath + needle.length } : { rank: 3, start: 0, end: 0 }
  let at = text.length
  for (let letter = needle.length - 1; letter >= 0; letter--) {
    at = text.lastIndexOf(needle.charAt(letter), at - 1)
    if (at < 0 || (at === 0 && letter > 0)) return null
  }
  return { rank: 4, start: at, end: at + 1 }
}

/** Keeps the best so many, whatever comes. */
export function createRanking(
  q: string,
  { caseSensitive, limit }: { caseSensitive: boolean; limit: number },
) {
  const found: (FileMatch & { rank: number })[] = []
  let dropped = false
  const order = (a: FileMatch & { rank: number }, b: FileMatch & { rank: number }) =>
    a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1)
  const cut = () => {
    found.sort(order)
    if (found.length > limit) dropped = true
    found.length = Math.min(found.length, limit)
  }
  return {
    take({ path, type }: Named): void {
      const fit = fits(path, q, caseSensitive)
      if (!fit) return
      found.push({ path, type, line: null, text: null, ...fit })
      if (found.length >= limit * 8) cut()
    },
    result(): { matches: FileMatch[]; truncated: boolean } {
      cut()
      return {
        matches: found.map(({ path, type, line, text, start, end }) => ({
          path,
          type,
          line,
          text,
          start,
          end,
        })),
        truncated: dropped,
      }
    },
  }
}

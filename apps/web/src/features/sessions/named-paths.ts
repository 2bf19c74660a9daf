/** Where in a line of the terminal a path stands, and which line of the file it names. */
export type NamedPath = { start: number; end: number; path: string; line?: number }

// A path has a slash, or an ending of letters: `src/app.ts:12:3`, `./x`, `~/notes.md`, `README.md`. Not addresses, not versions.
const named =
  /(?<![\w:/.@~-])((?:~\/|\.{1,2}\/|\/)?(?:[\w@+-][\w.@+-]*\/)*[\w@+-][\w.@+-]*\.[A-Za-z]\w{0,9}|(?:~\/|\.{1,2}\/|\/)?(?:[\w@.+-]+\/)+[\w@.+-]+)(?::(\d{1,7}))?(?::\d{1,7})?/g
const maxPaths = 50

export function namedPaths(text: string): NamedPath[] {
  const found: NamedPath[] = []
  for (const match of text.matchAll(named)) {
    const [whole, path = '', line] = match
    const after = text.slice(match.index + whole.length)
    if (after.startsWith('://') || /^\d+(?:\.\d+)*$/.test(path) || found.length === maxPaths) continue
    const trimmed = path.replace(/\.+$/, '')
    const end = match.index + (trimmed === path ? whole.length : trimmed.length)
    found.push({ start: match.index, end, path: trimmed, ...(line !== undefined && { line: Number(line) }) })
  }
  return found
}

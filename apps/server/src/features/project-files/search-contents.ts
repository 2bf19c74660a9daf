import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { type FileMatch, limits } from '@atrium/schema'
import type { OpenFolder } from '../../host/open-folder.ts'
import { readUpTo } from '../../host/paths.ts'
import { type WalkOptions, walkTree } from './walk-tree.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
const before = 60

/** A line with a match in it, cut around the match. `start` and `end` count characters of the line. */
export function lineMatch(path: string, line: number, text: string, start: number, end: number): FileMatch {
  const clean = text.replace(/\r?\n?$/, '')
  const from =
    clean.length <= limits.searchLineChars
      ? 0
      : Math.max(0, Math.min(start - before, clean.length - limits.searchLineChars))
  const cut = clean.slice(from, from + limits.searchLineChars).toWellFormed()
  const into = (at: number) => Math.max(0, Math.min(at - from, cut.length))
  return { path, type: 'file', line, text: cut, start: into(start), end: into(end) }
}

/** Where a text has what is looked for, once a line, as `rg --fixed-strings` finds it. */
export function matchesIn(
  path: string,
  content: string,
  q: string,
  caseSensitive: boolean,
  most: number,
): FileMatch[] {
  const found: FileMatch[] = []
  const needle = caseSensitive ? q : q.toLowerCase()
  let number = 0
  for (let at = 0; at < content.length && found.length < most; ) {
    const stop = content.indexOf('\n', at)
    const end = stop < 0 ? content.length : stop
    const line = content.slice(at, end)
    number++
    const start = (caseSensitive ? line : line.toLowerCase()).indexOf(needle)
    if (start >= 0) found.push(lineMatch(path, number, line, start, start + q.length))
    at = end + 1
  }
  return found
}

/** The own search of contents: a literal text, in what is text and not too large. */
export async function* searchContents(
  start: OpenFolder,
  { q, caseSensitive, ...options }: WalkOptions & { q: string; caseSensitive: boolean },
): AsyncGenerator<FileMatch> {
  for await (const { path, type, folder, name } of walkTree(start, options)) {
    if (type !== 'file') continue
    options.signal.throwIfAborted()
    const bytes = await readText(folder, name)
    if (bytes === null) continue
    yield* matchesIn(path, bytes.toString(), q, caseSensitive, limits.searchResults + 1)
    // A large file may have taken a while: the next one waits its turn.
    await new Promise(setImmediate)
  }
}

async function readText(folder: OpenFolder, name: string): Promise<Buffer | null> {
  const file = await open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null)
  if (file === null) return null
  try {
    const info = await file.stat()
    if (!info.isFile() || info.size > limits.searchFileBytes) return null
    const bytes = await readUpTo(file, limits.searchFileBytes)
    return bytes.includes(0) ? null : bytes
  } catch {
    return null
  } finally {
    await file.close()
  }
}

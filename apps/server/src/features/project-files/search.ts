import { join } from 'node:path'
import { type FileMatch, type FileMatches, type FileSearchQuery, limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import type { OpenFolder } from '../../host/open-folder.ts'
import { hasRipgrep, ripgrep } from '../../host/ripgrep.ts'
import type { Places } from './places.ts'
import { lineMatch, searchContents } from './search-contents.ts'
import { createRanking } from './search-names.ts'
import { TooMany, walkTree } from './walk-tree.ts'

type Wanted = Omit<FileSearchQuery, 'id' | 'path'>

/** Searches that run at the same time; a search is the most expensive thing a reader can ask for. */
const atOnce = 4
let running = 0

/** Looks through names or contents below a folder, for as long as it may. @throws AppError overloaded, not_implemented */
export async function search(
  places: Places,
  folder: OpenFolder,
  wanted: Wanted,
  { signal: gone, own = false, ms = limits.searchMs }: { signal: AbortSignal; own?: boolean; ms?: number },
): Promise<FileMatches> {
  if (running >= atOnce)
    throw new AppError('overloaded', 'Too many searches at once', { retryAfterSeconds: 2 })
  running++
  const late = AbortSignal.timeout(ms)
  const signal = AbortSignal.any([gone, late])
  try {
    return wanted.in === 'names'
      ? await byName(places, folder, wanted, signal, late)
      : await byContent(places, folder, wanted, signal, late, own || !(await hasRipgrep()))
  } finally {
    running--
  }
}

/** Takes what comes until it ends, is enough, or the time is over. */
async function take<Item>(
  items: AsyncIterable<Item>,
  late: AbortSignal,
  each: (item: Item) => boolean,
): Promise<boolean> {
  try {
    for await (const item of items) if (!each(item)) return true
    return false
  } catch (error) {
    if (error instanceof TooMany || late.aborted) return true
    throw error
  }
}

async function byName(
  places: Places,
  folder: OpenFolder,
  wanted: Wanted,
  signal: AbortSignal,
  late: AbortSignal,
): Promise<FileMatches> {
  const ranking = createRanking(wanted.q, wanted)
  const options = { root: places.root, all: wanted.all, leaveOut: places.isProtected, signal }
  const cut = await take(walkTree(folder, options), late, (found) => {
    ranking.take(found)
    return true
  })
  const { matches, truncated } = ranking.result()
  return { matches, truncated: truncated || cut, engine: 'own' }
}

async function byContent(
  places: Places,
  folder: OpenFolder,
  { q, regex, caseSensitive, all, limit }: Wanted,
  signal: AbortSignal,
  late: AbortSignal,
  own: boolean,
): Promise<FileMatches> {
  if (own && regex)
    throw new AppError(
      'not_implemented',
      'Regular expressions need ripgrep (rg), which is not installed here',
    )
  const matches: FileMatch[] = []
  const path = places.below(folder.path)
  const found = own
    ? searchContents(folder, {
        root: places.root,
        all,
        leaveOut: places.isProtected,
        signal,
        q,
        caseSensitive,
      })
    : fromRipgrep()
  async function* fromRipgrep(): AsyncGenerator<FileMatch> {
    const options = {
      cwd: folder.at('.'), // the folder that is held, whatever its path leads to by now
      pattern: q,
      path: '',
      regex,
      caseSensitive,
      all,
      maxFileBytes: limits.searchFileBytes,
      signal,
    }
    for await (const { path: file, line, text, start, end } of ripgrep(options))
      if (!places.isProtected(join(folder.path, file)))
        yield lineMatch(path === '' ? file : `${path}/${file}`, line, text, start, end)
  }
  const cut = await take(found, late, (match) => {
    if (matches.length === limit) return false
    matches.push(match)
    return true
  })
  return { matches, truncated: cut, engine: own ? 'own' : 'ripgrep' }
}

import { constants } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { limits } from '@atrium/schema'
import ignore, { type Ignore } from 'ignore'
import { isDraft } from '../../host/drafts.ts'
import { type OpenFolder, openBelow } from '../../host/open-folder.ts'
import { readUpTo } from '../../host/paths.ts'
import type { Named } from './search-names.ts'

const rulesBytes = 256 * 1024
/** Of one file of rules; and how often one of them may say `**` or `*`, for each makes it dearer to try. */
const [maxRules, maxAny, maxStars] = [1_000, 2, 8]
/** Folders in folders that are looked into; each of them is held open meanwhile. */
const maxDepth = 64
/** Others get their turn after this long. */
const breathMs = 20
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Rules of one folder, which count below it. */
type Rules = { below: string; rules: Ignore }

export type Walked = Named & { folder: OpenFolder; name: string }

export type WalkOptions = {
  root: string
  /** Also what is hidden or ignored. */
  all: boolean
  leaveOut: (real: string) => boolean
  signal: AbortSignal
}

/**
 * Everything below a folder, in the order of paths; links are named and not followed. Without `all` it leaves out what
 * ripgrep would: names with a dot, and what the `.gitignore`s of a repository, and its `.git/info/exclude`, say.
 */
export async function* walkTree(start: OpenFolder, options: WalkOptions): AsyncGenerator<Walked> {
  let left: number = limits.searchFiles
  const rules = options.all ? null : await rulesAbove(start.path)
  let breathed = performance.now()
  let tooDeep = false
  yield* walk(start, rules, 0)
  if (tooDeep) throw new TooMany()

  async function* walk(folder: OpenFolder, above: Rules[] | null, depth: number): AsyncGenerator<Walked> {
    const own = options.all ? [] : await rulesOf(folder)
    const begins = !options.all && (await lstat(folder.at('.git')).catch(() => null)) !== null
    const rules = begins ? [...(await excludesOf(folder)), ...own] : above && [...above, ...own]
    const names: { name: string; type: Named['type'] }[] = []
    for await (const entry of await opendir(folder.at('.'), { bufferSize: 256 })) {
      options.signal.throwIfAborted()
      if (performance.now() - breathed > breathMs) {
        await new Promise(setImmediate)
        breathed = performance.now()
      }
      const type = entry.isDirectory()
        ? 'dir'
        : entry.isSymbolicLink()
          ? 'symlink'
          : entry.isFile()
            ? 'file'
            : null
      if (type === null || isDraft(entry.name) || options.leaveOut(join(folder.path, entry.name))) continue
      if (!options.all && entry.name.startsWith('.')) continue
      if (entry.name === '.git') continue
      if (rules && isIgnored(rules, join(folder.path, entry.name), type === 'dir')) continue
      names.push({ name: entry.name, type })
    }
    for (const { name, type } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (left-- === 0) throw new TooMany()
      yield { path: relative(options.root, join(folder.path, name)).split(sep).join('/'), type, folder, name }
      if (type !== 'dir') continue
      if (depth === maxDepth) {
        tooDeep = true
        continue
      }
      const below = await openBelow(folder, name).catch(() => null)
      if (below === null) continue
      await using held = below
      yield* walk(held, rules, depth + 1)
    }
  }
}

/** More files, or deeper ones, than a search looks at. */
export class TooMany extends Error {}

function isIgnored(rules: readonly Rules[], path: string, isFolder: boolean): boolean {
  for (let at = rules.length - 1; at >= 0; at--) {
    const { below, rules: own } = rules[at] as Rules // below the length
    const way = relative(below, path).split(sep).join('/')
    const { ignored, unignored } = own.test(isFolder ? `${way}/` : way)
    if (ignored) return true
    if (unignored) return false
  }
  return false
}

/** Rules come with a repository, and one that is made for it would be tried for hours. */
const isBounded = (line: string): boolean =>
  line !== '' && line.split('**').length - 1 <= maxAny && line.split('*').length - 1 <= maxStars

async function rulesOf(folder: OpenFolder, name = '.gitignore', below = folder.path): Promise<Rules[]> {
  const file = await open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => null)
  if (file === null) return []
  try {
    if (!(await file.stat()).isFile()) return []
    const text = (await readUpTo(file, rulesBytes)).toString()
    const lines = text.split(/\r?\n/).filter(isBounded).slice(0, maxRules)
    return [{ below, rules: ignore().add(lines) }]
  } catch {
    return []
  } finally {
    await file.close()
  }
}

async function excludesOf(folder: OpenFolder): Promise<Rules[]> {
  const info = await openBelow(folder, '.git')
    .then(async (git) => {
      await using held = git
      return await openBelow(held, 'info')
    })
    .catch(() => null)
  if (info === null) return []
  await using held = info
  return await rulesOf(held, 'exclude', folder.path)
}

/** The rules of the repository that a folder lies in, from above it; null where it lies in none. */
async function rulesAbove(folder: string): Promise<Rules[] | null> {
  const found: Rules[] = []
  for (let at = dirname(folder); ; at = dirname(at)) {
    const held: OpenFolder = {
      path: at,
      at: (name) => join(at, name),
      sync: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    }
    found.unshift(...(await rulesOf(held)))
    if ((await lstat(join(at, '.git')).catch(() => null)) !== null)
      return [...(await excludesOf(held)), ...found]
    if (dirname(at) === at) return null
  }
}

// Owns what is known of the files of a root: walks it, hashes what changed, remembers what is gone.
import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { hashFile } from '../../host/hash-file.ts'
import type { OpenFolder } from '../../host/open-folder.ts'
import { compare } from './names.ts'
import type { Selection } from './pattern.ts'
import { emptied, inRoot, inVault, openRoot, type Root } from './roots.ts'
import { type Finding, type KnownFile, type SyncStore, stampOf } from './store.ts'
import { hasFile, type Walked, type WalkedFile, walk } from './walk.ts'

const parallelHashes = 8
/** After so long a page ends where it has come to; the next one goes on. */
const budgetMs = 12_000

/** Bytes may change without a trace within one tick of the clock that marks files; some file systems count in 2 s. */
const tickMs = 50
const coarseTickMs = 2_100

export type CatalogDeps = {
  vault: string
  store: SyncStore
  /** For tests: how files are read. */
  hash?: typeof hashFile
}

export type PageOptions = Selection & {
  after: string | null
  limit: number
  /** Whether to look at names and times alone. */
  quick: boolean
  /** Whether files that are not found are taken for deleted; not where only a part is looked at. */
  detects: boolean
  acceptEmpty: boolean
  signal: AbortSignal
}

/** A file of the root, there or gone; path below the root as the disk spells it. */
export type Item = { path: string } & (
  | { hash: string; deletedAt: string }
  | { info: BigIntStats; hash: string | null; changedAt: string | null }
)

export type Page = { items: Item[]; next: string | null; problems: string[] }

export const stampFor = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string =>
  `${size}.${mtimeNs}.${ctimeNs}.${ino}`

/** Whether a hash that was just made will be known by the stamp: nothing can have changed since within one tick. */
export function isSettled(info: BigIntStats, nowMs = Date.now()): boolean {
  const isCoarse = info.mtimeNs % 1_000_000_000n === 0n && info.ctimeNs % 1_000_000_000n === 0n
  const last = info.ctimeMs > info.mtimeMs ? info.ctimeMs : info.mtimeMs
  const age = nowMs - Number(last)
  return age > (isCoarse ? coarseTickMs : tickMs) || age < -coarseTickMs
}

export const findingOf = (path: string, was: string | null, hash: string, info: BigIntStats): Finding => ({
  path,
  was,
  hash,
  size: Number(info.size),
  modifiedNs: String(info.mtimeNs),
  stamp: isSettled(info) ? stampFor(info) : '',
})

export type Catalog = ReturnType<typeof createCatalog>

export function createCatalog({ vault, store, hash = hashFile }: CatalogDeps) {
  const isEmptyVault = async (): Promise<boolean> =>
    !(await readdir(vault)).some((name) => !name.startsWith('.'))

  /** One page of a root: files and deletions in order of path. @throws AppError conflict when all files are gone */
  async function page(root: Root, options: PageOptions): Promise<Page> {
    const { after, limit, signal } = options
    const deadline = performance.now() + budgetMs
    await using folder = await openRoot(root, vault)
    const walked: Walked = folder
      ? await walk(folder, { ...options, max: limit })
      : { files: [], seen: new Set(), unknown: [], end: null }
    const rows = await store.range(root.below, after, walked.end)
    const known = new Map(rows.map((row) => [inRoot(root, row.path), row]))
    const gone = options.detects ? await goneOf(root, folder, walked, known, options) : []
    const files = await hashed(root, folder, walked.files, known, { ...options, deadline })
    await store.note([...gone, ...files.findings])
    const justGone = new Set(gone.map(({ path }) => path))
    const deleted = rows.flatMap((row): Item[] => {
      const path = inRoot(root, row.path)
      if (!options.wants(path) || walked.seen.has(path)) return []
      if (row.deletedAt !== null) return [{ path, hash: row.hash, deletedAt: row.deletedAt }]
      return justGone.has(row.path) ? [{ path, hash: row.hash, deletedAt: nowIso() }] : []
    })
    const items = [...files.items, ...deleted].sort((a, b) => compare(a.path, b.path))
    const reached = files.end ?? walked.end
    const within = reached === null ? items : items.filter(({ path }) => compare(path, reached) <= 0)
    const cut = within.slice(0, limit)
    const isCut = cut.length < within.length
    signal.throwIfAborted()
    return {
      items: cut,
      next: isCut ? (cut.at(-1)?.path ?? null) : reached,
      problems: files.problems,
    }
  }

  async function goneOf(
    root: Root,
    folder: OpenFolder | null,
    { seen, unknown }: Walked,
    known: Map<string, KnownFile>,
    { acceptEmpty, signal }: PageOptions,
  ): Promise<Finding[]> {
    const missing: { path: string; row: KnownFile }[] = []
    for (const [path, row] of known) {
      if (row.deletedAt !== null || seen.has(path)) continue
      if (unknown.some((place) => path === place || (place.endsWith('/') && path.startsWith(place)))) continue
      // Somebody may have written it after the walk came by.
      const isThere = folder ? await lstat(folder.at(path)).then(isFile, isNotAbsent) : false
      if (!isThere) missing.push({ path, row })
    }
    if (missing.length > 0 && seen.size === 0 && !acceptEmpty && !(folder && (await hasFile(folder, signal))))
      throw (await isEmptyVault())
        ? new AppError('vault_missing', 'The vault folder is empty; sync is paused')
        : emptied(root, missing.length)
    return missing.map(({ row }) => ({ path: row.path, was: stampOf(row), gone: true }))
  }

  /** Files with their hashes; stops where the time is up. */
  async function hashed(
    root: Root,
    folder: OpenFolder | null,
    files: readonly WalkedFile[],
    known: Map<string, KnownFile>,
    { quick, deadline, signal }: { quick: boolean; deadline: number; signal: AbortSignal },
  ) {
    const items: Item[] = []
    const findings: Finding[] = []
    const problems: string[] = []
    let end: string | null = null

    const read = async ({ path }: WalkedFile): Promise<void> => {
      const row = known.get(path)
      try {
        const found = folder && (await hash(folder.at(path), signal))
        if (!found) throw new Error('It keeps changing')
        items.push({ path, info: found.info, hash: found.hash, changedAt: nowIso() })
        findings.push(findingOf(inVault(root, path), row ? stampOf(row) : null, found.hash, found.info))
      } catch (error) {
        signal.throwIfAborted()
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          problems.push(`${path}: it cannot be read now`)
      }
    }

    const changed: WalkedFile[] = []
    for (const file of files) {
      const { path, info } = file
      const row = known.get(path)
      const isKnown = row !== undefined && row.deletedAt === null && row.stamp === stampFor(info)
      if (isKnown) items.push({ path, info, hash: row.hash, changedAt: row.changedAt })
      else if (quick) items.push({ path, info, hash: null, changedAt: null })
      else changed.push(file)
    }
    for (let at = 0; at < changed.length; at += parallelHashes) {
      if (at > 0 && performance.now() > deadline) {
        end = changed[at - 1]?.path ?? null
        break
      }
      await Promise.all(changed.slice(at, at + parallelHashes).map(read))
    }
    return { items, findings, problems, end }
  }

  return { page }
}

const isFile = (info: { isFile(): boolean }): boolean => info.isFile()
const isNotAbsent = (error: NodeJS.ErrnoException): boolean =>
  error.code !== 'ENOENT' && error.code !== 'ENOTDIR'

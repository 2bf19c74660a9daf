import {
  limits,
  type SyncChanges,
  type SyncChangesQuery,
  type SyncDeletion,
  type SyncEntry,
  type SyncManifest,
  type SyncManifestQuery,
} from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { Catalog, Item, PageOptions } from './catalog.ts'
import { type Selection, selectionOf, selectionOfDay } from './pattern.ts'
import { inRoot, type Root, rootOf } from './roots.ts'
import type { KnownFile, Position, SyncStore } from './store.ts'

/** A clock that is this wrong still misses nothing. */
const skewSeconds = 120

/** To the microsecond, which is what a number has room for. */
export const secondsOf = (ns: bigint): number => Number((ns + 500n) / 1000n) / 1e6

const badCursor = (): AppError => {
  const msg = 'This is no cursor of ours'
  return new AppError('invalid', msg, { detail: [{ loc: ['query', 'cursor'], msg, type: 'value_error' }] })
}

const positionText = ({ epoch, seq }: Position): string => `s${epoch}.${seq}`

/** Where a page begins: after a path, or after a change. */
function read(cursor: string | undefined): { after: string } | { epoch: string; seq: number } | null {
  if (cursor === undefined) return null
  if (cursor.startsWith('p')) return { after: cursor.slice(1) }
  const change = /^s([\w-]{12})\.(\d{1,15})$/.exec(cursor)
  if (!change) throw badCursor()
  return { epoch: change[1] ?? '', seq: Number(change[2]) }
}

export type ListingsDeps = { vault: string; store: SyncStore; catalog: Catalog }

/** What a client is told of a root: all of it, or what changed. */
export function createListings({ vault, store, catalog }: ListingsDeps) {
  type Found = { files: SyncEntry[]; deleted: SyncDeletion[] }

  /** In the form of the wire; of two names that differ in their Unicode form alone the first is told. */
  function told(items: readonly Item[], hashOf: (item: { hash: string | null; modified: number }) => string) {
    const found: Found & { problems: string[] } = { files: [], deleted: [], problems: [] }
    const seen = new Set<string>()
    for (const item of items) {
      const path = item.path.normalize('NFC')
      if ('deletedAt' in item) {
        found.deleted.push({ path, deleted_at: item.deletedAt, hash: item.hash })
        continue
      }
      if (seen.has(path)) {
        found.problems.push(`${path}: there are two files of this name in different Unicode forms`)
        continue
      }
      seen.add(path)
      const modified = secondsOf(item.info.mtimeNs)
      found.files.push({
        path,
        hash: hashOf({ hash: item.hash, modified }),
        size: Number(item.info.size),
        modified,
      })
    }
    return found
  }

  async function manifest(query: SyncManifestQuery, signal: AbortSignal): Promise<SyncManifest> {
    const day = query.date === undefined ? null : selectionOfDay(query.date)
    if (query.date !== undefined && !day)
      throw new AppError('bad_request', 'Invalid date format. Use YYYY-MM-DD')
    const root = await rootOf(query.root, vault)
    const from = read(query.cursor)
    if (from && !('after' in from)) throw badCursor()
    const generated_at = nowIso()
    const page = await catalog.page(root, {
      ...(day ?? selectionOf(query)),
      after: from?.after ?? null,
      limit: query.limit,
      quick: query.quick,
      detects: !day,
      acceptEmpty: query.accept_empty,
      signal,
    })
    const { files, deleted, problems } = told(page.items, ({ hash, modified }) =>
      query.quick || hash === null ? String(modified) : hash,
    )
    return {
      root: query.root,
      files,
      deleted,
      errors: [...page.problems, ...problems],
      generated_at,
      next_cursor: page.next === null ? null : `p${page.next}`,
      changes_cursor: positionText(await store.position()),
    }
  }

  const everything = (root: Root, selection: Selection, signal: AbortSignal) => {
    const options: Omit<PageOptions, 'after'> = {
      ...selection,
      limit: limits.syncPage,
      quick: false,
      detects: true,
      acceptEmpty: false,
      signal,
    }
    return async (after: string | null) => catalog.page(root, { ...options, after })
  }

  /** By time: whatever changed, or was seen to have changed, since then by any clock that is not far off. */
  async function changesByTime(
    query: SyncChangesQuery & { since: number },
    {
      root,
      selection,
      signal,
      from,
    }: { root: Root; selection: Selection; signal: AbortSignal; from: string | null },
  ): Promise<SyncChanges> {
    const earliest = query.since - skewSeconds
    const isRecent = (item: Item): boolean =>
      'deletedAt' in item
        ? Date.parse(item.deletedAt) / 1000 >= earliest
        : secondsOf(item.info.mtimeNs) >= earliest ||
          (item.changedAt !== null && Date.parse(item.changedAt) / 1000 >= earliest)
    const generated_at = nowIso()
    const start = await store.position()
    const next = everything(root, selection, signal)
    const items: Item[] = []
    const errors: string[] = []
    let at: string | null = from
    do {
      const page = await next(at)
      items.push(...page.items.filter(isRecent))
      errors.push(...page.problems)
      at = page.next
    } while (at !== null && items.length < query.limit)
    const cut = items.slice(0, query.limit)
    if (cut.length < items.length) at = cut.at(-1)?.path ?? null
    const { files, deleted, problems } = told(cut, ({ modified }) => String(modified))
    return {
      root: query.root,
      files,
      deleted,
      errors: [...errors, ...problems],
      generated_at,
      since: query.since,
      next_cursor: at === null ? null : `p${at}`,
      changes_cursor: positionText(start),
    }
  }

  /** By position: no clock is asked. */
  async function changesByPosition(
    query: SyncChangesQuery,
    {
      root,
      selection,
      signal,
      from,
    }: { root: Root; selection: Selection; signal: AbortSignal; from: Position },
  ): Promise<SyncChanges> {
    const now = await store.position()
    if (from.epoch !== now.epoch || from.seq > now.seq)
      throw new AppError('gone', 'This cursor is not known any more; begin again with the manifest')
    const generated_at = nowIso()
    const errors: string[] = []
    const look = everything(root, selection, signal)
    for (let at: string | null = null, isFirst = true; isFirst || at !== null; isFirst = false) {
      const page = await look(at)
      errors.push(...page.problems)
      at = page.next
    }
    const rows: KnownFile[] = []
    let { seq } = from
    for (let isMore = true; isMore && rows.length < query.limit; ) {
      const some = await store.since(root.below, seq, limits.syncPage)
      isMore = some.length === limits.syncPage
      for (const row of some) {
        if (rows.length === query.limit) {
          isMore = true
          break
        }
        seq = row.seq
        if (selection.wants(inRoot(root, row.path))) rows.push(row)
      }
    }
    const isCut = rows.length === query.limit
    const path = (row: KnownFile): string => inRoot(root, row.path).normalize('NFC')
    const cursor = positionText({ epoch: now.epoch, seq })
    return {
      root: query.root,
      files: rows
        .filter(({ deletedAt }) => deletedAt === null)
        .map((row) => ({
          path: path(row),
          hash: row.hash,
          size: row.size,
          modified: secondsOf(BigInt(row.modifiedNs)),
        })),
      deleted: rows.flatMap((row) =>
        row.deletedAt === null ? [] : [{ path: path(row), deleted_at: row.deletedAt, hash: row.hash }],
      ),
      errors,
      generated_at,
      since: null,
      next_cursor: isCut ? cursor : null,
      changes_cursor: cursor,
    }
  }

  async function changes(query: SyncChangesQuery, signal: AbortSignal): Promise<SyncChanges> {
    const from = read(query.cursor)
    const root = await rootOf(query.root, vault)
    const options = { root, selection: selectionOf(query), signal }
    if (from && 'seq' in from) return changesByPosition(query, { ...options, from })
    if (query.since === undefined) {
      const msg = 'Field required'
      throw new AppError('invalid', 'since: Field required', {
        detail: [{ loc: ['query', 'since'], msg, type: 'missing' }],
      })
    }
    return changesByTime({ ...query, since: query.since }, { ...options, from: from?.after ?? null })
  }

  return { manifest, changes }
}

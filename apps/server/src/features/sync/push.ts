import type { SyncConflict, SyncPush, SyncPushed } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { KeyedLock } from '../../core/keyed-lock.ts'
import { refusalOf } from '../../core/refusals.ts'
import { fromBase64 } from '../../core/text.ts'
import { hashBytes } from '../../host/hash-file.ts'
import { removeEmptyFolder } from '../../host/open-folder.ts'
import type { Trash } from '../../host/trash.ts'
import { type Existing, writeWhole } from '../../host/write-file.ts'
import { findingOf } from './catalog.ts'
import { conflictName, isConflictOf } from './names.ts'
import type { Place, Places } from './places.ts'
import { inRoot, inVault, type Root } from './roots.ts'
import { pastOf, type SyncStore } from './store.ts'

export type PushDeps = {
  vault: string
  store: SyncStore
  places: Places
  trash: Trash
  /** One change of a file at a time. */
  lock: KeyedLock
}

type Pushed = SyncPush['files'][number]

/** What one file comes to. `superseded`: the hub had it, and somebody went on from it. */
type Outcome = 'written' | 'unchanged' | 'superseded' | { now: string }

/** Thrown to leave a write that is not to be made; never seen outside. */
const settled = new AppError('conflict', 'Nothing is to be written')
const maxCopies = 100
const parallel = 8

/** What a pushed file holds. @throws AppError bad_request */
function bytesOf({ content, is_binary }: Pushed): Buffer {
  if (!is_binary && !content.isWellFormed())
    throw new AppError('bad_request', 'The text has half a character')
  const bytes = is_binary ? fromBase64(content) : Buffer.from(content)
  if (bytes === null) throw new AppError('bad_request', 'The content is not Base64')
  return bytes
}

export function createPush({ vault, store, places, trash, lock }: PushDeps) {
  /** Writes unless `before` says that nothing is to be written. */
  async function write(
    place: Place,
    bytes: Buffer,
    hash: string,
    before: (existing: Existing | null) => Promise<void>,
  ): Promise<void> {
    const written: Parameters<typeof findingOf>[3][] = []
    try {
      // Deleting its files leaves a folder behind, which must not keep a file from its name.
      await removeEmptyFolder(place.real, [vault]).catch(() => undefined)
      await writeWhole(place.real, [vault], bytes, { before, after: ({ info }) => void written.push(info) })
    } catch (error) {
      if (error !== settled) throw error
    }
    for (const info of written) await store.put(findingOf(place.path, null, hash, info))
  }

  async function bring(
    place: Place,
    bytes: Buffer,
    hash: string,
    base: Pushed['base_hash'],
  ): Promise<Outcome> {
    let outcome: Outcome = 'written'
    const settle = (found: Outcome): never => {
      outcome = found
      throw settled
    }
    await write(place, bytes, hash, async (existing) => {
      outcome = 'written'
      if (!existing) return
      const now = await places.hashNow(place.path, existing)
      if (now === hash) settle('unchanged')
      if (now === base) return
      // A client that names no base means to replace what is there, and may not know what that is.
      if (base === undefined) await trash.keep(place.real, existing.path)
      else settle((await isSuperseded(place.path, { base, hash, now })) ? 'superseded' : { now })
    })
    return outcome
  }

  /** Whether the hub has held this after the base: then what it holds now was made from it, and nothing is lost. */
  async function isSuperseded(
    path: string,
    { base, hash, now }: { base: string | null; hash: string; now: string },
  ): Promise<boolean> {
    const row = await store.find(path)
    if (!row || row.hash !== now) return false
    const past = pastOf(row)
    const at = past.lastIndexOf(hash)
    return base === null ? at !== -1 : past.includes(base) && at > past.lastIndexOf(base)
  }

  /** Keeps the content beside the file; where it is kept already, that is enough. */
  async function keepCopy(
    root: Root,
    path: string,
    bytes: Buffer,
    hash: string,
    device: string,
  ): Promise<string> {
    for (const { path: known } of await store.holding(hash)) {
      const copy = inRoot(root, known)
      if (inVault(root, copy) !== known || !isConflictOf(path, copy)) continue
      if (await places.holds(await places.of(root, copy), hash)) return copy
    }
    for (let number = 1; number <= maxCopies; number++) {
      const copy = conflictName(path, device, nowIso().slice(0, 10), number)
      const place = await places.of(root, copy)
      const outcome = await lock(place.path, () => bring(place, bytes, hash, null))
      if (typeof outcome !== 'object') return copy
    }
    throw new AppError('limit_reached', 'There are too many conflict copies; remove some first')
  }

  async function one(root: Root, file: Pushed, device: string): Promise<SyncConflict | null> {
    const bytes = bytesOf(file)
    const hash = await hashBytes(bytes)
    const place = await places.of(root, file.path)
    const outcome = await lock(place.path, () => bring(place, bytes, hash, file.base_hash))
    if (typeof outcome !== 'object') return null
    const path = inRoot(root, place.path)
    const copy = await keepCopy(root, path, bytes, hash, device)
    return { path: path.normalize('NFC'), conflict_path: copy.normalize('NFC'), hash: outcome.now }
  }

  /** One line for a file that was refused; what concerns all of them is thrown. */
  function lineOf(path: string, error: unknown): string {
    const refusal = refusalOf(error)
    if (!refusal || refusal.code === 'insufficient_storage' || refusal.code === 'read_only') throw error
    return `${path}: ${refusal.message}`
  }

  return async (root: Root, files: readonly Pushed[], device: string) => {
    const answer: SyncPushed = { pushed: 0, errors: [], conflicts: [] }
    const paths: string[] = []
    for (let at = 0; at < files.length; at += parallel) {
      const some = files.slice(at, at + parallel)
      const results = await Promise.allSettled(some.map((file) => one(root, file, device)))
      for (const [index, result] of results.entries()) {
        const path = some[index]?.path ?? ''
        if (result.status === 'rejected') answer.errors.push(lineOf(path, result.reason))
        else if (result.value) answer.conflicts.push(result.value)
        else paths.push(path)
      }
    }
    answer.pushed = paths.length
    return { answer, paths }
  }
}

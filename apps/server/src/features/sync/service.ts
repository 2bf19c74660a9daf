import {
  limits,
  type SyncChanges,
  type SyncChangesQuery,
  type SyncManifest,
  type SyncManifestQuery,
  type SyncPull,
  type SyncPulled,
  type SyncPush,
  type SyncPushed,
  type SyncRemove,
  type SyncRemoved,
} from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { refusalOf } from '../../core/refusals.ts'
import type { Tasks } from '../../core/tasks.ts'
import { textOf } from '../../core/text.ts'
import { hashBytes, type hashFile } from '../../host/hash-file.ts'
import { openInside } from '../../host/paths.ts'
import { readWhole } from '../../host/read-whole.ts'
import { createTrash } from '../../host/trash.ts'
import type { Vault } from '../../host/vault.ts'
import { removeFile } from '../../host/write-file.ts'
import { createCatalog } from './catalog.ts'
import { createListings, secondsOf } from './listings.ts'
import { createPlaces } from './places.ts'
import { createPush } from './push.ts'
import { openRoot, type Root, rootOf } from './roots.ts'
import type { SyncStore } from './store.ts'

export type SyncDeps = {
  /** Real path. */
  vault: string
  store: SyncStore
  vaultState: Pick<Vault, 'assertThere' | 'assertReadable'>
  /** Vault there, disk not full. */
  assertWritable: () => Promise<void>
  tasks: Tasks
  /** Tells hooks. */
  fire?: (event: 'sync.pushed', facts: Record<string, unknown>) => Promise<void>
  /** For tests: how files are read. */
  hash?: typeof hashFile
}

/** Folders of the vault on several devices: nobody's content is lost, whoever comes first. */
export function createSync({ vault, store, vaultState, assertWritable, tasks, fire, hash }: SyncDeps) {
  const lock = createKeyedLock()
  const places = createPlaces({ vault, store })
  const trash = createTrash({ vault })
  const push = createPush({ vault, store, places, trash, lock })
  const listings = createListings({
    vault,
    store,
    catalog: createCatalog({ vault, store, ...(hash && { hash }) }),
  })

  /** A root that is a file is refused, one that is missing is not. */
  async function knownRoot(asked: string): Promise<Root> {
    const root = await rootOf(asked, vault)
    await using _folder = await openRoot(root, vault)
    return root
  }

  return {
    trash,

    /** @throws AppError bad_request, outside_roots, forbidden, conflict, vault_missing */
    async manifest(query: SyncManifestQuery, signal: AbortSignal): Promise<SyncManifest> {
      await vaultState.assertReadable()
      return listings.manifest(query, signal)
    },

    /** @throws AppError invalid, bad_request, outside_roots, forbidden, gone, vault_missing */
    async changes(query: SyncChangesQuery, signal: AbortSignal): Promise<SyncChanges> {
      await vaultState.assertReadable()
      return listings.changes(query, signal)
    },

    /** @throws AppError payload_too_large, bad_request, outside_roots, forbidden, insufficient_storage, vault_missing */
    async push(
      by: { label: string },
      { root: asked, files, device = by.label }: SyncPush,
    ): Promise<SyncPushed> {
      if (files.length > limits.syncFiles)
        throw new AppError('payload_too_large', `At most ${limits.syncFiles} files in one push`)
      // Base64 is a third longer, text at most so long.
      const size = files.reduce(
        (sum, { content, is_binary }) =>
          sum + (is_binary ? Math.floor((content.length * 3) / 4) : Buffer.byteLength(content)),
        0,
      )
      if (size > limits.syncBytes)
        throw new AppError('payload_too_large', `At most ${limits.syncBytes / 1024 / 1024} MiB in one push`)
      await assertWritable()
      const root = await knownRoot(asked)
      const { answer, paths } = await push(root, files, device)
      if (fire && (answer.pushed > 0 || answer.conflicts.length > 0)) {
        tasks.add('sync.hooks', () =>
          fire('sync.pushed', {
            root: asked,
            device,
            paths,
            pushed: answer.pushed,
            conflicts: answer.conflicts,
          }),
        )
      }
      return answer
    },

    /** @throws AppError bad_request, outside_roots, forbidden, vault_missing */
    async pull({ root: asked, paths }: SyncPull): Promise<SyncPulled> {
      await vaultState.assertReadable()
      const root = await knownRoot(asked)
      const answer: SyncPulled = { files: [], errors: [], remaining: [] }
      let size = 0
      for (const [index, path] of paths.entries()) {
        try {
          if (index === limits.syncFiles) throw full
          const file = await pullOne(root, path, limits.syncBytes - size)
          size += file.size
          answer.files.push(file)
        } catch (error) {
          if (error === full || (tooLarge(error) && size > 0)) {
            answer.remaining = paths.slice(index)
            break
          }
          answer.errors.push(`${path}: ${lineOf(error)}`)
        }
      }
      return answer
    },

    /** @throws AppError bad_request, outside_roots, forbidden, vault_missing */
    async remove({ root: asked, paths, hashes }: SyncRemove): Promise<SyncRemoved> {
      await vaultState.assertThere()
      const root = await knownRoot(asked)
      const answer: SyncRemoved = { deleted: 0, errors: [] }
      for (const [index, path] of paths.entries()) {
        try {
          await removeOne(root, path, hashes[index] ?? '')
          answer.deleted++
        } catch (error) {
          answer.errors.push(`${path}: ${lineOf(error)}`)
        }
      }
      return answer
    },
  }

  async function pullOne(root: Root, path: string, maxBytes: number): Promise<SyncPulled['files'][number]> {
    const { real } = await places.of(root, path)
    await using file = await openInside(real, [vault]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found')
        throw new AppError('not_found', 'File not found')
      throw error
    })
    const { bytes, info } = await readWhole(file, maxBytes)
    const text = textOf(bytes)
    return {
      path: path.normalize('NFC'),
      content: text ?? bytes.toString('base64'),
      hash: await hashBytes(bytes),
      size: bytes.length,
      modified: secondsOf(info.mtimeNs),
      is_binary: text === null,
    }
  }

  async function removeOne(root: Root, path: string, expected: string): Promise<void> {
    const place = await places.of(root, path)
    await lock(place.path, async () => {
      let held: string | undefined
      await removeFile(place.real, [vault], async (existing) => {
        if (!existing) return
        held = await places.hashNow(place.path, existing)
        if (expected !== '' && held !== expected)
          throw new AppError('file_changed', 'The file changed since it was synced')
        await trash.keep(place.real, existing.path)
      })
      await store.put({ path: place.path, was: null, gone: true, ...(held !== undefined && { hash: held }) })
    })
  }
}

const full = new AppError('payload_too_large', 'The answer is full')
const tooLarge = (error: unknown): boolean => error instanceof AppError && error.code === 'payload_too_large'

/** @throws what is not about this file alone */
function lineOf(error: unknown): string {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  return refusal.message
}

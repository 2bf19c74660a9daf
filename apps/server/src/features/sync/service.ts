import type {
  SyncChanges,
  SyncChangesQuery,
  SyncManifest,
  SyncManifestQuery,
  SyncPull,
  SyncPulled,
  SyncPush,
  SyncPushed,
  SyncRemove,
  SyncRemoved,
} from '@atrium/schema'
import { AppError } from '../../core/errors.ts'

export type SyncDeps = { vault: string }

const notYet = (): never => {
  throw new AppError('not_implemented', 'Sync is not served yet')
}

export function createSync(_deps: SyncDeps) {
  return {
    manifest: async (_query: SyncManifestQuery, _signal: AbortSignal): Promise<SyncManifest> => notYet(),
    changes: async (_query: SyncChangesQuery, _signal: AbortSignal): Promise<SyncChanges> => notYet(),
    push: async (_by: { label: string }, _push: SyncPush): Promise<SyncPushed> => notYet(),
    pull: async (_pull: SyncPull): Promise<SyncPulled> => notYet(),
    remove: async (_remove: SyncRemove): Promise<SyncRemoved> => notYet(),
  }
}

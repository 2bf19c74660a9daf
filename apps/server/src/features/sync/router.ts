import {
  limits,
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
import { rest } from '../../rest-meta.ts'
import { filesProcedure } from '../../trpc.ts'

/** A first sync is many calls in a row. */
const perMinute = 1_200

/** Folders of the vault on several devices. */
export const sync = {
  manifest: filesProcedure
    .meta(rest('GET /sync/manifest', 'List files and deletions with their hashes', { perMinute }))
    .input(SyncManifestQuery)
    .output(SyncManifest)
    .query(({ ctx, input }) => ctx.app.sync.manifest(input, ctx.signal)),
  changes: filesProcedure
    .meta(rest('GET /sync/changes', 'List what changed since a time or a cursor', { perMinute }))
    .input(SyncChangesQuery)
    .output(SyncChanges)
    .query(({ ctx, input }) => ctx.app.sync.changes(input, ctx.signal)),
  push: filesProcedure
    .meta(
      rest('POST /sync/push', 'Bring files; what changed on both sides is kept twice', {
        perMinute,
        bodyLimit: limits.syncBodyBytes,
      }),
    )
    .input(SyncPush)
    .output(SyncPushed)
    .mutation(({ ctx, input }) => ctx.app.sync.push(ctx.actor, input)),
  pull: filesProcedure
    .meta(rest('POST /sync/pull', 'Get files', { perMinute }))
    .input(SyncPull)
    .output(SyncPulled)
    .mutation(({ ctx, input }) => ctx.app.sync.pull(input)),
  remove: filesProcedure
    .meta(rest('DELETE /sync/files', 'Delete files, which go into the trash of the vault', { perMinute }))
    .input(SyncRemove)
    .output(SyncRemoved)
    .mutation(({ ctx, input }) => ctx.app.sync.remove(input)),
}

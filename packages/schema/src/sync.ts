import { z } from 'zod'
import { IsoDate, QueryInt } from './common.ts'
import { FileHash } from './files.ts'
import { limits } from './limits.ts'

const SyncRoot = z
  .string()
  .min(1)
  .max(limits.pathBytes)
  .meta({ description: 'Folder below the vault that is kept in step.', examples: ['Daily'] })

const SyncPath = z.string().describe('Path below the root, with `/`, in Unicode form NFC.')
/** One that is a little too long is a line in `errors`; one that is much too long is no path. */
const AskedPath = SyncPath.max(limits.pathBytes)

const cursor = z
  .string()
  .min(1)
  .max(2 * limits.pathBytes)
  .optional()

const listing = {
  root: SyncRoot,
  pattern: z
    .string()
    .min(1)
    .max(limits.syncPatternChars)
    .default('*.md')
    .describe('Which file names: `*`, `?`, `[a-z]`, `[!a-z]`.'),
  include_binary: z.boolean().default(false).describe('Also images, sound and PDF.'),
  limit: QueryInt.min(1)
    .max(limits.syncPage)
    .default(limits.syncPage)
    .describe(`Files and deletions a page, at most ${limits.syncPage}.`),
}

export const SyncManifestQuery = z.object({
  ...listing,
  date: z.string().max(32).optional().describe('Only what belongs to this day, YYYY-MM-DD.'),
  quick: z
    .boolean()
    .default(false)
    .describe('No hashing: `hash` is the time of change as text. Ours is quick without it.'),
  cursor: cursor.describe('`next_cursor` of the page before.'),
  accept_empty: z
    .boolean()
    .default(false)
    .describe('That every file of the root is gone is meant: remember them as deleted.'),
})
export type SyncManifestQuery = z.infer<typeof SyncManifestQuery>

/** A file of a manifest. */
export const SyncEntry = z
  .object({
    path: SyncPath,
    hash: z
      .string()
      .describe('SHA-256 of the bytes in hexadecimal; with `quick` and `since` the time of change as text.'),
    size: z.number().int().describe('Bytes.'),
    modified: z.number().describe('When its content last changed, in seconds since 1970.'),
  })
  .meta({ id: 'SyncEntry' })
export type SyncEntry = z.infer<typeof SyncEntry>

/** A file that is gone. */
export const SyncDeletion = z
  .object({
    path: SyncPath,
    deleted_at: IsoDate.describe('When it was deleted, or found to be gone.'),
    hash: FileHash.describe('What it last held; delete your copy only if it still holds this.'),
  })
  .meta({ id: 'SyncDeletion' })
export type SyncDeletion = z.infer<typeof SyncDeletion>

const listed = {
  root: z.string().describe('The folder that was asked for.'),
  files: z.array(SyncEntry).describe('Files, sorted by path.'),
  deleted: z.array(SyncDeletion).describe('Files of this part of the root that were there and are gone.'),
  errors: z.array(z.string()).describe('Files that cannot be synced now, one line a file: `path: reason`.'),
  generated_at: IsoDate.describe('When this was looked up.'),
  next_cursor: z.string().nullable().describe('For the next page; null on the last one.'),
}

/** Source: the first API page, `GET /api/sync/manifest`. */
export const SyncManifest = z
  .object({
    ...listed,
    changes_cursor: z.string().describe('Where `changes` goes on from this state.'),
  })
  .meta({ id: 'SyncManifest' })
export type SyncManifest = z.infer<typeof SyncManifest>

export const SyncChangesQuery = z.object({
  ...listing,
  since: z
    .number()
    .min(-1e12)
    .max(1e12)
    .optional()
    .describe('Seconds since 1970, by any clock that is less than two minutes wrong; or pass `cursor`.'),
  cursor: cursor.describe('`next_cursor` or `changes_cursor` of an earlier answer; no clock matters then.'),
})
export type SyncChangesQuery = z.infer<typeof SyncChangesQuery>

/** Source: the first API page, `GET /api/sync/changes`. */
export const SyncChanges = z
  .object({
    ...listed,
    since: z.number().nullable().describe('As asked; null with a cursor.'),
    changes_cursor: z.string().describe('Pass it as `cursor` to hear what changes from here on.'),
  })
  .meta({ id: 'SyncChanges' })
export type SyncChanges = z.infer<typeof SyncChanges>

export const SyncPush = z.object({
  root: SyncRoot,
  files: z
    .array(
      z.object({
        path: AskedPath,
        content: z.string().describe('The content, whole: text, or Base64 when `is_binary`.'),
        is_binary: z.boolean().default(false).describe('Whether `content` is Base64.'),
        base_hash: FileHash.nullish().describe(
          'What the hub held when this was edited, null for nothing: if it holds something else now, both are kept. Left out: replace, and keep what was there in the trash.',
        ),
      }),
    )
    .describe(`At most ${limits.syncFiles} files and ${limits.syncBytes / 1024 / 1024} MiB in all.`),
  device: z
    .string()
    .min(1)
    .max(limits.labelChars)
    .optional()
    .describe('Name of the device, for conflict copies; default: the label of the key.'),
})
export type SyncPush = z.infer<typeof SyncPush>

/** A file that two sides changed: both are kept. */
export const SyncConflict = z
  .object({
    path: SyncPath,
    conflict_path: SyncPath.describe('Where the pushed content is kept, below the root.'),
    hash: FileHash.describe('What the hub holds at `path`.'),
  })
  .meta({ id: 'SyncConflict' })
export type SyncConflict = z.infer<typeof SyncConflict>

/** Source: the first API page, `POST /api/sync/push`. */
export const SyncPushed = z
  .object({
    pushed: z.number().int().describe('Files that the hub now holds as they were pushed.'),
    errors: z.array(z.string()).describe('What was refused, one line a file: `path: reason`.'),
    conflicts: z.array(SyncConflict).describe('What was kept beside the file instead of in its place.'),
  })
  .meta({ id: 'SyncPushed' })
export type SyncPushed = z.infer<typeof SyncPushed>

export const SyncPull = z.object({
  root: SyncRoot,
  paths: z
    .array(AskedPath)
    .describe(`Files to get; what is past ${limits.syncFiles} files or 50 MiB comes back in \`remaining\`.`),
})
export type SyncPull = z.infer<typeof SyncPull>

/** Source: the first API page, `POST /api/sync/pull`. */
export const SyncPulled = z
  .object({
    files: z
      .array(
        z.object({
          path: SyncPath,
          content: z.string().describe('Text, or Base64 when `is_binary`.'),
          hash: FileHash,
          size: z.number().int().describe('Bytes.'),
          modified: z.number().describe('When its content last changed, in seconds since 1970.'),
          is_binary: z.boolean().describe('Whether it is no UTF-8 text and so in Base64.'),
        }),
      )
      .describe('The files that could be read.'),
    errors: z.array(z.string()).describe('What could not, one line a file: `path: reason`.'),
    remaining: z.array(SyncPath).describe('Ask for these next.'),
  })
  .meta({ id: 'SyncPulled' })
export type SyncPulled = z.infer<typeof SyncPulled>

export const SyncRemove = z.object({
  root: SyncRoot,
  paths: z.array(AskedPath).min(1).max(limits.syncFiles).describe('Files to delete; repeat the parameter.'),
  hashes: z
    .array(z.string().regex(/^([0-9a-f]{64})?$/))
    .max(limits.syncFiles)
    .default([])
    .describe('In the same order: delete only what still holds this; empty: whatever it holds.'),
})
export type SyncRemove = z.infer<typeof SyncRemove>

/** Source: the first API page, `DELETE /api/sync/files`. */
export const SyncRemoved = z
  .object({
    deleted: z.number().int().describe('Files that are gone, those that were not there included.'),
    errors: z.array(z.string()).describe('What was not deleted, one line a file: `path: reason`.'),
  })
  .meta({ id: 'SyncRemoved' })
export type SyncRemoved = z.infer<typeof SyncRemoved>

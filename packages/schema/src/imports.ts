import { z } from 'zod'
import { ChatId, IsoDate } from './common.ts'
import { limits } from './limits.ts'

const archived = z
  .boolean()
  .default(true)
  .describe('Whether the chats that are made are hidden from the normal list; default true.')
const wait = z
  .boolean()
  .default(true)
  .describe(
    'false answers as soon as the bytes are here; `GET /api/import/{import_id}` tells how it goes on.',
  )

/** Vendor whose export it is. */
export const ImportSource = z.enum(['claude', 'chatgpt'])
export type ImportSource = z.infer<typeof ImportSource>

/** Body of `POST /api/import`. Source: the first API page; `wait` is ours. */
export const ImportData = z.object({
  data: z
    .unknown()
    .refine((data) => data !== undefined, 'Required')
    .describe('The export: the parsed `conversations.json` of Claude or ChatGPT, whole or in part.'),
  archived,
  wait,
})
export const ImportFile = z.object({ archived, wait })
export const ImportPath = z.object({
  path: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .describe('A `.json` or `.zip` file of the vault, relative to the vault or absolute inside it.'),
  archived,
  wait,
})

const count = (what: string) => z.number().int().describe(what)
const counts = {
  total_conversations: count('Conversations read so far; those without a word in them do not count.'),
  imported_count: count('Chats that were made.'),
  updated_count: count('Chats that got the messages which had been added since an earlier import.'),
  skipped_count: count('Conversations that were here already.'),
  attachment_count: count('Files that were put into the vault.'),
  errors: z
    .array(z.string())
    .describe('What could not be imported and why, each with its position; the first 1,000.'),
  error_count: count('How many there were in all.'),
  session_ids: z
    .array(ChatId)
    .describe('Chats that were made or got new messages, in the order of the export; the first 10,000.'),
}

/** How an import goes, or went. The first six fields are those of the contract's result. */
export const Import = z
  .object({
    import_id: z.string().describe('Id of the import.'),
    state: z.enum(['waiting', 'running', 'completed', 'failed']).describe('failed: `message` says why.'),
    source: ImportSource.nullable().describe('Vendor; null until it is known.'),
    name: z.string().nullable().describe('Name of the file; null for data in a body.'),
    bytes_total: count('Size of the file.'),
    bytes_read: count('How much of it has been read.'),
    started_at: IsoDate.describe('When it began.'),
    ended_at: IsoDate.nullable().describe('When it ended.'),
    message: z.string().nullable().describe('Why it failed; null otherwise.'),
    ...counts,
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

export const ImportRef = z.object({ import_id: z.string().min(1).max(64).describe('Id of the import.') })
export const ImportList = z.object({
  imports: z
    .array(Import)
    .describe('Imports since the start, newest first; of their lists the first 100 entries.'),
})

/** What an import says while it runs: the state without its lists, which may be long. */
export const ImportProgress = Import.omit({ errors: true, session_ids: true }).meta({ id: 'ImportProgress' })
export type ImportProgress = z.infer<typeof ImportProgress>

/** One `data:` line of an import that is followed. */
export const ImportEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('progress'), import: ImportProgress.describe('How it goes.') }),
    z.object({ type: z.literal('result'), import: Import.describe('How it went.') }),
  ])
  .meta({ id: 'ImportEvent' })
export type ImportEvent = z.infer<typeof ImportEvent>

export const ImportSync = z.object({
  archived,
  force: z
    .boolean()
    .default(false)
    .describe('true also brings count and time of those that are chats already up to date.'),
})
export const ImportSynced = z
  .object({
    discovered: count('Transcripts of sessions held in the folder `Chat`.'),
    synced: count('Chats that were made.'),
    updated: count('Chats whose count and time were brought up to date.'),
    skipped: count('Transcripts that are chats already.'),
    errors: z.array(z.string()).describe('What could not be read and why, each with its file name.'),
  })
  .meta({ id: 'ImportSynced' })
export type ImportSynced = z.infer<typeof ImportSynced>

/** One file of `Chat/contexts`. */
export const ImportContext = z
  .object({
    path: z.string().describe('Where it lies, relative to the vault.'),
    name: z.string().describe('First heading, else the name of the file.'),
    description: z.string().nullable().describe('First quoted line.'),
    facts_count: count('Entries below `Facts`.'),
    focus_count: count('Entries below `Current Focus`.'),
    history_count: count('Entries below `History`.'),
    is_native_format: z.boolean().describe('Whether it has any of these three sections.'),
    last_modified: IsoDate.describe('When it last changed.'),
  })
  .meta({ id: 'ImportContext' })
export type ImportContext = z.infer<typeof ImportContext>

export const ImportContexts = z
  .object({
    files: z.array(ImportContext).describe('By name.'),
    total_facts: count('Facts of all of them.'),
    total_history_entries: count('History entries of all of them.'),
  })
  .meta({ id: 'ImportContexts' })
export type ImportContexts = z.infer<typeof ImportContexts>

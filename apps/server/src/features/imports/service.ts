// Owns the imports: one at a time, others wait; how each goes is known until the hub stops.
import type { FileHandle } from 'node:fs/promises'
import { basename, relative } from 'node:path'
import { type Import, type ImportEvent, type ImportProgress, limits } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import { refusalOf } from '../../core/refusals.ts'
import type { Tasks } from '../../core/tasks.ts'
import { openArchive } from '../../host/archive.ts'
import { openInside, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'
import { createImportContexts } from './contexts.ts'
import { type Export, openExport } from './export-file.ts'
import { type RunDeps, runImport, type Tally } from './run.ts'
import { createSync, type SyncDeps } from './sync.ts'

export type ImportsDeps = RunDeps &
  SyncDeps & {
    events: Events
    tasks: Tasks
    log: Log
    vault: string
    defaultRunner(): Promise<string>
    /** Makes the folder that imported chats work in; gives it as chats keep it. */
    chatFolder(): Promise<string | null>
  }

/** The bytes of an export, open until it is disposed of. */
export type Source = AsyncDisposable & { handle: FileHandle; name: string | null }

export type Begun = { id: string; done: Promise<Import> }

const tooLarge = `Its conversations are larger than ${limits.importItemBytes / 1024 / 1024} MB, or have too much in them`
const tellEveryMs = 250
/** Of the lists of an import, where many are told of. */
const listedEntries = 100

export function createImports(deps: ImportsDeps) {
  const { events, tasks, log } = deps
  const kept = new Map<string, Entry>()
  const lock = createKeyedLock()
  let waiting = 0

  function register(source: Export, name: string | null): Entry {
    const entry = createEntry(source, name, (progress) =>
      events.emit('imports.import.changed', { import: progress }),
    )
    kept.set(entry.state.import_id, entry)
    for (const [id, { state }] of kept)
      if (kept.size > limits.importsKept && state.ended_at !== null) kept.delete(id)
    return entry
  }

  async function run(entry: Entry, found: Export, archived: boolean, signal: AbortSignal): Promise<void> {
    entry.set({ state: 'running' })
    const facts = { archived, runner: await deps.defaultRunner(), workingDirectory: await deps.chatFolder() }
    await runImport(deps, found, facts, entry.tally, signal)
  }

  /** What the caller may be told of a failure. */
  function told(error: unknown, signal: AbortSignal): AppError {
    const known = refusalOf(error)
    if (known) return known
    if (signal.aborted)
      return new AppError('draining', 'The server stopped during the import; import it again')
    return new AppError('internal', 'Something went wrong', { cause: error })
  }

  function entryOf(id: string): Entry {
    const entry = kept.get(id)
    if (!entry) throw notFound('Import', id)
    return entry
  }

  return {
    /**
     * Looks at the whole export, then imports it, whoever stays to see it. Disposes of the source. `read` gets what stands
     * beside the export in a request's body.
     * @throws AppError bad_request, invalid, overloaded, vault_missing, insufficient_storage
     */
    async begin(
      source: Source,
      options: {
        within?: 'data'
        field: string
        read(beside: Record<string, unknown>): { archived: boolean }
      },
    ): Promise<Begun> {
      await using undo = new AsyncDisposableStack()
      undo.use(source)
      if (waiting >= limits.importsWaiting)
        throw new AppError('overloaded', 'Too many imports at once', { retryAfterSeconds: 10 })
      waiting++
      undo.defer(() => void waiting--)
      await deps.assertWritable()
      const { handle, name } = source
      const within = options.within && { within: options.within }
      const found = await openExport({ handle, name, openArchive, ...within })
      undo.use(found)
      const { archived } = options.read(found.options)
      if (found.source === null)
        throw invalid(options.field, found.hasTooLarge ? tooLarge : 'Not an export of Claude or ChatGPT')
      const entry = register(found, name)
      const owned = undo.move()
      const done = Promise.withResolvers<Import>()
      done.promise.catch(() => undefined) // whoever waits is told; the others look at the state
      tasks.add('imports.run', async (signal) => {
        try {
          await using _ = owned
          await lock('import', async () => {
            signal.throwIfAborted()
            await run(entry, found, archived, signal)
          })
        } catch (error) {
          const failure = told(error, signal)
          if (failure.code === 'internal') log.error({ err: error, feature: 'imports' }, 'an import failed')
          entry.end('failed', failure.message)
          return done.reject(failure)
        }
        entry.end('completed', null)
        done.resolve(entry.state)
      })
      return { id: entry.state.import_id, done: done.promise }
    },

    /**
     * A file of the vault.
     * @throws AppError outside_roots, not_found, forbidden, payload_too_large
     */
    async fromVault(path: string): Promise<Source> {
      const real = await resolveInside(path, [deps.vault])
      if (isGuarded(relative(deps.vault, real)))
        throw new AppError('outside_roots', 'Path is outside the allowed folders')
      const file = await openInside(real, [deps.vault]).catch((error: unknown) => {
        throw error instanceof AppError && error.code === 'not_found' ? notFound('File', path) : error
      })
      if (file.info.size > limits.importPathBytes) {
        await file[Symbol.asyncDispose]()
        const most = limits.importPathBytes / 1024 / 1024
        throw new AppError('payload_too_large', `The file is larger than ${most} MB`)
      }
      return Object.assign(file, { name: basename(file.path) })
    },

    list: (): Import[] =>
      [...kept.values()].reverse().map(({ state }) => ({
        ...state,
        errors: state.errors.slice(0, listedEntries),
        session_ids: state.session_ids.slice(0, listedEntries),
      })),
    /** @throws AppError not_found */
    get: (id: string): Import => entryOf(id).state,
    /** How it goes, then how it went. @throws AppError not_found */
    follow: (id: string, signal: AbortSignal): AsyncGenerator<ImportEvent> => follow(entryOf(id), signal),
    contexts: createImportContexts(deps),
    sync: createSync(deps),
  }
}

type Entry = ReturnType<typeof createEntry>

function createEntry(
  { source, bytes }: Export,
  name: string | null,
  tell: (progress: ImportProgress) => void,
) {
  const state: Import = {
    import_id: sortableId(),
    state: 'waiting',
    source,
    name,
    bytes_total: bytes,
    bytes_read: 0,
    started_at: nowIso(),
    ended_at: null,
    message: null,
    total_conversations: 0,
    imported_count: 0,
    updated_count: 0,
    skipped_count: 0,
    attachment_count: 0,
    errors: [],
    error_count: 0,
    session_ids: [],
  }
  const listeners = new Set<() => void>()
  let toldAt = Number.NEGATIVE_INFINITY
  const changed = (): void => {
    toldAt = performance.now()
    tell(progressOf(state))
    for (const listener of listeners) listener()
  }
  const tally: Tally = {
    counts: state,
    error(message) {
      if (state.error_count++ < limits.importErrors) state.errors.push(shown(message))
    },
    chat(id) {
      if (state.session_ids.length < limits.importChatIds) state.session_ids.push(id)
    },
    changed() {
      if (performance.now() - toldAt >= tellEveryMs) changed()
    },
  }
  return {
    state: state as Readonly<Import>,
    tally,
    set(change: Partial<Import>): void {
      Object.assign(state, change)
      changed()
    },
    end(outcome: 'completed' | 'failed', message: string | null): void {
      Object.assign(state, { state: outcome, message, ended_at: nowIso() })
      changed()
    },
    listen(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Names in it are a stranger's, and people read it in a terminal. */
const shown = (message: string): string =>
  message.toWellFormed().replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')

function progressOf({ errors: _e, session_ids: _s, ...progress }: Import): ImportProgress {
  return progress
}

async function* follow(entry: Entry, signal: AbortSignal): AsyncGenerator<ImportEvent> {
  let wake = (): void => undefined
  let news = true
  const hear = (): void => {
    news = true
    wake()
  }
  const leave = entry.listen(hear)
  signal.addEventListener('abort', hear, { once: true })
  try {
    while (!signal.aborted) {
      if (!news) await new Promise<void>((resolve) => (wake = resolve))
      news = false
      if (entry.state.ended_at !== null) return yield { type: 'result', import: entry.state }
      yield { type: 'progress', import: progressOf(entry.state) }
    }
  } finally {
    leave()
    signal.removeEventListener('abort', hear)
  }
}

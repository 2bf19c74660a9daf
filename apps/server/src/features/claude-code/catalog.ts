// Owns the index of transcripts: it follows the folder, and a page comes from it with what is known by then.
import { realpath } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import { listTranscripts } from './folders.ts'
import { type Looked, look, type Place } from './look.ts'
import { createPace } from './reading.ts'
import type { TranscriptStore } from './store.ts'

type Deps = {
  store: TranscriptStore
  tasks: Tasks
  log: Log
  /** Folder `projects` of Claude Code; it need not be there. */
  folder: string
}

type Stamp = { size: number; mtimeMs: number; exact: boolean }

/** Rows of one write. */
const batch = 50
const atOnce = 4
/** The folder is gone through again after this, or twenty times as long as it took. */
const restMs = 500
const restFactor = 20
/** A caller waits so long for news; then it gets what is known. */
const patienceMs = 150
const firstPatienceMs = 2_000
const maxWanted = 5_000

export function createCatalog({ store, tasks, log, folder }: Deps) {
  const stamps = new Map<string, Stamp>()
  /** Files that changed since they were looked into, the newest last. */
  let todo: Place[] = []
  /** Files that are to be read as a whole, because somebody looks at their numbers. */
  const wanted = new Map<string, Place>()
  const places = new Map<string, Place>()
  let loaded = false
  let scanned = false
  let nextScan = 0
  let root: string | null = null

  async function load(): Promise<void> {
    if (loaded) return
    for (const { path, size, mtimeMs, exact } of await store.stamps())
      stamps.set(path, { size, mtimeMs, exact: exact === 1 })
    loaded = true
  }

  /** Compares the folder with what is known. */
  async function scan(signal: AbortSignal): Promise<void> {
    const began = performance.now()
    await load()
    root = await realpath(folder).catch(() => null)
    const found = root === null ? [] : await listTranscripts(root, signal)
    places.clear()
    for (const place of found) places.set(place.path, place)
    const gone = [...stamps.keys()].filter((path) => !places.has(path))
    await store.forget(gone)
    for (const path of gone) stamps.delete(path)
    todo = found
      .filter(({ path, size, mtimeMs }) => {
        const stamp = stamps.get(path)
        return stamp?.size !== size || stamp.mtimeMs !== mtimeMs
      })
      .sort((one, other) => one.mtimeMs - other.mtimeMs)
    scanned = true
    const took = performance.now() - began
    nextScan = performance.now() + Math.max(restMs, restFactor * took)
  }

  async function lookInto(place: Place, whole: boolean, signal: AbortSignal): Promise<Looked | null> {
    if (root === null) return null
    try {
      const known = await store.find(place.path)
      return await look(place, { root, known, whole, signal, pace: createPace(signal) })
    } catch (error) {
      signal.throwIfAborted()
      // Gone while it was read, or not readable for us: that costs only itself, and the next change tries again.
      if (!isAbsent(error)) log.warn({ err: error, feature: 'claude-code' }, 'a transcript was not read')
      stamps.set(place.path, { size: place.size, mtimeMs: place.mtimeMs, exact: true })
      return null
    }
  }

  async function keep(looked: readonly Looked[]): Promise<void> {
    if (looked.length === 0) return
    await store.save(
      looked.map(({ row }) => row),
      unique(looked.flatMap(({ usage }) => usage)),
    )
    for (const { row } of looked) {
      stamps.set(row.path, { size: row.size, mtimeMs: row.mtimeMs, exact: row.exact === 1 })
      // Nothing was said at its ends: whether anything was, only the whole of it tells.
      const place = places.get(row.path)
      if (place && row.exact === 0 && row.messageCount === 0) wanted.set(row.path, place)
    }
    if (wanted.size > 0) void counting.begin()
  }

  async function work(signal: AbortSignal): Promise<void> {
    if (performance.now() >= nextScan) await scan(signal)
    while (todo.length > 0) {
      const part = todo.slice(-batch)
      const looked: Looked[] = []
      const rest = part.toReversed()[Symbol.iterator]()
      const worker = async () => {
        for (const place of rest) {
          const one = await lookInto(place, false, signal)
          if (one) looked.push(one)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      await keep(looked)
      const done = new Set(part)
      todo = todo.filter((place) => !done.has(place))
    }
  }

  /** Apart from the rest, since it takes its time; a large file is read in steps, each of which is kept. */
  async function countWanted(signal: AbortSignal): Promise<void> {
    for (const [path, place] of wanted) {
      for (let known = 0; ; ) {
        const one = await lookInto(places.get(path) ?? place, true, signal)
        if (one) await keep([one])
        if (!one || one.row.exact === 1 || one.row.scannedBytes <= known) break
        known = one.row.scannedBytes
      }
      wanted.delete(path)
    }
  }

  /** One at a time: whoever comes meanwhile joins it. */
  const once = (name: string, run: (signal: AbortSignal) => Promise<void>) => {
    let running: Promise<void> | null = null
    return {
      get running() {
        return running
      },
      begin(): Promise<void> {
        running ??= new Promise<void>((resolve) => {
          tasks.add(name, async (signal) => {
            try {
              await run(signal)
            } finally {
              running = null
              resolve()
            }
          })
        })
        return running
      },
    }
  }
  const indexing = once('claude-code.index', work)
  const counting = once('claude-code.count', countWanted)

  const isDue = (): boolean => performance.now() >= nextScan || todo.length > 0

  return {
    /** Follows what has changed; waits for it only a moment. */
    async refresh(): Promise<void> {
      if (!isDue()) return
      const done = indexing.begin()
      if (todo.length > batch && scanned) return // catching up takes longer than anybody waits
      await Promise.race([done, pause(scanned ? patienceMs : firstPatienceMs, undefined, { ref: false })])
    },
    /** Goes through the folder now, whatever is known, and reads all that has changed. @throws the reason of the signal */
    async now(signal: AbortSignal): Promise<void> {
      const left = Promise.withResolvers<never>()
      left.promise.catch(() => undefined)
      const leave = () => left.reject(signal.reason)
      if (signal.aborted) leave()
      signal.addEventListener('abort', leave, { once: true })
      try {
        if (indexing.running) await Promise.race([indexing.running, left.promise])
        nextScan = 0
        await Promise.race([indexing.begin(), left.promise])
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
    /** Transcripts that were found and are not in the index yet. */
    get pending(): number {
      return todo.reduce((count, { path }) => count + (stamps.has(path) ? 0 : 1), 0)
    },
    /** Reads these as a whole, in the background, so that their numbers are no estimates. */
    count(paths: Iterable<string>): void {
      for (const path of paths) {
        const place = places.get(path)
        if (place && wanted.size < maxWanted) wanted.set(path, place)
      }
      if (wanted.size > 0) void counting.begin()
    },
    /** Reads as a whole what has changed since then; true when there is nothing left to read. */
    async readSince(ms: number): Promise<boolean> {
      await this.refresh()
      const open = [...places.values()].filter(
        ({ path, mtimeMs }) => mtimeMs >= ms && stamps.get(path)?.exact !== true,
      )
      this.count(open.map(({ path }) => path))
      if (counting.running)
        await Promise.race([counting.running, pause(firstPatienceMs, undefined, { ref: false })])
      return open.every(({ path }) => stamps.get(path)?.exact === true)
    },
    /** Looks into one at once, before its turn. */
    async learn(place: Place, whole: boolean, signal: AbortSignal): Promise<void> {
      root ??= await realpath(folder).catch(() => null)
      const looked = await lookInto(place, whole, signal)
      if (looked) await keep([looked])
    },
    /** Real path of the folder; null when there is none. */
    root: async (): Promise<string | null> => realpath(folder).catch(() => null),
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof AppError || (error as NodeJS.ErrnoException).code === 'ENOENT'

/** One row an answer: the same may be told in two files that are saved together. */
function unique<Row extends { id: string; outputTokens: number }>(rows: readonly Row[]): Row[] {
  const best = new Map<string, Row>()
  for (const row of rows) {
    const known = best.get(row.id)
    if (!known || row.outputTokens > known.outputTokens) best.set(row.id, row)
  }
  return [...best.values()]
}

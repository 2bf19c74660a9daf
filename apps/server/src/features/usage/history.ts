// Owns the days: a task follows the transcripts, and an answer comes from what is known by then. Asking writes nothing, and
// what a vendor removes before anybody asks is not lost.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { limits, type UsageHistory } from '@atrium/schema'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import { createCalendar } from './history/calendar.ts'
import { historyOf } from './history/figures.ts'
import { listPlaces, type Root } from './history/places.ts'
import { priceTable } from './history/prices.ts'
import type { KnownFile, Place } from './history/read-file.ts'
import type { DaySum } from './history/summary.ts'
import { openThread, type Thread, threadCount } from './history/threads.ts'
import type { FileStamp, UsageStore } from './store.ts'

export type HistoryDeps = {
  store: UsageStore
  tasks: Tasks
  log: Log
  roots: readonly Root[]
  /** IANA name of the zone whose days they are. */
  timeZone?: () => string
  now?: () => number
}

/** Work of one thread at a time: what is read is kept after each. */
const portionBytes = 32 * 1024 * 1024
const portionFiles = 100
/** The first look waits until the hub has begun; the next ones keep a thread busy for a fiftieth of the time at most. */
const beginMs = 500
const everyMs = 60_000
const restFactor = 50
/** A caller waits so long for the first look. */
const patienceMs = 2_000
const fewFiles = 1_000
const keptDays = 400
const dayMs = 86_400_000
/** Another one reads all files anew. */
const form = 'v1'

type Days = { fingerprint: string; days: DaySum[] }

export function createHistory({ store, tasks, log, roots, ...deps }: HistoryDeps) {
  const now = deps.now ?? (() => Date.now())
  const timeZone = deps.timeZone ?? (() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  let known: Days | null = null
  let lookAgainAt = 0
  let following: Promise<void> | null = null
  const first = Promise.withResolvers<void>()
  /** Whether something was read that is not added up yet. */
  let behind = false
  const left = { files: 0, bytes: 0 }
  /** Files that cannot be read, as they were then. */
  const damaged = new Map<string, string>()

  const summaryId = (): string => `${form} ${timeZone()}`

  async function load(): Promise<void> {
    if (known) return
    const row = await store.summary(summaryId())
    const days = row && parsedDays(row.body)
    if (row && days) known = { fingerprint: row.fingerprint, days }
  }

  /** Reads what has changed, then adds up all if anything had. */
  async function follow(signal: AbortSignal): Promise<void> {
    await load()
    const stamps = await store.stamps()
    // Without one of the programs there is nothing to look at, and no thread to begin for it.
    if (!roots.some(({ folder }) => existsSync(folder)) && (known !== null || stamps.length === 0)) {
      known ??= { fingerprint: '', days: [] }
      return
    }
    await using threads = new AsyncDisposableStack()
    let opened: Thread | null = null
    const first = (): Thread => (opened ??= threads.use(openThread(signal)))
    // A thread takes longer to begin than a look at a few files.
    const few = stamps.length > 0 && stamps.length <= fewFiles
    const { places } = few
      ? { places: listPlaces(roots, limits.usageFiles) }
      : await first().ask({ kind: 'list', roots, maxFiles: limits.usageFiles }, 'places')
    const changed = await readChanged(first, places, stamps, signal)
    const current = changed ? await store.stamps() : stamps
    const fingerprint = fingerprintOf(current, summaryId())
    if (known?.fingerprint !== fingerprint) {
      const days = await addUp(first())
      await store.saveSummary(summaryId(), fingerprint, JSON.stringify(days))
      known = { fingerprint, days }
    }
    behind = false
  }

  async function readChanged(
    first: () => Thread,
    places: readonly Place[],
    stamps: readonly FileStamp[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const byPath = new Map(stamps.map((stamp) => [stamp.path, stamp]))
    const open = places
      .filter((place) => {
        const stamp = byPath.get(place.path)
        if (damaged.get(place.path) === stampOf(place)) return false
        return !stamp || stampOf(stamp) !== stampOf(place)
      })
      .toSorted((one, other) => other.mtimeMs - one.mtimeMs) // the newest first
    left.files = open.length
    left.bytes = open.reduce((sum, { path, size }) => sum + size - (byPath.get(path)?.readBytes ?? 0), 0)
    if (open.length === 0) return behind
    behind = true
    const portions = portionsOf(open)[Symbol.iterator]()
    const work = async (thread: Thread): Promise<void> => {
      for (const portion of portions) await readPortion(thread, portion, byPath)
    }
    const others = open.length < 2 || left.bytes < portionBytes ? 0 : threadCount() - 1
    await Promise.all([
      work(first()),
      ...Array.from({ length: others }, async () => {
        await using thread = openThread(signal)
        await work(thread)
      }),
    ])
    return true
  }

  async function readPortion(
    thread: Thread,
    portion: readonly Place[],
    byPath: ReadonlyMap<string, FileStamp>,
  ): Promise<void> {
    const before = await store.files(portion.filter(({ path }) => byPath.has(path)).map(({ path }) => path))
    const items = portion.map((place) => ({
      place,
      known: (before.find(({ path }) => path === place.path) as KnownFile | undefined) ?? null,
    }))
    const { files, failed } = await thread.ask(
      { kind: 'read', items, maxLineBytes: limits.usageLineBytes },
      'files',
    )
    await store.save(files)
    const lost = new Set(failed)
    for (const place of portion) {
      left.files--
      left.bytes -= place.size - (byPath.get(place.path)?.readBytes ?? 0)
      if (lost.has(place.path)) damaged.set(place.path, stampOf(place))
      else damaged.delete(place.path)
    }
    if (failed.length > 0)
      log.warn({ feature: 'usage', count: failed.length }, 'transcripts could not be read')
  }

  async function addUp(thread: Thread): Promise<DaySum[]> {
    const zone = timeZone()
    for await (const rows of store.all()) {
      const files = rows.map(({ path, provider, state, entries, names }) => ({
        path,
        provider,
        state,
        entries,
        names,
      }))
      await thread.ask({ kind: 'add', files, timeZone: zone }, 'added')
    }
    return (await thread.ask({ kind: 'days', timeZone: zone }, 'days')).days
  }

  /** One at a time: whoever comes meanwhile joins it. */
  function look(): Promise<void> {
    following ??= new Promise<void>((resolve) => {
      tasks.add('usage.history', async (signal) => {
        const began = performance.now()
        try {
          await follow(signal)
        } finally {
          lookAgainAt = performance.now() + restFactor * (performance.now() - began)
          following = null
          first.resolve()
          resolve()
        }
      })
    })
    return following
  }

  tasks.add('usage.history', async (signal) => {
    await pause(beginMs, undefined, { signal, ref: false })
    await look()
  })
  tasks.every('usage.history', everyMs, async () => {
    if (performance.now() >= lookAgainAt) await look()
  })
  tasks.every('usage.forget', dayMs, () => store.forgetFilesBefore(now() - keptDays * dayMs))

  /** The first look since the start, or what is known when it takes longer. */
  const ready = (): Promise<void> =>
    Promise.race([first.promise, pause(patienceMs, undefined, { ref: false })])

  return {
    async get(days: number): Promise<UsageHistory> {
      await Promise.all([load(), ready()])
      const zone = timeZone()
      const complete = known !== null && !behind
      return {
        ...historyOf(known?.days ?? [], createCalendar(zone).at(now()).date, days),
        timeZone: zone,
        prices: { ...priceTable, unknown: unpriced(known?.days ?? []) },
        complete,
        reading: complete ? null : { files: Math.max(0, left.files), bytes: Math.max(0, left.bytes) },
        damaged: damaged.size,
      }
    },
    ready,
    /** Reads what has changed now, to its end. */
    look,
  }
}

function unpriced(days: readonly DaySum[]): string[] {
  const models = days.flatMap((day) => day.models.filter(({ priced }) => !priced).map(({ model }) => model))
  return [...new Set(models)].toSorted().slice(0, 50)
}

const stampOf = ({ size, mtimeMs, inode }: Pick<Place, 'size' | 'mtimeMs' | 'inode'>): string =>
  `${size} ${mtimeMs} ${inode}`

function fingerprintOf(stamps: readonly FileStamp[], id: string): string {
  const hash = createHash('sha256').update(`${id} ${priceTable.date}`)
  for (const stamp of stamps) hash.update(`${stamp.path} ${stamp.readBytes} ${stampOf(stamp)}\n`)
  return hash.digest('hex')
}

function* portionsOf(places: readonly Place[]): Generator<Place[]> {
  let portion: Place[] = []
  let bytes = 0
  for (const place of places) {
    portion.push(place)
    bytes += place.size
    if (bytes < portionBytes && portion.length < portionFiles) continue
    yield portion
    portion = []
    bytes = 0
  }
  if (portion.length > 0) yield portion
}

/** A summary that cannot be read is made again. */
function parsedDays(body: string): DaySum[] | null {
  try {
    const days: unknown = JSON.parse(body)
    return Array.isArray(days) ? (days as DaySum[]) : null // as it was written here
  } catch {
    return null
  }
}

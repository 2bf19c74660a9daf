// Looks into one transcript: a small one, or what was added to a known one, as a whole; of a large one its ends.
import type { FileHandle } from 'node:fs/promises'
import { openInside } from '../../host/paths.ts'
import { createGatherer, type Facts, type Gatherer } from './facts.ts'
import { readBackward, readForward, type TakeLine } from './reading.ts'
import type { TranscriptRow, UsageRow } from './store.ts'

/** A transcript as the folder shows it. */
export type Place = {
  path: string
  sessionId: string
  folder: string
  size: number
  mtimeMs: number
  inode: number
}

export type Looked = { row: TranscriptRow; usage: UsageRow[] }

/** At most so much is read of one file without being asked for all of it. */
const wholeBytes = 256 * 1024
const endBytes = 32 * 1024
const longestEnd = 2 * 1024 * 1024
/** As a whole, a large one is read in steps of this size. */
const stepBytes = 64 * 1024 * 1024
/** What its column holds: a file of a terabyte may be all holes. */
const maxCount = 2 ** 31 - 1

type Options = {
  /** Folder that the file must lie in, links resolved. */
  root: string
  known: TranscriptRow | undefined
  /** Reads the next step of it, so that in the end the number of messages is no estimate. */
  whole: boolean
  signal: AbortSignal
  pace?: () => Promise<void>
}

/** @throws AppError outside_roots, not_found, forbidden; and whatever reading throws */
export async function look(place: Place, { root, known, whole, signal, pace }: Options): Promise<Looked> {
  await using file = await openInside(place.path, [root])
  const { handle, info } = file
  const to = info.size
  const before = known && goesOn(known, place, to) ? known : undefined
  const gatherer = createGatherer(place.sessionId, before && factsOf(before))
  const from = before?.scannedBytes ?? 0
  const common = { signal, ...(pace && { pace }) }
  const take: TakeLine = (bytes, range) => gatherer.take(bytes, range)

  if (whole || to - from <= wholeBytes) {
    const end = Math.min(to, from + stepBytes)
    const done = await readForward(handle, { from, to: end, take, ...common })
    const exact = end === to
    const scannedBytes = exact || done > from ? done : end // one endless line is no reason to stand still
    const { count } = gatherer.facts
    const messageCount = exact || scannedBytes === 0 ? count : Math.round((count / scannedBytes) * to)
    return looked(place, gatherer, { scannedBytes, messageCount, exact })
  }
  const isNew = from === 0
  const head = { piece: endBytes, to: Math.min(to, isNew ? longestEnd : from), from, take, ...common }
  const complete = () => gatherer.facts.firstMessage !== null && gatherer.facts.cwd !== null
  const scannedBytes = await readForward(handle, { ...head, enough: complete })
  const scannedCount = gatherer.facts.count
  const end = await readEnd(handle, to, gatherer, signal)
  // As many messages a byte as in the parts that were read.
  const read = scannedBytes + end.bytes
  const messages = scannedCount + end.count
  const messageCount = Math.max(messages, read === 0 ? 0 : Math.round((messages / read) * to))
  gatherer.facts.count = scannedCount
  return looked(place, gatherer, { scannedBytes, messageCount, exact: false })
}

/** Its last lines: the newest name, model and time. */
async function readEnd(
  handle: FileHandle,
  to: number,
  gatherer: Gatherer,
  signal: AbortSignal,
): Promise<{ bytes: number; count: number }> {
  const { facts } = gatherer
  const count = facts.count
  const newest = facts.lastAt
  const lines: [Buffer, { from: number; to: number }][] = []
  let bytes = 0
  for (let maxBytes = endBytes; maxBytes <= longestEnd; maxBytes *= 8) {
    lines.length = 0
    const reached = await readBackward(handle, {
      before: to,
      maxBytes,
      signal,
      take(line, range) {
        lines.push([line, range])
        return true
      },
    })
    bytes = to - reached
    for (const [line, range] of lines.reverse()) gatherer.take(line, range)
    if (facts.lastAt !== newest || bytes === to) break
    facts.count = count
  }
  const more = facts.count - count
  facts.count = count
  return { bytes, count: more }
}

/** The same file, grown; one that was cut or put in its place is read anew. */
const goesOn = (known: TranscriptRow, place: Place, size: number): boolean =>
  known.inode === place.inode && size >= known.scannedBytes

/** A time that was the file's own, for want of another, is none that its lines tell. */
function factsOf(row: TranscriptRow): Facts {
  const told = (at: string): string | null => (at === fileTime(row.mtimeMs) ? null : at)
  return { ...row, createdAt: told(row.createdAt), lastAt: told(row.lastAt), count: row.scannedCount }
}

const fileTime = (ms: number): string => new Date(ms).toISOString()

function looked(
  place: Place,
  { facts, usage }: Gatherer,
  counted: { scannedBytes: number; messageCount: number; exact: boolean },
): Looked {
  const changed = fileTime(place.mtimeMs)
  const { cwd, title, titleKind, firstMessage, model } = facts
  const row: TranscriptRow = {
    path: place.path,
    sessionId: place.sessionId,
    folder: place.folder,
    size: place.size,
    mtimeMs: place.mtimeMs,
    inode: place.inode,
    scannedBytes: counted.scannedBytes,
    scannedCount: facts.count,
    messageCount: Math.min(counted.messageCount, maxCount),
    exact: counted.exact ? 1 : 0,
    cwd: clean(cwd),
    title: clean(title),
    titleKind,
    firstMessage: clean(firstMessage),
    model: clean(model),
    createdAt: facts.createdAt ?? changed,
    lastAt: facts.lastAt ?? changed,
  }
  const answers = [...usage.values()].map((each) => ({
    ...each,
    id: clean(each.id),
    model: clean(each.model),
    cwd: clean(each.cwd),
  }))
  return { row, usage: answers }
}

/** What a database cannot hold: NUL, and halves of characters. */
const clean = <Text extends string | null>(text: Text): Text =>
  (text === null ? null : text.replaceAll('\0', '').toWellFormed()) as Text // a string stays one

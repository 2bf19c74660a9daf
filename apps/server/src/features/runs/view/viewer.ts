// Owns one reader's place in a chat's log: it catches up from the database, then goes with the shared feed.
import { type ChatEvent, isOutcome, type LogEvent } from '@atrium/schema'
import type { EventLog } from '../../../core/event-log.ts'
import type { Position } from './cursor.ts'
import type { Entry, Feed } from './feed.ts'
import { encodeFrame, present, type StreamMode } from './frames.ts'

export type ViewOptions = {
  /** Null for a cursor that is none of ours: the reader is told, and begins at the start. */
  from: Position | null
  mode: StreamMode
  /** Only events of this run. */
  run: string | null
  /** End behind the outcome of this run. */
  untilRun: string | null
  signal: AbortSignal
}

type Stored = { log: EventLog; chatId: string }
type Place = { feed: Feed; leave(): Promise<void> }
type Deps = Stored & { enter(): Promise<Place> }

const batchSize = 200

/** What is stored, to its end: all there is when nothing runs. */
export async function* replay(deps: Stored, options: ViewOptions & { head: number }): AsyncGenerator<Buffer> {
  const { log, chatId } = deps
  const { from, head, run, signal } = options
  const reader = createReader(options)
  if (!from || !(await isHonest(deps, from, head, null))) yield resetFrame(chatId, reader)
  for (let full = true; full && !signal.aborted; ) {
    const batch = await log.read(chatId, { after: reader.seq, limit: batchSize, run: run ?? undefined })
    const frames = batch.flatMap(({ seq, event }) => reader.stored(seq, event) ?? [])
    if (frames.length > 0) yield Buffer.concat(frames)
    full = batch.length === batchSize
  }
}

/** Frames for one reader: each event once and in order, nothing twice, nothing missing. */
export async function* view(deps: Deps, options: ViewOptions): AsyncGenerator<Buffer> {
  const { log, chatId } = deps
  const { signal, run } = options
  const reader = createReader(options)
  let index: number | null = null
  let joining = true
  let news = true
  // Asking a signal made of others costs more than all the rest of a frame.
  let left = signal.aborted
  let wake = () => {}
  const hear = () => {
    news = true
    wake()
  }
  const leave = () => {
    left = true
    hear()
  }
  const sleep = (resolve: () => void) => {
    wake = resolve
  }
  const place = await deps.enter() // here, since a viewer that never begins cannot leave either
  const { feed } = place
  const part = feed.join(hear)
  signal.addEventListener('abort', leave, { once: true })
  try {
    const { from } = options
    const head = from && from.seq > feed.seq ? await log.head(chatId) : feed.seq
    if (!from || !(await isHonest(deps, from, head, feed.open))) yield resetFrame(chatId, reader)
    while (!left) {
      if (feed.ended) return yield goneFrame
      if (feed.failure) throw feed.failure
      if (index === null || index < feed.first) {
        const mark = feed.next
        const known = feed.seq
        const batch = await log.read(chatId, { after: reader.seq, limit: batchSize, run: run ?? undefined })
        const frames = batch.flatMap(({ seq, event }) => reader.stored(seq, event) ?? [])
        if (frames.length > 0) yield Buffer.concat(frames)
        if (reader.ended) return
        if (batch.length === batchSize) continue
        reader.pass(known)
        index = mark
        joining = true
      }
      news = false
      let ready: Buffer | null = null
      for (let entry = feed.entry(index); entry && !reader.ended; entry = feed.entry(++index))
        ready = joined(ready, reader.entry(entry))
      if (joining && !reader.ended && feed.seq >= reader.seq) {
        joining = false
        const growing = feed.growing()
        if (growing && (run === null || growing.event.run_id === run))
          ready = joined(ready, reader.growing(growing.event, growing.at))
      }
      if (ready) yield ready
      if (reader.ended) return
      if (!news) await new Promise<void>(sleep)
    }
  } finally {
    part()
    signal.removeEventListener('abort', leave)
    await place.leave()
  }
}

/** Nearly always one of them is null, and the shared bytes go on as they are. */
const joined = (one: Buffer | null, other: Buffer | null): Buffer | null =>
  one && other ? Buffer.concat([one, other]) : (one ?? other)

/** Whether a cursor can be honoured: not behind the end, and not deeper in its block than the block is long. */
async function isHonest(
  { log, chatId }: Stored,
  from: Position,
  head: number,
  open: { id: string; chars: number } | null,
): Promise<boolean> {
  if (from.seq > head) return false
  if (from.block === null) return true
  if (open?.id === from.block) return from.chars <= open.chars
  for (let after = from.seq; ; ) {
    const batch = await log.read(chatId, { after, limit: batchSize })
    for (const { seq, event } of batch) {
      after = seq
      if ((event.type === 'text' || event.type === 'thinking') && event.block === from.block)
        return event.replace === true || from.chars <= (event.content ?? '').length
    }
    if (batch.length < batchSize) return false // the hub died before the block was kept
  }
}

function resetFrame(chatId: string, reader: Reader): Buffer {
  reader.restart()
  const reset: ChatEvent = {
    type: 'reset',
    reason: 'unknown_cursor',
    transcript: `/api/chat/${chatId}/transcript`,
  }
  return encodeFrame(reset, null)
}

const gone: ChatEvent = { type: 'stream_end', code: 'not_found', message: 'The chat was deleted' }
const goneFrame = encodeFrame(gone, null)

type Reader = ReturnType<typeof createReader>

/** What one reader has, and the frames that it lacks. */
function createReader({ from, mode, run, untilRun }: ViewOptions) {
  let seq = from?.seq ?? 0
  /** Its place in a block that has no stored event yet. */
  let open = from?.block ? { id: from.block, chars: from.chars } : null
  let ended = false

  const sentOf = (event: LogEvent): number =>
    (event.type === 'text' || event.type === 'thinking') && open?.id === event.block ? open.chars : 0
  const here = (): Position => ({ seq, block: open?.id ?? null, chars: open?.chars ?? 0 })
  const sameAs = (at: Position): boolean =>
    at.seq === seq && at.block === (open?.id ?? null) && (open === null || at.chars === open.chars)

  function stored(number: number, event: LogEvent, shared?: Entry): Buffer | null {
    if (number <= seq) return null
    const sent = sentOf(event)
    seq = number
    if ((event.type === 'text' || event.type === 'thinking') && open?.id === event.block) open = null
    if (run !== null && event.run_id !== run) return null
    if (isOutcome(event) && event.run_id === untilRun) ended = true
    if (shared && sent === shared.from && sameAs(shared.at)) return shared.bytes(mode)
    const shown = present(event, mode, sent)
    return shown && encodeFrame(shown, here())
  }

  function growing(event: LogEvent, at: Position, shared?: Entry): Buffer | null {
    const sent = sentOf(event)
    if (at.seq < seq || at.block === null || at.chars <= sent) return null
    open = { id: at.block, chars: at.chars }
    if (shared && sent === shared.from && sameAs(shared.at)) return shared.bytes(mode)
    const shown = present(event, mode, sent)
    return shown && encodeFrame(shown, here())
  }

  return {
    get seq() {
      return seq
    },
    get ended() {
      return ended
    },
    stored,
    growing,
    entry(entry: Entry): Buffer | null {
      if (run !== null && entry.event.run_id !== run && entry.growing) return null
      return entry.growing ? growing(entry.event, entry.at, entry) : stored(entry.at.seq, entry.event, entry)
    },
    /** Nothing of interest lies up to this number. */
    pass(number: number) {
      seq = Math.max(seq, number)
    },
    restart() {
      seq = 0
      open = null
    },
  }
}

// Owns what the viewers of one chat share: each event and each piece of growing text is read and encoded once for all.
import { type LogEvent, limits } from '@atrium/schema'
import type { Bus } from '../../../core/bus.ts'
import type { EventLog } from '../../../core/event-log.ts'
import type { Position } from './cursor.ts'
import { encodeFrame, present, type StreamMode } from './frames.ts'
import { type Growth, topics } from './topics.ts'

/** One thing that was shown: a stored event, or more of a growing block. */
export type Entry = {
  /** Where a reader stands behind it. */
  at: Position
  /** For growing text: the block so far. */
  event: LogEvent
  growing: boolean
  /** For text: how much of its block a reader must have to take the shared bytes. */
  from: number
  /** Null when such a reader lacks nothing. */
  bytes(mode: StreamMode): Buffer | null
  /** How many bytes were made so far. */
  madeBytes(): number
}

type Block = { id: string; runId: string; kind: 'text' | 'thinking'; content: string; fresh: string }

/** How far a reader may lag; then it goes back to the log. */
const maxEntries = 512
const maxBytes = limits.sseUnsentBytes

export type Feed = Awaited<ReturnType<typeof openFeed>>

export async function openFeed(deps: { log: EventLog; bus: Bus }, chatId: string) {
  const { log, bus } = deps
  const stop = new AbortController()
  const readers = new Set<() => void>()
  const entries: Entry[] = []
  let first = 0
  let seq = await log.head(chatId)
  let block: Block | null = null
  let finished: string | null = null
  let held: Growth[] = []
  let scheduled = false
  let ended = false

  const wakeAll = () => {
    for (const wake of readers) wake()
  }

  function push(entry: Omit<Entry, 'bytes' | 'madeBytes'>): void {
    let kept = entries.reduce((sum, one) => sum + one.madeBytes(), 0)
    while (entries.length >= maxEntries || kept > maxBytes) {
      kept -= entries.shift()?.madeBytes() ?? 0
      first += 1
    }
    entries.push({ ...entry, ...sharedBytes(entry) })
  }

  const shownOf = (of: Block): number => of.content.length - of.fresh.length
  const asEvent = (of: Block, delta: string): LogEvent => ({
    type: of.kind,
    run_id: of.runId,
    block: of.id,
    content: of.content,
    delta,
  })

  /** Growing text that came in one turn of the event loop travels together. */
  function showGrowth(): void {
    scheduled = false
    if (!block || block.fresh === '') return
    const from = shownOf(block)
    const event = asEvent(block, block.fresh)
    block.fresh = ''
    push({ at: { seq, block: block.id, chars: block.content.length }, event, growing: true, from })
  }

  function grow(growth: Growth): void {
    if (growth.seq > seq) {
      held.push(growth)
      return
    }
    if (growth.block === finished) return
    if (block?.id !== growth.block) {
      if (growth.from > 0) return void askForBlock()
      block = { id: growth.block, runId: growth.runId, kind: growth.kind, content: '', fresh: '' }
    }
    const known = block.content.length - growth.from
    if (known < 0) return void askForBlock()
    const added = growth.delta.slice(known)
    block.content += added
    block.fresh += added
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      showGrowth()
      wakeAll()
    })
  }

  /** What began to grow before this feed listened. Nobody answers when nothing grows. */
  async function askForBlock(): Promise<void> {
    const whole = await bus.request(topics.block(chatId), null).catch(() => null)
    if (whole) grow(whole)
  }

  function show(number: number, event: LogEvent): void {
    showGrowth()
    seq = number
    let from = 0
    if (event.type === 'text' || event.type === 'thinking') {
      finished = event.block
      if (block?.id === event.block) {
        from = block.content.length
        block = null
      }
    }
    const at = { seq, block: block?.id ?? null, chars: block?.content.length ?? 0 }
    push({ at, event, growing: false, from })
  }

  async function run(): Promise<void> {
    for await (const batch of log.follow(chatId, seq, stop.signal)) {
      for (const stored of batch) {
        show(stored.seq, stored.event)
        const due = held
        held = []
        due.forEach(grow) // those that are still too early are held again
      }
      wakeAll()
    }
  }

  const leave = bus.subscribe(topics.growth(chatId), grow)
  let failure: unknown = null
  const following = run().catch((error: unknown) => {
    failure = error
    wakeAll()
  })
  await askForBlock()

  return {
    /** Last stored event that was shown. */
    get seq() {
      return seq
    },
    /** Number of the entry that comes next. */
    get next() {
      return first + entries.length
    },
    get first() {
      return first
    },
    entry: (index: number): Entry | undefined => entries[index - first],
    /** The block that grows now and how long it is, shown or not. */
    get open() {
      return block && { id: block.id, chars: block.content.length }
    },
    /** The block that grows now, as far as it was shown. */
    growing(): { event: LogEvent; at: Position } | null {
      if (!block) return null
      const content = block.content.slice(0, shownOf(block))
      if (content === '') return null
      const event = asEvent({ ...block, content }, content)
      return { event, at: { seq, block: block.id, chars: content.length } }
    },
    /** Calls `wake` at every news until the returned function is called. */
    join(wake: () => void): () => void {
      readers.add(wake)
      return () => void readers.delete(wake)
    },
    /** Why nothing comes any more: the log could not be read. */
    get failure() {
      return failure
    },
    /** The chat is gone. */
    get ended() {
      return ended
    },
    end(): void {
      ended = true
      wakeAll()
    },
    /** Ends the following; readers are woken a last time. */
    async close(): Promise<void> {
      leave()
      stop.abort()
      await following
      wakeAll()
    },
  }
}

/** Bytes that all readers in step share, made when the first one wants them. */
function sharedBytes(
  entry: Pick<Entry, 'event' | 'at' | 'growing' | 'from'>,
): Pick<Entry, 'bytes' | 'madeBytes'> {
  const made: Partial<Record<StreamMode, Buffer | null>> = {}
  const bytes: Entry['bytes'] = (mode) => {
    const known = made[mode]
    if (known !== undefined) return known
    // Growing text has its delta ready; cutting it out of the block would copy the whole block each time.
    const event = entry.growing ? entry.event : present(entry.event, mode, entry.from)
    const shown = event && entry.growing && mode === 'delta' ? withoutContent(event) : event
    return (made[mode] = shown && encodeFrame(shown, entry.at))
  }
  return { bytes, madeBytes: () => (made.full?.length ?? 0) + (made.delta?.length ?? 0) }
}

function withoutContent(event: LogEvent): LogEvent {
  if (event.type !== 'text' && event.type !== 'thinking') return event
  const { content: _, ...rest } = event
  return rest
}

import type { Log } from '../log.ts'
import type { Memory } from '../platform.ts'
import { createWatermark } from '../watermark.ts'
import type { Session } from './gateway.ts'

/** How often what was read is noted, at most. */
const saveMs = 2_000
/** Direct conversations that are remembered, newest last: what the note has room for. */
const placesAtMost = 2_500

type Noted = { session: Session | null; seen: string }

/**
 * How far a bot has read, kept in the hub: the session of the gateway with its last event, the last message (ids of
 * Discord grow with time), and the direct conversations, which Discord does not list. Never ahead of what the hub has
 * stored, so after a crash things may come twice, and the hub takes them once.
 */
export async function recallCursor(memory: Memory, log: Log, signal: AbortSignal) {
  const noted = readNote(await memory.recall('cursor', signal))
  const direct = new Set(readPlaces(await memory.recall('places', signal)))
  const seen = createWatermark(BigInt(noted?.seen ?? 0))
  let session = noted?.session ?? null
  let sequence = createWatermark(BigInt(session?.sequence ?? 0))
  let placesChanged = false
  let cursorChanged = false
  let saving: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  async function save(): Promise<void> {
    try {
      if (placesChanged) {
        placesChanged = false
        await memory.remember('places', JSON.stringify([...direct].slice(-placesAtMost)), signal)
      }
      cursorChanged = false
      await memory.remember('cursor', JSON.stringify(current()), signal)
    } catch (error) {
      if (!signal.aborted) log.warn({ error }, 'How far Discord was read could not be noted')
    }
  }

  const current = (): Noted => ({
    session: session && { ...session, sequence: Number(sequence.reached()) },
    seen: String(seen.reached()),
  })

  function changed(): void {
    cursorChanged = true
    timer ??= setTimeout(() => {
      timer = undefined
      saving = save()
    }, saveMs)
  }

  return {
    /** Of the process before this one; null when nothing was noted yet. */
    session,
    /** The last message that is known to be stored; 0 before the first start. */
    seen: (): bigint => seen.reached(),
    direct: (): string[] => [...direct],
    waiting: (): number => seen.open(),
    /** What a new session tells begins again at its own first event. */
    begin(next: Session): void {
      session = next
      sequence = createWatermark(BigInt(next.sequence))
      changed()
    },
    /** An event of the session; call what it gives when it is dealt with. */
    event(number: number): () => void {
      const done = sequence.begin(BigInt(number))
      return () => {
        done()
        changed()
      }
    },
    /** A message, or a moment from which on nothing was read yet. */
    message(id: bigint): () => void {
      const done = seen.begin(id)
      return () => {
        done()
        changed()
      }
    },
    known(channelId: string): void {
      if (direct.has(channelId)) return
      direct.add(channelId)
      placesChanged = true
      changed()
    },
    /** Writes down the last of it. */
    async close(): Promise<void> {
      clearTimeout(timer)
      await saving
      if (cursorChanged) await save()
    },
  }
}

export type Cursor = Awaited<ReturnType<typeof recallCursor>>

function readNote(text: string | null): Noted | null {
  try {
    const note: unknown = JSON.parse(text ?? 'null')
    if (typeof note !== 'object' || note === null || !('seen' in note) || !/^\d+$/.test(String(note.seen)))
      return null
    return note as Noted // we wrote it
  } catch {
    return null
  }
}

function readPlaces(text: string | null): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

import type { Database } from '@atrium/db'
import type { LogEvent, StoredEvent } from '@atrium/schema'
import type { Kysely, Transaction } from 'kysely'
import type { Bus, Topic } from './bus.ts'
import { nowIso } from './clock.ts'
import { notFound } from './errors.ts'

export type Also = {
  before?(trx: Transaction<Database>): Promise<void>
  after?(trx: Transaction<Database>, stored: StoredEvent[]): Promise<void>
}

/**
 * Append-only logs, one a chat, numbered 1, 2, 3 … without gaps. What `append` has acknowledged is durable; a follower
 * gets every event once and in order, wherever the writer runs.
 */
export type EventLog = {
  /**
   * Appends all or none, in one transaction with what else must be true at once: `before` may create the chat,
   * `after` knows the numbers.
   * @throws AppError not_found when there is no such log
   */
  append(id: string, events: readonly LogEvent[], also?: Also): Promise<StoredEvent[]>
  /** Events after a number, oldest first; `run` leaves only those of one run. */
  read(
    id: string,
    options: { after: number; limit: number; run?: string | undefined },
  ): Promise<StoredEvent[]>
  /** Number of the last event; 0 when there is none. */
  head(id: string): Promise<number>
  /** Everything after a number as it comes, in batches, until the signal ends. Never misses, never doubles. */
  follow(id: string, after: number, signal: AbortSignal): AsyncGenerator<StoredEvent[]>
}

const appended = (id: string): Topic<number> => `log.${id}`

/** Who follows a log hears of events that something else has written, in a transaction of its own. */
export const announceAppended = (bus: Bus, id: string, seq: number): void => bus.publish(appended(id), seq)

const batchSize = 500

/** A row that cannot be read costs only itself: a warning stands in its place. */
export function toStored(row: { seq: number; at: string; runId: string; data: string }): StoredEvent {
  const { seq, at, runId, data } = row
  try {
    return { seq, at, event: JSON.parse(data) as LogEvent } // only `append` writes this column
  } catch {
    const message = `Event ${seq} of this chat cannot be read; the others are unharmed.`
    const title = 'A damaged record'
    return { seq, at, event: { type: 'warning', run_id: runId, code: 'record_damaged', title, message } }
  }
}

/** The form on the database: both engines, one row an event. */
export function createEventLog(db: Kysely<Database>, bus: Bus): EventLog {
  const log: EventLog = {
    async append(id, events, also) {
      const stored = await db.transaction().execute(async (trx) => {
        await also?.before?.(trx)
        if (events.length === 0) {
          await also?.after?.(trx, [])
          return []
        }
        // Takes the row's lock: writers of one log come one after another, and readers see no gap.
        const chat = await trx
          .updateTable('chat')
          .set((eb) => ({ nextSeq: eb('nextSeq', '+', events.length) }))
          .where('id', '=', id)
          .returning('nextSeq')
          .executeTakeFirst()
        if (!chat) throw notFound('Session', id)
        const at = nowIso()
        const first = chat.nextSeq - events.length
        const rows = events.map((event, index) => ({ seq: first + index, at, event }))
        await trx
          .insertInto('chatEvent')
          .values(
            rows.map(({ seq, event }) => ({
              chatId: id,
              seq,
              runId: event.run_id,
              type: event.type,
              data: JSON.stringify(event),
              at,
            })),
          )
          .execute()
        await also?.after?.(trx, rows)
        return rows
      })
      const last = stored.at(-1)
      if (last) bus.publish(appended(id), last.seq)
      return stored
    },

    async read(id, { after, limit, run }) {
      let query = db
        .selectFrom('chatEvent')
        .select(['seq', 'at', 'runId', 'data'])
        .where('chatId', '=', id)
        .where('seq', '>', after)
      if (run !== undefined) query = query.where('runId', '=', run)
      const rows = await query.orderBy('seq').limit(limit).execute()
      return rows.map(toStored)
    },

    async head(id) {
      const row = await db.selectFrom('chat').select('nextSeq').where('id', '=', id).executeTakeFirst()
      return row ? row.nextSeq - 1 : 0
    },

    async *follow(id, after, signal) {
      let wake = () => {}
      let news = true
      const hear = () => {
        news = true
        wake()
      }
      const leave = bus.subscribe(appended(id), hear) // before the first read, so that nothing falls between
      signal.addEventListener('abort', hear, { once: true })
      try {
        let at = after
        while (!signal.aborted) {
          if (!news) await new Promise<void>((resolve) => (wake = resolve))
          news = false
          for (let full = true; full && !signal.aborted; ) {
            const batch = await log.read(id, { after: at, limit: batchSize })
            at = batch.at(-1)?.seq ?? at
            full = batch.length === batchSize
            if (batch.length > 0) yield batch
          }
        }
      } finally {
        leave()
        signal.removeEventListener('abort', hear)
      }
    },
  }
  return log
}

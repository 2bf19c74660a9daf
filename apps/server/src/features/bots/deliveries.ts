// Owns what must go out to messengers: kept until the program that carries it says that it is done, or a day has gone by.
import { randomBytes } from 'node:crypto'
import {
  type BotDeliveries,
  type BotDeliveriesQuery,
  type BotDelivery,
  type BotDeliveryUpdate,
  type BotOpenDelivery,
  type BotPlatform,
  limits,
} from '@atrium/schema'
import type { z } from 'zod'
import type { Audit } from '../../core/audit.ts'
import type { Bus, Topic } from '../../core/bus.ts'
import { nowIso, sleep } from '../../core/clock.ts'
import { notFound } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { BotsStore, DeliveryRow, Place, Writer } from './store.ts'

export type Deliveries = ReturnType<typeof createDeliveries>
/** What a delivery begins with. */
export type Outgoing = { place: Place; replyTo: string | null } & (
  | { kind: 'say'; text: string }
  | { kind: 'answer'; sessionId: string; runId: string }
)

const opened: Topic<{ platform: string }> = 'bots.deliveries'
const signs = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Short enough that a part's number still fits into a nonce. */
const newId = (): string => Array.from(randomBytes(20), (byte) => signs[byte % signs.length]).join('')

export function createDeliveries(deps: {
  store: BotsStore
  bus: Bus
  audit: Pick<Audit, 'append'>
  /** What a run has asked so far and nobody has answered. */
  asking(sessionId: string, runId: string): Promise<string[]>
  /** Tells the hooks of the person. */
  fire(event: 'bot.message.sent', facts: Record<string, unknown>): void
  log: Log
}) {
  const { store, bus } = deps
  const closing = new AbortController()

  /** Resolves when there may be news for this platform, or at the end. */
  async function news(platform: string, waitMs: number, signal: AbortSignal): Promise<void> {
    const heard = new AbortController()
    const stop = bus.subscribe(opened, (one) => one.platform === platform && heard.abort())
    try {
      await sleep(waitMs, AbortSignal.any([heard.signal, signal, closing.signal])).catch(() => undefined)
    } finally {
      stop()
    }
  }

  async function toOpen(row: DeliveryRow): Promise<BotOpenDelivery> {
    const { sessionId, runId } = row
    const asking = sessionId !== null && runId !== null ? await deps.asking(sessionId, runId) : []
    return { ...toDelivery(row), asking }
  }

  async function given(rows: readonly { id: string; platform: string }[], reason: string): Promise<void> {
    for (const { id, platform } of rows)
      await deps.audit.append('bots.delivery.dropped', null, { id, platform, reason })
    if (rows.length > 0) deps.log.warn({ feature: 'bots', count: rows.length, reason }, 'not delivered')
  }

  return {
    /** In the writer's transaction; `announce` behind its commit. */
    async begin({ trx, next }: Writer, outgoing: Outgoing): Promise<BotDelivery> {
      const { place, replyTo, kind } = outgoing
      const row: DeliveryRow = {
        id: newId(),
        seq: await next(),
        platform: place.platform,
        kind,
        chatId: place.chatId,
        threadId: place.threadId,
        replyTo,
        text: kind === 'say' ? outgoing.text : null,
        sessionId: kind === 'answer' ? outgoing.sessionId : null,
        runId: kind === 'answer' ? outgoing.runId : null,
        state: 'open',
        messages: '[]',
        error: null,
        createdAt: nowIso(),
        endedAt: null,
      }
      await store.deliveries.insert(trx, row)
      return toDelivery(row)
    },
    announce: (platform: BotPlatform): void => bus.publish(opened, { platform }),

    async open(
      { platform, after, wait_ms, limit }: z.infer<typeof BotDeliveriesQuery>,
      signal: AbortSignal,
    ): Promise<z.infer<typeof BotDeliveries>> {
      const until = performance.now() + wait_ms
      for (;;) {
        // Listens first: what is opened between the look and the wait is not missed.
        const waiting = new AbortController()
        const heard = news(
          platform,
          Math.max(0, until - performance.now()),
          AbortSignal.any([signal, waiting.signal]),
        )
        const rows = await store.deliveries.open(platform, after, limit)
        const isOver = performance.now() >= until || signal.aborted || closing.signal.aborted
        if (rows.length > 0 || isOver) {
          waiting.abort()
          const deliveries = await Promise.all(rows.map(toOpen))
          return { deliveries, after: Number(rows.at(-1)?.seq ?? after) }
        }
        await heard
      }
    },

    /** @throws AppError not_found */
    async update({ platform, id, messages, state, error }: BotDeliveryUpdate): Promise<BotDelivery> {
      const row = await store.deliveries.find(platform, id)
      if (!row) throw notFound('Delivery', id)
      const ends = state !== undefined && row.state === 'open'
      const change: Partial<DeliveryRow> = {
        ...(messages && { messages: JSON.stringify(messages) }),
        ...(ends && { state, endedAt: nowIso(), error: error?.slice(0, 200) ?? null }),
      }
      if (Object.keys(change).length > 0) await store.deliveries.update(id, change)
      if (ends && state === 'done')
        deps.fire('bot.message.sent', {
          platform,
          chat_id: row.chatId,
          session_id: row.sessionId,
          run_id: row.runId,
        })
      if (ends && state === 'failed') await given([{ id, platform }], 'refused')
      return toDelivery({ ...row, ...change })
    },

    /** Its chat is deleted: there is nothing left to say. */
    async forgetChat(sessionId: string): Promise<void> {
      await store.deliveries.giveUp({ sessionId }, 'The chat was deleted', nowIso())
    },
    /** What waits for longer than a day is out of date. */
    async giveUpOld(now: number): Promise<void> {
      const before = new Date(now - limits.botDeliveryMs).toISOString()
      await given(await store.deliveries.giveUp({ before }, 'Nobody took it for a day', nowIso()), 'too old')
    },
    /** Whoever waits is answered now. */
    close: (): void => closing.abort(),
  }
}

function toDelivery(row: DeliveryRow): BotDelivery {
  return {
    id: row.id,
    seq: Number(row.seq),
    platform: row.platform as BotPlatform, // only `begin` writes it
    kind: row.kind,
    chat_id: row.chatId,
    thread_id: row.threadId || null,
    reply_to: row.replyTo,
    text: row.text,
    session_id: row.sessionId,
    run_id: row.runId,
    state: row.state,
    messages: readList(row.messages),
    created_at: row.createdAt,
  }
}

/** A damaged note costs the note. */
function readList(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as string[]) : [] // only `update` writes this column
  } catch {
    return []
  }
}

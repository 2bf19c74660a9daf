import { limits, type WebhookFailure, WebhookFilter } from '@atrium/schema'
import { z } from 'zod'
import type { Audit } from '../../core/audit.ts'
import { nextTurn, nowIso, sleep } from '../../core/clock.ts'
import { sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Attempt, Attempted } from './attempt.ts'
import { type Payloads, passes, type Told } from './payloads.ts'
import { pauseAfter } from './schedule.ts'
import type { DeliveryRow, EventRow, WebhookRow, WebhooksStore } from './store.ts'

const batch = 25
/** One failure after days of silence is not yet one that lasts. */
const triesThatTell = 3
/** However late the next attempt is: a clock may jump. */
const longestWaitMs = 60_000
/** When the database did not take how an attempt went, or did not give what an event is about. */
const holdMs = 5_000
/** So long an event waits for what it is about; a place on the disk may be damaged for good. */
const tellWithinMs = 3_600_000
const pruneEveryMs = 10 * 60_000

/**
 * Puts in line what was noted, and sends what is in line. Everything that must last is in the database: at a start it goes on
 * where the last process was, and an attempt that was under way is made again. Each webhook has places of its own, so that
 * one that is slow holds up nobody else.
 */
export function createDispatch(deps: {
  store: WebhooksStore
  payloads: Payloads
  attempt: Attempt
  audit: Audit
  problems: Problems
  tasks: Tasks
  log: Log
  /** Off where nothing is begun: with a copy of the data, or without any. */
  active: boolean
  pauses: readonly number[]
}) {
  const { store, payloads, problems, tasks, log } = deps
  const lock = createKeyedLock()
  const underWay = new Map<string, Set<string>>()
  let atOnce = 0
  let timer: NodeJS.Timeout | undefined
  let wakeAt = Number.POSITIVE_INFINITY
  let isClosed = false
  let state: 'idle' | 'busy' | 'again' = 'idle'

  /** What waits and what was noted is looked at soon; calls that come meanwhile make one look. */
  function poke(): void {
    if (!deps.active || isClosed || state === 'again') return
    if (state === 'busy') return void (state = 'again')
    state = 'busy'
    tasks.add('webhooks.round', async (signal) => {
      do {
        state = 'busy'
        await round(signal)
      } while ((state as string) === 'again' && !signal.aborted) // `poke` sets it meanwhile
      state = 'idle'
    })
  }

  function wakeBefore(at: number): void {
    if (isClosed || at >= wakeAt) return
    clearTimeout(timer)
    wakeAt = at
    timer = setTimeout(
      () => {
        wakeAt = Number.POSITIVE_INFINITY
        poke()
      },
      Math.min(Math.max(at - Date.now(), 0), longestWaitMs),
    )
    timer.unref()
  }

  async function round(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await enqueue())) await nextTurn()
      for (const webhook of await store.list()) if (webhook.enabled === 1) await fill(webhook.id)
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, feature: 'webhooks' }, 'looking for what waits failed')
      wakeBefore(Date.now() + holdMs)
    }
  }

  /** Puts some of what was noted in line; false when nothing is left. */
  async function enqueue(): Promise<boolean> {
    const events = await store.events(batch)
    if (events.length === 0) return false
    const webhooks = (await store.list()).filter(({ enabled }) => enabled === 1)
    const waiting = await store.waiting()
    const deliveries: DeliveryRow[] = []
    const done: EventRow[] = []
    for (const row of events) {
      const interested = webhooks.filter((webhook) => wants(webhook, row.type))
      const told = interested.length === 0 ? null : await read(row)
      if (told === 'later') continue
      done.push(row)
      if (told === null) continue
      for (const webhook of interested) {
        if (!passes(told, filterOf(webhook))) continue
        const count = waiting.get(webhook.id) ?? 0
        if (isFull(webhook, count)) continue
        waiting.set(webhook.id, count + 1)
        deliveries.push(deliveryOf(webhook, told))
      }
    }
    if (done.length < events.length) wakeBefore(Date.now() + holdMs)
    if (done.length === 0) return false
    await store.enqueue(done, deliveries)
    return events.length === batch
  }

  /** One that cannot be read costs only itself; one whose facts the database does not give now is told later. */
  async function read(row: EventRow): Promise<Told | 'later' | null> {
    try {
      return await payloads.tell(row)
    } catch (error) {
      const isDamaged = error instanceof z.ZodError || error instanceof SyntaxError
      if (!isDamaged && Date.now() - Date.parse(row.at) < tellWithinMs) return 'later'
      log.error({ err: error, feature: 'webhooks', event: row.id, type: row.type }, 'an event cannot be told')
      return null
    }
  }

  function isFull({ id, url }: WebhookRow, count: number): boolean {
    const isOver = count >= limits.webhookWaiting
    if (isOver)
      problems.report(
        'webhook_queue_full',
        `${limits.webhookWaiting} events wait for the webhook of ${hostOf(url)}; later ones are dropped`,
        id,
      )
    else problems.clear('webhook_queue_full', id)
    return isOver
  }

  /** Begins as many attempts as this webhook has places free. */
  const fill = (id: string): Promise<void> =>
    lock(id, async () => {
      const webhook = await store.find(id)
      if (webhook?.enabled !== 1) return
      const mine = underWay.get(id) ?? new Set()
      // One that fails is asked once at a time, until it takes something.
      const places = webhook.failingSince === null ? limits.webhookAttemptsAtOnceEach : 1
      if (mine.size >= places) return
      for (const delivery of await store.line(id, places + mine.size)) {
        if (mine.has(delivery.id)) continue
        const at = Date.parse(delivery.nextAttemptAt ?? '')
        if (at > Date.now()) return wakeBefore(at)
        const isRoom = mine.size < places && (atOnce < limits.webhookAttemptsAtOnce || mine.size === 0)
        if (!isRoom) return
        underWay.set(id, mine.add(delivery.id))
        atOnce++
        tasks.add('webhooks.attempt', (signal) => one(webhook, delivery, signal))
      }
    })

  async function one(webhook: WebhookRow, delivery: DeliveryRow, signal: AbortSignal): Promise<void> {
    try {
      await settle(webhook, delivery, await deps.attempt(webhook, delivery, signal))
    } catch (error) {
      if (!signal.aborted) {
        log.error({ err: error, feature: 'webhooks', delivery: delivery.id }, 'an attempt was not recorded')
        await sleep(holdMs, signal).catch(() => undefined)
      }
    }
    // Under the lock: whoever looked at the line before this was stored still sees it taken.
    await lock(webhook.id, () => {
      const mine = underWay.get(webhook.id)
      mine?.delete(delivery.id)
      if (mine?.size === 0) underWay.delete(webhook.id)
      atOnce--
      return Promise.resolve()
    })
    if (!signal.aborted) await fill(webhook.id)
  }

  /** Stores how an attempt went, and what follows from it. */
  async function settle(
    webhook: WebhookRow,
    delivery: DeliveryRow,
    { attempt, retryAfterMs }: Attempted,
  ): Promise<void> {
    const { failure, status } = attempt
    const tries = delivery.tries + 1
    const isTest = delivery.eventType === 'webhook.ping'
    const again = failure === null || failure === 'gone' || isTest
    const pause = again ? null : pauseAfter(deps.pauses, tries, retryAfterMs)
    const now = nowIso()
    const next: DeliveryRow = {
      ...delivery,
      attemptCount: attempt.number,
      tries,
      lastStatus: status,
      lastFailure: failure,
      ...(pause === null
        ? { state: failure === null ? 'delivered' : 'failed', nextAttemptAt: null, endedAt: now }
        : { state: 'waiting', nextAttemptAt: new Date(Date.now() + pause).toISOString(), endedAt: null }),
    }
    await store.record(
      next,
      delivery.nextAttemptAt,
      attempt,
      failure === null
        ? { lastSuccessAt: attempt.at }
        : { lastFailure: JSON.stringify({ at: attempt.at, reason: failure, status }) },
    )
    if (failure === null) problems.clear('webhook_secret', webhook.id)
    else await failed(webhook, failure, tries)
  }

  async function failed(webhook: WebhookRow, failure: WebhookFailure, tries: number): Promise<void> {
    const { id, url } = webhook
    const now = await store.find(id)
    // One that was rotated meanwhile is whole again.
    if (failure === 'secret' && now?.secret === webhook.secret)
      problems.report(
        'webhook_secret',
        `The secret of the webhook of ${hostOf(url)} cannot be read here; rotate it`,
        id,
      )
    const since = now?.failingSince ?? null
    const isTooLong =
      tries >= triesThatTell && since !== null && Date.now() - Date.parse(since) > limits.webhookFailingMs
    const reason = failure === 'gone' ? 'gone' : isTooLong ? 'failing' : null
    if (reason === null || !(await store.disable(id, reason))) return
    reportDisabled(problems, { id, url, disabledReason: reason })
    await deps.audit.append('webhooks.disabled', null, { id, host: hostOf(url), reason })
    log.warn({ feature: 'webhooks', event: 'disabled', id, reason }, 'a webhook was switched off')
  }

  tasks.every('webhooks.prune', pruneEveryMs, async (signal) => {
    if (!deps.active) return
    const before = new Date(Date.now() - limits.webhookDeliveryKeptMs).toISOString()
    while (!signal.aborted && (await store.pruneBefore(before)) > 0);
    for (const { id } of await store.list())
      while (!signal.aborted && (await store.pruneBeyond(id, limits.webhookDeliveriesKept)) > 0);
  })

  return {
    poke,
    settle,
    /** Begins with what the last process left. */
    async start(): Promise<void> {
      if (!deps.active) return
      await store.endTests(nowIso())
      for (const row of await store.list()) reportDisabled(problems, row)
      poke()
    },
    close(): void {
      isClosed = true
      clearTimeout(timer)
    },
  }
}

export const hostOf = (url: string): string => URL.parse(url)?.host ?? 'an address that cannot be read'

export function reportDisabled(
  problems: Problems,
  { id, url, disabledReason }: Pick<WebhookRow, 'id' | 'url' | 'disabledReason'>,
): void {
  if (disabledReason !== 'gone' && disabledReason !== 'failing') return problems.clear('webhook_disabled', id)
  const why = disabledReason === 'gone' ? 'its receiver is gone (410)' : 'it took nothing for five days'
  problems.report('webhook_disabled', `The webhook of ${hostOf(url)} was switched off: ${why}`, id)
}

const Names = z.array(z.string())

/** What cannot be read wants nothing. */
export const eventsOf = ({ events }: WebhookRow): string[] => Names.safeParse(parsed(events)).data ?? []

export const filterOf = ({ filter }: WebhookRow): WebhookFilter | null =>
  filter === null
    ? null
    : (WebhookFilter.safeParse(parsed(filter)).data ?? { chat_ids: [], project_ids: [], sessions: [] })

/** Undefined when it cannot be read. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wants(webhook: WebhookRow, type: string): boolean {
  const events = eventsOf(webhook)
  return events.includes('*') || events.includes(type)
}

function deliveryOf(webhook: WebhookRow, told: Told): DeliveryRow {
  const now = nowIso()
  return {
    id: sortableId(),
    webhookId: webhook.id,
    eventId: told.id,
    eventType: told.type,
    body: JSON.stringify(told.payload(webhook.includeContent === 1)),
    state: 'waiting',
    attemptCount: 0,
    tries: 0,
    nextAttemptAt: now,
    lastStatus: null,
    lastFailure: null,
    createdAt: now,
    endedAt: null,
  }
}

import {
  limits,
  Webhook,
  type WebhookCatalogue,
  type WebhookCreate,
  type WebhookCreated,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookDeliveryPage,
  type WebhookDeliveryQuery,
  type WebhookEvent,
  type WebhookEventType,
  type WebhookSecretRotate,
  type WebhookUpdate,
  webhookEvents,
} from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nextTurn, nowIso } from '../../core/clock.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { randomText, sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Outbound } from '../../host/outbound.ts'
import type { Seal } from '../../host/seal.ts'
import { createAttempt, fixedHeaders, secretsOf } from './attempt.ts'
import { createDispatch, eventsOf, filterOf, hostOf, parsed, reportDisabled } from './dispatch.ts'
import type { Payloads } from './payloads.ts'
import { newSecret } from './sign.ts'
import type { DeliveryRow, WebhookChange, WebhookRow, WebhooksStore } from './store.ts'
import { listen, lookAgainMs } from './told.ts'

type Caller = By & { idempotencyKey: string | null }

/** Outbound webhooks: who is told of what, and how that goes. */
export async function createWebhooks(deps: {
  store: WebhooksStore
  payloads: Payloads
  outbound: Outbound
  seal: Seal
  events: Events
  audit: Audit
  problems: Problems
  tasks: Tasks
  log: Log
  version: string
  active: boolean
  /** Between the attempts of a delivery. */
  pauses: readonly number[]
}) {
  const { store, outbound, seal, audit, problems, version } = deps
  const lock = createKeyedLock()
  const replays = createReplays<WebhookCreated>()
  const attempt = createAttempt({ outbound, seal, version })
  const dispatch = createDispatch({ ...deps, attempt })
  let heard = (await store.list()).some(({ enabled }) => enabled === 1)

  /** After every change of the list. */
  async function changed(): Promise<void> {
    heard = (await store.list()).some(({ enabled }) => enabled === 1)
    dispatch.poke()
  }

  listen({ ...deps, poke: dispatch.poke, isHeard: () => heard })
  await dispatch.start()
  deps.tasks.every('webhooks.look', lookAgainMs, () => {
    if (heard) dispatch.poke()
    return Promise.resolve()
  })

  /** @throws AppError record_damaged */
  async function shown(row: WebhookRow): Promise<Webhook> {
    const webhook = toWebhook(row, seal, (await store.waiting()).get(row.id) ?? 0)
    if (webhook) return webhook
    throw new AppError('record_damaged', `Webhook cannot be read: ${row.id}`)
  }

  /** @throws AppError invalid */
  const checked = (url: string): string => outbound.check(url).href

  async function create(by: By, input: WebhookCreate): Promise<WebhookCreated> {
    const now = nowIso()
    const id = sortableId()
    const secret = newSecret()
    const row: WebhookRow = {
      id,
      url: checked(input.url),
      description: input.description,
      events: JSON.stringify(unique(input.events)),
      filter: input.filter === null ? null : JSON.stringify(input.filter),
      includeContent: input.include_content ? 1 : 0,
      enabled: input.enabled ? 1 : 0,
      disabledReason: input.enabled ? null : 'person',
      secret: seal.close(secret, id),
      secretLast4: secret.slice(-4),
      oldSecret: null,
      oldSecretUntil: null,
      failingSince: null,
      lastSuccessAt: null,
      lastFailure: null,
      createdAt: now,
      updatedAt: now,
    }
    if (!(await store.insert(row)))
      throw new AppError('limit_reached', `There are ${limits.webhooks} webhooks already; remove one first`)
    await audit.append('webhooks.created', by, { id, host: hostOf(row.url) })
    await changed()
    return { webhook: await shown(row), secret }
  }

  return {
    catalogue(): WebhookCatalogue {
      const kinds = Object.entries(webhookEvents) as [WebhookEventType, { when: string; example: object }][]
      return {
        events: kinds.map(([type, { when, example }]) => ({ type, when, example: exampleOf(type, example) })),
      }
    },

    /** One that cannot be read is told of among the problems, and the others are there. */
    async list(): Promise<Webhook[]> {
      const waiting = await store.waiting()
      return (await store.list()).flatMap((row) => {
        const webhook = toWebhook(row, seal, waiting.get(row.id) ?? 0)
        if (webhook) return webhook
        problems.report('record_quarantined', `Webhook cannot be read: ${row.id}`, row.id)
        return []
      })
    },
    get: async (id: string): Promise<Webhook> => shown(await store.get(id)),

    /** @throws AppError invalid, limit_reached, idempotency_mismatch */
    create(by: Caller, input: WebhookCreate): Promise<WebhookCreated> {
      return replays(replayOf(by), JSON.stringify(input), () => lock('list', () => create(by, input)))
    },

    /** @throws AppError invalid, not_found */
    update: (by: By, { id, ...input }: WebhookUpdate): Promise<Webhook> =>
      lock(id, async () => {
        const before = await store.get(id)
        const { url, description, events, filter, include_content, enabled } = input
        const isSwitched = enabled !== undefined && enabled !== (before.enabled === 1)
        const change: WebhookChange = {
          updatedAt: nowIso(),
          ...(url !== undefined && { url: checked(url) }),
          ...(description !== undefined && { description }),
          ...(events !== undefined && { events: JSON.stringify(unique(events)) }),
          ...(filter !== undefined && { filter: filter === null ? null : JSON.stringify(filter) }),
          ...(include_content !== undefined && { includeContent: include_content ? 1 : 0 }),
          // Whoever switches it on gives it its whole time again.
          ...(isSwitched && {
            enabled: enabled ? 1 : 0,
            disabledReason: enabled ? null : 'person',
            ...(enabled && { failingSince: null }),
          }),
        }
        await store.update(id, change)
        const row = await store.get(id)
        reportDisabled(problems, row)
        const fields = Object.keys(input).toSorted()
        await audit.append('webhooks.changed', by, { id, host: hostOf(row.url), fields })
        await changed()
        return shown(row)
      }),

    /** With it goes what waits, and its log. @throws AppError not_found */
    async remove(by: By, id: string): Promise<void> {
      const { url } = await store.get(id)
      // Nothing more is put in line; then a few at a time, so that nobody waits for a long line to go.
      await store.update(id, { enabled: 0, disabledReason: 'person' })
      while (await store.removeSome(id)) await nextTurn()
      if (!(await store.remove(id))) throw notFound('Webhook', id)
      for (const code of ['webhook_disabled', 'webhook_queue_full', 'webhook_secret', 'record_quarantined'])
        problems.clear(code, id)
      await audit.append('webhooks.removed', by, { id, host: hostOf(url) })
      await changed()
    },

    /** @throws AppError not_found, idempotency_mismatch */
    rotate(by: Caller, input: WebhookSecretRotate): Promise<WebhookCreated> {
      const { id, keep_old_seconds: seconds } = input
      return replays(replayOf(by), JSON.stringify(input), () =>
        lock(id, async () => {
          const before = await store.get(id)
          const secret = newSecret()
          const isOldKept = seconds > 0 && seal.open(before.secret, id) !== null
          await store.update(id, {
            secret: seal.close(secret, id),
            secretLast4: secret.slice(-4),
            oldSecret: isOldKept ? before.secret : null,
            oldSecretUntil: isOldKept ? new Date(Date.now() + seconds * 1_000).toISOString() : null,
            updatedAt: nowIso(),
          })
          problems.clear('webhook_secret', id)
          await audit.append('webhooks.secret.rotated', by, { id, host: hostOf(before.url) })
          await changed()
          return { webhook: await shown(await store.get(id)), secret }
        }),
      )
    },

    /** Sends a test once, now, whether it is on or off, and says how that went. @throws AppError not_found */
    async test(id: string, signal: AbortSignal): Promise<WebhookDeliveryDetail> {
      const webhook = await store.get(id)
      const now = nowIso()
      const eventId = `evt_${randomText(32)}`
      const payload: WebhookEvent = {
        id: eventId,
        type: 'webhook.ping',
        version: 1,
        timestamp: now,
        data: { webhook_id: id },
      }
      const row: DeliveryRow = {
        id: sortableId(),
        webhookId: id,
        eventId,
        eventType: 'webhook.ping',
        body: JSON.stringify(payload),
        state: 'waiting',
        attemptCount: 0,
        tries: 0,
        nextAttemptAt: null,
        lastStatus: null,
        lastFailure: null,
        createdAt: now,
        endedAt: null,
      }
      await store.insertDelivery(row)
      try {
        await dispatch.settle(webhook, row, await attempt(webhook, row, signal))
      } catch (error) {
        await store.endTests(nowIso(), row.id)
        throw error
      }
      return this.delivery(row.id)
    },

    /** @throws AppError not_found */
    async deliveries(query: WebhookDeliveryQuery): Promise<WebhookDeliveryPage> {
      await store.get(query.id)
      const rows = await store.deliveries(query)
      const page = rows.slice(0, query.limit)
      return {
        deliveries: page.map(toDelivery),
        next_cursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
      }
    },

    /** @throws AppError not_found */
    async delivery(id: string): Promise<WebhookDeliveryDetail> {
      const row = await store.delivery(id)
      const { url } = await store.get(row.webhookId)
      const attempts = (await store.attempts(id)).map(
        ({ durationMs, signature, number, at, status, failure, answer }) => ({
          number,
          at,
          status,
          failure,
          answer,
          duration_ms: durationMs,
          headers: signature === '' ? {} : headersOf(row, at, signature),
        }),
      )
      return { ...toDelivery(row), request: { url, body: row.body }, attempts }
    },

    /** Puts it in line once more, from the beginning. @throws AppError not_found, conflict */
    async redeliver(by: By, id: string): Promise<WebhookDelivery> {
      const { webhookId } = await store.delivery(id)
      const webhook = await store.get(webhookId)
      if (webhook.enabled !== 1)
        throw conflict(`The webhook of ${hostOf(webhook.url)} is off; switch it on first`)
      await store.redeliver(id, nowIso())
      await audit.append('webhooks.redelivered', by, { id, webhook: webhookId })
      dispatch.poke()
      return toDelivery(await store.delivery(id))
    },

    close: () => dispatch.close(),
  }

  function headersOf(row: DeliveryRow, at: string, signature: string): Record<string, string> {
    return {
      ...fixedHeaders(version),
      'webhook-id': row.eventId,
      'webhook-timestamp': String(Math.floor(Date.parse(at) / 1_000)),
      'webhook-signature': signature,
    }
  }
}

const replayOf = ({ actor, idempotencyKey }: Caller): string | null =>
  idempotencyKey === null ? null : `${actor?.id} ${idempotencyKey}`

const unique = (names: readonly string[]): string[] => (names.includes('*') ? ['*'] : [...new Set(names)])

const exampleOf = (type: WebhookEventType, data: object): WebhookEvent =>
  webhookEvents[type].payload.parse({
    id: 'evt_5f3c1c7e0a9b4d2f8e6a7b1c2d3e4f50',
    type,
    version: 1,
    timestamp: '2026-11-21T18:04:11.120Z',
    data,
  })

/** Null when it cannot be read. */
function toWebhook(row: WebhookRow, seal: Seal, waiting: number): Webhook | null {
  const now = nowIso()
  const webhook = {
    id: row.id,
    url: row.url,
    description: row.description,
    events: eventsOf(row),
    filter: filterOf(row),
    include_content: row.includeContent === 1,
    enabled: row.enabled === 1,
    disabled_reason: row.disabledReason,
    failing_since: row.failingSince,
    secret: { set: secretsOf(row, seal, now).length > 0, last4: row.secretLast4 },
    old_secret_until: row.oldSecretUntil !== null && row.oldSecretUntil > now ? row.oldSecretUntil : null,
    waiting,
    last_success_at: row.lastSuccessAt,
    last_failure: row.lastFailure === null ? null : parsed(row.lastFailure),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  }
  return Webhook.safeParse(webhook).data ?? null
}

const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  webhook_id: row.webhookId,
  event_id: row.eventId,
  event_type: row.eventType as WebhookEventType, // only names that passed the schema are stored
  state: row.state,
  attempt_count: row.attemptCount,
  last_status: row.lastStatus,
  last_failure: row.lastFailure,
  next_attempt_at: row.nextAttemptAt,
  created_at: row.createdAt,
  ended_at: row.endedAt,
})

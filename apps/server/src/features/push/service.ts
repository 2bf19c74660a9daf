import { createHash } from 'node:crypto'
import {
  limits,
  type PushDevice,
  type PushDeviceUpdate,
  type PushMessage,
  type PushSubscribe,
  type PushTested,
  QuietHours,
  type Scope,
} from '@atrium/schema'
import type { Actor, By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nextTurn, nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import { hasScope } from '../../core/scopes.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Outbound } from '../../host/outbound.ts'
import type { PushManner } from '../../host/web-push.ts'
import type { Deliver } from './deliver.ts'
import type { Presence } from './presence.ts'
import { isQuiet } from './quiet.ts'
import type { PushRow, PushStore } from './store.ts'

/** A request that waits for a decision, as push needs it. */
export type Waiting = {
  id: string
  kind: 'terminal' | 'chat'
  /** Session or chat that asks. */
  name: string
  tool: string
  /** What it wants, short. */
  preview: string
  /** Answers it once without a sign-in; null when there is none. */
  code: string | null
}

const manners = {
  attention: { ttlSeconds: 60, urgency: 'normal' },
  approval: { ttlSeconds: 120, urgency: 'high' },
  test: { ttlSeconds: 60, urgency: 'high' },
} as const satisfies Record<PushMessage['type'], PushManner>

const sentences: Record<string, string> = {
  idle: 'Came to rest',
  waiting: 'Waits for you',
  working: 'Wants attention',
  unknown: 'Wants attention',
}

/** A later message about the same thing takes the place of the one before, on the way and on the screen. */
const topicOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32)

export function createPush(deps: {
  store: PushStore
  publicKey: string
  outbound: Outbound
  deliver: Deliver
  presence: Presence
  events: Events
  tasks: Tasks
  audit: Audit
  log: Log
  prefix: string
  /** What devices of this caller are kept under: the key, or this owner token. */
  credentialOf: (actor: Actor) => string
  /** What that credential may still do; null when it is gone. */
  scopesOf: (credentialId: string) => Promise<readonly Scope[] | null>
  /** Whether somebody sits at the session by another way than through the hub. */
  isAttendedElsewhere: (session: string) => boolean
  now?: () => Date
}) {
  const { store, deliver, presence, events, tasks, log, now = () => new Date() } = deps
  const lock = createKeyedLock()
  /** Requests whose messages are on their way; an answer ends them. */
  const open = new Map<string, AbortController>()
  let waiting = 0

  events.on('sessions.attention.raised', ({ name, activity }) => {
    if (!deps.isAttendedElsewhere(name)) tasks.add('push.attention', (end) => attention(name, activity, end))
  })
  events.on('chat.request.opened', ({ chatId, ...request }) =>
    ask({ ...request, name: chatId, kind: 'chat' }),
  )
  events.on('chat.request.resolved', ({ id }) => withdraw(id))
  events.on('approvals.request.opened', ({ session, ...request }) =>
    ask({ ...request, name: session, kind: 'terminal' }),
  )
  events.on('approvals.request.resolved', ({ id }) => withdraw(id))
  events.on('sessions.session.renamed', ({ from, to }) => presence.rename(from, to))

  /** Name as people say it. */
  const short = (name: string): string =>
    deps.prefix !== '' && name.startsWith(deps.prefix) ? name.slice(deps.prefix.length) : name

  const isBroken = (row: PushRow): boolean => row.failures >= limits.pushFailures

  /** Devices that may hear of this; those whose credential is gone go with it. */
  async function audience(scope: Scope): Promise<PushRow[]> {
    await nextTurn() // whoever looks at the hub hears first
    const allowed = new Map<string, readonly Scope[] | null>()
    const found: PushRow[] = []
    for (const row of await store.all()) {
      if (!allowed.has(row.credentialId)) allowed.set(row.credentialId, await deps.scopesOf(row.credentialId))
      const scopes = allowed.get(row.credentialId) ?? null
      const isOver = row.expiresAt !== null && row.expiresAt <= now().toISOString()
      if (scopes === null || isOver) await store.removeDead(row)
      else if (hasScope({ scopes }, scope) && !isBroken(row)) found.push(row)
    }
    return found
  }

  async function attention(name: string, activity: string, end: AbortSignal): Promise<void> {
    const rows = (await audience('terminal')).filter(
      (row) => !presence.isLooking(row, name) && !isSilent(row, false),
    )
    const message: PushMessage = {
      type: 'attention',
      title: short(name),
      body: sentences[activity] ?? 'Wants attention',
      name,
      activity,
    }
    await sendAll(rows, () => message, { ...manners.attention, topic: topicOf(`session ${name}`) }, end)
  }

  function isSilent(row: PushRow, isApproval: boolean): boolean {
    const hours = quietHoursOf(row)
    return hours !== null && !(isApproval && hours.approvals) && isQuiet(hours, now())
  }

  async function sendAll(
    rows: PushRow[],
    messageFor: (row: PushRow) => PushMessage,
    manner: PushManner,
    end: AbortSignal,
  ): Promise<void> {
    const one = async (row: PushRow): Promise<void> => {
      if (waiting >= limits.pushesWaiting) {
        log.warn({ feature: 'push' }, 'too many messages wait; one was dropped')
        return
      }
      waiting++
      try {
        const { reason } = await deliver(row, messageFor(row), manner, { signal: end, again: true })
        if (reason !== null) log.warn({ feature: 'push', device: row.id, reason }, 'push failed')
      } catch (error) {
        if (!end.aborted) throw error
      } finally {
        waiting--
      }
    }
    const sent: Promise<void>[] = []
    for (const row of rows) {
      await nextTurn() // each is encrypted and signed here: nobody else waits for all of them
      if (end.aborted) break
      const sending = one(row)
      sending.catch(() => undefined) // it is looked at when all have begun
      sent.push(sending)
    }
    const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  /** Something waits for a decision: told wherever people look, unless the device is to be silent. */
  function ask(request: Waiting): void {
    const { id, kind, name, tool, preview, code } = request
    const end = new AbortController()
    open.set(id, end)
    tasks.add('push.approval', async (stop) => {
      const scope = kind === 'terminal' ? 'terminal' : 'chat'
      const rows = (await audience(scope)).filter((row) => !isSilent(row, true))
      const signal = AbortSignal.any([end.signal, stop])
      const messageFor = (row: PushRow): PushMessage => ({
        type: 'approval',
        title: kind === 'terminal' ? short(name) : 'Chat',
        body: row.showText === 1 ? `${tool}: ${preview}` : tool,
        name,
        kind,
        tool,
        whole: row.showText === 1 && !preview.endsWith('…'),
        approvalId: id,
        otp: code,
      })
      await sendAll(
        rows,
        messageFor,
        { ...manners.approval, topic: topicOf(`approval ${id}`) },
        signal,
      ).finally(() => open.get(id) === end && open.delete(id))
    })
  }

  /** It was answered, or waits no more: what is not sent yet is not sent. */
  function withdraw(id: string): void {
    open.get(id)?.abort()
    open.delete(id)
  }

  async function ownRow(actor: Actor, id: string): Promise<PushRow> {
    const row = await store.find(id)
    if (!row || row.credentialId !== deps.credentialOf(actor)) throw notFound('Device', id)
    return row
  }

  return {
    publicKey: (): string => deps.publicKey,
    presence,

    /** Where this caller's person looks. */
    look(connection: object, actor: Actor, frame: Parameters<Presence['report']>[2]): void {
      presence.report(connection, deps.credentialOf(actor), frame)
    },
    whereLooking: (actor: Actor) => presence.list(deps.credentialOf(actor)),

    /** @throws AppError invalid, limit_reached, scope_missing */
    async subscribe(by: By & { actor: Actor }, input: PushSubscribe): Promise<string> {
      const { actor } = by
      if (actor.within || !(hasScope(actor, 'terminal') || hasScope(actor, 'chat')))
        throw new AppError('scope_missing', 'This key may see nothing that a device could be told of')
      const { subscription, deviceId, label } = input
      const { keys, expirationTime } = subscription
      const { hostname, href } = deps.outbound.check(subscription.endpoint)
      const credentialId = deps.credentialOf(actor)
      const row = await lock('subscribe', () =>
        store.save({
          id: sortableId(),
          credentialId,
          deviceId,
          label: label ?? '',
          endpoint: href,
          p256dh: keys.p256dh,
          auth: keys.auth,
          expiresAt: isDate(expirationTime) ? new Date(expirationTime).toISOString() : null,
          createdAt: nowIso(),
          lastSuccessAt: null,
          failures: 0,
          lastError: null,
          showText: 0,
          quietHours: null,
        }),
      )
      if (row === null)
        throw new AppError(
          'limit_reached',
          `There are ${limits.pushSubscriptions} devices already; remove one first`,
        )
      await deps.audit.append('push.subscribed', by, { device: row.id, service: hostname })
      return row.id
    },

    async unsubscribe(by: By & { actor: Actor }, endpoint: string): Promise<boolean> {
      const href = URL.parse(endpoint)?.href ?? endpoint
      const removed = await store.removeEndpoint(deps.credentialOf(by.actor), href)
      if (removed) await deps.audit.append('push.unsubscribed', by)
      return removed
    },

    async devices(actor: Actor): Promise<PushDevice[]> {
      return (await store.of(deps.credentialOf(actor))).map(toDevice)
    },

    async update(by: By & { actor: Actor }, input: PushDeviceUpdate): Promise<PushDevice> {
      const { id } = await ownRow(by.actor, input.id)
      const { label, showText, quietHours } = input
      await store.update(id, {
        ...(label !== undefined && { label }),
        ...(showText !== undefined && { showText: showText ? 1 : 0 }),
        ...(quietHours !== undefined && {
          quietHours: quietHours === null ? null : JSON.stringify(quietHours),
        }),
      })
      await deps.audit.append('push.changed', by, { device: id })
      return toDevice(await ownRow(by.actor, id))
    },

    async remove(by: By & { actor: Actor }, id: string): Promise<void> {
      await store.remove((await ownRow(by.actor, id)).id)
      await deps.audit.append('push.unsubscribed', by, { device: id })
    },

    /** Tries every device once, one that counts as broken and quiet hours included. */
    async test(actor: Actor, deviceId: string | undefined, signal: AbortSignal): Promise<PushTested> {
      const rows = (await store.of(deps.credentialOf(actor))).filter(
        (row) => deviceId === undefined || row.deviceId === deviceId,
      )
      const message: PushMessage = {
        type: 'test',
        title: 'Atrium',
        body: 'Notifications reach this device.',
      }
      const devices = await Promise.all(
        rows.map(async (row) => ({
          deviceId: row.deviceId,
          label: row.label,
          ...(await deliver(row, message, manners.test, { signal, again: false })),
        })),
      )
      return { ok: true, sent: rows.length, ...(rows.length === 0 && { note: 'no subscriptions' }), devices }
    },
  }
}

const isDate = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Math.abs(value) <= 8.64e15

/** What cannot be read costs nothing but the silence. */
function quietHoursOf(row: PushRow): QuietHours | null {
  return row.quietHours === null ? null : (QuietHours.safeParse(parse(row.quietHours)).data ?? null)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toDevice(row: PushRow): PushDevice {
  const error = row.lastError === null ? null : parse(row.lastError)
  return {
    id: row.id,
    deviceId: row.deviceId,
    label: row.label,
    service: new URL(row.endpoint).hostname,
    createdAt: row.createdAt,
    lastSuccessAt: row.lastSuccessAt,
    failures: row.failures,
    broken: row.failures >= limits.pushFailures,
    lastError: (error as PushDevice['lastError'] | undefined) ?? null, // only `failed` of the store writes it
    showText: row.showText === 1,
    quietHours: quietHoursOf(row),
  }
}

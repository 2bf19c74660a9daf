// Owns who may speak with the bots, and how somebody is let in: asked once, decided once.
import {
  type BotInvitation,
  type BotPerson,
  type BotPlatform,
  type BotTrustLevel,
  limits,
  type PairingRequest,
} from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import { sortableId } from '../../core/ids.ts'
import type { Deliveries } from './deliveries.ts'
import { isPlatform } from './settings.ts'
import type { BotsStore, PairingRow, Place, Trx, Writer } from './store.ts'
import { spelledFor, texts } from './texts.ts'

export type Asker = {
  place: Place
  userId: string
  display: string
  kind: 'dm' | 'group'
  title: string | null
}

export type Pairing = ReturnType<typeof createPairing>

export function createPairing(deps: {
  store: BotsStore
  deliveries: Deliveries
  audit: Pick<Audit, 'append'>
  events: Events
  /** Ends what somebody who may speak no more has begun. */
  silence(platform: BotPlatform, userIds: readonly string[], by: string): Promise<void>
}) {
  const { store, deliveries, audit, events } = deps
  const changed = (): void => events.emit('bots.pairing.changed', {})

  /** The platforms' name in a path. @throws AppError bad_request */
  function platformOf(text: string): BotPlatform {
    if (isPlatform(text)) return text
    throw new AppError('bad_request', `Unknown platform: ${text}`)
  }

  /** @throws AppError not_found, conflict */
  async function decide(
    by: By,
    id: string,
    decision: Pick<PairingRow, 'status' | 'trustLevel'>,
    also: (writer: Writer, row: PairingRow) => Promise<void>,
  ): Promise<PairingRow> {
    const now = nowIso()
    const resolvedBy = by.actor?.label ?? 'owner'
    const decided = await store.write(async (writer) => {
      const row = await store.pairing.find(id, writer.trx)
      if (!row) throw notFound('Pairing request', id)
      if (!(await store.pairing.resolve(writer.trx, id, now, { ...decision, resolvedBy }))) {
        const status = row.status === 'pending' ? 'expired' : row.status
        throw conflict(`Request already ${status}`)
      }
      await also(writer, row)
      return { ...row, ...decision, resolvedAt: now, resolvedBy }
    })
    deliveries.announce(decided.platform as BotPlatform) // only `ask` writes it
    changed()
    return decided
  }

  /** A second time, while it is open or was refused lately, and where too many ask already, there is nothing to say. */
  async function mayAsk({ place, userId }: Pick<Asker, 'place' | 'userId'>, on?: Trx): Promise<boolean> {
    const at = Date.now()
    const now = new Date(at).toISOString()
    const last = await store.pairing.last(place.platform, userId, on)
    if (last?.status === 'pending' && last.expiresAt > now) return false
    const refusedAt = last?.status === 'denied' ? Date.parse(last.resolvedAt ?? last.createdAt) : 0
    if (at - refusedAt < limits.botDeniedMs) return false
    return (await store.pairing.pending(now, on)).length < limits.botPairings
  }

  const tell = (writer: Writer, row: PairingRow, text: string) =>
    deliveries.begin(writer, {
      kind: 'say',
      place: { platform: row.platform as BotPlatform, chatId: row.chatId, threadId: row.threadId },
      replyTo: null,
      text,
    })

  return {
    platformOf,
    pending: async (): Promise<PairingRequest[]> => (await store.pairing.pending(nowIso())).map(toRequest),
    count: async (): Promise<number> => (await store.pairing.pending(nowIso())).length,
    async people(): Promise<BotPerson[]> {
      return (await store.people.list()).map(({ platform, userId, display, trustLevel, since }) => ({
        platform: platform as BotPlatform, // written by the hub alone
        user_id: userId,
        display,
        trust_level: trustLevel as BotTrustLevel | null,
        since,
      }))
    },

    mayAsk,
    /** Into a group only who is let in may lead the bot; a stranger into a direct conversation, while they may ask there. */
    async mayJoin({ platform, chat_id, chat_kind, user_id }: BotInvitation): Promise<boolean> {
      if (await store.people.find(platform, user_id)) return true
      const place = { platform, chatId: chat_id, threadId: '' }
      return chat_kind === 'dm' && mayAsk({ place, userId: user_id })
    },
    /** Somebody unknown writes: true when they ask with that, and are to be told. */
    async ask({ trx }: Writer, asker: Asker): Promise<boolean> {
      const at = Date.now()
      const now = new Date(at).toISOString()
      await store.pairing.expire(trx, now)
      if (!(await mayAsk(asker, trx))) return false
      const { platform } = asker.place
      await store.pairing.insert(trx, {
        id: sortableId(),
        platform,
        userId: asker.userId,
        display: asker.display,
        chatId: asker.place.chatId,
        threadId: asker.place.threadId,
        chatKind: asker.kind,
        chatTitle: asker.title,
        status: 'pending',
        trustLevel: null,
        createdAt: now,
        expiresAt: new Date(at + limits.botPairingMs).toISOString(),
        resolvedAt: null,
        resolvedBy: null,
      })
      return true
    },
    /** Behind the commit of `ask`. */
    asked: changed,

    /** @throws AppError not_found, conflict */
    async approve(by: By, id: string, trustLevel: BotTrustLevel): Promise<PairingRequest> {
      const row = await decide(by, id, { status: 'approved', trustLevel }, async (writer, asker) => {
        const { platform, userId, display } = asker
        await store.people.save(writer.trx, { platform, userId, display, trustLevel, since: nowIso() })
        // Who is let in from a group brings the group with them.
        const place = { platform: platform as BotPlatform, chatId: asker.chatId, threadId: asker.threadId }
        const known = await store.conversations.find(place, writer.trx)
        await store.conversations.save(writer.trx, {
          ...(known ?? { ...place, kind: asker.chatKind, title: asker.chatTitle, sessionId: null }),
          activated: 1,
        })
        await tell(writer, asker, spelledFor(platform, texts.approved))
      })
      const { platform, userId } = row
      await audit.append('bots.pairing.approved', by, { id, platform, user: userId, trust: trustLevel })
      return toRequest(row)
    },
    /** @throws AppError not_found, conflict */
    async deny(by: By, id: string): Promise<void> {
      const row = await decide(by, id, { status: 'denied', trustLevel: null }, async (writer, asker) => {
        await tell(writer, asker, texts.denied)
      })
      await audit.append('bots.pairing.denied', by, { id, platform: row.platform, user: row.userId })
    },
    /** @throws AppError bad_request, not_found */
    async revoke(by: By, platformName: string, userId: string): Promise<BotPlatform> {
      const platform = platformOf(platformName)
      const removed = await store.write(({ trx }) => store.people.remove(trx, platform, userId))
      if (!removed) throw notFound('Person', userId)
      await deps.silence(platform, [userId], by.actor?.label ?? 'owner')
      await audit.append('bots.person.revoked', by, { platform, user: userId })
      changed()
      return platform
    },
    async expire(now: number): Promise<void> {
      const expired = await store.write(({ trx }) => store.pairing.expire(trx, new Date(now).toISOString()))
      if (expired > 0) changed()
      await store.pairing.prune(new Date(now - limits.botKeptMs).toISOString())
    },
  }
}

function toRequest(row: PairingRow): PairingRequest {
  return {
    id: row.id,
    platform: row.platform as BotPlatform, // only `ask` writes these
    platformUserId: row.userId,
    platformUserDisplay: row.display,
    platformChatId: row.chatId,
    platformChatKind: row.chatKind,
    platformChatTitle: row.chatTitle,
    status: row.status,
    approvedTrustLevel: row.trustLevel as BotTrustLevel | null,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    resolvedAt: row.resolvedAt,
    resolvedBy: row.resolvedBy,
  }
}

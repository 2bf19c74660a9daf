import { createHash } from 'node:crypto'
import { limits } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { randomText } from '../../core/ids.ts'

type Ticket = { actor: Actor; host: string; until: number }
export type Visit = {
  host: string
  until: number
  /** Ends with the credential it came from. */
  signal: AbortSignal
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * Who may see previews: a browser comes from the console with a ticket that is good once and for a minute, and gets a
 * cookie for that one host name. Kept in memory: after a restart the console is asked again.
 */
export function createVisits(now: () => number = Date.now) {
  const tickets = new Map<string, Ticket>()
  const visits = new Map<string, Visit>()

  function sweep<Entry extends { until: number }>(entries: Map<string, Entry>): void {
    for (const [key, { until }] of entries) if (until < now()) entries.delete(key)
    // The oldest make room.
    for (const key of entries.keys()) {
      if (entries.size < limits.previewVisits) break
      entries.delete(key)
    }
  }

  return {
    ticket(actor: Actor, host: string): string {
      sweep(tickets)
      const ticket = randomText(43)
      tickets.set(hashOf(ticket), { actor, host, until: now() + limits.previewTicketMs })
      return ticket
    },
    /** Value of the cookie; null when the ticket is wrong, used, late, of another host, or its credential is gone. */
    enter(ticket: string, host: string): string | null {
      const key = hashOf(ticket)
      const found = tickets.get(key)
      tickets.delete(key)
      if (!found || found.until < now() || found.host !== host || found.actor.revoked.aborted) return null
      sweep(visits)
      const cookie = randomText(43)
      visits.set(hashOf(cookie), { host, until: now() + limits.previewVisitMs, signal: found.actor.revoked })
      return cookie
    },
    find(cookie: string, host: string): Visit | null {
      const found = visits.get(hashOf(cookie))
      return found && found.until >= now() && found.host === host && !found.signal.aborted ? found : null
    },
  }
}

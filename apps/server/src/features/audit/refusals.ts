import type { Audit, AuditBy } from '../../core/audit.ts'

const windowMs = 60_000
const callers = 1_000

type Say = (event: string, by: AuditBy, facts: Record<string, unknown>) => void

/** Whoever is refused again and again must not fill the log: a caller has two lines a minute for each kind of refusal. */
export function createRefusals(say: Say) {
  const seen = new Map<string, { count: number; tell: () => void; timer: NodeJS.Timeout }>()

  const add: Audit['refused'] = (event, { address, ...by }, facts = {}) => {
    const who = by.actor?.id ?? address ?? 'nobody'
    const key = seen.size >= callers && !seen.has(`${event} ${who}`) ? `${event} *` : `${event} ${who}`
    const known = seen.get(key)
    if (known) {
      known.count++
      return
    }
    const told = { ...facts, ...(address !== undefined && { address }) }
    say(event, by, told)
    const entry = {
      count: 0,
      tell: () => {
        seen.delete(key)
        if (entry.count > 0) say(event, { ...by, requestId: null }, { ...told, more: entry.count })
      },
      timer: setTimeout(() => entry.tell(), windowMs),
    }
    entry.timer.unref()
    seen.set(key, entry)
  }

  return {
    add,
    close(): void {
      for (const { timer, tell } of seen.values()) {
        clearTimeout(timer)
        tell()
      }
    },
  }
}

// Owns the audit log: lines that wait are written together, one transaction after another, and nothing ever changes one.
import { type AuditEntry, type AuditPage, type AuditQuery, type AuditVerified, limits } from '@atrium/schema'
import type { Audit, AuditBy } from '../../core/audit.ts'
import { canonical } from '../../core/canonical.ts'
import { nowIso } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import type { Tasks } from '../../core/tasks.ts'
import { createRefusals } from './refusals.ts'
import type { AuditStore, Draft } from './store.ts'
import { verifyAudit } from './verify.ts'

type AuditDeps = { store: AuditStore; log: Log; problems: Problems; tasks: Tasks }
type Waiting = { draft: Draft; written: () => void }

/** Lines of one transaction. */
const together = 500
const factChars = 500

export type AuditService = ReturnType<typeof createAudit>

export function createAudit({ store, log, problems, tasks }: AuditDeps) {
  let waiting: Waiting[] = []
  let flushing: Promise<void> | null = null
  let verifying: Promise<AuditVerified> | null = null

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, together)
      waiting = waiting.slice(together)
      try {
        await store.write(batch.map(({ draft }) => draft))
        problems.clear('audit_failed')
      } catch (error) {
        problems.report(
          'audit_failed',
          'The audit log cannot be written; what happens is in the log file alone',
        )
        log.error({ err: error, feature: 'audit', lines: batch.length }, 'the audit log cannot be written')
      }
      for (const { written } of batch) written()
    }
    flushing = null
  }

  function draftOf(event: string, by: AuditBy | null, facts: Record<string, unknown> = {}): Draft {
    const { session, ...rest } = facts
    const bounded = bound(rest)
    log.info(
      {
        feature: event.split('.')[0],
        event,
        actor: by?.actor?.id ?? null,
        requestId: by?.requestId ?? null,
        ...(typeof session === 'string' && { session }),
        ...bounded,
      },
      'audit',
    )
    return {
      at: nowIso(),
      event,
      actor: by?.actor?.id ?? null,
      label: by?.actor?.label ?? null,
      session: typeof session === 'string' ? session.slice(0, factChars) : null,
      requestId: by?.requestId ?? null,
      facts: bounded,
    }
  }

  const append: Audit['append'] = (event, by, facts) => {
    const draft = draftOf(event, by, facts)
    if (waiting.length >= limits.auditWaiting) {
      problems.report(
        'audit_failed',
        'The audit log cannot be written fast enough; lines are in the log file alone',
      )
      return Promise.resolve()
    }
    return new Promise<void>((written) => {
      waiting.push({ draft, written })
      // In a turn of its own, so that what is said in the same one is written together.
      flushing ??= new Promise<void>((resolve) => setImmediate(resolve)).then(flush)
    })
  }

  const refusals = createRefusals((event, by, facts) => void append(event, by, facts))

  async function prune(): Promise<void> {
    const since = new Date(Date.now() - limits.auditKeptMs).toISOString()
    const keep = { entries: limits.auditEntries, since }
    for (let round = 0; round < 20; round++)
      if ((await store.prune(keep, (facts) => draftOf('audit.pruned', null, facts))) === 0) return
  }
  tasks.every('audit.prune', 3_600_000, prune)

  return {
    append,
    refused: refusals.add,
    /** For a line in the same transaction as what it tells of (`store.append`). */
    draft: draftOf,

    async list(query: AuditQuery): Promise<AuditPage> {
      const rows = await store.page(query)
      const last = rows.at(-1)
      return {
        entries: rows.map(({ facts, ...row }): AuditEntry => ({ ...row, facts: read(facts) })),
        next: rows.length === query.limit && last ? last.seq : null,
      }
    },
    /** One walk at a time, whoever asks. */
    verify(): Promise<AuditVerified> {
      verifying ??= verifyAudit(store).finally(() => (verifying = null))
      return verifying
    },

    async close(): Promise<void> {
      refusals.close()
      while (flushing) await flushing
    },
  }
}

/** What is told of a thing is short; a list or an object is told as its JSON. */
function bound(facts: Record<string, unknown>): Record<string, unknown> {
  const short = Object.entries(facts).map(([key, value]) => {
    if (typeof value === 'string') return [key, value.slice(0, factChars)]
    if (typeof value !== 'object' || value === null) return [key, value]
    const text = canonical(value)
    return [key, text.length <= factChars ? value : text.slice(0, factChars)]
  })
  const all: Record<string, unknown> = Object.fromEntries(short)
  return Buffer.byteLength(canonical(all)) <= limits.auditFactsBytes ? all : { cut: true }
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown> // only this feature writes the column
  } catch {
    return {}
  }
}

import type { AuditVerified } from '@atrium/schema'
import { hashOf } from './chain.ts'
import type { AuditStore } from './store.ts'

const page = 1_000

/**
 * Reads every line once and says where the chain breaks first: a line that was changed, moved or removed, at the beginning,
 * in the middle or at the end. Lines that are written meanwhile are not looked at.
 */
export async function verifyAudit(store: AuditStore): Promise<AuditVerified> {
  const result = await walk(store)
  if (!result.broken) return result
  const now = await store.ends()
  return now && now.firstSeq !== result.first ? walk(store) : result // it was tidied up in between
}

async function walk(store: AuditStore): Promise<AuditVerified> {
  const head = await store.ends()
  if (!head) {
    const stray = await store.first()
    if (!stray) return { ok: true, entries: 0, first: null, last: null, broken: null }
    return broken(0, stray.seq, stray.seq, stray.seq, 'the record of where the log begins and ends is gone')
  }
  const { firstSeq, lastSeq } = head
  let previous = head.firstPrevious
  let expected = firstSeq
  const wrong = (problem: string) => broken(expected - firstSeq, firstSeq, lastSeq, expected, problem)
  const stray = await store.first()
  if (stray && stray.seq < firstSeq)
    return broken(0, firstSeq, lastSeq, stray.seq, 'it lies before the beginning')
  while (expected <= lastSeq) {
    const rows = await store.after(expected - 1, Math.min(page, lastSeq - expected + 1))
    for (const row of rows) {
      if (row.seq !== expected) return wrong('this line is missing')
      if (hashOf(row, previous) !== row.hash)
        return wrong('this line, or the one before it, is not as it was written')
      previous = row.hash
      expected++
    }
    if (rows.length === 0) return wrong('the log ends before this line')
  }
  if (previous !== head.lastHash)
    return broken(expected - firstSeq, firstSeq, lastSeq, lastSeq, 'the end is another one')
  if (head.stored > lastSeq) return wrong('this line was added past the end')
  return {
    ok: true,
    entries: expected - firstSeq,
    first: lastSeq < firstSeq ? null : firstSeq,
    last: lastSeq < firstSeq ? null : lastSeq,
    broken: null,
  }
}

const broken = (
  entries: number,
  first: number,
  last: number,
  seq: number,
  problem: string,
): AuditVerified => ({
  ok: false,
  entries,
  first,
  last,
  broken: { seq, problem },
})

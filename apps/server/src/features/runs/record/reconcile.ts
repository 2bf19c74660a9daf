// What the last process left: runs it had begun or taken are marked as cut off, with all they had said. Nothing is run again.
import type { LogEvent } from '@atrium/schema'
import { nowIso } from '../../../core/clock.ts'
import type { EventLog } from '../../../core/event-log.ts'
import type { RunPlace, RunsStore } from '../store.ts'
import { errorOutcome } from './outcomes.ts'

type TextEvent = Extract<LogEvent, { type: 'text' | 'thinking' }>

/** Gives the chats that were changed. */
export async function reconcile(deps: { store: RunsStore; eventLog: EventLog }): Promise<string[]> {
  const runs = await deps.store.unfinished()
  for (const run of runs) await interrupt(deps, run)
  return [...new Set(runs.map(({ chatId }) => chatId))]
}

async function interrupt(
  { store, eventLog }: { store: RunsStore; eventLog: EventLog },
  run: RunPlace,
): Promise<void> {
  const { chatId } = run
  const started = run.state === 'running'
  const message = started
    ? 'The hub ended during this run. What had been said is kept.'
    : 'The hub ended before this message could be answered.'
  const block = await cutBlock(store, run)
  const events: LogEvent[] = [
    ...(block ? [block] : []),
    ...(await openRequests(store, run)),
    errorOutcome(run, 'interrupted', message),
  ]
  await eventLog.append(chatId, events, {
    async before(trx) {
      if (block) await store.removeBlock(trx, chatId, block.block)
      await store.setState(trx, run.id, 'interrupted', { endedAt: nowIso() })
      await store.updateChat(trx, chatId, { state: 'interrupted' })
    },
    async after(trx, [first]) {
      if (first?.event.type !== 'text' || !first.event.content?.trim()) return
      const text = first.event.content
      await store.addText(trx, { chatId, seq: first.seq, role: 'assistant', text, at: first.at })
    },
  })
}

/** The growing block as it was last kept; readers that hold more or less of it are told to take this one. */
async function cutBlock(store: RunsStore, run: RunPlace): Promise<TextEvent | null> {
  const block = await store.findBlock(run.chatId)
  if (block?.runId !== run.id) return null
  const { kind, content } = block
  return { type: kind, run_id: run.id, block: block.block, content, delta: content, replace: true }
}

/** No answer means no: nobody can answer these any more. */
async function openRequests(store: RunsStore, run: RunPlace): Promise<LogEvent[]> {
  const rows = await store.eventsOf(
    run.chatId,
    ['permission_request', 'user_question', 'request_resolved'],
    run.id,
  )
  const open = new Map<string, LogEvent>()
  for (const { data } of rows) {
    const event = JSON.parse(data) as LogEvent // only the log writes this column
    if (event.type === 'request_resolved') open.delete(event.request_id)
    if (event.type === 'permission_request' || event.type === 'user_question')
      open.set(event.request_id, {
        type: 'request_resolved',
        run_id: run.id,
        request_id: event.request_id,
        by: 'expired',
        ...(event.type === 'permission_request' ? { decision: 'deny' } : { answers: {} }),
      })
  }
  return [...open.values()]
}

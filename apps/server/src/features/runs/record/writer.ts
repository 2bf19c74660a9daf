// Owns the order of what one chat writes: events that are ready together share a transaction, and growing text is told
// to viewers only behind the events that came before it.
import type { LogEvent, StoredEvent } from '@atrium/schema'
import type { Also, EventLog } from '../../../core/event-log.ts'

type Step =
  | {
      kind: 'append'
      events: LogEvent[]
      also: Also
      done: (stored: StoredEvent[]) => void
      failed: (error: unknown) => void
    }
  | { kind: 'behind'; run: (seq: number) => void }

export type Writer = ReturnType<typeof createWriter>

export function createWriter(log: EventLog, chatId: string) {
  const steps: Step[] = []
  let seq = 0
  let busy = false

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    for (let step = steps.shift(); step; step = steps.shift()) {
      if (step.kind === 'behind') step.run(seq)
      else await append([step, ...takeAppends()])
    }
    busy = false
  }

  type Append = Extract<Step, { kind: 'append' }>
  function takeAppends(): Append[] {
    const taken: Append[] = []
    for (let next = steps[0]; next?.kind === 'append'; next = steps[0]) {
      taken.push(next)
      steps.shift()
    }
    return taken
  }

  async function append(batch: Append[]): Promise<void> {
    const events = batch.flatMap((step) => step.events)
    const parts = (stored: StoredEvent[]) => {
      let from = 0
      return batch.map((step) => stored.slice(from, (from += step.events.length)))
    }
    try {
      const stored = await log.append(chatId, events, {
        async before(trx) {
          for (const { also } of batch) await also.before?.(trx)
        },
        async after(trx, all) {
          for (const [index, part] of parts(all).entries()) await batch[index]?.also.after?.(trx, part)
        },
      })
      seq = stored.at(-1)?.seq ?? seq
      for (const [index, part] of parts(stored).entries()) batch[index]?.done(part)
    } catch (error) {
      for (const step of batch) step.failed(error)
    }
  }

  return {
    /** Appends in order; resolves when it is durable. */
    append(events: LogEvent[], also: Also = {}): Promise<StoredEvent[]> {
      const promise = new Promise<StoredEvent[]>((done, failed) => {
        steps.push({ kind: 'append', events, also, done, failed })
      })
      void work()
      return promise
    },
    /** Runs behind all that was appended before, with the number of the last event; at once when nothing waits. */
    behind(run: (seq: number) => void): void {
      steps.push({ kind: 'behind', run })
      void work()
    },
    /** How much waits to be written. */
    get waiting() {
      return steps.length
    },
  }
}

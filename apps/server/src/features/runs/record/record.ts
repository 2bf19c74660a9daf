// Owns what the runs of one chat leave in the database: each change of state together with the events that tell of it.
import type { RunState } from '@atrium/db'
import type { LogEvent, Outcome, PermissionMode } from '@atrium/schema'
import { nowIso, sleep } from '../../../core/clock.ts'
import { AppError } from '../../../core/errors.ts'
import type { Also, EventLog } from '../../../core/event-log.ts'
import type { LiveRun } from '../live-run.ts'
import type { RunsStore } from '../store.ts'
import { createWriter } from './writer.ts'

type Deps = {
  eventLog: EventLog
  store: RunsStore
  chatId: string
  /** The state of the chat is another one. */
  changed: () => void
  /** Nobody waits for this write, so somebody must hear of its failure. */
  failed: (error: unknown) => void
  /** The hub stops: what cannot be written now is left to the next start. */
  stopping: AbortSignal
}

const retryMs = { first: 200, most: 5_000 }

export function createRecord({ eventLog, store, chatId, changed, failed, stopping }: Deps) {
  const writer = createWriter(eventLog, chatId)

  const set = (change: Parameters<RunsStore['updateChat']>[2]): Promise<unknown> =>
    writer.append([], { before: (trx) => store.updateChat(trx, chatId, change) }).then(changed)

  /** The outcome and all that follows from it. */
  const writeEnd = (run: LiveRun, outcome: Outcome, state: RunState): Promise<unknown> =>
    writer.append([outcome], {
      async before(trx) {
        await store.setState(trx, run.id, state, { endedAt: nowIso() })
        const others = await store.countUnfinished(trx, chatId)
        const after = state === 'failed' || state === 'interrupted' ? state : 'idle'
        await store.updateChat(trx, chatId, {
          state: others > 0 ? 'queued' : after,
          lastAccessed: nowIso(),
          ...(run.model !== null && { model: run.model }),
        })
        const answers = outcome.type === 'result' && outcome.folded_into === undefined
        const count = await store.countMessages(trx, chatId, answers ? 1 : 0)
        if (outcome.type === 'result') outcome.message_count = count // the event is written behind this
      },
    })

  return {
    writer,
    write: (event: LogEvent, also: Also = {}): void => void writer.append([event], also).catch(failed),
    /** A finished block of the main agent is also what search finds. */
    text(event: LogEvent, answer: string, also: Also): void {
      const work = writer.append([event], {
        ...also,
        async after(trx, [stored]) {
          if (answer.trim() === '' || !stored) return
          const { seq, at } = stored
          await store.addText(trx, { chatId, seq, role: 'assistant', text: answer, at })
        },
      })
      work.catch(failed)
    },
    state: (state: 'working' | 'waiting'): void => void set({ state }).catch(failed),
    agentSession: (agentSessionId: string | null): Promise<unknown> => set({ agentSessionId }),
    permissionMode: (permissionMode: PermissionMode): Promise<unknown> => set({ permissionMode }),

    /** False when the run was taken out of the line meanwhile. */
    async begin(run: LiveRun): Promise<boolean> {
      let mine = false
      await writer.append([], {
        async before(trx) {
          mine = await store.leaveLine(trx, run.id, { state: 'running', startedAt: nowIso() })
          if (mine) await store.updateChat(trx, chatId, { state: 'working' })
        },
      })
      changed()
      return mine
    },
    /** Begins a run that no message asked for. */
    async beginOwn(run: LiveRun, first: LogEvent): Promise<void> {
      await writer.append([first], {
        before: (trx) => store.updateChat(trx, chatId, { state: 'working' }),
        async after(trx) {
          run.position = await store.insert(trx, run.run)
        },
      })
      changed()
    },
    /** Whoever follows the run waits for its outcome, so it is tried until it is written. */
    async end(run: LiveRun, outcome: Outcome, state: RunState): Promise<void> {
      for (let waitMs = retryMs.first; ; waitMs = Math.min(2 * waitMs, retryMs.most)) {
        try {
          await writeEnd(run, outcome, state)
          return changed()
        } catch (error) {
          failed(error)
          if (stopping.aborted || (error instanceof AppError && error.code === 'not_found')) return
        }
        await sleep(waitMs, stopping).catch(() => undefined)
      }
    },
  }
}

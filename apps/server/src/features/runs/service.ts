import type { Database } from '@atrium/db'
import { type ChatHistory, type LogEvent, limits, type PendingRequest } from '@atrium/schema'
import type { Transaction } from 'kysely'
import type { AgentAnswer, AgentChange } from '../../agents/runner.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import type { Leases } from '../../core/leases.ts'
import { type Control, type Controlled, controlTopic } from './control.ts'
import type { ConversationDeps } from './conversation.ts'
import { overError } from './permission/requests.ts'
import { createPlaces } from './places.ts'
import { createQueue } from './queue.ts'
import { reconcile } from './record/reconcile.ts'
import { sessionEvent } from './record/session-event.ts'
import type { RunRequest } from './store.ts'
import { formatCursor, logStart, type Position, parseCursor } from './view/cursor.ts'
import { createFeeds } from './view/feeds.ts'
import { present, type StreamMode } from './view/frames.ts'
import { topics } from './view/topics.ts'
import { replay, view } from './view/viewer.ts'

export type RunsDeps = Omit<ConversationDeps, 'places'> & {
  leases: Leases
  /** Agents that may live at once. */
  maxLiveAgents(): number
}

/** A message to be taken: what is stored with it, and what its run needs. */
export type Submission = {
  chatId: string
  runId: string
  messageId: string
  at: string
  request: RunRequest
  /** `session` and `user_message` among them: durable before the first byte of the answer. */
  events: LogEvent[]
  /** In the same transaction: before the events (it may create the chat), and behind them. */
  before(trx: Transaction<Database>): Promise<void>
  after(trx: Transaction<Database>, seqs: number[]): Promise<void>
}

export type WatchOptions = {
  /** The reader's cursor as it sent it; null begins at the start. */
  cursor: string | null
  /** Begin at most this many events before the end, at the start of a run. Only without a cursor. */
  last?: number | undefined
  run?: string | undefined
  mode: StreamMode
  /** End with the outcome of `run`, or of the run that is live. */
  untilOutcome: boolean
  signal: AbortSignal
}

/** The run has its outcome, so nothing more is told of it. */
const over = new AppError('conflict', 'The run is over')
/** It left the line before it could be taken out of it. */
const begun = new AppError('conflict', 'The run has begun')

/** How far back a page reaches for the start of its first run. */
const maxExtension = 1_000

export type Runs = ReturnType<typeof createRuns>

export function createRuns(deps: RunsDeps) {
  const { store, eventLog, bus } = deps
  const queue = createQueue({
    ...deps,
    places: createPlaces(() => deps.maxLiveAgents()),
    owner: sortableId(),
  })
  const stopWaking = bus.subscribe(topics.waiting, (chatId) => queue.wake(chatId))
  const feeds = createFeeds({ log: eventLog, bus })

  /** @throws AppError queue_full, too_many_requests */
  async function checkRoom(trx: Transaction<Database>, chatId: string): Promise<void> {
    if ((await store.countUnfinished(trx, chatId)) > limits.waitingPerChat)
      throw new AppError('queue_full', 'Too many messages are waiting')
    if ((await store.countUnfinished(trx)) >= limits.parallelRuns + limits.waitingRuns)
      throw new AppError('too_many_requests', 'Too many messages are waiting. Try again in 5 seconds.', {
        retryAfterSeconds: 5,
      })
  }

  async function startOf(chatId: string, options: WatchOptions): Promise<Position | null> {
    if (options.cursor !== null) return parseCursor(options.cursor)
    if (options.last === undefined) return logStart
    const seq = await store.startOfLast(chatId, options.last)
    return { ...logStart, seq: seq - 1 }
  }

  /** Whatever became of a request that is not open any more. */
  async function pastRequest(chatId: string, requestId: string): Promise<AppError> {
    const rows = await store.eventsOf(chatId, ['request_resolved'])
    for (const { data } of rows) {
      const event = JSON.parse(data) as LogEvent // only the log writes this column
      if (event.type === 'request_resolved' && event.request_id === requestId)
        return overError(requestId, event.by === 'expired' ? 'expired' : 'answered')
    }
    return overError(requestId, undefined)
  }

  /** Nothing is live, so a stop means the messages that wait for a place. */
  async function cancelWaiting(chatId: string, by: string): Promise<boolean> {
    let cancelled = false
    for (const { id } of await store.unfinished(chatId)) {
      const outcome: LogEvent = {
        type: 'aborted',
        run_id: id,
        session_id: chatId,
        message: `Stopped by ${by}`,
        partial_response: '',
      }
      const append = eventLog.append(chatId, [outcome], {
        async before(trx) {
          if (!(await store.leaveLine(trx, id, { state: 'aborted', endedAt: nowIso() }))) throw begun
          await store.updateChat(trx, chatId, { state: 'idle' })
        },
      })
      const done = await append.then(
        () => true,
        (error: unknown) => (error === begun ? false : Promise.reject(error)),
      )
      // It has begun meanwhile: that is what there is to stop, and those behind it keep their turn.
      if (!done && (await control(chatId, { ask: 'abort', by }))?.stopped) return true
      cancelled ||= done
    }
    deps.events.emit('runs.run.changed', { chatId })
    return cancelled
  }

  /** Null when nobody owns the chat now: nothing of it is live. */
  async function control(chatId: string, call: Control): Promise<Controlled | null> {
    try {
      return await bus.request(controlTopic(chatId), call)
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') return null
      throw error
    }
  }

  return {
    /**
     * Takes a message: durable when this resolves, and its run will come in its turn.
     * @throws AppError queue_full, too_many_requests
     */
    async submit(submission: Submission): Promise<void> {
      const { chatId, runId, messageId, request, events, at } = submission
      await eventLog.append(chatId, events, {
        before: (trx) => submission.before(trx),
        // Behind the events the chat is locked: two messages get two places, and the bound is exact.
        async after(trx, stored) {
          await checkRoom(trx, chatId)
          const waiting = { state: 'queued' as const, createdAt: at, startedAt: null, endedAt: null }
          await store.insert(trx, { id: runId, chatId, messageId, request, ...waiting })
          await submission.after(
            trx,
            stored.map(({ seq }) => seq),
          )
        },
      })
      bus.publish(topics.waiting, chatId)
    },

    /**
     * What a viewer sees: stored events from its cursor on, then everything as it comes.
     * @throws AppError not_found
     */
    async watch(chatId: string, options: WatchOptions): Promise<AsyncGenerator<Buffer>> {
      const { head, live } = await store.place(chatId, options.run)
      const from = await startOf(chatId, options)
      const reader = { from, mode: options.mode, run: options.run ?? null, signal: options.signal }
      if (options.untilOutcome && live === null)
        return primed(replay({ log: eventLog, chatId }, { ...reader, head, untilRun: null }))
      return view(
        { log: eventLog, chatId, enter: () => feeds.enter(chatId) },
        { ...reader, untilRun: options.untilOutcome ? live : null },
      )
    },

    /** True when something was stopped; harmless when nothing runs. */
    async abort(chatId: string, by: string): Promise<boolean> {
      const live = await control(chatId, { ask: 'abort', by })
      return live?.stopped || (await cancelWaiting(chatId, by))
    },
    /** A live agent hears of a change at once. */
    async configure(chatId: string, change: AgentChange): Promise<void> {
      await control(chatId, { ask: 'configure', change })
    },

    /**
     * Gives an agent its answer; the first one wins.
     * @throws AppError not_found, already_answered, gone, invalid
     */
    async answer(chatId: string, requestId: string, answer: AgentAnswer, by: string): Promise<void> {
      try {
        if (await control(chatId, { ask: 'answer', requestId, answer, by })) return
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error
      }
      throw await pastRequest(chatId, requestId)
    },
    /** Requests that wait for a person. */
    openRequests: async (chatId: string): Promise<PendingRequest[]> =>
      (await control(chatId, { ask: 'requests' }))?.requests ?? [],

    async status(chatId: string): Promise<{ runId: string | null; queued: number; active: boolean }> {
      const unfinished = await store.unfinished(chatId)
      const live = unfinished.find(({ state }) => state === 'running')
      return {
        runId: live?.id ?? null,
        queued: unfinished.filter(({ state }) => state === 'queued').length,
        active: unfinished.length > 0,
      }
    },
    async active(): Promise<{ chatId: string; runId: string; viewers: number }[]> {
      const unfinished = await store.unfinished()
      return unfinished
        .filter(({ state }) => state === 'running')
        .map(({ chatId, id }) => ({ chatId, runId: id, viewers: feeds.viewers(chatId) }))
    },

    /** Stops everything of a chat that is about to be deleted. */
    async dismiss(chatId: string, by: string): Promise<void> {
      await store.dropQueued(chatId)
      await control(chatId, { ask: 'dismiss', by })
    },
    /** The chat is deleted: what began while it was being deleted is stopped too, and its viewers are sent home. */
    async farewell(chatId: string, by: string): Promise<void> {
      await control(chatId, { ask: 'dismiss', by })
      await feeds.end(chatId)
    },

    /** Viewers of a live run hear the title as it is now; behind an outcome nothing may follow. */
    async announce(chatId: string): Promise<void> {
      const [chat, [run]] = await Promise.all([store.chat(chatId), store.unfinished(chatId)])
      if (!run) return
      const append = eventLog.append(chatId, [sessionEvent(chat, run.id)], {
        // Behind the event the chat is locked: no outcome can come in between.
        async after(trx) {
          if (!(await store.isUnfinished(trx, run.id))) throw over
        },
      })
      await append.catch((error: unknown) => {
        if (error !== over) throw error
      })
    },
    /** One page of the log, from its end or before a number, begun at the start of a run. */
    async history(chatId: string, before: number | undefined, limit: number): Promise<ChatHistory> {
      const next = (await eventLog.head(chatId)) + 1
      const end = Math.min(before ?? next, next)
      let page = await store.eventsBefore(chatId, end, limit)
      const [first] = page
      if (first) {
        const begin = await store.firstSeqOf(chatId, first.event.run_id)
        const missing = Math.min(first.seq - begin, maxExtension)
        if (missing > 0) page = [...(await store.eventsBefore(chatId, first.seq, missing)), ...page]
      }
      const earliest = page[0]?.seq ?? 1
      return {
        events: page.flatMap((stored) => {
          const event = present(stored.event, 'full', 0)
          return event ? [{ ...stored, event }] : []
        }),
        cursor: formatCursor({ ...logStart, seq: page.at(-1)?.seq ?? end - 1 }),
        before: earliest > 1 ? earliest : null,
      }
    },

    /** Marks what the last process left; called once, before the first request. */
    reconcile: (): Promise<string[]> => reconcile({ store, eventLog }),
    async close(): Promise<void> {
      stopWaking()
      await queue.close()
    },
  }
}

/** Its first value is there when this resolves, so that it travels in one packet with the headers. */
async function primed<T>(source: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await source.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    yield* source
  })()
}

// Owns one chat's live run: what the agent says becomes the log, in order. One writer, one run, one outcome each.
import type { RunState } from '@atrium/db'
import type { Outcome, RunErrorCode } from '@atrium/schema'
import type { AgentChange, AgentEvent, AgentRunner } from '../../agents/runner.ts'
import type { Audit } from '../../core/audit.ts'
import type { Bus } from '../../core/bus.ts'
import { unlessAborted } from '../../core/clock.ts'
import { AppError, messageOf } from '../../core/errors.ts'
import type { EventLog } from '../../core/event-log.ts'
import type { Events } from '../../core/events.ts'
import type { Log } from '../../core/log.ts'
import { previewOf } from '../../core/visible.ts'
import { createAgentDesk } from './agent-desk.ts'
import { type Said, startErrorCode, toLogEvent } from './agent-events.ts'
import { createHandover, type EquipmentFor, type Equipped } from './handover.ts'
import { createHookCalls, type Fire } from './hook-calls.ts'
import {
  abortedOutcome,
  type LiveRun,
  leftOut,
  ownTurn,
  resultOutcome,
  toLive,
  waitingForPlace,
} from './live-run.ts'
import type { StandingRule } from './permission/grants.ts'
import { createPermissions } from './permission/permissions.ts'
import type { Places } from './places.ts'
import { createBlocks } from './record/blocks.ts'
import { errorOutcome } from './record/outcomes.ts'
import { createRecord } from './record/record.ts'
import { sessionEvent } from './record/session-event.ts'
import type { Run, RunsStore } from './store.ts'

export type ConversationDeps = {
  bus: Bus
  eventLog: EventLog
  events: Events
  store: RunsStore
  log: Log
  places: Places
  /** @throws AppError agent_unavailable */
  runner(name: string): AgentRunner
  /** What the agent of a chat is given beside its own tools; asked before each turn. */
  equip(chat: EquipmentFor): Promise<Equipped>
  /** Tells hooks; resolves when those that may hold things up are done, and never throws. */
  fire: Fire
  /** The bytes of an attached image in Base64. */
  readImage(path: string): Promise<string>
  realPathOf(path: string): Promise<{ path: string }>
  vault: string
  home: string
  /** Requests that wait in the whole hub. */
  openRequests: { open: number }
  /** Rules of the person for all agents, as they are for one that works in this folder. */
  standing(workingDirectory: string): Promise<StandingRule[]>
  audit: Pick<Audit, 'append'>
  /** The one-time code of a request. */
  codes: { issue(id: string): string; drop(id: string): void }
  /** Without an answer for this long a request is refused. */
  requestMs: number
  /** A chat that has been quiet this long closes its agent. */
  quietMs: number
  /** An agent that does not come to rest this long after a stop is ended. */
  stopMs: number
}

export type Conversation = ReturnType<typeof createConversation>

/** Events that may wait for the disk before the agent is held back. */
const maxWaiting = 256

/** `released` is called when no agent lives here any more. */
export function createConversation(deps: ConversationDeps, chatId: string, released: () => void) {
  const { store, events } = deps
  let live: LiveRun | null = null
  /** Runs whose message was handed into a live turn, without an outcome yet. */
  let handed: LiveRun[] = []
  /** A stopped turn whose agent has not come to rest. */
  let draining = false
  let drainTimer: NodeJS.Timeout | undefined
  let inTurn = false
  /** The hub stops: nothing begins any more. */
  const stopping = new AbortController()
  let waiters: (() => void)[] = []
  /** What was said to be left out; said again only when it changes. */
  let toldWarnings = ''

  const failed = (error: unknown) =>
    deps.log.error({ err: error, feature: 'runs', chatId }, 'writing to the log failed')
  const record = createRecord({
    eventLog: deps.eventLog,
    store,
    chatId,
    changed: () => events.emit('runs.run.changed', { chatId }),
    failed,
    stopping: stopping.signal,
  })

  const blocks = createBlocks({
    bus: deps.bus,
    store,
    writer: record.writer,
    chatId,
    write(event, also) {
      const answer = event.type === 'text' && !event.parent_tool_use_id ? (event.content ?? '') : ''
      if (answer !== '') live?.said.push(answer)
      record.text(event, answer, also)
    },
  })

  const permissions = createPermissions({
    ...deps,
    chatId,
    total: deps.openRequests,
    write: (event) => record.write(event),
    changed() {
      if (live) record.state(permissions.requests.size > 0 ? 'waiting' : 'working')
    },
    opened: ({ id, tool_name, file_path }) =>
      events.emit('chat.request.opened', {
        id,
        chatId,
        tool: tool_name,
        preview: previewOf(file_path ?? '', 200),
        at: Date.now(),
        code: deps.codes.issue(id),
      }),
    closed({ id }) {
      deps.codes.drop(id)
      events.emit('chat.request.resolved', { id, chatId })
    },
  })

  const handover = createHandover(deps)
  const hooks = createHookCalls(deps, chatId)
  const isBusy = () => live !== null || handed.length > 0 || draining
  const desk = createAgentDesk({ ...deps, chatId, isBusy, heard, ended: agentEnded })

  const atRest = (): Promise<void> => new Promise((resolve) => waiters.push(resolve))
  function rest(): void {
    if (isBusy()) return
    const woken = waiters
    waiters = []
    for (const wake of woken) wake()
    desk.quiet()
  }

  /** The one end of a run. It is no longer live from here on, so whatever comes late is dropped. */
  async function end(run: LiveRun, outcome: Outcome, state: RunState): Promise<void> {
    if (run.over) return // a stop and the agent's own end may meet
    run.over = true
    run.gone.abort()
    if (live === run) {
      permissions.requests.refuseAll('aborted')
      blocks.cut()
      live = null
    }
    handed = handed.filter((other) => other !== run)
    if (await run.begun.catch(() => true)) {
      await record.end(run, outcome, state)
      hooks.ended(run, outcome)
    }
    rest()
  }

  const fail = (run: LiveRun, code: RunErrorCode, message: string, retryDelayMs: number | null = null) =>
    end(run, errorOutcome({ id: run.id, chatId }, code, message, retryDelayMs), 'failed')

  async function hand(run: LiveRun): Promise<void> {
    const message = await handover.message(run)
    if (run.stop.signal.aborted) return
    run.joined = inTurn
    run.sent = true
    desk.session?.send(message)
  }

  /** Resolves when the run has its outcome and the agent is ready for the next one. */
  async function perform(next: Run): Promise<void> {
    while (isBusy()) await atRest() // the agent may have begun a turn by itself
    if (stopping.signal.aborted) return
    const run = toLive(next)
    live = run
    blocks.begin(run)
    try {
      run.begun = record.begin(run)
      if (!(await run.begun)) {
        if (live === run) live = null
        return rest()
      }
      const runner = deps.runner(next.request.runner)
      await hooks.begins(run, desk.session !== null)
      const { spec, warnings } = await unlessAborted(handover.spec(next), run.stop.signal)
      tell(run, warnings)
      await desk.open(runner, spec, {
        signal: run.stop.signal,
        onWait: () => record.write(waitingForPlace(run.id)),
      })
      await hand(run)
    } catch (error) {
      if (!run.stop.signal.aborted) {
        if (!(error instanceof AppError))
          deps.log.error({ err: error, feature: 'runs', chatId }, 'a run did not start')
        await fail(run, startErrorCode(error), messageOf(error))
      }
    }
    if (isBusy()) await atRest()
  }

  function tell(run: LiveRun, warnings: readonly string[]): void {
    const now = warnings.join('\n')
    if (now !== toldWarnings) for (const message of warnings) record.write(leftOut(run.id, message))
    toldWarnings = now
  }

  /** A turn that nobody asked for: the agent woke by itself. */
  async function beginOwn(): Promise<void> {
    const [last, chat] = await Promise.all([store.last(chatId), store.chat(chatId)])
    if (!last || live) return // a message came meanwhile, and this turn goes before its own
    const run = ownTurn(last)
    live = run
    blocks.begin(run)
    run.begun = record.beginOwn(run, sessionEvent(chat, run.id)).then(() => true)
    await run.begun
  }

  async function turnStarted(): Promise<void> {
    inTurn = true
    if (live || draining) return
    const [next] = handed
    if (!next) return beginOwn()
    handed = handed.slice(1)
    live = next
    blocks.begin(next)
  }

  async function turnEnded(event: Extract<AgentEvent, { type: 'turn_ended' }>): Promise<void> {
    inTurn = false
    const folded = handed.filter(({ message }) => event.messageIds.includes(message))
    if (draining) {
      drained()
      for (const other of folded)
        await end(other, abortedOutcome(other, '', 'Stopped with the run it joined'), 'aborted')
      return rest()
    }
    const run = live
    if (!run) return
    // The turn that was going on when this message came has ended; the message's own turn comes next.
    if (run.joined && event.outcome === 'completed' && !event.messageIds.includes(run.message)) {
      run.joined = false
      return
    }
    run.model = event.model ?? run.model
    run.sent = false // a stop from here on has nothing to interrupt
    const { outcome, state } = await outcomeOf(run, event)
    await end(run, outcome, state)
    const into = outcome.type === 'result' ? { folded_into: run.id } : {}
    for (const other of folded) await end(other, { ...outcome, ...into, run_id: other.id }, state)
  }

  function drained(): void {
    draining = false
    clearTimeout(drainTimer)
  }

  async function outcomeOf(
    run: LiveRun,
    event: Extract<AgentEvent, { type: 'turn_ended' }>,
  ): Promise<{ outcome: Outcome; state: RunState }> {
    if (event.outcome === 'aborted')
      return { outcome: abortedOutcome(run, blocks.growing, 'The agent stopped.'), state: 'aborted' }
    if (event.outcome === 'error') {
      const { code, message, retryDelayMs } = event.error ?? {
        code: 'unknown_error' as const,
        message: event.text,
        retryDelayMs: null,
      }
      if (code === 'session_not_found') await record.agentSession(null)
      return { outcome: errorOutcome({ id: run.id, chatId }, code, message, retryDelayMs), state: 'failed' }
    }
    const { agentSessionId } = await store.chat(chatId)
    return { outcome: resultOutcome(run, event, agentSessionId), state: 'completed' }
  }

  async function heard(event: AgentEvent): Promise<void> {
    if (record.writer.waiting > maxWaiting) await record.writer.append([])
    // A message that is stopped in the moment it begins has its outcome already: nothing may be said behind it.
    await live?.begun.catch(() => undefined)
    // What is left is kept as it was said, all in one place.
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check
    switch (event.type) {
      case 'session':
        await record.agentSession(event.agentSessionId)
        return undefined
      case 'turn_started':
        return turnStarted()
      case 'turn_ended':
        return turnEnded(event)
      case 'request_withdrawn':
        return permissions.requests.withdraw(event.requestId)
      case 'permission_mode':
        await record.permissionMode(event.mode)
        return undefined
      case 'closed':
        return undefined // `agentEnded` follows
      case 'permission':
      case 'question':
        return asked(event)
      case 'delta':
        return live ? blocks.grow(event.kind, event.block, event.delta) : undefined
      case 'text':
      case 'thinking':
        return live ? blocks.finish(event.type, event.block, event.content, event.parentToolUseId) : undefined
      default:
        return live ? said(live, event) : undefined
    }
  }

  async function asked(event: Extract<AgentEvent, { type: 'permission' | 'question' }>): Promise<void> {
    const { session } = desk
    if (!session) return
    const run = live
    if (run) {
      const workingDirectory = run.run.request.workingDirectory
      if (event.type === 'permission') await hooks.toolAsked(run, event)
      return permissions.handle(event, {
        runId: run.id,
        session,
        workingDirectory,
        confined: desk.confined,
        equipment: desk.equipment,
        isLive: () => live === run,
      })
    }
    const refusal =
      event.type === 'question'
        ? ({ kind: 'question', answers: {} } as const)
        : ({ kind: 'permission', decision: 'deny', message: 'The run was stopped' } as const)
    session.answer(event.requestId, refusal)
  }

  function said(run: LiveRun, event: Said): void {
    if (event.type === 'model') {
      if (run.model === event.model) return
      run.model = event.model
    }
    if (event.type === 'tool_use') blocks.cut()
    if (event.type === 'tool_result') hooks.toolEnded(run, event)
    record.write(toLogEvent(run.id, event))
  }

  /** `message` is null when its owner closed the agent: what is live then waits for the next one. */
  async function agentEnded(message: string | null): Promise<void> {
    inTurn = false
    drained()
    if (message !== null)
      for (const run of [...(live ? [live] : []), ...handed]) await fail(run, 'agent_exited', message)
    hooks.agentLeft()
    rest()
    released()
  }

  /** The person hears of the stop at once; the agent is brought to rest behind it. */
  async function abort(by: string): Promise<boolean> {
    const run = live
    if (!run) return draining // a second stop finds the first one at work
    const { session } = desk
    if (run.sent && session) {
      draining = true
      drainTimer = setTimeout(() => void session.close().catch(failed), deps.stopMs)
    } else run.stop.abort(new AppError('conflict', 'The run was stopped'))
    const told = end(run, abortedOutcome(run, blocks.growing, `Stopped by ${by}`), 'aborted')
    if (run.sent && session)
      void session
        .interrupt()
        .catch(() => session.close())
        .catch(failed)
    await told
    return true
  }

  return {
    perform,
    abort,
    permissions,
    isBusy,
    hasAgent: () => desk.session !== null,
    /** The person changed how the agent works; what is live hears of it at once. */
    async configure(change: AgentChange): Promise<void> {
      await desk.configure(change).catch((error: unknown) => {
        // It is kept in the chat all the same, and the next run begins with it.
        deps.log.warn({ err: error, feature: 'runs', chatId }, 'a live agent did not take a change')
      })
    },
    /** Hands a message into the live turn; false when it must wait its turn. */
    async steer(next: Run): Promise<boolean> {
      const current = live
      if (handed.some(({ id }) => id === next.id)) return true
      if (!current || draining || !desk.session || !inTurn) return false
      if (next.request.runner !== current.run.request.runner || !deps.runner(next.request.runner).steerable)
        return false
      const run = toLive(next)
      handed.push(run)
      run.begun = record.begin(run)
      try {
        if (await run.begun) await hand(run)
        else handed = handed.filter((other) => other !== run)
      } catch (error) {
        await fail(run, startErrorCode(error), messageOf(error))
      }
      return true
    },
    /** The hub stops: what runs is cut off with all it had said. */
    async interrupt(): Promise<void> {
      stopping.abort()
      const error = (run: LiveRun) =>
        errorOutcome({ id: run.id, chatId }, 'interrupted', 'The hub was stopped during this run.')
      for (const run of [...(live ? [live] : []), ...handed]) {
        run.stop.abort(new AppError('draining', 'The hub stops'))
        await end(run, error(run), 'interrupted')
      }
      await desk.close()
    },
    async close(): Promise<void> {
      blocks.close()
      await desk.close()
    },
  }
}

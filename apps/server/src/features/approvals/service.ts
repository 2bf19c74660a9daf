// Owns what agents in terminals ask: each request is answered once, by whoever is first, or not at all.

import { randomUUID } from 'node:crypto'
import type { ApprovalTable } from '@atrium/db'
import { limits } from '@atrium/schema'
import type { AuditBy } from '../../core/audit.ts'
import type { Bus, Topic } from '../../core/bus.ts'
import { callHash } from '../../core/canonical.ts'
import { nextTurn, nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import type { Events } from '../../core/events.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import { previewOf } from '../../core/visible.ts'
import type { AuditService } from '../audit/service.ts'
import type { AuditStore } from '../audit/store.ts'
import type { Codes } from './codes.ts'
import type { Place, Rules } from './rules.ts'
import { subjectOf } from './shown.ts'
import type { ApprovalsStore, Tell } from './store.ts'
import type { Judge } from './verdict.ts'

type Input = Record<string, unknown>

export type Ask = {
  session: string
  tool: string
  input: Input
  /** Null where the agent did not say. */
  cwd: string | null
  toolUseId?: string
  /** Which of the session's agents asks; null for the one that people talk to. */
  agent?: string | null
  /** What the agent itself would keep; shown, never applied. */
  suggestions?: unknown
  /** Ends when nobody waits for the answer any more. */
  signal: AbortSignal
  /** How long the asking program waits; without an answer by then it is told no. */
  waitMs?: number
}

export type Answer = {
  decision: 'allow' | 'deny' | 'defer'
  message?: string
  /** What to run in place of what was asked. */
  input?: Input
  by: string
}

/** A person's answer to one request, whoever's it is. */
export type Decide = {
  decision: 'allow' | 'deny'
  message?: string | undefined
  inputHash?: string | undefined
  input?: Input | undefined
  answers?: Record<string, string | string[]> | undefined
}

type Waiting = {
  row: ApprovalTable
  input: Input
  agent: string | null
  stored: Promise<void>
  timer: NodeJS.Timeout
  /** Somebody's answer is being written down. */
  isTaken: boolean
  release(answer: Answer): void
}

export type ApprovalsDeps = {
  store: ApprovalsStore
  audit: AuditService
  auditStore: AuditStore
  rules: Rules
  judge: Judge
  codes: Codes
  bus: Bus
  events: Events
  tasks: Tasks
  log: Log
  /** How many requests wait in the whole hub, those of chats among them. */
  total: { open: number }
  requestMs: number
  gate(): boolean
}

type Control = { id: string; answer: Decide; by: AuditBy; how: string }
const controlTopic = (id: string): Topic<Control, null> => `approval.${id}.control`

export type Approvals = ReturnType<typeof createApprovals>

export function createApprovals(deps: ApprovalsDeps) {
  const { store, audit, events, codes, total } = deps
  const waiting = new Map<string, Waiting>()
  deps.tasks.every('approvals.prune', 3_600_000, prune)

  const tell =
    (event: string, by: AuditBy | null, row: ApprovalTable, more: Record<string, unknown> = {}): Tell =>
    (trx) =>
      deps.auditStore.append(trx, [audit.draft(event, by, { ...factsOf(row), ...more })])

  async function prune(): Promise<void> {
    const old = new Date(Date.now() - 60_000).toISOString()
    for (const row of await store.waiting())
      if (row.expiresAt < old) await expire(row, 'Nobody waits any more')
    await store.prune(limits.approvalsKept)
  }

  async function expire(row: ApprovalTable, reason: string): Promise<void> {
    const ending = { state: 'expired' as const, reason, message: null, decidedBy: null, endedAt: nowIso() }
    await store.end(row.id, ending, tell('approval.expired', null, row, { reason }))
  }

  /** It is over: nobody can answer it any more, and whoever asked is told. */
  function release(one: Waiting, answer: Answer): void {
    const { id, session } = one.row
    if (!waiting.delete(id)) return
    clearTimeout(one.timer)
    codes.drop(id)
    total.open -= 1
    one.release(answer)
    events.emit('approvals.request.resolved', { id, session })
  }

  /** Ends one without a person: no answer means no, or leaves the agent to ask by itself. */
  function end(one: Waiting, state: 'expired' | 'settled', reason: string, answer: Answer): void {
    if (one.isTaken) return
    one.isTaken = true
    release(one, answer)
    const ending = { state, reason, message: null, decidedBy: null, endedAt: nowIso() }
    deps.tasks.add('approvals.end', async () => {
      await one.stored
      await store.end(one.row.id, ending, tell(`approval.${state}`, null, one.row, { reason }))
    })
  }

  function refuse(
    row: Pick<ApprovalTable, 'session' | 'tool' | 'inputHash' | 'id'>,
    message: string,
  ): Answer {
    void audit.append('approval.refused', null, { ...factsOf(row), reason: message })
    return { decision: 'deny', message, by: 'hub' }
  }

  /** @throws AppError already_answered, conflict, invalid; what the database throws, and then it is a no */
  async function take(one: Waiting, { answer, by, how }: Omit<Control, 'id'>): Promise<void> {
    const { row } = one
    if (answer.inputHash !== undefined && answer.inputHash !== row.inputHash)
      throw new AppError('conflict', 'This is not what was shown; look at it again')
    const input = answer.decision === 'allow' ? changedInput(one, answer) : undefined
    if (input && answer.input) {
      const { never, ruling } = await deps.judge({ ...row, input }, await deps.rules.standing(placeOf(row)))
      if (never !== null) throw invalid('input', never)
      if (ruling?.behavior === 'deny') throw invalid('input', ruling.message)
    }
    if (one.isTaken) throw new AppError('already_answered', 'Already answered')
    one.isTaken = true
    const label = by.actor?.label ?? how
    const ending = {
      state: answer.decision === 'allow' ? ('allowed' as const) : ('denied' as const),
      reason: null,
      message: answer.message ?? null,
      decidedBy: label,
      endedAt: nowIso(),
    }
    try {
      await one.stored
      const facts = { how, ...(input && { changed: callHash(row.tool, input) }) }
      await store.end(row.id, ending, tell(`approval.${answer.decision}`, by, row, facts))
    } catch (error) {
      release(one, { decision: 'deny', message: 'The hub could not write the answer down.', by: 'hub' })
      throw error
    }
    release(one, {
      decision: answer.decision,
      ...(answer.decision === 'deny' && { message: answer.message ?? 'A person refused this.' }),
      ...(input && { input }),
      by: label,
    })
  }

  /** @throws AppError not_found, already_answered, gone */
  async function past(id: string): Promise<never> {
    const row = await store.find(id)
    if (!row) throw notFound('Request', id)
    if (row.state === 'expired') throw new AppError('gone', 'This request has expired')
    throw new AppError('already_answered', 'Already answered')
  }

  const placeOf = ({ cwd }: { cwd: string }) => ({ projectId: deps.rules.projectOf(cwd), cwd })

  return {
    /** Whether people may be asked here what agents in terminals want. */
    gate: (): boolean => deps.gate(),

    /**
     * What the standing rules say of a call; null where they say nothing. Never `allow` for what is never allowed.
     */
    async verdict(call: {
      session: string
      projectId: string | null
      tool: string
      input: Input
      cwd: string | null
      home?: Place['home']
    }): Promise<{ decision: 'allow' | 'deny' | 'ask'; message: string; rule: string } | null> {
      const cwd = call.cwd ?? ''
      const rules = await deps.rules.standing({ projectId: call.projectId, cwd, home: call.home })
      if (rules.length === 0) return null
      const { never, ruling } = await deps.judge({ ...call, cwd }, rules)
      if (!ruling || (ruling.behavior === 'allow' && never !== null)) return null
      if (ruling.behavior !== 'ask')
        void audit.append(`approval.rule-${ruling.behavior}`, null, {
          session: call.session,
          tool: call.tool,
          inputHash: callHash(call.tool, call.input),
          rule: ruling.id,
        })
      return { decision: ruling.behavior, message: ruling.message, rule: ruling.id }
    },

    /**
     * Asks a person, and waits: denied when nobody answers in time or too many wait, `defer` when the agent was answered
     * in its own terminal, or nobody waits any more.
     */
    ask(call: Ask): Promise<Answer> {
      const { session, tool, input, cwd, signal } = call
      const now = Date.now()
      const lifetime = Math.max(1, Math.min(call.waitMs ?? deps.requestMs, deps.requestMs))
      const row: ApprovalTable = {
        id: randomUUID(),
        session,
        tool,
        input: JSON.stringify(input),
        inputHash: callHash(tool, input),
        cwd: cwd ?? '',
        suggestions: JSON.stringify(call.suggestions ?? []),
        state: 'waiting',
        reason: null,
        message: null,
        decidedBy: null,
        createdAt: new Date(now).toISOString(),
        expiresAt: new Date(now + lifetime).toISOString(),
        endedAt: null,
      }
      if (signal.aborted) return Promise.resolve({ decision: 'defer', by: 'caller' })
      const own = [...waiting.values()].filter(({ row: other }) => other.session === session).length
      if (total.open >= limits.waitingRequests || own >= limits.approvalsPerSession)
        return Promise.resolve(refuse(row, 'Too many requests wait for an answer.'))
      return new Promise<Answer>((resolve) => {
        const seconds = Math.round(lifetime / 1000)
        const one: Waiting = {
          row,
          input,
          agent: call.agent ?? null,
          stored: Promise.resolve(),
          isTaken: false,
          timer: setTimeout(() => {
            const message = `No answer within ${seconds} s`
            end(one, 'expired', message, { decision: 'deny', message, by: 'expired' })
          }, lifetime),
          release: resolve,
        }
        one.timer.unref()
        waiting.set(row.id, one)
        total.open += 1
        const stop = deps.bus.serve(controlTopic(row.id), async (control) => {
          await take(one, control)
          return null
        })
        const left = () =>
          end(one, 'settled', 'The agent no longer waits', { decision: 'defer', by: 'caller' })
        signal.addEventListener('abort', left, { once: true })
        one.release = (answer) => {
          stop()
          signal.removeEventListener('abort', left)
          resolve(answer)
        }
        events.emit('approvals.request.opened', {
          id: row.id,
          session,
          tool,
          preview: previewOf(subjectOf(tool, input), 200),
          at: now,
          code: codes.issue(row.id),
        })
        // Told first and stored beside it: until it is stored nothing of it is acknowledged.
        one.stored = nextTurn().then(() => store.insert(row, tell('approval.asked', null, row)))
        one.stored.catch((error: unknown) => {
          deps.log.error({ err: error, feature: 'approvals', id: row.id }, 'a request could not be stored')
          one.isTaken = true
          release(one, { decision: 'defer', by: 'hub' })
        })
      })
    },

    /**
     * It was answered in the terminal, or its session went on or ended. With `match` only the request about that call, or
     * those of that agent.
     */
    settle(session: string, match?: { tool: string; input: Input } | { agent: string | null }): void {
      const hash = match && 'tool' in match ? callHash(match.tool, match.input) : undefined
      const isMeant = ({ row, agent }: Waiting): boolean =>
        row.session === session &&
        (match === undefined || ('agent' in match ? agent === match.agent : row.inputHash === hash))
      for (const one of waiting.values())
        if (isMeant(one))
          end(one, 'settled', 'Answered in the terminal', { decision: 'defer', by: 'terminal' })
    },

    /** Whether anything that this session asked still waits. */
    isAsking: (session: string): boolean => [...waiting.values()].some(({ row }) => row.session === session),

    async renamed(from: string, to: string): Promise<void> {
      for (const { row } of waiting.values()) if (row.session === from) row.session = to
      await store.rename(from, to)
    },

    /**
     * The first valid answer wins. `how`: by which way it came.
     * @throws AppError not_found, already_answered, gone, conflict, invalid
     */
    async decide(id: string, answer: Decide, by: AuditBy, how: string): Promise<void> {
      try {
        await deps.bus.request(controlTopic(id), { id, answer, by, how })
      } catch (error) {
        if (error instanceof AppError && error.code === 'unavailable') await past(id)
        throw error
      }
    },

    /** What waits, and what expired a while ago. */
    async list(): Promise<ApprovalTable[]> {
      await Promise.allSettled([...waiting.values()].map(({ stored }) => stored))
      const since = new Date(Date.now() - limits.expiredShownMs).toISOString()
      const [open, expired] = await Promise.all([
        store.waiting(),
        store.expiredSince(since, limits.waitingRequests),
      ])
      const now = nowIso()
      // One whose end could not be written down is over all the same.
      return [...open.filter(({ expiresAt }) => expiresAt > now), ...expired]
    },
    /** @throws AppError not_found */
    async get(id: string): Promise<ApprovalTable> {
      await waiting.get(id)?.stored.catch(() => undefined)
      const row = await store.find(id)
      if (!row || (row.state !== 'waiting' && row.state !== 'expired')) throw notFound('Request', id)
      return row
    },

    /** What the last process left waiting: its agents heard nothing, and have asked by themselves. Called once. */
    async reconcile(): Promise<void> {
      for (const row of await store.waiting()) await expire(row, 'The hub was restarted')
    },
    close(): void {
      for (const one of waiting.values())
        end(one, 'expired', 'The hub was stopped', { decision: 'defer', by: 'hub' })
    },
  }
}

const factsOf = ({
  id,
  session,
  tool,
  inputHash: hash,
}: Pick<ApprovalTable, 'id' | 'session' | 'tool' | 'inputHash'>) => ({
  id,
  session,
  tool,
  inputHash: hash,
})

/** What runs in place of what was asked: another input, or the input with the answers of a question in it. */
function changedInput(one: Waiting, { input, answers }: Decide): Input | undefined {
  if (one.row.tool !== 'AskUserQuestion') return input
  if (!answers) throw invalid('answers', 'A question is answered with answers', 'missing')
  const texts = Object.entries(answers).map(([question, answer]) => [question, [answer].flat().join(', ')])
  return { ...one.input, answers: Object.fromEntries(texts) as Record<string, string> }
}

// Owns what the hooks of coding agents tell of each session, and what they are answered.
import { limits } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import type { Events } from '../../core/events.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { SessionKeys } from '../auth/session-keys.ts'
import type { Sessions } from '../sessions/service.ts'
import { permissionAllowed, permissionDenied, preToolUse } from './answers.ts'
import type { Approvals, HookAnswer, ToolCall } from './approvals.ts'
import { type HookState, type Step, step } from './state.ts'
import { Agent, createWatch } from './watch.ts'

type Body = Record<string, unknown>

/** One call of a hook, as it came. */
export type HookCall = {
  actor: Actor
  /** Name that the caller gave for its session; null when it gave none. */
  named: string | null
  event: string
  /** Null when it could not be read. */
  body: Body | null
  /** Whether our own script calls, which also hears of permission dialogs. */
  isOurs: boolean
  /** Ends when the caller has left. */
  signal: AbortSignal
}

export function createAgentHooks(deps: {
  sessions: Pick<
    Sessions,
    'isLive' | 'liveNames' | 'isAttached' | 'heardOf' | 'changed' | 'directoryOf' | 'lastOutputAt'
  >
  keys: Pick<SessionKeys, 'envNameOf' | 'projectOf' | 'rememberAgent' | 'agentOf'>
  events: Events
  tasks: Tasks
  approvals?: Approvals
  statuslines: { report(session: string, body: Body): void }
  projectOf: (path: string) => string | null
}) {
  const { sessions, events, approvals } = deps
  const states = new Map<string, HookState>()
  const stopping = new AbortController()
  /** Earlier names of sessions that run under another one now. */
  const aliases = new Map<string, string>()

  const watch = createWatch({
    tasks: deps.tasks,
    states,
    lastOutputAt: sessions.lastOutputAt,
    became(session, state) {
      const wasWaiting = states.get(session)?.activity === 'waiting'
      become(session, { state, heard: true, attention: false })
      if (wasWaiting) approvals?.settle(session)
    },
    keep: (session, agent) =>
      deps.tasks.add('agent-hooks.agent', () => deps.keys.rememberAgent(session, JSON.stringify(agent))),
  })
  deps.tasks.add('agent-hooks.resume', async () => {
    for (const session of sessions.liveNames()) {
      const text = deps.keys.agentOf(session)
      const agent = text === null ? null : parsedAgent(text)
      const state = agent && (await watch.resume(session, agent))
      if (state && !states.has(session)) become(session, { state, heard: true, attention: false })
    }
  })

  events.on('sessions.session.renamed', ({ from, to }) => {
    for (const [alias, name] of aliases) if (name === from) aliases.set(alias, to)
    aliases.delete(to)
    aliases.set(from, to)
    const state = states.get(from)
    states.delete(from)
    if (state) states.set(to, state)
    watch.rename(from, to)
  })
  // A name that was given up and taken again is the new session's.
  events.on(
    'sessions.session.changed',
    ({ name }) => aliases.has(name) && sessions.isLive(name) && aliases.delete(name),
  )
  events.on('sessions.session.ended', ({ name }) => {
    for (const [alias, now] of aliases) if (now === name) aliases.delete(alias)
    states.delete(name)
    watch.drop(name)
    approvals?.settle(name)
  })

  /** The live session that this call is about; null for one that the hub does not know or the caller may not speak for. */
  function sessionOf({ actor, named }: HookCall): string | null {
    const own = actor.within?.session
    const meant =
      named === null ? (own ?? null) : sessions.isLive(named) ? named : (aliases.get(named) ?? null)
    if (own === undefined) return meant
    if (own === null) return null // the agent of a chat is in no session
    const isOwn = named === null || meant === own || deps.keys.envNameOf(own) === named
    return isOwn && sessions.isLive(own) ? own : null
  }

  /** Takes the call into the state of its session. */
  function move(session: string, { actor, event, body }: HookCall): void {
    if (actor.within)
      watch.heard(session, textOf(body, 'session_id'), textOf(body, 'transcript_path', limits.pathBytes))
    // A helper that works beside a dialog does not close it.
    if (beside.has(event) && approvals?.isAsking(session)) return
    const tool = textOf(body, 'tool_name')
    const told = { event, tool, notification: textOf(body, 'notification_type') }
    become(session, step(states.get(session) ?? null, told, Date.now()))
  }

  function become(session: string, now: Step): void {
    if (now.state) states.set(session, now.state)
    else states.delete(session)
    sessions.heardOf(session, now.state, now)
  }

  function settle(session: string, { event, body }: HookCall): void {
    if (event === 'PostToolUse' || event === 'PostToolUseFailure') {
      const tool = textOf(body, 'tool_name')
      if (tool !== null) approvals?.settle(session, { tool, input: inputOf(body) })
    } else if (endings.has(event)) approvals?.settle(session)
    else if (agentEndings.has(event)) approvals?.settle(session, { agent: textOf(body, 'agent_id') })
  }

  /** The dialog is closed by an answer from here: the agent goes on. */
  function goOn(session: string, tool: string): void {
    const state = states.get(session)
    if (state?.activity !== 'waiting' || state.tool !== tool || approvals?.isAsking(session)) return
    become(session, {
      state: { activity: 'working', tool, at: Date.now() },
      heard: true,
      attention: false,
    })
  }

  /** The agent's dialog and people who look at the hub are asked together; whoever is first decides. */
  async function wait(asked: ToolCall, call: HookCall, from: Approvals): Promise<HookAnswer> {
    const suggestions = call.body?.['permission_suggestions']
    const waitMs = limits.requestLifetimeMs
    const seen = new AbortController()
    // Whoever sits before the dialog itself may think for as long as they like.
    const leave = setTimeout(() => sessions.isAttached(asked.session) && seen.abort(), waitMs - 2_000)
    const signal = AbortSignal.any([call.signal, stopping.signal, seen.signal])
    const answer = from.ask({
      ...asked,
      agent: textOf(call.body, 'agent_id'),
      ...(Array.isArray(suggestions) && { suggestions }),
      signal,
      waitMs,
    })
    // People hear what is asked before they hear that the session waits.
    move(asked.session, call)
    const decided = await answer.finally(() => clearTimeout(leave))
    if (decided.decision === 'defer') return null
    goOn(asked.session, asked.tool)
    return decided.decision === 'allow'
      ? permissionAllowed(decided.input)
      : permissionDenied(decided.message ?? 'Denied in Atrium')
  }

  /** A script that hears of no dialog: the tool itself is held back, shorter than such scripts wait. */
  async function hold(asked: ToolCall, call: HookCall, from: Approvals): Promise<HookAnswer> {
    const waitMs = limits.sessionHookHoldMs
    const signal = AbortSignal.any([call.signal, stopping.signal, AbortSignal.timeout(waitMs)])
    const toolUseId = textOf(call.body, 'tool_use_id')
    const decided = await from.ask({
      ...asked,
      agent: textOf(call.body, 'agent_id'),
      ...(toolUseId !== null && { toolUseId }),
      signal,
      waitMs: waitMs + 1_000,
    })
    if (decided.decision === 'defer') return null
    return decided.decision === 'allow'
      ? preToolUse('allow', decided.message ?? 'Approved in Atrium', decided.input)
      : preToolUse('deny', decided.message ?? 'Denied in Atrium')
  }

  const isHeld = (asked: ToolCall, { isOurs, body }: HookCall): boolean =>
    !isOurs &&
    (textOf(body, 'permission_mode') ?? 'default') === 'default' &&
    heldTools.has(asked.tool) &&
    !sessions.isAttached(asked.session)

  return {
    /** The session that is meant by a name; null when none runs that goes, or went, by it. */
    named: (name: string): string | null => (sessions.isLive(name) ? name : (aliases.get(name) ?? null)),

    /** Leaves every question that waits to the agent's own dialog. */
    stop: (): void => stopping.abort(),

    /** Gives the name to answer with. */
    tell(call: HookCall): string {
      const session = sessionOf(call)
      if (session !== null) {
        settle(session, call)
        move(session, call)
      }
      return session ?? call.named ?? call.actor.within?.session ?? ''
    },

    statusline(call: HookCall): string {
      const session = sessionOf(call)
      if (session !== null) {
        deps.statuslines.report(session, call.body ?? {})
        sessions.changed()
      }
      return session ?? call.named ?? call.actor.within?.session ?? ''
    },

    /** Null: the agent asks as it would without the hub. */
    async decide(event: 'PreToolUse' | 'PermissionRequest', call: HookCall): Promise<HookAnswer> {
      const session = sessionOf(call)
      if (session === null) return null
      if (call.body === null)
        return event === 'PreToolUse' ? preToolUse('deny', unreadable) : permissionDenied(unreadable)
      const tool = textOf(call.body, 'tool_name')
      const leaveOpen = (): null => {
        move(session, call)
        return null
      }
      if (!approvals || tool === null) return leaveOpen()
      const folder = await sessions.directoryOf(session)
      const cwd = textOf(call.body, 'cwd', limits.pathBytes) ?? folder
      const asked: ToolCall = { session, tool, input: inputOf(call.body), cwd }
      const home = { folder, projectId: deps.keys.projectOf(session) }
      const ruling = await approvals.verdict({ ...asked, projectId: deps.projectOf(cwd), home })
      if (event === 'PreToolUse') {
        move(session, call)
        if (ruling) return preToolUse(ruling.decision, ruling.message)
        return approvals.gate() && isHeld(asked, call) ? hold(asked, call, approvals) : null
      }
      // What a rule decides waits for nobody.
      if (ruling?.decision === 'allow') return permissionAllowed()
      if (ruling?.decision === 'deny') return permissionDenied(ruling.message)
      return approvals.gate() ? wait(asked, call, approvals) : leaveOpen()
    },
  }
}

const unreadable = 'The hook told nothing that Atrium can read, so nothing was decided'

/** Tools that older scripts hold back until somebody decides. */
const heldTools = new Set(['Bash', 'Edit', 'Write', 'WebFetch', 'WebSearch', 'Task'])

/** After these nothing that was asked before can still wait. */
const endings = new Set(['Interrupt', 'SessionEnd', 'SessionStart'])
/** The same for what this one agent asked: its helpers may work, and wait, beside it. */
const agentEndings = new Set(['Stop', 'StopFailure', 'SubagentStop', 'UserPromptSubmit', 'PostToolBatch'])
/** What an agent tells while a question of another one is open leaves the session waiting. */
const beside = new Set([
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'UserPromptSubmit',
  'Stop',
  'StopFailure',
])

function parsedAgent(text: string): Agent | null {
  try {
    return Agent.parse(JSON.parse(text))
  } catch {
    return null // it is a help and no more
  }
}

const textOf = (body: Body | null, field: string, maxChars = 200): string | null => {
  const value = body?.[field]
  return typeof value === 'string' && value !== '' && value.length <= maxChars ? value : null
}

function inputOf(body: Body | null): Body {
  const value = body?.['tool_input']
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {}
}
